import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Trace } from '../../src/detect/follow.ts';
import { added, edit, edits, LINES, type Piece, quiet } from '../support/versions.ts';
import { engine } from './scanning.ts';

/** An object made of a base, and the delta that says how. */
function make(base: Buffer, pieces: readonly Piece[]) {
  const starts: number[] = [];
  const sources: number[] = [];
  const parts: Buffer[] = [];
  let size = 0;
  for (const piece of pieces) {
    const isNew = typeof piece === 'string';
    const part = isNew ? Buffer.from(piece, 'latin1') : base.subarray(piece.from, piece.from + piece.length);
    if (part.length === 0) continue;
    starts.push(size);
    sources.push(isNew ? -1 : piece.from);
    parts.push(part);
    size += part.length;
  }
  const delta = {
    count: starts.length,
    starts: Uint32Array.from([...starts, size]),
    sources: Int32Array.from(sources),
  };
  return { bytes: Buffer.concat(parts), delta };
}

/** What a whole scan says, without what follows from the place alone. */
const said = (bytes: Buffer): unknown => {
  const { candidates, capped, skipped, gaps, leftOut } = engine.scan(bytes);
  return candidates.length === 0 && !capped && skipped === null && !gaps && !leftOut ? null : candidates;
};

/** Follows an object; checks that nothing is lost, and that what is passed on is true of it. */
function follow(bytes: Buffer, trace: Trace | null, delta: ReturnType<typeof make>['delta'] | null) {
  const followed = engine.follow(bytes, trace && delta ? { trace, delta } : null);
  const whole = said(bytes);
  if (followed.scan === null) expect(whole).toBeNull();
  else expect(followed.scan.candidates).toEqual(engine.scan(bytes).candidates);
  if (followed.trace) {
    expect(anchorsIn(followed.trace)).toEqual(anchorsIn(engine.follow(bytes, null).trace!));
  }
  return followed;
}

/** Which anchors stand where. */
function anchorsIn({ places, anchors }: Trace): number[][] {
  return [...places].map((place, n) => [place, anchors[n]!]).sort(([a, b], [c, d]) => a! - c! || b! - d!);
}

describe('an object that was made of another one:', () => {
  it('what is followed has what a scan of all of it has, edit by edit', () => {
    let skipped = 0;
    fc.assert(
      fc.property(quiet, fc.array(edits, { minLength: 1, maxLength: 5 }), (text, versions) => {
        let bytes: Buffer = Buffer.from(text, 'latin1');
        let { trace } = follow(bytes, null, null);
        for (const version of versions) {
          const { bytes: next, delta } = make(bytes, edit(bytes.length, version));
          const followed = follow(next, trace, delta);
          if (followed.scan === null) skipped += 1;
          ({ trace } = followed);
          bytes = next;
        }
      }),
      { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 400) },
    );
    // Or it would show nothing.
    expect(skipped).toBeGreaterThan(100);
  });

  it('so it is when pieces are moved, doubled and cut anywhere', () => {
    const piece = fc.oneof(fc.tuple(fc.nat(), fc.nat(3000)), added);
    fc.assert(
      fc.property(
        quiet,
        fc.array(fc.array(piece, { maxLength: 8 }), { minLength: 1, maxLength: 4 }),
        (text, versions) => {
          let bytes: Buffer = Buffer.from(text, 'latin1');
          let { trace } = follow(bytes, null, null);
          for (const version of versions) {
            const size = bytes.length;
            const pieces = version.map((one): Piece => {
              if (typeof one === 'string') return one;
              const from = one[0] % (size + 1);
              return { from, length: Math.min(one[1], size - from) };
            });
            const { bytes: next, delta } = make(bytes, pieces);
            ({ trace } = follow(next, trace, delta));
            bytes = next;
          }
        },
      ),
      { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 300) },
    );
  });

  it('a secret is seen wherever the seam runs through it, and through the name before it', () => {
    for (const line of LINES.slice(17)) {
      if (said(Buffer.from(`${'a line\n'.repeat(50)}${line}\n`, 'latin1')) === null) continue;
      const base = Buffer.from(`${'a line\n'.repeat(50)}${line}\n`, 'latin1');
      const start = 350;
      for (let at = start; at <= base.length; at += line.length > 300 ? 37 : 1) {
        // First half of the line, then all of it: the second half comes in.
        const half = make(base, [{ from: 0, length: at }]);
        const { trace } = follow(half.bytes, null, null);
        const rest = base.subarray(at).toString('latin1');
        const whole = make(half.bytes, [{ from: 0, length: at }, rest]);
        expect(whole.bytes.equals(base)).toBe(true);
        follow(whole.bytes, trace, whole.delta);
      }
    }
  });
});
