// How well one number tells two sets of values apart.

/** Lengths that are looked at apart: what is long enough is told easily. */
export const bands = [
  ['6 to 9', 6, 9],
  ['10 to 15', 10, 15],
  ['16 to 31', 16, 31],
  ['32 and more', 32, Number.POSITIVE_INFINITY],
];

/** Below this, a figure says more about the sample than about the measure. */
const ENOUGH = 20;

/**
 * @param positives numbers of what is to be found, larger ones for what is rarer
 * @param negatives numbers of what is to be left alone
 * @returns the area under the ROC curve, the best F1 and from which number on it is reached, and the
 *   recall where at most 1% of the negatives are found; null for sets that are too small
 */
export function separation(positives, negatives) {
  if (positives.length < ENOUGH || negatives.length < ENOUGH) return null;
  const up = Float64Array.from(positives).sort().reverse();
  const down = Float64Array.from(negatives).sort().reverse();
  let found = 0;
  let alarms = 0;
  let area = 0;
  let best = { f1: 0, from: up[0] };
  let recall = 0;
  while (found < up.length || alarms < down.length) {
    const from = Math.max(up[found] ?? Number.NEGATIVE_INFINITY, down[alarms] ?? Number.NEGATIVE_INFINITY);
    const foundBefore = found;
    const alarmsBefore = alarms;
    // Equal numbers come together: no threshold lies between them.
    while (found < up.length && up[found] === from) found += 1;
    while (alarms < down.length && down[alarms] === from) alarms += 1;
    area += ((alarms - alarmsBefore) * (found + foundBefore)) / 2;
    const f1 = (2 * found) / (found + alarms + up.length);
    if (f1 > best.f1) best = { f1, from };
    if (alarms <= down.length / 100) recall = found / up.length;
  }
  return { auc: area / up.length / down.length, ...best, recall };
}
