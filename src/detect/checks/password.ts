import { readValue } from '../generic/value.ts';
import { confidenceInPassword } from '../password.ts';
import { base64Text } from '../structures/base64-text.ts';
import { type Check, NO } from './check.ts';

/** A literal password, as sure as it looks: no placeholder, no reference, nothing that every tutorial has. */
export const password: Check = ({ value }) => {
  if (CODE.test(value)) return NO;
  const confidence = confidenceInPassword(value);
  if (confidence === null) return NO;
  // Without quotes it may be a word of the program's.
  return { ok: true, confidence: confidence === 'medium' && isWritten(value) ? 'low' : confidence };
};

/** Members, elements and variables of a program: `config[…`, `database.password`, `\\$DB_PASSWORD`. */
const CODE = /^[A-Za-z_$][\w$]*(?:(?:\.|->|::)[A-Za-z_$][\w$.]*$|\[)|^\\+\$|^%[A-Z_]{3,}$/;

function isWritten(value: string): boolean {
  const { made } = readValue(value);
  return made === 'written' || made === 'word';
}

/** The same where the value is base64 of one: `_password` of .npmrc, FileZilla's sites. */
export const base64Password: Check = ({ value }) => {
  const text = base64Text(value);
  const confidence = text === null ? null : confidenceInPassword(text);
  return confidence === null ? NO : { ok: true, confidence, value: text!, reason: 'it decodes to a password' };
};

/** Longer ones are no names of users, but what else base64 holds. */
const MAX_USER = 256;

/**
 * Base64 of a user's name, ":" and a password (RFC 7617). The password is the secret; where there is
 * none, the name is, if it looks like an API key.
 */
export const basicCredentials: Check = ({ value }) => {
  const text = base64Text(value);
  const colon = text?.indexOf(':') ?? -1;
  if (text === null || colon < 0 || colon > MAX_USER || /[\r\n]/.test(text.trimEnd())) return NO;
  const user = text.slice(0, colon);
  const secret = text.slice(colon + 1).trimEnd();
  if (secret === '') {
    const isKey = confidenceInPassword(user) === 'high';
    return isKey ? { ok: true, value: user, reason: 'it decodes to an API key' } : NO;
  }
  if (/\s/.test(user)) return NO;
  const confidence = confidenceInPassword(secret, { user });
  return confidence === null
    ? NO
    : { ok: true, confidence, value: secret, reason: 'it decodes to a user and a password' };
};
