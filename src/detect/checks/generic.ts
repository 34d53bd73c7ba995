import { decide } from '../generic/decide.ts';
import { type Check, NO } from './check.ts';

/** Whether a value is a secret by its name, by how its characters came about, and by the text round it. */
export const generic: Check = (checked) => {
  const decision = decide(checked);
  return decision ? { ok: true, ...decision } : NO;
};
