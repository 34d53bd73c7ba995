import { describe, expect, it } from 'vitest';
import type { RuleApi } from '../../src/domain/api.ts';
import { compileProviders } from '../../src/rules/compile.ts';
import { providerSchema } from '../../src/rules/schema.ts';

const SIGN = { with: 'aws-sigv4', service: 'sts' };
const VERIFY = { get: '/v1', live: [200], dead: [401] };
const REVOKE = { by: 'admin', effect: 'key', aim: 'id', delete: '/v1/{id}', done: [204] };
const PAIR = { id: 'AN_ID', key: 'A_KEY', session: 'A_SESSION' };

/** What comes of blocks of a rule file, or what is said of them. */
function compiled(blocks: object): RuleApi | string {
  const rule = {
    id: 'acme-key',
    title: 'a key',
    severity: 'high',
    anchors: ['acme'],
    pattern: '(?<key>acme_(?<id>[a-z0-9]{16}))',
    examples: { match: ['x'], ignore: ['y'] },
    verify: VERIFY,
    ...blocks,
  };
  const source = { id: 'acme', name: 'Acme', hosts: ['api.acme.com'], remedy: { steps: ['Do.'] }, rules: [rule] };
  const parsed = providerSchema.safeParse(source);
  if (!parsed.success) return parsed.error.message;
  try {
    return compileProviders([parsed.data]).apis[0]!.rules[0]!;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('an administrator’s credential in a rule file', () => {
  it('is one variable, or a pair of them with a session that may be unset', () => {
    const auth = { bearer: '{admin}' };
    expect(compiled({ revoke: { ...REVOKE, auth, admin: 'A_TOKEN' } })).toMatchObject({
      revoke: [{ admin: { admin: 'A_TOKEN' } }],
    });
    const sign = { ...SIGN, id: '{admin.id}', secret: '{admin.key}', session: '{admin.session}' };
    expect(compiled({ revoke: { ...REVOKE, sign, admin: PAIR } })).toMatchObject({
      revoke: [
        {
          admin: { 'admin.id': 'AN_ID', 'admin.key': 'A_KEY', 'admin.session': 'A_SESSION' },
          call: { signer: { session: '{admin.session}' } },
        },
      ],
    });
    expect(compiled({ revoke: { ...REVOKE, by: 'self' } })).toMatchObject({ revoke: [{ admin: null }] });
  });

  it.each<[string, object, string]>([
    ['as one, where there is a pair', { auth: { bearer: '{admin}' }, admin: PAIR }, 'uses {admin}'],
    ['as a pair, where there is one', { sign: { ...SIGN, id: '{admin.id}' }, admin: 'A_TOKEN' }, 'uses {admin.id}'],
    [
      'with a session that is not named',
      { sign: { ...SIGN, session: '{admin.session}' }, admin: { id: 'A', key: 'B' } },
      'uses {admin.session}',
    ],
    ['in the credential’s own way', { by: 'self', auth: { bearer: '{admin}' } }, 'uses {admin}'],
    ['under a name that is no variable', { admin: 'a-token' }, 'is the name of a variable'],
    ['as half a pair', { admin: { id: 'AN_ID' } }, 'admin'],
  ])('is not used %s', (_, blocks, said) => {
    expect(compiled({ revoke: { ...REVOKE, ...blocks } })).toContain(said);
  });
});

describe('a signature in a rule file', () => {
  it('is made with the captures "id" and "key", or with others that are named', () => {
    expect(compiled({ verify: { ...VERIFY, sign: SIGN } })).toMatchObject({
      verify: {
        calls: [
          {
            signer: {
              name: 'aws-sigv4',
              service: 'sts',
              region: 'us-east-1',
              id: '{id}',
              secret: '{key}',
              session: null,
            },
          },
        ],
      },
    });
    expect(compiled({ verify: { ...VERIFY, sign: { ...SIGN, secret: '{other}' } } })).toContain('uses {other}');
  });
});

describe('what nobody may ask about', () => {
  it('is told by a check that there is', () => {
    expect(compiled({})).toMatchObject({ verify: { never: [] } });
    expect(compiled({ verify: { ...VERIFY, never: ['aws-canary'] } })).toMatchObject({
      verify: { never: ['aws-canary'] },
    });
    expect(typeof compiled({ verify: { ...VERIFY, never: ['another'] } })).toBe('string');
  });
});

describe('replies that need not be JSON', () => {
  const any = (live: unknown, dead: unknown): RuleApi | string =>
    compiled({ verify: { ...VERIFY, expects: 'any', live: [live], dead: [dead] } });
  const DETAILED = { status: 401, text: 'no such key' };

  it.each<[string, unknown, unknown, string]>([
    ['dead', { status: 200, json: { id: null } }, 401, 'dead says no more than status 401'],
    ['dead', { status: 200, json: { id: null } }, { status: 403 }, 'dead says no more than status 403'],
    ['live', 200, DETAILED, 'live says no more than status 200'],
  ])('are refused where a page could be one of them: %s', (_, live, dead, said) => {
    expect(any(live, dead)).toContain(`verify.${said}`);
  });

  it('may be an answer without a body, which is no page', () => {
    expect(any(204, DETAILED)).toMatchObject({ verify: { live: [{ status: 204 }] } });
    expect(any({ status: 200, empty: true }, DETAILED)).toMatchObject({ verify: { live: [{ empty: true }] } });
  });

  it('are any that say more', () => {
    expect(any({ status: 200, headers: { 'Content-Type': 'text/csv' } }, DETAILED)).toMatchObject({
      verify: { dead: [DETAILED] },
    });
  });
});
