import { describe, expect, it } from 'vitest';
import { githubToken, shortPassword } from '../../support/secrets.ts';
import { scan } from '../scanning.ts';

const token = githubToken('frames');
const password = `db_password: "${shortPassword('frames')}"`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const wrapped = (text: string, width: number): string => text.replace(new RegExp(`.{1,${width}}`, 'g'), '  $&\n');

/** The digits that say a part of the token; what stands beside it may share the first and the last. */
function digitsOf(text: string, secret: string): string {
  const at = text.indexOf(secret);
  return base64(text).slice(Math.ceil((at * 8) / 6), Math.floor(((at + secret.length) * 8) / 6));
}

const framesOf = (text: string): string =>
  scan(text)
    .flatMap(({ frame }) => frame?.lines ?? [])
    .join('\n');

describe('the frame of a neighbour', () => {
  it('hides what says a part of a decoded secret', () => {
    for (let offset = 20; offset < 60; offset += 1) {
      const inner = `${'x'.repeat(offset)} some filler text and then token=${token}`;
      for (const text of [
        `blob: |\n${wrapped(base64(inner), 60)}${password}\n`,
        `${password}\nblob: |\n${wrapped(base64(inner), 60)}`,
      ]) {
        expect(scan(text).map(({ rule }) => rule)).toContain('github-pat');
        for (const part of digitsOf(inner, token).match(/.{4}/g)!) expect(framesOf(text)).not.toContain(part);
      }
    }
  });

  it('hides it in what was decoded, too', () => {
    for (let offset = 20; offset < 60; offset += 1) {
      const inner = `${'x'.repeat(offset)} some filler text and then token=${token}`;
      // On a line with the password, so that the line which is shown of it has both.
      const [last, ...others] = wrapped(base64(inner), 60).trimEnd().split('\n').reverse();
      const text = `all: ${base64(`blob: |\n${others.reverse().join('\n')}\n${last} ${password}\n`)}\n`;
      expect(scan(text).map(({ rule }) => rule)).toContain('github-pat');
      for (const part of digitsOf(inner, token).match(/.{4}/g)!) expect(framesOf(text)).not.toContain(part);
    }
  });

  it('shows the rest of the line as before', () => {
    const secret = [...token].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
    const text = `${password} # see ${secret} of ours\n`;
    expect(framesOf(text)).toContain('of ours');
    expect(framesOf(text)).not.toContain(secret.slice(0, 9));
  });
});
