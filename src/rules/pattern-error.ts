/** What is wrong with a pattern, as a clause that ends a sentence. */
export class PatternError extends Error {}

/** A part of a pattern as it may be shown: words and long numbers in it may be a secret of somebody's. */
export function shown(part: string): string {
  return part.replace(/[\w!@#%&~`'"]{4,}/g, (run) => (/^\d{1,5}$/.test(run) ? run : '…')).slice(0, 60);
}
