import type { Revoke } from '../domain/api.ts';
import { Secret } from '../domain/secret.ts';

/** An administrator's credential, by the names of its parts in templates. */
export type Admin = Record<string, Secret>;

/** Long-term keys have none. */
const OPTIONAL = 'admin.session';

/**
 * The administrator's credential that a way to revoke takes.
 *
 * @param read gives the value of a variable of the environment
 * @returns its parts, or the variables that are not set; null where the way takes none
 */
export function adminOf(
  { admin }: Pick<Revoke, 'admin'>,
  read: (variable: string) => string | undefined,
): { admin: Admin } | { unset: string[] } | null {
  if (admin === null) return null;
  const unset = Object.entries(admin).flatMap(([name, variable]) =>
    name === OPTIONAL || read(variable) ? [] : [variable],
  );
  if (unset.length > 0) return { unset };
  const parts = Object.entries(admin).map(([name, variable]) => [name, new Secret(read(variable) ?? '')]);
  return { admin: Object.fromEntries(parts) };
}
