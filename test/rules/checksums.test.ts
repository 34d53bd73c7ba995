import texts from 'clawback:rule-texts';
import rules from 'clawback:rules';
import { describe, expect, it } from 'vitest';
import { examplesOf, type NamedExample } from '../../src/app/rule-examples.ts';
import { createEngine } from '../../src/detect/engine.ts';
import type { Candidate } from '../../src/domain/finding.ts';
import { CHECKS, type CheckName, type Rule } from '../../src/domain/rule.ts';

/** Checksums, and how many of a secret's characters each covers, its own among them. */
const CHECKSUMS: Partial<Record<CheckName, number>> = {
  'atlassian-crc32': Infinity,
  bech32: Infinity,
  'confluent-crc32': Infinity,
  'crc32-base62': Infinity,
  // What stands behind the digest is random (providers.md, section 6.2).
  'github-pat-digest': 85,
  'gitlab-crc32': Infinity,
  'grafana-crc32': Infinity,
  'nats-nkey': Infinity,
  'vercel-crc32': Infinity,
};

const isChecksum = (name: CheckName): boolean => CHECKSUMS[name] !== undefined;

/** Rules with a checksum, and those of their examples in which it is right. */
const CHECKED = rules
  .filter((rule) => [...rule.checks, ...rule.hints].some(isChecksum))
  .map((rule) => {
    const text = texts.find((text) => text.id === rule.id)!;
    const engine = createEngine([rule], { now: Date.now() });
    const scan = (content: string): Candidate[] => engine.scan(Buffer.from(content)).candidates;
    const examples = examplesOf(text).filter((example) => example.isMatch && scan(example.text).some(isRight));
    return { rule, scan, examples };
  });

/** Whether a checksum speaks for the finding. */
function isRight(candidate: Candidate): boolean {
  return candidate.reasons.some((reason) => /\b(?:checksum|digest) is right/.test(reason));
}

describe.each(CHECKED.map((checked) => [checked.rule.id, checked] as const))('%s', (_, { rule, scan, examples }) => {
  it('has an example with a right checksum', () => {
    expect(examples).not.toEqual([]);
  });

  it(`${rule.checks.some(isChecksum) ? 'is not found' : 'is not as sure'} where a character of its secret is another`, () => {
    const taken = examples.flatMap((example) =>
      flippedKeys(rule, example).filter(({ content, start, end }) =>
        scan(content).some(
          (candidate) =>
            candidate.span.start < end &&
            start < candidate.span.end &&
            (rule.checks.some(isChecksum) || isRight(candidate)),
        ),
      ),
    );
    expect(taken.map(({ what }) => what)).toEqual([]);
  });
});

it('names every checksum that there is', () => {
  expect(CHECKS.filter((name) => /crc|bech|nkey|digest|sum/.test(name) && !isChecksum(name))).toEqual([]);
});

type Flipped = { what: string; content: string; start: number; end: number };

/** The example with each character of each secret changed in turn, to another of its kind. */
function flippedKeys(rule: Rule, { name, text, secrets }: NamedExample): Flipped[] {
  const covered = Math.min(...[...rule.checks, ...rule.hints].map((check) => CHECKSUMS[check] ?? Infinity));
  return secrets.flatMap((secret) => {
    const start = text.indexOf(secret);
    const end = start + secret.length;
    return [...secret.slice(0, covered)].flatMap((letter, index): Flipped[] => {
      const other = anotherOfItsKind(letter);
      if (other === null) return [];
      const content = text.slice(0, start + index) + other + text.slice(start + index + 1);
      return [{ what: `${name}: character ${index + 1} of ${secret.length}`, content, start, end }];
    });
  });
}

/** The next digit, or the next letter of the same case and, where it may be a hexadecimal digit, of those; null for a sign. */
function anotherOfItsKind(letter: string): string | null {
  const kind = ['0123456789', 'abcdef', 'ghijklmnopqrstuvwxyz', 'ABCDEF', 'GHIJKLMNOPQRSTUVWXYZ'].find((letters) =>
    letters.includes(letter),
  );
  return kind ? kind[(kind.indexOf(letter) + 1) % kind.length]! : null;
}
