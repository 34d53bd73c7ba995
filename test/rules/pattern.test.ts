import rules from 'clawback:rules';
import { describe, expect, it } from 'vitest';
import { MAX_MATCH, PatternError, readPattern } from '../../src/rules/pattern.ts';

/** Why a pattern is refused; null where it is taken. */
function refusal(source: string, flags = ''): string | null {
  try {
    readPattern(source, flags);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(PatternError);
    return (error as Error).message;
  }
}

describe('a pattern is refused', () => {
  it.each([
    ['a+', 'can repeat "a+" without end: give the repeat an upper bound, as in "{1,60}"'],
    ['a*b', 'can repeat "a*" without end'],
    ['(?<key>.{3,})', 'can repeat ".{3,}" without end'],
    ['(a+)+', 'can repeat "a+" without end'],
    ['x(?:ab){100,}', 'give the repeat an upper bound, as in "{1,200}"'],
    ['(?=a*)b', 'can repeat "a*" without end'],
  ])('for a repeat without an end: %s', (source, message) => {
    expect(refusal(source)).toContain(message);
  });

  it.each([
    ['a{20001}', 'can match 20001 characters, more than the 20000 allowed'],
    ['(?:a{200}){200}', 'can match 40000 characters'],
    ['(?:x|yy{1,20000})', 'can match 20001 characters'],
  ])('for a match that is too long: %s', (source, message) => {
    expect(refusal(source)).toContain(message);
  });

  it.each([
    ['a(?=b{300})', 'looks 300 characters round the match, more than the 256 allowed'],
    ['(?<=b{257})a', 'looks 257 characters'],
    ['(?!.{0,300}x)a', 'looks 301 characters'],
    ['(?<!(?:ab){129})a', 'looks 258 characters'],
  ])('for a look-around that is too long: %s', (source, message) => {
    expect(refusal(source)).toContain(message);
  });

  it.each([
    ['(a)\\1', 'has a back reference ("\\1")'],
    ['(?<quote>["\'])a{1,9}\\k<quote>', 'has a back reference ("\\k<quote>")'],
  ])('for a back reference: %s', (source, message) => {
    expect(refusal(source)).toContain(message);
  });

  it.each(['(', '[z-a]', 'a{2,1}', '(?<key>a)(?<key>b)', '(?<1>a)', 'a**', '\\'])(
    'for being no regular expression: %s',
    (source) => {
      expect(refusal(source)).toMatch(/^is not a regular expression \(.+\)$/);
    },
  );

  it.each(['(?:', '(', '(?=', '(?:a|'])('for groups within groups, too deep to go down: %s', (opening) => {
    for (const depth of [51, 1000, 100_000])
      expect(refusal(`${opening.repeat(depth)}x${')'.repeat(depth)}`)).toContain('groups within groups');
    expect(refusal(`${opening.repeat(50)}x${')'.repeat(50)}`)).toBeNull();
    expect(refusal(`\\(${'[(]'.repeat(100)}\\[`)).toBeNull();
  });

  it('without being quoted where it holds words', () => {
    expect(refusal('(?:sunshine|[rain123])+')).toContain('can repeat "(?:…|[…])+" without end');
    expect(refusal('(?:(?:sunshine){1,9}){1,99}')).toContain('the repeat "(?:(?:…){1,9}){1,99}" can divide');
  });

  /**
   * Each of these takes seconds on a hundred characters of hostile text; the first does so where it is a
   * rule's value, which stands between ^ and $.
   */
  it.each([
    '(?:a{1,30}){1,30}',
    '(?:a{1,30}){1,30}b',
    '(?:a{1,30}){30}b',
    '(?:\\w{1,20}-?){1,20}!',
    '(?:[a-z]{1,10}[a-z0-9]{0,10}){1,20}!',
    '(?:(?:a{1,9}){1,9}){1,9}b',
    '(?:a{0,20}b{0,20}){1,50}c',
    '(?:a{1,2}){1,60}b',
    '(?:a{1,2}){60}b',
    '(?:a?){60}b',
    '(?:a|a){1,30}b',
    '(?:\\w|\\d){1,40}x',
    '(?:a|aa){1,60}b',
    '(?:a|b|ab){1,40}c',
    '(?:(?:ab){1,30}a?b?){1,30}c',
    '(?<!x(?:a{1,15}){1,15}c)b',
  ])('for repeats within repeats that can share the same text in ever more ways: %s', (source) => {
    expect(refusal(source) ?? 'taken').toContain('can backtrack without bound');
  });

  it.each([
    '\\s{0,500}\\s{0,500}x',
    '\\s{0,300}\\s{0,300}x',
    '.{0,400}.{0,400}x',
    '[a-z]{1,500}[a-z0-9]{1,500}!',
    '\\w{1,300}-?\\w{1,300}!',
    '\\s{0,100}\\s{0,100}\\s{0,100}x',
    '\\w{0,60}\\w{0,60}\\w{0,60}\\w{0,60}x',
  ])('for repeats side by side that can share the same text in too many ways: %s', (source) => {
    expect(refusal(source) ?? 'taken').toContain('can backtrack without bound');
  });

  it.each(['[a-z]{1,500}[A-Z]{1,500}!', '(?:a|A){1,40}b'])('for what its flags make of it: %s', (source) => {
    expect(refusal(source)).toBeNull();
    expect(refusal(source, 'i') ?? 'taken').toContain('can backtrack without bound');
  });
});

