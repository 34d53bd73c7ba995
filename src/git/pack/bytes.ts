import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** A pack's bytes: in memory that threads share, or left in the file. */
export type PackBytes = {
  size: number;
  /** Bytes from one offset to another, as far as there are any; good until the next call. */
  read(from: number, to: number): Uint8Array;
  close(): void;
};

/** The same as plain data, which a thread can be told. */
export type PackSource = { size: number; memory: Uint8Array | null; path: string };

/** How much is read at once: a single call of the system reads no more than 2 GiB. */
const STEP = 1 << 28;

/**
 * Opens a pack. What is in memory stays as it was when git repacks; a file that is open does so too.
 *
 * @param most the size up to which the pack is read into memory, in bytes
 */
export function openSource(path: string, most: number): PackSource {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size > most) return { size, memory: null, path };
    const memory = new Uint8Array(new SharedArrayBuffer(size));
    let filled = 0;
    while (filled < size) {
      const count = readSync(file, memory, filled, Math.min(STEP, size - filled), filled);
      if (count === 0) break;
      filled += count;
    }
    return { size: filled, memory: memory.subarray(0, filled), path };
  } finally {
    closeSync(file);
  }
}

/** Reads of a source: from memory, or piece by piece from its file. */
export function bytesOf({ size, memory, path }: PackSource): PackBytes {
  if (memory) return { size, read: (from, to) => memory.subarray(from, Math.min(to, size)), close: () => {} };
  const file = openSync(path, 'r');
  return {
    size,
    read: (from, to) => {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(to, size) - from));
      let filled = 0;
      while (filled < bytes.length) {
        const count = readSync(file, bytes, filled, bytes.length - filled, from + filled);
        if (count === 0) break;
        filled += count;
      }
      return bytes.subarray(0, filled);
    },
    close: () => closeSync(file),
  };
}
