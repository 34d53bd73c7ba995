import { type Check, NO } from './check.ts';

/**
 * A JSON Web Token (RFC 7519): a header that names its algorithm, and claims. One whose `exp` has
 * passed is dead, and nobody need be asked. One without a signature ("alg": "none") is no secret.
 */
export const jwt: Check = ({ value, now }) => {
  const [head, body, signature] = value.split('.');
  const header = decodeObject(head ?? '');
  const claims = decodeObject(body ?? '');
  if (!header || !claims || typeof header.alg !== 'string' || header.alg.toLowerCase() === 'none' || !signature)
    return NO;
  const expiry = typeof claims.exp === 'number' ? claims.exp * 1000 : null;
  if (expiry !== null && expiry < now && Number.isFinite(new Date(expiry).getTime())) {
    const day = new Date(expiry).toISOString().slice(0, 10);
    return { ok: true, reason: 'it decodes to a token', offline: { state: 'dead', because: `expired on ${day}` } };
  }
  return { ok: true, reason: 'it decodes to a token' };
};

/** A base64url part of a token as a JSON object; null if it is none. */
export function decodeObject(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