describe('a pattern is taken', () => {
  it.each([
    '(?<key>sk-[a-z]{20,40})',
    '\\s{0,8}=?\\s{0,8}"',
    '(?:[a-z]{1,10}-){1,5}[0-9]{4}',
    '(?:ab|cd|ef){1,10}x',
    '(?<![\\w-])(?<key>clh_[\\w-]{43})(?![\\w-])',
    'https?://[\\w.:-]{1,253}/j/(?<key>[\\w-]{20,24})',
    '(?:[\\w-]{1,30}=[^\\s"&]{0,100}&){0,4}token=(?<key>\\w{16,64})',
    '(?:[^-]|-(?!----)){56,16000}',
    '(?:a{2}){1,30}b',
    'a{0,200}b{0,200}',
    `a{${MAX_MATCH}}`,
    '(?=.{0,255}x)a',
    '\\(\\?<key>literal',
  ])('where it is harmless: %s', (source) => {
    expect(refusal(source)).toBeNull();
  });

  it('if it is one of ours', () => {
    for (const { id, detectors } of rules) {
      for (const detector of detectors) {
        const sources =
          detector.kind === 'pattern'
            ? [detector.source, ...detector.companions.map(({ source }) => source)]
            : detector.kind === 'assigned'
              ? [detector.name, `^(?:${detector.value})$`]
              : detector.kind === 'json'
                ? [`^(?:${detector.value})$`]
                : [];
        for (const source of sources) expect(refusal(source), id).toBeNull();
      }
    }
  });
});

/** All sequences of two letters that are so long. */
const sequences = (length: number): string[] =>
  length === 0 ? [''] : sequences(length - 1).flatMap((text) => [`${text}a`, `${text}b`]);

describe('what is known of a pattern', () => {
  it.each([
    ['abc', 3],
    ['a{2,5}b?', 6],
    ['(?:ab|cde){1,3}', 9],
    ['(?<=xx)a(?!yyy)', 1],
    ['^a$|\\bb{7}\\b', 7],
    ['[^x]\\d\\u0061', 3],
  ])('is how long it can match: %s, %d', (source, length) => {
    expect(readPattern(source, '').maxLength).toBe(length);
  });

  it('are its captures', () => {
    expect(readPattern('(?<id>a)(?:b(?<key>c))(?<!d)(?=e)', '').captures).toEqual(['id', 'key']);
  });

  it.each<[string, string[] | null]>([
    ['(?<key>sk-[a-z]{20})', ['sk-']],
    ['(?:ghp|gho)_[a-z]{9}', ['ghp_', 'gho_']],
    ['x?ab', ['xab', 'ab']],
    ['[ab]c\\d', ['ac', 'bc']],
    ['(?<!\\w)(?:oc://)?eyJ', ['eyJ', 'oc://eyJ']],
    ['ab{2}c', ['ab']],
    ['a{0,3}b', ['']],
    ['(?:a|b[xy])z', ['az', 'bxz', 'byz']],
    ['a|', ['a', '']],
    // No more than 64 are told apart: what is known up to there is true all the same.
    ['(?:a|b)(?:a|b)(?:a|b)(?:a|b)(?:a|b)(?:a|b)(?:a|b)', sequences(6)],
  ])('is what a match begins with: %s', (source, starts) => {
    const known = readPattern(source, '').starts;
    expect(known === null ? null : [...known].sort()).toEqual(starts === null ? null : [...starts].sort());
  });

  it.each<[string, string[]]>([
    ['id=(?<id>\\d{4}) (?<key>sk-(?:a|b)\\w{4})', ['sk-a', 'sk-b']],
    ['(?<key>[a-f0-9]{32})', []],
    ['token=(?<key>\\w{9})', []],
    ['(?:(?<key>npm_\\w{9}))?', ['npm_']],
    ['(?<key>x\\w{9})', []],
  ])('is what the secret begins with, where that is two letters and more: %s', (source, prefixes) => {
    expect(readPattern(source, '').keyPrefixes).toEqual(prefixes);
  });
});
