import type { Engine } from '../detect/engine.ts';
import type { Secret } from '../domain/secret.ts';

/** Shorter values are not looked for in other texts: they would blank half of it. */
const MIN_KNOWN = 6;

/**
 * Makes a text safe to show: file names, authors, error messages and whatever else did not come
 * from us. Known secrets are replaced by their masks wherever they stand, and whatever the rules
 * recognize in the text itself.
 */
export class Masker {
  readonly #makeEngine: () => Engine;
  #engine: Engine | null = null;
  readonly #known = new Map<string, string>();

  /** @param makeEngine called when there is a first text to mask; most runs have none */
  constructor(makeEngine: () => Engine) {
    this.#makeEngine = makeEngine;
  }

  /** Remembers secrets that were found. */
  learn(secrets: Iterable<Secret>): void {
    for (const secret of secrets) {
      const value = secret.reveal();
      if (value.length >= MIN_KNOWN) this.#known.set(value, secret.mask);
      // In a path or a URL it may be spelt with escapes.
      if (encodeURIComponent(value) !== value) this.#known.set(encodeURIComponent(value), secret.mask);
    }
  }

  mask(text: string): string {
    if (text.length < MIN_KNOWN) return text;
    const bytes = Buffer.from(text, 'utf8');
    this.#engine ??= this.#makeEngine();
    const hidden = this.#engine
      .scan(bytes)
      .candidates.flatMap(({ span, secret, parts, partSpans }) => [
        { span, secret },
        ...Object.values(parts).map((part, index) => ({ span: partSpans[index]!, secret: part })),
      ]);
    const shown: Buffer[] = [];
    let at = 0;
    // A part may lie within its secret: what is hidden already needs no mask of its own.
    for (const { span, secret } of hidden.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end)) {
      if (span.end <= at) continue;
      shown.push(bytes.subarray(at, Math.max(at, span.start)), Buffer.from(secret.mask));
      at = span.end;
    }
    let masked = Buffer.concat([...shown, bytes.subarray(at)]).toString('utf8');
    // Longer ones first: one secret may be part of another.
    for (const [value, mask] of [...this.#known].sort(([a], [b]) => b.length - a.length)) {
      if (masked.includes(value)) masked = masked.replaceAll(value, mask);
    }
    return masked;
  }
}
