import { describe, expect, it } from 'vitest';
import { View } from '../../src/detect/view.ts';
import { alphanumeric, gatewayToken, githubToken, groqKey, pairingCode } from '../support/secrets.ts';
import { found } from './scanning.ts';

/** What a program printed, as a string of JSON, and as such a string in another. */
const WRITINGS: Record<string, (text: string) => string> = {
  'in JSON': (text) => JSON.stringify({ output: text }),
  'in JSON in JSON': (text) => JSON.stringify({ line: JSON.stringify({ output: text }) }),
  'with the code of the line end': (text) => `"${text.replaceAll('\n', '\\u000a')}"`,
  'with line ends of Windows': (text) => JSON.stringify(text.replaceAll('\n', '\r\n')),
  'behind a tab': (text) => JSON.stringify(text.replaceAll('\n', '\n\t')),
};

const SECRETS: [string, string, string][] = [
  ['groq-api-key', groqKey('escape'), groqKey('escape')],
  ['github-pat', githubToken('escape'), githubToken('escape')],
  ['openclaw-clawhub-token', `${'clh'}_${alphanumeric(43, 'escape')}`, `${'clh'}_${alphanumeric(43, 'escape')}`],
  ['openclaw-pairing-code', pairingCode('escape'), `OPENCLAW_PAIRING_CODE=${pairingCode('escape')}`],
  ['openclaw-gateway-token', gatewayToken('escape'), `GATEWAY_TOKEN=${gatewayToken('escape')}`],
  ['openclaw-gateway-token', gatewayToken('shell'), `export OPENCLAW_GATEWAY_TOKEN=${gatewayToken('shell')}`],
];

describe('a secret beside a line end that is written as an escape', () => {
  const rows = Object.keys(WRITINGS).flatMap((writing) => SECRETS.map((secret) => [writing, ...secret] as const));

  it.each(rows)('is found %s: %s', (writing, rule, secret, text) => {
    expect(found(WRITINGS[writing]!(`cat .env\n${text}\nDEBUG=1`))).toEqual([[rule, secret]]);
  });

  it('is told by the name that it has there', () => {
    const [hit] = found(JSON.stringify(`a\nMY_OPENCLAW_PAIRING_CODE=${pairingCode('name')}`));
    expect(hit).toEqual(['openclaw-pairing-code', pairingCode('name')]);
  });
});

describe('a text without such escapes', () => {
  it('is as long as it was, and the same without a backslash', () => {
    for (const text of ['a\\nb', '\\\\n', '\\u000Ax', '\\t\\tx', 'no escape', '\\token', '\\x41', 'end\\']) {
      const { plain } = new View(text, 0, 'utf8');
      expect(plain).toHaveLength(text.length);
    }
    expect(new View('a\\nb\\tc\\\\nd\\u000ae', 0, 'utf8').plain).toBe('a \nb  c  \nd     \ne');
    expect(new View('HKLM\\token \\x41 \\', 0, 'utf8').plain).toBe('HKLM\\token \\x41 \\');
  });
});
