import rules from 'clawback:rules';
import { describe, expect, it } from 'vitest';
import { ClawbackError } from '../../src/domain/errors.ts';
import type { AssignedDetector, JsonDetector, PatternDetector, Rule } from '../../src/domain/rule.ts';
import { compileCustom, compileProviders } from '../../src/rules/compile.ts';
import { providerSchema, ruleSchema } from '../../src/rules/schema.ts';
import { sample } from './steps.ts';

/** A rule as it is written; what a test does not care about is filled in. */
const written = (source: Record<string, unknown>) =>
  ruleSchema.parse({
    id: 'a-rule',
    title: 't',
    severity: 'high',
    examples: { match: ['x'], ignore: ['y'] },
    ...source,
  });

const compile = (source: Record<string, unknown>): Rule => compileCustom([written(source)]).rules[0]!;
const pattern = (source: Record<string, unknown>): PatternDetector => compile(source).detectors[0] as PatternDetector;
const leads = (anchors: string[], source: string, more: Record<string, unknown> = {}): number[] | null =>
  pattern({ anchors, pattern: source, ...more }).leads;

describe('where a pattern is tried', () => {
  it.each<[string[], string, number[] | null]>([
    [['sk-ant-'], '(?<key>sk-ant-[a-z]{9})', [0]],
    [['ant-'], '(?<key>sk-ant-[a-z]{9})', [3]],
    [['ghp_', 'gho_'], '(?<key>gh[po]_[a-z]{9})', [0]],
    [['eyj'], '(?:oc://)?(?<key>eyJ\\w{9})', [0, 5]],
    [['_key'], '(?<key>a_key_\\w{9}|bcd_key_\\w{9})', [1, 3]],
    [['token'], '(?<key>\\w{3}token)', null],
    [['other'], '(?<key>sk-\\w{9})', null],
    [['ghp_'], '(?<key>gh[po]_[a-z]{9})', null],
  ])('is where its anchor says, if that is certain: %j in %s', (anchors, source, expected) => {
    expect(leads(anchors, source)).toEqual(expected);
  });

  it('is told from the anchor without regard to case', () => {
    expect(leads(['ACME_'], '(?<key>acme_\\w{9})')).toEqual([0]);
    expect(leads(['acme_'], '(?<key>aCmE_\\w{9})')).toEqual([0]);
  });

  it('is everywhere near the anchor, where the anchor need not be part of it', () => {
    expect(leads(['acme'], '(?<key>acme_\\w{9})', { lines: 3 })).toBeNull();
  });

  it('is right for every built-in pattern: one of its anchors stands there in whatever it matches', () => {
    let checked = 0;
    for (const { id, detectors } of rules) {
      for (const detector of detectors) {
        if (detector.kind !== 'pattern' || detector.leads === null) continue;
        const { anchors, leads, source, flags } = detector;
        for (const letter of 'aA0-_.') {
          const text = new RegExp(source, `${flags}y`).exec(sample(source, flags, letter, 30))?.[0].toLowerCase();
          if (text === undefined) continue;
          checked += 1;
          expect(
            leads.some((lead) => anchors.some((anchor) => text.startsWith(anchor, lead))),
            id,
          ).toBe(true);
        }
      }
    }
    expect(checked).toBeGreaterThan(200);
  });
});

describe('a compiled rule', () => {
  it('knows how long a match may be', () => {
    expect(pattern({ anchors: ['abc'], pattern: 'abc(?<key>[a-z]{5,9})' }).maxLength).toBe(12);
    const assigned = compile({ anchors: ['abc'], assigned: { name: 'abc', value: '\\w{5,70}' } })
      .detectors[0] as AssignedDetector;
    expect(assigned.maxLength).toBe(70);
  });

  it('has the prefixes that its mask may show, of all its ways', () => {
    const find = [
      { anchors: ['abc'], pattern: 'abc=(?<key>sk-\\w{9})' },
      { anchors: ['abc'], assigned: { name: 'abc', value: 'pk-\\w{9}' } },
      { anchors: ['abc'], json: ['abc'], value: 'rk-\\w{9}' },
      { anchors: ['abc'], assigned: { name: 'abc', value: '\\w{9}' } },
    ];
    expect(compile({ find }).prefixes).toEqual(['sk-', 'pk-', 'rk-']);
  });

  it('shows nothing of a secret that has no prefix', () => {
    expect(compile({ anchors: ['abc'], assigned: { name: 'abc', value: '[^\\s]{8,99}' } }).prefixes).toEqual([]);
  });

  it('is as sure, and as careful, as its way to find things allows', () => {
    const [shape, name, path] = compile({
      find: [
        { anchors: ['abc'], pattern: '(?<key>abc)' },
        { anchors: ['abc'], assigned: { name: 'abc', value: 'x' } },
        { anchors: ['abc'], json: ['abc'] },
      ],
    }).detectors;
    const all = ['placeholder', 'reference', 'dictionary'];
    expect(shape).toMatchObject({ confidence: 'high', binary: true, filters: ['placeholder'] });
    expect(name).toMatchObject({ confidence: 'medium', binary: false, filters: all });
    expect(path).toMatchObject({ confidence: 'medium', binary: false, filters: all, value: '.{1,4096}' });
    expect((path as JsonDetector).paths).toEqual(['abc']);
  });

  it('keeps what its author says instead', () => {
    const rule = compile({
      anchors: ['abc'],
      pattern: '(?<key>abc)',
      confidence: 'low',
      binary: false,
      filters: [],
      files: ['**/x'],
      'ignore-case': true,
    });
    expect(rule.detectors[0]).toMatchObject({
      confidence: 'low',
      binary: false,
      filters: [],
      files: ['**/x'],
      flags: 'i',
    });
  });

  it('may get its secret from beside the match', () => {
    const { companions } = pattern({
      anchors: ['abc'],
      pattern: '(?<id>abc)',
      with: [{ name: 'key', pattern: '(?<key>\\w{40})', lines: 3 }],
    });
    expect(companions).toEqual([{ name: 'key', source: '(?<key>\\w{40})', flags: '', lines: 3, required: true }]);
  });
});

