import { describe, expect, it } from 'vitest';
import { natsNkey } from '../../../src/detect/checks/nkey.ts';
import { hasPassphrase } from '../../../src/detect/checks/openpgp.ts';
import { base64Password, basicCredentials } from '../../../src/detect/checks/password.ts';
import { expandExample } from '../../../src/rules/examples.ts';
import { alphanumeric } from '../../support/secrets.ts';
import { ask, flips } from './checked.ts';

const secret = alphanumeric(20, 'checks');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('Basic credentials', () => {
  it('decode to a user and a password, which is the secret', () => {
    expect(ask(basicCredentials, base64(`ci:${secret}`))).toMatchObject({
      ok: true,
      value: secret,
      confidence: 'high',
    });
    expect(ask(basicCredentials, base64(`ci:a:${secret}`))).toMatchObject({ value: `a:${secret}` });
  });

  it('may be an API key without a password', () => {
    expect(ask(basicCredentials, base64(`${secret}:`))).toMatchObject({ ok: true, value: secret });
    expect(ask(basicCredentials, base64('deploy:')).ok).toBe(false);
  });

  it.each(['user:password', 'no colon in it', 'a\0:bcdefgh', ':', 'note this: it is text'])(
    'are none in %j',
    (text) => {
      expect(ask(basicCredentials, base64(text)).ok).toBe(false);
    },
  );

  it('are none in what is not base64 of text', () => {
    expect(ask(basicCredentials, alphanumeric(41, 'x')).ok).toBe(false);
    expect(ask(base64Password, base64('changeme')).ok && ask(base64Password, base64('changeme'))).not.toMatchObject({
      confidence: 'medium',
    });
    expect(ask(base64Password, base64(secret))).toMatchObject({ ok: true, value: secret });
  });
});

describe('a NATS seed', () => {
  const seed = expandExample({ text: '{nkey:160}' }, 'seed').text;

  it('begins with its kind and ends with its checksum', () => {
    expect(seed).toMatch(/^SUA[A-Z2-7]{55}$/);
    expect(ask(natsNkey, seed)).toMatchObject({ ok: true, confidence: 'high' });
  });

  it('is none with any one character changed', () => {
    // The last character holds bits that are not of the seed.
    for (const wrong of flips(seed, 2, seed.length - 1, 'AZ27Q')) expect(ask(natsNkey, wrong).ok, wrong).toBe(false);
  });
});

/** RFC 9580, 5.5.2 and 5.5.3: a secret key packet of version 4, with one octet that says how it is protected. */
function secretKey(algorithm: number, publicPart: number[], usage: number): Uint8Array {
  const body = [4, 0, 0, 0, 0, algorithm, ...publicPart, usage, 1, 2, 3];
  return Uint8Array.from([0xc5, body.length, ...body]);
}

describe('an OpenPGP secret key', () => {
  const integer = [0, 9, 1, 255];
  const curve = [3, 1, 2, 3];

  it.each([
    ['RSA', 1, [...integer, ...integer]],
    ['Elgamal', 16, [...integer, ...integer, ...integer]],
    ['DSA', 17, [...integer, ...integer, ...integer, ...integer]],
    ['ECDH', 18, [...curve, ...integer, 3, 1, 8, 7]],
    ['ECDSA', 19, [...curve, ...integer]],
    ['EdDSA', 22, [...curve, ...integer]],
    ['Ed25519', 27, new Array<number>(32).fill(9)],
  ])('says whether it has a passphrase: %s', (_, algorithm, publicPart) => {
    expect(hasPassphrase(secretKey(algorithm, publicPart, 0))).toBe(false);
    expect(hasPassphrase(secretKey(algorithm, publicPart, 254))).toBe(true);
  });

  it('says so in the old packet format and in version 6 too', () => {
    const body = [6, 0, 0, 0, 0, 27, 0, 0, 0, 2, 9, 9];
    expect(hasPassphrase(Uint8Array.from([0x94, 13, ...body, 253]))).toBe(true);
    expect(hasPassphrase(Uint8Array.from([0x94, 13, ...body, 0]))).toBe(false);
  });

  it('cannot tell of what is something else, or cut off', () => {
    expect(hasPassphrase(Uint8Array.from([]))).toBeNull();
    expect(hasPassphrase(Uint8Array.from([0xc6, 4, 4, 0, 0, 0]))).toBeNull();
    expect(hasPassphrase(secretKey(99, [], 0))).toBeNull();
    expect(hasPassphrase(secretKey(1, [255, 255], 0).subarray(0, 12))).toBeNull();
  });
});
