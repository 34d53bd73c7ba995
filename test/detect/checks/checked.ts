import type { Check, Checked, CheckResult } from '../../../src/detect/checks/check.ts';
import { NOW } from '../scanning.ts';

/** Asks a check about a value that nothing else is known of. */
export function ask(check: Check, value: string, known: Partial<Checked> = {}): CheckResult {
  return check({
    value,
    parts: {},
    match: value,
    name: '',
    quoted: false,
    whole: null,
    around: { before: '', after: '' },
    now: NOW,
    ...known,
  });
}

export const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Every text that differs from this one in one character of the given positions. */
export function* flips(text: string, from: number, to: number, alphabet: string): Generator<string> {
  for (let at = from; at < to; at += 1) {
    for (const letter of alphabet) if (letter !== text[at]) yield text.slice(0, at) + letter + text.slice(at + 1);
  }
}
