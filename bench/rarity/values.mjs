// The values that measures of rarity are compared on.
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCorpus } from '../accuracy/corpus.mjs';
import { development } from '../accuracy/development.mjs';
import { base62, digits, hex, lower } from '../accuracy/makers/alphabets.mjs';
import { randomFrom } from '../accuracy/random.mjs';

/** Habits of the corpus' secrets whose every character is drawn. Prefixes, PEM, JWT and UUIDs are form, not chance. */
const DRAWN =
  /^(?:short random|random|random with marks|with marks|with an id|(?:hex|base32|base62|base64|base64url)(?: short| \d+)?|(?:lower|upper) and digits|aws secret)$/;
/** Habits by which people choose. */
const CHOSEN =
  /^(?:word and digits|name and year|leet|word, mark, digits|two words|keyboard|other languages|passphrase|organisation|one word|digits|phrase)$/;
/** Look-alikes that chance made too: no measure of a value alone can tell them from secrets. */
const DRAWN_LOOK_ALIKES = ['hash or id', 'public value', 'encrypted or hashed', 'data'];

/**
 * Distinct values of the corpus' development part, of six characters or more and without white space.
 *
 * @returns `drawn` and `chosen` secrets, and `written` and `random` look-alikes
 */
export function corpusValues(seed) {
  const sets = { drawn: new Set(), chosen: new Set(), written: new Set(), random: new Set() };
  for (const file of buildCorpus(development, seed).files) {
    for (const { kind, start, end, habit, category } of file.labels) {
      const value = file.text.slice(start, end);
      // Percent escapes are undone before a value is weighed.
      if (value.length < 6 || /\s|%[0-9A-F]{2}/.test(value)) continue;
      if (kind === '+' && DRAWN.test(habit)) sets.drawn.add(value);
      if (kind === '+' && CHOSEN.test(habit)) sets.chosen.add(value);
      const drawn = DRAWN_LOOK_ALIKES.includes(category) || isMachineMade(value);
      if (kind === '-') sets[drawn ? 'random' : 'written'].add(value);
    }
  }
  return Object.fromEntries(Object.entries(sets).map(([name, set]) => [name, [...set]]));
}

export const alphabets = {
  hex,
  lower,
  'lower and digits': lower + digits,
  base62,
  base64: `${base62}+/`,
};

/** For each value a random string as long as it: no measure may win by length. */
export function randomLike(values, name, seed) {
  const random = randomFrom(seed, name);
  return values.map((value) => random.chars(alphabets[name], value.length));
}

/**
 * Distinct tokens of source trees, at most `limit` of each so that a large one does not decide. Tokens that differ
 * in their numbers only count once: in one tree, thousands of host names of one series stand in test data.
 */
export function treeTokens(folders, limit, seed) {
  const all = new Set();
  for (const folder of folders) {
    const series = new Map();
    visit(folder, (text) => {
      for (const token of tokensOf(text)) {
        const name = token.replace(/\d+/g, '0');
        if (!series.has(name)) series.set(name, token);
      }
    });
    const shuffled = randomFrom(seed, 'trees').shuffle([...series.values()].sort());
    for (const token of shuffled.slice(0, limit)) all.add(token);
  }
  return [...all];
}

const NOT_WRITTEN = /\.(?:svg|lock|sum|map|snap|pem|crt|key|csv|patch|diff)$|\.min\.|-lock\.|^CHANGELOG/i;

function visit(folder, read) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    const stat = lstatSync(path);
    if (stat.isDirectory() && !['.git', 'node_modules'].includes(name)) visit(path, read);
    if (!stat.isFile() || stat.size > 400_000 || NOT_WRITTEN.test(name)) continue;
    const text = readFileSync(path, 'utf8');
    if (!text.includes('\0')) read(text);
  }
}

/** Anything between white space, quotes, brackets and commas, with a letter in it. */
function* tokensOf(text) {
  for (const part of text.split(/[\s"'`()[\]{}<>,;|\\]+/)) {
    const token = part.replace(/^[.:=*#]+|[.:=*#]+$/g, '');
    if (token.length < 6 || token.length > 64) continue;
    if (/^[\x21-\x7e]+$/.test(token) && /[a-z]/i.test(token) && !isMachineMade(token)) yield token;
  }
}

/** Hashes, keys and encoded data stand in source trees too, and nobody wrote them. */
function isMachineMade(token) {
  if (/[0-9a-f]{12}/i.test(token)) return /\d/.test(token);
  return /[A-Za-z0-9+/=_-]{30}/.test(token) && /(?:\d.*){3}/.test(token) && /[a-z]/.test(token) && /[A-Z]/.test(token);
}
