import { describe, expect, it } from 'vitest';
import { onepasswordPayload } from '../../../src/detect/checks/onepassword.ts';
import { expandExample } from '../../../src/rules/examples.ts';
import { ask } from './checked.ts';

describe("the payload of a 1Password service account's token", () => {
  const token = expandExample({ text: 'ops_{opspayload:400}' }, 'token').text;

  it('is a JSON object', () => {
    expect(ask(onepasswordPayload, token)).toMatchObject({ ok: true, confidence: 'high' });
  });

  it('is none once it was cut, or is something else', () => {
    expect(ask(onepasswordPayload, token.slice(0, -8)).ok).toBe(false);
    expect(ask(onepasswordPayload, `${'ops'}_${Buffer.from('["a list"]').toString('base64')}`).ok).toBe(false);
    expect(ask(onepasswordPayload, 'ops_').ok).toBe(false);
  });
});
