import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { ask, type Credential } from '../../src/live/verify.ts';
import { apiOf, askingAt, client, credentialOf } from './asking.ts';
import { attempt, condemned, ownersOf } from './ending.ts';
import { type Answer, type Provider, provider, type Seen } from './server.ts';

const ACCOUNT = '123456789012';
const USER = `arn:aws:iam::${ACCOUNT}:user/division/Alice`;
const VERSION = 'Version=2010-05-08';

const http = client({ timeoutMs: 10_000 });
let server: Provider | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});
afterAll(() => http.close());

/** An answer of IAM, as its API reference shows them. */
const xml = (action: string, result = '', status = 200): Answer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/">${result}<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`,
});
const refused = (status: number, code: string): Answer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});

const actionOf = ({ path }: Seen): string => new URL(path, 'http://localhost').searchParams.get('Action') ?? '';
const signer = ({ headers }: Seen): string => /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';

describe('an AWS access key', () => {
  const credential = credentialOf('aws-access-key');
  const id = credential.parts.id!.reveal();
  const UPDATE = `Action=UpdateAccessKey&AccessKeyId=${id}&Status=Inactive&${VERSION}`;
  const UPDATE_OF = `Action=UpdateAccessKey&UserName=Alice&AccessKeyId=${id}&Status=Inactive&${VERSION}`;

  async function revoke(way: number, answers: Record<string, Answer>, owners = [ACCOUNT, USER]) {
    server = await provider((seen) => answers[actionOf(seen)] ?? { status: 400, body: 'what?' });
    return attempt(condemned('aws-access-key', way, owners), server, http);
  }

  it('is set inactive by itself', async () => {
    const { ended, announced, paths } = await revoke(0, { UpdateAccessKey: xml('UpdateAccessKey') });
    expect(ended).toEqual({ is: 'done' });
    expect(paths).toEqual([`GET /?${UPDATE}`]);
    expect(signer(server!.seen[0]!)).toBe(id);
    expect(announced).toHaveLength(1);
    expect(announced[0]).toMatch(/Action=UpdateAccessKey&AccessKeyId=\{id\}&Status=Inactive/);
  });

  const known = xml(
    'GetAccessKeyLastUsed',
    '<GetAccessKeyLastUsedResult><UserName>Alice</UserName><AccessKeyLastUsed><Region>us-west-2</Region></AccessKeyLastUsed></GetAccessKeyLastUsedResult>',
  );

  it('is set inactive by an administrator who knows whose it is', async () => {
    const { ended, announced, paths } = await revoke(1, {
      GetAccessKeyLastUsed: known,
      UpdateAccessKey: xml('UpdateAccessKey'),
    });
    expect(ended).toEqual({ is: 'done' });
    expect(paths).toEqual([`GET /?Action=GetAccessKeyLastUsed&AccessKeyId=${id}&${VERSION}`, `GET /?${UPDATE_OF}`]);
    expect(server!.seen.map(signer)).toEqual(['an-admin.id', 'an-admin.id']);
    expect(server!.seen[0]!.headers['x-amz-security-token']).toBe('an-admin.session');
    expect(announced).toHaveLength(1);
  });

  it.each<[string, number, string[]]>([
    ['the root user’s', 0, [ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`]],
    ['the root user’s', 1, [ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`]],
    ['a role’s', 0, [ACCOUNT, `arn:aws:sts::${ACCOUNT}:assumed-role/a-role/user`]],
    ['nobody knows whose', 0, []],
  ])('is left alone where it is %s (way %i)', async (_, way, owners) => {
    const { ended, paths } = await revoke(way, { UpdateAccessKey: xml('UpdateAccessKey') }, owners);
    expect(ended.is).toBe('unproven');
    expect(paths).toEqual([]);
  });

  it('is left alone where the administrator knows it as another user’s', async () => {
    const { ended, paths } = await revoke(1, {
      GetAccessKeyLastUsed: xml('GetAccessKeyLastUsed', '<UserName>Bob</UserName>'),
      UpdateAccessKey: xml('UpdateAccessKey'),
    });
    expect(ended.is).toBe('unproven');
    expect(paths).toHaveLength(1);
  });

  it.each<[string, Answer, string]>([
    ['it may not', refused(403, 'AccessDenied'), 'denied'],
    ['it is gone', refused(404, 'NoSuchEntity'), 'gone'],
    ['AWS is broken', refused(500, 'ServiceFailure'), 'failed'],
    ['its signature is wrong', refused(403, 'SignatureDoesNotMatch'), 'failed'],
    ['something else answers', { status: 200, body: '<html></html>' }, 'failed'],
  ])('says so where %s', async (_, answer, is) => {
    expect((await revoke(0, { UpdateAccessKey: answer })).ended.is).toBe(is);
    await server!.close();
    expect((await revoke(1, { GetAccessKeyLastUsed: known, UpdateAccessKey: answer })).ended.is).toBe(is);
  });

  it.each<[string, Answer, string]>([
    ['the administrator may not look it up', refused(403, 'AccessDenied'), 'denied'],
    ['the administrator’s account does not have it', refused(404, 'NoSuchEntity'), 'unproven'],
    ['AWS is broken', refused(500, 'ServiceFailure'), 'failed'],
    ['something else answers', { status: 200, body: '<html></html>' }, 'unproven'],
  ])('is left alone where %s', async (_, answer, is) => {
    const { ended, announced } = await revoke(1, { GetAccessKeyLastUsed: answer });
    expect(ended.is).toBe(is);
    expect(announced).toEqual([]);
  });
});

