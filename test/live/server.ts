import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a provider gets it. */
export type Seen = { method: string; path: string; headers: Record<string, string>; body: string };

/** What a provider answers; `delay` in milliseconds; `hang-up` closes the connection instead, `silence` does nothing. */
export type Answer =
  | 'silence'
  | { status: number; headers?: Record<string, string>; body?: string | object; delay?: number }
  | 'hang-up';

export type Provider = {
  url: string;
  seen: Seen[];
  close(): Promise<void>;
};

/** A provider on this machine: a real HTTP server that answers as it is told. */
export async function provider(answer: (request: Seen, count: number) => Answer | Promise<Answer>): Promise<Provider> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const got = await read(request);
    seen.push(got);
    await reply(response, await answer(got, seen.length));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, close: () => closed(server) };
}

async function read(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return { method: request.method!, path: request.url!, headers, body: Buffer.concat(chunks).toString('utf8') };
}

async function reply(response: ServerResponse, answer: Answer): Promise<void> {
  if (answer === 'silence') return;
  if (answer === 'hang-up') {
    response.socket?.destroy();
    return;
  }
  const { status, headers = {}, body = '', delay = 0 } = answer;
  if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
