import apis from 'clawback:apis';
import texts from 'clawback:rule-texts';
import type { ProviderApi, RuleApi, Verify } from '../../src/domain/api.ts';
import { Client, type ClientOptions } from '../../src/live/http.ts';
import { gatewayRun } from '../../src/live/openclaw/gateway.ts';
import type { ProbeContext } from '../../src/live/probes/index.ts';
import type { Asking, Credential } from '../../src/live/verify.ts';
import { expandExample } from '../../src/rules/examples.ts';
import { engine } from '../detect/scanning.ts';

export const NOW = Date.UTC(2026, 5, 1);

export const nobody: ProbeContext = {
  openclaw: { gateway: null, platform: null, gatewayToken: null, operatorCode: null, run: gatewayRun() },
};

/** Waits for no time at all. */
export const sleepless = async (): Promise<void> => {};

export function client(options: Partial<ClientOptions> = {}): Client {
  return new Client(
    {
      timeoutMs: 400,
      perHost: 4,
      retries: 2,
      signal: new AbortController().signal,
      proxies: null,
      sleep: sleepless,
      ...options,
    },
    () => performance.now(),
  );
}

/** Asks a provider on this machine instead of the real one. */
export function askingAt(url: string, by: Client, probe: ProbeContext = nobody): Asking {
  return {
    client: by,
    base: ({ hosts }) => ({ hosts, override: new URL(url) }),
    now: () => NOW,
    forbidden: { awsAccounts: [] },
    probe,
  };
}

export function apiOf(rule: string): { provider: ProviderApi; rule: RuleApi & { verify: Verify } } {
  for (const provider of apis) {
    const own = provider.rules.find((one) => one.rule === rule);
    if (own?.verify) return { provider, rule: own as RuleApi & { verify: Verify } };
  }
  throw new Error(`nothing says how to verify ${rule}`);
}

/** A credential of a rule, found by the engine in the first of the rule's examples that has one with all its parts. */
export function credentialOf(rule: string, seed = 'live'): Credential {
  const text = texts.find(({ id }) => id === rule);
  if (!text) throw new Error(`there is no rule ${rule}`);
  const found = text.examples.match.flatMap((example) =>
    engine.scan(Buffer.from(expandExample(example, seed).text)).candidates.filter((one) => one.rule === rule),
  );
  const best = found.sort((a, b) => Object.keys(b.parts).length - Object.keys(a.parts).length)[0];
  if (!best) throw new Error(`no example of ${rule} holds one`);
  return { rule, secret: best.secret, parts: best.parts };
}