describe('a rule is refused, and named', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['for having no way to find anything', {}, 'give either "anchors" with one of'],
    [
      'for having ways of its own and a list of them',
      { anchors: ['abc'], pattern: '(?<key>abc)', find: [{ anchors: ['abc'], pattern: '(?<key>abc)' }] },
      'give either "anchors" with one of',
    ],
    [
      'for anchors alone',
      { anchors: ['abc'] },
      'anchors needs exactly one of "pattern", "assigned", "json" and "structure" beside it',
    ],
    ['for two ways at once', { anchors: ['abc'], pattern: '(?<key>abc)', json: ['a'] }, 'anchors needs exactly one of'],
    ['for a pattern without anchors', { pattern: '(?<key>abc)' }, 'anchors is missing'],
    [
      'for a pattern without a secret',
      { anchors: ['abc'], pattern: 'abc' },
      'pattern has no capture named "key": write (?<key>…) round the secret',
    ],
    [
      'for a secret that need not be there',
      { anchors: ['abc'], pattern: 'abc', with: [{ name: 'key', pattern: '(?<key>x)', lines: 1, required: false }] },
      'pattern has no capture named "key"',
    ],
    [
      'for a companion that captures something else',
      { anchors: ['abc'], pattern: '(?<key>abc)', with: [{ name: 'id', pattern: '(?<ident>x)', lines: 1 }] },
      'with id has no capture of that name',
    ],
    [
      'for a companion of a name',
      {
        anchors: ['abc'],
        assigned: { name: 'abc', value: 'x' },
        with: [{ name: 'id', pattern: '(?<id>x)', lines: 1 }],
      },
      'with goes with "pattern" only',
    ],
    [
      'for a name that is too long',
      { anchors: ['abc'], assigned: { name: 'a{81}', value: 'x' } },
      'assigned.name can match 81 characters; at most 80',
    ],
    [
      'for a pattern that backtracks without bound',
      { anchors: ['abc'], pattern: '(?<key>\\s{0,500}\\s{0,500}x)' },
      'pattern can backtrack without bound',
    ],
    [
      'for a value that does',
      { anchors: ['abc'], assigned: { name: 'abc', value: '(?:\\w{1,30}){1,30}' } },
      'assigned.value can backtrack without bound',
    ],
    [
      'for a value at a path that does',
      { anchors: ['abc'], json: ['abc'], value: '(?:.{1,30}){1,30}' },
      'value can backtrack without bound',
    ],
    [
      'for a name without end',
      { anchors: ['abc'], assigned: { name: 'a+', value: 'x' } },
      'assigned.name can repeat "a+" without end',
    ],
    [
      'for a companion without end',
      { anchors: ['abc'], pattern: '(?<key>abc)', with: [{ name: 'id', pattern: '(?<id>x*)', lines: 1 }] },
      'with id can repeat "x*" without end',
    ],
    [
      'with the way that is wrong',
      {
        find: [
          { anchors: ['abc'], pattern: '(?<key>abc)' },
          { anchors: ['abc'], pattern: '(?<key>a+)' },
        ],
      },
      'find[1].pattern can repeat "a+" without end',
    ],
  ])('%s', (_, source, message) => {
    const compiling = (): Rule => compile(source);
    expect(compiling).toThrow(ClawbackError);
    expect(compiling).toThrow(`rule a-rule: `);
    expect(compiling).toThrow(message);
  });

  it('for an id that another has', () => {
    const source = written({ anchors: ['abc'], pattern: '(?<key>abc)' });
    expect(() => compileCustom([source, source])).toThrow('rule a-rule: this id is used twice');
  });
});

