// Prints what was measured, as Markdown.
import { groupBy } from './corpus.mjs';

const figure = (value) => (Number.isFinite(value) ? value.toFixed(3) : '');

/** Precision, recall and F1 of counts. */
export function scores({ positives, found, alarms }) {
  const precision = found / (found + alarms);
  const recall = found / positives;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}

const count = ({ positives, negatives, alarms }) => ({
  positives: positives.length,
  found: positives.filter((one) => one.found).length,
  alarms: alarms.length,
  lookAlikes: negatives.length,
});

const row = (name, counts) => {
  const { precision, recall, f1 } = scores(counts);
  const measured = counts.positives > 0;
  return `| ${name} | ${counts.positives || ''} | ${measured ? counts.found : ''} | ${counts.lookAlikes || ''} | ${counts.alarms} | ${measured ? figure(precision) : ''} | ${measured ? figure(recall) : ''} | ${measured ? figure(f1) : ''} |`;
};

const head = (first) =>
  `| ${first} | secrets | found | look-alikes | false alarms | precision | recall | F1 |\n|---|---:|---:|---:|---:|---:|---:|---:|`;

/** One line for each scanner and part. */
export function overview(results) {
  return [head('scanner, part'), ...results.map(({ name, result }) => row(name, count(result)))].join('\n');
}

/** @param by category, language, habit or template */
export function breakdown(result, by) {
  const groups = new Map();
  const put = (kind) => (list, name) => {
    if (!groups.has(name)) groups.set(name, { positives: [], negatives: [], alarms: [] });
    groups.get(name)[kind].push(...list);
  };
  for (const kind of ['positives', 'negatives', 'alarms']) {
    if (by === 'habit' && kind !== 'positives') continue;
    groupBy(result[kind], (item) => item[by] || '(none)').forEach(put(kind));
  }
  const rows = [...groups]
    .map(([name, group]) => [name, count(group)])
    .sort(([a, x], [b, y]) => Number(y.positives > 0) - Number(x.positives > 0) || a.localeCompare(b));
  return [head(by), ...rows.map(([name, counts]) => row(name, counts))].join('\n');
}
