import { createHmac } from 'node:crypto';
import type { Secret } from '../domain/secret.ts';
import type { Client } from './http.ts';

export const ALARM_STYLES = ['generic', 'slack'] as const;

/** Where the operator is told of findings and revocations. */
export type Alarm = {
  url: URL;
  /** Signs what is sent; null: it is not signed. */
  secret: Secret | null;
  style: (typeof ALARM_STYLES)[number];
};

/** What is told of one finding: nothing of it is secret. */
export type Told = {
  fingerprint: string;
  rule: string;
  title: string;
  severity: string;
  secret: string;
  verdict: string;
  outcome: string | null;
  place: string;
};

export type Message = { run: string; summary: string; findings: Told[]; omitted: number };

/** A message names so many findings; a chat shows fewer. */
export const MAX_TOLD = 100;
const MAX_SHOWN = 20;

/**
 * Sends an alarm. The body is signed as GitHub signs its webhooks: `x-clawback-signature-256` is `sha256=` and the
 * HMAC-SHA-256 of the time in `x-clawback-timestamp`, a dot, and the body.
 *
 * @param now milliseconds since the epoch
 * @returns why it was not taken; null if it was
 */
export async function raise(alarm: Alarm, message: Message, client: Client, now: number): Promise<string | null> {
  const body = JSON.stringify(alarm.style === 'slack' ? slackBody(message) : { version: 1, ...message });
  const time = String(Math.floor(now / 1000));
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': 'clawback',
    'x-clawback-timestamp': time,
  };
  if (alarm.secret) headers['x-clawback-signature-256'] = `sha256=${signature(alarm.secret, time, body)}`;
  const answer = await client.send({ method: 'POST', url: alarm.url, headers, body, route: 'POST (the webhook)' });
  if (!('reply' in answer)) return answer.detail;
  const { status } = answer.reply;
  return status >= 200 && status < 300 ? null : `it answered with status ${status}`;
}

/** What an alarm is signed with. */
export function signature(secret: Secret, time: string, body: string): string {
  return createHmac('sha256', secret.reveal()).update(`${time}.${body}`).digest('hex');
}

/** Slack's form ("Formatting text for app surfaces"): `&`, `<` and `>` are written as entities. */
function slackBody({ summary, findings, omitted }: Message): object {
  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('`', "'");
  const lines = findings
    .slice(0, MAX_SHOWN)
    .map(
      ({ title, secret, verdict, outcome, place }) =>
        `• *${escaped(title)}* \`${escaped(secret)}\` in \`${escaped(place)}\`: ${escaped(verdict)}${outcome === null ? '' : `, ${escaped(outcome)}`}`,
    );
  const more = Math.max(0, findings.length - MAX_SHOWN) + omitted;
  return { text: [escaped(summary), ...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n') };
}
