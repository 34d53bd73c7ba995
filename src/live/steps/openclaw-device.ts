import { pairedTokens, stillHas } from '../openclaw/devices.ts';
import type { Slot } from '../openclaw/gateway.ts';
import { withGateway } from '../openclaw/rpc.ts';
import { valueAt } from '../reply.ts';
import type { Ended, Step } from './index.ts';

const METHOD = 'device.token.revoke';
const UNNAMED: Ended = { is: 'unproven', why: 'the gateway is not named' };

const routeAt = (gateway: URL): string => `${METHOD} ${gateway.protocol}//${gateway.host}`;

/**
 * Revokes a device's token at the gateway that the operator named, with the gateway's own token. Which device's it
 * is, verifying has proven by the gateway's list: never what stands beside the token in a file, which anybody
 * could have written.
 */
export const openclawDevice: Step = {
  async run({ reply, admin: granted }, { client, probe: { openclaw } }, announce) {
    const { gateway, run } = openclaw;
    if (gateway === null) return UNNAMED;
    const admin = granted?.admin;
    if (!admin) return { is: 'denied' };
    const slot = slotIn(reply);
    if (slot === null)
      return { is: 'unproven', why: run.unlisted ?? 'the gateway’s list does not tell which device’s token it is' };
    const answer = await withGateway(client, { url: gateway, token: admin }, async (rpc): Promise<Ended> => {
      const devices = await pairedTokens(rpc);
      if (devices.is === 'unlisted') return { is: 'unproven', why: devices.why };
      if (stillHas(devices.tokens, slot) === null) return { is: 'gone' };
      await announce({
        route: routeAt(gateway),
        shown: `${routeAt(gateway)} ${JSON.stringify({ deviceId: slot.deviceId, role: slot.role })}`,
        target: slot.deviceId,
      });
      const { deviceId, role } = slot;
      const revoked = await rpc(METHOD, { deviceId, role });
      if (revoked.ok) return { is: 'done' };
      if (['REVOCATION_DENIED', 'MISSING_SCOPE'].includes(revoked.detail)) return { is: 'denied' };
      return { is: 'failed', why: `the gateway answered ${revoked.detail || revoked.code}` };
    });
    if (answer.is === 'used') return answer.result;
    return answer.is === 'refused' ? { is: 'denied' } : { is: 'failed', why: answer.code };
  },
};

function slotIn(reply: unknown): Slot | null {
  const [deviceId, role, issued] = ['deviceId', 'role', 'issued'].map((name) => valueAt(reply, name));
  return typeof deviceId === 'string' && typeof role === 'string' && typeof issued === 'number'
    ? { deviceId, role, issued }
    : null;
}
