import { parseArgs } from 'node:util';
import { ClawbackError } from '../domain/errors.ts';

/** One definition of a flag makes its parsing, its check and its help. */
type Flag = {
  help: string;
  /** What stands for the value in the help; a flag without one is a switch. */
  value?: string;
  /** The only values that there are. */
  choices?: readonly string[];
  short?: string;
};

export const FORMATS = ['text', 'json', 'jsonl', 'sarif'] as const;
export type Format = (typeof FORMATS)[number];

const COMMON = {
  format: { value: 'FORMAT', choices: FORMATS, help: 'how to print: text (default), json, jsonl or sarif' },
  output: { value: 'FILE', help: 'write the report to a file instead of standard output' },
  config: { value: 'FILE', help: 'use this configuration instead of .clawback.yaml' },
  'settings-from': {
    value: 'REV',
    help: 'read .clawback.yaml and .clawbackignore from this commit, not from the files that are scanned',
  },
  baseline: { value: 'FILE', help: 'leave out what this baseline knows' },
  'min-confidence': {
    value: 'LEVEL',
    choices: ['low', 'medium', 'high'],
    help: 'the least sure findings to report (default: medium)',
  },
  verify: { help: 'ask the providers whether what was found is live' },
  revoke: {
    value: 'MODE',
    choices: ['off', 'dry-run', 'confirmed'],
    help: 'end what is live and the operator lets be ended: off (default), dry-run or confirmed',
  },
  trail: { value: 'FILE', help: 'write down every request of --verify and --revoke' },
  'allow-incomplete': { help: 'let the exit code follow the findings although not everything could be scanned' },
  jobs: { value: 'N', help: 'threads to scan with (default: the number of cores)' },
  'object-timeout': { value: 'SECONDS', help: 'the longest that one file or object may take (default: 30)' },
  timing: { help: 'tell how long the scan took' },
  reveal: { help: 'show the secrets themselves: for your eyes only' },
  'no-color': { help: 'no colours' },
  quiet: { short: 'q', help: 'print nothing but the report' },
} as const satisfies Record<string, Flag>;

/** Of the commands that take credentials instead of looking for them. */
const LIVE = {
  stdin: { help: 'read one credential from standard input' },
  rule: { value: 'ID', help: 'with --stdin: the rule whose credential it is, where its shape does not tell' },
  config: { value: 'FILE', help: "the operator's configuration, from outside of the repository" },
  'settings-from': COMMON['settings-from'],
  baseline: { value: 'FILE', help: 'ask about nothing that this baseline knows' },
  'min-confidence': {
    ...COMMON['min-confidence'],
    help: 'the least sure findings of the report to ask about (default: all of them)',
  },
  trail: COMMON.trail,
  'allow-incomplete': COMMON['allow-incomplete'],
  jobs: COMMON.jobs,
  'object-timeout': COMMON['object-timeout'],
} as const satisfies Record<string, Flag>;

const REPORTING = {
  format: COMMON.format,
  output: COMMON.output,
  timing: COMMON.timing,
  'no-color': COMMON['no-color'],
  quiet: COMMON.quiet,
} as const satisfies Record<string, Flag>;

type Command = {
  /** What stands behind the command's name in the help. */
  usage: string;
  help: string;
  flags: Record<string, Flag>;
  /** How many words may follow it. */
  words: [least: number, most: number];
};

