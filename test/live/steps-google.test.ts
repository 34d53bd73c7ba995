import { createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { ask, type Credential } from '../../src/live/verify.ts';
import { scan } from '../detect/scanning.ts';
import { hex } from '../support/secrets.ts';
import { apiOf, askingAt, client, credentialOf, NOW } from './asking.ts';
import { attempt, condemned, ownersOf } from './ending.ts';
import { type Answer, type Provider, provider, type Seen } from './server.ts';

const http = client({ timeoutMs: 10_000 });
let server: Provider | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});
afterAll(() => http.close());

describe('a Google API key', () => {
  const RULE = 'google-api-key';
  const { secret } = credentialOf(RULE);
  const NAME = 'projects/123456/locations/global/keys/0a1b2c3d-4e5f';
  const LOOK_UP = `GET /v2/keys:lookupKey?keyString=${secret.reveal()}`;

  const named = (name: unknown): Answer => ({
    status: 200,
    body: { parent: 'projects/123456/locations/global', name },
  });
  const operation: Answer = { status: 200, body: { name: 'operations/akmf.p7-1' } };

  async function revoke(lookUp: Answer, deletes: Answer = operation, owners: string[] = []) {
    server = await provider(({ method }) => (method === 'GET' ? lookUp : deletes));
    return attempt(condemned(RULE, 0, owners), server, http);
  }

  it('is deleted by the name that its value is looked up to', async () => {
    const { ended, announced, paths } = await revoke(named(NAME));
    expect(ended).toEqual({ is: 'done' });
    expect(paths).toEqual([LOOK_UP, `DELETE /v2/${NAME}`]);
    expect(server!.seen.every(({ headers }) => headers.authorization === 'Bearer an-admin')).toBe(true);
    expect(announced).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['none', undefined],
    ['empty', ''],
    ['a list', [NAME]],
    ['of another place', 'projects/1/locations/europe/keys/abc'],
    ['of something else', 'projects/1/serviceAccounts/abc'],
    ['of something under it', `${NAME}/abc`],
    ['of no key', 'projects/1/locations/global/keys/'],
    ['a way to another route', 'projects/1/locations/global/keys/..'],
    ['a way to another host', `//evil.example/${NAME}`],
    ['two lines', `${NAME}\nprojects/1`],
  ])('is left alone where its name is %s', async (_, name) => {
    const { ended, announced, paths } = await revoke(named(name));
    expect(ended.is).toBe('unproven');
    expect(announced).toEqual([]);
    expect(paths).toEqual([LOOK_UP]);
  });

  it('is left alone where its project is a way to another route', async () => {
    expect((await revoke(named('projects/../locations/global/keys/abc'))).ended.is).toBe('unproven');
    expect(server!.seen).toHaveLength(1);
  });

  it('is left alone where it is of another project than its provider named', async () => {
    expect((await revoke(named(NAME), operation, ['projects/99'])).ended.is).toBe('unproven');
    await server!.close();
    expect((await revoke(named(NAME), operation, ['projects/123456'])).ended.is).toBe('done');
  });

  it('is the project’s that it is looked up to', async () => {
    server = await provider(() => named(NAME));
    expect(await ownersOf(condemned(RULE, 0, []), server, http)).toEqual(['projects/123456']);
    await server.close();
    server = await provider(() => ({ status: 403, body: { error: { code: 403 } } }));
    expect(await ownersOf(condemned(RULE, 0, []), server, http)).toEqual([]);
  });

  it.each<[string, Answer, Answer, string]>([
    ['the administrator may not look it up', { status: 403, body: {} }, operation, 'denied'],
    ['the administrator’s token has expired', { status: 401, body: {} }, operation, 'denied'],
    ['nothing is found', { status: 404, body: {} }, operation, 'unproven'],
    ['Google is broken', { status: 500, body: {} }, operation, 'unproven'],
    ['Google is broken when it deletes', named(NAME), { status: 500, body: {} }, 'failed'],
    ['the administrator may not delete it', named(NAME), { status: 403, body: {} }, 'denied'],
    ['it is gone', named(NAME), { status: 404, body: {} }, 'gone'],
  ])('says so where %s', async (_, lookUp, deletes, is) => {
    expect((await revoke(lookUp, deletes)).ended.is).toBe(is);
  });

  it('is nobody’s where its provider names it by its own value', async () => {
    const { provider: api, rule } = apiOf(RULE);
    const metadata = { consumer: `api_key:${secret.reveal()}` };
    server = await provider(() => ({ status: 403, body: { error: { code: 403, details: [{ metadata }] } } }));
    const { verdict } = await ask(api, rule, credentialOf(RULE), askingAt(server.url, http));
    expect(verdict).toMatchObject({ state: 'live', proven: false, owners: [] });
  });
});

