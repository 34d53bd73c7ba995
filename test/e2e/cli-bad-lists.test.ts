import { describe, expect, it } from 'vitest';
import { clawback } from '../support/clawback.ts';
import { startClawback } from '../support/processes.ts';
import { refusalOf, refused } from '../support/refusal.ts';
import { TestRepository } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

const FINGERPRINT = `cb1_${'0'.repeat(32)}`;

function repositoryWith(files: Record<string, string>): string {
  const repository = new TestRepository();
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  return repository.path;
}

describe('an ignore file that cannot be read is refused with file and line', () => {
  it.each(['cb1_123', 'cb1_', `cb1_${'g'.repeat(32)}`, `${FINGERPRINT}0`, `cb1x_${'0'.repeat(32)}`])(
    'a fingerprint that is not whole: %s',
    async (entry) => {
      const cwd = repositoryWith({ '.clawbackignore': `# ours\n\n${entry} # why\n` });
      expect(await refused(['scan'], { cwd })).toBe(
        '.clawbackignore:3: not a whole fingerprint: copy it from a report, as "cb1_" and 32 digits',
      );
    },
  );

  it('a fingerprint of another key', async () => {
    const cwd = repositoryWith({ '.clawbackignore': `a.txt\ncb1k_01234567_${'0'.repeat(32)}\n` });
    expect(await refused(['scan'], { cwd })).toBe(
      '.clawbackignore:2: this fingerprint was made with the key 01234567, but CLAWBACK_FINGERPRINT_KEY is not set: use the same key, or make it again',
    );
  });

  it('a glob that is longer than any path', async () => {
    const cwd = repositoryWith({ '.clawbackignore': `fine/**\n${'a'.repeat(70_000)}\n`, 'f.txt': groqKey() });
    expect(await refused(['scan'], { cwd })).toMatch(/^\.clawbackignore:2: /);
  });
});

describe('an ignore file never keeps a scan waiting', () => {
  it.each([
    ['a comment that a line separator cuts', `a${' '.repeat(40)}b # x\u2028y`],
    ['a comment that a carriage return cuts', `a${' '.repeat(40)}b # x\ry`],
    ['nested repeats', '+(+(+(+(a|aa)|aaa)|aaaa)|aaaaa)b'],
    ['many alternatives', `${'{a,b}'.repeat(20)}/x`],
    ['many stars', `${'*a'.repeat(30)}b`],
    ['many double stars', `${'**/a'.repeat(30)}b`],
  ])('%s', async (_, entry) => {
    const cwd = repositoryWith({ '.clawbackignore': `${entry}\n`, [`${'a'.repeat(60)}/${'a'.repeat(60)}`]: groqKey() });
    const run = await startClawback(['scan', '--format', 'json'], { cwd, patience: 10_000 }).ended;
    expect(run.signal).toBeNull();
    expect([1, 2]).toContain(run.code);
  });
});

describe('a baseline that cannot be read is refused', () => {
  it.each([
    ['nothing', '', /^known\.json: not a baseline \(no valid JSON\): make one with "clawback baseline"$/],
    ['broken JSON', '{"version": 1,', /^known\.json: not a baseline \(no valid JSON\): make one with/],
    ['a list', '[]', /^known\.json: not a baseline of this version \(at the top\): make one with/],
    ['another version', '{"version":2,"key":"none","findings":[]}', /\(at version\)/],
    [
      'another tool',
      '{"version":"1.5.0","plugins_used":[],"results":{}}',
      /^known\.json: not a baseline of this version/,
    ],
    [
      'a fingerprint that is none',
      '{"version":1,"key":"none","findings":[{"fingerprint":"x","rule":"a","path":"b"}]}',
      /\(at findings\.0\.fingerprint\)/,
    ],
    ['an unknown key', '{"version":1,"key":"none","findings":[],"more":1}', /\(at the top\)/],
  ])('%s', async (_, text, line) => {
    const cwd = repositoryWith({ 'known.json': text });
    expect(await refused(['scan', '--baseline', 'known.json'], { cwd })).toMatch(line);
  });
});

describe('fingerprints of one key say nothing to another', () => {
  const keys = { one: 'first key of the organisation', two: 'second key of the organisation' };

  it.each([
    [
      'without a key',
      undefined,
      keys.one,
      /^known\.json: its fingerprints were made without a key, but this run has the key [0-9a-f]{8}: /,
    ],
    [
      'with a key',
      keys.one,
      undefined,
      /^known\.json: its fingerprints were made with the key [0-9a-f]{8}, but CLAWBACK_FINGERPRINT_KEY is not set: /,
    ],
    [
      'with another key',
      keys.one,
      keys.two,
      /^known\.json: its fingerprints were made with the key [0-9a-f]{8}, but this run has the key [0-9a-f]{8}: /,
    ],
  ])('a baseline made %s is refused', async (_, made, read, line) => {
    const repository = new TestRepository();
    repository.commitFile('a.txt', `key = ${groqKey()}\n`);
    const withKey = (key: string | undefined) => (key === undefined ? {} : { env: { CLAWBACK_FINGERPRINT_KEY: key } });
    const cwd = repository.path;
    expect((await clawback(['baseline', '--output', 'known.json'], { cwd, ...withKey(made) })).code).toBe(0);
    const run = await clawback(['audit', '--baseline', 'known.json'], { cwd, ...withKey(read) });
    expect(refusalOf(run)).toMatch(line);
    expect((await clawback(['audit', '--baseline', 'known.json'], { cwd, ...withKey(made) })).code).toBe(0);
  });

  it('an entry of the configuration is refused', async () => {
    const cwd = repositoryWith({
      '.clawback.yaml': `allow:\n  - rule: jwt\n  - fingerprint: cb1k_01234567_${'0'.repeat(32)}\n`,
    });
    expect(await refused(['scan'], { cwd })).toMatch(/^\.clawback\.yaml:3: .*made with the key 01234567/);
  });
});
