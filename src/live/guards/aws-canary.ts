import { awsAccount } from '../../domain/aws.ts';
import type { Guard } from './index.ts';

/**
 * Accounts whose keys are laid out as traps: whoever uses one raises an alarm. These are of canarytokens.org's
 * free service, as people have written of it; other accounts the operator names.
 *
 * Sources: github.com/0xCardinal/covert-canary-detection, tokens/aws_keys.md; onappsec.com, "Canary Token is
 * great… but beware of a flaw" (2022), whose key ids decode to the second one.
 */
const CANARIES: readonly string[] = ['992382622183', '595918472158'];

/** The account stands in the key's id; an id of the older format names none, and is no trap that is known. */
export const awsCanary: Guard = (names, { awsAccounts }) => {
  const account = awsAccount(names('id') ?? '');
  if (account === null) return null;
  if (CANARIES.includes(account)) return 'its account is one of traps: whoever uses it raises an alarm';
  return awsAccounts.includes(account) ? 'its account is one that nobody may ask about' : null;
};
