import { gzipSync } from 'node:zlib';
import type { GitHub } from './client.ts';

/** What code scanning takes at most, gzipped ("SARIF support for code scanning", GitHub's documentation). */
const MAX_BYTES = 10_000_000;
/** How often it is asked whether it is done, and after how long each time. */
const POLLS = 20;

export type Upload = { sarif: (most: number) => string; commit: string; ref: string };

/** What became of an upload; `cut`: how many results it has, where that is not all of them. */
export type Uploaded = { state: 'complete' | 'pending' | 'failed'; errors: readonly string[]; cut: number | null };

/**
 * Uploads an analysis, and waits until it is processed.
 *
 * @param sleep waits, in milliseconds
 */
export async function uploadSarif(
  { octokit, owner, repo }: GitHub,
  { sarif, commit, ref }: Upload,
  sleep: (ms: number) => Promise<void>,
): Promise<Uploaded> {
  let most = 25_000;
  let packed = gzipSync(sarif(most));
  while (packed.length > MAX_BYTES && most > 1) {
    most = Math.floor(most / 2);
    packed = gzipSync(sarif(most));
  }
  const { data } = await octokit.rest.codeScanning.uploadSarif({
    owner,
    repo,
    commit_sha: commit,
    ref,
    sarif: packed.toString('base64'),
    tool_name: 'clawback',
  });
  const cut = most === 25_000 ? null : most;
  for (let poll = 0; poll < POLLS; poll += 1) {
    await sleep(Math.min(5000, 250 * 2 ** poll));
    const { data: status } = await octokit.rest.codeScanning.getSarif({ owner, repo, sarif_id: data.id ?? '' });
    if (status.processing_status === 'failed') return { state: 'failed', errors: status.errors ?? [], cut };
    if (status.processing_status === 'complete') return { state: 'complete', errors: [], cut };
  }
  return { state: 'pending', errors: [], cut };
}
