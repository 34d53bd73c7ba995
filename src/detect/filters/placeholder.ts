/**
 * Tells a value that stands for a secret from a secret: documentation, templates, tests.
 *
 * Two strengths. In a random token of forty characters the letters "test" turn up by chance (about
 * four in 100,000), so a token is a placeholder only by words and patterns that chance does not
 * write; a value found by its name alone is judged by more.
 */

import { guessBits } from '../../domain/strength.ts';

/** Values that documentation of OpenClaw and others tells people to replace. */
const EXACT = new Set([
  'change-me-to-a-long-random-token',
  'change-me-now',
  'change-me-to-a-strong-password',
  'replace-with-long-random-token',
  'shared-secret',
  'secret',
  'token',
  'password',
  'passwd',
  'pass',
  'code',
  'key',
  'your_token',
  'your-token',
  'none',
  'null',
  'nil',
  'undefined',
  'true',
  'false',
  'string',
  'empty',
  'default',
  'required',
  'optional',
  'redacted',
  'hidden',
  'value',
  'dummy',
  'test',
  'admin',
  'root',
  'user',
  'username',
  'changeit',
  'hunter2',
  'letmein',
  'qwerty',
  'not-set',
  'unset',
  'n/a',
  'tbd',
]);

/** Markers that OpenClaw writes where a key would stand (openclaw.md, "Never flag"). */
const MARKERS = new Set([
  'secretref-managed',
  'ollama-local',
  'custom-local',
  'codex-app-server',
  'gcp-vertex-credentials',
  'minimax-oauth',
  '__openclaw_redacted__',
]);

/** Tokens that documentation shows: RFC 6749's, as lower case. */
const PUBLISHED = new Set([
  '2yotnfzfejr1zcsicmwpaa',
  'tgzv3jokf0xg5qx2tlkwia',
  'splxlobezqqybys6wxsbia',
  'czzcagrsa3f0mzpnwdfmqmf0m2jw',
  'gx1fbat3bv',
  '7fjfp0zbr1kdrbnfvdmiw',
  'mf_9.b5f-4.1jqm',
  'correct-horse-battery-staple',
]);

/** Words that chance does not write into a random token, and what OpenClaw puts in a secret's place in any text. */
const CERTAIN =
  /^oc-sent-v\d\.|\{[A-Za-z_]\w{0,15}(?::[\w.<>]{1,8})?\}|\\u2026|example|placeholder|change[-_ ]?me|change[-_ ]?(?:this|it|now)(?![a-z])|redacted|replace[-_ ]?(?:me|with|this)|your[-_]|insert[-_ ]|dummy[-_]?|\bfoobar|<[a-z _-]{2,40}>|\.{3}|…|\*{3}|x{5}|X{5}|#{4}|_{6}|REDACTED|sanitized|-goes-here|_goes_here|not-?a-?real|fake[-_]?(?:key|token|secret)|(?:test|sample|mock)[-_](?:key|token|secret|api)/i;

/** Words that make a value found by its name no secret, where they stand by themselves. */
const LIKELY =
  /^fake|(?:^|[-_./: ])(?:your|my|some|sample|fake|mock|todo|fixme|fill|enter|put|insert|replace|demo|dummy|here|hidden|removed|masked|lorem|ipsum|foo|bar|baz|qux|test(?:ing|s)?|invalid|wrong|bogus|stub|noop|abc(?:123)?|xyz)(?:$|[-_./: ])|^your|your(?=[A-Z])|^(?:my|some|the|a)[-_ ]|[-_ ]here$/i;

/** A value this hard to guess is one although a word stands in it. */
const BEYOND_WORDS = 90;

/** @returns why the value is a placeholder, or null */
export function placeholder(value: string, strength: 'certain' | 'likely'): string | null {
  if (MARKERS.has(value.toLowerCase())) return 'marker';
  if (EXACT.has(value.toLowerCase()) || PUBLISHED.has(value.toLowerCase())) return 'documentation value';
  if (CERTAIN.test(value)) return 'placeholder word';
  if (isRepetitive(value)) return 'repeats itself';
  if (isSequence(value)) return 'a sequence';
  if (strength === 'likely' && LIKELY.test(value) && guessBits(value) < BEYOND_WORDS) return 'placeholder word';
  return null;
}

/** One character again and again, or a short piece repeated over the whole value. */
function isRepetitive(value: string): boolean {
  const body = value.replace(/^[A-Za-z]{2,8}[-_]/, '');
  if (body.length < 4) return false;
  if (/^(.)\1+$/s.test(body)) return true;
  if (/([A-Za-z0-9])\1{7}/.test(body)) return true;
  for (let period = 2; period <= Math.min(16, body.length / 3); period += 1) {
    let same = true;
    for (let i = period; same && i < body.length; i += 1) same = body[i] === body[i - period];
    if (same) return true;
  }
  return false;
}

/** Mostly neighbours: "abcdef", "0123456789", "1234567890abcdef", up or down. */
function isSequence(written: string): boolean {
  const value = written.toLowerCase();
  let steps = 0;
  let longest = 0;
  let run = 0;
  for (let i = 1; i < value.length; i += 1) {
    const step = value.charCodeAt(i) - value.charCodeAt(i - 1);
    const wraps = value[i - 1] === '9' && (value[i] === '0' || value[i]!.toLowerCase() === 'a');
    run = Math.abs(step) === 1 || wraps ? run + 1 : 0;
    if (run > 0) steps += 1;
    longest = Math.max(longest, run);
  }
  // "A1B2C3D4": two sequences in turns.
  let turns = 0;
  for (let i = 2; i < value.length; i += 1) turns += value.charCodeAt(i) - value.charCodeAt(i - 2) === 1 ? 1 : 0;
  if (value.length >= 8 && turns >= (value.length - 2) * 0.8) return true;
  return value.length >= 6 && (steps >= (value.length - 1) * 0.6 || longest >= 9);
}
