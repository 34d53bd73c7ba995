import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankOpaque, frame, HiddenSpans } from '../../src/detect/frame.ts';
import { View } from '../../src/detect/view.ts';
import {
  alphanumeric,
  anthropicKey,
  awsId,
  awsSecret,
  gatewayToken,
  githubToken,
  groqKey,
  pairingCode,
} from '../support/secrets.ts';
import { scan, showsPiece } from './scanning.ts';

/** A frame of a text in which one part is hidden. */
function frameOf(text: string, secret: string): { firstLine: number; lines: string[] } {
  const start = text.indexOf(secret);
  const span = { start, end: start + secret.length };
  const line = text.slice(0, start).split('\n').length;
  return frame(new View(text, 0, 'utf8'), start, line, new HiddenSpans([{ span, mask: '[mask]' }]));
}

describe('a frame', () => {
  it('shows the line and its neighbours, the secret masked', () => {
    expect(frameOf('first\nsecond\nkey = <SECRET>;\nfourth\nfifth\n', '<SECRET>')).toEqual({
      firstLine: 2,
      lines: ['second', 'key = [mask];', 'fourth'],
    });
  });

  it('is cut where the object begins and ends', () => {
    expect(frameOf('<SECRET>', '<SECRET>')).toEqual({ firstLine: 1, lines: ['[mask]'] });
    expect(frameOf('<SECRET>\nnext\n', '<SECRET>')).toEqual({ firstLine: 1, lines: ['[mask]', 'next'] });
    expect(frameOf('\n<SECRET>\n', '<SECRET>')).toEqual({ firstLine: 1, lines: ['', '[mask]'] });
  });

  it('shows no carriage returns, and UTF-8 as people read it', () => {
    const text = Buffer.from('über\r\nclé = <SECRET>\r\n日本\r\n').toString('latin1');
    expect(frameOf(text, '<SECRET>').lines).toEqual(['über', 'clé = [mask]', '日本']);
  });

  it('shows 160 characters of a long line, round the secret, and that there are more', () => {
    const text = `${'.'.repeat(500)}<SECRET>${','.repeat(500)}`;
    const [line] = frameOf(text, '<SECRET>').lines;
    expect(line).toBe(`…${'.'.repeat(80)}[mask]${','.repeat(74)}…`);
  });

  it('shows the beginning of a long neighbour', () => {
    const { lines } = frameOf(`${'-'.repeat(400)}\n<SECRET>\n${'-'.repeat(400)}`, '<SECRET>');
    expect(lines).toEqual([`${'-'.repeat(160)}…`, '[mask]', `${'-'.repeat(160)}…`]);
  });

  it('shows a secret over several lines as one mask, in the neighbours too', () => {
    const text = 'a\nkey: <ONE\nTWO\nTHREE> end\nb';
    expect(frameOf(text, '<ONE\nTWO\nTHREE>').lines.join('\n')).not.toMatch(/ONE|TWO|THREE/);
  });
});

describe('what could be a secret although no rule says so', () => {
  it.each([
    ['password = VALUE and more', 'hunter2x'],
    ['db_password: "VALUE"', 'correct'],
    ["  'client-secret' => 'VALUE',", 'batteries'],
    ['token=VALUE', 'zebra9'],
    ['Authorization: Bearer VALUE', alphanumeric(20, 'bearer')],
    ['x VALUE y', alphanumeric(24, 'opaque')],
    ['url https://host/VALUE', gatewayToken('opaque')],
  ])('is blanked: %s', (line, value) => {
    expect(blankOpaque(line.replace('VALUE', value))).toBe(line.replace('VALUE', '…').replace('//host/', ''));
  });

  it.each([
    'const total = countOfThings(first, second);',
    'import { readFile } from "node:fs/promises";',
    'See https://docs.openclaw.dev/gateway/configuration for more.',
    'password: $' + '{PASSWORD}',
    'token = process.env.TOKEN',
    'the-quick-brown-fox-jumps-over-the-lazy-dog',
  ])('but not what is none: %s', (line) => {
    expect(blankOpaque(line)).toBe(line);
  });
});

/** Each kind of secret, and a line that the engine finds it in. */
const LINES: ((seed: string) => { text: string; secret: string })[] = [
  (seed) => ({ secret: anthropicKey(`a${seed}`), text: anthropicKey(`a${seed}`) }),
  (seed) => ({ secret: githubToken(`g${seed}`), text: `https://user:${githubToken(`g${seed}`)}@host` }),
  (seed) => ({ secret: groqKey(`q${seed}`), text: `"${groqKey(`q${seed}`)}"` }),
  (seed) => ({ secret: pairingCode(`p${seed}`), text: `OPENCLAW_PAIRING_CODE=${pairingCode(`p${seed}`)}` }),
  (seed) => ({ secret: gatewayToken(seed), text: `OPENCLAW_GATEWAY_TOKEN="${gatewayToken(seed)}"` }),
  (seed) => ({ secret: `Zebra!quartz-${seed}lynx`, text: `OPENCLAW_GATEWAY_PASSWORD='Zebra!quartz-${seed}lynx'` }),
  (seed) => ({ secret: awsSecret(seed), text: `${awsId(seed)}:${awsSecret(seed)}` }),
];

