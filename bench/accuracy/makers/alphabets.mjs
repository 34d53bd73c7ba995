export const digits = '0123456789';
export const lower = 'abcdefghijklmnopqrstuvwxyz';
export const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const hex = '0123456789abcdef';
export const letters = lower + upper;
export const base62 = digits + upper + lower;
export const urlSafe = `${base62}-_`;
export const base32 = `${upper}234567`;

export const base64 = (bytes) => Buffer.from(bytes).toString('base64');
export const base64url = (bytes) => Buffer.from(bytes).toString('base64url');
export const toHex = (bytes) => Buffer.from(bytes).toString('hex');
export const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** A random UUID of version 4. */
export function uuid(random) {
  const text = toHex(random.bytes(16));
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20)}`;
}
