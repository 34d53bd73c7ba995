/**
 * The names that templates use, and what they stand for; null where it is not known.
 *
 * @param shown whether it is for people: secrets are masks then
 */
export type Names = (name: string, shown?: boolean) => string | null;

/** A template asked for a name that nothing gives. */
export class MissingName extends Error {
  readonly missing: string;

  constructor(missing: string) {
    super(`nothing gives {${missing}}`);
    this.missing = missing;
  }
}

/** A name in a template. What has white space or signs in it is none: `{ viewer { id } }`. */
const NAME = /\{([a-z][\w.-]*)\}/g;

/**
 * A template with every name replaced.
 *
 * @param encode makes a value fit for its place: it comes from what was scanned, or from a reply
 * @throws MissingName
 */
export function fill(template: string, names: Names, encode: (value: string) => string): string {
  return template.replace(NAME, (_, name: string) => {
    const value = names(name);
    if (value === null) throw new MissingName(name);
    return encode(value);
  });
}

/** The same for every string of a JSON value. */
export function fillJson(value: unknown, names: Names): unknown {
  if (typeof value === 'string') return fill(value, names, (text) => text);
  if (Array.isArray(value)) return value.map((item) => fillJson(item, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillJson(item, names)]));
}
