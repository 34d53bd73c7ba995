import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback, type JsonReport, report } from '../support/clawback.ts';
import { operatorFile, providerHere, sendgridHere } from '../support/operator.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { alphanumeric, characters, hex } from '../support/secrets.ts';
import { sendgridKey } from '../support/tokens.ts';

const line = (key: string): string => `client = SendGridAPIClient("${key}")`;

/** A repository with some keys, a file each. */
function leaking(...keys: string[]): TestRepository {
  const repository = new TestRepository();
  keys.forEach((key, index) => {
    repository.write(`src/mail${index}.py`, `${line(key)}\n`);
  });
  repository.commit();
  return repository;
}

const everything = (url: string, more: object = {}): string =>
  operatorFile({
    providers: { sendgrid: { 'base-url': url } },
    revoke: { rules: ['*'], owners: ['*'] },
    ...more,
  });

/** Writes a report into a folder that nothing scans; gives its path. */
async function reportOf(args: string[], cwd: string): Promise<string> {
  const file = join(temporaryFolder(), 'report.json');
  const run = await clawback([...args, '--format', 'json', '--output', file], { cwd });
  if (run.code === null || !readFileSync(file, 'utf8').startsWith('{')) throw new Error(run.err);
  return file;
}

const read = (file: string): JsonReport => JSON.parse(readFileSync(file, 'utf8')) as JsonReport;

/** The report with some of it changed, as whoever hands it over may have. */
function forge(file: string, change: (told: JsonReport) => void): string {
  const told = read(file);
  change(told);
  const forged = join(temporaryFolder(), 'forged.json');
  writeFileSync(forged, JSON.stringify(told));
  return forged;
}

async function revoke(file: string, cwd: string, config: string, ...more: string[]) {
  const trail = join(temporaryFolder(), 'trail.jsonl');
  return report(['revoke', file, '--confirmed', '--trail', trail, '--config', config, ...more], { cwd });
}

describe('what is silenced after a report was made', () => {
  const silencing: [string, (repository: TestRepository, file: string) => { more?: object; args?: string[] }][] = [
    [
      'ignore-file',
      ({ path }, file) => {
        writeFileSync(join(path, '.clawbackignore'), `${read(file).findings[0]!.fingerprint} # known\n`);
        return {};
      },
    ],
    [
      'ignore-file',
      ({ path }) => {
        writeFileSync(join(path, '.clawbackignore'), 'src/mail0.py # known\n');
        return {};
      },
    ],
    ['config', () => ({ more: { allow: [{ path: 'src/mail0.py', reason: 'known' }] } })],
    [
      'inline',
      (repository) => {
        repository.write('src/mail0.py', `${line(sendgridKey('silent'))}  # clawback:allow -- known\n`);
        return {};
      },
    ],
    [
      'baseline',
      (_, file) => {
        const baseline = join(temporaryFolder(), 'baseline.json');
        const { fingerprint, rule, places } = read(file).findings.find((one) => one.places[0]!.path.endsWith('0.py'))!;
        writeFileSync(
          baseline,
          JSON.stringify({ version: 1, key: 'none', findings: [{ fingerprint, rule, path: places[0]!.path }] }),
        );
        return { args: ['--baseline', baseline] };
      },
    ],
  ];
  it.each(silencing)('is told of as such, and neither asked about nor revoked: by %s', async (by, silence) => {
    const [silent, other] = [sendgridKey('silent'), sendgridKey('other')];
    const server = await sendgridHere([silent, other]);
    const repository = leaking(silent, other);
    const file = await reportOf(['scan'], repository.path);
    const sorted = forge(file, ({ findings }) => {
      findings.sort((a, b) => (a.places[0]!.path < b.places[0]!.path ? -1 : 1));
    });
    const { more, args = [] } = silence(repository, sorted);
    const { findings, suppressed, run } = await revoke(sorted, repository.path, everything(server.url, more), ...args);
    expect(suppressed.map((one) => [one.by, one.places[0]!.path])).toEqual([[by, 'src/mail0.py']]);
    expect(findings.map(({ places }) => places[0]!.path)).toEqual(['src/mail1.py']);
    expect([...server.living]).toEqual([silent]);
    expect(JSON.stringify(server.seen)).not.toContain(silent);
    expect(run.code).toBe(0);
  });

  it('is what the settings of another commit silence, where they are asked for', async () => {
    const server = await sendgridHere([sendgridKey()]);
    const repository = leaking(sendgridKey());
    repository.commitFile('.clawbackignore', 'src/** # known\n');
    repository.commitFile('.clawbackignore', '');
    const file = await reportOf(['scan'], repository.path);
    const config = everything(server.url);
    const { suppressed } = await revoke(file, repository.path, config, '--settings-from', 'HEAD~1');
    expect(suppressed).toHaveLength(1);
    expect(server.seen).toEqual([]);
  });

  it('is left alone where the paths or the rule are left out since', async () => {
    const server = await sendgridHere([sendgridKey()]);
    const repository = leaking(sendgridKey());
    const file = await reportOf(['audit'], repository.path);
    for (const [more, why] of [
      [{ paths: { exclude: ['src/'] } }, 'the configuration leaves its paths out'],
      [{ rules: { disable: ['sendgrid-api-key', 'generic-secret'] } }, 'switches off its rule "sendgrid-api-key"'],
    ] as const) {
      const { scan, findings, run } = await revoke(file, repository.path, everything(server.url, more));
      expect(findings).toEqual([]);
      expect(JSON.stringify(scan.skipped)).toContain(JSON.stringify(why).slice(1, -1));
      expect([run.code, scan.complete]).toEqual([0, true]);
    }
    expect(server.seen).toEqual([]);
  });

  it('counts in a folder without git, too', async () => {
    const server = await sendgridHere([sendgridKey()]);
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'mail.py'), `${line(sendgridKey())}\n`);
    const file = await reportOf(['scan'], folder);
    expect((await report(['verify', file, '--config', everything(server.url)], { cwd: folder })).findings).toHaveLength(
      1,
    );
    writeFileSync(join(folder, '.clawbackignore'), 'mail.py # known\n');
    expect((await revoke(file, folder, everything(server.url))).suppressed).toHaveLength(1);
    expect(server.living.size).toBe(1);
  });
});

