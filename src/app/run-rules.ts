import builtInTexts from 'clawback:rule-texts';
import builtInRules from 'clawback:rules';
import { createEngine } from '../detect/engine.ts';
import { ClawbackError } from '../domain/errors.ts';
import type { Rule, RuleText } from '../domain/rule.ts';
import { findRepository } from '../git/repository.ts';
import { safeJson, visible } from '../report/escape.ts';
import { TooSlow, within } from './deadline.ts';
import { Fingerprints, fingerprintKey } from './fingerprint.ts';
import type { Arguments } from './flags.ts';
import { Masker } from './masker.ts';
import { type ExampleReport, testExamples } from './rule-examples.ts';
import { filesOnDisk, maskTexts, readSettings } from './settings.ts';
import type { Outcome, World } from './world.ts';

/** Runs `rules list`, `rules show` and `rules test`, over the built-in rules and a configuration's own. */
export async function runRules(world: World, { words, flags }: Arguments): Promise<Outcome> {
  const builtIn = new Set(builtInRules.map((rule) => rule.id));
  const repository = await findRepository({ cwd: world.cwd, env: world.env, ambient: true });
  const settings = await readSettings(
    filesOnDisk(repository?.root ?? world.cwd),
    world.cwd,
    flags.config === undefined ? {} : { config: flags.config as string },
    new Fingerprints(fingerprintKey(world.env)),
    builtIn,
  );
  const masker = new Masker(() => createEngine(builtInRules, { now: world.now }));
  maskTexts(settings, (text) => masker.mask(text));
  const rules = [...builtInRules, ...settings.custom];
  const texts = [...builtInTexts, ...settings.customTexts];
  const [action, ...ids] = words;
  for (const id of ids) {
    if (!rules.some((rule) => rule.id === id))
      throw new ClawbackError('usage', `there is no rule "${id}": "clawback rules list" names them all`);
  }
  const json = flags.format === 'json';
  const off = new Set(settings.disable);
  switch (action) {
    case 'list':
      if (ids.length > 0) throw new ClawbackError('usage', 'clawback rules list takes no more words');
      return { code: 0, out: json ? listJson(rules, texts, off) : listText(rules, texts, off), err: '' };
    case 'show': {
      if (ids.length !== 1) throw new ClawbackError('usage', 'name one rule: clawback rules show ID');
      const shown = show(rules.find((rule) => rule.id === ids[0])!, texts.find((text) => text.id === ids[0])!, json);
      // Patterns and examples of a rule of their own may be the very secret that people look for.
      return { code: 0, out: builtIn.has(ids[0]!) ? shown : masker.mask(shown), err: '' };
    }
    case 'test':
      return test(rules, texts, ids, json, world.now);
    default:
      throw new ClawbackError('usage', 'clawback rules list | show ID | test [ID…]');
  }
}

function listText(rules: readonly Rule[], texts: readonly RuleText[], off: ReadonlySet<string>): string {
  const width = Math.max(...rules.map((rule) => rule.id.length));
  const rows = rules.map((rule, index) => {
    return `${rule.id.padEnd(width)}  ${rule.severity.padEnd(8)}  ${rule.title}${off.has(rule.id) ? '  (off)' : ''}${texts[index]!.description ? `: ${texts[index]!.description}` : ''}`;
  });
  return `${rows.map(visible).join('\n')}\n${rules.length} rules\n`;
}

function listJson(rules: readonly Rule[], texts: readonly RuleText[], off: ReadonlySet<string>): string {
  const rows = rules.map((rule, index) => ({
    id: rule.id,
    provider: rule.provider,
    title: rule.title,
    severity: rule.severity,
    enabled: !off.has(rule.id),
    description: texts[index]!.description,
  }));
  return `${safeJson(rows, 2)}\n`;
}

function show(rule: Rule, text: RuleText, json: boolean): string {
  if (json) return `${safeJson({ ...rule, ...text }, 2)}\n`;
  const lines = [`${rule.id}  ${rule.title} (${text.providerName})`, `severity ${rule.severity}`];
  if (text.description) lines.push(text.description);
  for (const detector of rule.detectors) {
    lines.push(
      '',
      `looks round: ${detector.anchors.join(', ')}${detector.lines === undefined ? '' : ` (within ${detector.lines} lines)`}`,
    );
    if (detector.kind === 'pattern') lines.push(`  for: ${detector.source}`);
    if (detector.kind === 'assigned')
      lines.push(`  for a value: ${detector.value}`, `  given to the name: ${detector.name}`);
    if (detector.kind === 'json') lines.push(`  for JSON paths: ${detector.paths.join(', ')}`);
    if (detector.kind === 'structure') lines.push(`  for what is secret in: ${detector.structure}`);
    if (detector.files.length > 0) lines.push(`  in files: ${detector.files.join(', ')}`);
  }
  if (rule.checks.length > 0) lines.push('', `checks: ${rule.checks.join(', ')}`);
  if (text.env.length > 0) lines.push('', `usual variables: ${text.env.join(', ')}`);
  lines.push(
    '',
    `what to do${text.remedy.console ? `: ${text.remedy.console}` : ''}`,
    ...text.remedy.steps.map((step, i) => `  ${i + 1}. ${step}`),
  );
  return `${lines.map(visible).join('\n')}\n`;
}

/** The built-in rules take a twentieth of a second; one of the user's own may be slow. */
const PATIENCE_MS = 10_000;

function testInTime(rules: readonly Rule[], texts: readonly RuleText[], now: number): ExampleReport[] {
  try {
    return within(PATIENCE_MS, () => testExamples(rules, texts, now));
  } catch (error) {
    if (!(error instanceof TooSlow)) throw error;
    throw new ClawbackError(
      'bad-rule',
      'the examples take longer than 10 seconds: a pattern of the configuration is too slow, as where repeats side by side match the same characters',
    );
  }
}

function test(rules: readonly Rule[], texts: readonly RuleText[], ids: string[], json: boolean, now: number): Outcome {
  const reports = testInTime(rules, texts, now).filter((report) => ids.length === 0 || ids.includes(report.rule));
  const failures = reports.flatMap((report) => report.failures.map((failure) => `${report.rule}: ${failure}`));
  const passed = reports.reduce((sum, report) => sum + report.passed, 0);
  const code = failures.length > 0 ? 1 : 0;
  if (json) return { code, out: `${safeJson(reports, 2)}\n`, err: '' };
  const summary = `${reports.length} rules: ${passed} examples right, ${failures.length} wrong`;
  return { code, out: `${[...failures, summary].map(visible).join('\n')}\n`, err: '' };
}
