import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { alphanumeric, awsId, awsSecret, groqKey } from '../support/secrets.ts';
import { expiredToken } from '../support/tokens.ts';

function schema(name: string): (value: unknown) => string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8')));
  return (value) => {
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

/** A history with a bit of everything that a report can hold. */
function eventful(): TestRepository {
  const repository = new TestRepository();
  repository.write('aws.env', `AWS_ACCESS_KEY_ID=${awsId()}\nAWS_SECRET_ACCESS_KEY=${awsSecret()}\n`);
  repository.write('old.txt', `${expiredToken()}\n`);
  repository.write('known.txt', `${groqKey('known')} # clawback:allow -- known\n`);
  repository.write('pixel.gif', Buffer.from('GIF89a\x01\0\x01\0'));
  repository.write(`${groqKey('name')}/x`, 'x\n');
  repository.commit(`Use ${groqKey('message')}`);
  repository.git('tag', '-a', 'v1', '-m', `the key is ${groqKey('tag')}`);
  repository.git('notes', 'add', '-m', `it was ${groqKey('note')}`);
  repository.git('tag', 'blob', repository.gitWith({ input: groqKey('blob') }, 'hash-object', '-w', '--stdin'));
  return repository;
}

describe('the JSON report', () => {
  it.each(['scan', 'audit'])('of %s follows its published schema', async (command) => {
    const document = await report([command, '--timing'], { cwd: eventful().path });
    const { run: _, ...report_ } = document;
    expect(schema('report.schema.json')(report_)).toEqual([]);
    expect(report_.findings.length).toBeGreaterThan(2);
    expect(report_.scan.seconds).toBeGreaterThan(0);
  });

  it('says of a finding everything that there is to say', async () => {
    const repository = new TestRepository();
    const commit = repository.commitFile('src/app.py', `import os\nKEY = "${groqKey()}"\n`);
    const { findings, ...rest } = await report(['audit'], { cwd: repository.path });
    expect(findings).toEqual([
      {
        fingerprint: expect.stringMatching(/^cb1_[0-9a-f]{32}$/),
        rule: 'groq-api-key',
        provider: 'groq',
        title: 'Groq API key',
        severity: 'critical',
        confidence: 'high',
        secret: 'gsk_…(56)',
        parts: {},
        reasons: ['it has the shape of one'],
        occurrences: 1,
        verdict: { state: 'unknown', why: 'not-asked' },
        outcome: null,
        failing: true,
        places: [
          {
            kind: 'file',
            path: 'src/app.py',
            line: 2,
            column: 8,
            endLine: 2,
            endColumn: 64,
            offset: 17,
            object: repository.blob('HEAD', 'src/app.py'),
            commit,
            author: 'Ada',
            date: '2023-11-14T22:16:20+00:00',
            reachable: true,
            present: true,
          },
        ],
        remedy: { console: 'https://console.groq.com/keys', steps: expect.any(Array) },
      },
    ]);
    expect(rest).toMatchObject({
      version: 1,
      tool: { name: 'clawback' },
      scan: { kind: 'audit', complete: true, commits: 1, skipped: [], seconds: null },
      suppressed: [],
    });
  });

  it('masks the parts of a finding too', async () => {
    const { findings } = await report(['scan'], { cwd: eventful().path });
    const aws = findings.find(({ rule }) => rule === 'aws-access-key')!;
    expect(aws.parts).toEqual({ id: expect.stringMatching(/^(?:AKIA)?…\(20\)$/) });
    expect(aws.secret).toBe('…(40)');
  });

  it('counts columns in UTF-16 units, lines in any line ends, and offsets in bytes', async () => {
    const repository = new TestRepository();
    const before = 'zoë 😀 𝒳\t';
    repository.write('a.txt', `first\r\nsecond\r\n${before}${groqKey()}\r\n`);
    repository.write('wide.txt', Buffer.from(`\ufeffα\n${before}${groqKey()}\n`, 'utf16le'));
    const { findings } = await report(['scan'], { cwd: repository.path });
    expect(findings[0]!.places).toMatchObject([
      { path: 'a.txt', line: 3, column: 11, endLine: 3, endColumn: 67, offset: 15 + Buffer.byteLength(before) },
      { path: 'wide.txt', line: 2, column: 11, endLine: 2, endColumn: 67, offset: 6 + 2 * before.length },
    ]);
  });

  it('names the path of a value in a document as it is spelt', async () => {
    const repository = new TestRepository();
    const document = { channels: { größe: { botToken: alphanumeric(40, 'bot') } } };
    repository.write('openclaw.json', JSON.stringify(document));
    const { findings } = await report(['scan'], { cwd: repository.path });
    expect(findings.map(({ reasons }) => reasons[0])).toEqual(['it stands at channels.größe.botToken']);
  });

  it('names every kind of place', async () => {
    const { findings } = await report(['audit'], { cwd: eventful().path });
    const kinds = new Set(findings.flatMap(({ places }) => places.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual(['commit-message', 'file', 'filename', 'note', 'tag-message']);
    expect(findings.flatMap(({ places }) => places.flatMap(({ ref }) => ref ?? []))).toContain('refs/tags/blob');
  });
});

describe('the report in JSON Lines', () => {
  it.each(['scan', 'audit'])('of %s is a finding a line and the scan last, by its schema', async (command) => {
    const repository = eventful();
    const { out } = await clawback([command, '--format', 'jsonl'], { cwd: repository.path });
    expect(out.endsWith('\n')).toBe(true);
    const lines = out
      .slice(0, -1)
      .split('\n')
      .map((line) => JSON.parse(line));
    const whole = await report([command], { cwd: repository.path });
    expect(lines.slice(0, -1)).toEqual(whole.findings);
    expect(lines.at(-1)).toEqual({ scan: whole.scan });
    const faults = schema('report-lines.schema.json');
    expect(lines.flatMap(faults)).toEqual([]);
  });

  it('is one line where nothing was found', async () => {
    const { out } = await clawback(['scan', '--format', 'jsonl'], { cwd: new TestRepository().path });
    expect(JSON.parse(out)).toMatchObject({ scan: { kind: 'scan', objects: 0 } });
  });
});

describe('the rules in JSON', () => {
  it('are listed with whether they are on', async () => {
    const repository = new TestRepository();
    repository.write('.clawback.yaml', 'rules: { disable: [jwt] }\n');
    const { out } = await clawback(['rules', 'list', '--format', 'json'], { cwd: repository.path });
    const rules: { id: string; enabled: boolean }[] = JSON.parse(out);
    expect(rules.filter(({ enabled }) => !enabled).map(({ id }) => id)).toEqual(['jwt']);
    expect(rules.length).toBeGreaterThan(50);
  });

  it('are shown and tested', async () => {
    const { path: cwd } = new TestRepository();
    const shown = JSON.parse((await clawback(['rules', 'show', 'jwt', '--format', 'json'], { cwd })).out);
    expect(shown).toMatchObject({ id: 'jwt', severity: 'medium', remedy: { console: null } });
    const tested = JSON.parse((await clawback(['rules', 'test', 'jwt', '--format', 'json'], { cwd })).out);
    expect(tested).toEqual([{ rule: 'jwt', passed: expect.any(Number), failures: [] }]);
  });
});