describe('an AWS key of an account that nobody may ask about', () => {
  const { provider: api, rule } = apiOf('aws-access-key');
  const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

  /** An access key id of an account, and a secret. */
  function keyOf(account: string): Credential {
    let bits = (1n << 79n) | (BigInt(account) << 39n);
    let text = '';
    for (let i = 0; i < 16; i += 1, bits >>= 5n) text = BASE32[Number(bits & 31n)] + text;
    const { secret } = credentialOf('aws-access-key');
    return { rule: rule.rule, secret, parts: { id: new Secret(`${'AKIA'}${text}`) } };
  }

  async function asked(account: string, awsAccounts: string[] = []) {
    server = await provider(() => ({ status: 403, body: { Error: { Code: 'InvalidClientTokenId' } } }));
    const asking = { ...askingAt(server.url, http), forbidden: { awsAccounts } };
    const { verdict } = await ask(api, rule, keyOf(account), asking);
    return { verdict, requests: server.seen.length };
  }

  it('is not asked about where the account is one of traps', async () => {
    for (const account of ['992382622183', '595918472158']) {
      const { verdict, requests } = await asked(account);
      expect(verdict).toMatchObject({ state: 'unknown', why: 'never-called' });
      expect(requests).toBe(0);
      await server!.close();
    }
  });

  it('is not asked about where the operator says so', async () => {
    const { verdict, requests } = await asked(ACCOUNT, ['000000000001', ACCOUNT]);
    expect(verdict).toMatchObject({ state: 'unknown', why: 'never-called' });
    expect(requests).toBe(0);
  });

  it('is asked about otherwise', async () => {
    expect(await asked(ACCOUNT, ['000000000001'])).toMatchObject({ verdict: { state: 'dead' }, requests: 1 });
  });
});

describe('an AWS temporary key', () => {
  it('is not asked about without its session token, and cannot be revoked', async () => {
    const { provider: api, rule } = apiOf('aws-temporary-access-key');
    const { secret, parts } = credentialOf('aws-temporary-access-key');
    server = await provider(() => ({ status: 403, body: { Error: { Code: 'InvalidClientTokenId' } } }));
    const { verdict } = await ask(api, rule, { secret, parts: { id: parts.id! } }, askingAt(server.url, http));
    expect(verdict).toEqual({ state: 'unknown', why: 'incomplete', detail: '{token}' });
    expect(server.seen).toEqual([]);
    expect(rule.revoke).toEqual([]);
  });
});

