import rules from 'clawback:rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/detect/engine.ts';
import {
  alphanumeric,
  anthropicKey,
  awsId,
  awsSecret,
  gatewayToken,
  githubToken,
  groqKey,
  jwtOf,
  pairingCode,
} from '../support/secrets.ts';
import { engine, engineWith, found, NOW, scan } from './scanning.ts';

/** A text in UTF-16, as it is: a byte order mark only where the text has one. */
const utf16 = (text: string, bigEndian = false): Buffer => {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

describe('a match', () => {
  it('says where it stands, how it was found and how sure that is', () => {
    const key = anthropicKey('engine');
    const text = `first\r\n  clé = "${key}" # note\r\n`;
    const [candidate, ...others] = scan(text);
    expect(others).toEqual([]);
    const at = Buffer.from(text).indexOf(key);
    expect(candidate).toMatchObject({
      ...{
        rule: 'anthropic-api-key',
        confidence: 'high',
        reasons: ['it has the shape of one'],
        offline: null,
        keyName: '',
      },
      ...{
        span: { start: at, end: at + key.length },
        start: { line: 2, column: 10 },
        end: { line: 2, column: 10 + key.length },
      },
    });
    expect(candidate!.evidence.start).toBeLessThanOrEqual(at);
    expect(candidate!.evidence.end).toBeGreaterThanOrEqual(at + key.length);
  });

  it('prints as its mask: the prefix that all such secrets have, and the length', () => {
    const mask = (text: string): string => String(scan(text)[0]!.secret);
    expect(mask(`"${anthropicKey('mask')}"`)).toBe(`${'sk-ant'}-api…(108)`);
    expect(mask(`OPENCLAW_PAIRING_CODE=${pairingCode('mask')}`)).toBe('…(32)');
  });

  it('of a name is told by its name and its path', () => {
    const reasons = (text: string, path?: string): string | undefined => scan(text, path)[0]?.reasons[0];
    expect(reasons(`my_OPENCLAW_PAIRING_CODE=${pairingCode('why')}`)).toBe(
      'it is the value of my_OPENCLAW_PAIRING_CODE',
    );
    expect(reasons(`{"gateway":{"auth":{"token":"${gatewayToken('why')}"}}}`)).toBe('it stands at gateway.auth.token');
  });

  it('has the reasons of its checks, and a verdict where nobody need be asked', () => {
    const [live, dead] = [{ exp: NOW / 1000 + 60 }, { exp: NOW / 1000 - 60 }].map((claims) => scan(jwtOf(claims))[0]!);
    expect(live).toMatchObject({ reasons: ['it has the shape of one', 'it decodes to a token'], offline: null });
    expect(dead?.offline).toEqual({ state: 'dead', because: 'expired on 2026-05-31' });
    expect(scan(githubToken('why'))[0]?.reasons).toContain('its checksum is right');
  });
});

describe('a secret’s value', () => {
  const password = (value: string, path = 'openclaw.json'): string[] =>
    scan(`{"gateway":{"auth":{"password":"${value}"}}}`, path).map(({ secret }) => secret.reveal());

  it('is what the file’s format says, not how it is written', () => {
    expect(password(String.raw`Kx!9\"q\\7\/z`)).toEqual(['Kx!9"q\\7/z']);
    expect(password(String.raw`Kx!9\u00e9q7z`)).toEqual(['Kx!9éq7z']);
    expect(password(`Kx!9${'éq7z'}`)).toEqual([`Kx!9${'éq7z'}`]);
  });

  it('is the same whether a character is escaped or not, beyond Latin too', () => {
    for (const value of ['Kx!9é7上zq', 'Kx!9上7zq', 'Ã©-Kx!97zq', 'Kx!9😀7zq']) {
      const escaped = value.replace(
        /[^\x00-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
      expect(password(value), value).toEqual([value]);
      expect(password(escaped), value).toEqual([value]);
    }
    expect(password(`Kx!9${'é7\\u00e9zq'}`)).toEqual([`Kx!9${'é7ézq'}`]);
  });

  it('is the same in UTF-8 and in UTF-16', () => {
    const value = `Kx!9é上${alphanumeric(4, 'wide password')}`;
    const text = `{"gateway":{"auth":{"password":"${value}"}}}`;
    for (const bytes of [Buffer.from(text), utf16(`\ufeff${text}`), utf16(`\ufeff${text}`, true), utf16(text)]) {
      expect(found(bytes, 'openclaw.json')).toEqual([['openclaw-gateway-password', value]]);
    }
  });

  it('ends its lines with LF, however the file does', () => {
    const by = engineWith({ anchors: ['begin'], pattern: '(?<key>BEGIN[\\s\\w]{5,40}END)', filters: [] });
    for (const end of ['\n', '\r\n']) {
      expect(found(['BEGIN', 'one two', 'END'].join(end), undefined, by)).toEqual([['rule-1', 'BEGIN\none two\nEND']]);
    }
  });
});

describe('UTF-16', () => {
  const key = groqKey('wide');
  const code = pairingCode('wide');
  const text = `first é line\r\nGROQ=${key}\r\nOPENCLAW_PAIRING_CODE="${code}"\r\n`;
  const expected = [
    { rule: 'groq-api-key', start: { line: 2, column: 6 }, end: { line: 2, column: 6 + key.length } },
    { rule: 'openclaw-pairing-code', start: { line: 3, column: 24 }, end: { line: 3, column: 24 + code.length } },
  ];

  it.each([
    ['little-endian with a byte order mark', utf16(`\ufeff${text}`)],
    ['big-endian with a byte order mark', utf16(`\ufeff${text}`, true)],
    ['little-endian without one', utf16(text)],
    ['big-endian without one', utf16(text, true)],
  ])('%s is read as text, with its lines and columns', (_, bytes) => {
    const candidates = scan(bytes);
    expect(candidates).toMatchObject(expected);
    for (const { span, secret } of candidates) {
      const piece = Buffer.from(bytes.subarray(span.start, span.end));
      expect((bytes[span.start] === 0 ? piece.swap16() : piece).toString('utf16le')).toBe(secret.reveal());
    }
  });

  /** What PowerShell 5.1 makes of a UTF-8 file with `>>`. */
  const appended = (first: string, line: string): Buffer => Buffer.concat([Buffer.from(first), utf16(`${line}\r\n`)]);

  it.each([
    ['a few lines, at an even offset', 'first line\n\n'],
    ['a few lines, at an odd offset', 'first line\n'],
    ['many lines, at an even offset', 'NAME=one value\n'.repeat(30)],
    ['many lines, at an odd offset', `${'NAME=one value\n'.repeat(30)}\n`],
  ])('that was appended to UTF-8 is read, and its place is told: %s', (_, first) => {
    const bytes = appended(first, `GROQ=${key}`);
    expect(found(bytes)).toEqual([['groq-api-key', key]]);
    expect(scan(bytes)[0]).toMatchObject({
      start: { line: first.split('\n').length, column: 6 },
      span: { start: bytes.indexOf(utf16(key)), end: bytes.indexOf(utf16(key)) + key.length * 2 },
    });
  });

  it('that was appended to UTF-8 is text: values that are known by their name are found in it', () => {
    for (const first of ['A=1\n', 'A=12\n', 'NAME=one value\n'.repeat(30), 'NAME=one value\n'.repeat(31)]) {
      expect(found(appended(first, `OPENCLAW_PAIRING_CODE=${code}`))).toEqual([['openclaw-pairing-code', code]]);
    }
  });
});

describe('an object', () => {
  it('that holds nothing gives nothing', () => {
    for (const bytes of ['', '\0', '\ufeff', 'text', '{}', 'sk-ant-api', 'OPENCLAW_PAIRING_CODE=']) {
      expect(engine.scan(Buffer.from(bytes))).toEqual({ candidates: [], skipped: null, capped: false });
    }
  });

  it('may be smaller than twenty bytes', () => {
    expect(found(`GATEWAY_PASSWORD=x`)).toEqual([]);
    const by = engineWith({ anchors: ['key'], assigned: { name: 'key', value: '\\w{6,20}' } });
    expect(found('key=Kx9qZ71', undefined, by)).toEqual([['rule-1', 'Kx9qZ71']]);
  });

  it('with more matches than anybody looks at is cut, and says so', () => {
    const keys = Array.from({ length: 30 }, (_, i) => groqKey(`cap ${i}`));
    const text = Buffer.from(keys.map((key) => `${key}\n`).join(''));
    const capped = createEngine(rules, { now: NOW, maxCandidates: 10 }).scan(text);
    expect(capped.capped).toBe(true);
    expect(capped.candidates.map(({ secret }) => secret.reveal())).toEqual(keys.slice(0, 10));
    expect(engine.scan(text)).toMatchObject({ capped: false, candidates: { length: 30 } });
  });

  it('is cut at five thousand of them, in a document too', () => {
    const flood = Array.from(
      { length: 5100 },
      (_, i) => `"${i}": { "gateway": { "auth": { "token": "${gatewayToken(`flood ${i}`)}" } } }`,
    );
    const { capped, candidates } = engine.scan(Buffer.from(`{ ${flood.join(',\n')} }`));
    expect(capped).toBe(true);
    // Three rules claim each of them; overlaps are resolved afterwards.
    expect(candidates.length).toBeGreaterThanOrEqual(1600);
    expect(candidates.length).toBeLessThanOrEqual(5000);
  });

  it('leaves nothing behind for the next one', () => {
    const texts = [
      `OPENCLAW_PAIRING_CODE=${pairingCode('a')}\n`,
      `${'x'.repeat(50)} OPENCLAW_PAIRING_CODE=${pairingCode('b')}\n`,
      `id ${awsId('left')} key ${awsSecret('left')}\n`,
      `{"gateway":{"auth":{"token":"${gatewayToken('c')}"}}}`,
      `key ${alphanumeric(40, 'lonely')}\n`,
      utf16(`OPENCLAW_PAIRING_CODE=${pairingCode('d')}\n`),
    ].map((text) => Buffer.from(text));
    const fresh = texts.map((text) => createEngine(rules, { now: NOW }).scan(text));
    const used = createEngine(rules, { now: NOW });
    for (const order of [texts, [...texts].reverse(), texts]) {
      for (const text of order) expect(used.scan(text)).toEqual(fresh[texts.indexOf(text)]);
    }
  });

  it('may hold any bytes', () => {
    const words = fc.constantFrom(
      'OPENCLAW_PAIRING_CODE',
      'gateway',
      'token',
      ':18789',
      'sk-ant-api',
      'AKIA',
      'eyJ1cmwiOiJ3c',
      'eyJ',
      '-----BEGIN',
      'PRIVATE KEY-----',
      '{',
      '}',
      '"',
      ':',
      '=',
      ',',
      '\0',
      '\n',
      '\\',
      ' ',
    );
    const piece = fc.oneof(
      words.map((word) => Buffer.from(word)),
      words.map((word) => utf16(word)),
      fc.uint8Array({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const bytes = Buffer.concat(pieces);
        for (const { span, start, end } of engine.scan(bytes).candidates) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThan(span.start);
          expect(span.end).toBeLessThanOrEqual(bytes.length);
          expect([start.line, start.column, end.line, end.column].every((number) => number >= 1)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what a rule asks of a match', () => {
  const key = (value: string): string => `acme_${value}`;
  const rule = { anchors: ['acme_'], pattern: '(?<key>acme_[A-Za-z0-9]{24})(?![A-Za-z0-9])' };

  it('may be how mixed its characters are', () => {
    const by = engineWith({ ...rule, entropy: 3.5, filters: [] });
    expect(found(key(alphanumeric(24, 'mixed')), undefined, by)).toHaveLength(1);
    expect(found(key('abc'.repeat(8)), undefined, by)).toEqual([]);
  });

  it('may be that it stands for no secret', () => {
    const value = key('Example'.padEnd(24, 'Qz7'));
    expect(found(value, undefined, engineWith(rule))).toEqual([]);
    expect(found(value, undefined, engineWith({ ...rule, filters: [] }))).toHaveLength(1);
  });

  it('drops it where a check does not hold, and only lowers nothing where a hint does not', () => {
    const value = key(alphanumeric(24, 'hint'));
    expect(found(value, undefined, engineWith({ ...rule, checks: ['crc32-base62'] }))).toEqual([]);
    const [candidate] = scan(value, undefined, engineWith({ ...rule, confidence: 'medium', hints: ['crc32-base62'] }));
    expect(candidate).toMatchObject({ confidence: 'medium', reasons: ['it has the shape of one'] });
  });

  it('is more sure where a hint holds', () => {
    const token = githubToken('hint').slice(4);
    const by = engineWith({
      anchors: ['acme_'],
      pattern: '(?<key>acme_[A-Za-z0-9]{36})',
      confidence: 'low',
      hints: ['crc32-base62'],
    });
    expect(scan(key(token), undefined, by)[0]).toMatchObject({
      confidence: 'high',
      reasons: ['it has the shape of one', 'its checksum is right'],
    });
  });

  it('may be that the object is text', () => {
    const text = `${key(alphanumeric(24, 'binary'))} \0`;
    expect(found(text, undefined, engineWith(rule))).toHaveLength(1);
    expect(found(text, undefined, engineWith({ ...rule, binary: false }))).toEqual([]);
  });

  it('counts for the surest of its ways to find the same', () => {
    const by = engineWith({
      find: [
        { anchors: ['service_key'], assigned: { name: 'service_key', value: '\\w{6,40}' }, confidence: 'low' },
        { ...rule, confidence: 'high' },
      ],
    });
    const [candidate, ...others] = scan(`service_key="${key(alphanumeric(24, 'ways'))}"`, undefined, by);
    expect(others).toEqual([]);
    expect(candidate).toMatchObject({ detector: 1, confidence: 'high' });
  });

  it('stands for certain files and for all, where it has ways for both', () => {
    const by = engineWith({
      find: [
        { ...rule, confidence: 'low' },
        { ...rule, confidence: 'high', files: ['**/acme.json'] },
      ],
    });
    const text = key(alphanumeric(24, 'files'));
    expect(scan(text, 'other.json', by).map(({ confidence }) => confidence)).toEqual(['low']);
    expect(scan(text, 'a/acme.json', by).map(({ confidence }) => confidence)).toContain('high');
  });
});

describe('a document', () => {
  const token = gatewayToken('document');

  it('is read by its paths, whatever way its strings are written', () => {
    for (const text of [
      `{"gateway":{"remote":{"token":"${token}"}}}`,
      `// comment\n{ gateway: { auth: { token: '${token}', }, }, }`,
      `{\n  "gateway" : {\n    "auth" : {\n      "token" : "${token}"\n`,
      `{"list":[{"gateway":{"auth":{"token":"${token}"}}}]}`,
      `{"a":1}\n{"gateway":{"auth":{"token":"${token}"}}}\n`,
    ]) {
      expect(found(text), text).toEqual([['openclaw-gateway-token', token]]);
    }
  });

  it('gives the place of the value between its quotes', () => {
    const text = `{ "gateway":\n  { "auth": { "token": "${token}" } } }`;
    expect(scan(text)[0]).toMatchObject({
      span: { start: text.indexOf(token), end: text.indexOf(token) + 48 },
      start: { line: 2, column: 25 },
    });
  });

  it('is no document where a text merely holds braces', () => {
    expect(found(`gateway: {"auth":{"password":"${token}"}}`, 'notes.txt').map(([rule]) => rule)).not.toContain(
      'openclaw-gateway-password',
    );
  });
});
