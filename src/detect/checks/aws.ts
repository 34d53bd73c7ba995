import { awsAccount } from '../../domain/aws.ts';
import { type Check, NO } from './check.ts';

/** An access key id that decodes to an account. */
export const awsAccessKeyId: Check = ({ parts, value }) => {
  const id = parts.id ?? value;
  const account = awsAccount(id);
  return account ? { ok: true, reason: `it belongs to AWS account ${account}` } : { ok: true };
};

/** A long-term Bedrock key: base64 of "BedrockAPIKey-…-at-ACCOUNT:…". (providers.md, A4.) */
export const bedrockKey: Check = ({ value }) => {
  const text = Buffer.from(value.slice('ABSK'.length), 'base64').toString('latin1');
  return /^BedrockAPIKey-[\w-]+/.test(text)
    ? { ok: true, reason: 'it decodes to a Bedrock key', confidence: 'high' }
    : NO;
};
