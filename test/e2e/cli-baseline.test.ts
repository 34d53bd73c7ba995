import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { givenAway } from '../support/pieces.ts';
import { refused } from '../support/refusal.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { anthropicKey, groqKey, pairingCode } from '../support/secrets.ts';
import { weakPassword } from '../support/tokens.ts';

const FILE = '.clawback-baseline.json';

async function makeBaseline({ path: cwd }: TestRepository, ...args: string[]): Promise<string> {
  const run = await clawback(['baseline', ...args], { cwd });
  expect(run).toMatchObject({ code: 0, out: '' });
  return readFileSync(join(cwd, FILE), 'utf8');
}

const against = (repository: TestRepository, command = 'audit', ...args: string[]) =>
  report([command, '--baseline', FILE, ...args], { cwd: repository.path });

describe('a baseline', () => {
  it('silences what it knows, and nothing else', async () => {
    const repository = new TestRepository();
    repository.commitFile('old.txt', `key = ${groqKey('old')}\n`);
    await makeBaseline(repository);
    const before = await against(repository);
    expect(before).toMatchObject({ findings: [], run: { code: 0 } });
    expect(before.suppressed).toMatchObject([{ by: 'baseline', rule: 'groq-api-key', places: [{ path: 'old.txt' }] }]);
    repository.commitFile('new.txt', `key = ${groqKey('new')}\n`);
    const after = await against(repository);
    expect(after.findings).toMatchObject([{ places: [{ path: 'new.txt' }] }]);
    expect(after.suppressed).toHaveLength(1);
    expect(after.run.code).toBe(1);
  });

  it('is not written through a link that the repository brings', async () => {
    const repository = new TestRepository();
    const target = join(temporaryFolder(), 'profile');
    writeFileSync(target, 'mine\n');
    repository.link(FILE, target);
    repository.commitFile('a.txt', `key = ${groqKey()}\n`);
    expect(await refused(['baseline'], { cwd: repository.path })).toBe(
      `cannot write ${repository.path}/${FILE} (it is a link): remove it, or name a file with --output`,
    );
    expect(readFileSync(target, 'utf8')).toBe('mine\n');
  });

  it('holds what the work tree has beyond the history', async () => {
    const repository = new TestRepository();
    repository.commitFile('a.txt', 'clean\n');
    repository.write('untracked.txt', `key = ${groqKey()}\n`);
    await makeBaseline(repository);
    expect(await against(repository, 'scan')).toMatchObject({ findings: [], run: { code: 0 } });
  });

  it('is one finding a line, sorted, without a secret, and the same every time', async () => {
    const repository = new TestRepository();
    const secrets = [groqKey(), anthropicKey(), pairingCode(), weakPassword()];
    repository.write('z.txt', `key = ${secrets[0]}\n`);
    repository.write('a.txt', `key = ${secrets[1]}\n`);
    repository.write(`${groqKey('name')}.txt`, `OPENCLAW_PAIRING_CODE=${secrets[2]}\n`);
    repository.write('.env', `OPENCLAW_GATEWAY_PASSWORD=${secrets[3]}\n`);
    repository.commit();
    const text = await makeBaseline(repository);
    const { version, key, findings } = JSON.parse(text);
    expect({ version, key }).toEqual({ version: 1, key: 'none' });
    expect(findings).toHaveLength(5);
    const lines = text.split('\n').filter((line) => line.includes('"fingerprint"'));
    expect(lines.map((line) => JSON.parse(line.replace(/,$/, '')))).toEqual(findings);
    expect([...lines].map((line) => line.replace(/,$/, '')).sort()).toEqual(
      lines.map((line) => line.replace(/,$/, '')),
    );
    const hidden = [...secrets, groqKey('name')].map((value, index) => ({
      name: String(index),
      value,
      prefix: /^(?:gsk_|sk-ant-api03-)/.exec(value)?.[0] ?? '',
    }));
    expect(givenAway(text, hidden)).toEqual([]);
    expect(await makeBaseline(repository)).toBe(text);
  });

  it('says how many it wrote, where to, and what to do with it', async () => {
    const repository = new TestRepository();
    repository.commitFile('a.txt', `key = ${groqKey()}\n`);
    expect((await clawback(['baseline'], { cwd: repository.path })).err).toBe(
      `clawback: wrote 1 finding to ${FILE}: use it with --baseline ${FILE}\n`,
    );
    expect((await clawback(['baseline', '-q'], { cwd: repository.path })).err).toBe('');
    const elsewhere = temporaryFolder();
    await clawback(['baseline', repository.path, '--output', 'known.json'], { cwd: elsewhere });
    expect(readFileSync(join(elsewhere, 'known.json'), 'utf8')).toBe(readFileSync(join(repository.path, FILE), 'utf8'));
  });

  it('is empty where there is nothing, and may be used', async () => {
    const repository = new TestRepository();
    repository.commitFile('a.txt', 'clean\n');
    expect(await makeBaseline(repository)).toBe('{\n  "version": 1,\n  "key": "none",\n  "findings": []\n}\n');
    expect((await against(repository)).run.code).toBe(0);
  });

  it('is not written where not everything could be scanned, unless that is allowed', async () => {
    const upstream = new TestRepository();
    for (const seed of ['1', '2']) upstream.commitFile('a.txt', `key = ${groqKey(seed)}\n`);
    const repository = new TestRepository();
    repository.git('-c', 'protocol.file.allow=always', 'fetch', '-q', '--depth=1', `file://${upstream.path}`, 'main');
    repository.git('checkout', '-q', '-B', 'main', 'FETCH_HEAD');
    expect(await refused(['baseline'], { cwd: repository.path })).toMatch(
      /^no baseline was written: not everything could be scanned \(the older history: .*\); --allow-incomplete writes it all the same$/,
    );
    expect(existsSync(join(repository.path, FILE))).toBe(false);
    await makeBaseline(repository, '--allow-incomplete');
    expect((await against(repository, 'scan')).run.code).toBe(0);
  });
});

