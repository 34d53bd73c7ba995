// Compares what a scanner reported with the labels.
import { createHash } from 'node:crypto';

/**
 * @param files the corpus
 * @param places what a scanner reported
 * @returns positives with `found`, alarms (reports that touch no secret), and the look-alikes
 */
export function compare(files, places) {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reported = new Map(files.map((file) => [file, []]));
  for (const place of places) {
    const file = byPath.get(place.path) ?? unmasked(place, files);
    if (!file) throw new Error(`a report names a file that is not there: ${place.path}`);
    reported.get(file).push({ ...rangeOf(place, file), rule: place.rule });
  }
  const positives = [];
  const negatives = [];
  const alarms = [];
  for (const [file, ranges] of reported) {
    const at = (label) => ({ ...label, ...position(file, label.start) });
    const alarmed = [];
    for (const range of merged(ranges)) {
      const touched = file.labels.filter((label) => overlap(label, range));
      if (touched.some((label) => label.kind !== '-')) continue;
      alarmed.push(range);
      const span = file.spans
        .filter((one) => one.start <= range.start && range.start < one.end)
        .sort((a, b) => a.end - a.start - (b.end - b.start))[0];
      alarms.push({
        rule: range.rule,
        template: touched[0]?.template ?? span?.template ?? '',
        category: touched[0]?.category ?? span?.category ?? 'wrapping',
        language: file.language,
        habit: touched.length > 0 ? 'a look-alike' : 'beside a label',
        ...position(file, range.start),
      });
    }
    for (const label of file.labels) {
      if (label.kind === '+') positives.push({ ...at(label), found: ranges.some((range) => overlap(label, range)) });
      if (label.kind === '-') negatives.push({ ...at(label), alarmed: alarmed.some((range) => overlap(label, range)) });
    }
  }
  return { positives, negatives, alarms };
}

/** Clawback masks a secret in paths too: the file is known by its object and the rest of its path. */
function unmasked(place, files) {
  const pattern = new RegExp(
    `^${place.path
      .split(/…(?:\(\d+\))?/)
      .map(escaped)
      .join('.+')}$`,
  );
  return files.find((file) => pattern.test(file.path) && blobId(file.text) === place.object);
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function blobId(text) {
  const bytes = Buffer.from(text);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Offsets of a report: from its columns, or where its secret stands on its lines. */
function rangeOf(place, file) {
  const lines = lineStarts(file);
  if (place.secret === undefined) {
    return {
      start: lines[place.line - 1] + place.column - 1,
      end: lines[(place.endLine ?? place.line) - 1] + place.endColumn - 1,
    };
  }
  // The peers count lines from 0 or 1 and columns in their own ways; the secret itself tells more.
  const from = lines[Math.max(0, place.line - 2)];
  const found = file.text.indexOf(place.secret, from);
  const limit = lines[Math.min(lines.length - 1, (place.endLine ?? place.line) + 1)];
  if (found >= 0 && found <= limit) return { start: found, end: found + place.secret.length };
  return { start: lines[place.line - 1] ?? 0, end: lines[place.endLine ?? place.line] ?? file.text.length };
}

function lineStarts(file) {
  file.lines ??= [0, ...[...file.text.matchAll(/\n/g)].map((match) => match.index + 1)];
  return file.lines;
}

function position(file, offset) {
  const lines = lineStarts(file);
  let line = lines.findIndex((start) => start > offset);
  if (line < 0) line = lines.length;
  const text = file.text.slice(lines[line - 1], lines[line] ?? file.text.length).trim();
  return { path: file.path, line, text, rest: offset - lines[line - 1] };
}

const overlap = (a, b) => a.start < b.end && b.start < a.end;

/** Reports of several rules at one place are one alarm. */
function merged(ranges) {
  const result = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && overlap(last, range)) last.end = Math.max(last.end, range.end);
    else result.push({ ...range });
  }
  return result;
}
