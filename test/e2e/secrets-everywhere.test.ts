import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clawback, type JsonReport } from '../support/clawback.ts';
import { givenAway, type Hidden } from '../support/pieces.ts';
import { clawbackAtTerminal } from '../support/processes.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { alphanumeric, anthropicKey, awsId, awsSecret, githubToken, groqKey, pairingCode } from '../support/secrets.ts';
import { jsonWebToken, privateKey, weakPassword } from '../support/tokens.ts';

/** Every secret of this file, with what its mask may show. */
const hidden: Hidden[] = [];

function hide(name: string, value: string, prefix = ''): string {
  if (!hidden.some((known) => known.name === name)) hidden.push({ name, value, prefix });
  return value;
}

const groq = (name: string): string => hide(name, groqKey(name), 'gsk_');
const anthropic = (name: string): string => hide(name, anthropicKey(name), 'sk-ant-api03-');

/** A history and a work tree with a secret in every place that there is. */
function fullOfSecrets(): TestRepository {
  const repository = new TestRepository();
  repository.commitFile('README.md', 'A project.\n');
  repository.git('branch', 'base');

  repository.write('src/one.py', `GROQ = "${groq('content')}"\nOTHER = "${anthropic('line below')}"\n`);
  repository.write(
    'src/two.py',
    `# ${hide('comment above', githubToken('above'), 'ghp_')}\nKEY = "${groq('between')}"; old = "${anthropic('same line')}"\nclient_secret = "${hide('generic', alphanumeric(40, 'generic'))}"\n`,
  );
  repository.write(
    'deploy/.env',
    [
      `OPENCLAW_PAIRING_CODE=${hide('pairing code', pairingCode('strong'))}`,
      `OPENCLAW_PAIRING_CODE=${hide('weak pairing code', alphanumeric(8, 'weak'))}`,
      `OPENCLAW_GATEWAY_PASSWORD=${hide('password', weakPassword('one'))}`,
      `GROQ_API_KEY=${groq('among weak ones')}`,
      `PASSWORD=${hide('unknown password', 'sunshine42x')}`,
      `AWS_ACCESS_KEY_ID=${hide('aws id', awsId('id'), 'AKIA')}`,
      `AWS_SECRET_ACCESS_KEY=${hide('aws secret', awsSecret('secret'))}`,
      '',
    ].join('\n'),
  );
  repository.write(
    'curl.sh',
    `curl "https://api.openclaw.com/v1/data?code=${hide('in a URL', alphanumeric(32, 'url'))}&x=1"\n`,
  );
  repository.write('session.txt', `Authorization: Bearer ${hide('jwt', jsonWebToken('live', 4_000_000_000), 'eyJ')}\n`);
  repository.write('id_rsa', `${hide('private key', privateKey('pem'))}\n`);
  repository.write('one-line.json', JSON.stringify({ key: hide('escaped private key', privateKey('json')) }));
  repository.write(
    'broken.json',
    `{"gateway": {"auth": {"token": "${hide('broken JSON', alphanumeric(48, 'json'))}", "x": "${groq('in broken JSON')}"`,
  );
  repository.write('broken.yaml', `a: [\n  token: '${groq('in broken YAML')}\n\t- b: {\n`);
  repository.write('wide.txt', Buffer.from(`\ufeffkey: ${groq('UTF-16')}\n`, 'utf16le'));
  repository.write('binary.db', Buffer.concat([Buffer.alloc(50), Buffer.from(groq('binary')), Buffer.alloc(50)]));
  repository.write(`${groq('file name')}.txt`, `${groq('file name')}\n`);
  repository.write(`keys/${anthropic('folder name')}/a.txt`, `key = ${groq('below a secret name')}\n`);
  repository.write('allowed.txt', `${groq('allowed')} # clawback:allow -- ${groq('reason')}\n`);
  repository.write('ignored.txt', `${groq('ignored')}\n`);
  repository.write('.clawbackignore', `ignored.txt # was ${groq('reason of the ignore file')}\n`);
  repository.write(
    'min.js',
    `${'a=1;'.repeat(500)}k="${groq('minified')}";${`t="${anthropic('minified, near')}";`.repeat(3)}\n`,
  );
  repository.git('add', '-A');
  const env = {
    GIT_AUTHOR_NAME: `Ada ${groq('author')}`,
    GIT_AUTHOR_EMAIL: `${groq('address')}@example.org`,
    GIT_COMMITTER_NAME: `Ada ${groq('committer')}`,
  };
  repository.gitWith({ env }, 'commit', '-q', '-m', `Use ${groq('subject')}\n\nand ${anthropic('body')}\n`);
  repository.git('tag', '-a', `v1-${groq('tag name')}`, '-m', `was ${groq('tag message')}`);
  repository.git('notes', 'add', '-m', `noted ${groq('note')}`);
  repository.git('branch', `with-${groq('branch name')}`);
  const blob = repository.gitWith({ input: `${groq('tagged blob')}\n` }, 'hash-object', '-w', '--stdin');
  repository.git('update-ref', `refs/tags/blob-${groq('blob tag')}`, blob);
  repository.commitFile('removed.txt', `${groq('removed')}\n`);
  repository.git('rm', '-q', 'removed.txt');
  repository.commit('Take it out');
  repository.commitFile('moved.txt', `${groq('moved')}\n`);
  repository.git('mv', 'moved.txt', 'there.txt');
  repository.commit(`Move ${groq('moved')}`);
  repository.write('stashed.txt', `${groq('stashed')}\n`);
  repository.git('stash', 'push', '-q', '-u', '-m', `with ${groq('stash message')}`);
  repository.write(
    'staged.txt',
    `key = ${groq('staged')}\nOPENCLAW_GATEWAY_PASSWORD=${hide('staged password', weakPassword('two'))}\n`,
  );
  repository.write(`new/${groq('staged name')}`, 'x\n');
  repository.git('add', '-A');
  repository.write('.gitignore', 'hidden/\n');
  repository.write('hidden/x.txt', `key = ${groq('ignored by git')}\n`);
  return repository;
}

