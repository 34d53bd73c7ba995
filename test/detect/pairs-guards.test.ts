import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readName } from '../../src/detect/generic/name.ts';
import { FALLBACK } from '../../src/detect/given.ts';
import { NameGate, wholeName } from '../../src/detect/names.ts';
import { CLOSE, isCommand, isNamed, mayAssign, mayFallBack, NAMED, OPERATOR, TYPE } from '../../src/detect/pairs.ts';
import { View } from '../../src/detect/view.ts';

// Quick looks turn most names away; what they refuse must be nothing that the patterns behind them take.

const pieces = fc.array(
  fc.constantFrom(
    ...[
      ' ',
      '  ',
      '\t',
      '\n',
      '\r\n',
      '\u00a0',
      'key',
      'API_KEY',
      'token',
      'a',
      'as',
      'As',
      'String',
      'or',
      'if x else',
    ],
    ...['do', 'default', 'get', 'unwrap_or', 'export', 'ENV', 'RUN', 'env', 'set', 'secret put', 'config:set', 'name'],
    ...[
      '=',
      '==',
      ':',
      '::',
      ':=',
      '=>',
      '->',
      '<-',
      '~>',
      '~=',
      '?',
      '??',
      '?:',
      '?.',
      '|',
      '||',
      '/',
      '//',
      '.',
      '!',
    ],
    ...['&', '+', '"', "'", '`', '\\', '\\"', '\\n', '(', ')', '[', ']', '[0]', '{', '}', '{ get; set; }', '$', '${'],
    ...['-', '--', '--flag ', ',', ';', '<', '>', '#', '@', '%', '^', '*', 'ñ', '\u00ef\u00bb\u00bf', '7', '"value"'],
  ),
  { maxLength: 14 },
);
const texts = fc
  .tuple(pieces, pieces)
  .map(([before, behind]) => ({ before: before.join(''), behind: behind.join('') }));

/** Where a sticky pattern ends, if it matches there. */
function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

function behindName(before: string, behind: string) {
  const text = `${before}key${behind}`;
  const closed = endOf(CLOSE, text, before.length + 3)!;
  const next = closed + /^\s{0,48}/.exec(text.slice(closed))![0].length;
  return { text, closed, next };
}

describe('a quick look behind a name', () => {
  it('refuses no operator', () => {
    fc.assert(
      fc.property(texts, ({ before, behind }) => {
        const name = behindName(before, behind);
        const type = endOf(TYPE, name.text, name.closed);
        const assigned =
          endOf(OPERATOR, name.text, name.closed) !== null ||
          (type !== null && endOf(OPERATOR, name.text, type) !== null);
        if (assigned) expect(mayAssign(name)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('refuses no fallback', () => {
    fc.assert(
      fc.property(texts, ({ before, behind }) => {
        const name = behindName(before, behind);
        if (endOf(FALLBACK, name.text, name.closed) !== null) expect(mayFallBack(name)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('a quick look before a name', () => {
  it('tells what names it as its pattern does', () => {
    fc.assert(
      fc.property(pieces, (before) => {
        const text = `${before.join('')}key`;
        const start = text.length - 3;
        expect(isNamed(text, start)).toBe(NAMED.test(text.slice(Math.max(0, start - 80), start)));
      }),
      { numRuns: 5000 },
    );
  });

  it('tells a command as one pattern over the whole line would', () => {
    const whole = new RegExp(
      [
        String.raw`(?:^(?:\u00ef\u00bb\u00bf|\ufeff)?|[\n;&|])[ \t]{0,40}(?:RUN[ \t]+)?(?:ENV|ARG|LABEL|export|setenv|setx|set|SetEnv|env|define|#define|fastcgi_param|uwsgi_param|proxy_set_header|add_header)(?:[ \t]{1,8}|[ \t]?\()(?:-\w+[ \t]+){0,2}["'($]{0,2}(?:[\w:]{0,8}\.)?$`,
        String.raw`(?:config|secrets?|env|vars?|variables?)[ :](?:set|put|add|create)[ \t]{1,4}(?:--?[\w-]{1,20}[ \t]{1,4}){0,2}["']?$`,
        String.raw`(?:^|\s)--?$`,
      ].join('|'),
    );
    fc.assert(
      fc.property(pieces, (before) => {
        const lead = before.join('');
        expect(isCommand(lead)).toBe(whole.test(lead));
      }),
      { numRuns: 5000 },
    );
  });
});

describe('the gate of names', () => {
  const gate = new NameGate((name) => readName(name) !== null);

  it('lets every name pass that its reading asks for', () => {
    fc.assert(
      fc.property(texts, ({ before, behind }) => {
        const text = `${before}key${behind}`;
        const { plain } = new View(text, 0, 'utf8');
        if (plain.slice(before.length, before.length + 3) !== 'key') return;
        const name = wholeName(plain, before.length, before.length + 3);
        if (readName(plain.slice(name.start, name.end)) === null) return;
        expect(gate.passes(Buffer.from(text, 'latin1'), before.length, before.length + 3)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('refuses a name that says nothing of secrets', () => {
    expect(gate.passes(Buffer.from(' x.primaryKey = 1'), 10, 13)).toBe(false);
    expect(gate.passes(Buffer.from(' x.apiKey = 1'), 6, 9)).toBe(true);
  });

  it('tells names apart that share a slot, whichever was asked first', () => {
    const names = Array.from({ length: 20_000 }, (_, n) => (n % 2 ? `apiKey_a${n}` : `keyId${n}`));
    for (const name of names) {
      expect(gate.passes(Buffer.from(` ${name} `), 1, 2)).toBe(readName(name) !== null);
    }
  });
});
