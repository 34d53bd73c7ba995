import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runAction } from '../support/action.ts';
import { serveGit } from '../support/git-server.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { anthropicKey } from '../support/secrets.ts';

const TOKEN = 'token-of-the-workflow';
const HEADER = `basic ${Buffer.from(`x-access-token:${TOKEN}`).toString('base64')}`;

/** A repository whose second commit brings a key and whose third takes it out, behind a server. */
async function served(): Promise<{ origin: TestRepository; base: string; head: string; folder: string }> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'app'));
  const origin = new TestRepository({ path: join(folder, 'app') });
  const base = origin.commitFile('app.py', 'import os\n');
  origin.commitFile('key.py', `KEY = "${anthropicKey()}"\n`);
  origin.git('rm', '-q', 'key.py');
  const head = origin.commit('take it out again');
  return { origin, base, head, folder };
}

it('brings the rest of a checkout that did not keep its credentials', async () => {
  const { origin, base, head, folder } = await served();
  const server = await serveGit(folder, HEADER);
  const checkout = temporaryFolder();
  origin.git('clone', '-q', '--depth=1', `file://${origin.path}`, checkout);
  origin.git('-C', checkout, 'remote', 'set-url', 'origin', `${server.url}/app/.git`);
  const inputs = { INPUT_TOKEN: TOKEN, GITHUB_SERVER_URL: server.url };
  const { status, stdout } = await runAction(checkout, 'push', { before: base, after: head }, inputs);
  expect(stdout).toContain('key.py');
  expect(status).toBe(1);
  expect(server.authorizations).toContain(HEADER);
});

it('says why where that fails', async () => {
  const { origin, base, head, folder } = await served();
  const server = await serveGit(folder, 'basic of somebody else');
  const checkout = temporaryFolder();
  origin.git('clone', '-q', '--depth=1', `file://${origin.path}`, checkout);
  origin.git('-C', checkout, 'remote', 'set-url', 'origin', `${server.url}/app/.git`);
  const inputs = { INPUT_TOKEN: TOKEN, GITHUB_SERVER_URL: server.url };
  const { status, stdout } = await runAction(checkout, 'push', { before: base, after: head }, inputs);
  expect(status).toBe(2);
  expect(stdout).toMatch(/not scanned: commits of the range: they could not be fetched: .+/);
  expect(stdout).not.toContain(TOKEN);
});

it('sends the token nowhere else: not to a submodule, whose address a proposal may choose', async () => {
  const { origin, folder } = await served();
  const thief = await serveGit(folder, null);
  const server = await serveGit(folder, HEADER);
  const other = new TestRepository();
  other.commitFile('a', '1\n');
  origin.gitWith({}, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', `file://${other.path}`, 'sub');
  const base = origin.commit('with a submodule');
  const checkout = temporaryFolder();
  const clone = ['clone', '-q', '--depth=1', '--recurse-submodules', `file://${origin.path}`, checkout];
  origin.git('-c', 'protocol.file.allow=always', ...clone);
  origin.git('-C', checkout, 'remote', 'set-url', 'origin', `${server.url}/app/.git`);
  origin.git('-C', join(checkout, 'sub'), 'remote', 'set-url', 'origin', `${thief.url}/sub/.git`);
  other.commitFile('a', '2\n');
  origin.git('-C', join(origin.path, 'sub'), 'fetch', '-q');
  origin.git('-C', join(origin.path, 'sub'), 'checkout', '-q', other.git('rev-parse', 'HEAD'));
  const head = origin.commit('the submodule moves');
  await runAction(
    checkout,
    'push',
    { before: base, after: head },
    { INPUT_TOKEN: TOKEN, GITHUB_SERVER_URL: server.url },
  );
  expect(server.authorizations).toContain(HEADER);
  expect(thief.authorizations).toEqual([]);
});
