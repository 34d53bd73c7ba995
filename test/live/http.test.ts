import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, type Client, type ClientOptions, isLoopback, type Sent } from '../../src/live/http.ts';
import type { Request } from '../../src/live/request.ts';
import { client } from './asking.ts';
import { type Provider, provider, type Answer as Told } from './server.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

function kept<One extends { close(): Promise<unknown> }>(one: One): One {
  open.push(one);
  return one;
}

const patient = (options: Partial<ClientOptions> = {}): Client => kept(client({ timeoutMs: 10_000, ...options }));
const serve = async (answer: Parameters<typeof provider>[0]): Promise<Provider> => kept(await provider(answer));

/** A server that writes its answers itself. */
async function raw(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  kept({
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const SECRET = 'a-secret-in-the-address';
function request(url: string, more: Partial<Request> = {}): Request {
  return { method: 'GET', url: new URL(`/${SECRET}`, url), headers: {}, body: null, route: 'GET /{key}', ...more };
}

const statusOf = (answer: Answer): number | string => ('reply' in answer ? answer.reply.status : answer.why);

describe('a request', () => {
  it('gives the reply: its status, headers, text and JSON', async () => {
    const server = await serve(() => ({ status: 201, headers: { 'X-A': 'b' }, body: { c: [1] } }));
    const sent = request(server.url, { method: 'POST', headers: { 'x-y': 'z' }, body: 'text' });
    expect(await patient().send(sent)).toMatchObject({
      reply: { status: 201, headers: { 'x-a': 'b' }, text: '{"c":[1]}', json: { c: [1] } },
    });
    expect(server.seen).toMatchObject([{ method: 'POST', path: `/${SECRET}`, headers: { 'x-y': 'z' }, body: 'text' }]);
  });

  it.each([301, 302, 303, 307, 308])('follows no redirect: %i', async (status) => {
    const trap = await serve(() => ({ status: 200, body: {} }));
    const server = await serve(() => ({ status, headers: { location: `${trap.url}/` }, body: {} }));
    expect(statusOf(await patient().send(request(server.url)))).toBe(status);
    expect(server.seen).toHaveLength(1);
    expect(trap.seen).toEqual([]);
  });

  it.each([
    'http://example.com',
    'http://10.0.0.1',
    'http://0.0.0.0',
    'http://169.254.169.254',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://localhost.',
    'http://[::ffff:127.0.0.1]',
    'http://[::]',
    'ftp://example.com',
    'ws://example.com',
  ])('is not sent in plain text to another machine: %s', async (url) => {
    const sent: Sent[] = [];
    const answer = await patient({ onSent: (one) => sent.push(one) }).send(request(url));
    expect(answer).toEqual({ why: 'network', detail: 'plain HTTP is for servers on this machine only' });
    expect(sent).toEqual([]);
  });

  it.each<[string, boolean]>([
    ['localhost', true],
    ['127.0.0.1', true],
    ['127.1', true],
    ['0x7f.1', true],
    ['127.255.255.254', true],
    ['[::1]', true],
    ['128.0.0.1', false],
    ['[::2]', false],
    ['example.com', false],
  ])('knows this machine: %s', (host, is) => {
    expect(isLoopback(new URL(`http://${host}`).hostname)).toBe(is);
  });

  it('tells of what was sent by its route, and of nothing else', async () => {
    const sent: Sent[] = [];
    const server = await serve((_, count) => ({ status: count === 1 ? 503 : 200, body: {} }));
    await patient({ onSent: (one) => sent.push(one) }).send(request(server.url));
    await server.close();
    const answer = await patient({ onSent: (one) => sent.push(one) }).send(request(server.url));
    expect(answer).toEqual({ why: 'network', detail: 'ECONNREFUSED' });
    expect(sent).toEqual(
      [503, 200, null].map((status) => ({ route: 'GET /{key}', status, milliseconds: expect.any(Number) })),
    );
    expect(JSON.stringify([sent, answer])).not.toContain(SECRET);
  });
});

describe('a request is sent again', () => {
  async function attempts(answer: Told, again?: boolean): Promise<number> {
    const server = await serve(() => answer);
    await patient({ retries: 3 }).send(request(server.url), again);
    return server.seen.length;
  }

  it.each([429, 500, 502, 503, 504, 599])(
    'where its provider is busy or broken, so often and no more: %i',
    async (status) => {
      expect(await attempts({ status, body: {} })).toBe(4);
    },
  );

  it.each([200, 204, 301, 400, 401, 403, 404, 409, 418, 451])('never where it has an answer: %i', async (status) => {
    expect(await attempts({ status })).toBe(1);
  });

  it('never where the connection broke: it may have been heard', async () => {
    expect(await attempts('hang-up')).toBe(1);
  });

  it('never where that would do harm', async () => {
    expect(await attempts({ status: 503, body: {} }, false)).toBe(1);
  });

  it('until there is an answer', async () => {
    const server = await serve((_, count) => ({ status: count < 3 ? 429 : 200, body: {} }));
    expect(statusOf(await patient({ retries: 5 }).send(request(server.url)))).toBe(200);
    expect(server.seen).toHaveLength(3);
  });

  it.each<[string, string | undefined, number[]]>([
    ['nothing', undefined, [500, 1000, 2000]],
    ['two seconds', '2', [2000, 2000, 2000]],
    ['less than it would anyway', '0', [500, 1000, 2000]],
    ['hours', '86400', [30_000, 30_000, 30_000]],
    ['more than numbers can tell', `1${'0'.repeat(400)}`, [500, 1000, 2000]],
    ['a time before now', '-5', [500, 1000, 2000]],
    ['a date', 'Wed, 21 Oct 2099 07:28:00 GMT', [500, 1000, 2000]],
    ['no number', 'soon', [500, 1000, 2000]],
  ])('after a wait that has a limit, where the provider asks for %s', async (_, after, waits) => {
    const waited: number[] = [];
    const headers = after === undefined ? {} : { 'retry-after': after };
    const server = await serve(() => ({ status: 429, headers, body: {} }));
    const sleep = async (ms: number): Promise<void> => {
      waited.push(ms);
    };
    await patient({ retries: 3, sleep }).send(request(server.url));
    expect(waited).toEqual(waits);
  });

  it('no more once the run is stopped', async () => {
    const server = await serve(() => ({ status: 429, body: {} }));
    const sleep = async (): Promise<void> => {
      throw new Error('stopped');
    };
    expect(statusOf(await patient({ retries: 3, sleep }).send(request(server.url)))).toBe('stopped');
    expect(server.seen).toHaveLength(1);
  });
});

/** A server that tells how many requests it had at once, at most. */
async function crowd(answer: (count: number) => Told = () => ({ status: 200, body: {} })) {
  let now = 0;
  const most = { at: 0 };
  const server = await serve(async (_, count) => {
    now += 1;
    most.at = Math.max(most.at, now);
    await new Promise((resolve) => setTimeout(resolve, 2));
    now -= 1;
    return answer(count);
  });
  return { server, most };
}

describe('to one host', () => {
  it('so many requests go at a time, and no more, of two hundred', async () => {
    const { server, most } = await crowd();
    const http = patient({ perHost: 4 });
    const answers = await Promise.all(Array.from({ length: 200 }, () => http.send(request(server.url))));
    expect(answers.map(statusOf)).toEqual(Array(200).fill(200));
    expect(server.seen).toHaveLength(200);
    expect(most.at).toBe(4);
  });

  it('so many go even where they are broken, busy, or sent again', async () => {
    const told: Told[] = ['hang-up', { status: 503, body: {} }, { status: 200, body: {} }];
    const { server, most } = await crowd((count) => told[count % 3]!);
    const http = patient({ perHost: 3 });
    const answers = await Promise.all(Array.from({ length: 200 }, () => http.send(request(server.url))));
    expect(answers).toHaveLength(200);
    expect(most.at).toBe(3);
  });

  it('they wait for their own host only', async () => {
    const [one, other] = [await crowd(), await crowd()];
    const http = patient({ perHost: 2 });
    const both = Array.from({ length: 100 }, (_, index) => request((index % 2 ? one : other).server.url));
    await Promise.all(both.map((each) => http.send(each)));
    expect([one.most.at, other.most.at]).toEqual([2, 2]);
  });

  it('they go in the order in which they came', async () => {
    const { server } = await crowd();
    const http = patient({ perHost: 1 });
    const all = Array.from({ length: 20 }, (_, index) => ({
      ...request(server.url),
      url: new URL(`${server.url}/${index}`),
    }));
    await Promise.all(all.map((each) => http.send(each)));
    expect(server.seen.map(({ path }) => path)).toEqual(all.map(({ url }) => url.pathname));
  });
});

const MIB = 1 << 20;

describe('an answer', () => {
  it('is read up to a limit', async () => {
    const server = await raw((response) => response.end('x'.repeat(MIB)));
    const answer = await patient().send(request(server));
    expect('reply' in answer && answer.reply.text.length).toBe(MIB);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['a byte too long', (response) => response.end('x'.repeat(MIB + 1))],
    [
      'as long as it says',
      (response) => response.writeHead(200, { 'content-length': 2 * MIB }).end('x'.repeat(2 * MIB)),
    ],
    [
      'without an end',
      (response) => {
        const more = (): void => {
          if (!response.destroyed) response.write('x'.repeat(1 << 16), () => setImmediate(more));
        };
        more();
      },
    ],
  ])('is given up where it is %s', async (_, answer) => {
    const server = await raw(answer);
    expect(await patient().send(request(server))).toEqual({ why: 'network', detail: 'its answer is too long' });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['does not begin', () => {}],
    ['does not go on', (response) => response.writeHead(200).write('{')],
    [
      'comes drop by drop',
      (response) => {
        const timer = setInterval(() => (response.destroyed ? clearInterval(timer) : response.write(' ')), 10);
      },
    ],
  ])('is given up where it %s', async (_, answer) => {
    const server = await raw(answer);
    const from = performance.now();
    expect(await patient({ timeoutMs: 200 }).send(request(server))).toEqual({
      why: 'network',
      detail: 'it did not answer in time',
    });
    expect(performance.now() - from).toBeLessThan(5000);
  });

  it('may be no JSON', async () => {
    const server = await serve(() => ({ status: 200, body: '{"a":' }));
    expect(await patient().send(request(server.url))).toMatchObject({ reply: { text: '{"a":', json: undefined } });
  });

  it('that is broken is told by a code, without what it said', async () => {
    const server = await raw((response) => {
      response.socket!.end(`HTTP/1.1 200 OK\r\nX: ${SECRET}\r\nContent-Length: 9\r\n\r\n${SECRET.slice(0, 3)}`);
    });
    const answer = await patient().send(request(server));
    expect(statusOf(answer)).toBe('network');
    expect(JSON.stringify(answer)).not.toContain(SECRET);
  });
});

describe('a run that is stopped', () => {
  it('ends what is under way, and sends nothing that waits', async () => {
    const stop = new AbortController();
    let arrived = 0;
    const server = await raw(() => {
      arrived += 1;
      if (arrived === 2) stop.abort();
    });
    const http = patient({ perHost: 2, signal: stop.signal });
    const answers = await Promise.all(Array.from({ length: 10 }, () => http.send(request(server))));
    expect(answers).toEqual(Array(10).fill({ why: 'stopped', detail: 'the run was stopped' }));
    expect(arrived).toBe(2);
  });
});
