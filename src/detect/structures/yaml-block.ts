/** A name and its value in a block of YAML. The value's span is without quotes. */
export type Entry = {
  /** The column that the name stands in. */
  column: number;
  key: string;
  start: number;
  end: number;
  /** What the value says: quotes taken off, the lines of a block scalar without their indentation. */
  value: string;
};

/** A line with a name and what follows it: indentation and dashes, the name, the rest. */
const LINE =
  /^(?<lead>(?:[ ]|-(?=[ ]))*)(?:"(?<double>[^"\n]{1,253})"|'(?<single>[^'\n]{1,253})'|(?<plain>[\w./$-]{1,253}))[ ]*:(?=[ \r]|$)(?<rest>.*)$/;

/**
 * The entries of YAML's block mappings between two indexes, one by one, at whatever depth. It knows
 * block style only, and no anchors or tags: that is how manifests are written.
 */
export function* yamlEntries(text: string, from: number, to: number): Generator<Entry> {
  let at = from;
  while (at < to) {
    const end = lineStop(text, at, to);
    const match = LINE.exec(text.slice(at, end));
    if (!match) {
      at = end + 1;
      continue;
    }
    const { lead, double, single, plain, rest } = match.groups as Record<string, string | undefined>;
    const column = lead!.length;
    const key = (double ?? single ?? plain)!;
    if (/^\s*[|>][-+\d]{0,2}\s*(?:#.*)?\r?$/.test(rest!)) {
      const block = blockScalar(text, end + 1, to, column);
      yield { column, key, ...block.span, value: block.value };
      at = block.next;
    } else {
      yield { column, key, ...scalar(text, end - rest!.length, end) };
      at = end + 1;
    }
  }
}

/** A value on its line, without quotes and without the comment behind it. */
function scalar(text: string, from: number, to: number): { start: number; end: number; value: string } {
  let start = from;
  while (start < to && /\s/.test(text[start]!)) start += 1;
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    const close = text.slice(start + 1, to).indexOf(quote);
    if (close >= 0)
      return { start: start + 1, end: start + 1 + close, value: text.slice(start + 1, start + 1 + close) };
  }
  const comment = /^#|\s#/.exec(text.slice(start, to));
  let end = comment ? start + comment.index : to;
  while (end > start && /\s/.test(text[end - 1]!)) end -= 1;
  return { start, end, value: text.slice(start, end) };
}

/** The lines below a "|": those that are indented deeper than their name. */
function blockScalar(text: string, from: number, to: number, column: number) {
  const lines: string[] = [];
  let at = from;
  let start = -1;
  let stop = from;
  while (at < to) {
    const end = lineStop(text, at, to);
    const line = text.slice(at, end);
    const indent = line.search(/\S/);
    if (indent >= 0 && indent <= column) break;
    if (indent >= 0) {
      if (start < 0) start = at + indent;
      stop = at + line.trimEnd().length;
      lines.push(line.trim());
    }
    at = end + 1;
  }
  const span = { start: start < 0 ? from : start, end: start < 0 ? from : stop };
  return { span, value: lines.join('\n'), next: Math.max(at, from) };
}

function lineStop(text: string, at: number, to: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 || end > to ? to : end;
}

/**
 * The document of YAML, or the item of a list in it, whose names stand in the same column as the one
 * at `at`.
 *
 * @param floor looked at no further back
 * @param ceiling nor further on
 */
export function yamlBlock(
  text: string,
  at: number,
  floor: number,
  ceiling: number,
): { start: number; end: number; column: number } {
  let lineAt = at;
  while (lineAt > floor && text[lineAt - 1] !== '\n') lineAt -= 1;
  const column = at - lineAt;
  let start = lineAt;
  // The line with the item's dash is its first.
  for (let isFirst = text.slice(lineAt, at).includes('-'); !isFirst && start > floor; ) {
    let before = start - 1;
    while (before > floor && text[before - 1] !== '\n') before -= 1;
    const line = text.slice(before, start - 1);
    if (isOutside(line, column)) break;
    start = before;
    isFirst = /^[ ]*-[ ]/.test(line) && line.search(/[^ -]/) === column;
  }
  let end = at;
  while (end < ceiling) {
    end = Math.min(ceiling, lineStop(text, end, ceiling) + 1);
    if (end >= ceiling) break;
    const line = text.slice(end, lineStop(text, end, ceiling));
    if (isOutside(line, column) || (column > 0 && line.search(/\S/) < column && line.trim() !== '')) break;
  }
  return { start, end, column };
}

/** Whether a line belongs to something else: the next document, or what stands further to the left. */
function isOutside(line: string, column: number): boolean {
  if (line.startsWith('---')) return true;
  const indent = line.search(/[^ -]/);
  return indent >= 0 && indent < column && line[indent] !== '#';
}
