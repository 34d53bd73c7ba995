import type { Verdict } from '../../domain/verdict.ts';
import { namesOf } from '../names.ts';
import { couldBeRefused, type Devices, listDevices, stillHas, usedBetween } from '../openclaw/devices.ts';
import { digestOf, probeGateway, READ_CONFIG, unknown } from '../openclaw/gateway.ts';
import { type Reply, valueAt } from '../reply.ts';
import type { Asked, Asking } from '../verify.ts';
import type { Probe, ProbeSubject } from './index.ts';

/**
 * Asks the gateway that the operator named about a device's token: it is let read what the dashboard reads. With the
 * gateway's own token its list of devices is looked at before and after, which tells whose it is.
 *
 * A refusal alone does not make it dead: the gateway refuses the living tokens of nodes, and of devices that may
 * not read, in the same words. Only where its list shows that there are none is a refused token dead.
 */
export const openclawDevice: Probe = (subject, asking) => {
  const { run } = asking.probe.openclaw;
  const asked = run.turn.then(() => verify(subject, asking));
  run.turn = asked.catch(() => {});
  return asked;
};

async function verify({ secret, parts }: ProbeSubject, { client, probe }: Asking): Promise<Asked> {
  const { gateway, gatewayToken, run } = probe.openclaw;
  if (gateway === null) return { verdict: unknown('not-configured'), reply: undefined };
  const list = (): Promise<Devices> => listDevices(client, { gateway, operator: gatewayToken, run });
  const before = await list();

  // What was proven to be this device's token before needs no second question.
  const known = run.slots.get(digestOf(secret));
  if (known && before.is === 'listed') {
    const listed = stillHas(before.tokens, known);
    if (listed) return live(gateway, known, listed);
    const because = `the gateway ${gateway.host} does not list it any more`;
    return { verdict: { state: 'dead', because }, reply: undefined };
  }

  const said = parts.role === undefined ? null : namesOf({ secret: parts.role, parts: {}, split: null })('key');
  if (said === 'node') return { verdict: node(gateway, before), reply: undefined };
  const answer = await probeGateway(READ_CONFIG, secret, { client, gateway, run });
  if (answer === 'refused') return { verdict: refused(gateway, before, said), reply: undefined };
  if ('state' in answer) return { verdict: answer, reply: undefined };
  if (!isConfig(answer)) return { verdict: unknown('unexpected-reply', `status ${answer.status}`), reply: undefined };

  const after = before.is === 'listed' ? await list() : before;
  const listed = before.is === 'listed' && after.is === 'listed' ? usedBetween(before.tokens, after.tokens) : null;
  if (listed === null) return live(gateway, null, null);
  const { deviceId, role, issued } = listed;
  run.slots.set(digestOf(secret), { deviceId, role, issued });
  // This question is a use, too.
  const earlier = before.is === 'listed' ? stillHas(before.tokens, listed) : null;
  return live(gateway, { deviceId, role, issued }, { scopes: listed.scopes, lastUsed: earlier?.lastUsed ?? null });
}

/** @returns in the reply's place: which device's token it is, for whoever revokes it */
function live(
  { host }: URL,
  slot: { deviceId: string; role: string; issued: number } | null,
  listed: { scopes: string[]; lastUsed: number | null } | null,
): Asked {
  return {
    verdict: {
      state: 'live',
      because: `the gateway ${host} accepts it`,
      proven: true,
      owners: slot === null ? [host] : [host, slot.deviceId],
      names: [],
      scopes: listed?.scopes ?? [],
      lastUsed: listed?.lastUsed ? new Date(listed.lastUsed).toISOString() : null,
    },
    reply: slot,
  };
}

function refused({ host }: URL, devices: Devices, role: string | null): Verdict {
  if (devices.is === 'unlisted')
    return unknown('incomplete', `the gateway ${host} refuses it, as it does some that live: ${devices.why}`);
  if (couldBeRefused(devices.tokens, role))
    return unknown('incomplete', `the gateway ${host} refuses it, and has devices whose tokens it never lets read`);
  return { state: 'dead', because: `the gateway ${host} refuses it, and has no device whose token it could be` };
}

/** A node's token is taken only together with its device's key: what there is to see is in the list. */
function node({ host }: URL, devices: Devices): Verdict {
  if (devices.is === 'listed' && !couldBeRefused(devices.tokens, 'node'))
    return { state: 'dead', because: `the gateway ${host} has no node whose token it could be` };
  return unknown('no-verifier', 'a node’s token is taken only together with its device’s key');
}

/** A page of somebody else's server is no answer of a gateway. */
function isConfig({ status, json }: Reply): boolean {
  return status === 200 && typeof valueAt(json, 'basePath') === 'string';
}
