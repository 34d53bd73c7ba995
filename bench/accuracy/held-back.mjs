// The part of the corpus that nobody looks at while detection is tuned: it has words, names, habits and
// templates of its own. Do not print it, and do not read its misses or its alarms.

import { lookAlikes } from './held-back-look-alikes.mjs';
import {
  base32,
  base62,
  base64,
  base64url,
  capital,
  digits,
  hex,
  lower,
  toHex,
  upper,
  urlSafe,
  uuid,
} from './makers/alphabets.mjs';
import { shape } from './makers/tokens.mjs';

const split = (text) => text.split(' ');
const list = (text) => text.split(/,\s*/);

const words = {
  nouns: split(
    'shipment contract patient lesson folder review quote basket asset trip hotel flight meter article invoiceline campaign voucher survey topic survey badge region branch house turbine crane harbor library museum poster garden engine battery valve pump tenant lease salary shift donor parser scanner bucket cluster node tile layer region',
  ),
  verbs: split(
    'import export archive restore calculate assign notify schedule compress index migrate scan approve reject split join attach detach encode trace monitor',
  ),
  adjectives: split(
    'early late recent stale visible hidden primary secondary external internal manual nightly weekly spare bulk partial full draft',
  ),
  services: split(
    'shopify hubspot plaid segment datadog bitbucket okta vonage messagebird onesignal amplitude mixpanel intercom heroku nexmo braintree openweather tmdb giphy strava',
  ),
  orgs: split('Halden Ostara Quillon Brightway Tamarind Veldt Corvane Lumora'),
  users: split(
    'administrator operator sysdba developer monitor readonly etl grafana sonar nexus gitlab mysql oracle hadoop guest owner',
  ),
  people: split('Hannah Viktor Elena Andre Yusuf Ingrid Pablo Mei Rohan Sofia Dmitri Amelie Kofi Bruno Zoe Henrik'),
  domains: split('halden.eu ostara.com quillon.io brightway.org tamarind.co veldt.nl corvane.ca lumora.app'),
  hosts: split('sql pgmaster node gateway broker elastic smtp files backup jump registry git'),
  sentences: [
    'used when nothing else is configured',
    'the caller has to close it',
    'kept for older clients',
    'values are in seconds',
    'this is not thread safe',
    'generated from the model',
    'runs after every deployment',
    'skips empty rows',
    'compare with the previous run',
    'ask the platform team first',
  ],
  placeholders: [
    'YOUR_SECRET_KEY',
    '{your_api_key}',
    '<insert token here>',
    'CHANGE_THIS',
    'xxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'my_api_key',
    'api_key_here',
    'replace-with-your-key',
    'secret_goes_here',
    'FIXME',
    '-----',
    '<SECRET>',
    'aaaaaaaaaaaaaaaa',
    '0000000000000000',
    'your_client_secret',
    'some-random-string',
    'YOUR-TOKEN-HERE',
    '$YOUR_TOKEN',
    'todo-add-key',
    'fill_me_in',
    'key_xxx',
  ],
  dummies: split(
    'letmein qwerty admin pwd pass123 testing abc123 hello default none fakepassword samplepass mysecret test_password anything blah secret123 verysecret userpass 12345678',
  ),
};

const creatures = split(
  'badger otter walrus lynx heron gecko mantis osprey ferret bison magpie salmon beetle toucan wombat narwhal',
);
const things = split(
  'violin candle anchor teapot compass lantern hammer saddle blanket mirror ladder marble pillow kettle',
);
const abroad = split(
  'lyubov zvezda sakura tanaka mahalo blomst kjaerlighet vinter perro manzana verano fromage chocolat szerelem tuzolto merhaba gunes bahar',
);
const clubs = split('arsenal barca ajax juventus celtic benfica lakers packers metallica nirvana radiohead queen abba');
const seasons = split(
  'Spring Summer Autumn Winter January April August October Monday Friday Sommer Herbst Ostern Natal',
);
const symbols = '!$&@#*?+-_.:;~^%';
const year = (r) => String(r.between(1958, 2027));
const syllables = (r, count) =>
  Array.from({ length: count }, () => r.pick('bdfgklmnprstvz') + r.pick('aeiou')).join('');
const base58 = [...base62].filter((c) => !'0OIl'.includes(c)).join('');

