import { confidenceInPassword } from '../password.ts';
import { type Found, type Reader, take } from './reader.ts';

/** How far a connection string goes to either side of the password in it. */
const MAX_SIDE = 1000;

/** The password's own key, which the anchor stands in, and its "=". */
const PASSWORD = /(?:password|passwd|pwd)[ \t]{0,2}=/iy;

/** What ends the string that a connection string stands in. */
const BOUNDS = new Set(['"', "'", '`', '<', '>', '\n', '\r']);

/**
 * Keys that stand beside a password in the connection strings of ADO.NET, ODBC, OLE DB, JDBC, libpq
 * and their kin. (The drivers' documentation: SqlConnection.ConnectionString, Npgsql, Connector/NET,
 * libpq 34.1.2 "Parameter Key Words".)
 */
const KEYS = new Set(
  'server|data source|datasource|host|hostname|address|addr|network address|database|initial catalog|dbname|dbq|dsn|driver|provider|user id|userid|user|uid|username|user name|service name|servicename|sslmode|ssl mode|encrypt|persist security info|trustservercertificate|multipleactiveresultsets|pooling|charset|endpoint|brokerlist|virtualhost'.split(
    '|',
  ),
);
const USERS = new Set(['user id', 'userid', 'user', 'uid', 'username', 'user name']);
const HOSTS = new Set([
  'server',
  'data source',
  'datasource',
  'host',
  'hostname',
  'address',
  'addr',
  'network address',
]);

type Pair = { key: string; start: number; end: number };

/**
 * A connection string: pairs of a key and a value in one string, parted by ";" (ADO.NET, ODBC), by
 * white space (libpq), or by "&" behind a "?" (JDBC). What else it names tells that the password is
 * one of a database.
 */
export const connectionString: Reader = {
  reach: MAX_SIDE + 100,
  glance: (text, at) => take(PASSWORD, text, at) !== null,
  read(text, at, floor) {
    const start = boundBefore(text, at, Math.max(floor, at - MAX_SIDE));
    const end = boundAfter(text, at, Math.min(text.length, at + MAX_SIDE));
    const region = text.slice(start, end);
    const separator = region.includes(';') ? ';' : region.includes('&') ? '&' : ' ';
    // A call's arguments are no connection string.
    if (separator === ' ' && /[(),]/.test(region)) return { start, end, found: [] };
    const pairs = pairsOf(region, start, separator);
    const found: Found[] = [];
    if (!pairs.some(({ key }) => KEYS.has(key))) return { start, end, found };
    const said = (keys: Set<string>): string | undefined => {
      const pair = pairs.find(({ key }) => keys.has(key));
      return pair && text.slice(pair.start, pair.end);
    };
    for (const { key, start, end } of pairs) {
      if (!/^(?:password|passwd|pwd)$/.test(key)) continue;
      const around = { user: said(USERS), host: said(HOSTS)?.replace(/^(?:tcp:|\(local\))/i, '') };
      const confidence = confidenceInPassword(text.slice(start, end), around);
      if (confidence === null) continue;
      found.push({ start, end, name: 'connection string', what: 'the password in a connection string', confidence });
    }
    return { start, end, found };
  },
};

function boundBefore(text: string, at: number, floor: number): number {
  let start = at;
  while (start > floor && !BOUNDS.has(text[start - 1]!)) start -= 1;
  return start;
}

function boundAfter(text: string, at: number, limit: number): number {
  let end = at;
  while (end < limit && !BOUNDS.has(text[end]!)) end += 1;
  return end;
}

/** The pairs of a region; `offset` is where it begins. */
function pairsOf(region: string, offset: number, separator: string): Pair[] {
  const pairs: Pair[] = [];
  const pattern = separator === ' ' ? /[^\s]+/g : separator === ';' ? /[^;]+/g : /[^&?\s]+/g;
  for (const match of region.matchAll(pattern)) {
    const sign = match[0].indexOf('=');
    if (sign < 0) continue;
    // Before the first key may stand what the string is given to, or the address of a JDBC URL.
    const key = /[\w ]*$/.exec(match[0].slice(0, sign))![0].trim().toLowerCase();
    const value = match[0].slice(sign + 1);
    const from = offset + match.index + sign + 1 + (value.length - value.trimStart().length);
    pairs.push({ key, start: from, end: from + value.trim().length });
  }
  return pairs;
}
