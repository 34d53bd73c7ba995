import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Trace } from '../../src/detect/follow.ts';
import { alphanumeric } from '../support/secrets.ts';
import { expiredToken, privateKey, sendgridKey, weakPassword } from '../support/tokens.ts';
import { engine } from './scanning.ts';

/** A piece of an object: a range of its base, or text that is new. */
type Piece = { from: number; length: number } | string;

/** An object made of a base, and the delta that says how. */
function make(base: Buffer, pieces: readonly Piece[]) {
  const starts: number[] = [];
  const sources: number[] = [];
  const parts: Buffer[] = [];
  let size = 0;
  for (const piece of pieces) {
    const isNew = typeof piece === 'string';
    const part = isNew ? Buffer.from(piece, 'latin1') : base.subarray(piece.from, piece.from + piece.length);
    if (part.length === 0) continue;
    starts.push(size);
    sources.push(isNew ? -1 : piece.from);
    parts.push(part);
    size += part.length;
  }
  const delta = {
    count: starts.length,
    starts: Uint32Array.from([...starts, size]),
    sources: Int32Array.from(sources),
  };
  return { bytes: Buffer.concat(parts), delta };
}

/** What a whole scan says, without what follows from the place alone. */
const said = (bytes: Buffer): unknown => {
  const { candidates, capped, skipped, gaps, leftOut } = engine.scan(bytes);
  return candidates.length === 0 && !capped && skipped === null && !gaps && !leftOut ? null : candidates;
};

/** Follows an object; checks that nothing is lost, and that what is passed on is true of it. */
function follow(bytes: Buffer, trace: Trace | null, delta: ReturnType<typeof make>['delta'] | null) {
  const followed = engine.follow(bytes, trace && delta ? { trace, delta } : null);
  const whole = said(bytes);
  if (followed.scan === null) expect(whole).toBeNull();
  else expect(followed.scan.candidates).toEqual(engine.scan(bytes).candidates);
  if (followed.trace) {
    expect(anchorsIn(followed.trace)).toEqual(anchorsIn(engine.follow(bytes, null).trace!));
  }
  return followed;
}

/** Which anchors stand where. */
function anchorsIn({ places, anchors }: Trace): number[][] {
  return [...places].map((place, n) => [place, anchors[n]!]).sort(([a, b], [c, d]) => a! - c! || b! - d!);
}

const encoded = (text: string): string => Buffer.from(text).toString('base64');

/** Lines with nothing in them, with what a rule looks for, and with what makes the one the other. */
const LINES = [
  ...[
    'const list = [1, 2, 3];',
    'if (a < b) return c;',
    '',
    '  - name: build',
    '}',
    '{',
    '# a comment about keys and tokens',
  ],
  ...[
    '\u00e9t\u00e9, caf\u00e9',
    '"a": "b",',
    `password: ${'$'}{PASSWORD}`,
    'token = os.environ["TOKEN"]',
    'api_key:',
    'x\r',
  ],
  ...[
    'secret = "changeme"',
    'line with \\n and \\u0041 and %41 in it',
    'data: aGVsbG8gd29ybGQsIHRoaXMgaXMgbm8gc2VjcmV0',
    '\\\\\\',
  ],
  ...[`token = "${alphanumeric(40, 'follow 1')}"`, `password: ${weakPassword('follow')}`, sendgridKey('follow')],
  ...[`key: ${sendgridKey('f2')} # clawback:allow -- a test`, expiredToken('follow'), privateKey('follow')],
  ...[encoded(`sendgrid: ${sendgridKey('f3')}`), `aws_access_key_id = ${'AK'}IA${'Q3EGRIVXWTUA4DKB'}`],
  ...[`aws_secret_access_key = ${alphanumeric(40, 'follow aws')}`, '{"gateway": {"auth": {"token": ', '}}}'],
  ...[`"${alphanumeric(48, 'follow gateway')}"`, 'api_key = \\', `"value": "${alphanumeric(32, 'follow v')}"`],
  ...[`pass%77ord%3D${alphanumeric(20, 'follow p')}`, `\\u0070assword = "${alphanumeric(24, 'follow u')}"`, 'a\0b'],
];

