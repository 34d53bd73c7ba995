import { confidenceInPassword } from '../password.ts';
import { COMMANDS, type Command } from './commands.ts';
import type { Found, Reader } from './reader.ts';
import { type Word, wordsOf } from './shell-words.ts';

/** How much of a command is read, in characters. */
export const MAX_COMMAND = 3000;

/** What may stand before a command: its folder, a quote, what groups commands. */
const BEFORE = /[\s"'`/\\(;&|=@]/;

/**
 * A command whose options or arguments hold a password: `curl -u name:password`, `mysql -ppassword`,
 * `["redis-server", "--requirepass", "password"]`.
 */
export const commandLine: Reader = {
  reach: MAX_COMMAND + 100,
  glance(text, at) {
    if (at > 0 && !BEFORE.test(text[at - 1]!)) return false;
    const { name, end } = commandAt(text, at);
    return Object.hasOwn(COMMANDS, name) && /[\s"'\\]/.test(text[end] ?? '');
  },
  read(text, at) {
    const { name, end: behind } = commandAt(text, at);
    const { words, end } = wordsOf(text, behind, at + MAX_COMMAND);
    const found = secretsOf(COMMANDS[name]!, words).flatMap(({ start, end, user, option }): Found[] => {
      const value = text.slice(start, end);
      const confidence = confidenceInPassword(value, { user });
      const title = option === '' ? name : `${name} ${option}`;
      return confidence === null
        ? []
        : [{ start, end, name: title, what: `the password that ${title} is given`, confidence }];
    });
    return { start: at, end: Math.max(end, behind), found };
  },
};

/** The command's name, and where it ends as it is written. */
function commandAt(text: string, at: number): { name: string; end: number } {
  const written = /^[\w-]{0,24}(?:\.(?:exe|sh|cmd|bat)\b)?/.exec(text.slice(at, at + 30))![0];
  return { name: written.replace(/\..*$/, ''), end: at + written.length };
}

type Argument = { start: number; end: number; user?: string | undefined; option: string };

/** The arguments of a command that hold a password. */
function secretsOf(command: Command, words: Word[]): Argument[] {
  const secrets: Argument[] = [];
  const { secret = [], pair = [], attached = [], positional = [], needs } = command;
  if (needs && !needs.every((word) => words.some(({ text }) => text === word))) return [];
  const separator = command.separator ?? ':';
  const whole = (word: Word, from: number, option: string): Argument => ({
    start: word.start + from,
    end: word.end,
    option,
  });
  const half = (word: Word, from: number, option: string): Argument[] => {
    const sign = word.text.indexOf(separator, from);
    if (sign < 0) return [];
    const user = word.text.slice(from, sign);
    // An API key stands as the user's name, and has no password: "key:".
    if (sign + separator.length === word.text.length) {
      const isKey = confidenceInPassword(user) === 'high';
      return isKey ? [{ start: word.start + from, end: word.start + sign, option }] : [];
    }
    return [{ ...whole(word, sign + separator.length, option), user }];
  };
  words.forEach((word, index) => {
    const { text } = word;
    const next = words[index + 1];
    const sign = text.indexOf('=');
    const option = sign > 0 && text.startsWith('-') ? text.slice(0, sign) : text;
    if (option !== text) {
      if (secret.includes(option)) secrets.push(whole(word, sign + 1, option));
      if (pair.includes(option)) secrets.push(...half(word, sign + 1, option));
    } else if (next && !next.text.startsWith('-')) {
      if (secret.includes(option)) secrets.push(whole(next, 0, option));
      if (pair.includes(option)) secrets.push(...half(next, 0, option));
    }
    const short = pair.find((flag) => /^-\w$/.test(flag) && text.startsWith(flag) && text.length > 2);
    if (short) secrets.push(...half(word, 2, short));
    const glued = attached.find((flag) => text.startsWith(flag) && text.length > flag.length + 2);
    if (glued && !word.isQuotedWhole) secrets.push(whole(word, glued.length, glued));
  });
  for (const place of positional) secrets.push(...byPosition(place, words));
  return secrets.filter(({ start, end }) => start < end);
}

/** The n-th argument behind a word, options not counted. */
function byPosition({ behind, place }: { behind: string[]; place: number }, words: Word[]): Argument[] {
  const from = words.findIndex(({ text }) => behind.includes(text));
  if (from < 0) return [];
  const plain = words.slice(from + 1).filter(({ text }) => !text.startsWith('-'));
  const word = plain[place - 1];
  return word ? [{ start: word.start, end: word.end, user: plain[place - 2]?.text, option: words[from]!.text }] : [];
}
