import type { Confidence } from '../../domain/rule.ts';
import type { Checked } from '../checks/check.ts';
import { type Kind, type NameReading, readName } from './name.ts';
import { readValue } from './value.ts';

/** What speaks for a value that only its name calls a secret. */
export type Decision = { confidence: Confidence; reason: string };

/** How many bits by which chance must explain a value better, by what its name says. */
const NEEDED = { password: 9, secret: 16, salt: 14, key: 28 } as const satisfies Record<Kind, number>;
/** Keys of dictionaries, of keyboards and of music are short; how long the others must be, their rules say. */
const SHORTEST_KEY = 16;

/** So much more, and there is hardly a doubt. */
const AMPLE = 3;
/** What each unknown word behind the telling one asks for in addition. */
const STRANGER = 6;
/** What a value without quotes asks for in addition, where code stands and not a configuration. */
const CODE = 14;

/**
 * Decides whether a named value is a secret: by the words of its name, by how its characters came
 * about, and by the text round it.
 *
 * @returns null where it is none
 */
export function decide(checked: Checked): Decision | null {
  const { name, value, around, whole } = checked;
  const named = readName(name);
  // One word of a sentence, the checksum of a secret, and what a header of digest authentication carries.
  if (!named || (whole !== null && /\s/.test(whole)) || OF_SECRETS.test(around.before)) return null;
  const read = readValue(value);
  if (read.made === 'drawn') return decideDrawn(checked, named, read.bits);
  if (read.made === 'chosen') return decideChosen(checked, named);
  return read.made === 'word' ? decideWord(checked, named) : null;
}

/** What a machine drew: how sure it is depends on how many bits more there are than the name asks for. */
function decideDrawn({ name, value, quoted, around }: Checked, named: NameReading, bits: number): Decision | null {
  const { kind, strangers } = named;
  if (kind === 'key' && value.length < SHORTEST_KEY) return null;
  if (isId(value) && (kind === 'key' || kind === 'salt' || strangers > 0)) return null;
  // Hashes are the keys of many things; a constant or a variable of the environment says whose key it is.
  if (isHash(value) && (strangers > 0 || (kind === 'key' && !CONSTANT.test(name)))) return null;
  const isCode = !quoted && !isConfiguration(around.before, around.after);
  const needed = NEEDED[kind] + strangers * STRANGER + (isCode ? CODE : 0);
  const reason = `its ${value.length} characters look random`;
  if (bits < needed) return bits >= needed / 2 ? { confidence: 'low', reason } : null;
  const telling = (kind === 'password' || kind === 'secret') && !isCode && !isId(value);
  const ample = telling && value.length >= 8 && bits >= needed + AMPLE;
  const shown = COMMENT.test(around.before);
  return { confidence: ample && !shown ? 'high' : ample || !shown ? 'medium' : 'low', reason };
}

/** What a person made up: that is done for passwords, and for salts. */
function decideChosen({ name, value, quoted, around }: Checked, { kind, strangers }: NameReading): Decision | null {
  const reason = 'it is made up as people make up passwords';
  if (kind === 'salt') return quoted && /salt|pepper/i.test(name) ? { confidence: 'medium', reason } : null;
  if (kind !== 'password' && !(kind === 'secret' && isChosenSecret(name, value))) return null;
  const isCode = !quoted && !isConfiguration(around.before, around.after);
  const doubtful = isCode || strangers > 0 || COMMENT.test(around.before);
  return { confidence: doubtful ? 'low' : 'medium', reason };
}

/** Keys are drawn; only what is called a secret do people make up too, and then it is long. */
function isChosenSecret(name: string, value: string): boolean {
  return /secret/i.test(name) && value.length >= 10 && !/[.:#/]/.test(value);
}

/** A plain word in quotes that is given to a password, and nothing said of it besides. */
function decideWord({ value, quoted, around }: Checked, { kind, strangers }: NameReading): Decision | null {
  const literal = quoted && value.length >= 5 && GIVEN.test(around.before) && !COMMENT.test(around.before);
  if (kind !== 'password' || strangers > 0 || !literal) return null;
  return { confidence: 'medium', reason: 'it is a word in the place of a password' };
}

/** An operator that gives a value: no call, which may be handed the name of a section or a prompt. */
const GIVEN = /(?:(?<![=!<>])[=:]|=>|<[^<>]*>)\s{0,8}[bBuUrRfFLN@$]{0,2}["'`]?$/;

/**
 * What is made of a secret and is none: `checksum/secret: …` of a chart, the values of a header of digest
 * authentication (RFC 7616), which serve once, and what Jenkins names a credential by. Basic
 * authentication has a rule of its own.
 */
const OF_SECRETS =
  /\bDigest\s[^\n]{0,140}=\s{0,2}["']?$|\bBasic\s{1,4}$|\bcredentials\(\s{0,4}["']$|(?:checksum|hash|digest|sha\d{0,3})\/[\w.-]{0,40}["']?\s{0,4}[:=]\s{0,4}["']?$/i;

/** What documentation in a comment shows, people seldom use. */
const COMMENT = /^\s*(?:\/\/[/!]?|\*|#|--|;|%)\s{2,}\S/;

/** The name of a variable of the environment, or of a constant, of two words or more. */
const CONSTANT = /^[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+$/;

/** A hash by its form, a word before it or not: "app-" and 40 digits. */
function isHash(value: string): boolean {
  const digits = /^(?:[A-Za-z][\w.]{0,20}[-_:./])?([0-9a-f]+)$/i.exec(value)?.[1];
  return digits !== undefined && [32, 40, 56, 64, 96, 128].includes(digits.length);
}

/** A UUID, in braces or not. */
function isId(value: string): boolean {
  return /^\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i.test(value);
}

/**
 * Whether a value without quotes stands as configurations and commands write it: `NAME=value`, `name: value`,
 * `--name value`, `${NAME:-value}`.
 */
function isConfiguration(before: string, after: string): boolean {
  if (/\$\{[\w.:]+(?::?[-=]|:)$/.test(before)) return true;
  if (!/^[!?.]?\s{0,8}(?:[#&]|\/\/|$)|^\s+[\w-]|^["'`\\<|]/.test(after)) return false;
  return /^[+-]?\s*(?:[#;*]{1,3}\s*|\/\/\s*|-\s+|>\s*|\$\s+)?(?:(?:export|set|setx|setenv|ENV|ARG|env|RUN)\s+)?["']?[\w.[\]/-]*["']?\s*(?:=|:\s?|\s)\s*$|--?[\w-]+[= ]$|[?&][\w.[\]-]+=$|(?:^|\s)[A-Z_0-9]+=$|["'`][\w-]+:\s?$/.test(
    before,
  );
}
