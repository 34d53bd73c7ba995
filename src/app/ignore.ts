import { ClawbackError } from '../domain/errors.ts';
import { FINGERPRINT, requireKey } from './fingerprint.ts';
import { MAX_GLOB } from './glob.ts';

/** What an ignore file says: fingerprints and globs, each with its reason. */
export type IgnoreFile = { fingerprints: Map<string, string>; globs: { glob: string; reason: string }[] };

/**
 * Reads an ignore file: a fingerprint or a glob a line, a reason behind `#`.
 *
 * @param keyId the key that fingerprints are made with in this run
 * @throws ClawbackError `bad-ignore-file` naming file and line
 */
export function parseIgnoreFile(text: string, file: string, keyId: string): IgnoreFile {
  const ignore: IgnoreFile = { fingerprints: new Map(), globs: [] };
  text.split(/\r?\n/).forEach((line, index) => {
    // A hash begins a comment at the beginning, or behind white space.
    const hash = line.search(/(?<!\S)#/);
    const entry = (hash < 0 ? line : line.slice(0, hash)).trim();
    const reason = hash < 0 ? '' : line.slice(hash + 1).trim();
    if (entry === '') return;
    const where = `${file}:${index + 1}`;
    if (FINGERPRINT.test(entry)) {
      requireKey(entry, keyId, where, 'bad-ignore-file');
      ignore.fingerprints.set(entry, reason);
    } else if (/^cb1/.test(entry)) {
      throw new ClawbackError(
        'bad-ignore-file',
        `${where}: not a whole fingerprint: copy it from a report, as "cb1_" and 32 digits`,
      );
    } else if (entry.startsWith('!') || entry.length > MAX_GLOB) {
      const why = entry.startsWith('!') ? 'a glob with "!" would ignore everything else' : 'the glob is too long';
      throw new ClawbackError('bad-ignore-file', `${where}: ${why}: list what is to be ignored`);
    } else {
      ignore.globs.push({ glob: entry.replaceAll('\\#', '#'), reason });
    }
  });
  return ignore;
}
