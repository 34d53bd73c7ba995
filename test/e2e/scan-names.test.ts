import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { report } from '../support/clawback.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

const key = groqKey('name');
const mask = 'gsk_…(56)';

describe('a secret in a name', () => {
  it('is found in the name of a file, with the column in its path', async () => {
    const repository = new TestRepository();
    repository.write(`a/${key}.txt`, 'clean\n');
    const { findings } = await report(['scan'], { cwd: repository.path });
    expect(findings).toMatchObject([
      {
        rule: 'groq-api-key',
        secret: mask,
        places: [{ kind: 'filename', path: `a/${mask}.txt`, line: 1, column: 3, endColumn: 59, offset: 2 }],
      },
    ]);
  });

  it('is told once for a folder, however many files are in it', async () => {
    const repository = new TestRepository();
    for (const name of ['one', 'two', 'sub/three']) repository.write(`keep/${key}/${name}`, 'clean\n');
    const { findings } = await report(['scan'], { cwd: repository.path });
    expect(findings).toHaveLength(1);
    expect(findings[0]!.places).toMatchObject([{ kind: 'filename', column: 6 }]);
  });

  it('is found outside a repository too, and in a file with nothing in it', async () => {
    const folder = temporaryFolder();
    writeFileSync(`${folder}/${key}`, '');
    const { findings, run } = await report(['scan'], { cwd: folder });
    expect(run.code).toBe(1);
    expect(findings).toMatchObject([{ places: [{ kind: 'filename', path: mask, column: 1 }] }]);
  });

  it('is one finding with the same secret in the content', async () => {
    const repository = new TestRepository();
    repository.write(key, `${key}\n`);
    const { findings } = await report(['scan'], { cwd: repository.path });
    expect(findings).toHaveLength(1);
    expect(findings[0]!.places.map(({ kind }) => kind).sort()).toEqual(['file', 'filename']);
  });
});

describe('a name that is not UTF-8', () => {
  const name = Buffer.from([0x63, 0x61, 0x66, 0xe9]);

  it.each(['inside', 'outside'])('is scanned, escaped and given in bytes %s a repository', async (where) => {
    const folder = where === 'inside' ? new TestRepository().path : temporaryFolder();
    mkdirSync(`${folder}/sub`);
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/sub/`), name]), `key = ${key}\n`);
    const { findings, scan } = await report(['scan'], { cwd: folder });
    expect(scan).toMatchObject({ objects: 1, complete: true });
    expect(findings[0]!.places).toMatchObject([
      { path: 'sub/caf\\xe9', pathBytes: Buffer.concat([Buffer.from('sub/'), name]).toString('base64'), line: 1 },
    ]);
  });

  it.each(['inside', 'outside'])('may be that of a folder %s a repository', async (where) => {
    const folder = where === 'inside' ? new TestRepository().path : temporaryFolder();
    const below = Buffer.concat([Buffer.from(`${folder}/`), name, Buffer.from('/b')]);
    mkdirSync(below, { recursive: true });
    writeFileSync(Buffer.concat([below, Buffer.from('/plain.txt')]), `key = ${key}\n`);
    const { findings } = await report(['scan'], { cwd: folder });
    expect(findings.flatMap(({ places }) => places.map(({ path }) => path))).toEqual(['caf\\xe9/b/plain.txt']);
  });

  it('gives no secret away in its bytes', async () => {
    const folder = temporaryFolder();
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/${key} `), name]), 'clean\n');
    const { findings, run } = await report(['scan'], { cwd: folder });
    expect(findings[0]!.places).toMatchObject([{ kind: 'filename', path: `${mask} caf\\xe9` }]);
    expect(findings[0]!.places[0]).not.toHaveProperty('pathBytes');
    expect(run.out).not.toContain(Buffer.from(key).toString('base64').slice(0, 24));
  });
});

it.each(['new\nline', 'tab\there', 'quo"te\'s', 'back\\slash', 'ünï/çødé', 'emoji-😀', ' lead', 'trail '])(
  'a file named %j in a repository keeps its name',
  async (name) => {
    const repository = new TestRepository();
    repository.commitFile(name, `key = ${key}\n`);
    const { findings } = await report(['scan'], { cwd: repository.path });
    expect(findings[0]!.places).toMatchObject([{ path: name, line: 1, column: 7 }]);
  },
);
