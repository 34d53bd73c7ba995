/**
 * Reads the small XML that AWS's Query APIs answer with: elements without attributes, each name at one depth.
 * A whole XML reader would be more than that takes.
 */

/** What stands in each element of a name, in their order. */
export function elementsOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map((match) => match[1]!);
}

/** The text in the only element of a name; null where there is none, or several, or one with elements in it. */
export function textOf(xml: string, name: string): string | null {
  const [inside, ...others] = elementsOf(xml, name);
  return inside === undefined || others.length > 0 || inside.includes('<') ? null : unescaped(inside);
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
