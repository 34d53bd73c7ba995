import type { Candidate } from '../../domain/finding.ts';
import type { Rule } from '../../domain/rule.ts';
import { ALLOW_REACH, allowBeside } from '../allow.ts';
import { Positions } from '../positions.ts';
import { isUtf16 } from '../sniff.ts';
import { type Encoding, Views } from '../view.ts';
import { isBigEndian } from './wide.ts';

/**
 * Gives what was decoded lines and columns of the text it was decoded from, and lets a comment there
 * allow it. Of its frame the line of the secret stays, as it was decoded.
 */
export function placeDecoded(
  bytes: Uint8Array,
  candidates: Candidate[],
  rules: ReadonlyMap<string, Rule>,
): Candidate[] {
  const decoded = candidates.filter(({ encodings }) => encodings !== undefined);
  if (decoded.length === 0) return candidates;
  const encoding = encodingOf(bytes);
  const positions = new Positions(bytes);
  const views = new Views(bytes);
  for (const candidate of decoded.sort((a, b) => a.span.start - b.span.start)) {
    const { span, frame } = candidate;
    const line = frame?.lines[candidate.start.line - frame.firstLine];
    candidate.start = positions.at(span.start, encoding);
    candidate.end = positions.at(span.end, encoding);
    candidate.frame = line === undefined ? null : { firstLine: candidate.start.line, lines: [line] };
    const reach = span.end - span.start + ALLOW_REACH * 3;
    const view = encoding === 'utf8' ? views.narrow(span.start, reach) : views.wideAs(encoding, span.start, reach);
    candidate.allow ??= allowBeside(view, span, candidate.rule, rules).allow;
  }
  return candidates;
}

function encodingOf(bytes: Uint8Array): Encoding {
  const head = bytes.subarray(0, 8000);
  if (head.indexOf(0) < 0 || !isUtf16(head)) return 'utf8';
  return isBigEndian(bytes) ? 'utf16be' : 'utf16le';
}
