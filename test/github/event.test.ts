import { describe, expect, it } from 'vitest';
import { type EventPayload, planFor, proposalIn, proposalOf, wishOf } from '../../src/github/event.ts';

const base = 'a'.repeat(40);
const head = 'b'.repeat(40);
const none = '0'.repeat(40);
const repository = { default_branch: 'main', full_name: 'acme/app' };

const rangeOf = (event: string, payload: EventPayload) => {
  const plan = planFor(event, payload);
  return plan.scan === 'range' ? plan.range : plan;
};

describe('what an event asks to be scanned', () => {
  it.each(['pull_request', 'pull_request_target', 'pull_request_review'])('%s: from base to head', (event) => {
    const pull = { number: 7, commits: 3, base: { sha: base, ref: 'main' }, head: { sha: head } };
    expect(rangeOf(event, { pull_request: pull })).toEqual({
      head,
      headRef: 'refs/pull/7/head',
      bases: [base],
      against: 'main',
      count: 3,
      forced: false,
    });
  });

  it('a merge group: from base to head, both by their ids and by what they are called', () => {
    const group = { base_sha: base, head_sha: head, base_ref: 'refs/heads/main', head_ref: 'refs/heads/queue/1' };
    const range = { head, headRef: 'refs/heads/queue/1', bases: [base], against: 'main', count: null, forced: false };
    expect(rangeOf('merge_group', { merge_group: group })).toEqual(range);
  });

  it('a push: from where the ref stood, with as many commits as it lists', () => {
    const push = { ref: 'refs/heads/topic', before: base, after: head, commits: [1, 2], repository };
    expect(rangeOf('push', push)).toMatchObject({ head, bases: [base], against: null, count: 2, forced: false });
  });

  it('a push of more commits than an event lists: nobody knows how many', () => {
    const push = { ref: 'refs/heads/topic', before: base, after: head, commits: Array(2048).fill(1), repository };
    expect(rangeOf('push', push)).toMatchObject({ count: null });
  });

  it('a forced push: from where the ref stood or, if that is gone, from where the default branch is', () => {
    const push = { ref: 'refs/heads/topic', before: base, after: head, forced: true, commits: [1], repository };
    expect(rangeOf('push', push)).toMatchObject({ bases: [base], against: 'main', count: null, forced: true });
    expect(rangeOf('push', { ...push, ref: 'refs/heads/main' })).toMatchObject({ bases: [base], against: null });
  });

  it.each(['refs/heads/topic', 'refs/tags/v1'])(
    'a push of the new ref %s: what the default branch does not have',
    (ref) => {
      const push = { ref, before: none, after: head, repository };
      expect(rangeOf('push', push)).toMatchObject({ head, headRef: ref, bases: [], against: 'main' });
    },
  );

  it('the first push of the default branch: all of it', () => {
    const push = { ref: 'refs/heads/main', before: none, after: head, repository };
    expect(rangeOf('push', push)).toMatchObject({ head, bases: [], against: null });
  });

  it.each([
    ['a deleted ref', { before: base, after: none, deleted: true }],
    ['a ref that did not move', { before: base, after: base }],
  ])('%s: nothing', (_, payload) => {
    expect(planFor('push', payload).scan).toBe('nothing');
  });

  it.each(['schedule', 'workflow_dispatch', 'repository_dispatch', 'pull_request'])(
    '%s without a range: the whole history',
    (event) => {
      expect(planFor(event, {})).toEqual({ scan: 'history' });
    },
  );
});

describe('the pull request of an event', () => {
  const pull = (repo: { full_name: string } | null) => ({
    number: 7,
    base: { sha: base, ref: 'main', repo: { full_name: 'acme/app' } },
    head: { sha: head, repo },
  });

  it.each([
    ['the repository itself', { full_name: 'acme/app' }, false],
    ['a fork', { full_name: 'mallory/app' }, true],
    ['a repository that is gone', null, true],
  ])('from %s', (_, repo, fork) => {
    expect(proposalOf(pull(repo))).toEqual({ number: 7, head, base, baseRef: 'main', fork });
  });

  it('is there for events of pull requests only, and only where it can be told', () => {
    expect(proposalIn('push', { pull_request: pull(null) })).toBe(null);
    expect(proposalIn('pull_request', { pull_request: {} })).toBe(null);
    expect(wishOf({ base: { sha: base } })).toBe(null);
  });
});
