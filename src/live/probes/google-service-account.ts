import type { Verdict } from '../../domain/verdict.ts';
import { askForToken, readKey } from '../google-token.ts';
import { judgeReply } from '../judge.ts';
import { namesOf } from '../names.ts';
import type { Probe } from './index.ts';

/** Asks Google for an access token, as the service account whose key it is. The token itself is not kept. */
export const googleServiceAccount: Probe = async ({ provider, verify, ...credential }, asking) => {
  const unknown = (why: 'incomplete' | 'network' | 'stopped', detail: string) => ({
    verdict: { state: 'unknown', why, detail } satisfies Verdict,
    reply: undefined,
  });
  const names = namesOf(credential);
  const key = readKey(names('key')!);
  if (!key) return unknown('incomplete', 'it is no whole RSA key');
  const [account, id] = [names('account'), names('id')];
  if (account === null) return unknown('incomplete', '{account}');
  const answer = await askForToken({ key, account, id }, provider, asking);
  if (!('reply' in answer)) return unknown(answer.why, answer.detail);
  const verdict = judgeReply(answer.reply, verify);
  // The same answer says that a key is not this account's: without the key's id they may not belong together.
  if (verdict.state === 'dead' && id === null) return unknown('incomplete', '{id}');
  if (verdict.state !== 'live') return { verdict, reply: undefined };
  return { verdict: { ...verdict, owners: ownersOf(account) }, reply: undefined };
};

/** The account, and the project that its address names. Google has taken the one's word for it, with its signature. */
function ownersOf(account: string): string[] {
  const project = /@([a-z0-9-]+)\.iam\.gserviceaccount\.com$/.exec(account)?.[1];
  return project === undefined ? [account] : [account, project];
}
