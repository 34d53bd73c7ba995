import rules from 'clawback:rules';
import { describe, expect, it } from 'vitest';
import { awsId, groqKey, pairingCode } from '../support/secrets.ts';
import { engine } from './scanning.ts';

/**
 * How many characters a scan looks at: what regular expressions run over, and searches for a text.
 * Counted, not timed, so that it is the same on every machine.
 */
function charactersLookedAt(content: string): number {
  let count = 0;
  const { exec } = RegExp.prototype;
  const { indexOf, lastIndexOf } = String.prototype;
  RegExp.prototype.exec = function (this: RegExp, text: string) {
    const from = this.lastIndex;
    const match = exec.call(this, text);
    if (this.sticky) count += 1 + (match?.[0].length ?? 0);
    else count += (match ? match.index + match[0].length : text.length) - (this.global ? from : 0);
    return match;
  };
  String.prototype.indexOf = function (this: string, part: string, from = 0) {
    const at = indexOf.call(this, part, from);
    count += (at < 0 ? this.length : at) - from;
    return at;
  };
  String.prototype.lastIndexOf = function (this: string, part: string, from = this.length) {
    const at = lastIndexOf.call(this, part, from);
    count += from - Math.max(at, 0);
    return at;
  };
  try {
    engine.scan(Buffer.from(content));
  } finally {
    Object.assign(RegExp.prototype, { exec });
    Object.assign(String.prototype, { indexOf, lastIndexOf });
  }
  return count;
}

/** Whether twice the text takes twice the work, and a little more. */
function isProportional(write: (size: number) => string, size: number): boolean {
  const [once, twice] = [charactersLookedAt(write(size)), charactersLookedAt(write(size * 2))];
  return twice < once * 2.4 + 10_000;
}

/** What anchors stand in, so that every rule has something to look at. */
const BAITS = [
  ...[...new Set(rules.flatMap((rule) => rule.detectors.flatMap((detector) => detector.anchors)))],
  ...[
    'OPENCLAW_PAIRING_CODE="\\"',
    '$' + '{OPENCLAW_PAIRING_CODE:-',
    '"gateway":{"auth":{"token":"',
    '{"gateway":[',
    'token = (',
    'secret:\n  - ',
  ],
];

/** Texts longer than the longest window, that of a private key, where it comes to that. */
const isBad = (separator: string) => (bait: string) => {
  const text = `${bait}${separator}`;
  const size = bait.includes('private key') ? 40_000 : 15_000;
  return !isProportional((length) => text.repeat(Math.ceil(length / text.length)), size);
};

/** Parts that each take a few seconds, named by what they begin with. */
function inParts(baits: string[]): [string, string[]][] {
  const parts = Array.from({ length: Math.ceil(baits.length / 50) }, (_, i) => baits.slice(i * 50, i * 50 + 50));
  return parts.map((part) => [JSON.stringify(part[0]), part]);
}

describe('the work of a scan', () => {
  // Sixteen megabytes of such lines took a minute: behind each the whole of a key's length was searched.
  it('looks at a text only some times, however long the window of a rule is', () => {
    for (const line of [
      `-----BEGIN ${'PRIVATE KEY'}-----\n`,
      'private key-----\n',
      `-----END ${'PRIVATE KEY'}-----\n`,
    ]) {
      const text = line.repeat(400_000 / line.length);
      expect(charactersLookedAt(text), line).toBeLessThan(text.length * 20);
    }
  });

  // A megabyte of access key ids took seven seconds: all of them waited for a secret.
  it('ends with the last match that is kept, though matches wait for what belongs to them', () => {
    const ids = Array.from({ length: 12_000 }, (_, i) => `${awsId(`work ${i}`)}\n`);
    const work = charactersLookedAt(ids.slice(0, 6000).join(''));
    expect(charactersLookedAt(ids.join(''))).toBeLessThan(work * 1.2);
  });

  it.each(inParts(BAITS.filter((bait) => !bait.includes('\n'))))(
    'grows with the text, not with its square, whatever stands on one line again and again: %s …',
    (_, baits) => {
      expect(baits.filter(isBad(' '))).toEqual([]);
    },
  );

  it.each(inParts(BAITS))('and whatever stands on many lines: %s …', (_, baits) => {
    expect(baits.filter(isBad('\n'))).toEqual([]);
  });

  it('grows with the number of secrets on one line, not with its square', () => {
    const keys = Array.from({ length: 800 }, (_, i) => `${groqKey(`work ${i}`)} ${'.'.repeat(80)}`);
    expect(isProportional((size) => keys.slice(0, size).join(''), 400)).toBe(true);
  });

  it('grows with the number of names and values on one line, not with its square', () => {
    const pairs = Array.from({ length: 800 }, (_, i) => `"OPENCLAW_PAIRING_CODE":"${pairingCode(`work ${i}`)}",`);
    expect(isProportional((size) => pairs.slice(0, size).join(''), 400)).toBe(true);
  });
});
