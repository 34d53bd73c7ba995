import type { Call, Revoke } from '../../domain/api.ts';
import { replyOf } from '../ended.ts';
import { callOf } from './calls.ts';

/**
 * A question to IAM, signed with the credential itself or an administrator's.
 *
 * IAM's API reference, "Making query requests": GET with the action and its parameters in the address, and XML
 * for an answer. Its one endpoint is in us-east-1.
 *
 * @param parameters templates
 */
export function iamCall(by: 'self' | 'admin', parameters: Record<string, string>): Call {
  const query = Object.entries({ ...parameters, Version: '2010-05-08' }).map(([name, value]) => `${name}=${value}`);
  const keys =
    by === 'self'
      ? { id: '{id}', secret: '{key}', session: null }
      : { id: '{admin.id}', secret: '{admin.key}', session: '{admin.session}' };
  return callOf('get', `https://iam.amazonaws.com/?${query.join('&')}`, {
    headers: { accept: 'application/xml' },
    signer: { name: 'aws-sigv4', service: 'iam', region: 'us-east-1', ...keys },
  });
}

/** What IAM answers to an action that has no result; "Common errors" of its API reference. */
export function iamReplies(action: string): Pick<Revoke, 'done' | 'gone' | 'denied'> {
  return {
    done: [replyOf(200, `${action}Response`)],
    gone: [replyOf(404, 'NoSuchEntity')],
    denied: [replyOf(403, 'AccessDenied')],
  };
}
