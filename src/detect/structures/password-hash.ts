import { placeholder } from '../filters/placeholder.ts';
import { type Reader, take } from './reader.ts';

/** The longest user's name, and the longest hash. */
const MAX_USER = 64;
const MAX_HASH = 160;

/**
 * Hashes of passwords behind a user's name and a colon: crypt(5)'s MD5, SHA-2 and bcrypt, Apache's MD5
 * and LDAP's SHA-1. (crypt(5); Apache HTTP Server documentation, "Password Formats"; RFC 2307.)
 */
const HASH =
  /:(?:\$(?:apr1|1)\$[\w./]{1,8}\$[\w./]{22}|\{S?SHA\}[A-Za-z0-9+/]{27,60}={0,2}|\$5\$(?:rounds=\d{4,9}\$)?[\w./]{1,16}\$[\w./]{43}|\$6\$(?:rounds=\d{4,9}\$)?[\w./]{1,16}\$[\w./]{86}|\$2[aby]\$\d\d\$[\w./]{53})(?![\w./=])/y;

/** A line of a password file: `user:hash`, as web servers (.htpasswd) and systems (/etc/shadow) have it. */
export const passwordHash: Reader = {
  reach: MAX_USER + MAX_HASH,
  glance: (text, at) => take(HASH, text, at) !== null,
  read(text, at) {
    const hash = take(HASH, text, at)![0].slice(1);
    let start = at;
    while (start > 0 && at - start < MAX_USER && /[\w.@+-]/.test(text[start - 1]!)) start -= 1;
    const before = text[start - 1];
    if (start === at || (before !== undefined && !/[\s"'`=]/.test(before))) return null;
    const end = at + 1 + hash.length;
    const user = text.slice(start, at);
    if (placeholder(hash.replace(/^\{\w+\}/, ''), 'certain') !== null) return { start, end, found: [] };
    const what = `the hash of ${user}'s password`;
    // Of /etc/shadow: images of systems have such lines, and their hashes are slow to guess.
    const confidence = /^\$[256]/.test(hash) && /^:\d/.test(text.slice(end, end + 2)) ? 'low' : 'high';
    return { start, end, found: [{ start: at + 1, end, name: `hash of ${user}`, what, confidence }] };
  },
};