describe('no frame shows a piece of any secret of the object', () => {
  const parts = fc.record({
    kind: fc.nat(LINES.length - 1),
    seed: fc.nat(9999).map(String),
    filler: fc.string({ unit: fc.constantFrom(' ', '.', '#', ' // ', 'é', 'and ', ', '), maxLength: 60 }),
    end: fc.constantFrom(' ', ' ', ' ', '\n', '\r\n', ' ; '),
  });

  function expectNoPiece(
    list: { text: string; secret: string; filler: string; end: string }[],
    encode: (text: string) => Buffer,
  ): void {
    const text = list.map(({ text, filler, end }) => `${filler} ${text}${end}`).join('');
    const candidates = scan(encode(text));
    const masks = candidates.flatMap(({ secret, parts }) => [
      secret.mask,
      ...Object.values(parts).map((part) => part.mask),
    ]);
    for (const { frame } of candidates) {
      let shown = frame!.lines.join('\n');
      for (const mask of masks) shown = shown.replaceAll(mask, '');
      for (const { secret } of list)
        expect(showsPiece(shown, secret.replace(/^\w+[-_]ant-api\d\d-/, '')), shown).toBe(false);
    }
    expect(candidates.length).toBeGreaterThan(0);
  }

  const many = fc
    .array(parts, { minLength: 1, maxLength: 6 })
    .map((list) => list.map((part) => ({ ...part, ...LINES[part.kind]!(part.seed) })));

  it('whatever its neighbours are, on its line and on those beside it', () => {
    fc.assert(
      fc.property(many, (list) => expectNoPiece(list, (text) => Buffer.from(text))),
      { numRuns: 300 },
    );
  });

  it('in UTF-16 too', () => {
    fc.assert(
      fc.property(many, (list) => expectNoPiece(list, (text) => Buffer.from(`\ufeff${text}`, 'utf16le'))),
      { numRuns: 100 },
    );
  });

  it('wherever the width of the frame cuts another secret', () => {
    const other = groqKey('cut');
    const secret = anthropicKey('whole');
    for (let gap = 0; gap <= 240; gap += 3) {
      for (const line of [`"${other}" ${'.'.repeat(gap)} ${secret}`, `${secret} ${'.'.repeat(gap)} "${other}"`]) {
        for (const text of [line, `${'x. '.repeat(100)}${line}${' .x'.repeat(100)}`, `${line}\n${line}\n`]) {
          for (const { frame } of scan(text)) {
            const shown = frame!.lines.join('\n');
            expect(showsPiece(shown, other.slice(4)) || showsPiece(shown, secret.slice(14)), shown).toBe(false);
          }
        }
      }
    }
  });

  it('nor of what belongs to a secret, such as the id of an AWS key', () => {
    const text = `id ${awsId('part')}\nkey ${awsSecret('part')}\n`;
    const shown = scan(text).map(({ frame }) => frame!.lines.join('\n'));
    expect(shown).toEqual([`id ${'AKIA'}…(20)\nkey …(40)\n`.trimEnd()]);
  });

  it('although a match is only part of what stands there', () => {
    const [first, second] = [alphanumeric(40, 'first'), alphanumeric(40, 'second')];
    const text = `OPENCLAW_PAIRING_CODE=${first}\n# formerly ${second}\nOLD=${second}\n`;
    const shown = scan(text).map(({ frame }) => frame!.lines.join('\n'));
    expect(shown).toHaveLength(1);
    expect(showsPiece(shown[0]!, second)).toBe(false);
  });

  it('in a flood of which only the first are looked at', async () => {
    const { createEngine } = await import('../../src/detect/engine.ts');
    const { default: rules } = await import('clawback:rules');
    const engine = createEngine(rules, { now: 0, maxCandidates: 3 });
    const keys = Array.from({ length: 8 }, (_, i) => groqKey(`flood ${i}`));
    const { candidates, capped } = engine.scan(Buffer.from(keys.map((key) => `key ${key}\n`).join('')));
    expect(capped).toBe(true);
    const shown = candidates.map(({ frame }) => frame!.lines.join('\n')).join('\n');
    for (const key of keys) expect(showsPiece(shown, key.slice(4))).toBe(false);
  });
});

describe('what is to be hidden', () => {
  it('is found for any piece of the object, overlaps and nesting included', () => {
    const spans = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 20 })), { maxLength: 12 });
    fc.assert(
      fc.property(spans, fc.nat(80), fc.nat(30), (list, from, length) => {
        const hidden = list.map(([start, size], i) => ({ span: { start, end: start + size }, mask: String(i) }));
        const between = new HiddenSpans(hidden).between(from, from + length);
        const expected = hidden.filter(({ span }) => span.start < from + length && span.end > from);
        expect(between.map(({ mask }) => mask).sort()).toEqual(expected.map(({ mask }) => mask).sort());
        expect(between.map(({ span }) => span.start)).toEqual(
          between.map(({ span }) => span.start).sort((a, b) => a - b),
        );
      }),
      { numRuns: 500 },
    );
  });
});
