/**
 * The account number inside an AWS access key id: bits of the base32 that follows the four-letter
 * prefix. Ids whose fifth character is I or J are of the older format, which holds none.
 * (providers.md, section 6.6.)
 */
export function awsAccount(id: string): string | null {
  if (/^.{4}[IJ]/.test(id)) return null;
  let value = 0n;
  for (const character of id.slice(4, 14)) {
    const five = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character);
    if (five < 0) return null;
    value = (value << 5n) | BigInt(five);
  }
  // Ten characters are 50 bits; the account lies in the first 48.
  const first48 = value >> 2n;
  return ((first48 & 0x7fffffffff80n) >> 7n).toString().padStart(12, '0');
}
