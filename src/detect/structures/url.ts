import { confidenceInPassword } from '../password.ts';
import { type Reader, skip, take } from './reader.ts';

/** The longest user, password and host together. */
const MAX_AUTHORITY = 700;

/** From an anchor, which is a scheme or what follows one, to behind the slashes. */
const SLASHES = /[\w+.-]{0,40}:\/\//y;

/** RFC 3986, 3.1. */
const SCHEME = /[A-Za-z][A-Za-z0-9+.-]{0,40}$/;

/** A user's name, or what a template writes in its place. An address may be one. */
const USER = /^[\w.%+~$@!*{}=|-]{0,120}$/;

/**
 * A URL with a user and a password before its host (RFC 3986, 3.2.1): `scheme://user:password@host`.
 * People write passwords with characters in them that should be encoded, so that the last "@" before
 * the path counts.
 */
export const url: Reader = {
  reach: MAX_AUTHORITY + 100,
  glanceReach: MAX_AUTHORITY + 100,
  glance(text, at) {
    const from = skip(SLASHES, text, at);
    return from !== null && userinfo(text, from) !== null;
  },
  read(text, at) {
    const from = skip(SLASHES, text, at)!;
    const bounds = userinfo(text, from);
    if (!bounds) return null;
    const { colon, sign } = bounds;
    const slashes = from - '://'.length;
    const scheme = SCHEME.exec(text.slice(Math.max(0, slashes - 41), slashes))?.[0];
    if (!scheme) return null;
    const user = text.slice(from, colon);
    const host = take(HOST, text, sign + 1)![0];
    // docker://image:tag@sha256:…
    if (!USER.test(user) || /^sha\d/.test(host)) return null;
    const written = text.slice(colon + 1, sign);
    const value = decoded(written);
    // https://host:8080#name@elsewhere, http://host:80,name@elsewhere
    if (/^\d{1,5}[#,;]/.test(value)) return null;
    const confidence = confidenceInPassword(value, { user: decoded(user), host });
    if (confidence === null) return null;
    const name = `${scheme.toLowerCase()} URL`;
    const secret = { start: colon + 1, end: sign, name, what: `the password in a ${name}`, confidence };
    return {
      start: slashes - scheme.length,
      end: sign,
      found: [value === written ? secret : { ...secret, value }],
    };
  },
};

/** A host as far as it can be told: a name, an address, `${HOST}`, or nothing where code puts it there. */
const HOST = /\[[\da-fA-F:.]{2,45}\]|[\w.${}%-]{0,253}(?::\d{1,5})?/y;

/**
 * The colon behind the user and the at sign behind the password, before the path, white space or what
 * closes a string; null where one of them is missing or nothing stands between.
 */
function userinfo(text: string, from: number): { colon: number; sign: number } | null {
  const limit = Math.min(text.length, from + MAX_AUTHORITY);
  let colon = -1;
  let sign = -1;
  for (let at = from; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    // White space, quotes, / < > ? \
    if (code <= 32 || code === 34 || code === 39 || code === 96) break;
    if (code === 47 || code === 60 || code === 62 || code === 63 || code === 92) break;
    if (code === 58 && colon < 0) colon = at;
    if (code === 64) sign = at;
  }
  return colon >= 0 && sign > colon + 1 ? { colon, sign } : null;
}

/** Percent-encoding undone, where it is such. */
export function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
