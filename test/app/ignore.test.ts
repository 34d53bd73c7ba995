import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIgnoreFile } from '../../src/app/ignore.ts';
import { ClawbackError } from '../../src/domain/errors.ts';

const parse = (text: string, keyId = 'none') => parseIgnoreFile(text, 'ignored', keyId);
const strong = `cb1_${'0'.repeat(32)}`;
const weak = `cb1w_${'1'.repeat(32)}`;
const keyed = `cb1k_01234567_${'2'.repeat(32)}`;

describe('an ignore file', () => {
  it.each([
    ['docs/**', 'docs/**', ''],
    ['docs/** # why', 'docs/**', 'why'],
    ['docs/**\t#why', 'docs/**', 'why'],
    ['  docs/**   #   why  ', 'docs/**', 'why'],
    ['docs/** # why # and more', 'docs/**', 'why # and more'],
    ['docs/** #', 'docs/**', ''],
    ['a b/c d', 'a b/c d', ''],
    ['a#b', 'a#b', ''],
    ['a\\#b', 'a#b', ''],
    ['\\#a', '#a', ''],
    ['a \\# b # c', 'a # b', 'c'],
    ['zoë/😀/**', 'zoë/😀/**', ''],
    ['a # über\u2028zwei', 'a', 'über\u2028zwei'],
    ['a # x\ry', 'a', 'x\ry'],
    ['a # \u0085x', 'a', 'x'],
  ])('reads %j as a glob with its reason', (line, glob, reason) => {
    const { globs, fingerprints } = parse(line);
    expect(globs.map(({ glob }) => glob)).toEqual([glob]);
    expect(globs[0]!.reason.replace('\u0085', '')).toBe(reason);
    expect(fingerprints.size).toBe(0);
  });

  it.each(['', '   ', '# only a comment', '   # only a comment', '#', '\t'])('takes nothing from %j', (line) => {
    expect(parse(line)).toEqual({ fingerprints: new Map(), globs: [] });
  });

  it('reads fingerprints of every kind that this run makes', () => {
    expect(parse(`${strong} # one\n${weak}\n`)).toEqual({
      globs: [],
      fingerprints: new Map([
        [strong, 'one'],
        [weak, ''],
      ]),
    });
    expect([...parse(keyed, '01234567').fingerprints.keys()]).toEqual([keyed]);
  });

  it('reads line ends of any system', () => {
    expect(parse('a\r\nb\nc\r\n').globs.map(({ glob }) => glob)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['a\n\ncb1_12 # x', 'ignored:3: not a whole fingerprint: copy it from a report, as "cb1_" and 32 digits'],
    [
      `a\n${keyed}`,
      'ignored:2: this fingerprint was made with the key 01234567, but CLAWBACK_FINGERPRINT_KEY is not set: use the same key, or make it again',
    ],
  ])('refuses %j', (text, message) => {
    expect(() => parse(text)).toThrow(new ClawbackError('bad-ignore-file', message));
  });

  it('refuses what would ignore everything else, and what no path is as long as', () => {
    expect(() => parse('a\n!keep/** # why')).toThrow(
      'ignored:2: a glob with "!" would ignore everything else: list what is to be ignored',
    );
    expect(() => parse('a'.repeat(5000))).toThrow('ignored:1: the glob is too long: list what is to be ignored');
  });

  it('refuses what was made without a key, in a run with one', () => {
    expect(() => parse(strong, '01234567')).toThrow(
      'ignored:1: this fingerprint was made without a key, but this run has the key 01234567: use the same key, or make it again',
    );
  });

  it('loses no line, and throws nothing but what it says', () => {
    const line = fc.string({ unit: fc.constantFrom(...'ab#\\ \t/*!\u00a0ë'), maxLength: 24 });
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        // A hash that begins a line, or that white space stands before, begins a comment.
        const entries = lines.map((text) => text.replace(/(^|\s)#.*$/, '').trim()).filter(Boolean);
        if (entries.some((entry) => entry.startsWith('!'))) return;
        const { globs } = parse(lines.join('\n'));
        expect(globs.map(({ glob }) => glob)).toEqual(entries.map((entry) => entry.replaceAll('\\#', '#')));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        try {
          parse(`${text}\ncb1${text}`);
        } catch (error) {
          expect(error).toBeInstanceOf(ClawbackError);
        }
      }),
    );
  });
});
