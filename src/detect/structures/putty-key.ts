import { entropy } from '../../domain/strength.ts';
import { type Reader, take } from './reader.ts';

/** The longest key file: one of 16,384 bits has 12,000 characters. */
const MAX_FILE = 16_000;

/** The private part of the shortest key (Ed25519) in base64. */
const MIN_BODY = 44;

const START = 'PuTTY-User-Key-File-';

const HEAD =
  /PuTTY-User-Key-File-[23]: [\w@.-]{4,60}\s{1,8}Encryption: (?<cipher>[\w-]{1,20})\s{1,8}Comment:(?<comment>[^\n]{0,200})\s{1,8}Public-Lines: \d{1,3}\s/y;

const PRIVATE = /Private-Lines: (?<count>\d{1,3})\s{1,8}/g;

/** A key as PuTTY keeps it, its private part in base64. (PuTTY user manual, appendix C, "PPK file format".) */
function reader(isEncrypted: boolean): Reader {
  return {
    reach: MAX_FILE,
    glance: (text, at) => text.startsWith(START, at),
    read(text, at) {
      const head = take(HEAD, text, at);
      if (!head || (head.groups!.cipher !== 'none') !== isEncrypted) return null;
      const rest = text.slice(at, at + MAX_FILE);
      const next = rest.indexOf(START, START.length);
      const file = next < 0 ? rest : rest.slice(0, next);
      PRIVATE.lastIndex = head[0].length;
      const lines = PRIVATE.exec(file);
      if (!lines) return { start: at, end: at + file.length, found: [] };
      const from = lines.index + lines[0].length;
      const body = /^(?:[A-Za-z0-9+/]{1,64}={0,2}\s{1,8}){1,400}/.exec(`${file.slice(from)}\n`)?.[0].trimEnd() ?? '';
      const value = body.split(/\s+/).slice(0, Number(lines.groups!.count)).join('\n');
      const end = at + from + body.length;
      if (value.length < MIN_BODY || entropy(value) < 4) return { start: at, end, found: [] };
      const what = `the private part of a PuTTY key${isEncrypted ? ', encrypted' : ''}`;
      return { start: at, end, found: [{ start: at + from, end, name: 'PuTTY key', what, value, confidence: 'high' }] };
    },
  };
}

export const puttyKey = reader(false);
export const puttyEncryptedKey = reader(true);
