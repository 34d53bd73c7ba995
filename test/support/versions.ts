import fc from 'fast-check';
import { alphanumeric } from './secrets.ts';
import { expiredToken, privateKey, sendgridKey, weakPassword } from './tokens.ts';

/** A piece of an object: a range of its base, or text that is new. */
export type Piece = { from: number; length: number } | string;

const encoded = (text: string): string => Buffer.from(text).toString('base64');

/** Lines with nothing in them, with what a rule looks for, and with what makes the one the other. */
export const LINES = [
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
  ...[
    `secret_${'of_the_'.repeat(13)}count = "${alphanumeric(32, 'follow n')}"`,
    `${'my_very_long_'.repeat(7)}api_key = "${alphanumeric(32, 'follow m')}"`,
  ],
];

export const quiet = fc
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
export const added = fc.oneof(
  loud,
  loud.map((line) => `\n${line}\n`),
  cut,
  fc.constantFrom('', '\n', ' ', '"', '='),
);
/** Edits: where in the base, how much of it goes, and what comes in its place. */
export const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(200), added), {
  maxLength: 5,
});

/** Copies all but what the edits take out, and puts in what they bring. */
export function edit(size: number, list: [number, number, string][]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [where, gone, text] of [...list].sort(([a], [b]) => a - b)) {
    const place = Math.max(at, Math.floor(where * size));
    pieces.push({ from: at, length: place - at }, text);
    at = Math.min(size, place + gone);
  }
  return [...pieces, { from: at, length: size - at }];
}
