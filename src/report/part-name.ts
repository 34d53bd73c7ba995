import type { Place } from '../domain/finding.ts';

/** Which part of a commit or tag object a place is in. */
export function partName({ header }: Place): string {
  if (header === undefined) return 'message';
  return header === 'other' ? 'header' : `${header} line`;
}
