import { lineEnd, lineStart } from '../lines.ts';
import { confidenceInPassword } from '../password.ts';
import { type Reader, take } from './reader.ts';

/** How far a line goes to either side of the first colon in it. */
const MAX_SIDE = 500;

/** Four fields, in which ":" and "\" are escaped by "\", and the password. */
const LINE =
  /(?<host>[\w.*/-]{1,253}):(?:\d{2,5}|\*):(?:[\w.*$-]|\\[:\\]){1,63}:(?<user>(?:[\w.*@$-]|\\[:\\]){1,63}):(?<key>(?:[^\\:\s"']|\\[:\\]){1,256})(?=["']?(?:[ \t]{1,4}>.*)?\s{0,4}$)/dy;

/**
 * A line of PostgreSQL's password file: `host:port:database:user:password`. (PostgreSQL documentation,
 * 34.16 "The Password File".)
 */
export const pgpass: Reader = {
  reach: MAX_SIDE,
  glance: (text, at) => text[at] === ':' && /^(?:\d{2,5}|\*):/.test(text.slice(at + 1, at + 8)),
  read(text, at, floor) {
    const first = lineStart(text, at, Math.max(floor, at - MAX_SIDE));
    let start = at;
    while (start > first && /[\w.*/-]/.test(text[start - 1]!)) start -= 1;
    const end = lineEnd(text, at, at + MAX_SIDE);
    // Before the line may stand what writes it: echo, and a quote.
    const line = take(LINE, text.slice(start, end), 0);
    if (!line || (start > first && !/[\s"']/.test(text[start - 1]!))) return { start, end, found: [] };
    const { host, user, key } = line.groups as { host: string; user: string; key: string };
    const value = key.replace(/\\([:\\])/g, '$1');
    const confidence = confidenceInPassword(value, { user, host: host === '*' ? undefined : host });
    if (confidence === null) return { start, end, found: [] };
    const [from, to] = line.indices!.groups!.key!;
    const what = `the password of ${user} in the form of .pgpass`;
    const secret = { start: start + from, end: start + to, name: `password of ${user}`, what, confidence };
    return { start, end, found: [key === value ? secret : { ...secret, value }] };
  },
};
