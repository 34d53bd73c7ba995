// A device that pairs with a gateway as OpenClaw's own clients do: it has a key of its own, signs the
// gateway's challenge with it, and is given a token.
//
// Source: openclaw/openclaw, docs/gateway/protocol/auth.md ("Device identity and pairing"),
// packages/gateway-client/src/device-auth.ts (the text that is signed, version 3).
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { WebSocket } from 'undici';

const CLIENT = { id: 'cli', version: '0.1.0', platform: 'linux', mode: 'cli' };

/** A new device, which no gateway knows yet. */
export function newDevice() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url');
  return { id: createHash('sha256').update(raw).digest('hex'), publicKey: raw.toString('base64url'), privateKey };
}

/**
 * Connects a device, and gives what the gateway answered: `hello-ok` with the device's token, or the error.
 *
 * @param token the gateway's own token, or the device's
 */
export async function connect(url, device, { token, role = 'operator', scopes, name }) {
  const socket = new WebSocket(url);
  try {
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the gateway did not answer in time')), 20_000);
      socket.addEventListener('close', () => clearTimeout(timer));
      socket.addEventListener('error', () => reject(new Error('the connection failed')));
      socket.addEventListener('message', ({ data }) => {
        const frame = JSON.parse(data);
        if (frame.event === 'connect.challenge')
          socket.send(JSON.stringify(hello(device, frame.payload, { token, role, scopes, name })));
        if (frame.type === 'res') resolve(frame.ok ? { ok: true, ...frame.payload } : { ok: false, ...frame.error });
      });
    });
  } finally {
    socket.close();
  }
}

function hello(device, { nonce, ts }, { token, role, scopes, name }) {
  const { id, mode, platform } = CLIENT;
  const text = ['v3', device.id, id, mode, role, scopes.join(','), ts, token, nonce, platform, ''].join('|');
  const signature = sign(null, Buffer.from(text), device.privateKey).toString('base64url');
  return {
    type: 'req',
    id: '1',
    method: 'connect',
    params: {
      minProtocol: 4,
      maxProtocol: 4,
      // Of silently paired devices of one kind and name, a gateway keeps the newest only.
      client: { ...CLIENT, displayName: name },
      role,
      scopes,
      caps: [],
      auth: { token },
      device: { id: device.id, publicKey: device.publicKey, signature, signedAt: ts, nonce },
    },
  };
}
