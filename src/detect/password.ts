import type { Confidence } from '../domain/rule.ts';
import { guessBits } from '../domain/strength.ts';
import { dictionary } from './filters/dictionary.ts';
import { placeholder } from './filters/placeholder.ts';
import { reference } from './filters/reference.ts';

/** What is known of a password besides itself. */
export type Login = { user?: string | undefined; host?: string | undefined };

/** Harder to guess than this, no person made it up. */
const DRAWN_BITS = 48;

/** Nor is it a word with a number behind it. */
const MIXED_BITS = 30;

/** Templates of any kind: what stands here is put together elsewhere. */
const TEMPLATE =
  /^\$\w+$|^\$?\{.*\}$|^<.*>$|^\[.*\]$|^%\w?$|^%\w+%$|^@|@$|\$[{(]|\{\{|#\{|\{[\w:.]{0,30}\}|^\$ANSIBLE_VAULT|%[sdvq]|%\(|\*{2}|\.{3}|…|\(\?|\[\^|\.(?:[*+]|\{\d)|[«»]|^[\W_]*$|^[a-z][a-z0-9+.-]{1,20}:\/\/[^@]*$/;

/** What tutorials, tests and images of databases write for a password. */
const DUMMY =
  /^(?:(?:my|your|some|the|a|db|test|super|user|root|admin|default|sample|example|new|old|api|app|access)?[-_.]?){0,2}(?:[a-z]{1,12}[-_.]){0,3}(?:pass(?:w(?:or)?d)?|p[a4@][s$5]{2}(?:w[o0]rd)?|pwd?|secret|token|key|cred(?:ential)?s?|creds|auth)s?[-_.]?(?:1|12|123|1234|2|here|value|x)?[!.]?$/i;
const NAMED_PASSWORD = /^[a-z]{0,12}passw(?:or)?d\d{0,3}$/i;
const DUMMIES = new Set(
  'user users username foo bar baz qux foobar abc abc123 xyz test tests test1 test12 test123 testing tester guest admin admin123 admin1234 administrator adminadmin root toor sa oracle tiger scott default docker vagrant ubuntu postgres postgresql psql mysql mariadb mongo mongodb redis rabbit rabbitmq nats amqp kafka elastic neo4j minio minioadmin sonar jenkins grafana nexus keycloak wordpress drupal joomla symfony laravel django rails spring demo sample dummy fake mock example local dev develop development staging prod production changeme changeit change-me letmein qwerty 123 1234 12345 123456 1234567 12345678 123456789 1234567890 0000 1111 aaaa asdf hello hello123 world hunter2 bob alice joe john jane me you it x-oauth-basic x-token-auth x-access-token oauth oauth2 none null nil undefined true false empty string value anything whatever something anonymous ftp www public private proxy server client login opensesame'.split(
    ' ',
  ),
);

/** Hosts that are the machine itself, or that only documentation knows (RFC 2606, RFC 6761). */
const LOCAL =
  /^(?:localhost|127\.\d|0\.0\.0\.0|\[?::1|host\.docker\.internal)|(?:^|[.-])example(?:$|[.:-])|(?:^|\.)(?:localhost|test|invalid)(?:$|:)|^(?:(?:my|your|some|the)[-_.]?\w*|host(?:name)?\d?|server(?:name)?\d?|domain|url|addr(?:ess)?|endpoint|foo|bar|baz|foobar|site|ip|x{2,}|[a-z])(?:$|[:.])|^(?:your|my|some|foo|bar|domain)[.-]/i;

/**
 * How sure it is that somebody uses this password: a literal, not a placeholder, a reference or what
 * every tutorial has. `low` for what is known to be nothing to keep; null for what is no literal.
 */
export function confidenceInPassword(password: string, { user, host }: Login = {}): Confidence | null {
  if (password.length < 2 || password.length > 1024 || /[\0-\x1f\x7f]/.test(password)) return null;
  if (TEMPLATE.test(password) || reference(password, true) !== null) return null;
  if (placeholder(password, 'likely') !== null) return null;
  const folded = password.toLowerCase();
  const name = user?.toLowerCase() ?? '';
  if (
    password.length < 4 ||
    DUMMY.test(password) ||
    NAMED_PASSWORD.test(password) ||
    DUMMIES.has(folded.replaceAll(' ', ''))
  )
    return 'low';
  if (
    name !== '' &&
    (folded === name || (folded.startsWith(name) && /^[-_.!@#]?\d{0,4}$/.test(folded.slice(name.length))))
  )
    return 'low';
  const bits = guessBits(password);
  const isWords = dictionary(password) !== null;
  const drawn = bits >= DRAWN_BITS && !isWords;
  if (host !== undefined && LOCAL.test(host)) return drawn || (bits >= MIXED_BITS && !isWords) ? 'medium' : 'low';
  if (drawn) return 'high';
  // One plain word, and nothing says that a machine elsewhere is meant.
  if (
    /^[a-z]{2,8}$/i.test(password) &&
    (isWords || password.length < 6) &&
    (host === undefined || !/[.:\]]/.test(host))
  )
    return 'low';
  return /^\d{1,5}$/.test(password) ? 'low' : 'medium';
}