describe('a strong secret stays silenced', () => {
  async function known(): Promise<TestRepository> {
    const repository = new TestRepository();
    repository.commitFile('app.py', `import os\nKEY = "${groqKey()}"\n`);
    expect(await makeBaseline(repository)).toMatch(/"cb1_[0-9a-f]{32}"/);
    return repository;
  }

  it.each([
    ['its line moves', 'app.py', `# a\n# b\n\nimport os\n\nKEY = "${groqKey()}"\n`],
    ['its line is indented', 'app.py', `class A:\n\t\tKEY="${groqKey()}"\n`],
    ['its line ends otherwise', 'app.py', `import os\r\nKEY = "${groqKey()}"\r\n`],
    ['it stands in another file', 'lib/settings.yaml', `api:\n  key: ${groqKey()}\n`],
    ['it stands in UTF-16', 'notes.txt', Buffer.from(`\ufeffthe key: ${groqKey()}\n`, 'utf16le')],
  ])('where %s', async (_, path, content) => {
    const repository = await known();
    repository.git('rm', '-q', 'app.py');
    repository.commitFile(path, content);
    for (const command of ['scan', 'audit']) {
      const { findings, suppressed } = await against(repository, command);
      expect(findings).toEqual([]);
      expect(suppressed.length).toBeGreaterThan(0);
    }
  });

  it('where its rule gets another name', async () => {
    const repository = new TestRepository();
    const rule = (id: string): string => `rules:
  disable: [groq-api-key]
  custom:
    - id: ${id}
      title: Ours
      severity: high
      anchors: [gsk_]
      pattern: '(?<key>gsk_[A-Za-z0-9]{52})'
      examples: { match: ["gsk_{an:52}"], ignore: ["gsk_x"] }
`;
    repository.write('.clawback.yaml', rule('old-name'));
    repository.commitFile('a.txt', `key = ${groqKey()}\n`);
    await makeBaseline(repository);
    repository.write('.clawback.yaml', rule('new-name'));
    expect((await against(repository, 'scan')).suppressed).toMatchObject([{ rule: 'new-name', by: 'baseline' }]);
  });

  it('but a new one on the same line is reported', async () => {
    const repository = await known();
    repository.commitFile('app.py', `import os\nKEY = "${groqKey('new')}"\n`);
    expect((await against(repository)).findings).toMatchObject([{ places: [{ path: 'app.py', line: 2 }] }]);
    repository.commitFile('app.py', `import os\nKEY = "${groqKey()}" or "${groqKey('newer')}"\n`);
    expect((await against(repository, 'scan')).findings).toMatchObject([{ places: [{ line: 2, column: 70 }] }]);
  });
});

