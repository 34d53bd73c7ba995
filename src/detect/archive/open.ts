import type { Allowance } from './allowance.ts';
import { type Entry, shortName } from './entry.ts';
import { gzipEntries } from './gzip.ts';
import { tarEntries } from './tar.ts';
import { zipEntries } from './zip.ts';

/** What can be opened. */
export const FORMATS = ['zip', 'gzip', 'tar'] as const;
export type Format = (typeof FORMATS)[number];

const READERS = { zip: zipEntries, gzip: gzipEntries, tar: tarEntries } as const satisfies Record<
  Format,
  (bytes: Uint8Array, allowance: Allowance) => Iterable<Entry>
>;

/** What is in an archive, a member at a time. */
export function* entriesOf(format: Format, bytes: Uint8Array, allowance: Allowance): Generator<Entry> {
  for (const entry of READERS[format](bytes, allowance)) {
    if (entry.is === 'left-out') yield entry;
    else if (entry.is === 'gap') yield { ...entry, name: shortName(entry.name) };
    else yield { ...entry, name: shortName(entry.name) || `member@${entry.offset}` };
  }
}
