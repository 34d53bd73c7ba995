import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { anthropicKey, groqKey } from '../support/secrets.ts';

/** Two repositories, of which the first is the one that the environment points at. */
function two(): { ambient: TestRepository; named: TestRepository; commit: string } {
  const ambient = new TestRepository();
  ambient.commitFile('ambient.env', `KEY=${anthropicKey()}\n`);
  const named = new TestRepository();
  const commit = named.commitFile('named.env', `GROQ=${groqKey()}\n`);
  return { ambient, named, commit };
}

describe('a repository that is named is the one that is audited, though the environment points elsewhere with', () => {
  const variables = (path: string): Record<string, string>[] => [
    { GIT_DIR: join(path, '.git') },
    { GIT_DIR: join(path, '.git'), GIT_WORK_TREE: path },
    { GIT_DIR: join(path, '.git'), GIT_INDEX_FILE: join(path, '.git/index') },
    { GIT_INDEX_FILE: join(path, '.git/index') },
    { GIT_OBJECT_DIRECTORY: join(path, '.git/objects') },
    { GIT_ALTERNATE_OBJECT_DIRECTORIES: join(path, '.git/objects') },
    { GIT_COMMON_DIR: join(path, '.git') },
    { GIT_NAMESPACE: 'elsewhere' },
  ];
  it.each(variables('').map((variable, index) => ({ names: Object.keys(variable).join(' and '), index })))(
    '$names',
    async ({ index }) => {
      const { ambient, named, commit } = two();
      const env = variables(ambient.path)[index]!;
      const { findings, scan } = await report(['audit', named.path], { cwd: ambient.path, env });
      expect(scan).toMatchObject({ complete: true, commits: 1 });
      expect(findings).toMatchObject([
        { rule: 'groq-api-key', places: [{ path: 'named.env', line: 1, column: 6, commit, present: true }] },
      ]);
    },
  );
});

describe('without a name', () => {
  it('the folder counts', async () => {
    const { named, commit } = two();
    const { findings } = await report(['audit'], { cwd: named.path });
    expect(findings).toMatchObject([{ places: [{ path: 'named.env', commit }] }]);
  });

  it('GIT_DIR counts, as it does for git', async () => {
    const { ambient, named, commit } = two();
    const env = { GIT_DIR: join(named.path, '.git') };
    const { findings } = await report(['audit'], { cwd: ambient.path, env });
    expect(findings).toMatchObject([{ rule: 'groq-api-key', places: [{ path: 'named.env', commit }] }]);
  });
});

it('variables by which a hook is told of objects that are not stored yet count for its own repository', async () => {
  const { ambient, named } = two();
  const object = named.store(`KEY=${anthropicKey('2')}\n`);
  const env = { GIT_ALTERNATE_OBJECT_DIRECTORIES: join(named.path, '.git/objects') };
  const { findings } = await report(['audit'], { cwd: ambient.path, env });
  expect(findings.flatMap((finding) => finding.places.map((place) => place.object))).toContain(object);
});
