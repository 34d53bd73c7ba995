/** What base64 says, if that is text; null for anything else. */
export function base64Text(written: string): string | null {
  const digits = written.slice(0, written.length - /=*$/.exec(written.slice(-4))![0].length);
  if (digits.length < 4 || digits.length % 4 === 1 || !/^[A-Za-z0-9+/]+$/.test(digits)) return null;
  const text = Buffer.from(digits, 'base64').toString('utf8');
  return /[\0-\x08\x0e-\x1f\x7f\ufffd]/.test(text) ? null : text;
}
