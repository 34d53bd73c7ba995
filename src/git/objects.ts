import { once } from 'node:events';
import { type GitContext, runGit, startGit } from './run.ts';

export type ObjectType = 'blob' | 'commit' | 'tree' | 'tag';

/** An object's content. The bytes are only good until the next batch is asked for. */
export type GitObject = { id: string; type: ObjectType; bytes: Uint8Array };

/** An object that could not be read. Git tells one that is not there and a broken one alike. */
export type UnreadableObject = { id: string; why: 'unreadable' | 'too large' };

export type ObjectBatch = { objects: GitObject[]; unreadable: UnreadableObject[] };

/** Larger objects are not read: a scan of them would not fit into memory. */
export const MAX_OBJECT = 1 << 30;

/**
 * Reads objects through `git cat-file --batch`, in the order of their ids. An object that git cannot
 * read ends its process: that one is reported, and another process goes on behind it.
 *
 * @param ids in full; asked for as the reader gets there
 */
export async function* readObjects(context: GitContext, ids: readonly string[]): AsyncGenerator<ObjectBatch> {
  let next = 0;
  while (next < ids.length) {
    const { child, ended } = startGit(context, ['cat-file', '--batch', '--buffer']);
    const feeding = feed(child.stdin, ids, next);
    const parser = new BatchParser(ids, next);
    try {
      for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
        const batch = parser.push(chunk);
        if (batch.objects.length > 0 || batch.unreadable.length > 0) yield batch;
      }
    } finally {
      child.stdin.destroy();
      if (child.exitCode === null) child.kill();
    }
    await feeding;
    await ended;
    next = parser.answered;
    if (next < ids.length) {
      yield { objects: [], unreadable: [{ id: ids[next]!, why: 'unreadable' }] };
      next += 1;
    }
  }
}

/** Writes ids as fast as git takes them. */
async function feed(
  stdin: NodeJS.WritableStream & { destroyed: boolean },
  ids: readonly string[],
  from: number,
): Promise<void> {
  const closed = new Promise<void>((resolve) => stdin.once('close', resolve));
  for (let at = from; at < ids.length; at += 1000) {
    if (stdin.destroyed) return;
    const more = stdin.write(`${ids.slice(at, at + 1000).join('\n')}\n`);
    if (!more) await Promise.race([once(stdin, 'drain').catch(() => {}), closed]);
  }
  stdin.end();
}

/** Reads the stream `<id> SP <type> SP <size> LF <contents> LF`, as `git cat-file --batch` prints it. */
class BatchParser {
  /** How many of the ids have an answer. */
  answered: number;
  readonly #ids: readonly string[];
  #rest: Buffer = Buffer.alloc(0);
  #open: { id: string; type: ObjectType; size: number; bytes: Buffer | null; filled: number } | null = null;

  constructor(ids: readonly string[], from: number) {
    this.#ids = ids;
    this.answered = from;
  }

  push(chunk: Buffer): ObjectBatch {
    const batch: ObjectBatch = { objects: [], unreadable: [] };
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = Buffer.alloc(0);
    let at = 0;
    while (at < data.length) {
      if (this.#open) {
        at += this.#fill(data, at, batch);
        continue;
      }
      const newline = data.indexOf(10, at);
      if (newline < 0) break;
      const header = data.toString('latin1', at, newline);
      const [id, type, size] = header.split(' ') as [string, string, string | undefined];
      at = newline + 1;
      if (size === undefined || !/^\d+$/.test(size)) {
        batch.unreadable.push({ id: this.#ids[this.answered] ?? id, why: 'unreadable' });
        this.answered += 1;
        continue;
      }
      const length = Number(size);
      if (data.length - at > length) {
        batch.objects.push({ id, type: type as ObjectType, bytes: data.subarray(at, at + length) });
        at += length + 1;
        this.answered += 1;
      } else {
        const bytes = length <= MAX_OBJECT ? Buffer.allocUnsafe(length) : null;
        this.#open = { id, type: type as ObjectType, size: length, bytes, filled: 0 };
      }
    }
    if (at < data.length) this.#rest = data = Buffer.from(data.subarray(at));
    return batch;
  }

  /** Takes what this chunk holds of an object that began in an earlier one, and its line feed. */
  #fill(data: Buffer, at: number, batch: ObjectBatch): number {
    const open = this.#open!;
    const take = Math.min(open.size - open.filled, data.length - at);
    open.bytes?.set(data.subarray(at, at + take), open.filled);
    open.filled += take;
    if (open.filled < open.size || at + take === data.length) return take;
    if (open.bytes) batch.objects.push({ id: open.id, type: open.type, bytes: open.bytes });
    else batch.unreadable.push({ id: open.id, why: 'too large' });
    this.#open = null;
    this.answered += 1;
    return take + 1;
  }
}

/**
 * The id of every object that the repository holds, alternates included, in the order of its packs.
 *
 * @returns also whether git came to its end, and whether there was anything that it could not read
 */
export async function listObjects(
  context: GitContext,
): Promise<{ ids: string[]; ended: boolean; complained: boolean }> {
  const { child, ended } = startGit(context, [
    'cat-file',
    '--batch-all-objects',
    '--unordered',
    '--buffer',
    '--batch-check=%(objectname)',
  ]);
  child.stdin.end();
  const ids: string[] = [];
  let rest = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop()!;
    for (const line of lines) ids.push(line.split(' ', 1)[0]!);
  }
  const { code, complained } = await ended;
  return { ids, ended: code === 0, complained };
}

/**
 * What objects are.
 *
 * @param names ids, or expressions that name one object and hold no line end
 * @returns types by name; nothing for what is not there or cannot be read
 */
export async function typesOf(context: GitContext, names: readonly string[]): Promise<Map<string, string>> {
  const types = new Map<string, string>();
  if (names.length === 0) return types;
  const input = names.map((name) => `${name}\n`).join('');
  const { stdout } = await runGit(context, ['cat-file', '--batch-check=%(objecttype)', '--buffer'], input);
  for (const [index, line] of stdout.toString('latin1').split('\n').entries()) {
    const name = names[index];
    if (name !== undefined && /^(?:commit|tree|blob|tag)$/.test(line)) types.set(name, line);
  }
  return types;
}
