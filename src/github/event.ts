/** What a workflow event asks to be scanned. */
export type Plan =
  | { scan: 'range'; base: string; head: string; settingsFrom: string | null }
  | { scan: 'audit'; settingsFrom: null }
  /** Nothing new came: a deleted branch. */
  | { scan: 'nothing' };

/** The parts of an event that decide. Their form is GitHub's ("Webhook events and payloads"). */
export type EventPayload = {
  pull_request?: { base: { sha: string }; head: { sha: string } };
  merge_group?: { base_sha: string; head_sha: string };
  before?: string;
  after?: string;
  deleted?: boolean;
};

/**
 * Chooses what to scan. A proposal (a pull request, a merge group) is scanned from its base to its
 * head, and judged by the settings of its base: it must not silence itself. A push is scanned from
 * where the ref stood before; where it is new, and for every other event, the whole history is.
 */
export function planFor(event: string, payload: EventPayload): Plan {
  if ((event === 'pull_request' || event === 'pull_request_target') && payload.pull_request) {
    const { base, head } = payload.pull_request;
    return { scan: 'range', base: base.sha, head: head.sha, settingsFrom: base.sha };
  }
  if (event === 'merge_group' && payload.merge_group) {
    const { base_sha: base, head_sha: head } = payload.merge_group;
    return { scan: 'range', base, head, settingsFrom: base };
  }
  if (event === 'push' && payload.deleted) return { scan: 'nothing' };
  if (event === 'push' && payload.before && payload.after && !/^0+$/.test(payload.before)) {
    return { scan: 'range', base: payload.before, head: payload.after, settingsFrom: null };
  }
  return { scan: 'audit', settingsFrom: null };
}
