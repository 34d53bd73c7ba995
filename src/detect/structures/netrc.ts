import { confidenceInPassword } from '../password.ts';
import { type Found, type Reader, take } from './reader.ts';

/** The longest entry that is read. */
const MAX_ENTRY = 1500;

/** An entry begins with a machine, or with what counts for all others. */
const ENTRY = /(?:machine\s{1,8}(?<host>[^\s"']{1,253})|default)\s{1,40}(?=(?:login|account|password)\s)/iy;

/** A word of an entry and its value, which newer programs let people quote. */
const TOKEN =
  /(?<name>login|account|password)\s{1,8}(?:"(?<quoted>[^"\n]{1,256})"|(?<bare>[^\s"']{1,256}))(?=[\s"'\\]|$)\s{0,40}/dy;

/** What begins the next entry or token: before it, the password is missing. */
const NEXT = /^(?:machine|login|account|macdef)$/i;

/**
 * Entries of .netrc, by which ftp, curl, git and others log in: `machine HOST login NAME password
 * SECRET`, on one line or several. (GNU inetutils, "The .netrc file".)
 */
export const netrc: Reader = {
  reach: MAX_ENTRY,
  glance: (text, at) => /^(?:machine|default)(?:\s|\\)/i.test(text.slice(at, at + 8)),
  read(text, at) {
    if (/\w/.test(text[at - 1] ?? '')) return null;
    const entry = take(ENTRY, text, at);
    if (!entry) return null;
    const host = entry.groups!.host;
    let user: string | undefined;
    let end = at + entry[0].length;
    const secrets: { start: number; end: number }[] = [];
    for (let token = take(TOKEN, text, end); token; token = take(TOKEN, text, end)) {
      const { name, quoted, bare } = token.groups!;
      if (name!.toLowerCase() === 'password' && NEXT.test(bare ?? '')) break;
      const [start, stop] = token.indices!.groups![quoted === undefined ? 'bare' : 'quoted']!;
      if (name!.toLowerCase() === 'password') secrets.push({ start, end: stop });
      if (name!.toLowerCase() === 'login') user = quoted ?? bare;
      end = at + Math.min(MAX_ENTRY, token.index + token[0].length - at);
      if (end >= at + MAX_ENTRY) break;
    }
    const found = secrets.flatMap(({ start, end }): Found[] => {
      const confidence = confidenceInPassword(text.slice(start, end), { user, host });
      const what = `the password for ${host ?? 'all machines'} in the form of .netrc`;
      return confidence === null ? [] : [{ start, end, name: `machine ${host ?? 'default'}`, what, confidence }];
    });
    return { start: at, end, found };
  },
};
