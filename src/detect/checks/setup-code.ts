import { placeholder } from '../filters/placeholder.ts';
import { type Check, type Checked, type CheckResult, NO } from './check.ts';
import { decodeObject } from './jwt.ts';

/** Shorter secrets in a setup code are documentation (openclaw.md, "Never flag"). */
const MIN_SECRET = 16;

/** `*.example*`, `example.com` and the like: RFC 2606 names that nobody runs a gateway at. */
const EXAMPLE_HOST = /(?:^|\.)example(?:\.|$)|\.(?:invalid|test)$/i;

type SetupCode = { secret: string; expiresAtMs: number | null };

/**
 * Decodes an OpenClaw setup code: base64url of `{url, bootstrapToken, expiresAtMs}`, or, before
 * March 2026, of `{url, token}` or `{url, password}`. (openclaw.md, table B.)
 */
function decode({ value }: Checked, keys: string[]): SetupCode | null {
  const code = decodeObject(value.replace(/^oc-pair:\/\//, ''));
  if (!code || typeof code.url !== 'string') return null;
  const secret = keys.map((key) => code[key]).find((entry) => typeof entry === 'string') as string | undefined;
  if (secret === undefined || secret.length < MIN_SECRET || placeholder(secret, 'likely')) return null;
  let host: string;
  try {
    host = new URL(code.url).hostname;
  } catch {
    return null;
  }
  if (EXAMPLE_HOST.test(host)) return null;
  return { secret, expiresAtMs: typeof code.expiresAtMs === 'number' ? code.expiresAtMs : null };
}

/** The current form: good for one use and ten minutes, and it says itself when it ends. */
export const openclawSetupCode: Check = (checked): CheckResult => {
  const code = decode(checked, ['bootstrapToken']);
  if (!code) return NO;
  const result = { ok: true, reason: 'it decodes to a bootstrap token for a gateway', confidence: 'high' } as const;
  if (code.expiresAtMs === null || code.expiresAtMs >= checked.now || Math.abs(code.expiresAtMs) > 8e15) return result;
  const when = new Date(code.expiresAtMs).toISOString().slice(0, 16).replace('T', ' ');
  return { ...result, offline: { state: 'dead', because: `expired at ${when} UTC` } };
};

/** The legacy form carries the gateway's own long-lived secret (GHSA-7h7g-x2px-94hj). */
export const openclawLegacySetupCode: Check = (checked): CheckResult =>
  decode(checked, ['token', 'password'])
    ? { ok: true, reason: "it decodes to the gateway's long-lived secret", confidence: 'high' }
    : NO;
