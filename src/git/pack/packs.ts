import { readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { IdSet } from '../ids.ts';
import type { Repository } from '../repository.ts';
import { bytesOf, openSource } from './bytes.ts';
import { readIndex } from './index-file.ts';
import { buildTable, WANTED } from './table.ts';
import type { SharedPack } from './walk.ts';

/** So many bytes of packs are held in memory; what more there is is read as it is needed. */
const MAX_MEMORY = 1536 << 20;

/** Alternates may have alternates: git follows as many (object-file.c). */
const MAX_ALTERNATES = 5;

/**
 * Opens the packs of a repository, and claims in them what is asked for, each object once. What is in
 * none of them, or in one that cannot be understood, is left to git.
 *
 * @param memory how many bytes of packs are held in memory, together
 * @returns the packs, and by the number of each id whether it was claimed
 */
export function openPacks(
  repository: Repository,
  wanted: IdSet,
  memory = MAX_MEMORY,
): { packs: SharedPack[]; claimed: Uint8Array } {
  const idLength = repository.objectFormat === 'sha256' ? 32 : 20;
  const claimed = new Uint8Array(wanted.size);
  const packs: SharedPack[] = [];
  let room = memory;
  for (const path of packFiles(repository)) {
    try {
      const index = readIndex(readFileSync(path.replace(/\.pack$/, '.idx')), idLength);
      if (!index) continue;
      const source = openSource(path, room);
      const bytes = bytesOf(source);
      try {
        if (!isPack(bytes.read(0, 12), index.count)) continue;
        const table = buildTable(bytes, index, idLength);
        claim(table, wanted, claimed);
        packs.push({ source, table });
      } finally {
        bytes.close();
      }
      room -= source.memory ? source.size : 0;
    } catch {
      // It may just have been packed anew, or be no file: git is asked for what is in it.
    }
  }
  return { packs, claimed };
}

/** "PACK", a version that is known, and as many objects as the index has. */
function isPack(bytes: Uint8Array, count: number): boolean {
  const header = Buffer.from(bytes);
  const version = header.length === 12 && header.toString('latin1', 0, 4) === 'PACK' ? header.readUInt32BE(4) : 0;
  return (version === 2 || version === 3) && header.readUInt32BE(8) === count;
}

function claim({ count, idLength, ids, types, flags }: SharedPack['table'], wanted: IdSet, claimed: Uint8Array): void {
  for (let entry = 0; entry < count; entry += 1) {
    if (types[entry] === 0) continue;
    const number = wanted.indexOf(ids, entry * idLength);
    if (number < 0 || claimed[number] === 1) continue;
    claimed[number] = 1;
    flags[entry] = WANTED;
  }
}

/** The paths of all packs, the repository's own first. */
function packFiles(repository: Repository): string[] {
  return objectFolders(repository).flatMap((folder) => {
    try {
      return readdirSync(join(folder, 'pack'))
        .filter((name) => name.endsWith('.pack'))
        .sort()
        .map((name) => join(folder, 'pack', name))
        .filter((path) => statSync(path).isFile() && statSync(path.replace(/\.pack$/, '.idx')).isFile());
    } catch {
      return [];
    }
  });
}

/** Where objects are kept: what git reads besides is not asked for here, and comes through git. */
function objectFolders({ commonDir, context }: Repository): string[] {
  const env = context.ambient ? context.env : {};
  const own = resolve(context.cwd, env.GIT_OBJECT_DIRECTORY ?? join(commonDir, 'objects'));
  const others = (env.GIT_ALTERNATE_OBJECT_DIRECTORIES ?? '').split(delimiter).filter(Boolean);
  const folders: string[] = [];
  const open = (folder: string, depth: number): void => {
    if (folders.includes(folder) || depth > MAX_ALTERNATES) return;
    folders.push(folder);
    for (const other of alternatesOf(folder)) open(other, depth + 1);
  };
  open(own, 0);
  for (const other of others) open(resolve(context.cwd, other), 0);
  return folders;
}

/** (git-scm.com/docs/gitrepository-layout, "objects/info/alternates".) */
function alternatesOf(folder: string): string[] {
  try {
    const file = join(folder, 'info', 'alternates');
    if (!statSync(file).isFile()) return [];
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.filter((line) => line !== '' && !/^[#"]/.test(line)).map((line) => resolve(folder, line));
  } catch {
    return [];
  }
}