describe('a report', () => {
  it('names all that is asked about: other keys beside those are not', async () => {
    const [named, other] = [sendgridKey('named'), sendgridKey('other')];
    const server = await sendgridHere([named, other]);
    const repository = new TestRepository();
    repository.commitFile('mail.py', `${line(named)}\n${line(other)}\n`);
    const file = forge(await reportOf(['audit'], repository.path), (told) => {
      told.findings = told.findings.filter(({ places }) => places[0]!.line === 1);
    });
    const { findings } = await revoke(file, repository.path, everything(server.url));
    expect(findings).toHaveLength(1);
    expect([...server.living]).toEqual([other]);
  });

  it('is asked about as far as its findings are sure enough', async () => {
    const server = await sendgridHere([sendgridKey()]);
    const repository = leaking(sendgridKey());
    repository.commitFile('test/settings.py', `${'pass'}word = "${'Kx!'}${alphanumeric(6, 'unsure')}"\n`);
    const file = await reportOf(['scan', '--min-confidence', 'low'], repository.path);
    const args = ['verify', file, '--config', everything(server.url)];
    const all = await report(args, { cwd: repository.path });
    expect(all.findings.map(({ fingerprint }) => fingerprint)).toEqual(
      read(file).findings.map(({ fingerprint }) => fingerprint),
    );
    expect(all.findings.length).toBeGreaterThan(1);
    const sure = await report([...args, '--min-confidence', 'high'], { cwd: repository.path });
    expect(sure.findings.map(({ rule }) => rule)).toEqual(['sendgrid-api-key']);
    expect(sure.scan.complete).toBe(true);
  });

  it('gets a key sent to none of the providers that it fits', async () => {
    const key = `${'sk'}-${hex(32, 'ambiguous')}`;
    const trap = await providerHere(() => ({ status: 200, body: {} }));
    const config = operatorFile({
      providers: { deepseek: { 'base-url': trap.url }, alibaba: { 'base-url': trap.url } },
      revoke: { rules: ['*'], owners: ['*'] },
    });
    const apart = new TestRepository();
    apart.write('a.env', `DEEPSEEK_API_KEY=${key}\n`);
    apart.write('b.env', `DASHSCOPE_API_KEY=${key}\n`);
    apart.commit();
    // Of each path a report names the first object only.
    const inTurn = new TestRepository();
    inTurn.commitFile('a.env', `DEEPSEEK_API_KEY=${key}\n`);
    inTurn.commitFile('a.env', `DASHSCOPE_API_KEY=${key}\n`);
    for (const { path } of [apart, inTurn]) {
      const file = await reportOf(['audit'], path);
      const { findings } = await revoke(file, path, config);
      expect(findings.map(({ verdict }) => verdict)).toMatchObject([{ state: 'unknown', why: 'ambiguous' }]);
    }
    expect(trap.seen).toEqual([]);
  });

  it('of an incomplete scan makes what follows from it incomplete', async () => {
    const server = await sendgridHere([sendgridKey()]);
    const repository = leaking(sendgridKey());
    const gap = { what: 'src/locked.py', why: 'permission denied', incomplete: true };
    const file = forge(await reportOf(['audit'], repository.path), ({ scan }) => {
      scan.complete = false;
      scan.skipped = [gap, { what: 'zip', why: 'media', count: 2, incomplete: false }];
    });
    const { scan, run } = await revoke(file, repository.path, everything(server.url));
    expect(scan).toMatchObject({ complete: false, skipped: [gap] });
    expect([run.code, server.living.size]).toEqual([2, 0]);
    const allowed = await report(['verify', file, '--config', everything(server.url), '--allow-incomplete'], {
      cwd: repository.path,
    });
    expect([allowed.run.code, allowed.findings[0]!.verdict.state]).toEqual([0, 'dead']);
    const silent = forge(file, (told) => {
      told.scan.skipped = [];
    });
    expect((await report(['verify', silent], { cwd: repository.path })).scan.complete).toBe(false);
  });

  it('names the same places again, in messages and in files of names that are not UTF-8', async () => {
    const keys = ['message', 'tag', 'bytes'].map((seed) => sendgridKey(seed));
    const server = await sendgridHere(keys);
    const repository = new TestRepository();
    repository.stage(Buffer.from('caf\xe9.py', 'latin1'), `${line(keys[2]!)}\n`);
    repository.commitStaged(`a message\n\n${line(keys[0]!)}`);
    repository.git('tag', '-a', '-m', `${line(keys[1]!)}`, 'v1');
    const file = await reportOf(['audit'], repository.path);
    const { findings } = await report(['verify', file, '--config', everything(server.url)], { cwd: repository.path });
    const told = read(file).findings;
    expect(findings.map(({ verdict }) => verdict.state)).toEqual(['live', 'live', 'live']);
    expect(findings.map(({ places, occurrences }) => ({ places, occurrences }))).toEqual(
      told.map(({ places, occurrences }) => ({ places, occurrences })),
    );
  });

  it('of files that no commit holds is read from the work tree, the archives among them', async () => {
    const keys = [sendgridKey('file'), sendgridKey('packed')];
    const server = await sendgridHere(keys);
    const repository = new TestRepository();
    repository.write('new/mail.py', `${line(keys[0]!)}\n`);
    repository.write('new/packed.tar', tar('deep/mail.py', `${line(keys[1]!)}\n`));
    const file = await reportOf(['scan'], repository.path);
    expect(read(file).findings.map(({ places }) => places[0]!.path)).toContain('new/packed.tar!/deep/mail.py');
    const { findings } = await report(['verify', file, '--config', everything(server.url)], { cwd: repository.path });
    expect(findings.map(({ verdict }) => verdict.state)).toEqual(['live', 'live']);
    expect(findings.map(({ places }) => places)).toEqual(read(file).findings.map(({ places }) => places));
  });

  it('finds rules of one’s own again, and says what is wrong where there is no such rule', async () => {
    const config = operatorFile({
      rules: {
        custom: [
          {
            id: 'team-key',
            title: 'Key of the team',
            severity: 'high',
            anchors: ['team_'],
            pattern: '(?<key>team_[a-z0-9]{32})(?!\\w)',
            examples: { match: ['k = «team_{lan:32}»'], ignore: ['team_{lan:20}'] },
          },
        ],
      },
    });
    const repository = new TestRepository();
    const key = `${'team'}_${characters('abcdefghijklmnopqrstuvwxyz0123456789', 32, 'own')}`;
    repository.commitFile('notes.txt', `the one of the team is ${key} so far\n`);
    const file = await reportOf(['audit', '--config', config], repository.path);
    expect(read(file).findings.map(({ rule }) => rule)).toEqual(['team-key']);
    const known = await report(['verify', file, '--config', config], { cwd: repository.path });
    expect(known.findings).toMatchObject([{ rule: 'team-key', verdict: { why: 'no-verifier' } }]);
    expect(known.scan.complete).toBe(true);
    const unknown = await report(['verify', file], { cwd: repository.path });
    expect(unknown.scan).toMatchObject({
      complete: false,
      skipped: [{ why: 'this run has no rule "team-key": name the configuration that adds it with --config' }],
    });
    const given = await report(['verify', '--stdin', '--rule', 'team-key', '--config', config], {
      cwd: repository.path,
      stdin: key,
    });
    expect(given.findings).toMatchObject([{ rule: 'team-key', verdict: { why: 'no-verifier' } }]);
  });
});

