import builtInRules from 'clawback:rules';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Masker } from '../../src/app/masker.ts';
import { createEngine } from '../../src/detect/engine.ts';
import { Secret } from '../../src/domain/secret.ts';
import { compileCustom } from '../../src/rules/compile.ts';
import { ruleSchema } from '../../src/rules/schema.ts';
import { givenAway } from '../support/pieces.ts';
import { alphanumeric, anthropicKey, awsId, awsSecret, groqKey } from '../support/secrets.ts';
import { privateKey } from '../support/tokens.ts';

const engine = createEngine(builtInRules, { now: 0 });
const silent = createEngine([], { now: 0 });
const masker = () => new Masker(() => engine);

/** One that recognizes nothing by itself. */
function knowing(...values: string[]): Masker {
  const made = new Masker(() => silent);
  made.learn(values.map((value) => new Secret(value, 'key_')));
  return made;
}

describe('the masker', () => {
  it('replaces what the rules recognize, wherever it stands', () => {
    expect(masker().mask(`a ${groqKey()} b "${anthropicKey()}"`)).toBe('a gsk_…(56) b "sk-ant-api…(108)"');
    expect(masker().mask(`OPENCLAW_PAIRING_CODE=${alphanumeric(20, 'code')}`)).toBe('OPENCLAW_PAIRING_CODE=…(20)');
  });

  it('replaces all parts of a credential', () => {
    const text = `AWS_ACCESS_KEY_ID=${awsId()} AWS_SECRET_ACCESS_KEY=${awsSecret()}`;
    const hidden = [
      { name: 'id', value: awsId(), prefix: 'AKIA' },
      { name: 'secret', value: awsSecret() },
    ];
    expect(givenAway(masker().mask(text), hidden)).toEqual([]);
  });

  it('replaces a secret whole although a part of it has a name', () => {
    const rule = ruleSchema.parse({
      id: 'acme-key',
      title: 'Acme key',
      severity: 'high',
      anchors: ['acme_'],
      pattern: '(?<key>acme_(?<id>\\w{12})\\.\\w{24})',
      examples: { match: ['x'], ignore: ['y'] },
    });
    const value = `acme_${alphanumeric(12, 'part')}.${alphanumeric(24, 'rest')}`;
    const made = new Masker(() => createEngine(compileCustom([rule]).rules, { now: 0 }));
    expect(made.mask(`a ${value} b ${value} c`)).toBe('a acme_…(42) b acme_…(42) c');
  });

  it('replaces a secret of several lines', () => {
    const masked = masker().mask(`before\n${privateKey()}\nafter`);
    expect(masked).toMatch(/^before\n-----BEGIN [A-Z -]*…\(\d+\)\nafter$/);
  });

  it('replaces what it was told of, every time', () => {
    expect(knowing('key_sunshine').mask('key_sunshine/key_sunshine.txt')).toBe('key_…(12)/key_…(12).txt');
  });

  it('takes the longer of two secrets that share text', () => {
    expect(knowing('sunshine', 'sunshine-and-rain').mask('sunshine-and-rain, sunshine')).toBe('…(17), …(8)');
  });

  it('replaces a secret that is spelt with the escapes of a URL', () => {
    expect(knowing('sun/shine=+').mask(`?k=${encodeURIComponent('sun/shine=+')}`)).toBe('?k=…(11)');
  });

  it('does not look for values so short that they would blank half a text', () => {
    expect(knowing('sun').mask('sunshine in sunny weather')).toBe('sunshine in sunny weather');
  });

  it('leaves other texts as they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        expect(knowing('key_sunshine').mask(text)).toBe(text);
      }),
    );
    const sentence = 'clawback: there is no command "audti": use one of scan, staged';
    expect(masker().mask(sentence)).toBe(sentence);
  });

  it('gives nothing away of what it knows, whatever stands round it', () => {
    const value = alphanumeric(20, 'known');
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(givenAway(knowing(value).mask(before + value + after + value), [{ name: 'it', value }])).toEqual([]);
      }),
    );
  });

  it('replaces what it was told of as one by one would, the longest first', () => {
    const value = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 6, maxLength: 9 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'a', 'b', '-'), maxLength: 40 });
    fc.assert(
      fc.property(fc.uniqueArray(value, { maxLength: 12 }), text, (values, text) => {
        const longestFirst = [...values].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
        const expected = longestFirst.reduce((masked, one) => masked.replaceAll(one, `…(${one.length})`), text);
        expect(knowing(...values).mask(text)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes what it learns later into account, and the latest mask', () => {
    const made = knowing('sunshine');
    expect(made.mask('sunshine and moonlight')).toBe('…(8) and moonlight');
    made.learn([new Secret('moonlight'), new Secret('sunshine', 'sun')]);
    expect(made.mask('sunshine and moonlight')).toBe('sun…(8) and …(9)');
  });

  it('learns half a character, as broken UTF-16 has it', () => {
    expect(knowing('sunshine\ud800').mask('sunshine\ud800 and more')).toBe('…(9) and more');
  });

  // Every text was searched for every secret: four files of 4,000 took three minutes.
  it('looks at few of the secrets that it knows for each text, and at a text once', () => {
    const values = Array.from({ length: 4000 }, (_, i) => alphanumeric(40, `many ${i}`));
    const made = knowing(...values);
    made.mask('first of all they are sorted');
    let looked = 0;
    const count = <Name extends 'startsWith' | 'includes' | 'replaceAll' | 'indexOf'>(name: Name): void => {
      vi.spyOn(String.prototype, name).mockImplementation(function (this: string, ...args: never[]) {
        looked += 1;
        return Reflect.apply(original[name], this, args);
      } as never);
    };
    const { startsWith, includes, replaceAll, indexOf } = String.prototype;
    const original = { startsWith, includes, replaceAll, indexOf };
    for (const name of ['startsWith', 'includes', 'replaceAll', 'indexOf'] as const) count(name);
    try {
      for (let i = 0; i < 200; i += 1) made.mask(`the path of file ${i}: ${values[i]}`);
      expect(looked).toBeLessThan(200 * 40);
      const before = looked;
      for (let i = 0; i < 200; i += 1) made.mask(`the path of file ${i}: ${values[i]}`);
      expect(looked).toBe(before);
    } finally {
      vi.restoreAllMocks();
    }
  });

  it('makes no engine before there is something to mask', () => {
    const made = new Masker(() => {
      throw new Error('too early');
    });
    made.learn([new Secret('key_sunshine')]);
    expect(made.mask('')).toBe('');
  });
});
