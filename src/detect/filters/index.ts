import type { FilterName } from '../../domain/rule.ts';
import { dictionary, prose } from './dictionary.ts';
import { placeholder } from './placeholder.ts';
import { reference } from './reference.ts';

/** What a filter is asked about. */
export type Filtered = { value: string; quoted: boolean; byName: boolean };

/** Each filter says why the value is no secret, or null. */
export const filters = {
  placeholder: ({ value, byName }: Filtered) => placeholder(value, byName ? 'likely' : 'certain'),
  reference: ({ value, quoted }: Filtered) => reference(value, quoted),
  dictionary: ({ value }: Filtered) => dictionary(value),
  prose: ({ value }: Filtered) => prose(value),
} as const satisfies Record<FilterName, (filtered: Filtered) => string | null>;
