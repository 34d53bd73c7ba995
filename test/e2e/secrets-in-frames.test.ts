import { describe, expect, it } from 'vitest';
import { clawback } from '../support/clawback.ts';
import { givenAway } from '../support/pieces.ts';
import { TestRepository } from '../support/repository.ts';
import { alphanumeric, groqKey } from '../support/secrets.ts';

/** A password that no rule knows, and that looks like nothing. */
const PASSWORD = 'sunshine42x';
const hidden = [{ name: 'password', value: PASSWORD }];

/** The text report of a file in which a line stands beside one with a key. */
async function frameOf(before: string, after = ''): Promise<string> {
  const repository = new TestRepository();
  repository.write('a.txt', `${before}\nkey = ${groqKey()}\n${after}\n`);
  const { out } = await clawback(['scan'], { cwd: repository.path });
  expect(out).toContain('key = gsk_…(56)');
  return out;
}

describe('a code frame blanks what could be a secret that no rule knows', () => {
  it.each([
    ['a variable', `DB_PASSWORD=${PASSWORD}`],
    ['a short name', `DB_PASS=${PASSWORD}`],
    ['a JSON member', `{"user": "root", "password": "${PASSWORD}"}`],
    ['a short JSON member', `{"user": "root", "pass": "${PASSWORD}"}`],
    ['a YAML key', `password: ${PASSWORD}`],
    ['a URL', `DATABASE_URL=postgres://app:${PASSWORD}@db.internal/app`],
    ['an argument', `mysql --password ${PASSWORD}`],
    ['another argument', `login --token=${PASSWORD}`],
    ['a user and a password', `curl -u admin:${PASSWORD} https://internal`],
    ['an element', `<password>${PASSWORD}</password>`],
    ['an attribute', `<add key="Password" value="${PASSWORD}" />`],
    ['a call', `connect("root", password="${PASSWORD}")`],
    ['a header', `Authorization: Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}`],
    ['a connection string', `Server=db;User Id=sa;Password=${PASSWORD};`],
    ['several words', `password = "correct ${PASSWORD} battery"`],
    ['a netrc line', `machine host login me password ${PASSWORD}`],
    ['an arrow', `'secret' => '${PASSWORD}',`],
    ['a name with a colon and spaces', `my api key : ${PASSWORD}`],
  ])('in %s', async (_, line) => {
    const secrets = [...hidden, { name: 'basic', value: Buffer.from(`admin:${PASSWORD}`).toString('base64') }];
    expect(givenAway(await frameOf(line), secrets)).toEqual([]);
    expect(givenAway(await frameOf('', line), secrets)).toEqual([]);
  });

  it('on the line itself', async () => {
    const repository = new TestRepository();
    repository.write('a.txt', `connect(key="${groqKey()}", password="${PASSWORD}", url="x://me:${PASSWORD}@h")\n`);
    const { out } = await clawback(['scan'], { cwd: repository.path });
    expect(givenAway(out, hidden)).toEqual([]);
  });

  it('where the line is cut in the middle of it', async () => {
    const opaque = alphanumeric(300, 'opaque');
    const secrets = [{ name: 'opaque', value: opaque }];
    expect(givenAway(await frameOf(`x = '${opaque}'`), secrets)).toEqual([]);
    expect(givenAway(await frameOf(`${'x'.repeat(150)} ${opaque}`), secrets)).toEqual([]);
    const repository = new TestRepository();
    for (const gap of [1, 40, 75, 79, 80, 81, 90, 120])
      repository.write(`${gap}.txt`, `${opaque}${' '.repeat(gap)}${groqKey(String(gap))}${' '.repeat(gap)}${opaque}\n`);
    const { out } = await clawback(['scan'], { cwd: repository.path });
    expect(givenAway(out, secrets)).toEqual([]);
  });

  it('where a known secret is cut by the width of the frame', async () => {
    const repository = new TestRepository();
    for (const gap of [20, 60, 75, 79, 80, 90, 100, 140, 159, 160])
      repository.write(
        `${gap}.txt`,
        `${groqKey('a')}${' '.repeat(gap)}${groqKey(String(gap))}${' '.repeat(gap)}${groqKey('b')}\n`,
      );
    const { out } = await clawback(['scan'], { cwd: repository.path });
    const keys = ['a', 'b'].map((name) => ({ name, value: groqKey(name), prefix: 'gsk_' }));
    expect(givenAway(out, keys)).toEqual([]);
  });

  it('and leaves ordinary lines as they are', async () => {
    const out = await frameOf(
      'import os, sys  # the passport, an author, a decoder',
      'def tokenize(line): return line.split()',
    );
    expect(out).toContain('    1 | import os, sys  # the passport, an author, a decoder\n');
    expect(out).toContain('    3 | def tokenize(line): return line.split()\n');
  });
});
