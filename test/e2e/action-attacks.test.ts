import { expect, it } from 'vitest';
import { hosted, proposed } from '../support/hosted.ts';
import { TestRepository } from '../support/repository.ts';
import { anthropicKey } from '../support/secrets.ts';

/** A pull request with a key in it. */
async function leaking() {
  const here = await hosted();
  const base = here.origin.commitFile('app.py', '1\n');
  here.origin.git('checkout', '-q', '-b', 'topic');
  const head = here.origin.commitFile('key.py', `KEY = "${anthropicKey()}"\n`);
  here.origin.git('checkout', '-q', 'main');
  here.api.comments.set(1, []);
  return { ...here, base, head, ...proposed(here, { base, head }) };
}

it('a branch whose name ends like the default branch does not say how a proposal is judged', async () => {
  const here = await leaking();
  here.origin.git('checkout', '-q', '-b', 'a/refs/heads/main');
  here.origin.commitFile('.clawbackignore', '**\n');
  here.origin.git('checkout', '-q', 'main');
  const { outputs, stdout } = await here.run(here.checkout(here.merge, 1), 'pull_request', here.payload);
  expect(outputs, stdout).toMatchObject({ 'findings-count': '1', complete: 'true' });
});

it('a checkout of the fork says nothing of how it is judged', async () => {
  const here = await leaking();
  const checkout = here.checkout(here.merge, 1);
  checkout.git('remote', 'set-url', 'origin', `${here.git.url}/mallory/app`);
  const { status, stdout } = await here.run(checkout, 'pull_request_target', here.payload);
  expect(status).toBe(2);
  expect(stdout).toContain('the checkout is not of acme/app');
});

it('a repository that a proposal committed as a folder is not taken for the checkout', async () => {
  const here = await leaking();
  const inner = new TestRepository();
  inner.commitFile('a', '1\n');
  const checkout = here.checkout(here.merge, 1);
  inner.git('clone', '-q', '--bare', inner.path, `${checkout.path}/sub`);
  const inputs = { 'INPUT_WORKING-DIRECTORY': 'sub' };
  const { status, stdout, outputs } = await here.run(checkout, 'pull_request', here.payload, inputs);
  // git 2.38 and newer refuses it; an older one is left with a remote that is not the repository's.
  expect(status, stdout).toBe(2);
  expect(outputs).toMatchObject({ complete: 'false' });
});

it('a folder that is a link leads no file out of the workspace', async () => {
  const here = await leaking();
  const checkout = here.checkout(here.merge, 1);
  checkout.link('out', '/tmp');
  const inputs = { 'INPUT_SARIF-FILE': 'out/x.sarif' };
  const { status, stdout } = await here.run(checkout, 'pull_request', here.payload, inputs);
  expect(status).toBe(2);
  expect(stdout).toContain('lies outside of the workspace');
});

it('a range ends at the commit of the proposal, whatever its branch is called', async () => {
  const here = await leaking();
  const { payload } = proposed(here, { base: here.base, head: here.head, from: 'main' });
  const inputs = { 'INPUT_BASE-REF': 'main', 'INPUT_HEAD-REF': 'main' };
  const { outputs, stdout } = await here.run(here.checkout(here.merge, 0), 'pull_request', payload, inputs);
  expect(outputs, stdout).toMatchObject({ 'findings-count': '1', 'scanned-commits': '1' });
});