const quiet = fc
  .array(
    fc.oneof(
      { arbitrary: fc.constantFrom(...LINES.slice(0, 17)), weight: 24 },
      { arbitrary: fc.constantFrom(...LINES), weight: 1 },
    ),
    { maxLength: 60 },
  )
  .map((lines) => `${lines.join('\n')}\n`);
const loud = fc.constantFrom(...LINES);
/** Any part of a line: what is cut off stands at a seam. */
const cut = fc.tuple(loud, fc.nat(), fc.nat()).map(([line, a, b]) => {
  const [from, to] = [a % (line.length + 1), b % (line.length + 1)].sort((x, y) => x - y);
  return line.slice(from, to);
});
const added = fc.oneof(
  loud,
  loud.map((line) => `\n${line}\n`),
  cut,
  fc.constantFrom('', '\n', ' ', '"', '='),
);
/** Edits: where in the base, how much of it goes, and what comes in its place. */
const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(200), added), { maxLength: 5 });

/** Copies all but what the edits take out, and puts in what they bring. */
function edit(size: number, list: [number, number, string][]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [where, gone, text] of [...list].sort(([a], [b]) => a - b)) {
    const place = Math.max(at, Math.floor(where * size));
    pieces.push({ from: at, length: place - at }, text);
    at = Math.min(size, place + gone);
  }
  return [...pieces, { from: at, length: size - at }];
}

describe('an object that was made of another one:', () => {
  it('what is followed has what a scan of all of it has, edit by edit', () => {
    let skipped = 0;
    fc.assert(
      fc.property(quiet, fc.array(edits, { minLength: 1, maxLength: 5 }), (text, versions) => {
        let bytes: Buffer = Buffer.from(text, 'latin1');
        let { trace } = follow(bytes, null, null);
        for (const version of versions) {
          const { bytes: next, delta } = make(bytes, edit(bytes.length, version));
          const followed = follow(next, trace, delta);
          if (followed.scan === null) skipped += 1;
          ({ trace } = followed);
          bytes = next;
        }
      }),
      { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 400) },
    );
    // Or it would show nothing.
    expect(skipped).toBeGreaterThan(100);
  });

  it('so it is when pieces are moved, doubled and cut anywhere', () => {
    const piece = fc.oneof(fc.tuple(fc.nat(), fc.nat(3000)), added);
    fc.assert(
      fc.property(
        quiet,
        fc.array(fc.array(piece, { maxLength: 8 }), { minLength: 1, maxLength: 4 }),
        (text, versions) => {
          let bytes: Buffer = Buffer.from(text, 'latin1');
          let { trace } = follow(bytes, null, null);
          for (const version of versions) {
            const size = bytes.length;
            const pieces = version.map((one): Piece => {
              if (typeof one === 'string') return one;
              const from = one[0] % (size + 1);
              return { from, length: Math.min(one[1], size - from) };
            });
            const { bytes: next, delta } = make(bytes, pieces);
            ({ trace } = follow(next, trace, delta));
            bytes = next;
          }
        },
      ),
      { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 300) },
    );
  });

  it('a secret is seen wherever the seam runs through it, and through the name before it', () => {
    for (const line of LINES.slice(17)) {
      if (said(Buffer.from(`${'a line\n'.repeat(50)}${line}\n`, 'latin1')) === null) continue;
      const base = Buffer.from(`${'a line\n'.repeat(50)}${line}\n`, 'latin1');
      const start = 350;
      for (let at = start; at <= base.length; at += line.length > 300 ? 37 : 1) {
        // First half of the line, then all of it: the second half comes in.
        const half = make(base, [{ from: 0, length: at }]);
        const { trace } = follow(half.bytes, null, null);
        const rest = base.subarray(at).toString('latin1');
        const whole = make(half.bytes, [{ from: 0, length: at }, rest]);
        expect(whole.bytes.equals(base)).toBe(true);
        follow(whole.bytes, trace, whole.delta);
      }
    }
  });
});
