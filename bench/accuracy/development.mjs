// The part of the corpus that detection may be tuned on: its words, names and habits.
import { lookAlikes } from './development-look-alikes.mjs';
import {
  base32,
  base62,
  base64,
  base64url,
  capital,
  digits,
  hex,
  lower,
  upper,
  urlSafe,
  uuid,
} from './makers/alphabets.mjs';
import { providers } from './makers/tokens.mjs';

const words = {
  nouns:
    'order invoice user report session account product message customer payment catalog image upload device ticket project member event worker queue cache search profile comment article booking vehicle sensor budget ledger channel widget room stock vendor coupon backup course player recipe parcel route track album printer camera'.split(
      ' ',
    ),
  verbs:
    'load save fetch update create remove parse render build check send receive validate convert merge sort filter collect publish resolve handle prepare refresh sync'.split(
      ' ',
    ),
  adjectives:
    'new old active pending default current remote local public shared daily total last next open raw main base'.split(
      ' ',
    ),
  services:
    'stripe mailgun twilio github sentry algolia cloudinary pusher mapbox weather s3 firebase zendesk paypal auth0 jira'.split(
      ' ',
    ),
  orgs: 'Acme Nordwind Bluepeak Fairline Octavia Greenlab Solidus Kestrel Meridian'.split(' '),
  users: 'admin root postgres app deploy sa dbuser webapp reporting jenkins backup sysadmin service api mailer'.split(
    ' ',
  ),
  people: 'Anna Jonas Maria Peter Lucia Tomas Sven Olga Diego Priya Chen Fatima Luca Emily Marco Nadia'.split(' '),
  domains: 'acme.io nordwind.de bluepeak.com fairline.net greenlab.org solidus.co.uk kestrel.dev meridian.fr'.split(
    ' ',
  ),
  hosts: 'db mail app web cache mq ldap ftp proxy nas build reports'.split(' '),
  sentences: [
    'see the deployment notes',
    'returns the first match or nothing',
    'only used by the nightly job',
    'keep in sync with the server',
    'falls back to the default',
    'this may take a while',
    'the list is sorted by name',
    'called once for every request',
    'see issue tracker for details',
    'do not edit by hand',
  ],
  placeholders: [
    'YOUR_API_KEY',
    'your-api-key-here',
    '<your-token>',
    '<API_KEY>',
    'REPLACE_ME',
    'xxxxxxxxxxxxxxxx',
    'XXXXXXXX-XXXX-XXXX',
    'insert-key-here',
    'TODO',
    '********',
    '...',
    'my-secret-token',
    'your_secret',
    'put-your-secret-here',
    'PASTE_TOKEN_HERE',
    '[your key]',
    'enter-your-key',
    'yourSecretKey',
    '<redacted>',
    'abc123',
    'key-goes-here',
  ],
  dummies:
    'password secret changeme test testpass foobar 123456 xxxx change_me dummy example passw0rd s3cr3t foo bar mypassword password123 topsecret pass test1234 sesame hunter2'.split(
      ' ',
    ),
};

const pets =
  'sunshine dragon kermit monkey shadow falcon tiger gandalf cookie panther banana mustang matrix summer thunder copper jasmine phoenix pepper rocket silver lemonade raven buddha puzzle'.split(
    ' ',
  );
const foreign =
  'gatito sommer privet soleil fragola katze amigo bonjour schatz lapin kotek corazon mariposa liebling zaika estrella'.split(
    ' ',
  );
const keyboard = ['qaz', 'wsx', 'zxc', 'asdf', 'edc', 'rfv', '1q2w', 'qwe', 'poi', 'lkj'];
const marks = '!@#%*-_+=?.';
const leet = { a: '4', e: '3', i: '1', o: '0', s: '$', t: '7' };
const year = (random) => String(random.between(1965, 2026));
const number = (random, size) => random.chars(digits, size ?? random.between(1, 4));

/** [weight, habit, maker]: how people choose passwords. */
const passwords = [
  [14, 'word and digits', (r) => r.pick([(w) => w, capital])(r.pick(pets)) + number(r, r.between(2, 4))],
  [9, 'name and year', (r, p) => p('person') + r.pick(['', '_', '@', '.']) + year(r)],
  [
    10,
    'leet',
    (r) =>
      capital(
        [...r.pick(pets)].map((c) => (c in leet && c !== 's' && r.chance(0.7) ? leet[c] : c)).join('') +
          r.pick(['', '!', '1', '99', '#']),
      ),
  ],
  [
    10,
    'word, mark, digits',
    (r) => capital(r.pick(pets)) + r.pick(marks) + number(r, r.between(1, 4)) + r.pick(['', '', '!']),
  ],
  [
    7,
    'two words',
    (r) =>
      capital(r.pick(pets)) +
      r.pick(['', '-', '_', '&', '.']).replace('&', '+') +
      capital(r.pick(pets)) +
      r.pick(['', '1', '7']),
  ],
  [6, 'keyboard', (r) => r.pick(keyboard) + r.pick([(k) => k, (k) => k.toUpperCase()])(r.pick(keyboard)) + number(r)],
  [
    8,
    'other languages',
    (r) => r.pick([(w) => w, capital])(r.pick(foreign)) + r.pick([year(r), number(r, 2), `${number(r, 2)}!`]),
  ],
  [12, 'short random', (r) => r.chars(r.pick([base62, lower + digits]), r.between(7, 10))],
  [
    13,
    'random with marks',
    (r) => r.chars(base62, 4) + r.pick(marks) + r.chars(base62 + marks, r.between(4, 10)) + r.chars(base62, 1),
  ],
  [10, 'random', (r) => r.chars(base62, r.between(12, 24))],
  [
    5,
    'passphrase',
    (r, p) =>
      [p('adj'), r.pick(pets), p('noun'), r.pick(pets)].join(r.pick(['-', '.', '_'])) + r.pick(['', number(r, 2)]),
  ],
  [
    8,
    'organisation',
    (r, p) => p('org') + r.pick(['@', '#', '', '!', '_']) + r.pick([year(r), '123', '1', `${number(r, 2)}!`]),
  ],
  [3, 'one word', (r) => r.pick(pets)],
  [2, 'digits', (r) => r.chars('0123456789', r.between(6, 9))],
];

