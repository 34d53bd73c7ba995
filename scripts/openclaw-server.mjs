// A server of docs/openclaw-revocation-api.yaml to try revocation with, and to test it: everything is in
// memory, and gone when it stops.
//
//   npm run openclaw:server -- --port 8787 --seed 3
//   npm run openclaw:server -- --codes codes.json     [{ "code": "…", "name": "…", "owner": "…", "scopes": ["…"] }, …]
//
// The operator's code is that of OPENCLAW_OPERATOR_CODE, or a new one, which is printed.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const MAX_BODY = 1 << 20;
const MAX_CODES = 100;
const KEY_LIFE = 24 * 60 * 60 * 1000;
const MINUTE = 60_000;

/** What a route needs, and whether it takes many codes and ends them. */
const ROUTES = {
  '/v1/pairing-codes/introspect': { scope: 'pairing-codes:introspect', many: false, revokes: false },
  '/v1/pairing-codes/introspect/batch': { scope: 'pairing-codes:introspect', many: true, revokes: false },
  '/v1/pairing-codes/revoke': { scope: 'pairing-codes:revoke', many: false, revokes: true },
  '/v1/pairing-codes/revoke/batch': { scope: 'pairing-codes:revoke', many: true, revokes: true },
};

/** An answer that is an error; its texts are fixed, so that none quotes what was sent. */
class Problem extends Error {
  constructor(status, type, title, headers = {}) {
    super(title);
    Object.assign(this, { status, type, headers });
  }

  get body() {
    return { type: `urn:openclaw:problem:${this.type}`, title: this.message, status: this.status };
  }
}

/** A code as it may be shown. */
const mask = (code) => `…(${code.length})`;

/**
 * Starts the server.
 *
 * @param options.host where it listens; anything but this machine only with `remote`
 * @param options.codes what was issued: { code, name, owner, scopes, operator?, expires_at?, last_used_at?, revoked_at? }.
 *   A code with `operates` (names of owners, or "*") may ask about their codes.
 * @param options.perMinute requests that an operator may send in a minute
 * @param options.log told of every line of the audit log
 */
