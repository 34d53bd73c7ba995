import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { tarOf, zipOf } from '../support/archives.ts';
import { clawback, report } from '../support/clawback.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { anthropicKey, gatewayToken, groqKey } from '../support/secrets.ts';

const key = groqKey('packed');
const files = [
  { name: 'README.md', content: 'nothing\n' },
  { name: 'inner/.npmrc', content: `# comment\nkey = ${key}\n` },
];

const hasProgram = (name: string): boolean => spawnSync(name, ['--version']).status === 0;

/** Packs the files with a program of this machine. */
function pack(target: string, program: string, args: string[]): void {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'inner'));
  for (const { name, content } of files) writeFileSync(join(folder, name), content);
  const { status, stderr } = spawnSync(program, [...args, target, '.'], { cwd: folder, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
}

describe('what an archive holds', () => {
  it('is found by the name of the archive and of the file in it', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'app.zip'), zipOf(files));
    const { findings, scan, run } = await report(['scan'], { cwd: folder });
    const offset = readFileSync(join(folder, 'app.zip')).lastIndexOf('PK\x03\x04');
    expect(findings).toMatchObject([
      {
        rule: 'groq-api-key',
        places: [
          {
            kind: 'file',
            path: 'app.zip!/inner/.npmrc',
            line: 2,
            column: 7,
            endLine: 2,
            offset,
            within: { path: 'inner/.npmrc', offset: 16 },
          },
        ],
      },
    ]);
    expect(scan).toMatchObject({ complete: true, skipped: [], objects: 1 });
    expect(run.code).toBe(1);
    const text = await clawback(['scan'], { cwd: folder });
    expect(text.out).toContain('  app.zip!/inner/.npmrc:2:7\n');
    expect(text.out).not.toContain(key);
    const sarif = await clawback(['scan', '--format', 'sarif'], { cwd: folder });
    expect(sarif.out).toContain('"uri": "app.zip!/inner/.npmrc"');
  });

  it.each([
    ['zip', ['-q', '-r'], 'a.jar'],
    ['tar', ['-cf'], 'a.tar'],
    ['tar', ['-czf'], 'a.tgz'],
  ])('is found in what the program %s %j makes', async (program, args, name) => {
    if (!hasProgram(program)) return;
    const folder = temporaryFolder();
    pack(join(folder, name), program, args);
    const { findings, scan } = await report(['scan'], { cwd: folder });
    expect(scan.complete).toBe(true);
    expect(findings).toHaveLength(1);
    expect(findings[0]!.places).toMatchObject([
      { path: expect.stringMatching(/!\/(?:\.\/)?inner\/\.npmrc$/), line: 2 },
    ]);
  });

  it('is found in the history, and told by the commit that brought the archive', async () => {
    const repository = new TestRepository();
    repository.commitFile('lib/app.jar', zipOf(files));
    repository.git('rm', '--quiet', 'lib/app.jar');
    repository.commit();
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'lib/app.jar!/inner/.npmrc', line: 2, present: false }] }]);
    expect(findings[0]!.places[0]!.commit).not.toBe('');
  });

  it('is new in a commit only if the archive before did not hold it', async () => {
    const repository = new TestRepository();
    repository.commitFile('app.zip', zipOf(files));
    const second = anthropicKey('second');
    repository.write('app.zip', zipOf([{ name: 'more.txt', content: `key: ${second}\n` }, ...files]));
    repository.git('add', '.');
    const { findings } = await report(['staged'], { cwd: repository.path });
    expect(findings).toMatchObject([{ rule: 'anthropic-api-key', places: [{ path: 'app.zip!/more.txt' }] }]);
    expect(findings).toHaveLength(1);
  });

  it('counts by the rules for its own name, and is silenced by that or by the name of the archive', async () => {
    const token = gatewayToken('packed');
    const content = JSON.stringify({ gateway: { auth: { token } } });
    const repository = new TestRepository();
    repository.write('backup.tar.gz', gzipSync(tarOf([{ name: '.openclaw/openclaw.json', content }])));
    const cwd = repository.path;
    expect((await report(['scan'], { cwd })).findings).toMatchObject([
      { rule: 'openclaw-gateway-token', places: [{ path: 'backup.tar.gz!/.openclaw/openclaw.json' }] },
    ]);
    for (const glob of ['*.tar.gz', '**/openclaw.json']) {
      repository.write('.clawbackignore', `${glob} # known\n`);
      const { findings, suppressed } = await report(['scan'], { cwd });
      expect(findings).toEqual([]);
      expect(suppressed).toMatchObject([{ by: 'ignore-file' }]);
    }
  });
});

