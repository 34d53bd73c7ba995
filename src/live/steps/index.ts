import type { ProviderApi, Revoke, RuleApi, StepName } from '../../domain/api.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { Admin } from '../admin.ts';
import type { Ended } from '../ended.ts';
import type { Asking, Credential } from '../verify.ts';
import { awsAccessKey } from './aws-access-key.ts';
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
  admin: Admin | null;
};

export type { Ended };

/** A request that is about to end something: nothing of it is secret. */
export type Announced = {
  /** Method and address, as the rule file writes them. */
  route: string;
  /** The request itself, with masks for secrets. */
  shown: string;
  /** What it ends, by the provider's name for it; null where the credential itself tells. */
  target: string | null;
};

/** Tells of a request before it is sent: it is written down first. The request must not go out if this fails. */
export type Announce = (what: Announced) => Promise<void>;

export type Step = {
  /**
   * Asks an administrator's provider whose the credential is, where verify cannot tell. Changes nothing.
   * What it gives are owners like those of a verdict; none where it is not proven.
   */
  owners?(subject: StepSubject, asking: Asking): Promise<string[]>;
  run(subject: StepSubject, asking: Asking, announce: Announce): Promise<Ended>;
};

export const steps: Record<StepName, Step> = {
  'aws-access-key': awsAccessKey,
  'bedrock-key': bedrockKey,
  'google-api-key': googleApiKey,
  'google-service-account-key': googleServiceAccountKey,
  'openai-key': openaiKey,
  'openclaw-device': openclawDevice,
  'openclaw-platform': openclawPlatform,
};
