import { createContext, runInContext } from 'node:vm';

/** What is thrown in the place of a result that took too long. */
export class TooSlow extends Error {}

const sandbox: { work: (() => unknown) | null } = { work: null };
let context: object | null = null;

/**
 * Runs synchronous work, and stops it when its time is over, in the middle of a regular expression
 * too: for patterns that somebody else wrote.
 *
 * @param milliseconds at least 1
 * @throws TooSlow
 */
export function within<T>(milliseconds: number, work: () => T): T {
  context ??= createContext(sandbox);
  sandbox.work = work;
  try {
    return runInContext('work()', context, { timeout: milliseconds }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new TooSlow();
    throw error;
  } finally {
    sandbox.work = null;
  }
}
