import { WRITERS } from './author.ts';

/** What of an event tells who brought it. The form is GitHub's ("Webhook events and payloads"). */
export type TrustPayload = {
  pull_request?: {
    head?: { repo?: { full_name?: string } | null };
    base?: { repo?: { full_name?: string; default_branch?: string } };
    author_association?: string;
  };
  repository?: { default_branch?: string };
  schedule?: string;
};

/** What a run may do for an event; null: it may, else why not. */
export type Trust = { verify: string | null; revoke: string | null };

/** Events that only somebody who may push can bring about, or time. */
const TRUSTED = ['push', 'schedule', 'workflow_dispatch', 'repository_dispatch'];

const REVOKING = ['push', 'schedule', 'workflow_dispatch'];

/**
 * What an event lets a run do. Nobody may use our runner to try stolen keys: something is asked for a push, for a
 * schedule, and for a proposal of the repository itself by somebody who may push; for nothing else, also not for
 * a merge queue, which holds what forks proposed. Nothing is revoked but on the default branch.
 *
 * @param ref the full ref of the run, as `GITHUB_REF` names it
 */
export function trustIn(event: string, payload: TrustPayload, ref: string): Trust {
  return { verify: whyNotVerify(event, payload), revoke: whyNotRevoke(event, payload, ref) };
}

function whyNotVerify(event: string, { pull_request: proposal }: TrustPayload): string | null {
  if (proposal === undefined && !event.startsWith('pull_request')) {
    return TRUSTED.includes(event)
      ? null
      : `"${event}" may be brought about by anybody, or on what a fork proposed: nothing is asked`;
  }
  const { head, base, author_association: author = 'NONE' } = proposal ?? {};
  const same = head?.repo?.full_name !== undefined && head.repo?.full_name === base?.repo?.full_name;
  if (!same) return 'the proposal comes from a fork: its keys are asked about nowhere';
  return WRITERS.includes(author)
    ? null
    : 'the proposal is by somebody who may not push: its keys are asked about nowhere';
}

function whyNotRevoke(event: string, { repository }: TrustPayload, ref: string): string | null {
  if (!REVOKING.includes(event))
    return `nothing is revoked for "${event}": only for push, schedule and workflow_dispatch on the default branch`;
  // A schedule runs on the default branch, and its event does not name the repository.
  const branch = repository?.default_branch;
  const onDefault =
    branch === undefined ? event === 'schedule' && ref.startsWith('refs/heads/') : ref === `refs/heads/${branch}`;
  return onDefault ? null : 'nothing is revoked but on the default branch';
}
