import type { Candidate } from '../domain/finding.ts';
import { Secret } from '../domain/secret.ts';
import type { ContentScan } from './scanner.ts';

/**
 * How matches travel between threads: a secret's private value does not survive a structured
 * clone, so it is handed over by name, here and nowhere else.
 */
export type WireSecret = { value: string; prefix: string };
export type WireCandidate = Omit<Candidate, 'secret' | 'parts'> & {
  secret: WireSecret;
  parts: Record<string, WireSecret>;
};

export function toWire(candidate: Candidate): WireCandidate {
  const parts = Object.entries(candidate.parts).map(([name, secret]) => [name, pack(secret)] as const);
  return { ...candidate, secret: pack(candidate.secret), parts: Object.fromEntries(parts) };
}

export function fromWire(candidate: WireCandidate): Candidate {
  const parts = Object.entries(candidate.parts).map(([name, secret]) => [name, unpack(secret)] as const);
  return { ...candidate, secret: unpack(candidate.secret), parts: Object.fromEntries(parts) };
}

function pack(secret: Secret): WireSecret {
  return { value: secret.reveal(), prefix: secret.prefix };
}

function unpack({ value, prefix }: WireSecret): Secret {
  return new Secret(value, prefix);
}

/** A batch of objects on its way to a worker: shared bytes, and the length of each object in them. */
export type WireBatch = { bytes: Uint8Array; lengths: number[] };

/** What a worker answers: for each object that is worth keeping, its index and what came of it. */
export type WireAnswer = {
  scans: (Omit<ContentScan, 'candidates'> & { index: number; candidates: WireCandidate[] })[];
};

/** What the shared status says until the worker begins with the first object of a batch. */
export const NOT_STARTED = -1;

/** What it says when the answer is on its way. */
export const FINISHED = -2;
