import { GITLINK } from './parse.ts';
import type { RawPath } from './path.ts';

/** A path that a commit brought, with what its parents held: one entry for each parent. */
export type Change = {
  commit: string;
  path: RawPath;
  id: string;
  mode: number;
  parents: { id: string | null; path: RawPath }[];
};

/**
 * Reads `git diff-tree --stdin --raw -z` (also combined, with --combined-all-paths) and
 * `git diff-index --raw -z`: ids of commits, and records of changed paths.
 */
export class RawDiffParser {
  #commit = '';
  #record: { modes: number[]; ids: string[]; status: string } | null = null;
  #paths: RawPath[] = [];
  #expected = 0;

  /**
   * @param pieces text between NUL bytes, as Latin-1
   * @param onCommit called with each commit id in the stream
   */
  push(pieces: string[], onChange: (change: Change) => void, onCommit?: (id: string) => void): void {
    for (const piece of pieces) {
      if (this.#record) {
        this.#paths.push(piece);
        if (this.#paths.length === this.#expected) this.#finish(onChange);
      } else if (piece.charCodeAt(0) === 58) {
        this.#begin(piece);
      } else if (/^[0-9a-f]{40,64}$/.test(piece)) {
        this.#commit = piece;
        onCommit?.(piece);
      }
    }
  }

  #begin(piece: string): void {
    let parents = 0;
    while (piece.charCodeAt(parents) === 58) parents += 1;
    const words = piece.slice(parents).split(' ');
    const status = words[words.length - 1]!;
    this.#record = {
      modes: words.slice(0, parents + 1).map((mode) => Number.parseInt(mode, 8)),
      ids: words.slice(parents + 1, parents * 2 + 2),
      status,
    };
    this.#paths = [];
    this.#expected = parents > 1 ? parents + 1 : /^[RC]/.test(status) ? 2 : 1;
  }

  #finish(onChange: (change: Change) => void): void {
    const { modes, ids } = this.#record!;
    const paths = this.#paths;
    this.#record = null;
    const path = paths[paths.length - 1]!;
    const id = ids[ids.length - 1]!;
    if (/^0+$/.test(id)) return;
    // A gitlink is no object of this repository: it held nothing here.
    const parents = ids.slice(0, -1).map((old, i) => {
      const none = /^0+$/.test(old) || modes[i] === GITLINK;
      return { id: none ? null : old, path: paths[i] ?? path };
    });
    onChange({ commit: this.#commit, path, id, mode: modes[modes.length - 1]!, parents });
  }
}

/** Renames are only followed for the few changes that hold something, so the limit may be high. */
export function renameOptions(renames: boolean): string[] {
  return renames ? ['-M', '-l20000'] : ['--no-renames'];
}