describe('the paths of a report', () => {
  it('lead nowhere outside of the repository or the folder', async () => {
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'mail.py'), `${line(sendgridKey())}\n`);
    const file = await reportOf(['scan'], outside);
    const server = await sendgridHere([sendgridKey()]);
    const repository = leaking(sendgridKey('other'));
    const folder = temporaryFolder();
    for (const cwd of [repository.path, folder]) {
      symlinkSync(outside, join(cwd, 'linked'));
      symlinkSync(join(outside, 'mail.py'), join(cwd, 'link.py'));
      mkdirSync(join(cwd, 'sub'));
      const up = `..${'/..'.repeat(20)}`;
      for (const path of [
        `${up}${outside}/mail.py`,
        `sub/../${up}${outside}/mail.py`,
        join(outside, 'mail.py'),
        'linked/mail.py',
        'link.py',
        'sub/../linked/mail.py',
        '.',
        '..',
        'sub',
        'a\0b',
      ]) {
        for (const bytes of [{}, { pathBytes: Buffer.from(path).toString('base64') }]) {
          const forged = forge(file, (told) => {
            for (const place of told.findings[0]!.places) Object.assign(place, { path, ...bytes });
          });
          const { scan, findings, run } = await report(['verify', forged, '--config', everything(server.url)], { cwd });
          expect([path, findings, run.code]).toEqual([path, [], 2]);
          expect(scan.skipped.at(-1)!.why).toContain('was not found again');
        }
      }
    }
    expect(server.seen).toEqual([]);
    // The same file from where it lies, by its whole path too.
    for (const path of ['mail.py', './mail.py', join(outside, 'mail.py')]) {
      const whole = forge(file, (told) => {
        told.findings[0]!.places[0]!.path = path;
      });
      const { findings } = await report(['verify', whole, '--config', everything(server.url)], { cwd: outside });
      expect(findings.map(({ verdict }) => verdict.state)).toEqual(['live']);
    }
  }, 120_000);

  it('are no words for git, whatever the objects and commits are called', async () => {
    const repository = leaking(sendgridKey());
    const file = forge(await reportOf(['audit'], repository.path), ({ findings }) => {
      Object.assign(findings[0]!.places[0]!, { object: 'HEAD:src/mail0.py\nHEAD', commit: '--all', path: '' });
    });
    const { scan } = await report(['verify', file], { cwd: repository.path });
    expect(scan.skipped).toMatchObject([{ why: expect.stringContaining('was not found again') }]);
  });
});

it('a report of many keys in one large file takes about as long as its scan', async () => {
  const filler = 'a line of nothing that anybody would look for\n'.repeat(200);
  const keys = Array.from({ length: 300 }, (_, index) => sendgridKey(`many ${index}`));
  const repository = new TestRepository();
  repository.write('large.py', keys.map((key) => `${line(key)}\n${filler}`).join(''));
  repository.commit();
  const took = async (args: string[]): Promise<number> => {
    const { scan, findings } = await report([...args, '--timing'], { cwd: repository.path });
    expect(findings).toHaveLength(300);
    return scan.seconds!;
  };
  const file = await reportOf(['scan'], repository.path);
  const scan = await took(['scan']);
  // Nobody answers at this address, and nobody is asked there twice.
  const config = everything('http://127.0.0.1:9', { verify: { 'deadline-ms': 1000 } });
  expect(await took(['verify', file, '--config', config])).toBeLessThan(scan * 2 + 4);
});

/** An archive with one file in it. (POSIX.1-2001, "ustar Interchange Format".) */
function tar(name: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body, Buffer.alloc(1024)]);
}