/** Takes the fields away that --reveal fills. */
function withoutRevealed(document: string): string {
  return JSON.stringify(JSON.parse(document), (key, value) => (key === 'secret' || key === 'parts' ? '' : value));
}

const COMMANDS: [command: string[], formats: string[]][] = [
  [
    ['scan', '--all-files', '--min-confidence', 'low', '--timing'],
    ['text', 'json', 'jsonl', 'sarif'],
  ],
  [
    ['scan', 'deploy', 'src/one.py', '.'],
    ['text', 'json'],
  ],
  [
    ['staged', '--min-confidence', 'low'],
    ['text', 'json', 'jsonl', 'sarif'],
  ],
  [
    ['range', 'base..HEAD'],
    ['text', 'json', 'jsonl', 'sarif'],
  ],
  [
    ['range', '--since-push'],
    ['text', 'json'],
  ],
  [['audit'], ['text', 'json', 'jsonl', 'sarif']],
  [
    ['audit', '--min-confidence', 'low'],
    ['text', 'json', 'sarif'],
  ],
];

it('no command gives a secret away, in any format, on standard output or on standard error', async () => {
  const { path: cwd } = fullOfSecrets();
  let reported = 0;
  for (const [command, formats] of COMMANDS) {
    for (const format of formats) {
      const { out, err, code } = await clawback([...command, '--format', format], { cwd });
      expect([1, 2]).toContain(code);
      expect(givenAway(out + err, hidden), `${command.join(' ')} as ${format}`).toEqual([]);
      if (format === 'json') reported += (JSON.parse(out) as JsonReport).findings.length;
    }
  }
  // Else it would be easy to give nothing away.
  expect(reported).toBeGreaterThan(120);
});