export async function startServer({
  host = '127.0.0.1',
  port = 0,
  remote = false,
  codes = [],
  perMinute = 600,
  now = Date.now,
  log = () => {},
} = {}) {
  if (!remote && !isLoopback(host))
    throw new Error(`it holds pairing codes: it listens on ${host} only with --remote, and belongs behind TLS there`);
  const issued = new Map();
  const answers = new Map();
  const sent = new Map();
  const audit = [];

  const iso = () => new Date(now()).toISOString();
  const issue = ({ code, name = 'unnamed', owner = 'acme', scopes = [], operates = [], ...rest }) => {
    const id = `pc_${issued.size + 1}`;
    const times = { created_at: iso(), expires_at: null, last_used_at: null, revoked_at: null };
    issued.set(digest(code), { id, name, owner, scopes, operates, mask: mask(code), ...times, ...rest });
    return id;
  };
  for (const one of codes) issue(one);

  const stateOf = (entry) => {
    if (entry.revoked_at !== null) return 'revoked';
    return entry.expires_at !== null && Date.parse(entry.expires_at) <= now() ? 'expired' : 'active';
  };
  const shown = (entry) => {
    const { id, name, owner, scopes, created_at, expires_at, last_used_at, revoked_at } = entry;
    const state = stateOf(entry);
    return {
      id,
      name,
      owner,
      scopes,
      active: state === 'active',
      state,
      created_at,
      expires_at,
      last_used_at,
      revoked_at,
    };
  };
  const note = (operator, action, outcome, entry, code, more = {}) => {
    const line = {
      at: iso(),
      operator: operator?.id ?? null,
      action,
      code: entry?.id ?? null,
      mask: code ? mask(code) : null,
      outcome,
      ...more,
    };
    audit.push(line);
    log(line);
  };

  /** Who asks. */
  function authorize(request) {
    const given = /^Bearer +([^\s]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const operator = given === undefined ? undefined : issued.get(digest(given));
    if (!operator || stateOf(operator) !== 'active')
      throw new Problem(401, 'unauthorized', 'The operator’s code is missing or does not work', {
        'www-authenticate': 'Bearer realm="pairing-codes"',
      });
    operator.last_used_at = iso();
    return operator;
  }

  function limit(operator) {
    const window = Math.floor(now() / MINUTE);
    const own = sent.get(operator.id);
    const count = own?.window === window ? own.count + 1 : 1;
    sent.set(operator.id, { window, count });
    if (count > perMinute)
      throw new Problem(429, 'too-many-requests', 'Too many requests', {
        'retry-after': String(Math.max(1, Math.ceil(((window + 1) * MINUTE - now()) / 1000))),
      });
  }

  function permit(operator, scope) {
    if (![scope, 'admin:account', 'admin', '*'].some((one) => operator.scopes.includes(one)))
      throw new Problem(403, 'missing-scope', `The operator’s code lacks the scope ${scope}`);
  }

  /** One code: what its request alone is answered. */
  function handle(operator, code, { revokes }, more) {
    const action = revokes ? 'revoke' : 'introspect';
    const entry = issued.get(digest(code));
    const refuse = (problem) => {
      note(operator, action, problem.type, entry, code, more);
      throw problem;
    };
    if (!entry) return refuse(new Problem(404, 'unknown-code', 'This platform never issued such a code'));
    if (entry !== operator && ![entry.owner, '*'].some((one) => operator.operates.includes(one)))
      return refuse(new Problem(403, 'foreign-code', 'This operator does not answer for the owner of the code'));
    if (revokes && entry === operator)
      return refuse(new Problem(409, 'own-code', 'It is the code that this request is authorised with'));
    const had = stateOf(entry);
    if (revokes && had !== 'revoked') entry.revoked_at = iso();
    note(operator, action, revokes && had === 'revoked' ? 'already-revoked' : stateOf(entry), entry, code, more);
    return shown(entry);
  }

  function handleMany(operator, codes, route, more) {
    const results = codes.map((code, index) => {
      try {
        return { index, status: 200, code: handle(operator, code, route, more) };
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return { index, status: error.status, problem: error.body };
      }
    });
    return { results };
  }

  async function respond(request) {
    const route = Object.hasOwn(ROUTES, request.url) ? ROUTES[request.url] : null;
    if (!route) throw new Problem(404, 'no-such-route', 'There is no such route');
    if (request.method !== 'POST') throw new Problem(405, 'wrong-method', 'Only POST', { allow: 'POST' });
    const operator = authorize(request);
    limit(operator);
    permit(operator, route.scope);
    const { body, text } = await readJson(request);
    const codes = codesOf(body, route.many);
    const more = body.reason === undefined ? {} : { reason: body.reason };
    const answer = () =>
      route.many ? handleMany(operator, codes, route, more) : handle(operator, codes[0], route, more);
    if (!route.revokes) return { status: 200, body: answer(), headers: {} };

    const key = keyOf(request);
    const slot = `${operator.id} ${key}`;
    const same = digest(`${request.url}\n${text}`);
    const earlier = answers.get(slot);
    if (earlier && earlier.until > now()) {
      if (earlier.same !== same)
        throw new Problem(409, 'idempotency-key-reused', 'This Idempotency-Key belongs to another request');
      note(operator, 'revoke', 'replayed', null, null, more);
      return { ...earlier.answer, headers: { ...earlier.answer.headers, 'idempotent-replayed': 'true' } };
    }
    // Only what was done is kept: an error changed nothing, and may be tried again.
    const done = { status: 200, body: answer(), headers: {} };
    answers.set(slot, { same, answer: done, until: now() + KEY_LIFE });
    return done;
  }

  const server = createServer(async (request, response) => {
    let answer;
    try {
      answer = await respond(request);
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(500, 'broken', 'Something went wrong');
      answer = { status: problem.status, body: problem.body, headers: { ...problem.headers } };
      // What is left of a body is not read.
      if (!request.complete) answer.headers.connection = 'close';
    }
    const type = answer.status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(answer.status, { 'content-type': type, 'cache-control': 'no-store', ...answer.headers });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address();
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    audit,
    issue,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function isLoopback(host) {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function digest(text) {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

async function readJson(request) {
  if (!/^application\/json(?:\s*;|$)/i.test(request.headers['content-type'] ?? ''))
    throw new Problem(415, 'not-json', 'The body must be application/json');
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY) throw new Problem(413, 'too-large', 'The body is too long');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return { body: JSON.parse(text), text };
  } catch {
    throw new Problem(400, 'bad-request', 'The body is no JSON');
  }
}

function codesOf(body, many) {
  const name = many ? 'codes' : 'code';
  const isCode = (value) => typeof value === 'string' && [...value].length >= 6 && [...value].length <= 512;
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  if (!isObject || Object.keys(body).some((key) => key !== name && key !== 'reason'))
    throw new Problem(400, 'bad-request', `The body must be an object with "${name}", and "reason" if need be`);
  if (body.reason !== undefined && (typeof body.reason !== 'string' || body.reason.length > 200))
    throw new Problem(400, 'bad-request', '"reason" must be a text of at most 200 characters');
  const codes = many ? body.codes : [body.code];
  if (!Array.isArray(codes) || codes.length === 0 || !codes.every(isCode))
    throw new Problem(400, 'bad-request', 'A code is a text of 6 to 512 characters');
  if (codes.length > MAX_CODES) throw new Problem(413, 'too-large', `At most ${MAX_CODES} codes at a time`);
  return codes;
}

function keyOf(request) {
  const key = request.headers['idempotency-key'];
  if (key === undefined || !/^[A-Za-z0-9._-]{16,128}$/.test(key))
    throw new Problem(400, 'bad-request', 'Idempotency-Key must be there: 16 to 128 letters, digits, ".", "_", "-"');
  return key;
}

/** A code that nobody has. */
export function newCode() {
  return randomBytes(24).toString('base64url');
}

async function main() {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '8787' },
      remote: { type: 'boolean', default: false },
      codes: { type: 'string' },
      seed: { type: 'string', default: '0' },
      'per-minute': { type: 'string', default: '600' },
    },
  });
  const given = process.env.OPENCLAW_OPERATOR_CODE;
  const operator = given ?? newCode();
  const seeded = Array.from({ length: Number(values.seed) }, (_, index) => ({
    code: newCode(),
    name: `seeded ${index + 1}`,
    scopes: ['read:data'],
  }));
  const server = await startServer({
    host: values.host,
    port: Number(values.port),
    remote: values.remote,
    perMinute: Number(values['per-minute']),
    codes: [
      { code: operator, name: 'operator', owner: 'platform', scopes: ['admin:account'], operates: ['*'] },
      ...(values.codes ? JSON.parse(readFileSync(values.codes, 'utf8')) : []),
      ...seeded,
    ],
    log: (line) => console.log(JSON.stringify(line)),
  });
  console.log(`Listens on ${server.url}`);
  console.log(`The operator's code: ${given ? 'that of OPENCLAW_OPERATOR_CODE' : operator}`);
  for (const { code, name } of seeded) console.log(`${name}: ${code}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    console.error(`openclaw-server: ${error.message}`);
    process.exitCode = 2;
  }
}
