// The newest part of the corpus: written without a look at the detection or the other hidden part, so that it
// tells how well detection does on what it was not tuned on. Like the held-back part it is measured and not read.
import { lookAlikes } from './fresh-look-alikes.mjs';
import { makers, providers } from './fresh-makers.mjs';
import { names, words } from './fresh-words.mjs';
import { base64, base64url, capital, digits, lower, toHex, upper, uuid } from './makers/alphabets.mjs';

const alnum = lower + upper + digits;
const consonants = 'bcdfghjkmnprstvwxz';
const vowels = 'aeiou';
const loves =
  'arsenal juventus metallica pikachu chewbacca snickers barcelona ferrari nirvana batgirl skywalker tequila gizmo frodo tinkerbell hendrix marlboro rosebud yankees maverick garfield voldemort guinness celtic minecraft'.split(
    ' ',
  );
const abroad =
  'parola geheim motdepasse contrase\u00f1a heimlich pusteblume zonnebloem pannekoek tulipano margherita saudade feijoada ljubav slunicko krtek perkele mustikka merhaba istanbul nazdrowie babushka matryoshka sayonara sakura'.split(
    ' ',
  );
const phrases =
  'iLoveCoffee letMeInPlease iHateMondays opensesame neverGonnaGive beamMeUp winterIsComing noMorePizza trustNobody goodMorningVietnam feedTheCat whoLetTheDogsOut comeAsYouAre hakunaMatata dontPanic'.split(
    ' ',
  );
const roles =
  'admin root mysql postgres oracle mongo redis jenkins tomcat ftp mail wifi user guest deploy server'.split(' ');
const walks = [
  '1qaz',
  '2wsx',
  'zaq1',
  'xsw2',
  'q1w2e3',
  'r4t5',
  'qwer',
  'uiop',
  'hjkl',
  '7890',
  'bgt5',
  'vfr4',
  'mko0',
];
const seasons = 'Spring Summer Autumn Winter January Februar August Oktober Xmas Easter'.split(' ');
const objects =
  'oxcart tinsel orbit mango harbor velvet cactus anvil pigeon walnut turret ribbon saddle lagoon pepperoni bucket comet fiddle gravel hamster igloo jigsaw kayak lantern muffin nutmeg otter paddle quiver rhubarb'.split(
    ' ',
  );
/** Those that stand on every keyboard and need no escape within quotes. */
const marks = '!$%^*()-_=+@#~?.,:';

const syllables = (r, count) =>
  Array.from({ length: count }, () => r.pick(consonants) + r.pick(vowels) + (r.chance(0.2) ? r.pick(vowels) : '')).join(
    '',
  );
const swapped = (r, word) =>
  [...word]
    .map((c) => (r.chance(0.6) ? ({ a: '@', e: '3', i: '!', l: '1', o: '0', s: '5', g: '9', t: '+' }[c] ?? c) : c))
    .join('');
const putUpper = (r, text) => {
  const at = r.below(text.length);
  return text.slice(0, at) + text[at].toUpperCase() + text.slice(at + 1);
};
const day = (r) => String(r.between(1, 28)).padStart(2, '0') + String(r.between(1, 12)).padStart(2, '0');

/** [weight, habit, maker]: how people choose passwords, and what the tools they use choose for them. */
const passwords = [
  [
    9,
    'role, mark, count',
    (r) => capital(r.pick(roles)) + r.pick('@#!_') + r.pick(['123', '1234', '321', '2k22', '001', '1!']),
  ],
  [8, 'what one loves', (r) => r.pick(loves) + r.pick(['', r.chars(digits, 2), `${r.below(10)}!`, r.chars(digits, 3)])],
  [
    7,
    'season and year',
    (r) =>
      r.pick(seasons) +
      r.pick(['', '-', '@', '_']) +
      r.pick(['20', '']) +
      r.between(14, 26) +
      r.pick(['', '!', '$', '#']),
  ],
  [
    6,
    'initial, name, digits',
    (r, p) => r.pick(lower) + p('person').toLowerCase() + r.chars(digits, r.pick([2, 2, 4])),
  ],
  [6, 'letters as signs', (r) => swapped(r, r.pick([...loves, ...objects])) + r.chars(digits, r.between(1, 3))],
  [5, 'walk over the keyboard', (r) => r.pick(walks) + r.pick(walks).toUpperCase() + r.pick(['', '!', '#', '3edc'])],
  [
    4,
    'date',
    (r) =>
      r.pick([
        day(r) + r.between(1958, 2012),
        `${r.between(1958, 2012)}${day(r)}`,
        `${r.pick(lower)}${day(r)}${r.between(60, 99)}`,
      ]),
  ],
  [
    5,
    'word of another language',
    (r) => r.pick(abroad) + r.pick(['', r.chars(digits, 2), `_${r.between(1980, 2024)}`, '!!']),
  ],
  [
    4,
    'sentence',
    (r) =>
      r.pick([(w) => w, (w) => w.toLowerCase()])(r.pick(phrases)) +
      r.pick(['', r.chars(digits, 1), r.chars(digits, 2), '!']),
  ],
  [
    5,
    'company and place',
    (r, p) =>
      p('org').toLowerCase() +
      r.pick(['', '.', '-', '@']) +
      r.pick(['prod', 'dev', 'hq', 'office', 'it', 'web']) +
      r.chars(digits, r.between(1, 4)),
  ],
  [3, 'twice', (r, p) => p('person').toLowerCase().repeat(2) + r.pick(['', r.chars(digits, 1)])],
  [2, 'backwards', (r) => [...r.pick([...loves, ...objects])].reverse().join('') + r.chars(digits, 2)],
  [8, 'pwgen', (r) => putUpper(r, syllables(r, r.between(3, 4))) + r.pick(digits) + r.pick([...vowels, ''])],
  [
    5,
    'browser, three groups',
    (r) => {
      const whole = putUpper(
        r,
        Array.from({ length: 3 }, () => syllables(r, 3).slice(0, 6))
          .join('-')
          .replace(/^-|-$/, 'x'),
      );
      return whole.slice(0, -1) + r.pick(digits);
    },
  ],
  [
    5,
    'objects',
    (r) =>
      Array.from({ length: r.between(3, 4) }, () => r.pick(objects))
        .map(r.pick([(w) => w, capital]))
        .join(r.pick(['-', '.', '', '_'])),
  ],
  [9, 'browser, fifteen', (r) => r.chars(alnum, 15)],
  [10, 'manager with marks', (r) => r.pick(alnum) + r.chars(alnum + marks, r.between(10, 22)) + r.pick(alnum)],
  [6, 'eight from a generator', (r) => r.chars(alnum, 8)],
  [
    4,
    'initials of a sentence',
    (r) => r.chars(upper + lower, r.between(4, 6)) + r.pick(digits) + r.pick('!&?+.') + r.chars(alnum, 2),
  ],
  [5, 'openssl rand -base64', (r) => base64(r.bytes(r.pick([9, 12, 15, 18, 24])))],
  [4, 'openssl rand -hex', (r) => toHex(r.bytes(r.pick([6, 8, 10, 12, 16])))],
];

