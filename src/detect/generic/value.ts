import { entropy } from '../../domain/strength.ts';
import { rarity } from '../rarity/rarity.ts';
import { readName } from './name.ts';

/** How a value came about, as far as its characters tell. */
export type ValueReading =
  /** Drawn by a machine; `bits` by which chance explains it better than writing. */
  | { made: 'drawn'; bits: number }
  /** A word or a name, mixed with digits or signs as people do for passwords. */
  | { made: 'chosen'; bits: number }
  /** One plain word, and none that programs use: somebody's password, if anything. */
  | { made: 'word' }
  /** Written: a word, an identifier, a path, a format … and why. */
  | { made: 'written'; what: string };

const UUID = /^\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i;

/** Forms that are never a secret by themselves, whatever they are called. */
const WRITTEN: [string, RegExp][] = [
  ['a mail address', /^[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{2,60})+$/],
  [
    'an address',
    /^(?:[a-z][\w+.-]{1,20}:)?\/\/|^(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|app|local|internal|svc|cluster)(?:[:/]|$)|^www\./i,
  ],
  [
    'an option',
    /^--?[a-z][\w-]*(?:[=.].*)?$|^[\w.-]{1,40}=(?:yes|no|true|false|none|null|on|off|-?\d{1,4})$|^[a-z]{1,20}=$|^[@#+-][A-Za-z_-]+$/,
  ],
  ['a control sequence', /\\(?:0?33|x1b|e)\[/i],
  ['a link', /^#\/|^#[a-z][\w-]*$/],
  ['a JSON Web Token, which has a rule of its own', /^eyJ[\w-]{8,}\.eyJ/],
  [
    'public by design',
    /^(?:phc|pk_(?:live|test))_|^pk\.eyJ|^0x4AAAA|^6L[a-z][\w-]{37}$|^Eby8vdM0|^C2y6yDjf5|^(?:G|UA|GTM)-[A-Z0-9]/,
  ],
  ['a template', /<[^<>]{1,60}>|<[%?!/]|[%?]>|\{\{|\}\}|\$[{(]|^[{[(].*[}\])]$/],
  ['what was left out', /^[*.\-_x\u2022#=+?~ ]+$|\*{3}|\.{3}|…/i],
  ['a fingerprint', /^(?:[0-9a-f]{2}:){5,}[0-9a-f]{2}$/i],
  ['an address of a contract or an account', /^0x[0-9a-f]{40}$/i],
  [
    'a digest',
    /^(?:sha\d{1,3}|md5|crc\d*)[-:=/]|^\$[a-z0-9][a-z0-9_-]{0,15}\$|^\{(?:SSHA|SHA|MD5|CRYPT)\d*\}|^pbkdf2[_:]|^scrypt[:$]/i,
  ],
  [
    'a public key',
    /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+)\b|^-----BEGIN|^MI(?:IB|GfMA0|G[bJ]MA|IC)|^AAAA[A-Z]3Nza/,
  ],
  ['encrypted', /^ENC\[|^ENC\(|^\$ANSIBLE_VAULT|^AQI[A-D]|^vault:v\d|^gAAAAA|^!vault|^Ag[A-Z][A-Za-z0-9+/]{100}/],
];

/** Forms that chance hits too, where it draws enough characters. */
const SELDOM_DRAWN: [string, RegExp][] = [
  ['a date or time', /^\d{4}-\d\d-\d\d(?:[T_ ]\d\d:?\d\d.{0,20})?$|^\d{1,2}:\d\d(?::\d\d)?$/],
  ['a version', /^[v^~=<>]{0,3}\d{1,4}(?:\.\d{1,4}){1,3}(?:[-+.][\w.-]{0,30})?$/],
  ['a number', /^[-+]?[\d_]{1,3}(?:[,_]\d{3})+(?:\.\d+)?$|^[-+]?\d+\.\d+(?:e[-+]?\d+)?[a-z]{0,2}$|^0x[0-9a-f]{1,8}$/i],
  ['an address of a machine', /^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:\/\d+)?$/],
  ['a colour', /^#(?:[0-9a-f]{3}){1,2}$/i],
  ['a type of media', /^(?:text|image|audio|video|application|multipart)\/[\w.+-]+$/i],
  [
    'a format',
    /%(?:\d+\$)?[-+ 0#]*\d*(?:[sSdiufxXocpqvT@](?![A-Za-z0-9])|S[A-Z])|%\(\w+\)|\{\d{0,2}\}|\{[A-Za-z_][\w.]{0,30}\}|\$\d|\\[dwsbDWSB]|\[\^?[a-zA-Z0-9]-[a-zA-Z0-9]|\.[*+]|\(\?/,
  ],
  [
    'a call or an expression',
    /^[\w$.]{1,60}\(.*\)?$|=>|->|::|&&|\|\||\[['"$\w.-]{0,40}\]|^[!*&][A-Za-z_.]+$|^\w+\?[.:]|\w\|\w/,
  ],
];

/**
 * Reads what a value is. `chosen` is said of short values only: people type passwords.
 *
 * @param value as it stands, without quotes
 */
export function readValue(value: string): ValueReading {
  let reading = known.get(value);
  if (reading === undefined) {
    reading = read(value);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(value, reading);
  }
  return reading;
}

/** A history has the same values in many versions of a file. */
const known = new Map<string, ValueReading>();
const MAX_KNOWN = 1024;

function read(value: string): ValueReading {
  for (const [what, form] of WRITTEN) if (form.test(value)) return { made: 'written', what };
  if (/\s/.test(value)) return { made: 'written', what: 'a sentence' };
  if (DAY.test(value)) return { made: 'chosen', bits: 0 };
  const bits = rarity(value);
  const plain = /^[A-Za-z0-9+/_.~=-]+$/.test(value);
  if (bits < (plain ? CERTAIN : CERTAIN * 2)) {
    for (const [what, form] of SELDOM_DRAWN) if (form.test(value)) return { made: 'written', what };
  }
  const letters = value.replace(/[^A-Za-z\u00aa-\uffff]/g, '').length;
  const digits = value.replace(/\D/g, '').length;
  const others = value.length - letters - digits;
  if (letters === 0) return readDigits(value, others);
  if (others > value.length * 0.6) return { made: 'written', what: 'signs' };
  if (UUID.test(value)) return { made: 'drawn', bits: UUID_BITS };
  const hex = /^(?:0x)?(?:[0-9a-f]+|[0-9A-F]+)$/.test(value) && value.length >= 12;
  if (hex) return readHex(value);
  const part = LONG_HEX.exec(value);
  const ofPart = part && readHex(part[0]);
  if (ofPart?.made === 'drawn') return ofPart;
  const hidden = decoded(value);
  if (hidden !== null) {
    const inside = readValue(hidden.trim());
    return inside.made === 'written' ? { made: 'written', what: 'text in base64' } : inside;
  }
  const short = letters === value.length && value.length < 8 ? WORD_LIKE : 0;
  if (bits >= DRAWN + short && entropy(value) >= Math.min(2.2, value.length / 5)) return { made: 'drawn', bits };
  if (isChosen(value, letters, digits)) return { made: 'chosen', bits };
  return isPlainWord(value) ? { made: 'word' } : { made: 'written', what: 'words' };
}

/** From here on, chance explains a value better than any writer. */
const DRAWN = 8;
/** What a few letters alone ask for in addition: names and words of other languages look drawn too. */
const WORD_LIKE = 5;
const UUID_BITS = 35;
/** From here on, no form that looks written is one. */
const CERTAIN = 30;

/** "prod_" and a key in hexadecimal digits, of which the model of other alphabets knows nothing. */
const LONG_HEX = /[0-9a-f]{24,}|[0-9A-F]{24,}/;

/** A day, as people write it and remember it. */
const DAY = /^\d{1,2}([./-])\d{1,2}\1(?:19|20)?\d\d$/;

function readDigits(value: string, others: number): ValueReading {
  if (others > 0 || new Set(value).size < 4) return { made: 'written', what: 'a number' };
  return value.length >= 6 && value.length <= 12 ? { made: 'chosen', bits: 0 } : { made: 'written', what: 'a number' };
}

/** Hexadecimal digits are all that the model can tell of such a value: counted as drawn if they are mixed. */
function readHex(value: string): ValueReading {
  const digits = value.replace(/^0x/, '');
  if (entropy(digits) < 2.7 || !/[a-f]/i.test(digits) || !/\d/.test(digits))
    return { made: 'written', what: 'a number' };
  return { made: 'drawn', bits: Math.min(60, digits.length * 1.25) };
}

/** What base64 of text says; null where it is none. */
function decoded(value: string): string | null {
  if (value.length < 12 || value.length % 4 === 1 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(value)) return null;
  const text = Buffer.from(value, 'base64').toString('latin1');
  return /^[\x20-\x7e\t\r\n]{8,}$/.test(text) ? text : null;
}

/** Letters that programs and forms write next to digits, which makes no password of them. */
const TECHNICAL =
  /^(?:sha|md|base|utf|rsa|aes|des|rc|hmac|ed|ecdsa|curve|http|tls|ssl|oauth|oidc|saml|ipv|x|v|ver|version|arg|param|var|val|value|item|field|col|column|input|output|line|row|text|str|string|key|token|secret|hash|name|user|test|foo|bar|baz|example|sample|dummy|step|part|page|level|layer|h|p|t|s|n|i|id|no|num|int|uint|float|win|linux|ubuntu|python|java|node|php|ruby|jdk|jre|vs|net|core|type|mode|class|group|auth|basic|digest|pbkdf|argon|bcrypt|scrypt|apr|crypt|ntlm|wpa|wep|psk|es|ecma|ecmascript|sql|office|server|latin|iso|cp|koi|ucs|ascii|windows)(?:_|-)?$/i;

function isChosen(value: string, letters: number, digits: number): boolean {
  if (value.length < 5 || value.length > 40 || letters < 2) return false;
  const signs = value.replace(/[A-Za-z0-9\u00aa-\uffff]/g, '');
  const strong = /[!@#$%^&*?+=~]/.test(signs);
  const parts = value.split(/[^A-Za-z0-9\u00aa-\uffff]+/).filter((part) => part !== '');
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  // A word and a year: "SALES_2021".
  if (/^[A-Za-z]{2,16}[-_.@#!+]?(?:19|20)\d\d[!@#$%&*?.]?$/.test(value))
    return !TECHNICAL.test(first.replace(/\d+$/, ''));
  // Names are joined words too: "api_key" stands for a key, and is none.
  if (signs !== '' && !strong && (readName(value)?.kind ?? 'salt') !== 'salt') return false;
  if (/^[A-Z0-9_]+$/.test(value) && signs !== '') return false;
  if (TECHNICAL.test(first.replace(/\d+$/, '')) || TECHNICAL.test(value.replace(/[^A-Za-z]+$/, ''))) return false;
  if (digits === 0) return strong ? !/[./:,;|\\()]/.test(signs) : isTwoWords(value) || isPhrase(value);
  if (strong || signs === '' || isTwoWords(value)) return true;
  // Digits in the place of letters: "w1ndow-t4ble".
  if (/[a-z]\d{1,2}[a-z]/i.test(value) && /^[-_.]+$/.test(signs)) return parts.length <= 3;
  // A word and a number behind it: "Diego_1993"; "page-2" and "utf-8" have one digit.
  if (parts.length === 2 && /^[A-Za-z]+$/.test(first) && /^\d{2,6}$/.test(last)) return !/[/:,;|\\()]/.test(signs);
  // A phrase with a number at its end.
  return parts.length >= 3 && /^[._-]+$/.test(signs) && /^[A-Za-z]+\d{2,4}$|^\d{3,4}$/.test(last);
}

/** Words that stand for a password in forms, types, documentation and tests. */
const STANDING_IN =
  /pass|pwd|secret|token|cred|^(?:auth|login|users?|before|after|admin|guest|root|administrator|benutzername|utilisateur|usuario|name|email|text|string|number|boolean|object|hidden|masked|plain|clear|basic|digest|bearer|none|null|undefined|empty|blank|unknown|default|required|optional|invalid|valid|wrong|right|correct|incorrect|missing|expired|weak|strong|short|value|field|input|label|title|hint|prompt|prompted|enter|type|encrypt|encrypted|hash|hashed|bcrypt|scrypt|argon|sha|crypt|md|base|hex|true|false|yes|enabled|disabled|always|never|auto|manual|random|generate|generated|change|changed|changeit|reset|forgot|update|updated|create|created|confirm|current|new|old|test|tests|testing|tester|demo|sample|example|dummy|fake|mock|stub|foobar|foobaz|lorem|ipsum|hello|world|something|anything|whatever|somehow|postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|rabbit|rabbitmq|oracle|sqlite|elastic|kafka|docker|vagrant|ubuntu|jenkins|grafana|database|keycloak|minio|wordpress|symfony|laravel|django|rails|spring|local|localhost|remote|server|client|public|private|internal|external|system|service|session|cookie|config|file|path|vault|keychain|keyring|keystore|kerberos|ldap|saml|oauth|openid|sso|otp|totp|hmac|scram|plaintext|cleartext|property|attribute|column|table|model|schema|method|function|class|interface|request|response|header|query|param|parameter|argument|option|options|setting|settings|error|warning|success|failure|failed|alice|bob|carol|john|jane|jdoe|joe)$/i;

/** "gandalf": a word in one case, or with a capital, that does not stand for something else. */
function isPlainWord(value: string): boolean {
  return /^[A-Z]?[a-z]{4,15}$/.test(value) && !STANDING_IN.test(value) && readName(value) === null;
}

/** "Thunder-Pepper", "SilverBuddha": two words that begin as names do, and no more. */
function isTwoWords(value: string): boolean {
  return /^[A-Z][a-z]{3,}[-_.][A-Z][a-z]{3,}\d{0,4}$/.test(value);
}

/** "public-panther-widget-puzzle": four words or more, as who has read about passphrases joins them. */
function isPhrase(value: string): boolean {
  return /^[a-z]{3,10}(?:([-_. ])[a-z]{3,10})(?:\1[a-z]{3,10}){2,5}$/.test(value);
}
