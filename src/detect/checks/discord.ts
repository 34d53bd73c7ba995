import { type Check, NO } from './check.ts';

/**
 * The first part of a Discord token is base64 of its account's id, a number. (providers.md, Table B;
 * Discord's API reference, "Snowflakes".) How long it is, is for the pattern to say.
 */
export const discordAccount: Check = ({ value }) => {
  const id = Buffer.from(value.slice(0, value.indexOf('.')), 'base64url').toString('latin1');
  return /^[0-9]+$/.test(id) ? { ok: true, reason: 'it names an account', confidence: 'high' } : NO;
};
