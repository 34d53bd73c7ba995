import type { Secret } from '../../domain/secret.ts';
import type { Sender } from '../http.ts';
import { valueAt } from '../reply.ts';
import type { GatewayRun, Slot } from './gateway.ts';
import { type Rpc, withGateway } from './rpc.ts';

/** A token of a device, as the gateway's list shows it: never its value. Times are milliseconds since the epoch. */
export type Listed = Slot & { scopes: string[]; isRevoked: boolean; lastUsed: number | null };

export type Devices = { is: 'listed'; tokens: Listed[] } | { is: 'unlisted'; why: string };

/** The tokens of all devices that are paired with the gateway. */
export async function listDevices(
  client: Sender,
  { gateway, operator, run }: { gateway: URL; operator: Secret | null; run: GatewayRun },
): Promise<Devices> {
  if (operator === null) return { is: 'unlisted', why: 'there is no gateway’s token to ask with' };
  if (run.unlisted !== null) return { is: 'unlisted', why: run.unlisted };
  const answer = await withGateway(client, { url: gateway, token: operator }, pairedTokens);
  if (answer.is === 'used') {
    if (answer.result.is === 'unlisted') run.unlisted = answer.result.why;
    return answer.result;
  }
  if (answer.is === 'failed') return { is: 'unlisted', why: `the gateway could not be reached: ${answer.code}` };
  run.unlisted = `the gateway refuses the operator’s token (${answer.code})`;
  return { is: 'unlisted', why: run.unlisted };
}

/** The same on a connection that there is already. */
export async function pairedTokens(rpc: Rpc): Promise<Devices> {
  const answer = await rpc('device.pair.list', {});
  if (!answer.ok) {
    const why =
      answer.detail === 'MISSING_SCOPE'
        ? 'a gateway shows its devices only to clients on its own machine: reach it through a tunnel, as ws://127.0.0.1'
        : `the gateway does not list its devices (${answer.detail || answer.code})`;
    return { is: 'unlisted', why };
  }
  const paired = valueAt(answer.payload, 'paired');
  if (!Array.isArray(paired)) return { is: 'unlisted', why: 'the list of devices has another form than is known' };
  return { is: 'listed', tokens: paired.flatMap(tokensOf) };
}

function tokensOf(device: unknown): Listed[] {
  const [deviceId, tokens] = [valueAt(device, 'deviceId'), valueAt(device, 'tokens')];
  if (typeof deviceId !== 'string' || !Array.isArray(tokens)) return [];
  return tokens.flatMap((token): Listed[] => {
    const [role, scopes] = [valueAt(token, 'role'), valueAt(token, 'scopes')];
    const issued = timeAt(token, 'rotatedAtMs') ?? timeAt(token, 'createdAtMs');
    if (typeof role !== 'string' || issued === null) return [];
    return [
      {
        deviceId,
        role,
        issued,
        scopes: Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [],
        isRevoked: timeAt(token, 'revokedAtMs') !== null,
        lastUsed: timeAt(token, 'lastUsedAtMs'),
      },
    ];
  });
}

function timeAt(token: unknown, name: string): number | null {
  const value = valueAt(token, name);
  return typeof value === 'number' ? value : null;
}

/** Whether a device still has the very token that it had. */
export function stillHas(tokens: readonly Listed[], { deviceId, role, issued }: Slot): Listed | null {
  return (
    tokens.find((one) => one.deviceId === deviceId && one.role === role && one.issued === issued && !one.isRevoked) ??
    null
  );
}

/**
 * The one token that was used between two looks at the list. The gateway writes down every use, so that a
 * token which it has just accepted is one of these; if there is no other, it is that one.
 */
export function usedBetween(before: readonly Listed[], after: readonly Listed[]): Listed | null {
  const used = after.filter((one) => {
    const earlier = stillHas(before, one);
    return one.lastUsed !== null && one.lastUsed !== (earlier?.lastUsed ?? null);
  });
  return used.length === 1 ? used[0]! : null;
}

/** Scopes with which a device's token may read the gateway's configuration. */
const READING = ['operator.read', 'operator.write', 'operator.admin'];

/**
 * Whether a living token that the gateway refuses to let read could be one of these: it lets read the
 * operator's tokens that have a scope for it.
 *
 * @param role the token's role, as the file says that holds it; null where it says nothing
 */
export function couldBeRefused(tokens: readonly Listed[], role: string | null): boolean {
  return tokens.some(
    (one) =>
      !one.isRevoked &&
      (role === null || one.role === role) &&
      (one.role !== 'operator' || !one.scopes.some((scope) => READING.includes(scope))),
  );
}
