/** What a workflow event asks to be scanned. Nothing of it has been looked for yet. */
export type Plan =
  | { scan: 'range'; range: Wish }
  /** Everything that the repository holds. */
  | { scan: 'history' }
  /** Nothing new came. */
  | { scan: 'nothing'; why: string };

/** Commits that an event names: all that `head` leads to, and none of `bases` does. */
export type Wish = {
  /** A commit, or a tag on one. */
  head: string;
  /** A ref of `origin` that leads to it, where it has one: servers do not give every commit by its id alone. */
  headRef: string | null;
  bases: string[];
  /** The branch that has what is not new, where there is one: so a server itself can tell what is. */
  against: string | null;
  /** How many commits the event says that there are. */
  count: number | null;
  /** The ref was moved to where its old commit does not lead: that commit may be gone. */
  forced: boolean;
};

/** A pull request, as far as it is told of on its page. */
export type Proposal = { number: number; head: string; base: string; baseRef: string; fork: boolean };

type Side = { sha?: string; ref?: string; repo?: { full_name?: string; default_branch?: string } | null };

/** A pull request as events and the API give it. */
export type PullRequest = { number?: number; base?: Side; head?: Side; commits?: number; state?: string };

/** The parts of an event that decide. Their form is GitHub's ("Webhook events and payloads"). */
export type EventPayload = {
  pull_request?: PullRequest;
  merge_group?: { base_sha?: string; head_sha?: string; base_ref?: string; head_ref?: string };
  workflow_run?: {
    head_sha?: string;
    head_branch?: string | null;
    head_repository?: { full_name?: string; owner?: { login?: string } } | null;
    event?: string;
  };
  repository?: { default_branch?: string; full_name?: string };
  ref?: string;
  before?: string;
  after?: string;
  deleted?: boolean;
  forced?: boolean;
  commits?: unknown[];
};

/** A push lists no more of its commits than so many ("Webhook events and payloads", push). */
const LISTED_COMMITS = 2048;

const NONE = /^0+$/;

/** Whether an event carries a pull request that its run is about. */
export function isProposal(event: string): boolean {
  return event === 'pull_request' || event === 'pull_request_target' || event.startsWith('pull_request_review');
}

/**
 * Chooses what to scan. A proposal (a pull request, a merge group) is scanned from its base to its head, a push from
 * where its ref stood before. A new ref is scanned from where the default branch is: what that has was scanned when it
 * came there. (Not from all other branches: two that come at once would each be taken for known by the other.) For
 * every other event the whole history is.
 */
export function planFor(event: string, payload: EventPayload): Plan {
  if (isProposal(event) && payload.pull_request) {
    const wish = wishOf(payload.pull_request);
    if (wish) return { scan: 'range', range: wish };
  }
  if (event === 'merge_group' && payload.merge_group?.base_sha && payload.merge_group.head_sha) {
    const { base_sha: base, head_sha: head, base_ref: into, head_ref: from } = payload.merge_group;
    return { scan: 'range', range: { ...wish(head), headRef: from ?? null, bases: [base], against: branchOf(into) } };
  }
  if (event === 'push') return planForPush(payload);
  return { scan: 'history' };
}

/** What a pull request brings; null where the event does not say from where to where. */
export function wishOf({ base, head, commits, number }: PullRequest): Wish | null {
  if (!base?.sha || !head?.sha) return null;
  return {
    ...wish(head.sha),
    headRef: number === undefined ? null : `refs/pull/${number}/head`,
    bases: [base.sha],
    against: base.ref ?? null,
    count: commits ?? null,
  };
}

function planForPush({ ref, before, after, deleted, forced, commits, repository }: EventPayload): Plan {
  if (deleted || !after || NONE.test(after)) return { scan: 'nothing', why: 'a ref was deleted' };
  if (before === after) return { scan: 'nothing', why: 'the ref did not move' };
  const main = repository?.default_branch;
  // The default branch has all that it was pushed with.
  const against = main === undefined || ref === `refs/heads/${main}` ? null : main;
  const isNew = before === undefined || NONE.test(before);
  if (isNew) return { scan: 'range', range: { ...wish(after), headRef: ref ?? null, against } };
  const count = commits === undefined || commits.length >= LISTED_COMMITS ? null : commits.length;
  const moved = { ...wish(after), headRef: ref ?? null, bases: [before] };
  return { scan: 'range', range: forced ? { ...moved, against, forced } : { ...moved, count } };
}

function wish(head: string): Wish {
  return { head, headRef: null, bases: [], against: null, count: null, forced: false };
}

function branchOf(ref: string | undefined): string | null {
  return ref?.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : null;
}

/** The pull request that an event is about; null where it is about none. */
export function proposalIn(event: string, { pull_request: pull }: EventPayload): Proposal | null {
  return isProposal(event) && pull ? proposalOf(pull) : null;
}

/** A pull request, as far as its page is concerned; null where what it takes is not told. */
export function proposalOf({ number, base, head }: PullRequest): Proposal | null {
  if (number === undefined || !base?.sha || !head?.sha) return null;
  const fork = head.repo?.full_name === undefined || head.repo.full_name !== base.repo?.full_name;
  return { number, head: head.sha, base: base.sha, baseRef: base.ref ?? '', fork };
}