describe('what people read', () => {
  const provider = {
    ...{
      id: 'acme',
      name: 'Acme',
      env: ['ACME_KEY'],
      hosts: [],
      remedy: { console: 'https://acme.com/keys', steps: ['Replace it.'] },
    },
    rules: [
      written({
        id: 'one',
        anchors: ['abc'],
        pattern: '(?<key>abc)',
        examples: { match: ['x', { text: 'y', path: 'z' }], ignore: ['w'] },
      }),
      written({ id: 'two', anchors: ['abc'], pattern: '(?<key>abc)', description: 'd', remedy: { steps: ['Wait.'] } }),
    ],
  };
  const { texts } = compileProviders([{ ...provider, rules: provider.rules.map((rule) => ({ ...rule, revoke: [] })) }]);

  it('is the provider’s, but for what the rule says itself', () => {
    expect(texts[0]).toMatchObject({
      id: 'one',
      description: '',
      env: ['ACME_KEY'],
      remedy: { console: 'https://acme.com/keys', steps: ['Replace it.'] },
    });
    expect(texts[1]).toMatchObject({
      description: 'd',
      remedy: { console: 'https://acme.com/keys', steps: ['Wait.'] },
    });
    expect(texts[0]!.examples).toEqual({ match: [{ text: 'x' }, { text: 'y', path: 'z' }], ignore: [{ text: 'w' }] });
  });

  it('of a configuration’s own rules says what to do, too', () => {
    const [text] = compileCustom([written({ anchors: ['abc'], pattern: '(?<key>abc)' })]).texts;
    expect(text).toMatchObject({ provider: 'custom', remedy: { console: null } });
    expect(text!.remedy.steps.length).toBeGreaterThan(0);
    expect(compileCustom([])).toEqual({ rules: [], texts: [], apis: [] });
  });
});

describe('how credentials are asked about', () => {
  const api = (verify: object, more: object = {}) => {
    const source = {
      id: 'acme',
      name: 'ACME',
      hosts: ['api.acme.com', 'eu.acme.com'],
      remedy: { steps: ['Wait.'] },
      rules: [
        {
          ...written({ anchors: ['abc'], pattern: '(?<key>abc(?<id>[a-z]{9}))' }),
          verify: { get: '/me', live: [200], dead: [401], ...verify },
          ...more,
        },
      ],
    };
    return compileProviders([providerSchema.parse(source)]).apis[0]!.rules[0]!;
  };
  const refusalOf = (verify: object, more: object = {}): string => {
    try {
      api(verify, more);
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };
  const revoke = { by: 'self', effect: 'key', aim: 'self', delete: '/me', done: [204] };

  it('is the same at every region, one after the other', () => {
    const { verify } = api({ regions: ['eu.acme.com'] });
    expect(verify!.calls.map(({ address }) => address)).toEqual(['/me']);
    expect(verify!.others.map(({ address }) => address)).toEqual(['https://eu.acme.com/me']);
  });

  it.each([
    ['another host', { get: 'https://evil.example/me' }, {}, 'reaches evil.example'],
    ['a region that is no host', { regions: ['us.acme.com'] }, {}, 'names us.acme.com'],
    ['a name that nothing gives', { get: '/{name}' }, {}, 'uses {name}'],
    ['a reply that is both', { live: [200, 401] }, {}, 'says the same of status 401'],
    ['an administrator where none is asked for', { headers: { X: '{admin}' } }, {}, 'uses {admin}'],
    ['a target that is not named', {}, { revoke: { ...revoke, aim: 'id' } }, 'the request does not name it'],
    ['a target that is not there', {}, { revoke: { ...revoke, aim: 'other' } }, 'names "other"'],
    ['another host to revoke at', {}, { revoke: { ...revoke, delete: 'https://a.example/' } }, 'reaches a.example'],
    ['revoking what cannot be asked about', {}, { verify: undefined, revoke }, 'needs "verify"'],
    ['a split that captures nothing', {}, { split: 'abc' }, 'captures nothing'],
  ])('refuses %s', (_, verify, more, message) => {
    expect(refusalOf(verify, more)).toContain(message);
  });

  it('takes what a rule captures, and the host that it makes if that is one of the list', () => {
    expect(api({ get: '/{id}', headers: { 'X-Id': '{id}' } }).verify!.calls[0]!.headers).toEqual({ 'x-id': '{id}' });
    expect(refusalOf({ get: 'https://{id}.acme.com/me' })).toBe('');
    expect(refusalOf({ get: 'https://{id}.example/me' })).toContain('reaches');
  });

  it('finds the first of a listing nowhere: there is no such form', () => {
    const find = { get: '/keys', items: 'data', id: 'id' };
    expect(refusalOf({}, { revoke: { ...revoke, aim: 'listing', delete: '/keys/{found.id}', find } })).not.toBe('');
  });
});
