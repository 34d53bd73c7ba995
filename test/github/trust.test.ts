import { describe, expect, it } from 'vitest';
import { trustIn } from '../../src/github/trust.ts';

const proposal = (head: string | null, author: string) => ({
  pull_request: {
    head: { repo: head === null ? null : { full_name: head } },
    base: { repo: { full_name: 'acme/app' } },
    author_association: author,
  },
  repository: { default_branch: 'main' },
});
const own = { repository: { default_branch: 'main' } };

describe('who brought an event decides what a run may do', () => {
  it.each([
    ['pull_request', proposal('acme/app', 'MEMBER'), true],
    ['pull_request', proposal('acme/app', 'OWNER'), true],
    ['pull_request_target', proposal('acme/app', 'COLLABORATOR'), true],
    ['pull_request', proposal('mallory/app', 'MEMBER'), false],
    ['pull_request_target', proposal('mallory/app', 'OWNER'), false],
    ['pull_request_review', proposal('mallory/app', 'NONE'), false],
    ['pull_request', proposal('acme/app', 'CONTRIBUTOR'), false],
    ['pull_request', proposal('acme/app', 'FIRST_TIME_CONTRIBUTOR'), false],
    ['pull_request', proposal(null, 'OWNER'), false],
    ['pull_request', {}, false],
    ['issue_comment', own, false],
    ['workflow_run', own, false],
    ['push', own, true],
    ['merge_group', own, false],
    ['discussion', own, false],
    ['check_suite', own, false],
    ['', own, false],
    ['schedule', own, true],
  ] as const)('asking for %s %j: %s', (event, payload, may) => {
    expect(trustIn(event, payload, 'refs/heads/main').verify === null).toBe(may);
  });

  it.each([
    ['push', own, 'refs/heads/main', true],
    ['schedule', { schedule: '0 3 * * *' }, 'refs/heads/main', true],
    ['schedule', own, 'refs/heads/main', true],
    ['workflow_dispatch', own, 'refs/heads/main', true],
    ['push', own, 'refs/heads/topic', false],
    ['push', own, 'refs/tags/main', false],
    ['push', {}, 'refs/heads/main', false],
    ['pull_request', proposal('acme/app', 'OWNER'), 'refs/pull/1/merge', false],
    ['pull_request_target', proposal('acme/app', 'OWNER'), 'refs/heads/main', false],
    ['merge_group', own, 'refs/heads/gh-readonly-queue/main/pr-1', false],
    ['release', own, 'refs/heads/main', false],
  ] as const)('revoking for %s %j at %s: %s', (event, payload, ref, may) => {
    expect(trustIn(event, payload, ref).revoke === null).toBe(may);
  });
});