it('a comment that allows a match in one file says nothing of another of the same name', async () => {
  const folder = temporaryFolder();
  const members = ['first', 'other'].map((seed, i) => ({
    name: 'x.txt',
    content: `key = ${groqKey(seed)}${i === 0 ? ' # clawback:allow' : ''}\n`,
  }));
  writeFileSync(join(folder, 'a.zip'), zipOf(members));
  const { findings, suppressed } = await report(['scan'], { cwd: folder });
  expect([findings.length, suppressed.length]).toEqual([1, 1]);
});

it('what silences an archive says nothing of a file that has the same name as one in it', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.zip'), zipOf([{ name: 'x', content: `key = ${key}\n` }]));
  mkdirSync(join(folder, 'a.zip!'));
  writeFileSync(join(folder, 'a.zip!/x'), `key = ${groqKey('plain')}\n`);
  writeFileSync(join(folder, '.clawbackignore'), 'a.zip # old\n');
  const { findings, suppressed } = await report(['scan'], { cwd: folder });
  expect([findings.length, suppressed.length]).toEqual([1, 1]);
});

describe('an archive that is not read whole', () => {
  it('makes the scan incomplete where it is damaged or too large, by its name', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'cut.zip'), zipOf(files, { cut: true }));
    writeFileSync(join(folder, 'bomb.zip'), zipOf([{ name: 'zeros', content: Buffer.alloc(8 << 20) }]));
    const { findings, scan, run } = await report(['scan'], { cwd: folder });
    expect(findings).toMatchObject([{ places: [{ path: 'cut.zip!/inner/.npmrc' }] }]);
    expect(scan).toMatchObject({
      complete: false,
      skipped: [
        { what: 'bomb.zip!/zeros', why: 'unpacked, it is larger than is looked at', incomplete: true },
        { what: 'cut.zip', why: 'the archive is damaged here', incomplete: true },
      ],
    });
    expect(run.code).toBe(2);
  });

  it('stays complete where files in it are encrypted or packed in another way: they are counted', async () => {
    const folder = temporaryFolder();
    const [readme, npmrc] = files;
    writeFileSync(
      join(folder, 'a.zip'),
      zipOf([
        { ...npmrc!, encrypted: true },
        { ...readme!, method: 14 },
      ]),
    );
    const { scan, run } = await report(['scan'], { cwd: folder });
    expect(scan).toMatchObject({
      complete: true,
      skipped: [
        { what: 'archive member in another compression', count: 1, incomplete: false },
        { what: 'encrypted archive member', why: 'it opens with its password only', count: 1, incomplete: false },
      ],
    });
    expect(run.code).toBe(0);
  });
});

it('what was decoded says how, and where it is written', async () => {
  const folder = temporaryFolder();
  const encoded = Buffer.from(`key = ${key}`).toString('base64');
  writeFileSync(join(folder, 'values.yaml'), `first: 1\ndata: ${encoded}\n`);
  const { findings } = await report(['scan'], { cwd: folder });
  expect(findings).toMatchObject([
    {
      reasons: ['it has the shape of one', 'decoded from base64'],
      places: [{ path: 'values.yaml', line: 2, column: 15, offset: 23, encodings: ['base64'] }],
    },
  ]);
  const text = await clawback(['scan'], { cwd: folder });
  expect(text.out).toContain('  > 2 | key = gsk_…(56)\n');
  expect(text.out).not.toContain(encoded.slice(10, 60));
});