/** Every command, as `--help` shows it. */
export const COMMANDS = {
  scan: {
    usage: '[PATH…]',
    help: 'scan files as they are on disk (default: this folder)',
    flags: {
      ...COMMON,
      'all-files': { help: 'in a repository, scan ignored files too' },
      stdin: { help: 'scan standard input' },
      'stdin-name': { value: 'PATH', help: 'the path that standard input is to be taken for' },
    },
    words: [0, Number.POSITIVE_INFINITY],
  },
  staged: { usage: '', help: 'scan what the next commit would add', flags: COMMON, words: [0, 0] },
  range: {
    usage: 'BASE..HEAD',
    help: 'scan what each commit of a range brought, merges included',
    flags: { ...COMMON, 'since-push': { help: "scan what a push would send (reads a pre-push hook's input)" } },
    words: [0, 1],
  },
  audit: {
    usage: '[REPO]',
    help: 'scan the whole history: every object, whether a ref leads to it or not',
    flags: COMMON,
    words: [0, 1],
  },
  verify: {
    usage: 'REPORT | --stdin',
    help: 'ask the providers whether what a report names (of --format json) is live',
    flags: { ...LIVE, ...REPORTING },
    words: [0, 1],
  },
  revoke: {
    usage: 'REPORT | --stdin',
    help: 'end what a report names, as the operator lets it; without --confirmed, say what would be sent',
    flags: { ...LIVE, confirmed: { help: 'end it: without this, nothing is ended' }, ...REPORTING },
    words: [0, 1],
  },
  baseline: {
    usage: '[REPO]',
    help: 'write down what history and files hold now, to be told only of what comes',
    flags: {
      output: { value: 'FILE', help: 'where to (default: .clawback-baseline.json)' },
      config: COMMON.config,
      'min-confidence': COMMON['min-confidence'],
      jobs: COMMON.jobs,
      'object-timeout': COMMON['object-timeout'],
      'allow-incomplete': { help: 'write it although not everything could be scanned' },
      'no-color': COMMON['no-color'],
      quiet: COMMON.quiet,
    },
    words: [0, 1],
  },
  rules: {
    usage: 'list | show ID | test [ID…]',
    help: 'list the rules, explain one, or run their examples',
    flags: {
      config: COMMON.config,
      format: { value: 'FORMAT', choices: ['text', 'json'], help: 'how to print: text (default) or json' },
      'no-color': COMMON['no-color'],
    },
    words: [1, Number.POSITIVE_INFINITY],
  },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof COMMANDS;

/** A command line, read. */
export type Arguments = {
  command: CommandName;
  words: string[];
  flags: Record<string, string | boolean | undefined>;
};

/**
 * Reads a command line.
 *
 * @param argv what follows the program's name
 * @returns what was asked for; `help` where that is all, for one command or for all
 * @throws ClawbackError `usage`
 */
export function readArguments(argv: readonly string[]): Arguments | { help: CommandName | null } {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const topic = rest[0];
    return { help: topic !== undefined && isCommand(topic) ? topic : null };
  }
  if (!isCommand(name)) {
    const known = Object.keys(COMMANDS).join(', ');
    throw new ClawbackError(
      'usage',
      name.startsWith('-')
        ? `the command comes first: one of ${known}`
        : `there is no command "${name}": use one of ${known}`,
    );
  }
  const command: Command = COMMANDS[name];
  const { flags, words, help } = parse(name, command, rest);
  if (help) return { help: name };
  if (words.length < command.words[0] || words.length > command.words[1]) {
    const many = words.length > command.words[1];
    throw new ClawbackError(
      'usage',
      `${many ? `"${words[command.words[1]]}" is one word too many` : 'a word is missing'}: clawback ${name} ${command.usage}`,
    );
  }
  return { command: name, words, flags };
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}

function parse(
  name: CommandName,
  command: Command,
  rest: string[],
): { flags: Arguments['flags']; words: string[]; help: boolean } {
  const options = Object.fromEntries(
    Object.entries(command.flags).map(([flag, { value, short }]) => [
      flag,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
  const { tokens } = parseArgs({
    args: rest,
    options: { ...options, help: { type: 'boolean', short: 'h' } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const flags: Arguments['flags'] = {};
  const words: string[] = [];
  let help = false;
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    if (token.name === 'help') {
      help = true;
      continue;
    }
    const flag = Object.hasOwn(command.flags, token.name) ? command.flags[token.name] : undefined;
    if (!flag) {
      throw new ClawbackError(
        'usage',
        `clawback ${name} has no flag ${token.rawName}: "clawback ${name} --help" lists them`,
      );
    }
    if (flag.value === undefined) {
      if (token.value !== undefined) throw new ClawbackError('usage', `${token.rawName} takes no value`);
      flags[token.name] = true;
    } else {
      if (token.value === undefined || (!token.inlineValue && token.value.startsWith('-') && token.value !== '-')) {
        throw new ClawbackError('usage', `${token.rawName} needs a value: ${token.rawName} ${flag.value}`);
      }
      if (flag.choices && !flag.choices.includes(token.value)) {
        throw new ClawbackError('usage', `${token.rawName} must be one of ${flag.choices.join(', ')}`);
      }
      flags[token.name] = token.value;
    }
  }
  return { flags, words, help };
}

/** The text of `--help`, for one command or for all. */
export function helpText(topic: CommandName | null): string {
  const title = (name: CommandName): string => `clawback ${name} ${COMMANDS[name].usage}`.trim();
  if (topic === null) {
    const rows = (Object.keys(COMMANDS) as CommandName[]).map((name) => [title(name), COMMANDS[name].help] as const);
    return [
      'Clawback finds leaked OpenClaw pairing codes and provider keys.',
      '',
      table(rows),
      '',
      'Examples:',
      '  clawback audit                           the whole history of this repository',
      '  clawback staged                          what the next commit would add',
      '  clawback range main..HEAD                what this branch brought',
      '  clawback scan --format json src          files on disk, as JSON',
      '',
      'Exit codes: 0 nothing found, 1 leaks found, 2 the scan could not be done or was incomplete.',
      '"clawback COMMAND --help" tells more about a command.',
    ].join('\n');
  }
  const command: Command = COMMANDS[topic];
  const rows = Object.entries(command.flags).map(
    ([flag, { value, short, help }]) =>
      [`${short === undefined ? '' : `-${short}, `}--${flag}${value === undefined ? '' : ` ${value}`}`, help] as const,
  );
  return [`${title(topic)}`, `  ${command.help}`, '', table([...rows, ['-h, --help', 'this text']])].join('\n');
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
