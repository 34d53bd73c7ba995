import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Ended, endOf, replyOf } from '../ended.ts';
import { askForToken, readKey } from '../google-token.ts';
import { withNames } from '../names.ts';
import { valueAt } from '../reply.ts';
import type { Asking } from '../verify.ts';
import { callOf, namesFor, sendCall, sendEnd } from './calls.ts';
import type { Announce, Step, StepSubject } from './index.ts';

// Google, "Service account credentials": an account's public keys, for anybody, by their ids.
const PUBLIC_KEYS = callOf('get', 'https://www.googleapis.com/service_accounts/v1/jwk/{account}');

// IAM API, projects.serviceAccounts.keys.disable: it can be enabled again.
const DISABLE = callOf('post', 'https://iam.googleapis.com/v1/projects/-/serviceAccounts/{account}/keys/{id}:disable', {
  headers: { authorization: 'Bearer {token}' },
  body: { kind: 'json', value: {} },
});
// With "-" for the project, what is not there is 403, too.
const REPLIES = { done: [replyOf(200)], gone: [replyOf(404)], denied: [replyOf(401), replyOf(403)] };

/** Disables the key that a service account's file names, if its account has that very key under that id. */
export const googleServiceAccountKey: Step = {
  run,
};

async function run(subject: StepSubject, asking: Asking, announce: Announce): Promise<Ended> {
  const { provider, way } = subject;
  const names = namesFor(subject);
  const key = readKey(names('key')!);
  const [account, id] = [names('account'), names('id')];
  if (!key || account === null || id === null)
    return { is: 'unproven', why: 'which key of which account it is was not found with it' };
  const listed = await sendCall(PUBLIC_KEYS, names, subject, asking);
  if (!('reply' in listed)) return { is: 'failed', why: listed.detail };
  if (!isListed(listed.reply.json, id, key))
    return { is: 'unproven', why: 'its account has no such key under that id' };
  const token = way.by === 'admin' ? names('admin') : await ownToken({ key, account, id }, provider, asking);
  if (token === null) return { is: 'failed', why: 'its provider gave no access token' };
  const answer = await sendEnd(DISABLE, withNames(names, { token }), subject, asking, announce);
  return 'reply' in answer ? endOf(answer.reply, REPLIES) : { is: 'failed', why: answer.detail };
}

/** Whether a JWK set has the public half of a key under an id. */
function isListed(json: unknown, id: string, key: KeyObject): boolean {
  const keys = valueAt(json, 'keys');
  const { n, e } = createPublicKey(key).export({ format: 'jwk' });
  return (
    Array.isArray(keys) &&
    keys.some((one) => valueAt(one, 'kid') === id && valueAt(one, 'n') === n && valueAt(one, 'e') === e)
  );
}

async function ownToken(...[key, provider, asking]: Parameters<typeof askForToken>): Promise<string | null> {
  const answer = await askForToken(key, provider, asking);
  const token = 'reply' in answer && answer.reply.status === 200 ? valueAt(answer.reply.json, 'access_token') : null;
  return typeof token === 'string' && token !== '' ? token : null;
}
