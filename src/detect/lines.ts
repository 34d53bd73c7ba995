/**
 * Where lines begin and end, looked for no further than a limit: objects exist whose one line is
 * megabytes long, and reading to its ends again for every match would take the square of its length.
 */

const LF = 10;

/**
 * The index of the first character of the line that `at` stands on; `floor` if the line begins
 * before it.
 */
export function lineStart(text: string, at: number, floor: number): number {
  for (let i = at; i > floor; i -= 1) if (text.charCodeAt(i - 1) === LF) return i;
  return Math.max(0, Math.min(at, floor));
}

/** The index of the line feed that ends the line; `ceiling`, or the end of the text, if none is nearer. */
export function lineEnd(text: string, at: number, ceiling: number): number {
  const limit = Math.min(text.length, ceiling);
  for (let i = at; i < limit; i += 1) if (text.charCodeAt(i) === LF) return i;
  return Math.max(at, limit);
}
