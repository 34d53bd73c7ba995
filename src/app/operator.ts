import type { Alarm } from '../live/alarm.ts';
import type { RevokeMode } from '../live/policy.ts';

/** What only the operator may say: where secrets go, and what is ended. In the words of its configuration file. */
export type Operator = {
  providers: Record<string, { 'base-url': string }>;
  openclaw: { 'revocation-url'?: string | undefined; 'gateway-url'?: string | undefined };
  verify: {
    enabled: boolean;
    'timeout-ms': number;
    'per-host': number;
    'deadline-ms': number;
    'never-aws-accounts': string[];
  };
  revoke: {
    mode: RevokeMode;
    rules: string[];
    owners: string[];
    limit: number;
    'owner-limit': number;
    service?: { url: string; 'token-env'?: string | undefined; types: Record<string, string> } | undefined;
    trail?: string | undefined;
    webhook?: { url: string; 'secret-env'?: string | undefined; style: Alarm['style'] } | undefined;
  };
};

/** What holds where no operator says anything: nothing is asked, nothing is ended. */
export const NO_OPERATOR: Operator = {
  providers: {},
  openclaw: {},
  verify: { enabled: false, 'timeout-ms': 10_000, 'per-host': 4, 'deadline-ms': 300_000, 'never-aws-accounts': [] },
  revoke: { mode: 'off', rules: [], owners: [], limit: 10, 'owner-limit': 5 },
};
