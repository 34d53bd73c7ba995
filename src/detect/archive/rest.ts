import type { Span } from '../../domain/blob.ts';

/** Zeros between parts that were apart: what stands in one does not go on in the next. */
const BETWEEN = 16;

/** What of an archive no member was made of, put together; and where its bytes stand in the archive. */
export type Rest = { bytes: Uint8Array; toArchive(span: Span): Span };

/** The headers and directories of an archive, what stands before, between and behind its members, and what could not be unpacked. */
export function restOf(bytes: Uint8Array, covered: readonly Span[]): Rest {
  const pieces: (Span & { at: number })[] = [];
  let at = 0;
  let from = 0;
  for (const { start, end } of [...covered, { start: bytes.length, end: bytes.length }].sort(byStart)) {
    if (start > from) {
      pieces.push({ start: from, end: start, at });
      at += start - from + BETWEEN;
    }
    from = Math.max(from, end);
  }
  const rest = new Uint8Array(at);
  for (const piece of pieces) rest.set(bytes.subarray(piece.start, piece.end), piece.at);
  const toArchive = ({ start, end }: Span): Span => {
    const piece = pieceAt(pieces, start);
    const shift = piece.start - piece.at;
    return { start: start + shift, end: Math.min(piece.end, end + shift) };
  };
  return { bytes: rest, toArchive };
}

function byStart(a: Span, b: Span): number {
  return a.start - b.start;
}

/** The last piece that begins here or before. */
function pieceAt<T extends { at: number }>(pieces: readonly T[], offset: number): T {
  let low = 0;
  let high = pieces.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (pieces[middle]!.at <= offset) low = middle;
    else high = middle;
  }
  return pieces[low]!;
}
