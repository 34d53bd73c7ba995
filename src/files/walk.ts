import { accessSync, constants, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fastGlob from 'fast-glob';

/** A file below a folder: its path as bytes in Latin-1, relative, with "/" between the parts. */
export type WalkedFile = string;

/** What a walk found, and the folders that it could not look into. */
export type Walk = { files: WalkedFile[]; unreadable: string[] };

/**
 * Every file below a folder that is not in a repository, git's own folders left out. Links are
 * listed, not followed. Nothing is ignored: without git there is nobody to say what should be.
 *
 * @param folder an existing folder
 */
export async function walkFolder(folder: string): Promise<Walk> {
  const unreadable: string[] = [];
  const entries = await fastGlob('**', {
    cwd: folder,
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: false,
    objectMode: true,
    suppressErrors: true,
    ignore: ['**/.git/**', '**/.hg/**', '**/.svn/**'],
  });
  const files: WalkedFile[] = [];
  const lossy = new Set<string>();
  const folders = [''];
  for (const { path, dirent } of entries) {
    // fast-glob reads names as UTF-8 with loss; what it cannot spell is listed again below.
    if (path.includes('\ufffd')) lossy.add(path.slice(0, path.indexOf('\ufffd')).replace(/[^/]*$/, ''));
    else if (dirent.isDirectory()) folders.push(path);
    else files.push(Buffer.from(path, 'utf8').toString('latin1'));
  }
  for (const path of folders) {
    try {
      accessSync(join(folder, path), constants.R_OK | constants.X_OK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') unreadable.push(path);
    }
  }
  for (const path of lossy) walkBytes(folder, Buffer.from(path, 'utf8').toString('latin1'), files, unreadable, true);
  return { files: [...new Set(files)].sort(), unreadable };
}

/** Lists entries by their bytes; at the top only those whose names are not UTF-8. */
function walkBytes(folder: string, below: string, files: WalkedFile[], unreadable: string[], top: boolean): void {
  let entries: { name: Buffer; isDirectory(): boolean }[];
  try {
    const path = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(below, 'latin1')]);
    entries = readdirSync(path, { withFileTypes: true, encoding: 'buffer' }) as unknown as typeof entries;
  } catch {
    unreadable.push(below);
    return;
  }
  for (const entry of entries) {
    const name = entry.name.toString('latin1');
    if (top && !entry.name.toString('utf8').includes('\ufffd')) continue;
    if (name === '.git') continue;
    if (entry.isDirectory()) walkBytes(folder, `${below}${name}/`, files, unreadable, false);
    else files.push(below + name);
  }
}
