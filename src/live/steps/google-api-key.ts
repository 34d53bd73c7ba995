import { type Ended, endOf, replyOf } from '../ended.ts';
import type { Refused } from '../listing.ts';
import { withNames } from '../names.ts';
import { valueAt } from '../reply.ts';
import type { Asking } from '../verify.ts';
import { callOf, namesFor, sendCall, sendEnd } from './calls.ts';
import type { Announce, Step, StepSubject } from './index.ts';

const headers = { authorization: 'Bearer {admin}' };

// API Keys API, v2: keys.lookupKey and projects.locations.keys.delete, which can be undone for 30 days.
const LOOK_UP = callOf('get', 'https://apikeys.googleapis.com/v2/keys:lookupKey?keyString={key}', { headers });
const DELETE = callOf(
  'delete',
  'https://apikeys.googleapis.com/v2/projects/{project}/locations/global/keys/{found.id}',
  { headers },
);
const REPLIES = { done: [replyOf(200)], gone: [replyOf(404)], denied: [replyOf(401), replyOf(403)] };

/** Deletes the key that its own value is looked up to. */
export const googleApiKey: Step = {
  async owners(subject, asking) {
    const named = await lookUp(subject, asking);
    return 'project' in named ? [ownerOf(named.project)] : [];
  },
  run,
};

/** A project as Google's errors name it, too: by its number. */
const ownerOf = (project: string): string => `projects/${project}`;

async function run(subject: StepSubject, asking: Asking, announce: Announce): Promise<Ended> {
  const { verdict } = subject;
  const named = await lookUp(subject, asking);
  if ('is' in named) return named;
  const { project, id } = named;
  if (verdict.owners.length > 0 && !verdict.owners.includes(ownerOf(project)))
    return { is: 'unproven', why: 'it is looked up to another project than its provider named' };
  const names = withNames(namesFor(subject), { project, 'found.id': id });
  const answer = await sendEnd(DELETE, names, subject, asking, announce);
  return 'reply' in answer ? endOf(answer.reply, REPLIES) : { is: 'failed', why: answer.detail };
}

async function lookUp(subject: StepSubject, asking: Asking): Promise<{ project: string; id: string } | Refused> {
  const answer = await sendCall(LOOK_UP, namesFor(subject), subject, asking);
  if (!('reply' in answer)) return { is: 'unproven', why: `it could not be looked up: ${answer.detail}` };
  const { status, json } = answer.reply;
  if (status === 401 || status === 403) return { is: 'denied' };
  const name = valueAt(json, 'name');
  const parts = typeof name === 'string' ? /^projects\/([^/]+)\/locations\/global\/keys\/([\w-]+)$/.exec(name) : null;
  if (status !== 200 || !parts) return { is: 'unproven', why: `it could not be looked up: status ${status}` };
  return { project: parts[1]!, id: parts[2]! };
}
