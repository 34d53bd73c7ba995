import type { FactPath, ReplyForm } from '../domain/api.ts';

/** A provider's answer. */
export type Reply = {
  status: number;
  /** By name in lower case. */
  headers: Record<string, string>;
  text: string;
  /** What its text says as JSON; undefined where it is none. */
  json: unknown;
};

/** Whether a reply is what a form asks for. */
export function isOfForm(reply: Reply, form: ReplyForm): boolean {
  return (
    reply.status === form.status &&
    (!form.empty || reply.text === '') &&
    (form.text === null || reply.text.includes(form.text)) &&
    Object.entries(form.headers).every(([name, part]) => reply.headers[name]?.includes(part)) &&
    Object.entries(form.json).every(([path, wanted]) => {
      const value = valueAt(reply.json, path);
      return wanted === null ? value !== undefined && value !== null : value === wanted;
    })
  );
}

/** What stands at a dotted path; undefined where nothing does. Of a list, its first member with a value there. */
export function valueAt(json: unknown, path: string): unknown {
  return valuesAt(json, path)[0];
}

/** All that stands at a dotted path: lists on the way are gone through, unless the path has a number for one. */
function valuesAt(json: unknown, path: string): unknown[] {
  let here = [json];
  for (const key of path === '' ? [] : path.split('.')) {
    here = here.flatMap((value) => {
      if (Array.isArray(value) && !/^\d+$/.test(key)) return value.map((item) => ownValue(item, key));
      return [ownValue(value, key)];
    });
  }
  const found = here.filter((value) => value !== undefined);
  return path.endsWith('.') ? [] : found;
}

function ownValue(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** At most this many facts of a kind, and this much of each: whoever answers must not fill a report. */
const MAX_FACTS = 50;
const MAX_FACT = 200;

/** A fact as it may be shown. Cut last: half a secret is neither found nor masked. */
export const shortened = (fact: string): string => fact.slice(0, MAX_FACT);

/** What a reply says at some places: texts and numbers, each once, and whole. */
export function factsAt(reply: Reply, paths: readonly FactPath[]): string[] {
  const found = paths.flatMap((path): string[] => {
    if (path.startsWith('header:')) {
      const value = reply.headers[path.slice('header:'.length).toLowerCase()];
      return value === undefined ? [] : value.split(/,\s*/);
    }
    return valuesAt(reply.json, path)
      .flat()
      .filter((value): value is string | number => typeof value === 'string' || typeof value === 'number')
      .map(String);
  });
  return [...new Set(found.map((text) => text.trim()).filter((text) => text !== ''))].slice(0, MAX_FACTS);
}
