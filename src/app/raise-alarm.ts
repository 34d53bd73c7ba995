import type { Finding } from '../domain/finding.ts';
import { type Alarm, MAX_TOLD, raise, type Told } from '../live/alarm.ts';
import type { Client } from '../live/http.ts';
import type { Trail } from '../live/trail.ts';
import { visible } from '../report/escape.ts';
import type { Operator } from './operator.ts';
import { secretFrom } from './own-secrets.ts';
import type { World } from './world.ts';

type Context = { findings: readonly Finding[]; run: string; client: Client; trail: Trail | null };

/**
 * Tells the operator's webhook of what was found and what came of it.
 *
 * @returns why it could not be told; null where it was, or there is none
 */
export async function raiseAlarm(
  { env, time }: World,
  { revoke: { webhook } }: Operator,
  { findings, run, client, trail }: Context,
): Promise<string | null> {
  // Whoever plants a hundred fakes must not push the live one out of the list.
  const rank = ({ verdict }: Finding): number => (verdict.state === 'live' ? 0 : 1);
  const news = findings.filter(({ verdict }) => verdict.state !== 'dead').sort((a, b) => rank(a) - rank(b));
  if (!webhook || news.length === 0) return null;
  const name = webhook['secret-env'];
  const secret = name === undefined ? null : secretFrom(env, name);
  if (name !== undefined && secret === null) return `the alarm was not raised: ${name}, its key, is not set`;
  const alarm: Alarm = { url: new URL(webhook.url), secret, style: webhook.style };
  const live = news.filter(({ verdict }) => verdict.state === 'live').length;
  const revoked = news.filter(({ outcome }) => outcome?.state === 'revoked').length;
  const summary = `Clawback: ${news.length} leaked, ${live} live, ${revoked} revoked`;
  const message = {
    run,
    summary,
    findings: news.slice(0, MAX_TOLD).map(toldOf),
    omitted: Math.max(0, news.length - MAX_TOLD),
  };
  const trouble = await raise(alarm, message, client, time());
  trail?.write({
    event: 'alarm',
    outcome: trouble === null ? 'taken' : 'failed',
    ...(trouble ? { detail: trouble } : {}),
  });
  return trouble === null ? null : `the alarm was not raised: ${trouble}`;
}

function toldOf({ fingerprint, rule, title, severity, secret, verdict, outcome, places }: Finding): Told {
  return {
    fingerprint,
    rule,
    title: visible(title),
    severity,
    secret: visible(secret.mask),
    verdict: verdict.state,
    outcome: outcome?.state ?? null,
    place: visible(places[0]?.path ?? ''),
  };
}
