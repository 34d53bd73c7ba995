const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads Latin-1 characters as the UTF-8 bytes that they stand for; null where they are not UTF-8. */
export function decodeLatin1(raw: string): string | null {
  if (/^[\x00-\x7f]*$/.test(raw)) return raw;
  try {
    return utf8.decode(Buffer.from(raw, 'latin1'));
  } catch {
    return null;
  }
}
