import { constants, gunzipSync, inflateRawSync } from 'node:zlib';
import type { Allowance } from './allowance.ts';
import { DAMAGED, TOO_LARGE } from './entry.ts';

/** What came out; with why it is not all, if so. */
export type Inflated = { bytes: Uint8Array | null; why: string | null };

/** Inflates a member of a ZIP archive (RFC 1951). */
export function inflateRaw(packed: Uint8Array, allowance: Allowance): Inflated {
  return inflate(inflateRawSync, packed, allowance);
}

/** Inflates a gzip file, all members of it (RFC 1952). */
export function gunzip(packed: Uint8Array, allowance: Allowance): Inflated {
  return inflate(gunzipSync, packed, allowance);
}

function inflate(by: typeof gunzipSync, packed: Uint8Array, allowance: Allowance): Inflated {
  const maxOutputLength = allowance.roomFor(packed.length);
  if (maxOutputLength < 1) return { bytes: null, why: TOO_LARGE };
  const run = (finishFlush: number): Uint8Array => by(packed, { maxOutputLength, finishFlush });
  let inflated: Inflated;
  try {
    inflated = { bytes: run(constants.Z_FINISH), why: null };
  } catch (error) {
    inflated = { bytes: null, why: codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? TOO_LARGE : DAMAGED };
    // Of what was cut off, zlib gives what there is, if it is told that more may come.
    if (codeOf(error) === 'Z_BUF_ERROR') inflated.bytes = attempt(() => run(constants.Z_SYNC_FLUSH));
  }
  allowance.spend(inflated.bytes?.length ?? (inflated.why === TOO_LARGE ? maxOutputLength : 0));
  return inflated;
}

function attempt(run: () => Uint8Array): Uint8Array | null {
  try {
    return run();
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
