import type { Span } from '../../domain/blob.ts';
import type { Allowance } from './allowance.ts';
import { CUT_OFF, DAMAGED, type Entry, TOO_LARGE, TOO_MANY } from './entry.ts';
import { inflateRaw } from './inflate.ts';
import { type ZipEntry, zipContent, zipDirectory, zipLocals, zipUnlisted } from './zip-directory.ts';

const STORED = 0;
const DEFLATED = 8;

/**
 * The files in a ZIP archive, as its directory at the end tells of them, and those that it does not
 * tell of, as where one was deleted or another archive stands in front. Where there is no directory,
 * the archive was cut off: then as far as its files follow each other from its start.
 *
 * Read here since no kept library does so synchronously within limits: they allocate what a header
 * claims, or give nothing at all where one member is damaged.
 */
export function* zipEntries(bytes: Uint8Array, allowance: Allowance): Generator<Entry> {
  const directory = zipDirectory(bytes);
  const listed: Span[] = [];
  let end = 0;
  for (const entry of directory?.entries ?? zipLocals(bytes)) {
    if (entry.name.endsWith('/') && entry.packed === 0) continue;
    if (!allowance.enter()) {
      yield { is: 'gap', name: '', why: TOO_MANY };
      return;
    }
    // Files that share their bytes are how a small archive claims to be a huge one.
    if (entry.at < end) {
      yield { is: 'gap', name: entry.name, why: DAMAGED };
      continue;
    }
    const content = zipContent(bytes, entry.at);
    if (content && content.start + entry.packed <= bytes.length) {
      end = content.start + entry.packed;
      listed.push({ start: entry.at, end });
    }
    yield* unpack(bytes, entry, allowance);
  }
  if (!directory?.whole) yield { is: 'gap', name: '', why: DAMAGED };
  if (!directory) return;
  for (const entry of zipUnlisted(bytes, listed)) {
    if (!allowance.enter()) {
      yield { is: 'gap', name: '', why: TOO_MANY };
      return;
    }
    // What merely looks like a file is none: nothing told of it.
    for (const found of unpack(bytes, entry, allowance)) if (found.is === 'member') yield found;
  }
}

function* unpack(bytes: Uint8Array, entry: ZipEntry, allowance: Allowance): Generator<Entry> {
  const { name, at: offset, method } = entry;
  const local = zipContent(bytes, offset);
  const start = local?.start ?? 0;
  const end = Math.min(bytes.length, start + entry.packed);
  if (!local || start > bytes.length) {
    yield { is: 'gap', name, why: DAMAGED };
    return;
  }
  if (entry.encrypted && local.encrypted) {
    yield { is: 'left-out', what: 'encrypted archive member' };
    return;
  }
  const packed = bytes.subarray(start, end);
  // Who writes archives says twice whether a file is encrypted: of one that says both, all is tried.
  const isOdd = entry.encrypted !== local.encrypted || start + entry.packed > bytes.length;
  let why: string | null = isOdd ? DAMAGED : null;
  if (method === DEFLATED) {
    const inflated = inflateRaw(packed, allowance);
    // All its bytes are there: it is not the end of the file that cuts it off.
    why ??= inflated.why === CUT_OFF ? DAMAGED : inflated.why;
    const covers = [{ start, end: start + inflated.read }];
    if (inflated.bytes) yield { is: 'member', name, offset, bytes: inflated.bytes, covers };
  } else if (method === STORED) {
    if (packed.length > allowance.roomFor(packed.length)) why = TOO_LARGE;
    else {
      allowance.spend(packed.length);
      yield { is: 'member', name, offset, bytes: packed, covers: [{ start, end }] };
    }
  } else yield { is: 'left-out', what: 'archive member in another compression' };
  if (why !== null) yield { is: 'gap', name, why };
}
