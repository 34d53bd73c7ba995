import { isDetailed, type ReplyForm, type Verify } from '../domain/api.ts';
import type { Verdict } from '../domain/verdict.ts';
import { factsAt, isOfForm, type Reply } from './reply.ts';

/**
 * What a reply says of a credential. Only what the rule file lists counts: what is dead by a documented
 * refusal is dead, what is live by a documented answer is live, and all else is unknown.
 */
export function judgeReply(
  reply: Reply,
  verify: Pick<Verify, 'live' | 'dead' | 'expects' | 'owners' | 'names' | 'scopes' | 'lastUsed'>,
): Verdict {
  // Whoever is refused for asking too often learns nothing of the credential.
  if (reply.status === 429) return { state: 'unknown', why: 'rate-limit' };
  const state = stateOf(reply, verify);
  // A proxy's or a portal's page is no answer of the provider.
  const foreign = verify.expects === 'json' && reply.json === undefined;
  if (state === null || foreign) {
    const form = foreign ? 'no JSON' : 'not documented';
    return { state: 'unknown', why: 'unexpected-reply', detail: `status ${reply.status}, ${form}` };
  }
  if (state.is === 'dead') return { state: 'dead', because: `its provider refuses it (status ${reply.status})` };
  const proven = (reply.status >= 200 && reply.status < 300) || state.form.proof;
  return {
    state: 'live',
    because: proven
      ? `its provider accepts it (status ${reply.status})`
      : `its provider knows it, and refuses the question (status ${reply.status})`,
    proven,
    owners: factsAt(reply, verify.owners),
    names: factsAt(reply, verify.names),
    scopes: factsAt(reply, verify.scopes),
    lastUsed: verify.lastUsed === null ? null : (factsAt(reply, [verify.lastUsed])[0] ?? null),
  };
}

/** Forms that ask for more than a status count first. */
function stateOf(
  reply: Reply,
  { live, dead }: Pick<Verify, 'live' | 'dead'>,
): { is: 'live' | 'dead'; form: ReplyForm } | null {
  for (const detailed of [true, false]) {
    for (const [is, forms] of [
      ['dead', dead],
      ['live', live],
    ] as const) {
      const form = forms.find((one) => isDetailed(one) === detailed && isOfForm(reply, one));
      if (form) return { is, form };
    }
  }
  return null;
}