const passwords = [
  [10, 'season and year', (r) => r.pick(seasons) + r.pick(['', '', '-', '_']) + year(r) + r.pick(['', '!', '.', '*'])],
  [9, 'club or band', (r) => r.pick([(w) => w, capital])(r.pick(clubs)) + r.chars(digits, r.between(1, 3))],
  [
    9,
    'pronounceable',
    (r) => r.pick([(w) => w, capital])(syllables(r, r.between(3, 4))) + r.chars(digits, r.between(0, 2)),
  ],
  [
    8,
    'adjective and animal',
    (r, p) => capital(p('adj')) + capital(r.pick(creatures)) + r.chars(digits, r.between(1, 3)),
  ],
  [
    8,
    'initials of a phrase',
    (r) =>
      r.chars(lower, 3) +
      r.chars(upper, 1) +
      r.chars(digits, 1) +
      r.pick(symbols.slice(0, 5)) +
      r.chars(lower, r.between(2, 4)),
  ],
  [
    6,
    'shifted keyboard',
    (r) =>
      r.pick(['!QAZ', '@WSX', 'ZAQ!', '#EDC', 'ASDfgh', 'Qwer']) +
      r.pick(['2wsx', '3edc', '1qaz', '%tgb', '654', '#4321']),
  ],
  [
    7,
    'date',
    (r) =>
      `${r.between(10, 28)}${r.pick(['', '.', '/', '-']).replace('/', '')}${r.pick(['04', '07', '11', '12'])}${year(r)}`,
  ],
  [
    8,
    'other languages',
    (r) => r.pick(abroad) + r.pick([`_${r.chars(digits, 2)}`, r.chars(digits, 4), '!!', `#${r.below(9)}`]),
  ],
  [
    8,
    'things with digits inside',
    (r) =>
      r.pick(things).replace(/[aeio]/, (c) => ({ a: '@', e: '3', i: '!', o: '0' })[c]) +
      r.chars(digits, r.between(1, 3)),
  ],
  [
    9,
    'groups',
    (r) =>
      [6, 6, 6]
        .map((n) => r.chars(lower + digits, n))
        .join('-')
        .replace(/[a-z]/, (c) => c.toUpperCase()),
  ],
  [
    12,
    'generated with marks',
    (r) => r.chars(upper, 1) + r.chars(base62 + symbols, r.between(8, 18)) + r.chars(base62, 1),
  ],
  [12, 'generated', (r) => r.chars(base58, r.between(8, 20))],
  [
    5,
    'department and year',
    (r, p) => `${p('org').toLowerCase()}.${r.pick(['it', 'dev', 'sales', 'ops'])}${year(r).slice(2)}`,
  ],
  [5, 'diceware', (r, p) => [r.pick(things), p('noun'), r.pick(creatures)].join(r.pick(['_', '-', '+', '.', '']))],
  [4, 'lower only', (r) => r.chars(lower, r.between(7, 10))],
  [3, 'phone', (r) => `0${r.chars('123456789', 1)}${r.chars(digits, r.between(6, 8))}`],
  [3, 'hex short', (r) => r.chars(hex, 8)],
];

const keys = [
  [10, 'hex 24', (r) => r.chars(hex, 24)],
  [10, 'hex 48', (r) => r.chars(hex, 48)],
  [7, 'hex 32', (r) => r.chars(hex, 32)],
  [6, 'upper hex', (r) => toHex(r.bytes(16)).toUpperCase()],
  [6, 'hex 56', (r) => r.chars(hex, 56)],
  [14, 'base58', (r) => r.chars(base58, r.between(22, 44))],
  [10, 'base62 27', (r) => r.chars(base62, r.pick([22, 27, 36, 43]))],
  [10, 'base64 odd', (r) => base64(r.bytes(r.pick([20, 40, 96, 33])))],
  [6, 'base64url', (r) => base64url(r.bytes(r.pick([20, 36, 64])))],
  [
    7,
    'own prefix',
    (r, p) => `${p('org').toLowerCase()}_${r.pick(['live', 'sk', 'v1', 'prod'])}_${r.chars(base62, r.between(20, 32))}`,
  ],
  [4, 'upper uuid', (r) => uuid(r).toUpperCase()],
  [4, 'dotted', (r) => `${r.chars(base62, 8)}.${r.chars(urlSafe.slice(0, 62), 22)}`],
  [3, 'licence', (r) => Array.from({ length: 5 }, () => r.chars(base32, 5)).join('-')],
  [3, 'pair', (r) => `${r.chars(hex, 8)}:${r.chars(hex, 32)}`],
];

