import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { client, credentialOf } from './asking.ts';
import { attempt, condemned } from './ending.ts';
import { type Answer, type Provider, provider, type Seen } from './server.ts';

const RULE = 'openai-project-key';
const KEY = credentialOf(RULE).secret.reveal();
const HINT = `${KEY.slice(0, 12)}...${KEY.slice(-4)}`;

const http = client({ timeoutMs: 10_000 });
let server: Provider | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});
afterAll(() => http.close());

const ROOT = '/v1/organization/projects';

type Key = { id: string; redacted_value: string };
type Organization = { projects: Record<string, Key[]>; name?: string; pageSize?: number; deletes?: Answer };

/** OpenAI's administration, as its API reference describes it. */
function openai({ projects, name = 'acme', pageSize = 100, deletes }: Organization) {
  return ({ method, path }: Seen): Answer => {
    const headers = { 'openai-organization': name };
    if (method === 'DELETE')
      return (
        deletes ?? { status: 200, headers, body: { object: 'organization.project.api_key.deleted', deleted: true } }
      );
    const url = new URL(path, 'http://localhost');
    const project = /projects\/([^/]+)\/api_keys$/.exec(url.pathname)?.[1];
    const all = project === undefined ? Object.keys(projects).map((id) => ({ id })) : projects[project];
    if (all === undefined) return { status: 404, headers, body: { error: { message: 'no such project' } } };
    const after = url.searchParams.get('after');
    const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
    const data = all.slice(from, from + pageSize);
    const body = { object: 'list', data, last_id: data.at(-1)?.id ?? null, has_more: from + pageSize < all.length };
    return { status: 200, headers, body };
  };
}

async function revoke(organization: Organization, owners = ['acme', 'proj_b']) {
  server = await provider(openai(organization));
  return attempt(condemned(RULE, 0, owners), server, http);
}

const other = (id: string): Key => ({ id, redacted_value: 'sk-proj-aaaa...zzzz' });
const own: Key = { id: 'key_own', redacted_value: HINT };

describe('an OpenAI key of a project', () => {
  it('is deleted where it is the only one that fits, over all pages of all projects', async () => {
    const { ended, announced, paths } = await revoke({
      projects: { proj_a: [other('key_1'), other('key_2')], proj_b: [other('key_3'), own], proj_c: [] },
      pageSize: 1,
    });
    expect(ended).toEqual({ is: 'done' });
    expect(paths.filter((path) => path.startsWith('DELETE'))).toEqual([`DELETE ${ROOT}/proj_b/api_keys/key_own`]);
    expect(paths).toContain(`GET ${ROOT}?limit=100&after=proj_b`);
    expect(paths).toContain(`GET ${ROOT}/proj_b/api_keys?limit=100&owner_project_access=any&after=key_3`);
    expect(paths.at(-2)).toMatch(/proj_c/);
    expect(announced).toHaveLength(1);
    expect(server!.seen.every(({ headers }) => headers.authorization === 'Bearer an-admin')).toBe(true);
  });

  it.each<[string, Record<string, Key[]>, string]>([
    ['none fits', { proj_a: [other('key_1')] }, 'no entry of the listing matches it'],
    ['two of a project fit', { proj_a: [own, { ...own, id: 'key_2' }] }, '2 entries of the listing match it'],
    ['one of each of two projects fits', { proj_a: [own], proj_b: [own] }, '2 entries of the listing match it'],
    ['there is no project', {}, 'no entry of the listing matches it'],
  ])('is left alone where %s', async (_, projects, why) => {
    const { ended, announced, paths } = await revoke({ projects });
    expect(ended).toEqual({ is: 'unproven', why });
    expect(announced).toEqual([]);
    expect(paths.filter((path) => !path.startsWith('GET'))).toEqual([]);
  });

  it('is left alone where the administrator is another organization’s', async () => {
    const { ended, paths } = await revoke({ projects: { proj_a: [own] }, name: 'somebody-else' });
    expect(ended).toEqual({ is: 'unproven', why: 'the listing is not that of the credential’s owner' });
    expect(paths).toHaveLength(1);
  });

  it('is left alone where nobody told whose it is', async () => {
    expect((await revoke({ projects: { proj_a: [own] } }, [])).ended.is).toBe('unproven');
  });

  it('is left alone where a project’s name would lead elsewhere', async () => {
    const { ended } = await revoke({ projects: { '../..': [own] } });
    expect(ended).toEqual({ is: 'unproven', why: 'it leads to another route' });
  });

  it('is a person’s to end where it is a service account’s, and OpenAI does not delete it', async () => {
    const message = 'API key belongs to a service account and cannot be deleted directly.';
    const { ended } = await revoke({
      projects: { proj_b: [own] },
      deletes: { status: 400, body: { error: { message, type: 'invalid_request_error' } } },
    });
    expect(ended).toEqual({ is: 'failed', why: 'it belongs to a service account, which has to be deleted by hand' });
  });

  it.each<[string, Answer, string]>([
    ['it was not allowed', { status: 403, body: { error: { message: 'no' } } }, 'denied'],
    ['it is gone', { status: 404, body: { error: { message: 'no' } } }, 'gone'],
    ['OpenAI is broken', { status: 500, body: { error: { message: 'no' } } }, 'failed'],
    ['OpenAI says that it is not deleted', { status: 200, body: { deleted: false } }, 'failed'],
    ['OpenAI hangs up', 'hang-up', 'failed'],
  ])('says so where %s', async (_, deletes, is) => {
    expect((await revoke({ projects: { proj_b: [own] }, deletes })).ended.is).toBe(is);
  });

  it('is not deleted where that cannot be written down', async () => {
    server = await provider(openai({ projects: { proj_b: [own] } }));
    const one = condemned(RULE, 0, ['acme']);
    const { steps } = await import('../../src/live/steps/index.ts');
    const { askingAt } = await import('./asking.ts');
    const full = async () => {
      throw new Error('the disk is full');
    };
    await expect(steps['openai-key'].run(one, askingAt(server.url, http), full)).rejects.toThrow('the disk is full');
    expect(server.seen.every(({ method }) => method === 'GET')).toBe(true);
  });
});
