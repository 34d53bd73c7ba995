import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { cleanEnvironment } from './clawback.ts';

/** A server on loopback, and what it was asked with. */
export type GitServer = {
  url: string;
  authorizations: string[] /** How many bytes it has answered with. */;
  sent: number;
};

/**
 * Serves the repositories of a folder over HTTP, as forges do, by git's own `http-backend`.
 *
 * @param demanded the header that it asks for; null: none
 */
export async function serveGit(folder: string, demanded: string | null): Promise<GitServer> {
  const here: GitServer = { url: '', authorizations: [], sent: 0 };
  const { authorizations } = here;
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) authorizations.push(authorization);
    if (demanded !== null && authorization !== demanded) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="test"' }).end();
      return;
    }
    runBackend(folder, request, response, here);
  });
  const { port } = await listen(server);
  onTestFinished(() => void server.close());
  here.url = `http://127.0.0.1:${port}`;
  return here;
}

function listen(server: Server): Promise<AddressInfo> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address() as AddressInfo)));
}

/** The Common Gateway Interface (RFC 3875), as far as git needs it. */
function runBackend(folder: string, request: IncomingMessage, response: ServerResponse, counter: GitServer): void {
  const { pathname, search } = new URL(request.url!, 'http://localhost');
  const child = spawn('git', ['http-backend'], {
    env: cleanEnvironment({
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: (request.headers['git-protocol'] as string | undefined) ?? '',
    }),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => {});
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', () => {
    const out = Buffer.concat(chunks);
    const end = out.indexOf('\r\n\r\n');
    const headers = out
      .subarray(0, Math.max(0, end))
      .toString('latin1')
      .split('\r\n')
      .map((line) => line.split(/:\s*/, 2) as [string, string]);
    const status = headers.find(([name]) => name.toLowerCase() === 'status')?.[1] ?? '200';
    response.writeHead(Number.parseInt(status, 10), headers.filter(([name]) => name.toLowerCase() !== 'status').flat());
    counter.sent += out.length - end - 4;
    response.end(out.subarray(end + 4));
  });
}
