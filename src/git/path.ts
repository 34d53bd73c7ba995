import { decodeLatin1 } from './text.ts';

/** A path as git has it: bytes, each as a Latin-1 character. Made readable only to be shown. */
export type RawPath = string;

/** A path for people, and its bytes where those are not UTF-8. */
export type ShownPath = { path: string; pathBytes?: string };

/** UTF-8 as it is; a byte that is not part of any as `\xNN`. */
export function showPath(raw: RawPath): ShownPath {
  const bytes = Buffer.from(raw, 'latin1');
  const text = decodeLatin1(raw);
  if (text !== null) return { path: text };
  let path = '';
  for (let i = 0; i < bytes.length; ) {
    const length = utf8Length(bytes, i);
    path += length === 0 ? `\\x${bytes[i]!.toString(16).padStart(2, '0')}` : bytes.toString('utf8', i, i + length);
    i += length || 1;
  }
  return { path, pathBytes: bytes.toString('base64') };
}

/** The bytes of the UTF-8 sequence that begins here; 0 where none does. */
function utf8Length(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length += 1) {
    if (!bytes.toString('utf8', at, at + length).includes('\ufffd')) return length;
  }
  return 0;
}

/** The parts of a path, and where each begins. */
export function pathParts(path: RawPath): { name: RawPath; at: number }[] {
  let at = 0;
  return path.split('/').map((name) => {
    const part = { name, at };
    at += name.length + 1;
    return part;
  });
}
