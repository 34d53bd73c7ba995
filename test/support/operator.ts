import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Answer, type Provider, provider, type Seen } from '../live/server.ts';
import { temporaryFolder } from './repository.ts';

/** A provider on this machine that is gone after the test. */
export async function providerHere(
  answer: (request: Seen, count: number) => Answer | Promise<Answer>,
): Promise<Provider> {
  const server = await provider(answer);
  onTestFinished(() => server.close());
  return server;
}

/** An operator's configuration, in a folder that nothing scans; gives its path. JSON is YAML, too. */
export function operatorFile(config: object): string {
  const path = join(temporaryFolder(), 'operator.yaml');
  writeFileSync(path, JSON.stringify(config));
  return path;
}

/** SendGrid, as its documentation describes it: keys live until they are deleted. */
export async function sendgridHere(live: string[], delay = 0): Promise<Provider & { living: Set<string> }> {
  const living = new Set(live);
  const server = await providerHere((request) => {
    const key = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (!living.has(key)) return { status: 401, body: { errors: [{ message: 'authorization required' }] } };
    if (request.method === 'GET') return { status: 200, body: { scopes: ['mail.send'] } };
    living.delete(key);
    return { status: 204, delay };
  });
  return Object.assign(server, { living });
}
