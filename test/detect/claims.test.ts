import { describe, expect, it } from 'vitest';
import { CHECKSUMS } from '../../src/detect/checks/index.ts';
import { expandExample } from '../../src/rules/examples.ts';
import { alphanumeric } from '../support/secrets.ts';
import { found } from './scanning.ts';

const expanded = (text: string): string => expandExample({ text }, 'claims').text;

/** A token of each kind that has a checksum, by the check that computes it. */
const TOKENS: Record<string, string[]> = {
  bech32: ['{agekey:52}', '{agepqkey:52}'],
  'confluent-crc32': ['{cflt:54}'],
  'crc32-base62': ['ghp_{crc62:30}', 'gho_{crc62:30}', 'npm_{crc62:30}'],
  'gitlab-crc32': ['glpat-{glroutable:27}'],
  'grafana-crc32': ['{glsa:32}'],
  'nats-nkey': ['{nkey:160}'],
  'vercel-crc32': ['vcp_{vercel:50}', 'vci_{vercel:50}'],
};

/** Another letter of the same kind at a place in the random part. */
function flipped(token: string): string {
  const at = token.length - 20;
  const other = /[a-z]/.test(token[at]!) ? (token[at] === 'q' ? 'z' : 'q') : /\d/.test(token[at]!) ? '5' : 'Q';
  return token.slice(0, at) + (other === token[at] ? (other === 'Q' ? 'Z' : '7') : other) + token.slice(at + 1);
}

describe('a token with a wrong checksum', () => {
  it('has an example here of every checksum that a rule demands', () => {
    expect(Object.keys(TOKENS).sort()).toEqual([...CHECKSUMS].sort());
  });

  it.each(Object.values(TOKENS).flat())('is nothing, whatever its name says: %s', (form) => {
    const token = expanded(form);
    const wrong = flipped(token);
    for (const text of [`NAME_TOKEN=§\n`, `{"my_secret_key": "§"}\n`, `password: '§'\n`]) {
      expect(
        found(text.replace('§', token)).map(([, secret]) => secret),
        text,
      ).toEqual([token]);
      expect(found(text.replace('§', wrong)), text).toEqual([]);
    }
  });

  it('is nothing where it is encoded', () => {
    const wrong = flipped(expanded('ghp_{crc62:30}'));
    for (const encoding of ['base64', 'hex'] as const) {
      const text = `blob: ${Buffer.from(`here is NAME_TOKEN=${wrong} of ours\n`).toString(encoding)}\n`;
      expect(found(text), text).toEqual([]);
    }
  });

  it('takes nothing from what is no part of it', () => {
    const wrong = flipped(expanded('ghp_{crc62:30}'));
    const other = alphanumeric(24, 'claims');
    expect(found(`NAME_TOKEN=${wrong}\npassword = "${other}"\n`).map(([, secret]) => secret)).toEqual([other]);
    expect(found(`password = "${wrong}.${other}"\n`).map(([, secret]) => secret)).toEqual([`${wrong}.${other}`]);
  });
});