it('nor in colours, at a terminal, from standard input or in a file', async () => {
  const repository = fullOfSecrets();
  const cwd = repository.path;
  const env = { NO_COLOR: undefined, FORCE_COLOR: '1' };
  expect(givenAway((await clawback(['audit'], { cwd, env })).out, hidden)).toEqual([]);
  expect(givenAway(await clawbackAtTerminal(['audit'], { cwd, env: { ...env, TERM: 'xterm' } }), hidden)).toEqual([]);
  const stdin = readFileSync(join(cwd, 'deploy/.env'));
  for (const name of ['deploy/.env', `${groq('file name')}/.env`]) {
    const run = await clawback(['scan', '--stdin', '--stdin-name', name], { cwd, stdin });
    expect(run.code).toBe(1);
    expect(givenAway(run.out + run.err, hidden)).toEqual([]);
  }
  for (const format of ['text', 'json', 'jsonl', 'sarif']) {
    const output = join(temporaryFolder(), 'report');
    const run = await clawback(['audit', '--format', format, '--output', output], { cwd });
    expect(givenAway(run.out + run.err + readFileSync(output, 'utf8'), hidden)).toEqual([]);
  }
});

it('nor does a baseline, or a run with one', async () => {
  const { path: cwd } = fullOfSecrets();
  for (const env of [{}, { CLAWBACK_FINGERPRINT_KEY: 'the key of the organisation' }]) {
    const made = await clawback(['baseline'], { cwd, env });
    expect(made.code).toBe(0);
    const text = readFileSync(join(cwd, '.clawback-baseline.json'), 'utf8');
    expect(JSON.parse(text).findings.length).toBeGreaterThan(25);
    expect(givenAway(made.out + made.err + text, hidden)).toEqual([]);
    for (const format of ['text', 'json', 'sarif']) {
      const args = ['audit', '--baseline', '.clawback-baseline.json', '--format', format];
      const run = await clawback(args, { cwd, env });
      expect(run.code).toBe(0);
      expect(givenAway(run.out + run.err, hidden)).toEqual([]);
    }
  }
});

it('--reveal shows secrets where they are asked for, and nowhere else', async () => {
  const { path: cwd } = fullOfSecrets();
  const { out, err } = await clawback(['audit', '--reveal', '--format', 'json'], { cwd });
  const { findings }: JsonReport = JSON.parse(out);
  const values = findings.map(({ secret }) => secret);
  for (const name of ['content', 'password', 'weak pairing code', 'file name', 'private key', 'tag message', 'jwt'])
    expect(values).toContain(hidden.find((secret) => secret.name === name)!.value);
  expect(findings.find(({ rule }) => rule === 'aws-access-key')!.parts.id).toBe(awsId('id'));
  expect(givenAway(withoutRevealed(out) + err, hidden)).toEqual([]);
  // What is silenced is not shown.
  expect(values.filter((value) => [groqKey('allowed'), groqKey('ignored')].includes(value))).toEqual([]);
});

it('--reveal shows each secret once in the text, beside its title, and no frame with it', async () => {
  const repository = new TestRepository();
  repository.write('a.txt', `key = ${groq('shown')}\nother = ${anthropic('shown too')}\n`);
  const { out } = await clawback(['scan', '--reveal'], { cwd: repository.path });
  const lines = out.split('\n').filter((line) => givenAway(line, hidden).length > 0);
  expect(lines).toEqual([
    `critical  Groq API key  ${groqKey('shown')}`,
    `critical  Anthropic API key  ${anthropicKey('shown too')}`,
  ]);
});

it('--reveal spells a secret of several lines on one', async () => {
  const repository = new TestRepository();
  repository.write('key', `${privateKey('pem')}\n`);
  const { out } = await clawback(['scan', '--reveal'], { cwd: repository.path });
  expect(out.split('\n')[0]).toContain(`-----\\n${privateKey('pem').split('\n')[1]}\\n`);
});
