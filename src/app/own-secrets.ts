import { Secret } from '../domain/secret.ts';

/** A credential of the operator's own; null where its variable is not set. */
export function secretFrom(env: NodeJS.ProcessEnv, name: string): Secret | null {
  const value = env[name];
  return value === undefined || value === '' ? null : new Secret(value);
}
