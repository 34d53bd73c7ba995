import type { Secret } from '../domain/secret.ts';
import type { Admin } from './admin.ts';
import { valueAt } from './reply.ts';
import type { Names } from './template.ts';

/** What templates can be filled with. The one place where what goes to a provider is unmasked. */
export type Known = {
  secret: Secret;
  parts: Record<string, Secret>;
  /** Takes the secret apart: see `split` of a rule file. */
  split: string | null;
  /** The administrator's credential. */
  admin?: Admin;
  /** JSON of earlier replies, by what they are called. */
  replies?: Record<string, unknown>;
  /** What a listing gave. */
  found?: { id: string };
};

/** The names that a template can use for a credential. */
export function namesOf({ secret, parts, split, admin = {}, replies = {}, found }: Known): Names {
  const value = secret.reveal();
  const pieces = split === null ? {} : (new RegExp(split).exec(value)?.groups ?? {});
  return (name, shown = false) => {
    if (name === 'key') return shown ? secret.mask : value;
    if (Object.hasOwn(admin, name)) return shown ? '…' : admin[name]!.reveal();
    if (name === 'found.id') return found?.id ?? null;
    if (Object.hasOwn(pieces, name)) return shown ? `…(${pieces[name]?.length ?? 0})` : (pieces[name] ?? null);
    if (Object.hasOwn(parts, name)) return shown ? parts[name]!.mask : parts[name]!.reveal();
    for (const [reply, json] of Object.entries(replies)) {
      if (!name.startsWith(`${reply}.`)) continue;
      const told = valueAt(json, name.slice(reply.length + 1));
      return typeof told === 'string' || typeof told === 'number' ? String(told) : null;
    }
    return null;
  };
}

/** The same names, and some more that stand for what a way of its own has learned. */
export function withNames(names: Names, more: Record<string, string>): Names {
  return (name, shown) => (Object.hasOwn(more, name) ? more[name]! : names(name, shown));
}
