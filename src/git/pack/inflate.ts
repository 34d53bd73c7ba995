import { constants, createInflate, deflateSync, inflateSync } from 'node:zlib';

/**
 * Unpacks what zlib packed, into memory of the caller's.
 *
 * A history is hundreds of thousands of small objects, and a stream of zlib's costs more to make than
 * most of them to unpack (measured: 14 microseconds with `inflateSync`, 3 with one stream that is used
 * again). Node has no public function for that, so its stream's own handle is used where it is as
 * known, which is tried once; elsewhere each object gets a stream.
 */
export type Inflate = (input: Uint8Array, out: Uint8Array) => 'whole' | 'part' | 'broken';

/** What Node's zlib streams hold (lib/zlib.js and src/node_zlib.cc, Node 20 to 24). */
type Stream = {
  _handle?: {
    onerror: (message: string, errno: number, code: string) => void;
    reset(): void;
    writeSync(
      flush: number,
      input: Uint8Array,
      inputAt: number,
      inputLength: number,
      out: Uint8Array,
      outAt: number,
      outLength: number,
    ): void;
  };
  /** How much of the output, then of the input, is left. */
  _writeState?: Uint32Array;
};

/**
 * Makes a function that fills `out` with what `input` unpacks to.
 *
 * It answers `whole` where the packed data ends when all but one byte of `out` is filled: give one byte more
 * than is expected. `part` where `out` was filled and there is more; `broken` for anything else.
 */
export function makeInflate(): Inflate {
  const reused = reuse(createInflate() as Stream);
  return reused && isRight(reused) ? reused : afresh;
}

function reuse({ _handle: handle, _writeState: state }: Stream): Inflate | null {
  if (!handle || !state || typeof handle.writeSync !== 'function' || typeof handle.reset !== 'function') return null;
  let failed = false;
  handle.onerror = () => {
    failed = true;
  };
  return (input, out) => {
    failed = false;
    handle.reset();
    handle.writeSync(constants.Z_FINISH, input, 0, input.length, out, 0, out.length);
    // Where it failed the state is an older one.
    if (failed) return 'broken';
    const left = state[0]!;
    return left === 0 ? 'part' : left === 1 ? 'whole' : 'broken';
  };
}

function afresh(input: Uint8Array, out: Uint8Array): 'whole' | 'part' | 'broken' {
  try {
    const bytes = inflateSync(input, { maxOutputLength: out.length });
    out.set(bytes);
    return bytes.length === out.length ? 'part' : bytes.length === out.length - 1 ? 'whole' : 'broken';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'part' : 'broken';
  }
}

/** Whether the stream's handle does what is expected of it, for good input and for bad. */
function isRight(inflate: Inflate): boolean {
  try {
    const text = Buffer.from('what is packed, and unpacked, and packed again');
    const packed = deflateSync(text);
    const damaged = Buffer.from(packed);
    damaged[damaged.length - 1]! ^= 1;
    const out = Buffer.alloc(text.length + 1);
    return (
      inflate(packed, out) === 'whole' &&
      out.subarray(0, text.length).equals(text) &&
      inflate(packed, Buffer.alloc(9)) === 'part' &&
      inflate(damaged, Buffer.alloc(text.length + 1)) === 'broken' &&
      inflate(packed.subarray(0, -3), Buffer.alloc(text.length + 1)) === 'broken' &&
      inflate(packed, Buffer.alloc(text.length + 9)) === 'broken' &&
      inflate(packed, out) === 'whole'
    );
  } catch {
    return false;
  }
}
