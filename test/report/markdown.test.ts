import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { visible } from '../../src/report/escape.ts';
import { code, link, shortened, words } from '../../src/report/markdown/escape.ts';
import { marker, readState, writeState } from '../../src/report/markdown/state.ts';

const html = (markdown: string): string =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });

/** What a browser shows of it. */
const shown = (markup: string): string =>
  markup
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d+)|(lt|gt|amp|quot));/g, (_, number, name) =>
      number === undefined
        ? { lt: '<', gt: '>', amp: '&', quot: '"' }[name as 'lt']!
        : String.fromCodePoint(Number(number)),
    );

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '`',
        '|',
        '\\',
        '<img src=x>',
        '@everyone',
        '#1',
        '*',
        '_',
        '[a](b)',
        '\n',
        '~~',
        '~~~',
        '-->',
        '<!--',
        'www.x.example',
        'https://x.example',
        ':tada:',
        '- ',
        '1. ',
        '> ',
        ' ',
        'a',
        '&lt;',
        '$x$',
        'a@b.example',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

describe('any text on a page of GitHub', () => {
  it('as code is that text, in a line and in a table, and no other markup', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const row = html(`| a | b |\n|---|---|\n| x ${code(text)} | y |\n`);
        expect(row.match(/<\w+/g)).toEqual([
          '<table',
          '<thead',
          '<tr',
          '<th',
          '<th',
          '<tbody',
          '<tr',
          '<td',
          '<code',
          '<td',
        ]);
        expect(shown(/<code>([\s\S]*)<\/code>/.exec(row)![1]!)).toBe(visible(text));
      }),
    );
  });

  it('as words is that text, at the beginning of a line too', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(text.trim() === text && text !== '');
        const line = html(words(text));
        expect(line.match(/<\w+/g)).toEqual(['<p']);
        expect(shown(line).trim()).toBe(visible(text));
      }),
    );
  });

  it('mentions nobody and refers to nothing: no sign of it is left in the source', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(code(text) + words(text)).not.toMatch(/@|#(?!\d+;)|<(?!\/?code>)/);
      }),
    );
  });

  it('cannot leave the address of a link', () => {
    expect(html(link('x', 'https://h.example/a)b (c) <d>'))).toBe(
      '<p><a href="https://h.example/a%29b%20%28c%29%20%3Cd%3E">x</a></p>',
    );
  });

  it('is cut in the middle, and never longer than told', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 3, max: 40 }), (text, most) => {
        expect([...shortened(text, most)].length).toBeLessThanOrEqual(most);
      }),
    );
    expect(shortened('src/deep/file.py', 11)).toBe('src/d…le.py');
  });
});

describe('what a comment remembers', () => {
  const state = {
    run: 5,
    found: [`cb1_${'ab'.repeat(16)}`],
    told: [{ title: 'A key --> <b>', mask: 'k…(9)', path: 'a', console: null }],
  };

  it('comes back, and cannot end its comment of HTML', () => {
    const text = writeState(state);
    expect(text.indexOf('-->')).toBe(text.length - 3);
    expect(readState(`x\n${text}\ny`)).toEqual({ ...state, found: ['abababab'] });
  });

  it.each([
    '',
    '<!-- clawback:state AAAA -->',
    `<!-- clawback:state ${Buffer.from('{"run":1,"found":"","told":[{"title":"x","mask":"","path":"","console":"javascript:x"}]}').toString('base64url')} -->`,
  ])('is nothing where somebody changed it: %j', (body) => {
    expect(readState(body)).toBe(null);
  });

  it('tells categories apart', () => {
    expect(marker('a')).not.toBe(marker('b'));
    expect(marker('-->')).toMatch(/^<!-- clawback:comment [\w-]+ -->$/);
  });
});
