import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FINGERPRINT, Fingerprints, isWeak, keyOf, requireKey, sameness } from '../../src/app/fingerprint.ts';
import { Secret } from '../../src/domain/secret.ts';
import { scan } from '../detect/scanning.ts';
import { alphanumeric, gatewayToken } from '../support/secrets.ts';

const plain = new Fingerprints(null);
const keyed = new Fingerprints('an organisation key');

/** Fixed values, put together here. */
const STRONG = `aB3dE5gH7jK9mN${'1pQ3sT5vW7yZ'}0cF2hL`;
const WEAK = `hunter${2}`;

const of = (value: string, path = 'src/app.env', name = 'DB_PASSWORD', by = plain): string =>
  by.of(new Secret(value), path, name);

/** Baselines and ignore files hold these: they may not change. */
describe('the fingerprint', () => {
  it('of a secret that nobody guesses is a hash of it', () => {
    expect(of(STRONG)).toBe('cb1_f72cc55733ab5a1048f8c22205c02de8');
  });

  it('of a weak secret is made of its path, the name that it was given and twelve bits', () => {
    expect(of(WEAK)).toBe('cb1w_6310365ae33d4712906499c88bcf1bb7');
  });

  it('under an organisation’s key is a keyed hash, weak or not, and names the key', () => {
    expect(keyed.keyId).toBe('5dca4a6b');
    expect(of(STRONG, 'a', 'b', keyed)).toBe('cb1k_5dca4a6b_bf1e0c7ead9dd783a70b42f125e79621');
    expect(of(WEAK, 'a', 'b', keyed)).toBe('cb1k_5dca4a6b_f6ecb9f0e73447b9cd2635d645e5fb98');
  });

  it('of a strong secret is the same at any path and by any name', () => {
    expect(of(STRONG, 'other', 'OTHER')).toBe(of(STRONG));
    expect(of(WEAK, 'other', 'OTHER', keyed)).toBe(of(WEAK, 'a', 'b', keyed));
  });

  it('of a weak secret is another at another path or by another name', () => {
    const three = [of(WEAK), of(WEAK, 'other'), of(WEAK, 'src/app.env', 'OTHER')];
    expect(new Set(three).size).toBe(3);
    expect(new Set(three.map((text) => text.slice(-3))).size).toBe(1);
  });

  it('does not mix up where a path ends and a name begins', () => {
    expect(of(WEAK, 'a', 'bc')).not.toBe(of(WEAK, 'ab', 'c'));
  });

  it('of another secret is another', () => {
    const strong = Array.from({ length: 500 }, (_, i) => of(alphanumeric(32, `strong ${i}`)));
    expect(new Set(strong).size).toBe(500);
    expect(new Set([STRONG, WEAK].map((value) => of(value, 'a', 'b', new Fingerprints('another key'))))).not.toContain(
      of(STRONG, 'a', 'b', keyed),
    );
  });

  it('can be read again', () => {
    for (const [text, key] of [
      [of(STRONG), 'none'],
      [of(WEAK), 'none'],
      [of(WEAK, 'a', 'b', keyed), '5dca4a6b'],
    ] as const) {
      expect(text).toMatch(FINGERPRINT);
      expect(keyOf(text)).toBe(key);
    }
  });
});

describe('a weak secret’s fingerprint', () => {
  it('holds no more than twelve bits of the secret: what is left is the same for all', () => {
    const texts = Array.from({ length: 3000 }, (_, i) => `weak${i}`).map((value) => of(value));
    expect(new Set(texts.map((text) => text.slice(0, -3))).size).toBe(1);
    expect(texts.every((text) => /^cb1w_[0-9a-f]{32}$/.test(text))).toBe(true);
  });

  it('is such that hundreds of other passwords would have the same', () => {
    const guesses = Array.from({ length: 40_000 }, (_, i) => `guess${i}`);
    const digest = (value: string): string =>
      createHash('sha256').update(`clawback/v1\0${value}`).digest('hex').slice(0, 3);
    const same = guesses.filter((guess) => digest(guess) === of(WEAK).slice(-3));
    expect(same.length).toBeGreaterThan(1);
    expect(same.every((guess) => of(guess) === of(WEAK))).toBe(true);
  });

  it('is for what can be guessed, and for nothing else', () => {
    for (const value of [WEAK, 'ABCD2345', 'correct-horse-battery', 'Summer2024!', alphanumeric(10, 'weak')])
      expect(isWeak(value)).toBe(true);
    for (const value of [STRONG, gatewayToken('weak'), alphanumeric(32, 'weak')]) expect(isWeak(value)).toBe(false);
  });
});

describe('a secret over several lines', () => {
  const pem = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({
    type: 'sec1',
    format: 'pem',
  }) as string;

  it('has the same fingerprint with CR LF and with LF, indented and in JSON', () => {
    const texts = [pem, pem.replaceAll('\n', '\r\n'), pem.replaceAll('\n', '\n    '), JSON.stringify({ key: pem })];
    const fingerprints = texts.map((text) => plain.of(scan(text)[0]!.secret, 'a', 'b'));
    expect(new Set(fingerprints).size).toBe(1);
  });
});

describe('a fingerprint that was made with another key', () => {
  const made = { none: of(STRONG), keyed: of(STRONG, 'a', 'b', keyed) };
  const requiring = (fingerprint: string, keyId: string) => () =>
    requireKey(fingerprint, keyId, 'baseline.json', 'bad-baseline');

  it('is an error that says which key it needs', () => {
    expect(requiring(made.keyed, 'none')).toThrow(
      'baseline.json: this fingerprint was made with the key 5dca4a6b, but CLAWBACK_FINGERPRINT_KEY is not set',
    );
    expect(requiring(made.none, '5dca4a6b')).toThrow('made without a key, but this run has the key 5dca4a6b');
    expect(requiring(made.keyed, '00000000')).toThrow('made with the key 5dca4a6b');
  });

  it('is none where the key is the same', () => {
    expect(requiring(made.none, 'none')).not.toThrow();
    expect(requiring(made.keyed, keyed.keyId)).not.toThrow();
  });
});

describe('sameness', () => {
  it('is that of the value alone', () => {
    expect(sameness(new Secret('a', 'a'))).toBe(sameness(new Secret('a')));
    expect(sameness(new Secret('a'))).not.toBe(sameness(new Secret('b')));
  });
});
