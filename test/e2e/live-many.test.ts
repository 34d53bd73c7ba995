import apis from 'clawback:apis';
import texts from 'clawback:rule-texts';
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { expandExample } from '../../src/rules/examples.ts';
import { engine } from '../detect/scanning.ts';
import type { Documented } from '../live/documented.ts';
import { report } from '../support/clawback.ts';
import { operatorFile, providerHere } from '../support/operator.ts';
import { TestRepository } from '../support/repository.ts';

const HOSTS = 30;
const EACH = 36;
/** Of the hosts, so many never answer. */
const SILENT = 3;

const files = readdirSync(new URL('../live/replies/', import.meta.url)).filter((name) => name.endsWith('.ts'));
const documents = (
  await Promise.all(
    files.map(async (name) => (await import(`../live/replies/${name.slice(0, -3)}.ts`)).default as Documented[]),
  )
).flat();

/** Rules of as many providers, each with texts that hold a credential of it and nothing else. */
function chosen(): { provider: string; documented: Documented; contents: string[] }[] {
  return apis
    .flatMap((api) => {
      for (const { rule, verify } of api.rules) {
        const documented = documents.find((one) => one.rule === rule);
        if (!verify || !documented || verify.calls.length !== 1 || verify.others.length > 0 || verify.elsewhere)
          continue;
        const { examples } = texts.find(({ id }) => id === rule)!;
        for (const example of examples.match) {
          const contents = Array.from(
            { length: EACH },
            (_, index) => expandExample(example, `${api.id} ${index}`).text,
          );
          const found = contents.map((text) => engine.scan(Buffer.from(text)).candidates);
          const alone = found.every(
            (list) => list.length === 1 && list[0]!.rule === rule && list[0]!.files.length === 0,
          );
          const secrets = new Set(found.flat().map(({ secret }) => secret.reveal()));
          if (alone && secrets.size === EACH) return [{ provider: api.id, documented, contents }];
        }
      }
      return [];
    })
    .slice(0, HOSTS);
}

it('a thousand findings over thirty hosts, some of which never answer, all come to a verdict', async () => {
  const rules = chosen();
  expect(rules).toHaveLength(HOSTS);
  const providers: Record<string, { 'base-url': string }> = {};
  const servers = [];
  const repository = new TestRepository();
  for (const [index, { provider, documented, contents }] of rules.entries()) {
    const { dead } = documented.verify;
    const server = await providerHere(() => (index < SILENT ? { ...dead, delay: 60_000 } : dead));
    servers.push(server);
    providers[provider] = { 'base-url': server.url };
    contents.forEach((text, number) => {
      repository.write(`${provider}/${number}.txt`, `${text}\n`);
    });
  }
  const config = operatorFile({ providers, verify: { 'timeout-ms': 500, 'per-host': 8, 'deadline-ms': 120_000 } });
  const { findings, run } = await report(['scan', '--verify', '--config', config], { cwd: repository.path });
  expect(run.err).toMatch(/^clawback: \d+ leaks[^\n]*\n$/);
  expect(findings).toHaveLength(HOSTS * EACH);
  const counts = new Map<string, number>();
  for (const { verdict } of findings) {
    const key = verdict.why ?? verdict.state;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect(Object.fromEntries(counts)).toEqual({ dead: (HOSTS - SILENT) * EACH, network: SILENT * EACH });
  for (const server of servers) expect(server.seen.length).toBeGreaterThanOrEqual(EACH);
}, 180_000);
