import type { Span } from '../../domain/blob.ts';

/** How text may be encoded, as reasons name it. */
export type EncodingName = 'base64' | 'hex' | 'percent encoding' | 'string escapes' | 'HTML entities';

/** What a part of a text says once it is decoded, and which of its bytes say it. */
export type Decoded = {
  by: EncodingName;
  bytes: Uint8Array;
  /** Whether it is text, as far as that is known: elsewhere only what has a shape of its own is looked for. */
  is: 'text' | 'binary' | 'unknown';
  /** The part of the text that is decoded. */
  source: Span;
  /** The bytes of the text that say a part of what was decoded. */
  toSource(span: Span): Span;
  /** Whether a part of what was decoded differs from how it was written, or stands beside such. */
  isFresh(span: Span): boolean;
  /** Whether a part lies at an end that was cut off, so that it may go on. */
  isCut(span: Span): boolean;
};

/** The same bytes, with a Buffer's methods. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
