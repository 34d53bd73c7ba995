import type { Verdict } from '../../domain/verdict.ts';
import { platformRequest, problemOf } from '../openclaw/platform.ts';
import { factsAt, type Reply, valueAt } from '../reply.ts';
import { UnfitRequest } from '../request.ts';
import type { Probe } from './index.ts';

/** Asks the platform that the operator named about a pairing code, with the operator's own code. */
export const openclawPlatform: Probe = async ({ secret }, { client, probe }) => {
  const { platform, operatorCode } = probe.openclaw;
  if (platform === null || operatorCode === null) {
    const detail = platform === null ? 'its revocation API is not named' : 'there is no operator’s code to ask with';
    return { verdict: { state: 'unknown', why: 'not-configured', detail }, reply: undefined };
  }
  try {
    const answer = await client.send(platformRequest('introspect', platform, secret, operatorCode));
    if (!('reply' in answer))
      return { verdict: { state: 'unknown', why: answer.why, detail: answer.detail }, reply: undefined };
    return { verdict: judge(answer.reply), reply: answer.reply.json };
  } catch (error) {
    if (!(error instanceof UnfitRequest)) throw error;
    return { verdict: { state: 'unknown', why: 'not-configured', detail: error.message }, reply: undefined };
  }
};

function judge(reply: Reply): Verdict {
  const { status } = reply;
  const [active, state] = [valueAt(reply.json, 'active'), valueAt(reply.json, 'state')];
  if (status === 200 && active === true && state === 'active') {
    return {
      state: 'live',
      because: 'its platform says that it works',
      proven: true,
      owners: factsAt(reply, ['owner']),
      names: [],
      scopes: factsAt(reply, ['scopes']),
      lastUsed: factsAt(reply, ['last_used_at'])[0] ?? null,
    };
  }
  if (status === 200 && active === false && (state === 'revoked' || state === 'expired'))
    return { state: 'dead', because: `its platform says that it is ${state}` };
  if (status === 404 && problemOf(reply) === 'unknown-code')
    return { state: 'dead', because: 'its platform never issued it' };
  if (status === 429) return { state: 'unknown', why: 'rate-limit' };
  // Both are about the operator's code, and say nothing of the one that was asked about.
  if (status === 401) return { state: 'unknown', why: 'not-configured', detail: 'the operator’s code is refused' };
  if (status === 403)
    return { state: 'unknown', why: 'not-configured', detail: 'the operator’s code may not ask about it' };
  return { state: 'unknown', why: 'unexpected-reply', detail: `status ${status}` };
}
