import { createHash, createHmac } from 'node:crypto';
import { ClawbackError, type ErrorCode } from '../domain/errors.ts';
import type { Secret } from '../domain/secret.ts';
import { guessBits } from '../domain/strength.ts';

/**
 * Names a secret without giving it away. Every form says how it was made:
 *
 * - `cb1_…`: a hash of the secret, for one that nobody can guess;
 * - `cb1w_…`: for a weak secret (a password, a short code), which could be guessed from its hash:
 *   made from its path and the name it was given, with only 12 bits of the secret's own hash;
 * - `cb1k_<key>_…`: HMAC-SHA-256 of the secret under the organisation's key, which the second part
 *   names.
 *
 * The value alone decides (decoded, LF), but for weak secrets: a moved line or a renamed rule keeps
 * the fingerprint, a new secret on the same line gets another.
 */
export class Fingerprints {
  readonly #key: Buffer | null;
  /** Names the key; 'none' without one. */
  readonly keyId: string;

  /** @param key the organisation's key (`CLAWBACK_FINGERPRINT_KEY`), or null */
  constructor(key: string | null) {
    this.#key = key === null ? null : Buffer.from(key, 'utf8');
    this.keyId = this.#key === null ? 'none' : hmac(this.#key, 'clawback fingerprint key').slice(0, 8);
  }

  /** Whether the path of a secret is part of its fingerprint. */
  needPath(secret: Secret): boolean {
    return this.#key === null && isWeak(secret.reveal());
  }

  /**
   * @param path where a weak secret stands; not used for others
   * @param name the name it was given, or its rule where it has none
   */
  of(secret: Secret, path: string, name: string): string {
    const value = secret.reveal();
    if (this.#key !== null) return `cb1k_${this.keyId}_${hmac(this.#key, `secret\0${value}`).slice(0, 32)}`;
    const digest = sha256(`clawback/v1\0${value}`);
    if (!isWeak(value)) return `cb1_${digest.slice(0, 32)}`;
    return `cb1w_${sha256(`clawback/v1 weak\0${path}\0${name}`).slice(0, 29)}${digest.slice(0, 3)}`;
  }
}

/**
 * The organisation's key, or null where there is none.
 *
 * @throws ClawbackError `usage` for one that could be guessed
 */
export function fingerprintKey(env: NodeJS.ProcessEnv): string | null {
  const key = env.CLAWBACK_FINGERPRINT_KEY;
  if (key === undefined || key === '') return null;
  if (key.length < 16)
    throw new ClawbackError(
      'usage',
      'CLAWBACK_FINGERPRINT_KEY is too short: use at least 16 characters, as from "openssl rand -hex 32"',
    );
  return key;
}

/** Tells whether two secrets are the same. For comparing in memory only: it undoes no weak secret's protection. */
export function sameness(secret: Secret): string {
  return sha256(secret.reveal());
}

/** Bits below which a hash could be undone by guessing. */
export const STRONG_BITS = 80;

export function isWeak(value: string): boolean {
  return guessBits(value) < STRONG_BITS;
}

/** What a line or an entry must look like to be a fingerprint. */
export const FINGERPRINT = /^cb1(?:_[0-9a-f]{32}|w_[0-9a-f]{32}|k_[0-9a-f]{8}_[0-9a-f]{32})$/;

/** The key that a fingerprint was made with: its name, or 'none'. */
export function keyOf(fingerprint: string): string {
  return /^cb1k_([0-9a-f]{8})_/.exec(fingerprint)?.[1] ?? 'none';
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

/**
 * A fingerprint made with another key, or none, would silence nothing, and every finding would be
 * reported again: that is an error, not a flood.
 *
 * @throws ClawbackError
 */
export function requireKey(fingerprint: string, keyId: string, where: string, code: ErrorCode): void {
  requireSameKey(keyOf(fingerprint), keyId, `${where}: this fingerprint was`, code);
}

/**
 * @param made the key that fingerprints were made with, or 'none'
 * @param subject the beginning of the message: where and what
 * @throws ClawbackError
 */
export function requireSameKey(made: string, keyId: string, subject: string, code: ErrorCode): void {
  if (made === keyId) return;
  const have = keyId === 'none' ? 'CLAWBACK_FINGERPRINT_KEY is not set' : `this run has the key ${keyId}`;
  const need = made === 'none' ? 'made without a key' : `made with the key ${made}`;
  throw new ClawbackError(code, `${subject} ${need}, but ${have}: use the same key, or make it again`);
}
