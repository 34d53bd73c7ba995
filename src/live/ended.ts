import { isDetailed, type ReplyForm, type Revoke } from '../domain/api.ts';
import { isOfForm, type Reply } from './reply.ts';

/** What came of the request that ends a credential. */
export type Ended =
  | { is: 'done' }
  /** It had ended before. */
  | { is: 'gone' }
  /** This credential may not. */
  | { is: 'denied' }
  /** The target is not proven. */
  | { is: 'unproven'; why: string }
  | { is: 'failed'; why: string };

/** A reply of a status, and with that in its text. */
export const replyOf = (status: number, text: string | null = null): ReplyForm => ({
  status,
  text,
  json: {},
  headers: {},
  proof: false,
});

/** What a provider answered to being told to end a credential. Forms that ask for more than a status count first. */
export function endOf(reply: Reply, { done, gone, denied }: Pick<Revoke, 'done' | 'gone' | 'denied'>): Ended {
  const forms: [Ended['is'] & ('done' | 'gone' | 'denied'), readonly ReplyForm[]][] = [
    ['gone', gone],
    ['denied', denied],
    ['done', done],
  ];
  for (const detailed of [true, false]) {
    for (const [is, list] of forms) {
      if (list.some((form) => isDetailed(form) === detailed && isOfForm(reply, form))) return { is };
    }
  }
  return { is: 'failed', why: `its provider answered with status ${reply.status}` };
}