const keys = [
  [13, 'hex 32', (r) => toHex(r.bytes(16))],
  [10, 'hex 64', (r) => toHex(r.bytes(32))],
  [5, 'hex 40', (r) => toHex(r.bytes(20))],
  [3, 'hex 24 or 48', (r) => toHex(r.bytes(r.pick([12, 24])))],
  [3, 'hex in capitals', (r) => toHex(r.bytes(r.pick([12, 16, 20]))).toUpperCase()],
  [14, 'letters and digits', (r) => r.chars(alnum, r.pick([22, 24, 27, 30, 32, 36, 40, 43, 48, 64]))],
  [5, 'short letters and digits', (r) => r.chars(alnum, r.pick([12, 14, 16, 18]))],
  [7, 'base64 padded', (r) => base64(r.bytes(r.pick([16, 20, 32, 40, 64])))],
  [4, 'base64 without padding', (r) => base64(r.bytes(r.pick([18, 24, 30, 36, 48])))],
  [7, 'base64url', (r) => base64url(r.bytes(r.pick([15, 21, 24, 32, 40])))],
  [6, 'uuid', (r) => uuid(r)],
  [5, 'lower case and digits', (r) => r.chars(lower + digits, r.pick([16, 25, 32, 36, 50]))],
  [
    4,
    'two parts',
    (r) => `${r.chars(lower + digits, r.pick([8, 10, 12]))}${r.pick('.:_')}${r.chars(alnum, r.pick([24, 32]))}`,
  ],
  [
    4,
    'prefix of the house',
    (r, p) =>
      `${r.pick([p('org').toLowerCase().slice(0, 3), 'key', 'ak', 'tok', 'app'])}${r.pick('_-')}${r.pick(['live_', 'prod_', '', ''])}${r.chars(alnum, r.pick([20, 24, 32]))}`,
  ],
  [3, 'groups', (r) => Array.from({ length: r.pick([4, 5]) }, () => r.chars(upper + digits, 5)).join('-')],
  [3, 'base58', (r) => r.chars('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz', r.pick([22, 32, 44]))],
  [4, 'capitals and digits', (r) => r.chars(upper + digits, r.pick([16, 20, 28, 32]))],
];

const salts = [
  [20, 'hex bytes', (r) => toHex(r.bytes(r.pick([8, 12, 16, 32])))],
  [20, 'base64 bytes', (r) => base64(r.bytes(r.pick([9, 16, 24])))],
  [20, 'random letters', (r) => r.chars(alnum, r.pick([10, 16, 22, 32]))],
  [15, 'marks of all kinds', (r) => r.pick(alnum) + r.chars(alnum + marks, r.pick([14, 30, 62])) + r.pick(alnum)],
  [
    15,
    'product and year',
    (r, p) =>
      `${p('org').toLowerCase()}${r.pick(['_', '-', '.'])}${p('noun')}${r.pick(['_', '-', '#'])}${r.between(2009, 2025)}`,
  ],
  [10, 'objects and digits', (r) => `${r.pick(objects)}${r.pick(objects)}${r.chars(digits, 4)}`],
];

export const fresh = {
  name: 'fresh',
  hidden: true,
  folder: new URL('fresh/', import.meta.url),
  words,
  names,
  lookAlikes,
  passwords,
  keys,
  salts,
  providers,
  makers,
};
