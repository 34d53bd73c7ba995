import type { Report } from '../../domain/report.ts';
import { type Repository, readFileAt } from '../../git/repository.ts';
import type { AddedIgnore } from '../../report/markdown/advice.ts';
import { code, shortened } from '../../report/markdown/escape.ts';
import { CONFIG_FILE, IGNORE_FILE } from '../file-names.ts';
import type { Masker } from '../masker.ts';

/** What a proposal brings that is to silence something: comments, lines of the ignore file, another configuration. */
export async function addedIgnores(
  repository: Repository,
  report: Report,
  masker: Masker,
  { head, settings }: { head: string; settings: string },
): Promise<AddedIgnore[]> {
  const placed = (path: string, line: number): string => code(`${shortened(path, 80)}:${line}`);
  const comments = [
    ...report.suppressed
      .filter(({ by }) => by === 'inline')
      .map(({ places, reason }) => ({ place: places[0]!, text: reason, hid: true })),
    ...report.findings.flatMap(({ places, unheeded }) =>
      unheeded === undefined ? [] : [{ place: places[0]!, text: unheeded, hid: false }],
    ),
  ].map(({ place, text, hid }) => ({ where: placed(place.path, place.start.line), text, hid }));
  const files: AddedIgnore[] = [];
  for (const name of [IGNORE_FILE, CONFIG_FILE]) {
    const [old, now] = await Promise.all([settings, head].map((commit) => readFileAt(repository, commit, name)));
    if (now === null || now === undefined || now === old) continue;
    const known = new Set((old ?? '').split('\n').map((line) => line.trim()));
    const lines = now.split('\n').map((line) => line.trim());
    for (const [index, line] of lines.entries()) {
      if (line === '' || line.startsWith('#') || known.has(line)) continue;
      files.push({ where: placed(name, index + 1), text: masker.mask(line), hid: false });
      if (files.length >= 100) break;
    }
  }
  return [...comments, ...files];
}
