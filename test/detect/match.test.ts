import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesRound } from '../../src/detect/match.ts';
import { alphanumeric } from '../support/secrets.ts';
import { privateKey } from '../support/tokens.ts';
import { engineWith, found, scan } from './scanning.ts';

const VALUE = alphanumeric(24, 'match');
const OTHER = alphanumeric(24, 'match two');

describe('a value given to a name', () => {
  const assigned = {
    anchors: ['service_key', 'service.key'],
    assigned: { name: 'service[_.]key', value: '[A-Za-z0-9]{16,40}' },
  };
  const engine = engineWith(assigned);
  const secrets = (text: string): string[] => found(text, undefined, engine).map(([, secret]) => secret);

  it('may have a name that goes on in both directions, and is told by the whole of it', () => {
    const [candidate] = scan(`MY_SERVICE_KEY_PROD = "${VALUE}"`, undefined, engine);
    expect(candidate).toMatchObject({ keyName: 'MY_SERVICE_KEY_PROD' });
    expect(candidate!.reasons).toEqual(['it is the value of MY_SERVICE_KEY_PROD']);
    expect(scan(`app.service.key.main=${VALUE}`, undefined, engine)[0]?.keyName).toBe('app.service.key.main');
    expect(scan(`--my-service_key ${VALUE}`, undefined, engine)[0]?.keyName).toBe('my-service_key');
  });

  it('counts once, though several anchors stand in its name', () => {
    expect(secrets(`service_key_service_key.service.key = "${VALUE}"`)).toEqual([VALUE]);
  });

  it('is named without regard to case', () => {
    expect(secrets(`Service_KEY = "${VALUE}"`)).toEqual([VALUE]);
  });

  it('must have the form of its rule from end to end', () => {
    for (const value of [`${VALUE}-`, VALUE.slice(0, 15), VALUE.repeat(2), `x ${VALUE}`, `${VALUE}é`]) {
      expect(secrets(`service_key = "${value}"`), value).not.toContain(value);
      expect(secrets(`service_key = "${value}-x"`)).toEqual([]);
    }
  });

  it('may be one of a list that is a value of its own', () => {
    expect(secrets(`SERVICE_KEYS=${VALUE},${OTHER}\n`)).toEqual([VALUE, OTHER]);
    expect(secrets(`SERVICE_KEYS="${VALUE}; ${OTHER} x"\n`)).toEqual([VALUE, OTHER]);
    expect(secrets(`"service_keys": ["${VALUE}", "${OTHER}"]`)).toEqual([VALUE, OTHER]);
  });

  it('is not taken apart where the whole of it is one', () => {
    const by = engineWith({
      anchors: ['service_key'],
      assigned: { name: 'service_key', value: '[\\w,]{16,80}' },
      filters: [],
    });
    expect(found(`service_key="${VALUE},${OTHER}"`, undefined, by)).toEqual([['rule-1', `${VALUE},${OTHER}`]]);
  });

  it('may be part of what its rule asks for', () => {
    const by = engineWith({
      anchors: ['service_key'],
      assigned: { name: 'service_key', value: 'v1:(?<key>[A-Za-z0-9]{24})' },
    });
    const [candidate] = scan(`service_key: "v1:${VALUE}"`, undefined, by);
    expect(candidate?.secret.reveal()).toBe(VALUE);
    expect(candidate?.span).toEqual({ start: 17, end: 17 + VALUE.length });
  });

  it('is found for each of thousands of names on one line', () => {
    const values = Array.from({ length: 3000 }, (_, i) => alphanumeric(24, `many ${i}`));
    expect(secrets(values.map((value, i) => `"service_key_${i}":"${value}"`).join(','))).toEqual(values);
  });
});

describe('a name that stands near its anchor', () => {
  const engine = engineWith({
    anchors: ['acme'],
    lines: 2,
    assigned: { name: '(?<![a-z])token', value: '[A-Za-z0-9]{24}' },
  });
  const secrets = (text: string): string[] => found(text, undefined, engine).map(([, secret]) => secret);
  const token = `token = ${VALUE}`;

  it.each([
    ['on its line', `acme ${token}`, true],
    ['two lines before', `${token}\n\nacme`, true],
    ['two lines behind', `acme\n\n${token}`, true],
    ['three lines before', `${token}\n\n\nacme`, false],
    ['three lines behind', `acme\n\n\n${token}`, false],
    ['nowhere', token, false],
    ['two thousand characters along', `acme${' '.repeat(1970)}${token}`, true],
    ['farther along a line', `acme${' '.repeat(2010)}${token}`, false],
    ['farther before on a line', `${token}${' '.repeat(2010)}acme`, false],
  ])('counts where the rule says: %s', (_, text, expected) => {
    expect(secrets(`start\n${text}\nend\n`)).toEqual(expected ? [VALUE] : []);
  });

  it('counts once between two anchors', () => {
    expect(secrets(`acme\n${token}\nacme\nacme`)).toEqual([VALUE]);
  });
});

