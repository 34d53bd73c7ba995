import type { Confidence } from '../../domain/rule.ts';
import { placeholder } from '../filters/placeholder.ts';
import { reference } from '../filters/reference.ts';
import { readName } from '../generic/name.ts';
import { readValue } from '../generic/value.ts';
import { type Reader, skip } from './reader.ts';

/** How much of a call is read, in characters. */
const MAX_CALL = 800;

/** How much of a name may stand before the anchor in it. */
const MAX_NAME = 24;

/** At most this many arguments. */
const MAX_ARGUMENTS = 8;

type Call = {
  /** Which argument holds the secret, counted from 0; null: the last that reads like one, but not the first. */
  at: number | null;
  /** A password may be made up; a key is drawn. */
  holds: 'password' | 'key';
  /** The least number of arguments, where other calls have the same name. */
  least?: number;
};

/** Calls whose arguments have an order that everybody knows; names in lower case. */
const CALLS: Record<string, Call> = {
  getconnection: { at: 2, holds: 'password', least: 3 },
  passwordauthentication: { at: 1, holds: 'password' },
  usernamepasswordcredentials: { at: 1, holds: 'password' },
  usernamepasswordtoken: { at: 1, holds: 'password' },
  usernamepasswordauthenticationtoken: { at: 1, holds: 'password' },
  networkcredential: { at: 1, holds: 'password' },
  plaincredentials: { at: 1, holds: 'password' },
  httpbasicauth: { at: 1, holds: 'password' },
  httpdigestauth: { at: 1, holds: 'password' },
  basicauth: { at: 1, holds: 'password' },
  basic_auth: { at: 1, holds: 'password' },
  withbasicauth: { at: 1, holds: 'password' },
  setbasicauth: { at: 1, holds: 'password' },
  mysqli_connect: { at: 2, holds: 'password' },
  mysql_connect: { at: 2, holds: 'password' },
  mysqli: { at: 2, holds: 'password' },
  pdo: { at: 2, holds: 'password', least: 3 },
  sequelize: { at: 2, holds: 'password', least: 3 },
  ldap_bind: { at: 2, holds: 'password' },
  simple_bind_s: { at: 1, holds: 'password' },
  username_pw_set: { at: 1, holds: 'password' },
  'wifi.begin': { at: 1, holds: 'password' },
  'dbi->connect': { at: 2, holds: 'password' },
  'pymysql.connect': { at: 2, holds: 'password', least: 3 },
  'mysqldb.connect': { at: 2, holds: 'password', least: 3 },
  'client.connect': { at: 2, holds: 'password', least: 3 },
  'jwt.sign': { at: 1, holds: 'key' },
  'jwt.verify': { at: 1, holds: 'key' },
  'jwt.encode': { at: 1, holds: 'key' },
  'jwt.decode': { at: 1, holds: 'key' },
  createhmac: { at: 1, holds: 'key' },
  createcipheriv: { at: 1, holds: 'key' },
  createdecipheriv: { at: 1, holds: 'key' },
  secretkeyspec: { at: 0, holds: 'key' },
  fernet: { at: 0, holds: 'key' },
  'hmac.new': { at: 0, holds: 'key' },
  basicawscredentials: { at: 1, holds: 'key' },
  'convertto-securestring': { at: 0, holds: 'password' },
  'identified by': { at: 0, holds: 'password' },
  'auth=': { at: 1, holds: 'password', least: 2 },
};

/** Other calls that log in, by the end of their names: the last literal that reads like a password is one. */
const LOGS_IN = /(?:log_?[io]n|sign_?in|authenticate|credentials?|connect(?:ion)?)$/i;
const LOGIN: Call = { at: null, holds: 'password' };

/** From so many bits on, a key was drawn. */
const KEY_BITS = 20;

/**
 * A call that is given a password or a key by its place among the arguments:
 * `DriverManager.getConnection(url, "user", "password")`, `smtp.login("user", "password")`.
 */
export const loginCall: Reader = {
  reach: MAX_CALL + 100,
  glance: (text, at) => callAt(text, at) !== null,
  read(text, at) {
    const found = callAt(text, at);
    if (!found) return null;
    const { name, call, open } = found;
    const { args, end } = argumentsOf(text, open);
    const secret = secretOf(text, args, call);
    const what = `the ${call.holds} that ${name} is given`;
    // Where it holds none, another call may stand among its arguments.
    return { start: at, end: secret ? Math.max(end, open) : open, found: secret ? [{ ...secret, name, what }] : [] };
  },
};

type Secret = Argument & { confidence: Confidence };

