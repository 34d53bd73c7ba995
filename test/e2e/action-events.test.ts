import { describe, expect, it } from 'vitest';
import { HEADER, hosted, proposed } from '../support/hosted.ts';
import { anthropicKey } from '../support/secrets.ts';

const KEY = `KEY = "${anthropicKey()}"\n`;
const OTHER = `KEY = "${anthropicKey('old')}"\n`;
const NONE = '0'.repeat(40);
const repository = { default_branch: 'main', full_name: 'acme/app' };

/** Main with a leak of its own; a topic of four commits, the second of which brings a key that the third takes out. */
async function topic() {
  const here = await hosted();
  const { origin } = here;
  origin.commitFile('old.py', OTHER);
  const base = origin.commitFile('app.py', 'import os\n');
  origin.git('checkout', '-q', '-b', 'topic');
  origin.commitFile('one.py', '1\n');
  const bad = origin.commitFile('key.py', KEY);
  origin.git('rm', '-q', 'key.py');
  origin.commit('take it out');
  const head = origin.commitFile('two.py', '2\n');
  origin.git('checkout', '-q', 'main');
  return { ...here, base, head, bad };
}

describe.each([1, 2, 0])('at fetch-depth %i', (depth) => {
  it.each(['pull_request', 'pull_request_target'])('%s: each commit of the proposal', async (event) => {
    const here = await topic();
    const { payload, merge } = proposed(here, here);
    const checkout = here.checkout(event === 'pull_request' ? merge : 'refs/heads/main', depth);
    const { status, stdout, outputs } = await here.run(checkout, event, payload);
    expect(outputs, stdout).toMatchObject({ 'scanned-commits': '4', 'findings-count': '1', complete: 'true' });
    expect(status).toBe(1);
    expect(stdout).toContain('key.py');
    expect(stdout).not.toContain('old.py');
  });

  it('pull_request behind its base: nothing of what the base brought since', async () => {
    const here = await topic();
    const { origin } = here;
    for (let n = 0; n < 5; n += 1)
      origin.commitFile(`later${n}.py`, n === 2 ? `KEY = "${anthropicKey('later')}"\n` : `${n}\n`);
    const base = origin.git('rev-parse', 'main');
    const { payload, merge } = proposed(here, { ...here, base });
    const { outputs, stdout } = await here.run(here.checkout(merge, depth), 'pull_request', payload);
    expect(outputs, stdout).toMatchObject({ 'scanned-commits': '4', 'findings-count': '1', complete: 'true' });
  });

  it('pull_request whose base went on and has a part of it by now: all of it all the same', async () => {
    const here = await topic();
    const { payload, merge } = proposed(here, here);
    here.origin.git('merge', '-q', '--ff-only', here.head);
    const { outputs, stdout } = await here.run(here.checkout(merge, depth), 'pull_request', payload);
    expect(outputs, stdout).toMatchObject({ 'scanned-commits': '4', 'findings-count': '1', complete: 'true' });
  });

  it('a hundred commits with an "Update branch" merge and a merged topic, and a secret that came and went in between', async () => {
    const here = await hosted();
    const { origin } = here;
    for (let n = 0; n < 20; n += 1) origin.commitFile('main.py', `${n}\n${OTHER}`);
    origin.git('checkout', '-q', '-b', 'topic');
    for (let n = 0; n < 60; n += 1) origin.commitFile('one.py', `${n}\n`);
    origin.git('checkout', '-q', '-b', 'side');
    origin.commitFile('side.py', KEY);
    origin.git('rm', '-q', 'side.py');
    origin.commit('take it out');
    origin.git('checkout', '-q', 'main');
    for (let n = 0; n < 20; n += 1) origin.commitFile('main.py', `later ${n}\n${OTHER}`);
    origin.git('checkout', '-q', 'topic');
    origin.git('merge', '-q', '--no-ff', '-m', 'Merge side', 'side');
    origin.git('merge', '-q', '--no-ff', '-m', 'Update branch', 'main');
    for (let n = 0; n < 40; n += 1) origin.commitFile('two.py', `${n}\n`);
    const [base, head] = [origin.git('rev-parse', 'main'), origin.git('rev-parse', 'topic')];
    const { payload, merge } = proposed(here, { base, head });
    const { outputs, stdout } = await here.run(here.checkout(merge, depth), 'pull_request', payload);
    expect(outputs, stdout).toMatchObject({ 'scanned-commits': '104', 'findings-count': '1', complete: 'true' });
    expect(stdout).toContain('side.py');
  });

  it('merge_group: what the queue is about to bring', async () => {
    const here = await topic();
    here.origin.git('update-ref', 'refs/heads/queue/main/1', here.head);
    const merge_group = {
      base_sha: here.base,
      head_sha: here.head,
      base_ref: 'refs/heads/main',
      head_ref: 'refs/heads/queue/main/1',
    };
    const checkout = here.checkout('refs/heads/queue/main/1', depth);
    const { outputs, stdout } = await here.run(checkout, 'merge_group', { merge_group, repository });
    expect(outputs, stdout).toMatchObject({ 'scanned-commits': '4', 'findings-count': '1', complete: 'true' });
    expect(here.api.seen).toEqual([]);
  });

  it('push: from where the branch stood', async () => {
    const here = await topic();
    const payload = { ref: 'refs/heads/topic', before: here.base, after: here.head, commits: [1, 2, 3, 4], repository };
    const { outputs, stdout } = await here.run(here.checkout('refs/heads/topic', depth), 'push', payload);
    expect(outputs, stdout).toMatchObject({ 'scanned-commits': '4', 'findings-count': '1', complete: 'true' });
  });

  it('push of a new branch: what the default branch does not have', async () => {
    const here = await topic();
    const payload = { ref: 'refs/heads/topic', before: NONE, after: here.head, created: true, commits: [], repository };
    const { outputs, stdout } = await here.run(here.checkout('refs/heads/topic', depth), 'push', payload);
    expect(outputs, stdout).toMatchObject({ 'scanned-commits': '4', 'findings-count': '1', complete: 'true' });
  });

  it('push of a new branch with nothing new', async () => {
    const here = await topic();
    here.origin.git('branch', 'same', here.base);
    const payload = { ref: 'refs/heads/same', before: NONE, after: here.base, created: true, commits: [], repository };
    const { status, outputs, stdout } = await here.run(here.checkout('refs/heads/same', depth), 'push', payload);
    expect(outputs, stdout).toMatchObject({ 'scanned-commits': '0', 'findings-count': '0', complete: 'true' });
    expect(status).toBe(0);
  });

  it('the first push of the default branch: all of it', async () => {
    const here = await topic();
    const payload = { ref: 'refs/heads/main', before: NONE, after: here.base, created: true, commits: [], repository };
    const { outputs, stdout } = await here.run(here.checkout('refs/heads/main', depth), 'push', payload);
    expect(outputs, stdout).toMatchObject({ 'scanned-commits': '2', 'findings-count': '1', complete: 'true' });
  });

  it.each([
    ['is still to be had', true],
    ['is gone', false],
  ])('a forced push whose old commit %s', async (_, kept) => {
    const here = await topic();
    const { origin } = here;
    const before = kept ? here.head : '1'.repeat(40);
    origin.git('checkout', '-q', '-B', 'topic', here.base);
    const after = origin.commitFile('new.py', `KEY = "${anthropicKey('new')}"\n`);
    const payload = { ref: 'refs/heads/topic', before, after, forced: true, commits: [1], repository };
    const { outputs, stdout } = await here.run(here.checkout('refs/heads/topic', depth), 'push', payload);
    expect(outputs, stdout).toMatchObject({ 'scanned-commits': '1', 'findings-count': '1', complete: 'true' });
  });

  it('push of a tag: its message, and what it brings', async () => {
    const here = await topic();
    here.origin.git('tag', '-a', 'v1', '-m', `release with ${anthropicKey('tag')}`, here.head);
    const after = here.origin.git('rev-parse', 'v1');
    const payload = { ref: 'refs/tags/v1', before: NONE, after, created: true, commits: [], repository };
    const { outputs, stdout } = await here.run(here.checkout('refs/tags/v1', depth), 'push', payload);
    expect(outputs, stdout).toMatchObject({ 'scanned-commits': '4', 'findings-count': '2', complete: 'true' });
  });

  it.each(['schedule', 'workflow_dispatch'])('%s: every branch and tag', async (event) => {
    const here = await topic();
    const { outputs, stdout } = await here.run(here.checkout('refs/heads/main', depth), event, { repository });
    expect(outputs, stdout).toMatchObject({ 'findings-count': '2', complete: 'true' });
    expect(stdout).toContain('key.py');
  });

  it('workflow_dispatch with a range of its own', async () => {
    const here = await topic();
    const inputs = { 'INPUT_BASE-REF': 'main', 'INPUT_HEAD-REF': 'topic' };
    const { outputs, stdout } = await here.run(
      here.checkout('refs/heads/main', depth),
      'workflow_dispatch',
      { repository },
      inputs,
    );
    expect(outputs, stdout).toMatchObject({ 'scanned-commits': '4', 'findings-count': '1', complete: 'true' });
  });

  it('the files alone', async () => {
    const here = await topic();
    const { outputs } = await here.run(
      here.checkout('refs/heads/main', depth),
      'push',
      { repository },
      { INPUT_MODE: 'worktree' },
    );
    expect(outputs).toMatchObject({ 'scanned-commits': '0', 'findings-count': '1', complete: 'true' });
  });
});

