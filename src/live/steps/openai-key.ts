import type { Listing } from '../../domain/api.ts';
import { type Ended, endOf, replyOf } from '../ended.ts';
import { fitsHint, idOf, onlyOne, type Reading, type Refused, readListing, type Target } from '../listing.ts';
import { withNames } from '../names.ts';
import { valueAt } from '../reply.ts';
import type { Asking } from '../verify.ts';
import { callOf, namesFor, sendEnd } from './calls.ts';
import type { Announce, Step, StepSubject } from './index.ts';

const headers = { authorization: 'Bearer {admin}' };

/** Every reply names the organization that was asked. (providers.md, A1) */
const owner = 'header:openai-organization';

// OpenAI's API reference, "Projects" and "Project API keys": lists are paged by the last id.
const next: Listing['next'] = { kind: 'cursor', field: 'last_id', parameter: 'after', more: 'has_more' };
const PROJECTS = {
  call: callOf('get', 'https://api.openai.com/v1/organization/projects?limit=100', { headers }),
  items: 'data',
  owner,
  next,
};
const KEYS = {
  call: callOf(
    'get',
    // "any": keys whose owner has left the project are listed, too.
    'https://api.openai.com/v1/organization/projects/{project}/api_keys?limit=100&owner_project_access=any',
    { headers },
  ),
  items: 'data',
  owner,
  next,
};
const DELETE = callOf('delete', 'https://api.openai.com/v1/organization/projects/{project}/api_keys/{found.id}', {
  headers,
});

const REPLIES = {
  done: [{ ...replyOf(200), json: { deleted: true } }],
  gone: [replyOf(404)],
  denied: [replyOf(401), replyOf(403)],
};

/** An organization has 2,000 projects at most, unless OpenAI allows it more (help.openai.com, article 9186755). */
const MAX_PROJECTS = 2000;

/** Deletes the one key of all projects whose redacted value fits. A live key is of a project that is not archived. */
export const openaiKey: Step = {
  run,
};

async function run(subject: StepSubject, asking: Asking, announce: Announce): Promise<Ended> {
  const target = await find(subject, asking);
  if (target.is !== 'found') return target;
  const { project, id } = JSON.parse(target.id) as { project: string; id: string };
  const names = withNames(namesFor(subject), { project, 'found.id': id });
  const answer = await sendEnd(DELETE, names, subject, asking, announce);
  if (!('reply' in answer)) return { is: 'failed', why: answer.detail };
  const { reply } = answer;
  // It has been said of both: that a service account's keys are deleted so, and that the account has to be.
  const message = valueAt(reply.json, 'error.message');
  if (reply.status === 400 && typeof message === 'string' && /service account/i.test(message))
    return { is: 'failed', why: 'it belongs to a service account, which has to be deleted by hand' };
  return endOf(reply, REPLIES);
}

/** The project and the id of the key, as JSON. */
async function find(subject: StepSubject, asking: Asking): Promise<Target> {
  const { secret } = subject.credential;
  const names = namesFor(subject);
  const reading = (project: string): Reading => ({
    client: asking.client,
    base: asking.base(subject.provider),
    names: withNames(names, { project }),
    owners: subject.verdict.owners,
    now: asking.now,
  });
  const projects: string[] = [];
  const noProjects = await readListing(PROJECTS, reading(''), (item) => {
    const id = idOf(item, 'id');
    if (id === null) return unproven('a project names no id');
    projects.push(id);
    return projects.length > MAX_PROJECTS ? unproven(`there are more than ${MAX_PROJECTS} projects`) : null;
  });
  if (noProjects) return noProjects;
  const found: string[] = [];
  for (const project of new Set(projects)) {
    const noKeys = await readListing(KEYS, reading(project), (item) => {
      const shown = valueAt(item, 'redacted_value');
      if (typeof shown !== 'string' || !fitsHint(shown, secret)) return null;
      const id = idOf(item, 'id');
      if (id === null) return unproven('the key that matches names no id');
      found.push(JSON.stringify({ project, id }));
      return null;
    });
    if (noKeys) return noKeys;
  }
  return onlyOne(found);
}

function unproven(why: string): Refused {
  return { is: 'unproven', why };
}
