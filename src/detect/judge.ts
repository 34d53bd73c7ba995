import type { Span } from '../domain/blob.ts';
import type { Candidate } from '../domain/finding.ts';
import type { Rule } from '../domain/rule.ts';
import { Secret } from '../domain/secret.ts';
import { entropy } from '../domain/strength.ts';
import type { Verdict } from '../domain/verdict.ts';
import { CHECKSUMS, checks } from './checks/index.ts';
import type { Claim, Draft } from './drafts.ts';
import { filters } from './filters/index.ts';
import { lineEnd, lineStart } from './lines.ts';
import type { RawMatch } from './match.ts';
import { withoutDrawn } from './reasons.ts';
import type { View } from './view.ts';

/** Decides whether a match is a secret, and how sure that is. */
export function judge(
  rule: Rule,
  detectorIndex: number,
  view: View,
  raw: RawMatch,
  now: number,
  decoded?: string,
): Draft | Claim | null {
  const detector = rule.detectors[detectorIndex]!;
  const byName = detector.kind !== 'pattern';
  let value = decoded ?? view.decode(raw.key.start, raw.key.end);
  let key: Span = raw.key;
  const name = raw.keyName;
  if (rule.entropy > 0 && entropy(value) < rule.entropy) return null;

  const parts: Record<string, string> = {};
  for (const [part, span] of Object.entries(raw.parts)) parts[part] = view.decode(span.start, span.end);
  const whole = raw.whole === null ? null : view.decode(raw.whole.start, raw.whole.end);
  const checked = {
    value,
    parts,
    match: view.decode(raw.start, raw.end),
    name,
    quoted: raw.quoted,
    around: around(view, key),
    whole,
    now,
  };

  const bytes = (span: Span): Span => ({ start: view.toByte(span.start), end: view.toByte(span.end) });
  const reasons = [raw.read ? `it is ${raw.read.what}` : why(detector, name)];
  let confidence = raw.read?.confidence ?? detector.confidence;
  let offline: Verdict | null = null;
  for (const check of rule.checks) {
    const result = checks[check](checked);
    if (!result.ok) return CHECKSUMS.has(check) ? { claimed: bytes(raw.key) } : null;
    if (result.reason) reasons.push(result.reason);
    if (result.confidence) confidence = result.confidence;
    if (result.offline) offline = result.offline;
    if (result.value !== undefined) value = result.value;
    if (result.length !== undefined) key = { start: key.start, end: key.start + result.length };
  }
  for (const filter of detector.filters) {
    if (filters[filter]({ value: checked.value, quoted: raw.quoted, byName }) !== null) return null;
    // A piece of a reference is none: "op://Private Vault/Gateway/token".
    if (whole !== null && filter === 'reference' && filters.reference({ value: whole, quoted: true, byName }) !== null)
      return null;
  }
  for (const hint of rule.hints) {
    const result = checks[hint](checked);
    if (result.ok && result.reason) reasons.push(result.reason);
    if (result.ok && result.confidence) confidence = result.confidence;
  }

  const prefix = rule.prefixes.filter((text) => value.startsWith(text)).sort((a, b) => b.length - a.length)[0] ?? '';
  const secrets = Object.entries(parts).map(
    ([part, text]) => [part, new Secret(text, prefixOfPart(rule, text))] as const,
  );
  const candidate: Candidate = {
    rule: rule.id,
    detector: detectorIndex,
    span: bytes(key),
    evidence: bytes({ start: Math.max(0, raw.looked.start - 1), end: Math.min(view.text.length, raw.looked.end + 1) }),
    secret: new Secret(value.replaceAll('\r\n', '\n'), prefix),
    parts: Object.fromEntries(secrets),
    partSpans: Object.values(raw.parts).map(bytes),
    keyName: name,
    confidence,
    reasons: reasons.map(withoutDrawn),
    offline,
    files: detector.files,
    allow: null,
    start: { line: 0, column: 0 },
    end: { line: 0, column: 0 },
    frame: null,
  };
  return { candidate, view };
}

/** What stands beside a secret on its line. */
function around({ text }: View, { start, end }: Span): { before: string; after: string } {
  return {
    before: text.slice(lineStart(text, start, start - BESIDE), start),
    after: text.slice(end, lineEnd(text, end, end + BESIDE)),
  };
}

/** How much of a line is looked at on each side of a secret, in characters. */
export const BESIDE = 160;

function prefixOfPart(rule: Rule, text: string): string {
  return rule.prefixes.find((prefix) => text.startsWith(prefix)) ?? '';
}

function why(detector: Rule['detectors'][number], name: string): string {
  if (detector.kind === 'pattern') return 'it has the shape of one';
  return detector.kind === 'json' ? `it stands at ${name}` : `it is the value of ${name}`;
}
