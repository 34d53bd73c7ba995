import type { Report, ReportedFinding } from '../../domain/report.ts';
import { visible } from '../../report/escape.ts';
import type { Annotation } from './context.ts';

/** A step shows so many of each level ("Workflow commands", GitHub's documentation); the rest is dropped unsaid. */
const MOST = 10;

/** Findings as annotations of their files, worst first; and in words how many there was no room for. */
export function annotationsOf({ findings }: Report, warnOnly: boolean): Annotation[] {
  const all = findings.map((finding) => annotationOf(finding, warnOnly));
  return (['error', 'warning', 'notice'] as const).flatMap((level) => {
    const own = all.filter((one) => one.level === level);
    if (own.length <= MOST) return own;
    const left = own.length - MOST + 1;
    const rest = { level, title: `${left} more`, message: 'The summary of the job lists them all.', file: '', line: 1 };
    return [...own.slice(0, MOST - 1), rest];
  });
}

function annotationOf({ title, secret, places, reasons, failing }: ReportedFinding, warnOnly: boolean): Annotation {
  const place = places[0]!;
  const isFile = place.kind === 'file' && place.pathBytes === undefined;
  return {
    level: failing ? (warnOnly ? 'warning' : 'error') : 'notice',
    title: visible(`Leaked ${title}`),
    message: visible(`${secret.mask}: revoke it, then take it out (${reasons.join('; ')})`).slice(0, 4000),
    // What is in an archive has no line in the repository.
    file: isFile ? (place.within === undefined ? place.path : place.path.slice(0, place.path.indexOf('!/'))) : '',
    line: place.within === undefined ? place.start.line : 1,
  };
}
