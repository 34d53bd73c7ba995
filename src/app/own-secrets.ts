import { Secret } from '../domain/secret.ts';

/** A credential of the operator's own; null where its variable is not set. */
export function secretFrom(env: NodeJS.ProcessEnv, name: string): Secret | null {
  const value = env[name];
  return value === undefined || value === '' ? null : new Secret(value);
}

/** Shorter values are no credentials, and stand in anything. */
const MIN_OWN = 8;

/** Whether a run uses a credential itself: a variable of its environment holds it, alone or within more. */
export function isOwn(secret: Secret, env: NodeJS.ProcessEnv): boolean {
  const value = secret.reveal();
  return value.length >= MIN_OWN && Object.values(env).some((text) => text?.includes(value));
}
