import { type Ended, endOf } from '../ended.ts';
import { MAX_PAGES, onlyOne, type Refused, type Target } from '../listing.ts';
import { withNames } from '../names.ts';
import type { Asking } from '../verify.ts';
import { elementsOf, textOf } from '../xml.ts';
import { iamCall, iamReplies } from './aws-iam.ts';
import { namesFor, sendCall, sendEnd } from './calls.ts';
import type { Announce, Step, StepSubject } from './index.ts';

// IAM's API reference: ListServiceSpecificCredentials, UpdateServiceSpecificCredential.
const QUESTION = {
  Action: 'ListServiceSpecificCredentials',
  AllUsers: 'true',
  ServiceName: 'bedrock.amazonaws.com',
  MaxItems: '100',
};
const LIST = iamCall('admin', QUESTION);
const LIST_ON = iamCall('admin', { ...QUESTION, Marker: '{marker}' });
const UPDATE = iamCall('admin', {
  Action: 'UpdateServiceSpecificCredential',
  UserName: '{user}',
  ServiceSpecificCredentialId: '{found.id}',
  Status: 'Inactive',
});
const REPLIES = iamReplies('UpdateServiceSpecificCredential');

/**
 * Sets a Bedrock API key to "Inactive", which can be undone.
 *
 * The key is base64 of its public part, ":" and its secret part; the listing shows the public part as the
 * credential's alias. (ServiceSpecificCredentialMetadata in IAM's API reference; providers.md, A4.)
 */
export const bedrockKey: Step = {
  async owners(subject, asking) {
    const target = await find(subject, asking);
    const account = /-at-(\d{12})$/.exec(aliasOf(subject) ?? '')?.[1];
    return target.is === 'found' && account !== undefined ? [account] : [];
  },
  run,
};

async function run(subject: StepSubject, asking: Asking, announce: Announce): Promise<Ended> {
  const target = await find(subject, asking);
  if (target.is !== 'found') return target;
  const { id, user } = JSON.parse(target.id) as { id: string; user: string };
  const names = withNames(namesFor(subject), { user, 'found.id': id });
  const answer = await sendEnd(UPDATE, names, subject, asking, announce);
  return 'reply' in answer ? endOf(answer.reply, REPLIES) : { is: 'failed', why: answer.detail };
}

/** The public part of a key. */
function aliasOf(subject: StepSubject): string | null {
  const key = namesFor(subject)('key')!;
  const text = Buffer.from(key.slice('ABSK'.length), 'base64').toString('latin1');
  return /^(BedrockAPIKey-[\w+=,.@-]+):/.exec(text)?.[1] ?? null;
}

/** The one credential of the administrator's account that has the key's alias: its id and its user, as JSON. */
async function find(subject: StepSubject, asking: Asking): Promise<Target> {
  const alias = aliasOf(subject);
  if (alias === null) return unproven('the key does not say how it is listed');
  const names = namesFor(subject);
  const found: string[] = [];
  let marker: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await (marker === null
      ? sendCall(LIST, names, subject, asking)
      : sendCall(LIST_ON, withNames(names, { marker }), subject, asking));
    if (!('reply' in answer)) return unproven(`the listing could not be read: ${answer.detail}`);
    const { status, text } = answer.reply;
    if (status === 401 || status === 403) return { is: 'denied' };
    if (status !== 200) return unproven(`the listing could not be read: status ${status}`);
    const [list, ...others] = elementsOf(text, 'ListServiceSpecificCredentialsResult');
    if (list === undefined || others.length > 0) return unproven('the listing has another form than is documented');
    for (const member of elementsOf(list, 'member')) {
      if (textOf(member, 'ServiceCredentialAlias') !== alias) continue;
      const [id, user] = [textOf(member, 'ServiceSpecificCredentialId'), textOf(member, 'UserName')];
      if (!id || !user) return unproven('the entry that matches names no id or no user');
      found.push(JSON.stringify({ id, user }));
    }
    if (textOf(list, 'IsTruncated') !== 'true') return onlyOne(found);
    marker = textOf(list, 'Marker');
    if (!marker) return unproven('the listing goes on, and does not say where');
  }
  return unproven(`the listing has more than ${MAX_PAGES} pages`);
}

function unproven(why: string): Refused {
  return { is: 'unproven', why };
}
