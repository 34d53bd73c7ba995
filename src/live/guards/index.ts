import type { GuardName } from '../../domain/api.ts';
import type { Names } from '../template.ts';
import { awsCanary } from './aws-canary.ts';

/** What the operator says that nobody may ask about. */
export type Forbidden = {
  /** AWS accounts, as twelve digits. */
  awsAccounts: readonly string[];
};

/** Tells why a credential must not be asked about; null: it may. Asks nobody. */
export type Guard = (names: Names, forbidden: Forbidden) => string | null;

export const guards = { 'aws-canary': awsCanary } as const satisfies Record<GuardName, Guard>;
