import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** A token of a device, as a gateway keeps it. */
export type DeviceToken = {
  token: string;
  role: string;
  scopes: string[];
  createdAtMs: number;
  rotatedAtMs?: number;
  revokedAtMs?: number;
  lastUsedAtMs?: number;
};

type Instead = { status: number; headers?: Record<string, string>; body: string };

export type GatewayOptions = {
  /** The gateway's own token. */
  token: string;
  devices?: { deviceId: string; tokens: DeviceToken[] }[];
  /** "none" lets everybody in. */
  mode?: 'token' | 'none';
  /** Whether clients are on the gateway's machine: others get no scopes. */
  isLocal?: boolean;
  /** Whether the gateway writes down when tokens are used: versions of before 2026 do not. */
  notesUse?: boolean;
  /** Answers instead of the gateway. */
  instead?: (path: string) => Instead | null;
  /** What it does with a call instead of answering. */
  onCall?: (method: string) => 'hang-up' | 'garbage' | 'silence' | null;
};

export type Gateway = {
  url: URL;
  /** Requests by their path and the bearer's token. */
  asked: { path: string; token: string }[];
  /** WebSocket calls by their method. */
  calls: { method: string; params: Record<string, unknown> }[];
  devices: { deviceId: string; tokens: DeviceToken[] }[];
  /** How many WebSockets are open. */
  open(): number;
  close(): Promise<void>;
};

const READING = ['operator.read', 'operator.write', 'operator.admin'];

/**
 * A gateway on this machine, which answers as the real one does (openclaw 2026.9.6): the HTTP routes that are
 * asked here, and the WebSocket calls with their frames.
 */
export async function gateway(options: GatewayOptions): Promise<Gateway> {
  const { token, mode = 'token', isLocal = true, notesUse = true, instead, onCall } = options;
  const devices = options.devices ?? [];
  const asked: Gateway['asked'] = [];
  const calls: Gateway['calls'] = [];
  const sockets = new Set<Duplex>();
  let clock = 1_780_000_000_000;

  const allTokens = () => devices.flatMap(({ tokens }) => tokens);

  /** @returns status and body */
  function http(request: IncomingMessage): [number, object] {
    const path = request.url!;
    const given = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    asked.push({ path, token: given });
    const refusal: [number, object] = [401, { error: { message: 'Unauthorized', type: 'unauthorized' } }];
    const isOwner = mode === 'none' || given === token;
    if (path === '/tools/invoke' && request.method === 'POST') {
      const error = { type: 'invalid_request', message: 'tools.invoke requires name' };
      return isOwner ? [400, { ok: false, error }] : refusal;
    }
    if (path === '/control-ui-config.json' && request.method === 'GET') {
      const own = allTokens().find((one) => one.token === given && one.role === 'operator' && !one.revokedAtMs);
      const mayRead = own?.scopes.some((scope) => READING.includes(scope));
      if (!isOwner && !mayRead) return refusal;
      clock += 1000;
      if (own && notesUse) own.lastUsedAtMs = clock;
      return [200, { basePath: '', assistantName: 'Assistant', serverVersion: '2026.9.6' }];
    }
    return [404, { error: { message: 'Not Found', type: 'not_found' } }];
  }

  function call(frame: { id: string; method: string; params: Record<string, unknown> }, session: { scopes: string[] }) {
    const { id, method, params } = frame;
    const ok = (payload: object) => ({ type: 'res', id, ok: true, payload });
    const fail = (code: string, message: string, details?: object) => ({
      type: 'res',
      id,
      ok: false,
      error: { code, message, ...(details ? { details } : {}) },
    });
    if (method === 'connect') {
      const { auth, scopes } = params as { auth: { token?: string }; scopes: string[] };
      if (auth.token !== token)
        return fail('INVALID_REQUEST', 'unauthorized: gateway token mismatch (provide gateway auth token)', {
          code: 'AUTH_TOKEN_MISMATCH',
          authReason: 'token_mismatch',
        });
      session.scopes = isLocal ? scopes : [];
      return ok({ type: 'hello-ok', protocol: 4, auth: { role: 'operator', scopes: session.scopes } });
    }
    if (!session.scopes.includes('operator.pairing'))
      return fail('FORBIDDEN', 'missing scope: operator.pairing', {
        code: 'MISSING_SCOPE',
        missingScope: 'operator.pairing',
      });
    if (method === 'device.pair.list') {
      const paired = devices.map(({ deviceId, tokens }) => ({
        deviceId,
        displayName: 'vm',
        tokens: tokens.map(({ token: _, ...shown }) => shown),
      }));
      return ok({ pending: [], paired });
    }
    const own = devices
      .find(({ deviceId }) => deviceId === params.deviceId)
      ?.tokens.find(({ role }) => role === params.role);
    if (method !== 'device.token.revoke' || !own) return fail('INVALID_REQUEST', 'device token revocation denied');
    clock += 1000;
    own.revokedAtMs = clock;
    return ok({ deviceId: params.deviceId, role: own.role, revokedAtMs: clock });
  }

  const server = createServer((request, response: ServerResponse) => {
    request.resume();
    const [status, body] = http(request);
    const other: Instead = instead?.(request.url!) ?? { status, body: JSON.stringify(body) };
    response.writeHead(other.status, { 'content-type': 'application/json; charset=utf-8', ...other.headers });
    response.end(other.body);
  });
  server.on('upgrade', (request, socket: Duplex) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    socket.on('close', () => sockets.delete(socket));
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    const send = (frame: object): void => {
      socket.write(textFrame(JSON.stringify(frame)));
    };
    send({ type: 'event', event: 'connect.challenge', payload: { nonce: 'n', ts: clock } });
    const session = { scopes: [] as string[] };
    socket.on(
      'data',
      readFrames((text) => {
        const frame = JSON.parse(text);
        calls.push({ method: frame.method, params: frame.params });
        const other = onCall?.(frame.method) ?? null;
        if (other === 'hang-up') socket.destroy();
        else if (other === 'garbage') socket.write(textFrame('<html>'));
        if (other !== null) return;
        send({ type: 'event', event: 'health', payload: {} });
        send(call(frame, session));
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`ws://127.0.0.1:${port}`),
    asked,
    calls,
    devices,
    open: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A text as one unmasked frame, as servers send it. */
function textFrame(text: string): Buffer {
  const body = Buffer.from(text, 'utf8');
  const head =
    body.length < 126
      ? Buffer.from([0x81, body.length])
      : Buffer.from([0x81, 126, body.length >> 8, body.length & 255]);
  return Buffer.concat([head, body]);
}

/** Texts out of masked frames, as clients send them. What is no text is left out. */
function readFrames(onText: (text: string) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      if (rest.length < 2) return;
      const short = rest[1]! & 127;
      const head = short === 126 ? 4 : 2;
      if (rest.length < head) return;
      const length = short === 126 ? rest.readUInt16BE(2) : short;
      if (rest.length < head + 4 + length) return;
      const mask = rest.subarray(head, head + 4);
      const body = Buffer.from(
        rest.subarray(head + 4, head + 4 + length).map((byte, index) => byte ^ mask[index % 4]!),
      );
      if ((rest[0]! & 15) === 1) onText(body.toString('utf8'));
      rest = rest.subarray(head + 4 + length);
    }
  };
}