describe('a Google service account’s key', () => {
  const RULE = 'google-service-account-key';
  const ACCOUNT = 'my-bot@my-project.iam.gserviceaccount.com';
  const ID = hex(40, 'service account');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }) as string;

  const { provider: api, rule } = apiOf(RULE);
  const credential: Credential = {
    rule: RULE,
    secret: new Secret(pem(privateKey).trim()),
    parts: { account: new Secret(ACCOUNT), id: new Secret(ID) },
  };
  const token: Answer = { status: 200, body: { access_token: 'a-token', expires_in: 3599, token_type: 'Bearer' } };
  const refused = (error: string, error_description: string, status = 400): Answer => ({
    status,
    body: { error, error_description },
  });
  const BAD_SIGNATURE = refused('invalid_grant', 'Invalid JWT Signature.');

  async function asked(answer: Answer, who: Credential = credential) {
    server = await provider(() => answer);
    const asked = await ask(api, rule, who, askingAt(server.url, http));
    return { ...asked, seen: server.seen };
  }

  it('is live where Google gives a token for an assertion that it signed', async () => {
    const { verdict, reply, seen } = await asked(token);
    expect(verdict).toMatchObject({ state: 'live', proven: true, owners: [ACCOUNT, 'my-project'] });
    expect(reply).toBeUndefined();
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /token']);
    const form = new URLSearchParams(seen[0]!.body);
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const [header, claims, signature] = form.get('assertion')!.split('.') as [string, string, string];
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(read(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: ID });
    expect(read(claims)).toEqual({
      iss: ACCOUNT,
      scope: 'https://www.googleapis.com/auth/cloud-platform',
      aud: 'https://oauth2.googleapis.com/token',
      iat: NOW / 1000,
      exp: NOW / 1000 + 300,
    });
    const text = Buffer.from(`${header}.${claims}`);
    expect(verify('sha256', text, createPublicKey(privateKey), Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('is found with what asking takes, in a file and in variables', async () => {
    const line = pem(privateKey).replaceAll('\n', '\\n');
    const file = `{"type":"service_account","project_id":"my-project","private_key_id":"${ID}","private_key":"${line}","client_email":"${ACCOUNT}"}`;
    const variables = `FIREBASE_PRIVATE_KEY_ID=${ID}\nFIREBASE_CLIENT_EMAIL=${ACCOUNT}\nFIREBASE_PRIVATE_KEY="${line}"\n`;
    for (const text of [file, variables]) {
      const [found, ...others] = scan(text).filter((one) => one.rule === RULE);
      expect(others).toEqual([]);
      expect(found!.secret.equals(credential.secret)).toBe(true);
      const { verdict } = await asked(token, found!);
      expect(verdict.state).toBe('live');
      await server!.close();
    }
  });

  it.each<[string, Answer, object]>([
    ['dead where its signature is refused', BAD_SIGNATURE, { state: 'dead' }],
    ['dead where its account is gone', refused('invalid_grant', 'Invalid grant: account not found'), { state: 'dead' }],
    [
      'not known where the clock is wrong',
      refused(
        'invalid_grant',
        'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
      ),
      { state: 'unknown', why: 'unexpected-reply' },
    ],
    ['not known where Google refuses the question', refused('unauthorized_client', 'no'), { state: 'unknown' }],
    ['not known where a portal answers', { status: 200, body: '<html></html>' }, { state: 'unknown' }],
    ['not known where no token is given', { status: 200, body: {} }, { state: 'unknown' }],
    ['not known where Google is busy', { status: 429, body: {} }, { state: 'unknown', why: 'rate-limit' }],
    ['not known where Google is broken', { status: 503, body: {} }, { state: 'unknown' }],
    ['not known where Google hangs up', 'hang-up', { state: 'unknown', why: 'network' }],
    ['not known where Google leads elsewhere', { status: 302, headers: { location: '/' } }, { state: 'unknown' }],
  ])('is %s', async (_, answer, verdict) => {
    expect((await asked(answer)).verdict).toMatchObject(verdict);
  });

  it('is not known to be dead without its id: then the account may be another’s', async () => {
    const { account } = credential.parts;
    const who = { ...credential, parts: { account: account! } };
    expect((await asked(BAD_SIGNATURE, who)).verdict).toEqual({ state: 'unknown', why: 'incomplete', detail: '{id}' });
    await server!.close();
    expect((await asked(token, who)).verdict.state).toBe('live');
  });

  it.each<[string, Credential]>([
    ['without its account', { ...credential, parts: { id: credential.parts.id! } }],
    ['that is cut', { ...credential, secret: new Secret(pem(privateKey).replace(/.{64}\n/, '')) }],
    [
      'that is no RSA key',
      { ...credential, secret: new Secret(pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)) },
    ],
  ])('is not asked about %s', async (_, who) => {
    const { verdict, seen } = await asked(token, who);
    expect(verdict).toMatchObject({ state: 'unknown', why: 'incomplete' });
    expect(seen).toEqual([]);
  });

  const DISABLE = `POST /v1/projects/-/serviceAccounts/${encodeURIComponent(ACCOUNT)}/keys/${ID}:disable`;
  const PUBLIC = `GET /service_accounts/v1/jwk/${encodeURIComponent(ACCOUNT)}`;
  const jwk = (key: KeyObject, kid: string) => ({ ...createPublicKey(key).export({ format: 'jwk' }), kid, use: 'sig' });
  const published: Answer = { status: 200, body: { keys: [jwk(other, hex(40, 'other')), jwk(privateKey, ID)] } };

  type Answers = { token?: Answer; keys?: Answer; disable?: Answer };
  async function revoke(way: number, answers: Answers = {}, who: Credential = credential) {
    const { token: given = token, keys = published, disable = { status: 200, body: {} } } = answers;
    server = await provider(({ path }: Seen) => (path === '/token' ? given : /jwk/.test(path) ? keys : disable));
    return attempt(condemned(RULE, way, [ACCOUNT, 'my-project'], who), server, http);
  }

  it('is disabled with a token of its own', async () => {
    const { ended, announced, paths } = await revoke(0);
    expect(ended).toEqual({ is: 'done' });
    expect(paths).toEqual([PUBLIC, 'POST /token', DISABLE]);
    expect(server!.seen[0]!.headers.authorization).toBeUndefined();
    expect(server!.seen[2]).toMatchObject({ body: '{}', headers: { authorization: 'Bearer a-token' } });
    expect(announced).toHaveLength(1);
  });

  it('is disabled with an administrator’s token', async () => {
    const { ended, paths } = await revoke(1);
    expect(ended).toEqual({ is: 'done' });
    expect(paths).toEqual([PUBLIC, DISABLE]);
    expect(server!.seen[1]!.headers.authorization).toBe('Bearer an-admin');
  });

  it.each<[string, Answer]>([
    ['the id is another key’s', { status: 200, body: { keys: [jwk(other, ID), jwk(privateKey, hex(40, 'other'))] } }],
    ['the account has no keys', { status: 200, body: { keys: [] } }],
    ['nothing can be read', { status: 200, body: { keys: [null, 'x', {}] } }],
    ['the account is not there', { status: 404, body: {} }],
    ['a portal answers', { status: 200, body: '<html></html>' }],
  ])('is left alone where %s', async (_, keys) => {
    for (const way of [0, 1]) {
      const { ended, announced } = await revoke(way, { keys });
      expect(ended.is).toBe('unproven');
      expect(announced).toEqual([]);
      await server!.close();
    }
  });

  it('is left alone where its id was not found with it', async () => {
    const { account } = credential.parts;
    const { ended, paths } = await revoke(0, {}, { ...credential, parts: { account: account! } });
    expect(ended.is).toBe('unproven');
    expect(paths).toEqual([]);
  });

  it.each<[string, Answers, string]>([
    ['it gets no token', { token: BAD_SIGNATURE }, 'failed'],
    ['it may not', { disable: { status: 403, body: { error: { code: 403 } } } }, 'denied'],
    ['it is gone', { disable: { status: 404, body: { error: { code: 404 } } } }, 'gone'],
    ['Google is broken', { disable: { status: 500, body: {} } }, 'failed'],
    ['Google hangs up', { disable: 'hang-up' }, 'failed'],
  ])('says so where %s', async (_, answers, is) => {
    const { ended } = await revoke(0, answers);
    expect(ended.is).toBe(is);
    expect(server!.seen.filter(({ path }) => path.endsWith(':disable')).length).toBeLessThanOrEqual(1);
  });
});