const keys = [
  [16, 'hex 32', (r) => r.chars(hex, 32)],
  [7, 'hex 40', (r) => r.chars(hex, 40)],
  [9, 'hex 64', (r) => r.chars(hex, 64)],
  [3, 'hex 16', (r) => r.chars(hex, 16)],
  [2, 'hex 128', (r) => r.chars(hex, 128)],
  [20, 'base62', (r) => r.chars(base62, r.between(20, 48))],
  [6, 'base62 short', (r) => r.chars(base62, r.between(10, 18))],
  [10, 'base64', (r) => base64(r.bytes(r.pick([16, 24, 32, 48, 64])))],
  [8, 'base64url', (r) => base64url(r.bytes(r.pick([16, 24, 32, 48])))],
  [6, 'uuid', (r) => uuid(r)],
  [6, 'lower and digits', (r) => r.chars(lower + digits, r.between(20, 40))],
  [4, 'upper and digits', (r) => r.chars(upper + digits, r.between(16, 32))],
  [
    3,
    'with an id',
    (r) =>
      `${r.chars(digits, r.between(4, 8))}${r.pick(['-', '.', ':', '_'])}${r.chars(urlSafe.slice(0, 62), r.between(20, 32))}`,
  ],
  [2, 'base32', (r) => r.chars(base32, r.pick([16, 26, 32]))],
];

const salts = [
  [25, 'hex', (r) => r.chars(hex, r.pick([16, 24, 32, 64]))],
  [20, 'base64', (r) => base64(r.bytes(r.pick([8, 12, 16, 32])))],
  [15, 'base62', (r) => r.chars(base62, r.between(8, 24))],
  [15, 'with marks', (r) => r.chars(base62 + marks, r.between(8, 24)) + r.chars(base62, 1)],
  [15, 'word and digits', (r) => r.pick(pets) + r.pick(['', '_', '-']) + number(r, r.between(2, 5))],
  [10, 'phrase', (r, p) => `${p('adj')}-${r.pick(pets)}-${p('noun')}-${number(r, 3)}`],
];

const list = (text) => text.split(/,\s*/);

/** Names, as words; a template or a language says how they are written. */
const names = {
  pwname: list(
    'password, password, password, passwd, pwd, pass, pw, psw, db password, db pass, db pwd, database password, admin password, admin pass, admin pwd, root password, root pw, user password, user pass, smtp password, smtp pass, mail password, mail pwd, email password, ftp password, ftp pass, ldap password, bind password, login password, auth password, redis password, mysql password, mysql pass, pg password, postgres password, mongo password, rabbitmq password, ssh password, vpn password, proxy password, wifi password, keystore password, key store pass, store password, key password, master password, default password, service password, passphrase, pass phrase, senha, contrasena, clave, mot de passe, mdp, passwort, kennwort, parol, mima, haslo, heslo, wachtwoord, sifre, salasana, losenord',
  ),
  keyname: list(
    'api key, api key, apikey, api token, api secret, access token, access key, auth token, auth key, secret, secret key, secret key, client secret, client secret, app secret, app key, consumer secret, private token, bearer token, service key, service token, webhook secret, shared secret, refresh token, bot token, license key, merchant key, subscription key, account key, storage key, secret token, token, token, secret access key, personal access token, admin token, integration key, rest api key, master key, oauth secret, api password, deploy token, push token',
  ),
  cryptoname: list(
    'jwt secret, jwt secret key, session secret, session key, cookie secret, cookie password, encryption key, encrypt key, aes key, signing key, signing secret, hmac key, hmac secret, csrf secret, secret key base, app secret, token secret, cipher key, master key, des key, crypto key, auth secret, hash key, secret, rsa passphrase, validation key, machine key, machine secret',
  ),
  saltname: list(
    'salt, salt, password salt, hash salt, security salt, pepper, iv, aes iv, init vector, nonce, seed, crypto salt, auth salt, secure auth salt, nonce salt, hashids salt, session salt, otp seed',
  ),
};

export const development = {
  name: 'development',
  folder: new URL('templates/', import.meta.url),
  words,
  names,
  lookAlikes,
  passwords,
  keys,
  salts,
  providers,
};
