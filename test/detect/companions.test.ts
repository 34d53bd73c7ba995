import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/detect/engine.ts';
import { awsId, awsSecret, characters, hex } from '../support/secrets.ts';
import { engine, engineWith, NOW, scan } from './scanning.ts';

const id = (seed: string | number): string => awsId(`companion ${seed}`);
const secret = (seed: string | number): string => awsSecret(`companion ${seed}`);
const temporary = (seed: string): string => id(seed).replace(/^..../, 'ASIA');

/** Secrets with the id that was given to each, and ids that stayed alone. */
function pairs(text: string): { pairs: [id: string, secret: string][]; alone: string[] } {
  const candidates = scan(text);
  const both = candidates.filter(({ rule }) => /^aws-(?:temporary-)?access-key$/.test(rule));
  const alone = candidates.filter(({ rule }) => /access-key-id$/.test(rule));
  return {
    pairs: both.map(({ parts, secret }): [string, string] => [parts.id!.reveal(), secret.reveal()]),
    alone: alone.map(({ secret }) => secret.reveal()),
  };
}

describe('an AWS access key id and its secret', () => {
  it('are one finding: the secret, with the id as its part', () => {
    const text = `[default]\naws_access_key_id = ${id(1)}\naws_secret_access_key = ${secret(1)}\n`;
    const candidates = scan(text);
    expect(candidates).toHaveLength(1);
    expect(candidates[0]).toMatchObject({ rule: 'aws-access-key', confidence: 'high' });
    expect(text.slice(candidates[0]!.span.start, candidates[0]!.span.end)).toBe(secret(1));
    expect(candidates[0]!.partSpans).toEqual([{ start: text.indexOf(id(1)), end: text.indexOf(id(1)) + 20 }]);
  });

  it.each([
    ['on one line', `${id(1)}:${secret(1)}\n`],
    ['the secret first', `secret ${secret(1)}\nid ${id(1)}\n`],
    ['five lines apart', `${id(1)}\n\n\n\n\n${secret(1)}\n`],
    ['in JSON', JSON.stringify({ AccessKeyId: id(1), SecretAccessKey: secret(1) })],
    [
      'in JSON in a string',
      JSON.stringify({ text: JSON.stringify({ AccessKeyId: id(1), SecretAccessKey: secret(1) }) }),
    ],
    ['with CR LF', `id=${id(1)}\r\n\r\nsecret=${secret(1)}\r\n`],
    ['in a list', `new Credentials('${id(1)}', '${secret(1)}')`],
    ['at the end of the text', `${id(1)} ${secret(1)}`],
  ])('are found %s', (_, text) => {
    expect(pairs(text)).toEqual({ pairs: [[id(1), secret(1)]], alone: [] });
  });

  it('belong together where they are nearest', () => {
    const block = (seed: number): string => `[p${seed}]\nid = ${id(seed)}\nsecret = ${secret(seed)}\n`;
    expect(pairs([1, 2, 3].map(block).join('\n')).pairs).toEqual([1, 2, 3].map((seed) => [id(seed), secret(seed)]));
    expect(pairs([1, 2, 3].map(block).join('')).pairs).toEqual([1, 2, 3].map((seed) => [id(seed), secret(seed)]));
  });

  it('belong together in order where all ids come first', () => {
    const text = [...[1, 2, 3].map((seed) => `id ${id(seed)}`), ...[1, 2, 3].map((seed) => `key ${secret(seed)}`)].join(
      '\n',
    );
    expect(pairs(`${text}\n`)).toEqual({ pairs: [1, 2, 3].map((seed) => [id(seed), secret(seed)]), alone: [] });
  });

  it('pair behind rather than in front, at the same distance', () => {
    expect(pairs(`${secret(1)} ${id(1)} ${secret(2)}\n`).pairs).toEqual([[id(1), secret(2)]]);
  });

  it('leave the id alone where no secret is near', () => {
    for (const text of [
      `${id(1)}\n`,
      `${id(1)}${'\n'.repeat(6)}${secret(1)}\n`,
      `${id(1)}${'.'.repeat(2100)}${secret(1)}\n`,
    ]) {
      expect(pairs(text)).toEqual({ pairs: [], alone: [id(1)] });
    }
  });

  it('leave the farther id alone where there is one secret for two', () => {
    expect(pairs(`${id(1)}\n${id(2)}\n${secret(2)}\n`)).toEqual({ pairs: [[id(2), secret(2)]], alone: [id(1)] });
  });

  it('are no pair with a hash, a path or a longer text', () => {
    const upper = characters('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 40, 'upper');
    for (const other of [
      hex(40, 'commit'),
      upper,
      `${secret(1)}x`,
      `${secret(1)}=`,
      '/deploy/Production/Services/Billing/main1'.slice(0, 40),
    ]) {
      expect(pairs(`${id(1)}\n${other}\n`), other).toEqual({ pairs: [], alone: [id(1)] });
    }
  });

  it('are each given once, whatever stands near whatever', () => {
    const pieces = fc.array(
      fc.record({ isId: fc.boolean(), gap: fc.constantFrom(' ', '\n', '\n\n', '\n\n\n\n', ' ... ', '\n'.repeat(8)) }),
      { minLength: 1, maxLength: 10 },
    );
    fc.assert(
      fc.property(pieces, (list) => {
        const text = list.map(({ isId, gap }, i) => (isId ? id(`p${i}`) : secret(`p${i}`)) + gap).join('');
        const result = pairs(text);
        const ids = list.flatMap(({ isId }, i) => (isId ? [id(`p${i}`)] : []));
        const secrets = result.pairs.map(([, one]) => one);
        expect(new Set(secrets).size).toBe(secrets.length);
        expect([...result.pairs.map(([one]) => one), ...result.alone].sort()).toEqual(ids.sort());
        const near = result.pairs.filter(([one, other]) => {
          const [from, to] = [text.indexOf(one), text.indexOf(other)].sort((a, b) => a - b);
          return text.slice(from, to).split('\n').length <= 6;
        });
        expect(near).toHaveLength(result.pairs.length);
      }),
      { numRuns: 300 },
    );
  });

  it('are found the same in an object of many megabytes', () => {
    const block = (seed: number): string =>
      `id = ${id(seed)}\nsecret = ${secret(seed)}\n${'-'.repeat(70_001)}\n\n\n\n\n\n`;
    const seeds = Array.from({ length: 40 }, (_, seed) => seed);
    expect(pairs(seeds.map(block).join(''))).toEqual({
      pairs: seeds.map((seed) => [id(seed), secret(seed)]),
      alone: [],
    });
  });
});

describe('a flood of access key ids', () => {
  const flood = (size: number, write: (seed: number) => string): Buffer =>
    Buffer.from(Array.from({ length: size }, (_, seed) => `${write(seed)}\n\n\n\n\n\n`).join(''));
  const limited = createEngine([...engine.rules.values()], { now: NOW, maxCandidates: 100 });

  it('is cut where so many wait for their secrets, and says so', () => {
    const companions = [{ name: 'key', pattern: '(?<key>[a-z]{30})', lines: 1, required: true }];
    const waiting = engineWith({ anchors: ['acme_'], pattern: '(?<id>acme_[0-9]{6})', with: companions });
    const text = flood(5001, (seed) => `acme_${100_000 + seed}`);
    expect(waiting.scan(text)).toEqual({ candidates: [], skipped: null, capped: true });
    expect(waiting.scan(text.subarray(0, text.length / 2))).toMatchObject({ capped: false });
  });

  it('counts what is found with its secret like anything else', () => {
    const { candidates, capped } = limited.scan(flood(60, (seed) => `${id(seed)} ${secret(seed)}`));
    const pairs = candidates.filter(({ rule }) => rule === 'aws-access-key');
    expect({ capped, candidates: candidates.length, pairs: pairs.length }).toEqual({
      capped: true,
      candidates: 60,
      pairs: 40,
    });
  });
});

describe('a temporary access key', () => {
  const token = `${'IQoJb3Jp'}Z2luX2Vj${characters('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 500, 'session')}==`;

  it('has its session token as a part where one stands near', () => {
    const [candidate, ...others] = scan(`id=${temporary('t')}\nkey=${secret('t')}\ntoken=${token}\n`);
    expect(others).toEqual([]);
    expect(candidate!.rule).toBe('aws-temporary-access-key');
    expect(candidate!.parts.token!.reveal()).toBe(token);
  });

  it('is one without a session token too', () => {
    const [candidate] = scan(`id=${temporary('t')}\nkey=${secret('t')}\n`);
    expect(candidate!.rule).toBe('aws-temporary-access-key');
    expect(Object.keys(candidate!.parts)).toEqual(['id']);
  });
});

describe('what stands beside a match', () => {
  const rule = { anchors: ['acme_'], pattern: '(?<key>acme_[a-z0-9]{16})(?![a-z0-9])', filters: [] };
  const host = { name: 'host', pattern: '(?<host>[A-Za-z0-9]{30})\\.acme\\.com', lines: 1 };
  const key = `acme_${hex(16, 'beside')}`;
  const domain = characters('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 30, 'domain');

  it('must be there, or need not, as the rule says', () => {
    const [needed, wanted] = [true, false].map((required) => engineWith({ ...rule, with: [{ ...host, required }] }));
    expect(scan(`${key}\n${domain}.acme.com\n`, undefined, needed)[0]?.parts.host?.reveal()).toBe(domain);
    expect(scan(`${key}\n`, undefined, needed)).toEqual([]);
    expect(scan(`${key}\n\n${domain}.acme.com\n`, undefined, needed)).toEqual([]);
    expect(scan(`${key}\n`, undefined, wanted)).toHaveLength(1);
    expect(scan(`${key}\n`, undefined, wanted)[0]?.parts).toEqual({});
  });
});
