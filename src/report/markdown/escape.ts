import { visible } from '../escape.ts';

/**
 * Characters that could begin anything in GitHub's Markdown: emphasis, code, links, HTML, tables, lists, mentions,
 * references to issues, addresses, emoji. As entities they are text, whatever stands round them (CommonMark 0.31,
 * 2.5: entities are no markup).
 */
const MARKUP = /[\\`*_{}[\]()#+!|<>&~:@$^="']|www/gi;

/** Any text as running text: every character of it is shown, none does anything. */
export function words(text: string): string {
  return visible(text)
    .replace(MARKUP, entity)
    .replace(/^(\s*)([-\d.])/, (_, space: string, first: string) => space + entity(first));
}

/** Any text as code: what came from outside (paths, names, masks) is shown so, and mentions nobody. */
export function code(text: string): string {
  const shown = visible(text).replace(MARKUP, entity);
  // Spaces at the edges, and several in a row, are part of a name.
  const kept = shown.replace(/^ | $| (?= )/g, '&#32;');
  return `<code>${kept}</code>`;
}

function entity(text: string): string {
  return `&#${text.codePointAt(0)!};${text.slice(1)}`;
}

/** A text that is cut in the middle where it is longer than so many characters: both its ends say something. */
export function shortened(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const tail = Math.ceil((most - 1) / 2);
  return `${characters.slice(0, most - 1 - tail).join('')}…${characters.slice(-tail).join('')}`;
}

/** An address in the web, whose parts are encoded already, as the target of a link. */
export function link(text: string, url: string): string {
  return `[${text}](${url.replace(/[()<>[\]\\\s]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)})`;
}
