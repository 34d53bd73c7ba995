import { ClawbackError } from '../domain/errors.ts';
import { EXIT } from './decide.ts';
import { helpText, readArguments } from './flags.ts';
import type { Outcome, World } from './world.ts';

/**
 * Runs a command line.
 *
 * @param argv what follows the program's name
 * @returns what to write, and the exit code; errors too, as one line that says what to do
 */
export async function run(world: World, argv: readonly string[]): Promise<Outcome> {
  try {
    const args = readArguments(argv);
    if ('help' in args)
      return { code: argv.length === 0 ? EXIT.incomplete : EXIT.clean, out: `${helpText(args.help)}\n`, err: '' };
    switch (args.command) {
      case 'rules':
        return await (await import('./run-rules.ts')).runRules(world, args);
      case 'verify':
      case 'revoke':
        return await (await import('./run-live.ts')).runLive(world, args);
      case 'baseline':
        return await (await import('./run-baseline.ts')).runBaseline(world, args);
      default:
        return await (await import('./run-scan.ts')).runScan(world, args);
    }
  } catch (error) {
    return { code: EXIT.incomplete, out: '', err: `${await describeError(error, world.now)}\n`, broken: true };
  }
}

/**
 * An error as it may be shown: a known one as its line, any other with the stack, for whoever mends
 * it. Both may quote what was scanned, so both are masked.
 */
export async function describeError(error: unknown, now: number): Promise<string> {
  const [{ createEngine }, { default: rules }, { Masker }, { visible }] = await Promise.all([
    import('../detect/engine.ts'),
    import('clawback:rules'),
    import('./masker.ts'),
    import('../report/escape.ts'),
  ]);
  const masker = new Masker(() => createEngine(rules, { now }));
  if (error instanceof ClawbackError) return `clawback: ${visible(masker.mask(error.message))}`;
  const stack = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  const lines = stack.split('\n').map((line) => visible(masker.mask(line)));
  return `clawback: this is a defect of Clawback, please report it:\n${lines.join('\n')}`;
}
