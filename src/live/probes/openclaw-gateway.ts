import { INVOKE, isInvoked, probeGateway, unknown } from '../openclaw/gateway.ts';
import type { Probe } from './index.ts';

/** Asks the gateway that the operator named, and no other, whether a token or password opens it. */
export const openclawGateway: Probe = async ({ secret }, { client, probe }) => {
  const { gateway, run } = probe.openclaw;
  if (gateway === null) return { verdict: unknown('not-configured'), reply: undefined };
  const answer = await probeGateway(INVOKE, secret, { client, gateway, run });
  if (answer === 'refused')
    return { verdict: { state: 'dead', because: `the gateway ${gateway.host} refuses it` }, reply: undefined };
  if ('state' in answer) return { verdict: answer, reply: undefined };
  if (!isInvoked(answer))
    return { verdict: unknown('unexpected-reply', `status ${answer.status}`), reply: answer.json };
  return {
    verdict: {
      state: 'live',
      because: `the gateway ${gateway.host} accepts it`,
      proven: true,
      owners: [gateway.host],
      names: [],
      // Whoever has the gateway's own secret may do everything there.
      scopes: ['operator.admin'],
      lastUsed: null,
    },
    reply: answer.json,
  };
};
