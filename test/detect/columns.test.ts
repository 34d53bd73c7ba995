import rules from 'clawback:rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/detect/engine.ts';
import { awsId, awsSecret, characters, gatewayToken, groqKey, pairingCode } from '../support/secrets.ts';
import { databaseOf, encodeText, type Form, logOf, type Value } from '../support/sqlite.ts';
import { engine, found, NOW, scan, showsPiece } from './scanning.ts';

const prose = (length: number): string => characters('abcdefghij ', length, 'prose');

const FORMS: Partial<Form>[] = [
  {},
  { pageSize: 65536 },
  { kind: 'index' },
  { encoding: 'utf16le' },
  { encoding: 'utf16be', kind: 'index' },
];

const gateway = gatewayToken('columns');
const configuration = JSON.stringify({ gateway: { auth: { token: gateway } } });

describe('the columns of a database', () => {
  it.each(FORMS)('give a token although letters stand before it and behind it (%o)', (form) => {
    const key = groqKey('columns');
    expect(found(databaseOf([['operator', key, 'node']], form))).toEqual([['groq-api-key', key]]);
  });

  it.each(FORMS)('give what is known by its name (%o)', (form) => {
    const code = pairingCode('columns');
    const file = databaseOf([['before', `OPENCLAW_PAIRING_CODE=${code}`, 'behind']], form);
    expect(found(file)).toEqual([['openclaw-pairing-code', code]]);
  });

  it.each(FORMS)('give what is known by its place in a document (%o)', (form) => {
    expect(found(databaseOf([[1, configuration, 'x']], form))).toEqual([['openclaw-gateway-token', gateway]]);
  });

  it('give what stands in a document that was stored as a blob', () => {
    const file = databaseOf([['x', Buffer.from(configuration), 'y']]);
    expect(found(file)).toEqual([['openclaw-gateway-token', gateway]]);
  });

  it('give a secret wherever it stands in a value of several pages, and across their border', () => {
    const key = groqKey('border');
    for (const chains of ['forward', 'backward'] as const) {
      for (let before = 300; before < 560; before += 1) {
        const file = databaseOf([['state', `${prose(before)} ${key} ${prose(700)}`]], { chains });
        expect(found(file)).toEqual([['groq-api-key', key]]);
      }
    }
  });

  it('give in a log what its pages hold', () => {
    const key = groqKey('log');
    expect(found(logOf(databaseOf([['operator', key, 'node']]), [[1, 2]]))).toEqual([['groq-api-key', key]]);
  });

  it('give a secret once, which the file as a whole gives too', () => {
    const key = groqKey('twice');
    for (const row of [[`a ${key} b`], [key, ' and'], ['this ', key]]) {
      expect(found(databaseOf([row]))).toEqual([['groq-api-key', key]]);
    }
  });

  it('leave what is made of two columns: an id, and the secret beside it', () => {
    const [id, secret] = [awsId('columns'), awsSecret('columns')];
    const [candidate, ...others] = scan(databaseOf([['default ', id, 0, ' ', secret, ' eu']]));
    expect(others).toEqual([]);
    expect(
      [candidate!.secret.reveal(), ...Object.values(candidate!.parts).map((part) => part.reveal())].sort(),
    ).toEqual([id, secret].sort());
  });

  it('give the same whatever lies round them', () => {
    const values: Value[] = ['operator', `OPENCLAW_PAIRING_CODE=${pairingCode('any')}`, groqKey('any'), configuration];
    const row = fc.shuffledSubarray(values, { minLength: 1 });
    const form = fc.constantFrom(...FORMS);
    fc.assert(
      fc.property(row, row, form, (some, others, form) => {
        const file = databaseOf([[...some, prose(3), ...others, prose(900)]], { ...form, pageSize: 4096 });
        const expected = [...some, ...others].flatMap((value) => found(value as string));
        expect(found(file).sort()).toEqual(expected.sort());
      }),
    );
  });
});

describe('a match in a column', () => {
  it('has its place in the file', () => {
    for (const encoding of ['utf8', 'utf16le', 'utf16be'] as const) {
      const file = databaseOf([['one\ntwo', `a\nOPENCLAW_PAIRING_CODE=${pairingCode('place')}\nb`]], { encoding });
      const [candidate] = scan(file);
      const at = file.indexOf(encodeText(pairingCode('place'), encoding));
      const width = encoding === 'utf8' ? 1 : 2;
      expect(candidate!.span).toEqual({ start: at, end: at + 32 * width });
      expect(candidate!.start.line).toBe(file.subarray(0, at).filter((byte) => byte === 10).length + 1);
      expect(candidate!.end).toEqual({ ...candidate!.start, column: candidate!.start.column + 32 });
      expect(candidate!.evidence).toEqual({ start: 0, end: file.length });
    }
  });

  it('is shown with the lines of its column, numbered as in the file', () => {
    const file = databaseOf([[`first\nOPENCLAW_PAIRING_CODE=${pairingCode('shown')}\nthird`, 'other column']]);
    const [{ frame, start }] = scan(file) as [ReturnType<typeof scan>[number]];
    expect(frame!.lines.length).toBe(3);
    expect([frame!.lines[0], frame!.lines[2]]).toEqual(['first', 'third']);
    expect(frame!.firstLine).toBe(start.line - 1);
    expect(showsPiece(frame!.lines.join(''), pairingCode('shown'))).toBe(false);
  });

  it('is allowed by a comment in its own column only', () => {
    const assignment = `OPENCLAW_PAIRING_CODE=${pairingCode('allow')}`;
    expect(scan(databaseOf([[`${assignment} # clawback:allow -- a test`, 'x']]))[0]!.allow).not.toBeNull();
    expect(scan(databaseOf([[assignment, '# clawback:allow']]))[0]!.allow).toBeNull();
  });
});

describe('a database with very much in it', () => {
  it('is told to be incomplete, and not looked at for longer', () => {
    const small = createEngine(rules, { now: NOW, maxCandidates: 3 });
    const rows = Array.from({ length: 6 }, (_, i) => [
      'operator',
      `OPENCLAW_PAIRING_CODE=${pairingCode(`many ${i}`)}`,
      'x',
    ]);
    const file = databaseOf(rows, { pageSize: 4096 });
    expect(small.scan(file).capped).toBe(true);
    expect(small.scan(file).candidates.length).toBe(3);
    expect(engine.scan(file).capped).toBe(false);
    expect(found(file)).toHaveLength(6);
  });

  it('gives in its columns what the file as a whole was too full to be looked through for', () => {
    const small = createEngine(rules, { now: NOW, maxCandidates: 2 });
    const rows = Array.from({ length: 4 }, (_, i) => ['last one', ` ${groqKey(`full ${i}`)} `]);
    const file = databaseOf(rows, { pageSize: 4096 });
    expect(small.scan(file).capped).toBe(true);
    expect(small.scan(file).candidates.length).toBeGreaterThanOrEqual(2);
  });
});
