import { type Check, NO } from './check.ts';

/** How much of a claim is told: it is text of whoever made the token. */
const CLAIM_SHOWN = 60;

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
  const told = ['iss', 'role'].flatMap((name) => {
    const claim = claims[name];
    return typeof claim === 'string' ? [`${name} "${claim.slice(0, CLAIM_SHOWN)}"`] : [];
  });
  const reason = `it decodes to a token${told.length > 0 ? ` (${told.join(', ')})` : ''}`;
  // Supabase's key for browsers: every visitor of the site has it. (supabase.com/docs, "API keys".)
  if (claims.iss === 'supabase' && claims.role === 'anon')
    return { ok: true, reason: `${reason}, public by design`, confidence: 'low' };
  const expiry = typeof claims.exp === 'number' ? claims.exp * 1000 : null;
  if (expiry !== null && expiry < now && Math.abs(expiry) < 8e15) {
    const day = new Date(expiry).toISOString().slice(0, 10);
    return { ok: true, reason, offline: { state: 'dead', because: `expired on ${day}` } };
  }
  return { ok: true, reason };
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