describe('a checkout', () => {
  it('is deepened by what the range takes, however long the history behind it is', async () => {
    const here = await hosted();
    const { origin } = here;
    const noise = (n: number): string =>
      Buffer.from(Array.from({ length: 3000 }, (_, at) => (at * 7919 + n * 104729) % 251)).toString('base64');
    for (let n = 0; n < 150; n += 1) origin.commitFile('large.txt', noise(n));
    const base = origin.commitFile('large.txt', 'small\n');
    origin.git('checkout', '-q', '-b', 'topic');
    for (let n = 0; n < 10; n += 1) origin.commitFile('one.py', `${n}\n`);
    const head = origin.commitFile('key.py', KEY);
    origin.git('checkout', '-q', 'main');
    const { payload, merge } = proposed(here, { base, head });
    const checkout = here.checkout(merge, 1);
    const before = here.git.sent;
    const { outputs } = await here.run(checkout, 'pull_request', payload);
    expect(outputs).toMatchObject({ 'scanned-commits': '11', 'findings-count': '1' });
    // Eleven commits with their trees and one small file each, and the one that they were made on.
    expect(here.git.sent - before).toBeLessThan(12_000);
    expect(checkout.git('rev-list', head).split('\n')).toHaveLength(12);
  });

  it('that has all is not added to', async () => {
    const here = await topic();
    const { payload, merge } = proposed(here, here);
    const checkout = here.checkout(merge, 0);
    const before = here.git.sent;
    await here.run(checkout, 'pull_request', payload);
    expect(here.git.sent).toBe(before);
  });

  it('that kept its credentials sends those alone', async () => {
    const here = await topic();
    const { payload, merge } = proposed(here, here);
    const checkout = here.checkout(merge, 1);
    const header = HEADER;
    checkout.git('config', `http.${here.git.url}/.extraheader`, `AUTHORIZATION: ${header}`);
    const { outputs } = await here.run(checkout, 'pull_request', payload, { INPUT_TOKEN: 'another' });
    expect(outputs).toMatchObject({ 'findings-count': '1' });
    expect(new Set(here.git.authorizations)).toEqual(new Set([header]));
  });

  it('that cannot be deepened is never called clean', async () => {
    const here = await topic();
    const { payload, merge } = proposed(here, here);
    const checkout = here.checkout(merge, 1);
    const { status, stdout, outputs } = await here.run(checkout, 'pull_request', payload, { INPUT_TOKEN: 'wrong' });
    expect(status, stdout).toBe(2);
    expect(outputs).toMatchObject({ complete: 'false' });
    expect(stdout).toContain('::error::');
  });
});
