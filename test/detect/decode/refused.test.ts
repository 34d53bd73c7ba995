import { describe, expect, it } from 'vitest';
import { alphanumeric, base64urlOf, githubToken, jwtOf } from '../../support/secrets.ts';
import { found } from '../scanning.ts';

const token = githubToken('refused');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('what a rule decoded and took for no secret', () => {
  it.each([
    ['no user and password', `Authorization: Basic ${base64(`github token=${token}\nnext line\n`)}\n`],
    ['a password of two lines', `Authorization: Basic ${base64(`user name:token=${token}\nnext\n`)}\n`],
    [
      'unsigned',
      `x = "${base64urlOf({ alg: 'none' })}.${base64urlOf({ note: `token ${token}` })}.${'A'.repeat(43)}"\n`,
    ],
    ['nested', `Authorization: Basic ${base64(`text ${base64(`github token=${token}\nnext line\n`)}\n`)}\n`],
    ['in UTF-16', Buffer.from(`Authorization: Basic ${base64(`github token=${token}\nnext line\n`)}\n`, 'utf16le')],
  ])('is looked into for what has a shape of its own: %s', (_, text) => {
    expect(found(text)).toEqual([['github-pat', token]]);
  });

  it('is looked into where the rule counts only in other files', () => {
    const text = `//r/:_password=${base64(`token=${token} \nnext line of it\n`)}\n`;
    expect(found(text, 'a/.npmrc')).toEqual([['github-pat', token]]);
    expect(found(text, 'a/notes.txt')).toEqual([['github-pat', token]]);
  });

  it('is not asked for what merely looks secret', () => {
    const claims = { password: alphanumeric(24, 'refused') };
    expect(found(`x = "${base64urlOf({ alg: 'none' })}.${base64urlOf(claims)}.${'A'.repeat(43)}"\n`)).toEqual([]);
  });

  it('is not looked into where it is a secret', () => {
    expect(found(`x = "${jwtOf({ sub: token })}"\n`).map(([rule]) => rule)).toEqual(['jwt']);
  });
});
