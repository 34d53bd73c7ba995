import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS, type CommandName, helpText, readArguments } from '../../src/app/flags.ts';
import { ClawbackError } from '../../src/domain/errors.ts';

const names = Object.keys(COMMANDS) as CommandName[];
const flags = [...new Set(names.flatMap((name) => Object.keys(COMMANDS[name].flags)))];

const word = fc.oneof(
  fc.string(),
  fc.constantFrom(
    ...names,
    ...flags.map((flag) => `--${flag}`),
    'text',
    'json',
    'high',
    '1',
    '-',
    '--',
    '-q',
    '-h',
    '-qh',
  ),
  fc
    .tuple(fc.constantFrom(...flags, '__proto__', 'constructor', 'toString', ''), fc.string())
    .map(([flag, value]) => `--${flag}=${value}`),
  fc.constantFrom(
    '__proto__',
    '--__proto__',
    '--hasOwnProperty',
    '--no-quiet',
    '--no-format',
    '-=',
    '--=',
    '---',
    '-\u0000',
  ),
);

describe('a command line', () => {
  it('is understood or refused in one line, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (argv) => {
        try {
          const read = readArguments(argv);
          if (!('help' in read)) expect(names).toContain(read.command);
        } catch (error) {
          expect(error).toBeInstanceOf(ClawbackError);
          expect((error as ClawbackError).code).toBe('usage');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('holds nothing that was not said', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(word, { maxLength: 6 }), (name, rest) => {
        let read: ReturnType<typeof readArguments>;
        try {
          read = readArguments([name, ...rest]);
        } catch {
          return;
        }
        if ('help' in read) return;
        for (const [flag, value] of Object.entries(read.flags)) {
          expect(Object.keys(COMMANDS[name].flags)).toContain(flag);
          expect(rest.join(' ')).toContain(value === true ? '-' : String(value));
        }
        for (const said of read.words) expect(rest).toContain(said);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [['scan'], { command: 'scan', words: [], flags: {} }],
    [['scan', 'a', '--format', 'json', 'b'], { command: 'scan', words: ['a', 'b'], flags: { format: 'json' } }],
    [['scan', '--format=json', '-q'], { command: 'scan', words: [], flags: { format: 'json', quiet: true } }],
    [['scan', '--output', '-'], { command: 'scan', words: [], flags: { output: '-' } }],
    [['scan', '--output=--odd'], { command: 'scan', words: [], flags: { output: '--odd' } }],
    [['scan', '--', '--odd', '-q'], { command: 'scan', words: ['--odd', '-q'], flags: {} }],
    [['scan', '--jobs', '2', '--jobs', '3'], { command: 'scan', words: [], flags: { jobs: '3' } }],
    [['rules', 'test', 'a', 'b'], { command: 'rules', words: ['test', 'a', 'b'], flags: {} }],
  ])('%j', (argv, read) => {
    expect(readArguments(argv)).toEqual(read);
  });

  it('asks for help, for all or for one', () => {
    for (const argv of [[], ['--help'], ['-h'], ['help'], ['help', 'nosuch'], ['help', '__proto__']])
      expect(readArguments(argv)).toEqual({ help: null });
    for (const argv of [
      ['help', 'scan'],
      ['scan', '--help'],
      ['scan', 'x', '-h'],
      ['scan', '--quiet', '-qh'],
    ])
      expect(readArguments(argv)).toEqual({ help: 'scan' });
    expect(readArguments(['scan', '--', '--help'])).toMatchObject({ words: ['--help'] });
  });
});

describe('the help', () => {
  it('names every command, and of a command every flag with what it takes', () => {
    for (const name of names) {
      expect(helpText(null)).toContain(`  clawback ${name}`);
      for (const [flag, { help, ...rest }] of Object.entries(COMMANDS[name].flags)) {
        const value = 'value' in rest ? ` ${rest.value}` : '';
        expect(helpText(name)).toContain(`--${flag}${value} `);
        expect(helpText(name)).toContain(help);
      }
    }
  });

  it('fits a terminal, but for its words', () => {
    for (const topic of [null, ...names])
      for (const line of helpText(topic).split('\n')) expect(line.length).toBeLessThanOrEqual(140);
  });
});
