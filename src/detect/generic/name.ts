/**
 * What the name of a value says about it. A name is read word by word: "dbPasswordHash" is a hash,
 * "API_KEY_PROD" a key, "passwordField" a field.
 */

/** What kind of secret a name calls its value, the surest first. */
export const KINDS = ['password', 'secret', 'key', 'salt'] as const;
export type Kind = (typeof KINDS)[number];

export type NameReading = {
  kind: Kind;
  /** Words behind the one that tells, of which nobody knows what they do to it. */
  strangers: number;
};

/** People choose these, so they may be short; also as the languages of other countries name them. */
const PASSWORDS = words(`
  password passwords passwd passwds passphrase passcode passwort kennwort pwd pswd psw psswd pword passw
  senha senhas contrasena contraseña clave motdepasse passe mdp parola parol haslo wachtwoord lozinka sifre heslo
  salasana losenord adgangskode mima kodeord userpass dbpass mypass rootpass adminpass masterpass
`);
/** The same, where they stand at a name's end only: "pass" and "pw" mean other things too. */
const SHORT_PASSWORDS = words('pass pw');
const PASSWORD_TAIL = /(?:password|passwd|passwort|passphrase|pwd|dbpass|userpass|rootpw|dbpw|userpw)$/;

const SECRETS = words(`
  secret secrets token tokens apikey apikeys apitoken authtoken accesstoken secretkey appsecret clientsecret apisecret
  accesskey privatekey authkey authorization bearer credential credentials creds cred auth jwt pat otp totp
  sessionid sessid cookie webhooksecret signingkey encryptionkey masterkey secretaccesskey accountkey sharedkey
  sharedaccesskey subscriptionkey appkey segredo secreto geheimnis jeton
`);
const SECRET_TAIL = /(?:secret|token|apikey|secretkey|accesskey)$/;

/** Words that make a key a secret one. */
const KEY_OWNERS = words(`
  api access secret private priv auth signing sign encryption encrypt enc decrypt decryption master session shared hmac aes
  des rsa ecdsa ed jwt jwe jws cookie client account storage service license licence crypto cipher security admin
  root server subscription consumer write deploy webhook merchant partner app application developer dev user team org
  integration rest sdk prod live test stripe aws azure gcp google openai twilio sendgrid maps gmaps bot payment billing
  validation machine
  token authentication authorization recovery backup wallet signer sealing totp otp mfa wifi wpa psk preshared
`);
const KEYS = words('key keys');
const SALTS = words('salt salts pepper nonce seed iv entropy');

/** Words behind the one that tells, which change nothing. */
const NEUTRAL = words(`
  phrase value val str string text txt plain plaintext raw clear cleartext base b64 hex encoded decoded default current new old
  previous prev prod production dev development stage staging test testing tests live sandbox local main primary secondary
  backup env var variable literal data const constant bytes arg opt for of the to is as in on at my our and or s v x
  root admin user db database api app server client service master slave read write ro rw global tmp temp
  mysql postgres pg redis mongo mongodb smtp mail email ftp ssh ldap aws gcp azure google github gitlab slack stripe
  openai one two three a b c d e i ii iii fallback override real actual correct good valid bot ci build deploy
`);

/** Words that make of it something public, or something about it. */
const PUBLIC = words(`
  public publishable pub pubkey hash hashed hashes digest checksum sha md fingerprint thumbprint integrity commit revision rev version etag
  uuid guid id ids identifier identifiers name names named username url urls uri uris link href path paths file files filename dir directory folder type types kind
  label labels title message messages msg messagekey description desc placeholder prefix suffix pattern regex regexp format length len size
  count counts counter index indexes idx expiry expires expired expiration expire expiring ttl timeout timestamp time date days hours minutes seconds age
  field fields header headers param params parameter parameters column columns col table class classes style css selector xpath color icon image img
  list lists array set map dict object objects schema model models entity dto enum component view page form element button box
  limit limits budget usage address symbol mint balance price contract supply budgeted threshold quota cost costs
  code codes down up press pressed bind binding board word words frame frames alias ring store storage manager provider
  factory handler helper util utils generator validator validation checker encoder encryptor decoder parser reader writer lexer tokenizer scanner
  builder config configuration options option settings setting policy policies strength rule rules requirement requirements required optional
  hint reset forgot forgotten forget change changed confirm confirmation confirmed verify verified verification remember recover
  error errors exception invalid missing wrong incorrect mismatch failed failure success status state event events action actions
  enabled disabled enable disable allowed allow visible visibility show shown hide hidden toggle exists exist has should can use uses using used
  callback function func fn method endpoint route resource arn ref reference scope scopes claim claims issuer audience subject
  algorithm algo alg mode step steps location source sources target destination encoding charset
  prompt question answer tooltip help info note comment doc docs example examples sample samples demo mock fake dummy stub
  locale language lang translation translations i18n caption heading section tab menu screen dialog modal
  foreign partition sort shard cache cached hot shortcut keyboard
  position offset start end begin last first next span line stream chain pair pairs group groups
  csrf xsrf crumb antiforgery authenticity pagination cursor continuation sync resume cancellation cancel abort vocab special
  tag tags unk pad eos bos mask separator sep delimiter attention
`);

