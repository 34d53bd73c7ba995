import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hosted, proposed } from '../support/hosted.ts';
import { sendgridHere } from '../support/operator.ts';
import { temporaryFolder } from '../support/repository.ts';
import { anthropicKey } from '../support/secrets.ts';
import { sendgridKey } from '../support/tokens.ts';

const repository = { default_branch: 'main', full_name: 'acme/app' };

/** A repository whose operator's file stands on the default branch, where SendGrid is on this machine. */
async function operated() {
  const server = await sendgridHere([sendgridKey()]);
  const here = await hosted();
  here.api.comments.set(1, []);
  const operator = { providers: { sendgrid: { 'base-url': server.url } } };
  const base = here.origin.commitFile('.github/operator.yaml', JSON.stringify(operator));
  return { ...here, server, base };
}
const CONFIG = { 'INPUT_CONFIG-FILE': '.github/operator.yaml' };

describe('verifying and revoking by the action', () => {
  it('on the default branch: live, revoked, dead; the trail is below RUNNER_TEMP', async () => {
    const here = await operated();
    const after = here.origin.commitFile('mail.py', `client = SendGridAPIClient("${sendgridKey()}")\n`);
    const payload = { ref: 'refs/heads/main', before: here.base, after, commits: [1], repository };
    const temporary = temporaryFolder();
    const { status, stdout, outputs, summary } = await here.run(here.checkout('refs/heads/main', 1), 'push', payload, {
      ...CONFIG,
      GITHUB_REF: 'refs/heads/main',
      RUNNER_TEMP: temporary,
      INPUT_REVOKE: 'confirmed',
      'INPUT_REVOKE-RULES': 'sendgrid-*',
      'INPUT_REVOKE-OWNERS': '*',
    });
    expect(outputs, stdout).toMatchObject({ 'revoked-count': '1', 'live-count': '0', 'findings-count': '0' });
    expect(status).toBe(0);
    expect(here.server.living.size).toBe(0);
    expect(summary).toContain('🟩');
    expect(readFileSync(join(temporary, 'clawback-trail.jsonl'), 'utf8')).not.toContain(sendgridKey().slice(5, 25));
  });

  it('on a pull request of one’s own: asked about by the operator’s file of the default branch, and revoked never', async () => {
    const here = await operated();
    here.origin.git('checkout', '-q', '-b', 'topic');
    // A proposal’s own file sends nothing anywhere.
    here.origin.write('.github/operator.yaml', '{ providers: { sendgrid: { base-url: "http://127.0.0.1:9" } } }');
    const head = here.origin.commitFile('mail.py', `client = SendGridAPIClient("${sendgridKey()}")\n`);
    const { payload, merge } = proposed(here, { base: here.base, head });
    const inputs = { ...CONFIG, INPUT_VERIFY: 'true' };
    const { status, stdout, outputs } = await here.run(here.checkout(merge, 1), 'pull_request', payload, inputs);
    expect(outputs, stdout).toMatchObject({ 'live-count': '1', 'revoked-count': '0' });
    expect(status).toBe(1);
    expect(here.api.comments.get(1)![0]!.body).toContain('**live**');
    expect(here.server.living.size).toBe(1);
  });

  it('on a pull request by somebody who may not push: nobody is asked, and no verdict is told', async () => {
    const here = await operated();
    here.origin.git('checkout', '-q', '-b', 'topic');
    const head = here.origin.commitFile('mail.py', `client = SendGridAPIClient("${sendgridKey()}")\n`);
    const { payload, merge } = proposed(here, { base: here.base, head, author: 'CONTRIBUTOR' });
    await here.run(here.checkout(merge, 1), 'pull_request', payload, { ...CONFIG, INPUT_VERIFY: 'true' });
    expect(here.server.seen).toEqual([]);
    expect(here.api.comments.get(1)![0]!.body).not.toContain('Does it work');
  });
});

it.skipIf(process.getuid?.() !== 0)('a workspace that another user owns is scanned, as in a container', async () => {
  const here = await hosted();
  const base = here.origin.commitFile('app.py', '1\n');
  const head = here.origin.commitFile('key.py', `KEY = "${anthropicKey()}"\n`);
  const checkout = here.checkout('refs/heads/main', 1);
  execFileSync('chown', ['-R', '12345', checkout.path]);
  const payload = { ref: 'refs/heads/main', before: base, after: head, commits: [1], repository };
  const { outputs, stdout } = await here.run(checkout, 'push', payload, { GITHUB_SHA: head });
  expect(outputs, stdout).toMatchObject({ 'findings-count': '1', complete: 'true' });
});