/** The argument that holds the secret, if it is a literal that reads like one. */
function secretOf(text: string, args: (Argument | null)[], { at, holds, least }: Call): Secret | null {
  const read = (argument: Argument | null | undefined): Secret | null => {
    const confidence = argument ? confidenceIn(text.slice(argument.start, argument.end), holds) : null;
    return confidence === null ? null : { ...argument!, confidence };
  };
  if (args.length < (least ?? (at ?? 0) + 1)) return null;
  if (at !== null) return read(args[at]);
  // A single argument is a token, or a name.
  if (args.length === 1) return read(args[0])?.confidence === 'high' ? read(args[0]) : null;
  const likely = args.slice(1).map(read).reverse();
  return likely.find((secret) => secret !== null && !/^[A-Za-z]+$/.test(text.slice(secret.start, secret.end))) ?? null;
}

/** The call whose name stands at `at`, and where its arguments begin. */
function callAt(text: string, anchor: number): { name: string; call: Call; start: number; open: number } | null {
  let at = anchor;
  while (at > 0 && anchor - at < MAX_NAME && /\w/.test(text[at - 1]!)) at -= 1;
  const written =
    /^(?:auth(?=\s{0,2}=\s{0,2}\()|identified by(?=\s)|convertto-securestring(?=\s)|[\w.]{1,40}(?:->connect)?)/i.exec(
      text.slice(at, at + 50),
    )?.[0];
  if (!written) return null;
  const name = /^auth$/i.test(written) ? 'auth=' : written;
  const known = Object.hasOwn(CALLS, name.toLowerCase()) ? CALLS[name.toLowerCase()]! : null;
  const call = known ?? (LOGS_IN.test(name) ? LOGIN : null);
  if (!call) return null;
  const open = skip(/\s{0,2}=?\s{0,2}\(|[ \t]{1,2}(?:-String[ \t]{1,2})?(?=["'])/y, text, at + written.length);
  return open === null ? null : { name: name.replace(/=$/, ''), call, start: at, open };
}

type Argument = { start: number; end: number };

/** What may stand between a literal and the end of its argument; SQL stands in quotes, and goes on in capitals. */
const BEHIND = /(?:\.\w{1,20}\([^()"']{0,30}\))?\s{0,40}(?=[,)\n;"'`-]|[A-Z]{2}|$)/y;

/** The arguments of a call that are literals; others are null. */
function argumentsOf(text: string, open: number): { args: (Argument | null)[]; end: number } {
  const args: (Argument | null)[] = [];
  const limit = Math.min(text.length, open + MAX_CALL);
  let at = open;
  while (args.length < MAX_ARGUMENTS && at < limit) {
    at = skip(/\s{0,80}/y, text, at) ?? at;
    const literal =
      /(?:(?<name>\w{1,30})\s{0,2}[:=]\s{0,2})?[bBuUrR@N]?(?<quote>["'`])(?<text>(?:(?!\k<quote>)[^\\\n]|\\.){0,256})\k<quote>/y;
    literal.lastIndex = at;
    const match = literal.exec(text);
    const behind = match ? skip(BEHIND, text, literal.lastIndex) : null;
    if (match && behind !== null) {
      const { name, text: inside } = match.groups!;
      const end = literal.lastIndex - 1;
      // An argument with a name of its own is what that says: `scheme_name="…"` is no password.
      args.push(name === undefined || readName(name) ? { start: end - inside!.length, end } : null);
      at = behind;
    } else {
      args.push(null);
      at = behindExpression(text, at, limit);
    }
    if (text[at] !== ',') break;
    at += 1;
  }
  return { args, end: at };
}

/** The comma or bracket that ends an argument which is no literal. */
function behindExpression(text: string, from: number, limit: number): number {
  let depth = 0;
  for (let at = from; at < limit; at += 1) {
    const letter = text[at]!;
    if (letter === '"' || letter === "'" || letter === '`') {
      const close = text.indexOf(letter, at + 1);
      if (close < 0 || close >= limit) return limit;
      at = close;
    } else if ('([{'.includes(letter)) depth += 1;
    else if (')]}'.includes(letter)) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (letter === ',' && depth === 0) return at;
  }
  return limit;
}

function confidenceIn(value: string, holds: Call['holds']): Confidence | null {
  if (value.length < 5 || placeholder(value, 'likely') !== null || reference(value, true) !== null) return null;
  const read = readValue(value);
  if (read.made === 'written') return null;
  if (read.made === 'word') return holds === 'password' ? 'medium' : null;
  if (read.made === 'chosen') return holds === 'password' ? 'medium' : null;
  if (holds === 'key' && read.bits < KEY_BITS) return null;
  return read.bits >= KEY_BITS * 2 ? 'high' : 'medium';
}
