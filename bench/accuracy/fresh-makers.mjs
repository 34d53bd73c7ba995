// Secrets whose form is fixed by a product, as the newest part has them: put together here, so that none stands in git.
import { base62, base64, base64url, digits, hex, lower, toHex, upper, urlSafe } from './makers/alphabets.mjs';
import { shape } from './makers/tokens.mjs';

const nonzero = '123456789';
const upperDigits = upper + digits;

/** Formats as the providers document them; the other parts have others. */
export const providers = {
  pypi: shape(`py${'pi'}-AgEIcHlwaS5vcmcCJ`, urlSafe, 146),
  dockerHub: shape('dckr_pat_', urlSafe, 27),
  githubFine: (random) => `github_pat_${random.chars(base62, 22)}_${random.chars(base62, 59)}`,
  notion: (random) => `ntn_${random.chars(digits, 11)}${random.chars(base62, 35)}`,
  figma: shape('figd_', urlSafe, 40),
  airtable: (random) => `pat${random.chars(base62, 14)}.${random.chars(hex, 64)}`,
  discord: (random) =>
    `${base64url(Buffer.from(`${random.pick('34567')}${random.chars(digits, 17)}`))}.G${random.chars(urlSafe, 5)}.${random.chars(urlSafe, 38)}`,
  mailgun: shape('key-', hex, 32),
  mailchimp: (random) => `${random.chars(hex, 32)}-us${random.between(1, 21)}`,
  newRelic: shape(`NR${'AK'}-`, upperDigits, 27),
  sentry: shape('sntryu_', hex, 64),
  square: shape('sq0csp-', urlSafe, 43),
  doppler: shape('dp.pt.', base62, 43),
  pulumi: shape('pul-', hex, 40),
  terraform: (random) => `${random.chars(base62, 14)}.atlasv1.${random.chars(base62, 67)}`,
  rubygems: shape('rubygems_', hex, 48),
  replicate: shape('r8_', base62, 37),
  perplexity: shape('pplx-', base62, 48),
  xai: shape('xai-', base62, 80),
  vault: shape('hvs.', base62, 94),
  supabase: shape('sbp_', hex, 40),
  atlassian: (random) => `AT${'ATT'}3xFfGF0${random.chars(urlSafe, 170)}=${random.chars('0123456789ABCDEF', 8)}`,
  resend: (random) => `re_${random.chars(base62, 8)}_${random.chars(base62, 24)}`,
  googleOauth: shape(`GOC${'SPX'}-`, urlSafe, 28),
  brevo: (random) => `xkeysib-${random.chars(hex, 64)}-${random.chars(base62, 16)}`,
  slackApp: (random) =>
    `xa${'pp'}-1-A${random.chars(upperDigits, 10)}-${random.pick(nonzero)}${random.chars(digits, 12)}-${random.chars(hex, 64)}`,
  planetscale: shape('pscale_tkn_', urlSafe, 43),
  nuget: shape('oy2', lower + digits, 43),
};

const bech32Letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/** Bytes in letters, with a checksum that depends on the prefix too (BIP 173). */
function bech32(prefix, bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const data = bits.match(/.{1,5}/g).map((five) => Number.parseInt(five.padEnd(5, '0'), 2));
  const codes = [...prefix].map((char) => char.charCodeAt(0));
  const spread = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
  let sum = 1;
  for (const value of [...spread, ...data, 0, 0, 0, 0, 0, 0]) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].forEach((generator, index) => {
      if ((top >> index) & 1) sum ^= generator;
    });
  }
  const check = Array.from({ length: 6 }, (_, index) => ((sum ^ 1) >>> (5 * (5 - index))) & 31);
  return `${prefix}1${[...data, ...check].map((value) => bech32Letters[value]).join('')}`;
}

const made = (habit, make) => (random, argument, plain) => ({ text: make(random, argument, plain), habit });

export const makers = {
  // What `manage.py startproject` writes, without the signs that would end a string.
  djangokey: made('django', (r) => r.chars(`${lower}${digits}!@#%^*(-_=+)`, 50)),
  laravelkey: made('laravel', (r) => `base64:${base64(r.bytes(32))}`),
  azurekey: made('azure storage', (r) => base64(r.bytes(64))),
  azuresecret: made('azure app', (r) => `${r.chars(base62, 3)}8Q~${r.chars(`${base62}-_.~`, 33)}a`),
  wireguard: made('wireguard', (r) => base64(r.bytes(32))),
  otpseed: made('otp seed', (r, argument) => r.chars(`${upper}234567`, Number(argument ?? 32))),
  ethkey: made('ethereum', (r) => `0x${toHex(r.bytes(32))}`),
  decimals: made('decimal bytes', (r, argument) => Array.from(r.bytes(Number(argument ?? 16))).join(', ')),
  escaped: made('escaped bytes', (r, argument) =>
    Array.from(r.bytes(Number(argument ?? 16)), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  ),
  sassig: made('azure signature', (r) => encodeURIComponent(base64(r.bytes(32)))),
  // Not among the providers: nobody sends these in a header.
  discordhook: made(
    'discord webhook',
    (r) => `https://${'discord'}.com/api/webhooks/1${r.chars(digits, 18)}/${r.chars(urlSafe, 68)}`,
  ),
  agekey: made('age', (r) => bech32(`age-${'secret'}-key-`, r.bytes(32)).toUpperCase()),
  // Passwords that a document can show of a real server: no plain word, nothing that a cell or a quote would break.
  docpw: made('written down', (r, _argument, plain) =>
    r.weighted([
      [3, () => r.chars(base62, r.between(9, 14))],
      [2, () => `${plain('org')}${r.pick('!#+-')}${r.chars(digits, 4)}`],
      [2, () => `${plain('person').toLowerCase()}${r.pick('._')}${r.chars(lower + digits, 5)}`],
      [1, () => `${r.chars(lower, 4)}-${r.chars(lower, 4)}-${r.chars(digits, 4)}`],
    ])(),
  ),
};
