import { type Check, NO } from './check.ts';
import { decodeObject, jwt } from './jwt.ts';

/**
 * The key of a Supabase project that passes its row level security: a JWT whose claims say so.
 * (supabase.com/docs, "API keys": the same with the role "anon" is for browsers.)
 */
export const supabaseServiceRole: Check = (checked) => {
  const claims = decodeObject(checked.value.split('.')[1] ?? '');
  return claims?.iss === 'supabase' && claims.role === 'service_role' ? jwt(checked) : NO;
};
