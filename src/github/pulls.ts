import type { GitHub } from './client.ts';
import type { EventPayload, PullRequest } from './event.ts';

/**
 * The open pull requests that a finished workflow run was for: by the branch that it ran for and the commit that it
 * ran on, as the API has them. Nothing that the run itself left behind is believed.
 */
export async function pullsOfRun(
  { octokit, owner, repo }: GitHub,
  { workflow_run: run }: EventPayload,
): Promise<PullRequest[]> {
  const login = run?.head_repository?.owner?.login ?? run?.head_repository?.full_name?.split('/')[0];
  if (!run?.head_sha || !run.head_branch || !login) return [];
  const pulls = await octokit.paginate(octokit.rest.pulls.list, {
    owner,
    repo,
    state: 'open',
    head: `${login}:${run.head_branch}`,
    per_page: 100,
  });
  return pulls.filter(({ head }) => head.sha === run.head_sha) as PullRequest[];
}
