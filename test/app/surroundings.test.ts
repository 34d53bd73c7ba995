import { describe, expect, it } from 'vitest';
import { lowersConfidence } from '../../src/app/surroundings.ts';

describe('a value that merely looks random is less sure', () => {
  it.each([
    ['test/a.py', 'the file is a test'],
    ['src/__tests__/a.ts', 'the file is a test'],
    ['pkg/a_test.go', 'the file is a test'],
    ['a.spec.ts', 'the file is a test'],
    ['test_a.py', 'the file is a test'],
    ['conftest.py', 'the file is a test'],
    ['spec/fixtures/a.json', 'the file is a test'],
    ['README', 'the file is documentation or an example'],
    ['docs/a.txt', 'the file is documentation or an example'],
    ['a.md', 'the file is documentation or an example'],
    ['.env.example', 'the file is documentation or an example'],
    ['config.yaml.sample', 'the file is documentation or an example'],
    ['package-lock.json', 'the file is a lock file'],
    ['sub/Cargo.lock', 'the file is a lock file'],
    ['go.sum', 'the file is a lock file'],
    ['node_modules/x/index.js', 'the file is generated or comes from elsewhere'],
    ['a.min.js', 'the file is generated or comes from elsewhere'],
    ['target/release/x', 'the file is generated or comes from elsewhere'],
    ['src/locales/de.json', 'the file holds translations'],
    ['i18n/a', 'the file holds translations'],
  ])('in %s', (path, reason) => {
    expect(lowersConfidence(path)).toBe(reason);
  });

  it.each([
    '',
    'src/app.py',
    'latest/app.py',
    'contest.py',
    'protest/a',
    'attest.ts',
    'documents.txt',
    'package.json',
    'distribution/a',
    'language.py',
    '.env',
    'testify',
  ])('but not in %j', (path) => {
    expect(lowersConfidence(path)).toBeNull();
  });
});
