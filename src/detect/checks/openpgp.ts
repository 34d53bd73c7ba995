/**
 * Whether the secret key that an OpenPGP message begins with is encrypted with a passphrase: behind the
 * public part of the key's packet stands an octet that says so. (RFC 9580, 4.2, 5.5.2 and 5.5.3.)
 *
 * @param bytes the message, without its armour
 * @returns null where it cannot be told
 */
export function hasPassphrase(bytes: Uint8Array): boolean | null {
  const body = secretKeyBody(bytes);
  const version = body?.[0];
  if (!body || version === undefined) return null;
  // Versions 5 and 6 say how long the public part is.
  const usage =
    version === 4 ? behindPublicPart(body, body[5]!) : version === 5 || version === 6 ? 10 + number(body, 6, 4) : null;
  const octet = usage === null ? undefined : body[usage];
  return octet === undefined ? null : octet !== 0;
}

/** The body of a packet with the tag 5 (secret key) or 7 (secret subkey). */
function secretKeyBody(bytes: Uint8Array): Uint8Array | null {
  const head = bytes[0];
  if (head === undefined || head < 0x80) return null;
  const isNew = (head & 0x40) !== 0;
  const tag = isNew ? head & 0x3f : (head >> 2) & 0x0f;
  if (tag !== 5 && tag !== 7) return null;
  const first = bytes[1] ?? 0;
  const lengthOctets = isNew ? (first < 192 ? 1 : first < 224 ? 2 : 5) : [1, 2, 4, 0][head & 3]!;
  return bytes.subarray(1 + lengthOctets);
}

/** Where the octet stands in a key of version 4; null for an algorithm that is not known. */
function behindPublicPart(body: Uint8Array, algorithm: number): number | null {
  const start = 6;
  switch (algorithm) {
    case 1:
    case 2:
    case 3:
      return pastIntegers(body, start, 2);
    case 16:
      return pastIntegers(body, start, 3);
    case 17:
      return pastIntegers(body, start, 4);
    // Elliptic curves: the curve's name, the point, and for ECDH how keys are derived.
    case 18: {
      const point = pastIntegers(body, pastField(body, start), 1);
      return pastField(body, point);
    }
    case 19:
    case 22:
      return pastIntegers(body, pastField(body, start), 1);
    case 25:
    case 27:
      return start + 32;
    default:
      return null;
  }
}

/** Past so many integers, each with its length in bits before it. */
function pastIntegers(body: Uint8Array, from: number, count: number): number {
  let at = from;
  for (let i = 0; i < count; i += 1) at += 2 + Math.ceil(number(body, at, 2) / 8);
  return at;
}

function pastField(body: Uint8Array, at: number): number {
  return at + 1 + number(body, at, 1);
}

/** A number of so many octets, the most significant first; octets that are not there count as 0. */
function number(body: Uint8Array, at: number, octets: number): number {
  let value = 0;
  for (let i = 0; i < octets; i += 1) value = value * 256 + (body[at + i] ?? 0);
  return value;
}