describe('a weak secret is named by its path and its name, so that nobody can guess it from the file', () => {
  const line = (password: string, name = 'OPENCLAW_GATEWAY_PASSWORD'): string => `${name}=${password}\n`;

  async function fingerprintOf(path: string, content: string, env?: NodeJS.ProcessEnv): Promise<string> {
    const repository = new TestRepository();
    repository.write(path, content);
    const { findings } = await report(['scan'], { cwd: repository.path, ...(env ? { env } : {}) });
    expect(findings).toHaveLength(1);
    return findings[0]!.fingerprint;
  }

  it('has a fingerprint of its own kind', async () => {
    expect(await fingerprintOf('.env', line(weakPassword()))).toMatch(/^cb1w_[0-9a-f]{32}$/);
    expect(await fingerprintOf('.env', `OPENCLAW_PAIRING_CODE=${pairingCode().slice(0, 8)}\n`)).toMatch(/^cb1w_/);
    expect(await fingerprintOf('.env', `OPENCLAW_PAIRING_CODE=${pairingCode()}\n`)).toMatch(/^cb1_/);
  });

  it('keeps it where its line moves, and gets another with another path, name or value', async () => {
    const known = await fingerprintOf('.env', line(weakPassword()));
    expect(await fingerprintOf('.env', `# moved\n\n  ${line(weakPassword())}`)).toBe(known);
    expect(await fingerprintOf('prod/.env', line(weakPassword()))).not.toBe(known);
    expect(await fingerprintOf('.env', line(weakPassword(), 'CLAWDBOT_GATEWAY_PASSWORD'))).not.toBe(known);
    expect(await fingerprintOf('.env', line(weakPassword('2')))).not.toBe(known);
  });

  it('shares all but 12 bits with any other password there', async () => {
    const [one, two] = [
      await fingerprintOf('.env', line(weakPassword('1'))),
      await fingerprintOf('.env', line(weakPassword('2'))),
    ];
    expect(one.slice(0, -3)).toBe(two.slice(0, -3));
  });

  it('is reported where it turns up elsewhere', async () => {
    const repository = new TestRepository();
    repository.commitFile('.env', line(weakPassword()));
    await makeBaseline(repository);
    expect((await against(repository)).findings).toEqual([]);
    repository.commitFile('copy.env', line(weakPassword()));
    expect((await against(repository)).findings).toMatchObject([{ places: [{ path: 'copy.env' }] }]);
  });

  it('is named like any other where the organisation has a key', async () => {
    const env = { CLAWBACK_FINGERPRINT_KEY: 'a key that the organisation keeps' };
    const weak = await fingerprintOf('.env', line(weakPassword()), env);
    const strong = await fingerprintOf('a', groqKey(), env);
    expect(weak).toMatch(/^cb1k_[0-9a-f]{8}_[0-9a-f]{32}$/);
    expect(strong.slice(0, 14)).toBe(weak.slice(0, 14));
    expect(await fingerprintOf('elsewhere/.env', line(weakPassword()), env)).toBe(weak);
    const other = { CLAWBACK_FINGERPRINT_KEY: 'another key, of somebody else' };
    expect((await fingerprintOf('a', groqKey(), other)).slice(5, 13)).not.toBe(strong.slice(5, 13));
  });
});
