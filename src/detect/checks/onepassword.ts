import { type Check, NO } from './check.ts';
import { decodeObject } from './jwt.ts';

/** A service account's token is "ops_" and base64 of a JSON object. (providers.md, Table B.) */
export const onepasswordPayload: Check = ({ value }) =>
  decodeObject(value.replace(/^ops_/, ''))
    ? { ok: true, reason: "it decodes to a service account's credentials", confidence: 'high' }
    : NO;
