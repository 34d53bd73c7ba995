/** What of an event tells who brought it. The form is GitHub's ("Webhook events and payloads"). */
export type TrustPayload = {
  pull_request?: {
    head?: { repo?: { full_name?: string } | null };
    base?: { repo?: { full_name?: string; default_branch?: string } };
    author_association?: string;
  };
  repository?: { default_branch?: string };
};

/** What a run may do for an event; null: it may, else why not. */
export type Trust = { verify: string | null; revoke: string | null };

/** Who may push to the repository, as GitHub tells it of the author of a proposal. */
const WRITERS = ['OWNER', 'MEMBER', 'COLLABORATOR'];

const REVOKING = ['push', 'schedule', 'workflow_dispatch'];

/**
 * What an event lets a run do. Nobody may use our runner to try stolen keys: nothing is asked for a proposal
 * from a fork, or by somebody who may not push. Nothing is revoked but on the default branch.
 *
 * @param ref the full ref of the run, as `GITHUB_REF` names it
 */
export function trustIn(event: string, payload: TrustPayload, ref: string): Trust {
  const proposal = event.startsWith('pull_request') || payload.pull_request !== undefined;
  let verify: string | null = null;
  if (proposal) {
    const { head, base, author_association: author = 'NONE' } = payload.pull_request ?? {};
    const same = head?.repo?.full_name !== undefined && head.repo?.full_name === base?.repo?.full_name;
    if (!same) verify = 'the proposal comes from a fork: its keys are asked about nowhere';
    else if (!WRITERS.includes(author))
      verify = 'the proposal is by somebody who may not push: its keys are asked about nowhere';
  } else if (event === 'issue_comment' || event === 'workflow_run' || event === 'issues') {
    verify = `${event} can be brought about by anybody: nothing is asked`;
  }
  const branch = payload.repository?.default_branch;
  const onDefault = branch !== undefined && ref === `refs/heads/${branch}`;
  const revoke = !REVOKING.includes(event)
    ? `nothing is revoked for ${event}: only for push, schedule and workflow_dispatch on the default branch`
    : onDefault
      ? null
      : 'nothing is revoked but on the default branch';
  return { verify, revoke };
}
