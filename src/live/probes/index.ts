import type { ProbeName, ProviderApi, Verify } from '../../domain/api.ts';
import type { Secret } from '../../domain/secret.ts';
import type { GatewayRun } from '../openclaw/gateway.ts';
import type { Asked, Asking } from '../verify.ts';
import { googleServiceAccount } from './google-service-account.ts';
import { openclawDevice } from './openclaw-device.ts';
import { openclawGateway } from './openclaw-gateway.ts';
import { openclawPlatform } from './openclaw-platform.ts';

/** What probes need that no rule file can say. */
export type ProbeContext = {
  openclaw: {
    /** The gateway that the operator named: `wss://…`, or `ws://` on this machine. */
    gateway: URL | null;
    /** The platform's revocation API that the operator named. */
    platform: URL | null;
    /** The operator's own credentials, for those two. */
    gatewayToken: Secret | null;
    operatorCode: Secret | null;
    /** What this run has done at the gateway so far: one for the whole run, made by `gatewayRun()`. */
    run: GatewayRun;
  };
};

/** What is asked about. */
export type ProbeSubject = {
  provider: ProviderApi;
  verify: Verify;
  split: string | null;
  secret: Secret;
  parts: Record<string, Secret>;
};

/** Asks about a credential in a way of its own. */
export type Probe = (subject: ProbeSubject, asking: Asking) => Promise<Asked>;

export const probes = {
  'google-service-account': googleServiceAccount,
  'openclaw-device': openclawDevice,
  'openclaw-gateway': openclawGateway,
  'openclaw-platform': openclawPlatform,
} as const satisfies Record<ProbeName, Probe>;