describe('a shape', () => {
  it('is found where its anchor has no fixed place in it', () => {
    const engine = engineWith({
      anchors: ['.acme.'],
      pattern: '\\b(?<key>[a-z0-9]{4,20}\\.acme\\.[a-z0-9]{4,20})\\b',
      filters: [],
    });
    const texts = ['ab12.acme.cd34', 'x ab12x9.acme.cd34y8 z'];
    for (const text of texts) expect(found(text, undefined, engine)).toHaveLength(1);
    expect(found('ab12.acme.cd34 ef56.ACME.gh78 ab12.acme.cd34', undefined, engine)).toHaveLength(2);
  });

  it('is found wherever it stands, however close its anchors stand to each other and to others', () => {
    const engine = engineWith({
      anchors: ['.acme.'],
      pattern: '(?<![a-z0-9])(?<key>[a-z0-9]{4,20}\\.acme\\.[a-z0-9]{4,20})(?![a-z0-9])',
      filters: [],
    });
    const token = fc
      .nat(999)
      .map((seed) => `${alphanumeric(12, `${seed}`).toLowerCase()}.acme.${'k'.repeat(4 + (seed % 9))}`);
    const bait = fc.constantFrom('.acme. ', 'x.acme. ', ' .ACME.y', '.acme.acme.', 'abcde.acme.abc');
    const gap = fc.nat(150).map((length) => '-'.repeat(length));
    const piece = fc.oneof(
      { weight: 1, arbitrary: token },
      { weight: 3, arbitrary: bait },
      { weight: 1, arbitrary: gap },
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.map((one) => ` ${one} `).join('');
        const all = [...text.matchAll(/(?<![a-z0-9])[a-z0-9]{4,20}\.acme\.[a-z0-9]{4,20}(?![a-z0-9])/g)];
        expect(found(text, undefined, engine).map(([, secret]) => secret)).toEqual(all.map(([secret]) => secret));
      }),
      { numRuns: 1000 },
    );
  });

  it('of a key is found between any number of lines that only begin one', () => {
    const begin = `-----BEGIN ${'PRIVATE KEY'}-----\n`.repeat(3000);
    const keys = ['1', '2'].map((seed) => privateKey(seed));
    const rules = found(`${begin}${keys[0]}\n${begin}${keys[1]}\n${begin}`);
    expect(rules).toEqual(keys.map((key) => ['private-key', key]));
  });

  it('is told by its case, unless its rule says otherwise', () => {
    const pattern = '(?<key>acme_[a-f0-9]{12})(?![a-f0-9])';
    const upper = 'ACME_12AB34CD56EF';
    expect(found(upper, undefined, engineWith({ anchors: ['acme_'], pattern, filters: [] }))).toEqual([]);
    expect(
      found(upper, undefined, engineWith({ anchors: ['acme_'], pattern, 'ignore-case': true, filters: [] })),
    ).toEqual([['rule-1', upper]]);
  });

  it('may stand near its anchor, where the rule says so', () => {
    const engine = engineWith({
      anchors: ['acme.com'],
      lines: 1,
      pattern: '(?<![\\w])(?<key>[0-9a-f]{32})(?![\\w])',
      filters: [],
    });
    const key = '5f0e9ab2c4d81736'.repeat(2);
    expect(found(`https://acme.com\nkey ${key}`, undefined, engine)).toEqual([['rule-1', key]]);
    expect(found(`key ${key}\nhttps://acme.com`, undefined, engine)).toEqual([['rule-1', key]]);
    expect(found(`https://acme.com\n\nkey ${key}`, undefined, engine)).toEqual([]);
    expect(found(`https://acme.com acme.com ${key} acme.com`, undefined, engine)).toEqual([['rule-1', key]]);
  });

  it('sees what stands right before and behind it, wherever the text is cut', () => {
    const engine = engineWith({
      anchors: ['acme_'],
      pattern: '(?<![\\w-])(?<key>acme_[a-f0-9]{12})(?![\\w-])',
      filters: [],
    });
    expect(found('acme_12ab34cd56ef', undefined, engine)).toHaveLength(1);
    for (const text of ['xacme_12ab34cd56ef', '-acme_12ab34cd56ef', 'acme_12ab34cd56ef0', 'acme_12ab34cd56ef-']) {
      expect(found(text, undefined, engine), text).toEqual([]);
    }
  });

  it('is found at every place, though the places overlap', () => {
    const engine = engineWith({ anchors: ['ab'.repeat(2)], pattern: '(?<key>abab)', filters: [] });
    expect(scan('xabababab', undefined, engine).map(({ span }) => span.start)).toEqual([1, 5]);
  });
});

describe('the lines round a place', () => {
  const text = 'one\ntwo\nthree\nfour\n';
  const at = text.indexOf('hree');

  it.each([
    [0, 'three'],
    [1, 'two\nthree\nfour'],
    [2, 'one\ntwo\nthree\nfour\n'],
    [9, text],
  ])('with %i on each side', (lines, expected) => {
    const { start, end } = linesRound(text, at, lines);
    expect(text.slice(start, end)).toBe(expected);
  });

  it('reach no more than two thousand characters in one direction', () => {
    expect(linesRound('x'.repeat(9000), 4500, 3)).toEqual({ start: 2500, end: 6500 });
  });
});