const salts = [
  [25, 'hex', (r) => r.chars(hex, r.pick([8, 20, 40]))],
  [25, 'base64', (r) => base64(r.bytes(r.pick([10, 15, 18, 24])))],
  [20, 'base58', (r) => r.chars(base58, r.between(10, 22))],
  [15, 'generated with marks', (r) => r.chars(base62 + symbols, r.between(10, 64)) + r.chars(base62, 1)],
  [15, 'pronounceable', (r) => syllables(r, r.between(3, 5)) + r.chars(digits, r.between(1, 4))],
];

const names = {
  pwname: list(
    'password, pwd, passwd, pass, db pswd, pswd, pwrd, pass code, passcode, access code, login pass, login pwd, sftp password, sftp pass, imap pass, imap password, svn password, nexus password, sonar password, jenkins password, kafka password, sasl password, truststore password, trust store pass, cert password, pfx password, p12 password, pem pass phrase, unlock password, backup password, encryption password, zip password, account password, basic auth password, sa password, superuser password, guest pwd, jelszo, parole, kata sandi, adgangskode, passord, parool, geslo, contrasenya, zugangscode, geheim, my pwd, the password, mysql root password, pg pass, couchdb password, neo4j password, elastic password, influx password, router pw, printer pin',
  ),
  keyname: list(
    'api key, apikey, secret, token, server key, auth secret, sdk key, signature key, private api key, write key, ingest key, partner key, vendor key, channel secret, channel access token, page access token, session token, oauth token, oauth token secret, access secret, account token, security token, security key, activation key, registration token, enrollment key, join token, runner token, gateway key, payment secret, sign key, verification token, verify token, callback token, app certificate, master secret, connection key, device key, hub key, feed key, bearer, jwt token, user token, upload token, secret id, api pass, x api key, client key, app token, stream key',
  ),
  cryptoname: list(
    'jwt signing key, token signing key, cookie key, remember me key, encryption secret, aes secret, aes256 key, data key, field encryption key, payload secret, csrf key, form secret, hash secret, cipher secret, symmetric key, shared key, app encryption key, flask secret, rails master key, state secret, nextauth secret, signature secret, password pepper, secret passphrase, url signing key, obfuscation key, session keys',
  ),
  saltname: list(
    'password pepper, pwd salt, user salt, md5 salt, salt value, static salt, salt prefix, encryption iv, cbc iv, initial vector, rng seed, salt key, logged in salt, token salt, obfuscation salt, salt',
  ),
};

/** Other providers than the development part has. */
const providers = {
  discord: (r) => `M${r.chars(base62, 23)}.${r.chars(base62, 6)}.${r.chars(urlSafe, 27)}`,
  mailgun: shape('key-', hex, 32),
  airtable: (r) => `pat${r.chars(base62, 14)}.${r.chars(hex, 64)}`,
  docker: shape('dckr_pat_', urlSafe, 27),
  newrelic: shape('NRAK-', upper + digits, 27),
  replicate: shape('r8_', base62, 37),
  notion: (r) => `ntn_${r.chars(digits, 11)}${r.chars(base62, 35)}`,
  googleSecret: shape('GOCSPX-', urlSafe, 28),
  xai: shape('xai-', base62, 80),
  openrouter: shape('sk-or-v1-', hex, 64),
  discordHook: (r) => `https://discord.com/api/webhooks/1${r.chars(digits, 18)}/${r.chars(urlSafe, 68)}`,
  figma: shape('figd_', urlSafe, 40),
  stripeHook: shape('whsec_', base62, 32),
  mailchimp: (r) => `${r.chars(hex, 32)}-us${r.between(1, 21)}`,
  pypi: shape(`pypi-AgEIcHlwaS5vcmc`, urlSafe, 140),
};

export const heldBack = {
  name: 'held-back',
  hidden: true,
  folder: new URL('held-back/', import.meta.url),
  words,
  names,
  lookAlikes,
  passwords,
  keys,
  salts,
  providers,
};
