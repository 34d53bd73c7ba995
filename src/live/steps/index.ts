import type { ProviderApi, Revoke, RuleApi, StepName } from '../../domain/api.ts';
import type { Secret } from '../../domain/secret.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { Asking, Credential } from '../verify.ts';
import { bedrockKey } from './bedrock-key.ts';
import { googleApiKey } from './google-api-key.ts';
import { googleServiceAccountKey } from './google-service-account-key.ts';
import { openaiKey } from './openai-key.ts';
import { openclawDevice } from './openclaw-device.ts';
import { openclawPlatform } from './openclaw-platform.ts';

/** What a way to revoke is about. */
export type StepSubject = {
  provider: ProviderApi;
  rule: RuleApi;
  way: Revoke;
  credential: Credential;
  /** What verify told, and the JSON of its reply. */
  verdict: Verdict & { state: 'live' };
  reply: unknown;
  /** The administrator's credential, where the way asks for one. */
  admin: Secret | null;
};

/** What came of the request that ends a credential. */
export type Ended =
  | { is: 'done' }
  /** It had ended before. */
  | { is: 'gone' }
  /** This credential may not. */
  | { is: 'denied' }
  /** The target is not proven. */
  | { is: 'unproven'; why: string }
  | { is: 'failed'; why: string };

/** Tells of a request before it is sent: it is written down first. The request must not go out if this fails. */
export type Announce = (route: string) => Promise<void>;

export type Step = {
  /** The requests, as they may be shown, in their order. */
  plan(subject: StepSubject, asking: Asking): string[];
  run(subject: StepSubject, asking: Asking, announce: Announce): Promise<Ended>;
};

export const steps = {
  'bedrock-key': bedrockKey,
  'google-api-key': googleApiKey,
  'google-service-account-key': googleServiceAccountKey,
  'openai-key': openaiKey,
  'openclaw-device': openclawDevice,
  'openclaw-platform': openclawPlatform,
} as const satisfies Record<StepName, Step>;
