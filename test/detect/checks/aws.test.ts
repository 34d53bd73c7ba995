import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsAccessKeyId, bedrockKey } from '../../../src/detect/checks/aws.ts';
import { awsAccount } from '../../../src/domain/aws.ts';
import { expandExample } from '../../../src/rules/examples.ts';
import { ask } from './checked.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An access key id of this account; the other bits are as given. */
function idOf(account: number, first: boolean, low: number, rest: number): string {
  let bits = (((first ? 1n : 0n) << 47n) | (BigInt(account) << 7n) | BigInt(low)) * 2n ** 32n + BigInt(rest);
  let text = '';
  for (let i = 0; i < 16; i += 1) {
    text = BASE32[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return `${'AKIA'}${text}`;
}

describe('the account in an AWS access key id', () => {
  it('is that of the published vector (providers.md, section 6.6)', () => {
    expect(awsAccount(`${'ASIA'}QNZGKIQY56JQ${'7WML'}`)).toBe('029608264753');
  });

  it('is read from any id, whatever its other bits', () => {
    const accounts = fc.oneof(fc.nat(999_999_999_999), fc.constantFrom(0, 1, 999_999_999_999));
    const uint32 = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(accounts, fc.boolean(), fc.nat(127), uint32, (account, first, low, rest) => {
        const id = idOf(account, first, low, rest);
        const isOldFormat = 'IJ'.includes(id[4]!);
        expect(awsAccount(id)).toBe(isOldFormat ? null : String(account).padStart(12, '0'));
      }),
      { numRuns: 1000 },
    );
  });

  it('is told as a reason, from the id that stands beside a secret or alone', () => {
    const id = idOf(123_456_789_012, false, 5, 99);
    const reason = 'it belongs to AWS account 123456789012';
    expect(ask(awsAccessKeyId, id)).toEqual({ ok: true, reason });
    expect(ask(awsAccessKeyId, 'the secret', { parts: { id } })).toEqual({ ok: true, reason });
  });

  it('is not asked for in an id of the older format, which is a key all the same', () => {
    expect(ask(awsAccessKeyId, `${'AKIA'}IABCDEFGHJKLMNOP`)).toEqual({ ok: true });
  });

  it('is none in what is not base32', () => {
    expect(awsAccount(`${'AKIA'}0189abcdefghijkl`)).toBeNull();
  });
});

describe('a long-term Bedrock key', () => {
  it('decodes to its own name', () => {
    expect(ask(bedrockKey, expandExample({ text: 'ABSK{bedrock:48}' }, '1').text)).toMatchObject({
      ok: true,
      confidence: 'high',
    });
  });

  it('is none that decodes to anything else', () => {
    expect(ask(bedrockKey, expandExample({ text: 'ABSK{b64:110}' }, '1').text).ok).toBe(false);
    expect(ask(bedrockKey, `ABSK${Buffer.from('BedrockAPIKey').toString('base64')}`).ok).toBe(false);
  });
});
