// Measures how the time of a scan grows with hostile input: for every rule, texts made from its patterns
// so that they nearly match are scanned by the real engine with that rule alone, at one size and at twice
// that size. Linear is a ratio of 2; more than 2.5 is a failure.
//
//   npm run bench:hostile [-- RULE … --save NAME]
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundled } from '../scripts/bundled.mjs';

const { values, positionals } = parseArgs({ options: { save: { type: 'string' } }, allowPositionals: true });
const root = fileURLToPath(new URL('..', import.meta.url));

/** Every text is tried at this size; the slowest of a rule are measured. */
const TRIED = 4 << 10;
const MEASURED = 64 << 10;
const WORST_OF_A_RULE = 2;
const LIMIT = 2.5;
/** A shorter time is no measurement: the text is made longer. */
const SHORTEST_MS = 4;
/** One that looks bad is measured again at larger sizes before it counts. */
const SUSPICIOUS = 2.3;

const source = `
  export { default as rules } from 'clawback:rules';
  export { default as texts } from 'clawback:rule-texts';
  export { createEngine } from './src/detect/engine.ts';
  export { hostileTexts } from './bench/hostile-texts.ts';
`;

process.exitCode = run(await bundled(source));

function run({ rules, texts, createEngine, hostileTexts }) {
  const rows = [];
  const crashes = [];
  let tried = 0;
  for (const [index, rule] of rules.entries()) {
    if (positionals.length > 0 && !positionals.includes(rule.id)) continue;
    const engine = createEngine([rule], { now: Date.now() });
    // Time of the processor, not of the clock: other processes do not count.
    const time = (bytes) => {
      const started = process.cpuUsage();
      engine.scan(bytes);
      const { user, system } = process.cpuUsage(started);
      return (user + system) / 1000;
    };
    const hostile = hostileTexts(rule, texts[index]);
    tried += hostile.length;
    const slowest = slowestOf(hostile, (text) => {
      try {
        return time(filled(text.piece, TRIED));
      } catch (error) {
        crashes.push(`${rule.id}, ${text.what}: ${error.message}`);
        return 0;
      }
    });
    for (const { what, piece } of slowest) rows.push({ rule: rule.id, what, ...growth(time, piece) });
    if (process.stderr.isTTY) process.stderr.write(`\r${index + 1} of ${rules.length} rules`);
  }
  if (process.stderr.isTTY) process.stderr.write('\r');
  const report = table(rows, crashes, tried, rules.length);
  console.log(report);
  if (values.save) {
    mkdirSync(join(root, 'bench/results'), { recursive: true });
    writeFileSync(join(root, `bench/results/${values.save}.md`), report);
  }
  return crashes.length > 0 || rows.some((row) => row.ratio > LIMIT) ? 1 : 0;
}

/** The first run of a pattern compiles it: the order of the slow ones is told by a second one. */
function slowestOf(texts, time) {
  const slowest = (list, count) =>
    list
      .map((text) => ({ text, time: time(text) }))
      .sort((a, b) => b.time - a.time)
      .slice(0, count)
      .map(({ text }) => text);
  return slowest(slowest(texts, WORST_OF_A_RULE * 5), WORST_OF_A_RULE);
}

/** The ratio of the times at a size and at twice that size. */
function growth(time, piece) {
  let size = MEASURED;
  while (time(filled(piece, size)) < SHORTEST_MS && size < 4 << 20) size *= 2;
  let measured = ratioAt(time, piece, size, 3);
  // A pause of the machine looks like growth once; what grows does so at every size.
  for (let again = 0; again < 3 && measured.ratio > SUSPICIOUS; again += 1) {
    const other = ratioAt(time, piece, size * 2 ** again, 7);
    if (other.ratio < measured.ratio) measured = other;
  }
  return measured;
}

function ratioAt(time, piece, size, times) {
  const [once, twice] = [filled(piece, size), filled(piece, size * 2)];
  const short = [];
  const long = [];
  time(twice);
  for (let i = 0; i < times; i += 1) {
    short.push(time(once));
    long.push(time(twice));
  }
  return { size, ratio: median(long) / median(short), speed: size / 1000 / median(short) };
}

function filled(piece, size) {
  return Buffer.from(piece.repeat(Math.ceil(size / piece.length)).slice(0, size));
}

function median(list) {
  return list.sort((a, b) => a - b)[list.length >> 1];
}

function table(rows, crashes, tried, rules) {
  const line = (row) =>
    `| ${row.rule} | ${visible(row.what)} | ${row.size >> 10} | ${row.ratio.toFixed(2)} | ${row.speed.toFixed(1)} |`;
  const head = ['| rule | text | KiB | ratio | MB/s |', '| --- | --- | --: | --: | --: |'];
  const top = (key, sign) => [...rows].sort((a, b) => (b[key] - a[key]) * sign).slice(0, 10);
  const failures = rows.filter((row) => row.ratio > LIMIT);
  return [
    '# Hostile input',
    '',
    `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}. ${rules} rules, ${tried} texts tried, the ${rows.length} slowest measured at one size and at twice that size.`,
    '',
    ...crashes.map((crash) => `CRASH: ${visible(crash)}\n`),
    failures.length === 0
      ? `None grows more than ${LIMIT} times.`
      : `${failures.length} grow more than ${LIMIT} times.`,
    '',
    '## Those that grow most',
    '',
    ...head,
    ...top('ratio', 1).map(line),
    '',
    '## The slowest',
    '',
    ...head,
    ...top('speed', -1).map(line),
    '',
  ].join('\n');
}

function visible(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('\\ ', '\\\\ ');
}
