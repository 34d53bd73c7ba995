import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ClientOptions } from '../../src/live/http.ts';
import { selfSigned } from '../support/certificate.ts';

// Certificates and proxies are for a process of its own: which certificates it trusts, Node reads when it starts.

const folder = mkdtempSync(join(tmpdir(), 'clawback-tls-'));
const program = join(folder, 'send.mjs');
const { cert, key } = selfSigned(['api.provider.test', 'localhost']);
const trusted = join(folder, 'ca.pem');

beforeAll(async () => {
  writeFileSync(trusted, cert);
  const contents = `
    import { Client } from './src/live/http.ts';
    const { url, proxies } = JSON.parse(process.argv[2]);
    const sleep = async () => {};
    const options = { timeoutMs: 5000, perHost: 1, retries: 0, signal: new AbortController().signal, proxies, sleep };
    const client = new Client(options, () => performance.now());
    const headers = { authorization: 'Bearer a-secret' };
    const answer = await client.send({ method: 'GET', url: new URL(url), headers, body: null, route: 'GET /' });
    await client.close();
    console.log(JSON.stringify(answer));
  `;
  await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('../..', import.meta.url)), loader: 'ts' },
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

type Listener = { listen(port: number, host: string, then: () => void): unknown; close(): unknown; address(): unknown };
async function listening(server: Listener): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A provider behind TLS; its requests, as "host path authorization". */
async function provider(): Promise<{ port: number; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer({ cert, key }, ({ headers, url }, response) => {
    seen.push(`${headers.host} ${url} ${headers.authorization}`);
    response.setHeader('connection', 'close').end('{"ok":true}');
  });
  return { port: await listening(server), seen };
}

/** A proxy that leads every connection to one port; what it was asked, and what went through it. */
async function proxy(port: number): Promise<{ url: string; asked: string[]; bytes: () => string }> {
  const asked: string[] = [];
  const through: Buffer[] = [];
  const server = createProxy(({ method, url }, response) => {
    asked.push(`${method} ${url}`);
    response.end('{"ok":"proxied"}');
  });
  server.on('connect', (request, socket: Socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers.authorization ?? ''}`.trim());
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.on('data', (chunk: Buffer) => through.push(chunk));
      socket.pipe(target).pipe(socket);
    });
    for (const one of [socket, target]) one.on('error', () => socket.destroy());
  });
  const own = await listening(server);
  return { url: `http://127.0.0.1:${own}`, asked, bytes: () => Buffer.concat(through).toString('latin1') };
}

async function send(
  url: string,
  proxies: ClientOptions['proxies'] = null,
  variables: Record<string, string> = {},
): Promise<{ reply?: { status: number; json: unknown }; detail?: string }> {
  const env = { PATH: process.env.PATH, ...variables };
  const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify({ url, proxies })], { env });
  return JSON.parse(stdout) as Awaited<ReturnType<typeof send>>;
}

const TRUST = { NODE_EXTRA_CA_CERTS: trusted };
const OK = { reply: { status: 200, json: { ok: true } } };

describe('a certificate', () => {
  it('that nobody vouches for is refused, and nothing is sent', async () => {
    const { port, seen } = await provider();
    expect((await send(`https://localhost:${port}/x`)).detail).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(seen).toEqual([]);
  });

  it('that the operator vouches for is taken', async () => {
    const { port, seen } = await provider();
    expect(await send(`https://localhost:${port}/x`, null, TRUST)).toMatchObject(OK);
    expect(seen).toEqual([`localhost:${port} /x Bearer a-secret`]);
  });

  it('of another host is refused, whoever vouches for it', async () => {
    const { port, seen } = await provider();
    expect((await send(`https://127.0.0.1:${port}/x`, null, TRUST)).detail).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(seen).toEqual([]);
  });
});

describe('a proxy', () => {
  const TARGET = 'https://api.provider.test/x';

  it('is asked for a tunnel, and sees nothing of what goes through', async () => {
    const { port, seen } = await provider();
    const { url, asked, bytes } = await proxy(port);
    expect(await send(TARGET, { https: url }, TRUST)).toMatchObject(OK);
    expect(asked).toEqual(['CONNECT api.provider.test:443']);
    expect(seen).toEqual(['api.provider.test /x Bearer a-secret']);
    expect(bytes().length).toBeGreaterThan(100);
    expect(bytes()).not.toContain('a-secret');
  });

  it('changes nothing about certificates', async () => {
    const { port, seen } = await provider();
    const { url } = await proxy(port);
    expect((await send(TARGET, { https: url })).detail).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect((await send('https://other.provider.test/x', { https: url }, TRUST)).detail).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
    expect(seen).toEqual([]);
  });

  it.each(['api.provider.test', '.provider.test', 'provider.test', 'x.test, api.provider.test', '*'])(
    'is left out where the operator says so: %s',
    async (no) => {
      const { port } = await provider();
      const { url, asked } = await proxy(port);
      // There is no such host, but for the proxy.
      expect((await send(TARGET, { https: url, no }, TRUST)).detail).toMatch(/^(?:ENOTFOUND|EAI_AGAIN)$/);
      expect(asked).toEqual([]);
    },
  );

  it('is not left out for other hosts', async () => {
    const { port } = await provider();
    const { url, asked } = await proxy(port);
    expect(await send(TARGET, { https: url, no: 'other.test,vider.test' }, TRUST)).toMatchObject(OK);
    expect(asked).toHaveLength(1);
  });

  it('is never asked for this machine', async () => {
    const { port, seen } = await provider();
    const { url, asked } = await proxy(port);
    const both = { https: url, http: url };
    expect(await send(`https://localhost:${port}/x`, both, TRUST)).toMatchObject(OK);
    const plain = await proxy(port);
    for (const host of ['127.0.0.1', '127.0.0.2', 'localhost'])
      expect(await send(plain.url.replace('127.0.0.1', host), both)).toMatchObject({
        ...(host === '127.0.0.2' ? { why: 'network' } : { reply: { json: { ok: 'proxied' } } }),
      });
    expect(asked).toEqual([]);
    expect(seen).toHaveLength(1);
  });

  it('is no matter of variables that the run was not given', async () => {
    const { port } = await provider();
    const { url, asked } = await proxy(port);
    const variables = {
      ...TRUST,
      HTTPS_PROXY: url,
      https_proxy: url,
      HTTP_PROXY: url,
      NO_PROXY: '',
      NODE_USE_ENV_PROXY: '',
    };
    expect((await send(TARGET, null, variables)).detail).toMatch(/^(?:ENOTFOUND|EAI_AGAIN)$/);
    expect(asked).toEqual([]);
    const other = await proxy(port);
    expect(await send(TARGET, { https: other.url }, { ...variables, NO_PROXY: '*', no_proxy: '*' })).toMatchObject(OK);
    expect([asked, other.asked]).toEqual([[], ['CONNECT api.provider.test:443']]);
  });
});