/** Words before the one that tells, which make of it something public or none. */
const PUBLIC_BEFORE = words(`
  public publishable pub hash hashed md sha csrf xsrf crumb antiforgery authenticity no without forgot forgotten reset change confirm
  invalid wrong incorrect missing bad fake dummy mock example max min num number total count input output prompt
  completion special unk pad eos bos mask cls sep continuation pagination cancellation cancel cursor sync page lexer syntax
  primary foreign partition sort shard cache hot shortcut keyboard translation i18n locale message label placeholder hint
  require requires required is has needs show hide toggle validate check verify sitekey recaptcha captcha
  on mixpanel common weak top banned blacklisted blocked forbidden breached leaked pwned popular gpg pgp apt
  site sitekey turnstile recaptcha encrypted sealed ciphered pinned
  next nexttoken verification dkim request action idempotency activation cached marker paging start lifecycle
  export import list delete recv send
  estimated remaining daily monthly used thinking reasoning budget
`);

/** A name in words: "dbPassword2_PROD" is "db password prod". */
export function wordsOf(name: string): string[] {
  return (
    name
      .match(/[A-Z]?[a-z\u00c0-\u024f]+|[A-Z]+(?![a-z])|\d+/g)
      ?.flatMap((word) => (/^\d+$/.test(word) ? [] : [word.toLowerCase()])) ?? []
  );
}

/**
 * @param name as it stands in the source, with what it is a member of
 * @returns null where the name says nothing, or that the value is no secret
 */
export function readName(name: string): NameReading | null {
  let reading = known.get(name);
  if (reading === undefined) {
    reading = read(name);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(name, reading);
  }
  return reading;
}

/** Programs use the same names again and again. */
const known = new Map<string, NameReading | null>();
const MAX_KNOWN = 4096;

function read(name: string): NameReading | null {
  const all = wordsOf(name);
  const owners = wordsOf(/^.*[.[\]$]/.exec(name.replace(/[.[\]$]+$/, ''))?.[0] ?? '').length;
  let told: { kind: Kind; at: number } | null = null;
  for (let at = all.length - 1; at >= 0 && !told; at -= 1) {
    const kind = kindOf(all, at);
    if (kind) told = { kind, at };
  }
  if (!told) return null;
  const behind = all.slice(told.at + 1);
  if (behind.some((word) => PUBLIC.has(word))) return null;
  const before = all.slice(Math.max(told.at < owners ? 0 : owners, told.at - 2), told.at);
  if (told.kind !== 'salt' && before.some((word) => PUBLIC_BEFORE.has(word))) return null;
  return { kind: told.kind, strangers: behind.filter((word) => !NEUTRAL.has(word)).length };
}

function kindOf(all: string[], at: number): Kind | null {
  const word = all[at]!;
  if (PASSWORDS.has(word) || PASSWORD_TAIL.test(word)) return 'password';
  if (SHORT_PASSWORDS.has(word) && (at === all.length - 1 || NEUTRAL.has(all[at + 1]!))) return 'password';
  if (SECRETS.has(word)) return 'secret';
  if (KEYS.has(word)) return all.slice(0, at).some((owner) => KEY_OWNERS.has(owner)) ? 'secret' : 'key';
  if (SALTS.has(word)) return word !== 'nonce' || all.some((other) => KEY_OWNERS.has(other)) ? 'salt' : null;
  return word.length > 6 && SECRET_TAIL.test(word) ? 'secret' : null;
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).filter((word) => word !== ''));
}
