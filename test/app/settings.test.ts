import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Fingerprints } from '../../src/app/fingerprint.ts';
import { NO_OPERATOR } from '../../src/app/operator.ts';
import { filesOnDisk, readSettings, type Settings, type SettingsFlags } from '../../src/app/settings.ts';
import { ClawbackError } from '../../src/domain/errors.ts';
import { temporaryFolder } from '../support/repository.ts';

const builtIn = new Set(['one-rule', 'other-rule']);

/** The settings of a folder with these files. */
function settingsOf(files: Record<string, string>, flags: SettingsFlags = {}): Promise<Settings> {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return readSettings(filesOnDisk(folder), folder, flags, new Fingerprints(null), builtIn);
}

const RULE = (id: string): string => `{
  id: ${id}, title: T, severity: high, anchors: [abc_], pattern: '(?<key>abc_[a-z]{9})',
  examples: { match: ["abc_{a:9}"], ignore: ["abc_x"] } }`;

describe('settings', () => {
  it('have defaults where there is no file, and where there is nothing to look in', async () => {
    const defaults: Settings = {
      minConfidence: 'medium',
      failOn: ['critical', 'high', 'medium'],
      include: [],
      exclude: [],
      disable: [],
      custom: [],
      customTexts: [],
      allow: [],
      ignore: null,
      baseline: null,
      operator: NO_OPERATOR,
      github: {},
      notes: [],
    };
    expect(await settingsOf({})).toEqual(defaults);
    expect(await settingsOf({ '.clawback.yaml': '' })).toEqual(defaults);
    expect(await readSettings(filesOnDisk(null), '/', {}, new Fingerprints(null), builtIn)).toEqual(defaults);
  });

  it('come from the configuration, and are noted', async () => {
    const settings = await settingsOf({
      '.clawback.yaml': `
paths: { include: [a], exclude: [b] }
rules: { disable: [one-rule], custom: [${RULE('own-rule')}] }
report: { min-confidence: low, fail-on: [] }
allow: [{ path: c, reason: d }]
`,
    });
    expect(settings).toMatchObject({
      minConfidence: 'low',
      failOn: [],
      include: ['a'],
      exclude: ['b'],
      disable: ['one-rule'],
      custom: [{ id: 'own-rule', provider: 'custom', prefixes: ['abc_'] }],
      customTexts: [{ id: 'own-rule' }],
      allow: [{ path: 'c', reason: 'd' }],
      notes: [
        '.clawback.yaml switches off one-rule; adds a rule; scans only a; leaves out b; reports from low confidence on; fails on nothing',
      ],
    });
  });

  it('may allow and switch off rules of their own', async () => {
    const text = `rules: { disable: [own-rule], custom: [${RULE('own-rule')}, ${RULE('mine')}] }\nallow: [{ rule: mine }]\n`;
    const settings = await settingsOf({ '.clawback.yaml': text });
    expect(settings.custom.map(({ id }) => id)).toEqual(['mine']);
    expect(settings.customTexts.map(({ id }) => id)).toEqual(['mine']);
  });

  it('come from the flags first', async () => {
    const files = { '.clawback.yaml': 'report: { min-confidence: low }\n', 'other.yaml': 'paths: { exclude: [x] }\n' };
    expect((await settingsOf(files, { minConfidence: 'high' })).minConfidence).toBe('high');
    const named = await settingsOf(files, { config: 'other.yaml' });
    expect(named).toMatchObject({ minConfidence: 'medium', exclude: ['x'], notes: ['other.yaml leaves out x'] });
  });

  it('hold what the ignore file and the baseline say', async () => {
    const fingerprint = `cb1_${'0'.repeat(32)}`;
    const settings = await settingsOf(
      {
        '.clawbackignore': 'a # b\n',
        'known.json': JSON.stringify({
          version: 1,
          key: 'none',
          findings: [{ fingerprint, rule: 'gone-rule', path: 'p' }],
        }),
      },
      { baseline: 'known.json' },
    );
    expect(settings.ignore).toEqual({ fingerprints: new Map(), globs: [{ glob: 'a', reason: 'b' }] });
    expect(settings.baseline).toEqual(new Set([fingerprint]));
  });

  it.each([
    ['no-such-file', {}, { config: 'no' }, 'bad-config'],
    ['no-such-baseline', {}, { baseline: 'no' }, 'bad-baseline'],
    ['bad configuration', { '.clawback.yaml': 'x: 1' }, {}, 'bad-config'],
    ['unknown rule', { '.clawback.yaml': 'rules: { disable: [x] }' }, {}, 'bad-config'],
    ['built-in id', { '.clawback.yaml': `rules: { custom: [${RULE('one-rule')}] }` }, {}, 'bad-config'],
    ['bad rule', { '.clawback.yaml': `rules: { custom: [${RULE('x').replace('{9}', '+')}] }` }, {}, 'bad-rule'],
    ['bad ignore file', { '.clawbackignore': 'cb1_x' }, {}, 'bad-ignore-file'],
    ['bad baseline', { 'b.json': '{}' }, { baseline: 'b.json' }, 'bad-baseline'],
  ])('are refused with a code: %s', async (_, files, flags, code) => {
    const error = await settingsOf(files, flags).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ClawbackError);
    expect((error as ClawbackError).code).toBe(code);
  });
});
