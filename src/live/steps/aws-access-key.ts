import { type Ended, endOf, replyOf } from '../ended.ts';
import { withNames } from '../names.ts';
import type { Asking } from '../verify.ts';
import { textOf } from '../xml.ts';
import { iamCall, iamReplies } from './aws-iam.ts';
import { namesFor, sendCall, sendEnd } from './calls.ts';
import type { Announce, Step, StepSubject } from './index.ts';

// IAM's API reference: UpdateAccessKey, GetAccessKeyLastUsed.
const LAST_USED = iamCall('admin', { Action: 'GetAccessKeyLastUsed', AccessKeyId: '{id}' });
const BY_ITSELF = iamCall('self', { Action: 'UpdateAccessKey', AccessKeyId: '{id}', Status: 'Inactive' });
const BY_ADMIN = iamCall('admin', {
  Action: 'UpdateAccessKey',
  UserName: '{user}',
  AccessKeyId: '{id}',
  Status: 'Inactive',
});

const REPLIES = iamReplies('UpdateAccessKey');

/** A user, who may stand under a path; not a role's session, and not the account's root. */
const USER = /^arn:aws[\w-]*:iam::\d{12}:user\/(?:.*\/)?([\w+=,.@-]{1,64})$/;

/** Sets a user's access key to "Inactive", which can be undone. The key's id names it, and no other. */
export const awsAccessKey: Step = {
  run,
};

async function run(subject: StepSubject, asking: Asking, announce: Announce): Promise<Ended> {
  const { way, verdict } = subject;
  const user = verdict.owners.map((owner) => USER.exec(owner)?.[1]).find((name) => name !== undefined);
  if (user === undefined) return { is: 'unproven', why: 'it is no IAM user’s key: root and roles have other ways' };
  const names = namesFor(subject);
  if (way.by === 'admin') {
    const answer = await sendCall(LAST_USED, names, subject, asking);
    if (!('reply' in answer)) return { is: 'failed', why: answer.detail };
    const ended = endOf(answer.reply, { ...REPLIES, done: [replyOf(200)] });
    if (ended.is === 'denied' || ended.is === 'failed') return ended;
    if (ended.is === 'gone' || textOf(answer.reply.text, 'UserName') !== user)
      return { is: 'unproven', why: 'the administrator’s account does not know it as that user’s key' };
  }
  const call = way.by === 'admin' ? BY_ADMIN : BY_ITSELF;
  const answer = await sendEnd(call, withNames(names, { user }), subject, asking, announce);
  return 'reply' in answer ? endOf(answer.reply, REPLIES) : { is: 'failed', why: answer.detail };
}
