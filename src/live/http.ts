import type { Socket } from 'node:net';
import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent, request, WebSocket } from 'undici';
import type { Reply } from './reply.ts';
import type { Request } from './request.ts';

/** Why there was no reply. */
export type NoReply = { why: 'network' | 'stopped'; detail: string };

export type Answer = { reply: Reply } | NoReply;

export type ClientOptions = {
  /** The longest that one request may take, in milliseconds. */
  timeoutMs: number;
  /** Requests at one host at a time. */
  perHost: number;
  /** How often a request is sent again where the provider is busy or broken. */
  retries: number;
  /** Ends everything. */
  signal: AbortSignal;
  /** Proxies, as their usual variables name them; null: none. */
  proxies: { https?: string | undefined; http?: string | undefined; no?: string | undefined } | null;
  /** Waits, in milliseconds. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told of every request that was sent. */
  onSent?: (sent: Sent) => void;
};

/** What sends requests. */
export type Sender = Pick<Client, 'send' | 'socket' | 'telling'>;

/** What may be told of a request. */
export type Sent = { route: string; status: number | null; milliseconds: number };

/** Certificates are checked, whatever the environment says of that (NODE_TLS_REJECT_UNAUTHORIZED). */
const CHECKED = { rejectUnauthorized: true } as const;

/** More of a reply is not read. */
const MAX_REPLY = 1 << 20;

/** The longest wait that a provider may ask for before the next try. */
const MAX_WAIT = 30_000;
const FIRST_WAIT = 500;

/**
 * Sends requests to providers: few at a time to each host, with limits on time and size. Redirects are never
 * followed, certificates always checked, and plain HTTP goes to this machine only.
 */
export class Client {
  readonly #options: ClientOptions;
  /** For this machine: what is sent to it goes through no proxy. */
  readonly #direct: Dispatcher;
  readonly #dispatcher: Dispatcher;
  readonly #slots = new Map<string, Slots>();
  readonly #clock: () => number;

  constructor(options: ClientOptions, clock: () => number) {
    this.#options = options;
    this.#clock = clock;
    const { timeoutMs, proxies } = options;
    const common = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
    const connect = { ...CHECKED, timeout: timeoutMs };
    this.#direct = new Agent({ ...common, connect });
    const named = proxies?.https || proxies?.http;
    // All three are given: what is left out, it would look up in the environment itself.
    this.#dispatcher = named
      ? new EnvHttpProxyAgent({
          ...common,
          connect,
          requestTls: connect,
          proxyTls: connect,
          httpsProxy: named,
          httpProxy: named,
          noProxy: proxies?.no ?? '',
        })
      : this.#direct;
  }

  /**
   * Sends a request, and again with growing waits where the provider says that it is busy (429) or broken (5xx).
   *
   * @param again whether sending it twice does no harm; a request that does is sent once
   */
  async send(request: Request, again = true, told?: (sent: Sent) => void): Promise<Answer> {
    const { hostname, protocol, host } = request.url;
    if (protocol !== 'https:' && !isLoopback(hostname))
      return { why: 'network', detail: 'plain HTTP is for servers on this machine only' };
    const slots = this.#slots.get(host) ?? new Slots(this.#options.perHost);
    this.#slots.set(host, slots);
    return slots.run(async () => {
      for (let attempt = 0; ; attempt += 1) {
        const answer = await this.#once(request, told);
        const wait = 'reply' in answer && again ? waitBefore(answer.reply, attempt) : null;
        if (wait === null || attempt >= this.#options.retries) return answer;
        try {
          await this.#options.sleep(wait, this.#options.signal);
        } catch {
          return STOPPED;
        }
      }
    });
  }

  /** The same, for a purpose of which somebody wants to know each request. */
  telling(told: (sent: Sent) => void): Sender {
    const both = (more?: (sent: Sent) => void) => (sent: Sent) => {
      told(sent);
      more?.(sent);
    };
    return {
      send: (request, again, more) => this.send(request, again, both(more)),
      socket: (url) => this.socket(url),
      telling: (more) => this.telling(both(more)),
    };
  }

  /** Whether it sends no more. */
  get stopped(): boolean {
    return this.#options.signal.aborted;
  }

  #dispatcherTo({ hostname }: URL): Dispatcher {
    return isLoopback(hostname) ? this.#direct : this.#dispatcher;
  }

  /**
   * Opens a WebSocket: over TLS but on this machine, never through a proxy, and for as long as a request may take.
   *
   * @returns null where the address is not allowed; `drop` ends the connection, whether the other side agrees or not
   */
  socket(url: URL): { socket: WebSocket; limit: AbortSignal; drop: () => void } | null {
    const { signal, timeoutMs } = this.#options;
    if (url.protocol !== 'wss:' && !(url.protocol === 'ws:' && isLoopback(url.hostname))) return null;
    const sockets: Socket[] = [];
    const connect = buildConnector({ ...CHECKED, timeout: timeoutMs });
    const dispatcher = new Agent({
      connect(options, callback) {
        connect(options, (...[error, socket]) => {
          if (error !== null) return callback(error, null);
          sockets.push(socket);
          callback(null, socket);
        });
      },
    });
    return {
      socket: new WebSocket(url, { dispatcher }),
      limit: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      drop() {
        for (const socket of sockets) socket.destroySoon();
        void dispatcher.destroy();
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all([...new Set([this.#direct, this.#dispatcher])].map((one) => one.destroy()));
  }

  async #once({ url, method, headers, body, route }: Request, told?: (sent: Sent) => void): Promise<Answer> {
    const { signal, timeoutMs } = this.#options;
    if (signal.aborted) return STOPPED;
    const from = this.#clock();
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    let status: number | null = null;
    try {
      const sent = await request(url, {
        method: method as Dispatcher.HttpMethod,
        headers,
        body,
        dispatcher: this.#dispatcherTo(url),
        signal: limit,
      });
      status = sent.statusCode;
      const text = await readBody(sent.body);
      const flat = Object.entries(sent.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
      return { reply: { status, headers: Object.fromEntries(flat), text, json: parsed(text) } };
    } catch (error) {
      if (signal.aborted) return STOPPED;
      return { why: 'network', detail: limit.aborted ? 'it did not answer in time' : reasonOf(error) };
    } finally {
      const sent = { route, status, milliseconds: Math.round(this.#clock() - from) };
      this.#options.onSent?.(sent);
      told?.(sent);
    }
  }
}

const STOPPED: NoReply = { why: 'stopped', detail: 'the run was stopped' };

/** How long to wait before the next try; null where there is to be none. */
function waitBefore({ status, headers }: Reply, attempt: number): number | null {
  if (status !== 429 && status < 500) return null;
  const asked = Number(headers['retry-after']);
  const own = FIRST_WAIT * 2 ** attempt;
  return Math.min(MAX_WAIT, Number.isFinite(asked) && asked > 0 ? Math.max(own, asked * 1000) : own);
}

async function readBody(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_REPLY) throw new Error('its answer is too long');
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** JSON.parse quotes what it cannot read: its error is not kept. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Codes only: messages name addresses, and addresses may hold secrets. */
function reasonOf(error: unknown): string {
  const { code, cause, message } = error as { code?: unknown; cause?: { code?: unknown }; message?: unknown };
  if (message === 'its answer is too long') return message;
  const told = [code, cause?.code].find((one) => typeof one === 'string' && /^[A-Z0-9_]+$/.test(one));
  return typeof told === 'string' ? told : 'the connection failed';
}

/** Whether a host is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** Lets so many run at a time; the others wait in order. */
class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
