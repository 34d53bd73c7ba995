import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { alphanumeric, anthropicKey, githubToken, groqKey, pairingCode } from '../support/secrets.ts';
import { found, reported, scan } from './scanning.ts';

const folder = mkdtempSync(join(tmpdir(), 'clawback-test-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let databases = 0;

/** A real database with one row for each text, in UTF-8 or UTF-16, made by Python's sqlite3. */
function database(rows: string[], encoding = 'UTF-8', between = ''): Buffer {
  const file = join(folder, `${databases++}.sqlite`);
  const script = [
    'import json, sqlite3, sys',
    'file, encoding, between, rows = sys.argv[1], sys.argv[2], sys.argv[3], json.load(sys.stdin)',
    'db = sqlite3.connect(file)',
    'db.execute(f"PRAGMA encoding = \'{encoding}\'")',
    "db.execute('CREATE TABLE state (id INTEGER PRIMARY KEY, filler TEXT, value TEXT)')",
    "db.executemany('INSERT INTO state (filler, value) VALUES (?, ?)', [(between, row) for row in rows])",
    'db.commit()',
  ].join('\n');
  execFileSync('python3', ['-c', script, file, encoding, between], { input: JSON.stringify(rows) });
  return readFileSync(file);
}

/** What OpenClaw keeps in its state: a device's tokens, a transcript, profiles. */
const token = alphanumeric(43, 'device');
const STATE = [
  JSON.stringify({ deviceId: 'a1', token, role: 'operator', scopes: ['operator.admin'] }),
  JSON.stringify({ type: 'message', text: `my key is ${anthropicKey('state')}, use it` }),
  JSON.stringify({ profiles: { 'groq:default': { type: 'api_key', key: groqKey('state') } } }),
  `remote: https://x:${githubToken('state')}@github.com/o/r.git`,
];
const EXPECTED = [
  ['anthropic-api-key', anthropicKey('state')],
  ['github-pat', githubToken('state')],
  ['groq-api-key', groqKey('state')],
  ['openclaw-device-token', token],
];

describe('a database', () => {
  it.each(['UTF-8', 'UTF-16le', 'UTF-16be'])('in %s gives the tokens that are known by their shape', (encoding) => {
    expect(reported(database(STATE, encoding)).sort()).toEqual(EXPECTED);
  });

  it('gives them with the offset at which they stand', () => {
    const bytes = database(STATE);
    for (const { span, secret } of scan(bytes)) {
      expect(bytes.subarray(span.start, span.end).toString('latin1')).toBe(secret.reveal());
    }
  });

  it('gives them from UTF-16 at odd offsets too', () => {
    for (const encoding of ['UTF-16le', 'UTF-16be']) {
      for (const between of ['x', 'xy']) {
        expect(
          reported(
            database(
              STATE.map((row) => `ж ${row}`),
              encoding,
              between,
            ),
          ).sort(),
        ).toEqual(EXPECTED);
      }
    }
  });

  it('gives them although thousands of pages lie between', () => {
    const bytes = database([...STATE, ...Array.from({ length: 300 }, () => '.'.repeat(9000)), ...STATE]);
    expect(bytes.length).toBeGreaterThan(2 << 20);
    expect(reported(bytes).sort()).toEqual([...EXPECTED, ...EXPECTED].sort());
  });

  it('gives what is known by its name alone, as each column is read by itself', () => {
    const rows = [`OPENCLAW_PAIRING_CODE=${pairingCode('binary')}`, `api_key = "${alphanumeric(32, 'binary')}"`];
    expect(found(database(rows)).sort()).toEqual(found(rows.join('\n')).sort());
  });
});

describe('a binary file of no known form', () => {
  it('gives no value that is known by its name alone: there is too much in it that looks like one', () => {
    const rows = [`OPENCLAW_PAIRING_CODE=${pairingCode('binary')}`, `api_key = "${alphanumeric(32, 'binary')}"`];
    expect(found(`\0\x01\x02${rows.join('\0')}`)).toEqual([]);
    expect(found(rows.join('\n'))).toHaveLength(2);
  });
});
