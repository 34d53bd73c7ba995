/**
 * Characters that change how a terminal or an editor shows the text round them: C0 and C1 controls,
 * line and paragraph separators, bidirectional and zero-width marks. File names, authors and
 * messages may hold them. (Unicode TR 36, TR 39; "Trojan Source", CVE-2021-42574.)
 */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * The text with every such character spelt out, as `\n` or `\u{202e}`. So is a sign of what a runner
 * of GitHub would take for a command: `::` at the beginning of a line, `##[` anywhere
 * (actions/runner, src/Runner.Common/ActionCommand.cs).
 */
export function visible(text: string): string {
  return text
    .replace(INVISIBLE, spelt)
    .replace(/^(\s*):(?=:)/, '$1\\u{3a}')
    .replaceAll('##[', '#\\u{23}[');
}

function spelt(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/** The same for a line of source, in which tabs are kept as spaces. */
export function visibleLine(text: string): string {
  return visible(text.replaceAll('\t', '    '));
}

/** JSON in which those characters are escaped too, so that a report is safe to print. */
export function safeJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent)
    .replace(
      /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replaceAll('##[', '#\\u0023[');
}