describe('a Bedrock key', () => {
  const credential = credentialOf('aws-bedrock-api-key');
  const [alias] = Buffer.from(credential.secret.reveal().slice(4), 'base64').toString('latin1').split(':') as [string];
  const LIST = `Action=ListServiceSpecificCredentials&AllUsers=true&ServiceName=bedrock.amazonaws.com&MaxItems=100`;

  const member = (id: string, name: string, user = 'BedrockAPIKey-s9ds'): string =>
    `<member><UserName>${user}</UserName><Status>Active</Status><ServiceCredentialAlias>${name}</ServiceCredentialAlias>` +
    `<ServiceName>bedrock.amazonaws.com</ServiceName><ServiceSpecificCredentialId>${id}</ServiceSpecificCredentialId></member>`;
  const page = (members: string[], marker?: string): Answer =>
    xml(
      'ListServiceSpecificCredentials',
      `<ListServiceSpecificCredentialsResult><ServiceSpecificCredentials>${members.join('')}</ServiceSpecificCredentials>` +
        `<IsTruncated>${marker !== undefined}</IsTruncated>${marker === undefined ? '' : `<Marker>${marker}</Marker>`}` +
        '</ListServiceSpecificCredentialsResult>',
    );

  async function revoke(pages: Answer[], update = xml('UpdateServiceSpecificCredential')) {
    server = await provider((seen, count) =>
      actionOf(seen) === 'UpdateServiceSpecificCredential' ? update : (pages[count - 1] ?? pages.at(-1)!),
    );
    return attempt(condemned('aws-bedrock-api-key', 0, []), server, http);
  }

  it('is set inactive where it is the only one of its alias, over all pages', async () => {
    const { ended, announced, paths } = await revoke([
      page([member('ACCA1', 'BedrockAPIKey-0000-at-999999999999'), member('ACCA2', `${alias}0`)], 'a marker&='),
      page([member('ACCA3', alias, 'a.user+x')]),
    ]);
    expect(ended).toEqual({ is: 'done' });
    expect(paths).toEqual([
      `GET /?${LIST}&${VERSION}`,
      `GET /?${LIST}&Marker=a%20marker%26%3D&${VERSION}`,
      `GET /?Action=UpdateServiceSpecificCredential&UserName=a.user%2Bx&ServiceSpecificCredentialId=ACCA3&Status=Inactive&${VERSION}`,
    ]);
    expect(server!.seen.map(signer)).toEqual(Array(3).fill('an-admin.id'));
    expect(announced).toHaveLength(1);
  });

  it.each<[string, Answer[]]>([
    ['none has its alias', [page([member('ACCA1', `${alias}0`)])]],
    ['two have its alias', [page([member('ACCA1', alias), member('ACCA2', alias)])]],
    ['the entry names no id', [page([member('', alias)])]],
    ['the entry names no user', [page([member('ACCA1', alias, '')])]],
    ['the listing does not say where it goes on', [page([member('ACCA1', alias)], '')]],
    ['the listing does not end', [page([member('ACCA1', alias)], 'on')]],
    ['the listing is a page of a portal', [{ status: 200, body: '<html>Please log in</html>' }]],
    ['AWS is broken', [refused(500, 'ServiceFailure')]],
  ])('is left alone where %s', async (_, pages) => {
    const { ended, announced } = await revoke(pages);
    expect(ended.is).toBe('unproven');
    expect(announced).toEqual([]);
  });

  it('says so where the administrator may not', async () => {
    expect((await revoke([refused(403, 'AccessDenied')])).ended).toEqual({ is: 'denied' });
    await server!.close();
    const { ended } = await revoke([page([member('ACCA1', alias)])], refused(403, 'AccessDenied'));
    expect(ended).toEqual({ is: 'denied' });
  });

  it('is the account’s in whose listing it is', async () => {
    const account = /\d{12}$/.exec(alias)![0];
    for (const [pages, owners] of [
      [page([member('ACCA1', alias)]), [account]],
      [page([]), []],
      [refused(403, 'AccessDenied'), []],
    ] as const) {
      server = await provider(() => pages);
      expect(await ownersOf(condemned('aws-bedrock-api-key', 0, []), server, http)).toEqual(owners);
      await server.close();
    }
  });

  it('is left alone where it does not say how it is listed', async () => {
    server = await provider(() => page([member('ACCA1', '')]));
    const secret = new Secret(`${'ABSK'}${Buffer.from('no key at all').toString('base64')}`);
    const one = condemned('aws-bedrock-api-key', 0, [], { ...credential, secret });
    expect((await attempt(one, server, http)).ended.is).toBe('unproven');
    expect(server.seen).toEqual([]);
  });
});
