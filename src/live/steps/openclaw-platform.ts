import { platformRequest, problemOf } from '../openclaw/platform.ts';
import { valueAt } from '../reply.ts';
import { UnfitRequest } from '../request.ts';
import type { Ended, Step } from './index.ts';

const UNNAMED: Ended = { is: 'unproven', why: 'the platform’s revocation API is not named' };

/** Revokes a pairing code at the platform that the operator named. It cannot be undone. */
export const openclawPlatform: Step = {
  async run({ credential: { secret }, admin: granted }, { client, probe: { openclaw } }, announce) {
    const { platform } = openclaw;
    if (platform === null) return UNNAMED;
    const admin = granted?.admin;
    if (!admin) return { is: 'denied' };
    if (admin.equals(secret)) return { is: 'unproven', why: 'it is the code that this run works with' };
    try {
      const request = platformRequest('revoke', platform, secret, admin);
      await announce({ route: request.route, shown: `${request.route} (${secret.mask})`, target: null });
      // Sent again where the platform was busy: under its key it is one request.
      const answer = await client.send(request);
      if (!('reply' in answer)) return { is: 'failed', why: answer.detail };
      const { reply } = answer;
      if (reply.status === 200 && valueAt(reply.json, 'state') === 'revoked') return { is: 'done' };
      if (reply.status === 404 && problemOf(reply) === 'unknown-code') return { is: 'gone' };
      if (reply.status === 401 || reply.status === 403) return { is: 'denied' };
      if (reply.status === 409 && problemOf(reply) === 'own-code')
        return { is: 'unproven', why: 'it is the code that this run works with' };
      return { is: 'failed', why: `the platform answered with status ${reply.status}` };
    } catch (error) {
      if (error instanceof UnfitRequest) return { is: 'unproven', why: error.message };
      throw error;
    }
  },
};
