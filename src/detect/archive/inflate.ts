import { constants, inflateRawSync } from 'node:zlib';
import type { Allowance } from './allowance.ts';
import { CUT_OFF, DAMAGED, TOO_LARGE } from './entry.ts';

/** What came out; with why it is not all, if so; and how many packed bytes belong to it. */
export type Inflated = { bytes: Uint8Array | null; why: string | null; read: number };

/**
 * Of what is damaged nobody tells how far it came. So many times its bytes are counted: much less,
 * and many of them would take long; much more, and a few would leave nothing for the rest.
 */
const COST = 64;

/**
 * Inflates what begins here (RFC 1951). What follows the end of the stream is not read.
 *
 * @param room how large it may become
 */
export function inflateRaw(
  packed: Uint8Array,
  allowance: Allowance,
  room = allowance.roomFor(packed.length),
): Inflated {
  if (room < 1) return { bytes: null, why: TOO_LARGE, read: 0 };
  const inflated = attempt(packed, room);
  allowance.spend(inflated.bytes?.length ?? (inflated.why === TOO_LARGE ? room : Math.min(room, packed.length * COST)));
  return inflated;
}

function attempt(packed: Uint8Array, maxOutputLength: number): Inflated {
  try {
    return { ...run(packed, maxOutputLength, constants.Z_FINISH), why: null };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'Z_BUF_ERROR') {
      return { bytes: null, why: code === 'ERR_BUFFER_TOO_LARGE' ? TOO_LARGE : DAMAGED, read: 0 };
    }
  }
  // Of what was cut off, zlib gives what there is, if it is told that more may come.
  try {
    return { ...run(packed, maxOutputLength, constants.Z_SYNC_FLUSH), why: CUT_OFF };
  } catch {
    return { bytes: null, why: DAMAGED, read: 0 };
  }
}

/** With `info`, the engine is given too, which counts what it has read; its types do not say so. */
function run(packed: Uint8Array, maxOutputLength: number, finishFlush: number): { bytes: Uint8Array; read: number } {
  const { buffer, engine } = inflateRawSync(packed, { maxOutputLength, finishFlush, info: true }) as unknown as {
    buffer: Uint8Array;
    engine: { bytesWritten: number };
  };
  return { bytes: buffer, read: engine.bytesWritten };
}
