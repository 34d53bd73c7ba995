import { type Dirent, lstat, readdir, stat } from 'node:fs';
import fastGlob from 'fast-glob';

/** A file below a folder: its path as bytes in Latin-1, relative, with "/" between the parts. */
export type WalkedFile = string;

/** What a walk found, and the folders that it could not look into. */
export type Walk = { files: WalkedFile[]; unreadable: WalkedFile[] };

/**
 * Every file below a folder that is not in a repository, git's own folders left out. Links are
 * listed, not followed. Nothing is ignored: without git there is nobody to say what should be.
 *
 * @param folder an existing folder
 */
export async function walkFolder(folder: string): Promise<Walk> {
  const top = toName(Buffer.from(folder, 'utf8'));
  const unreadable: WalkedFile[] = [];
  const names = await fastGlob('**', {
    cwd: top,
    dot: true,
    onlyFiles: false,
    objectMode: true,
    followSymbolicLinks: false,
    suppressErrors: true,
    ignore: ['**/.git/**', '**/.hg/**', '**/.svn/**'],
    fs: byteNames((path) => unreadable.push(toRaw(path.slice(top.length).replace(/^\//, '')))),
  });
  const files = names.filter(({ dirent }) => !dirent.isDirectory()).map(({ path }) => toRaw(path));
  return { files: files.sort(), unreadable: unreadable.sort() };
}

/**
 * A name as fast-glob sees it: a character for each byte, so that none is lost that is no UTF-8, and
 * none of them a line end, which its patterns do not match.
 */
function toName(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\n\r]/g, (end) => String.fromCharCode(end.charCodeAt(0) + 256));
}

function toRaw(name: string): WalkedFile {
  return name.replace(/[\u010a\u010d]/g, (end) => String.fromCharCode(end.charCodeAt(0) - 256));
}

type FileSystem = NonNullable<fastGlob.Options['fs']>;

/** The file system under such names. */
function byteNames(onUnreadable: (path: string) => void): FileSystem {
  const toBytes = (name: string): Buffer => Buffer.from(toRaw(name), 'latin1');
  const list = (path: string, _: object, done: (error: Error | null, entries: Dirent[]) => void): void => {
    readdir(toBytes(path), { withFileTypes: true, encoding: 'buffer' }, (error, entries) => {
      if (error && !['ENOENT', 'ENOTDIR'].includes(error.code ?? '')) onUnreadable(path);
      if (error) return done(error, []);
      // A Dirent asks its own prototype what it is; only the name is another.
      for (const entry of entries) Object.assign(entry, { name: toName(entry.name as unknown as Buffer) });
      done(null, entries as unknown as Dirent[]);
    });
  };
  return {
    lstat: ((path: string, done: never) => lstat(toBytes(path), done)) as NonNullable<FileSystem['lstat']>,
    stat: ((path: string, done: never) => stat(toBytes(path), done)) as NonNullable<FileSystem['stat']>,
    readdir: list as unknown as NonNullable<FileSystem['readdir']>,
  };
}
