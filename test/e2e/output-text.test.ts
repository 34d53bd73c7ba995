import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clawback } from '../support/clawback.ts';
import { clawbackAtTerminal } from '../support/processes.ts';
import { TestRepository } from '../support/repository.ts';
import { awsId, awsSecret, groqKey } from '../support/secrets.ts';
import { expiredToken, featureFlagsToken } from '../support/tokens.ts';

/** One of everything that a text report shows. */
function repository(): TestRepository {
  const repository = new TestRepository();
  repository.write('src/app.py', `import os\nKEY = "${groqKey()}"\nmain(KEY)\n`);
  repository.write('copy.py', `\tKEY = "${groqKey()}"\n`);
  repository.write('aws.env', `AWS_ACCESS_KEY_ID=${awsId()}\nAWS_SECRET_ACCESS_KEY=${awsSecret()}\n`);
  repository.write('notes.txt', `flags: ${featureFlagsToken()}\n`);
  repository.write('old.txt', `${expiredToken()}\n`);
  repository.write('known.txt', `${groqKey('known')} # clawback:allow -- known\n`);
  repository.write('pixel.gif', Buffer.from('GIF89a\x01\0\x01\0'));
  repository.commit('Add everything');
  return repository;
}

const colours = /\x1b\[/;

describe('the text report', () => {
  it('groups by secret, shows the line with its mask, and says what to do', async () => {
    const { out, code } = await clawback(['scan'], { cwd: repository().path });
    expect(code).toBe(1);
    expect(out).toMatchSnapshot();
  });

  it('says of a history who brought it, and whether it is still there', async () => {
    const made = repository();
    made.git('rm', '-q', 'aws.env', 'old.txt', 'notes.txt');
    made.commit('Take some of it out');
    const { out } = await clawback(['audit'], { cwd: made.path });
    expect(out).toMatchSnapshot();
  });

  it('is short where there is nothing to say', async () => {
    const made = new TestRepository();
    made.commitFile('a.txt', 'clean\n');
    expect((await clawback(['scan'], { cwd: made.path })).out).toBe('no leaks in 1 file, 6 bytes\n');
    expect((await clawback(['audit'], { cwd: made.path })).out).toMatch(
      /^no leaks in 2 objects, \d+ bytes, 1 commit\n$/,
    );
  });

  it('lists five places, and counts the others', async () => {
    const made = new TestRepository();
    for (let number = 1; number <= 8; number += 1) made.write(`${number}.txt`, `${groqKey()}\n`);
    const { out } = await clawback(['scan'], { cwd: made.path });
    expect(out.match(/^ {2}\d\.txt:1:1$/gm)).toHaveLength(5);
    expect(out).toContain('\n  and 3 more places (--format json lists all)\n');
  });

  it('tells the time only where it is asked for', async () => {
    const { path } = new TestRepository();
    expect((await clawback(['scan'], { cwd: path })).out).not.toMatch(/ s$/m);
    expect((await clawback(['scan', '--timing'], { cwd: path })).out).toMatch(/ in \d+\.\d\d s\n$/);
  });

  it('cuts a long line round the secret', async () => {
    const made = new TestRepository();
    made.write('min.js', `${'var x=1;'.repeat(2000)}k="${groqKey()}";${'y();'.repeat(2000)}\n`);
    const { out } = await clawback(['scan'], { cwd: made.path });
    const shown = out.split('\n').find((line) => line.includes('> 1 |'))!;
    expect(shown).toMatch(/^ {2}> 1 \| ….*k="gsk_…\(56\)";.*…$/);
    expect(shown.length).toBeLessThan(200);
  });
});

describe('colours', () => {
  it('are for terminals, or where they are forced', async () => {
    const made = repository();
    const plain = await clawback(['scan'], { cwd: made.path, env: { NO_COLOR: undefined } });
    expect(plain.out).not.toMatch(colours);
    const forced = await clawback(['scan'], { cwd: made.path, env: { NO_COLOR: undefined, FORCE_COLOR: '1' } });
    expect(forced.out).toMatch(colours);
    expect(forced.out.replace(/\x1b\[[0-9;]*m/g, '')).toBe(plain.out);
  });

  it.each([
    ['NO_COLOR', [], { NO_COLOR: '1', FORCE_COLOR: '1' }],
    ['--no-color', ['--no-color'], { NO_COLOR: undefined, FORCE_COLOR: '1' }],
    ['FORCE_COLOR=0', [], { NO_COLOR: undefined, FORCE_COLOR: '0' }],
  ])('are off with %s', async (_, flags, env) => {
    const { out } = await clawback(['scan', ...flags], { cwd: repository().path, env });
    expect(out).not.toMatch(colours);
  });

  it('never reach a file or a format for programs', async () => {
    const env = { NO_COLOR: undefined, FORCE_COLOR: '1' };
    const made = repository();
    for (const format of ['json', 'jsonl', 'sarif'])
      expect((await clawback(['scan', '--format', format], { cwd: made.path, env })).out).not.toMatch(colours);
    await clawback(['scan', '--output', '.git/report'], { cwd: made.path, env });
    const written = readFileSync(`${made.path}/.git/report`, 'utf8');
    expect(written).toContain('gsk_…(56)');
    expect(written).not.toMatch(colours);
  });

  it('are shown at a terminal, and not at a dumb one', async () => {
    const made = repository();
    const atTerminal = (env: NodeJS.ProcessEnv) =>
      clawbackAtTerminal(['scan'], { cwd: made.path, env: { NO_COLOR: undefined, ...env } });
    expect(await atTerminal({ TERM: 'xterm' })).toMatch(colours);
    expect(await atTerminal({ TERM: 'dumb' })).not.toMatch(colours);
    expect(await atTerminal({ TERM: 'xterm', NO_COLOR: '1' })).not.toMatch(colours);
  });
});
