import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { TestRepository } from './repository.ts';

const TYPES = { commit: 1, tree: 2, blob: 3, tag: 4 } as const;

/** Objects that are stored all at once: writing each to a file of its own would take too long. */
export class TestPack {
  readonly #entries: Buffer[] = [];

  /** Adds an object, whatever git would say of it; gives its id. */
  add(type: keyof typeof TYPES, content: string | Uint8Array): string {
    const bytes = Buffer.from(content);
    // Of a length the lowest four bits, then seven at a time (gitformat-pack(5)).
    const header = [(TYPES[type] << 4) | (bytes.length & 15)];
    for (let rest = bytes.length >> 4; rest > 0; rest >>= 7) {
      header[header.length - 1]! |= 128;
      header.push(rest & 127);
    }
    this.#entries.push(Buffer.from(header), deflateSync(bytes, { level: 0 }));
    return createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
  }

  /** Adds a tree that has one entry. */
  addTree(name: string, id: string, mode = '100644'): string {
    return this.add('tree', Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]));
  }

  addCommit(tree: string, parents: string[] = [], message = 'a commit\n'): string {
    const by = 'Ada <ada@example.org> 1700000000 +0000';
    const lines = [
      `tree ${tree}`,
      ...parents.map((id) => `parent ${id}`),
      `author ${by}`,
      `committer ${by}`,
      '',
      message,
    ];
    return this.add('commit', lines.join('\n'));
  }

  addTag(object: string, type: keyof typeof TYPES, message: string): string {
    const lines = [
      `object ${object}`,
      `type ${type}`,
      'tag t',
      'tagger Ada <ada@example.org> 1700000000 +0000',
      '',
      message,
    ];
    return this.add('tag', lines.join('\n'));
  }

  /** Stores them in a repository. */
  store(repository: TestRepository): void {
    const head = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
    head.writeUInt32BE(this.#entries.length / 2, 8);
    const body = Buffer.concat([head, ...this.#entries]);
    const input = Buffer.concat([body, createHash('sha1').update(body).digest()]);
    repository.gitWith({ input }, 'index-pack', '--stdin');
  }
}
