import rules from 'clawback:rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/detect/engine.ts';
import type { Candidate } from '../../src/domain/finding.ts';
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
import { engine, NOW, scan } from './scanning.ts';

/** Something of every kind of rule, with empty lines on both sides, beyond the reach of any context. */
const SNIPPET = `${'\n'.repeat(25)}${[
  `ANTHROPIC_API_KEY=${anthropicKey('padding')} # clawback:allow -- revoked`,
  `  remote: https://x:${githubToken('padding')}@github.com/o/r.git`,
  `export OPENCLAW_PAIRING_CODE="${pairingCode('padding')}"`,
  `{ gateway: { auth: { token: '${gatewayToken('padding')}' } } }`,
  `name: clé, password: "${alphanumeric(20, 'padding')}"`,
  'openclaw:',
  `  pairing_code: ${pairingCode('context')}`,
  `id ${awsId('padding')}`,
  '',
  `key ${awsSecret('padding')}`,
  `Authorization: Bearer ${jwtOf({ sub: '1' })}`,
  `GROQ_API_KEYS=${groqKey('one')},${groqKey('two')}`,
].join('\n')}${'\n'.repeat(25)}`;

/** What was found, with offsets and lines counted from the snippet. */
function relative(candidates: Candidate[], offset: number, line: number) {
  const shift = (span: { start: number; end: number }) => ({ start: span.start - offset, end: span.end - offset });
  return candidates.map((one) => ({
    ...{
      rule: one.rule,
      detector: one.detector,
      secret: one.secret.reveal(),
      confidence: one.confidence,
      keyName: one.keyName,
    },
    ...{ reasons: one.reasons, allow: one.allow, span: shift(one.span), partSpans: one.partSpans.map(shift) },
    start: { ...one.start, line: one.start.line - line },
    end: { ...one.end, line: one.end.line - line },
    frame: { ...one.frame!, firstLine: one.frame!.firstLine - line },
  }));
}

/** Without what is read by its path: a document is read whole, and then everything is. */
const withoutDocuments = createEngine(
  rules.map((rule) => ({ ...rule, detectors: rule.detectors.filter(({ kind }) => kind !== 'json') })),
  { now: NOW },
);

/** Padding before and after the snippet, and what is found relative to it. */
function found(before: string, after: string, encode = (text: string): Buffer => Buffer.from(text), by = engine) {
  const head = encode(before);
  const bytes = Buffer.concat([head, encode(SNIPPET + after)]);
  return relative(scan(bytes, undefined, by), head.length, before.split('\n').length - 1);
}

const padding = fc.string({
  unit: fc.constantFrom('x', 'Y', ' ', '.', '-', '\n', '\r\n', 'é', '上', '😀', '"', '}', '('),
  maxLength: 200,
});

describe('what is found', () => {
  const alone = found('', '');

  it('is something of every kind', () => {
    expect(alone.map(({ rule }) => rule)).toEqual([
      ...[
        'anthropic-api-key',
        'github-pat',
        'openclaw-pairing-code',
        'openclaw-gateway-token',
        'generic-password',
        'openclaw-pairing-code',
      ],
      ...['aws-access-key', 'jwt', 'groq-api-key', 'groq-api-key'],
    ]);
  });

  it('is the same whatever stands before and after it: only offsets and lines move', () => {
    fc.assert(
      fc.property(padding, padding, (before, after) => {
        expect(found(`${before}\n`, `\n${after}`)).toEqual(alone);
      }),
      { numRuns: 150 },
    );
  });

  it('is the same in UTF-16, at twice the offsets', () => {
    const twice = (span: { start: number; end: number }) => ({ start: span.start / 2, end: span.end / 2 });
    const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
    const narrow = found('x\n', '\n').map(({ span, partSpans, ...rest }) => ({
      ...rest,
      length: span.end - span.start,
      parts: partSpans.length,
    }));
    for (const bigEndian of [false, true]) {
      const encode = bigEndian ? (text: string): Buffer => wide(text).swap16() : wide;
      const result = found('x\n', '\n', encode).map(({ span, partSpans, ...rest }) => {
        const half = twice(span);
        return { ...rest, length: half.end - half.start, parts: partSpans.length };
      });
      expect(result).toEqual(narrow);
    }
  });

  it('is the same in objects that are read in pieces', () => {
    const megabyte = `${'. - x\n'.repeat(200_000)}`;
    for (const [before, after] of [
      [megabyte, ''],
      ['', megabyte],
      [megabyte, megabyte],
      [`${'.'.repeat(1_300_001)}\n`, '.'.repeat(70_000)],
    ] as const) {
      expect(found(before, after)).toEqual(alone);
    }
  });

  it('is the same wherever a piece begins and ends', () => {
    const encodings = [
      (text: string): Buffer => Buffer.from(text),
      (text: string): Buffer => Buffer.from(text, 'utf16le'),
    ];
    const small = encodings.map((encode) => found('x\n', '\n', encode, withoutDocuments));
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 75_000 }), fc.nat(3), fc.nat(1), (gap, count, which) => {
        const encode = encodings[which]!;
        const filler = `${'.'.repeat(gap)}\n`;
        const bytes = encode(
          `${filler.repeat(18)}${Array.from({ length: 3 + count }, () => SNIPPET + filler).join('')}`,
        );
        expect(bytes.length).toBeGreaterThan(1 << 20);
        const candidates = scan(bytes, undefined, withoutDocuments);
        const each = small[which]!.length;
        expect(candidates).toHaveLength(each * (3 + count));
        let line = 18;
        let at = bytes.indexOf(encode(SNIPPET));
        for (let i = 0; i < 3 + count; i += 1) {
          expect(relative(candidates.slice(i * each, (i + 1) * each), at, line)).toEqual(small[which]);
          line += SNIPPET.split('\n').length;
          at = bytes.indexOf(encode(SNIPPET), at + 1);
        }
      }),
      { numRuns: 24 },
    );
  });

  it('is the same on one line of five megabytes', () => {
    const key = anthropicKey('one line');
    const code = pairingCode('one line');
    const part = `${'{"a":[1,2,3],"b":"c"},'.repeat(40_000)}"${key}",${'{"x":0},'.repeat(30_000)}"OPENCLAW_PAIRING_CODE":"${code}",`;
    const text = `[${part.repeat(5)}0]`;
    expect(text.length).toBeGreaterThan(5_000_000);
    const expected = Array.from({ length: 5 }, () => [
      ['anthropic-api-key', key],
      ['openclaw-pairing-code', code],
    ]).flat();
    const candidates = scan(text);
    expect(candidates.map(({ rule, secret }) => [rule, secret.reveal()])).toEqual(expected);
    expect(candidates.map(({ start }) => start.column - 1)).toEqual(candidates.map(({ span }) => span.start));
  });
});
