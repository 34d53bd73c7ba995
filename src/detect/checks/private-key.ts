import { entropy } from '../../domain/strength.ts';
import { type Check, type Checked, NO } from './check.ts';
import { hasPassphrase } from './openpgp.ts';

/** Fewer base64 characters than this hold no key of any kind: a template, or documentation. */
const MIN_BODY = 56;

type Pem = {
  label: string;
  body: string;
  encrypted: boolean;
  /** How much of the text is the key, in characters. */
  length: number;
};

/** Line ends as they are written in strings, URLs and markup. */
const WRITTEN_NEWLINE = /\\+[rn]|\\+u000[ad]|%0[ad]|&#(?:10|13|x0?[ad]);|<br\s*\/?>/gi;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Reads a PEM block however it is written: with real line ends or written ones, or none; indented,
 * quoted and joined line by line; in a comment, a quotation or a diff. Its END may be missing: then
 * it goes as far as its lines are base64.
 */
function readPem(text: string): Pem | null {
  const begin = /^-----BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?)-----/.exec(text);
  if (!begin) return null;
  const end = text.search(/-----END/);
  const inside = text.slice(begin[0].length, end < 0 ? text.length : end).replace(WRITTEN_NEWLINE, '\n');
  const headers: string[] = [];
  const pieces: string[] = [];
  for (const line of bareLines(inside.split(/[\r\n]+/))) {
    // RFC 1421 headers and OpenPGP armour headers: "Name: value".
    if (pieces.length === 0 && /^[A-Za-z][\w-]*:\s/.test(line)) headers.push(line);
    // OpenPGP's checksum: RFC 9580, 6.1.
    else if (/^=[A-Za-z0-9+/]{4}$/.test(line)) break;
    else {
      const words = line.split(/\s+/);
      if (!words.every((word) => BASE64.test(word))) break;
      pieces.push(...words);
    }
  }
  const body = pieces.join('');
  const label = begin[1]!;
  const opensshKdf = label.startsWith('OPENSSH') ? Buffer.from(body.slice(0, 128), 'base64').toString('latin1') : '';
  const encrypted =
    label.includes('ENCRYPTED') ||
    headers.some((line) => /ENCRYPTED/.test(line)) ||
    (label.startsWith('PGP') && hasPassphrase(Buffer.from(body, 'base64')) === true) ||
    (opensshKdf !== '' && !opensshKdf.includes('\0\0\0\x04none\0\0\0\x04none'));
  const last = pieces.at(-1) ?? '';
  const length = end < 0 ? text.lastIndexOf(last) + last.length : text.length;
  return { label, body, encrypted, length };
}

/** Signs that lines begin with: of a comment, a quotation, a diff. */
const SIGNS = /^[\s>#/*+;|%!:,.-]*/;

/**
 * The lines without what stands round them in the source: quotes with the operators that join them,
 * and whatever all lines begin with (a comment's sign, a quotation's, a diff's). A sign of the base64
 * alphabet counts as such only where every line has it, which chance does not do; the last of them
 * is the one with the END, which tells where there is but one line between.
 */
function bareLines(lines: string[]): string[] {
  const full = lines.map(betweenQuotes).filter((line) => !/^[+.,;&)\\-]*$/.test(line));
  const last = lines.at(-1)!;
  let prefix = SIGNS.exec(full.length > 1 ? full[0]! : last)![0].trim();
  while (!full.every((line) => line.startsWith(prefix))) prefix = prefix.slice(0, -1);
  return full.map((line) => line.slice(prefix.length).trim()).filter((line) => line !== '');
}

/** The longest of the pieces between quotes, trimmed: a line may hold one string, or the ends of two. */
function betweenQuotes(line: string): string {
  const pieces = line.split(/["'`]/).map((piece) => piece.trim());
  return pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
}

/** OpenSSH writes 380 characters for its shortest key (PROTOCOL.key); its first line is the same in all. */
function minBody({ label }: Pem): number {
  return label.startsWith('OPENSSH') ? 200 : MIN_BODY;
}

function check({ value }: Checked, encrypted: boolean) {
  const pem = readPem(value);
  if (!pem || pem.encrypted !== encrypted || pem.body.length < minBody(pem) || entropy(pem.body) < 3.5) return NO;
  const lines = pem.body.match(/.{1,64}/g) ?? [];
  return {
    ok: true,
    value: [`-----BEGIN ${pem.label}-----`, ...lines, `-----END ${pem.label}-----`].join('\n'),
    length: pem.length,
    reason: encrypted ? 'it is encrypted' : 'it holds key material',
  } as const;
}

/** A private key that anybody can use; its normal form is the PEM block with 64 characters a line. */
export const privateKey: Check = (checked) => check(checked, false);

/** A private key behind a passphrase. */
export const encryptedPrivateKey: Check = (checked) => check(checked, true);
