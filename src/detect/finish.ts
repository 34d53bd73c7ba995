import type { Candidate, Frame } from '../domain/finding.ts';
import type { Rule } from '../domain/rule.ts';
import { ALLOW_REACH, allowBeside } from './allow.ts';
import type { Draft } from './drafts.ts';
import { frame, type Hidden, HiddenSpans } from './frame.ts';
import { resolveOverlaps } from './merge.ts';
import type { PieceScan } from './piece.ts';
import { Positions } from './positions.ts';
import type { View, Views } from './view.ts';

type Finished = Required<Pick<PieceScan, 'candidates' | 'hidden' | 'hide'>>;

/** Drops what a better match overlaps; then looks up lines, inline allows and frames for the rest. */
export function finish(bytes: Uint8Array, views: Views, drafts: Draft[], rules: ReadonlyMap<string, Rule>): Finished {
  if (drafts.length === 0) return { candidates: [], hidden: [], hide: () => {} };
  const hidden = drafts.flatMap(({ candidate }) => [
    { span: candidate.span, mask: candidate.secret.mask },
    ...candidate.partSpans.map((span, i) => ({ span, mask: Object.values(candidate.parts)[i]!.mask })),
  ]);
  const byCandidate = new Map(drafts.map((draft) => [draft.candidate, draft]));
  const kept = resolveOverlaps(
    drafts.map((draft) => draft.candidate),
    rules,
  );
  const positions = new Positions(bytes);
  for (const candidate of kept) {
    const { view } = byCandidate.get(candidate)!;
    candidate.start = positions.at(candidate.span.start, view.encoding);
    candidate.end = positions.at(candidate.span.end, view.encoding);
  }
  const spans = new HiddenSpans(hidden);
  for (const candidate of kept) {
    const round = lookRound(views, byCandidate.get(candidate)!);
    const { allow, looked } = allowBeside(round, candidate.span, candidate.rule, rules);
    candidate.allow = allow;
    candidate.evidence = {
      start: Math.min(candidate.evidence.start, looked.start),
      end: Math.max(candidate.evidence.end, looked.end),
    };
    candidate.frame = frameOf(round, candidate, spans);
  }
  const hide = (more: Hidden[]): void => {
    const [news, all] = [new HiddenSpans(more), new HiddenSpans([...hidden, ...more])];
    for (const candidate of kept) {
      const round = lookRound(views, byCandidate.get(candidate)!);
      const isNear = news.between(round.toByte(0), round.toByte(round.text.length)).length > 0;
      if (isNear) candidate.frame = frameOf(round, candidate, all);
    }
  };
  return { candidates: kept, hidden, hide };
}

function frameOf(round: View, { span, start }: Candidate, hidden: HiddenSpans): Frame {
  return frame(round, round.toIndex(span.start), start.line, hidden);
}

/** A view that covers the lines round a candidate. */
function lookRound(views: Views, { view, candidate }: Draft): View {
  const reach = candidate.span.end - candidate.span.start + ALLOW_REACH * 3;
  if (view.encoding === 'utf8') return views.narrow(candidate.span.start, reach);
  return views.wideAs(view.encoding, candidate.span.start, reach);
}
