import type { Engine } from '../detect/engine.ts';
import type { Secret } from '../domain/secret.ts';
import { KnownValues, MIN_KNOWN } from './known-values.ts';

/** So many texts are remembered, if they are no longer than this: paths and authors come again and again. */
const MAX_REMEMBERED = 20_000;
const MAX_LENGTH = 1000;

/**
 * Makes a text safe to show: file names, authors, error messages and whatever else did not come
 * from us. Known secrets are replaced by their masks wherever they stand, and whatever the rules
 * recognize in the text itself.
 */
export class Masker {
  readonly #makeEngine: () => Engine;
  #engine: Engine | null = null;
  readonly #known = new KnownValues();
  readonly #masked = new Map<string, string>();

  /** @param makeEngine called when there is a first text to mask; most runs have none */
  constructor(makeEngine: () => Engine) {
    this.#makeEngine = makeEngine;
  }

  /** Takes secrets that were found. */
  learn(secrets: Iterable<Secret>): void {
    for (const secret of secrets) {
      // Half a character, as broken UTF-16 has it, is no text that could be shown.
      const value = Buffer.from(secret.reveal(), 'utf8').toString('utf8');
      if (value.length < MIN_KNOWN) continue;
      // In a path or a URL it may be spelt with escapes.
      for (const form of [value, encodeURIComponent(value)]) {
        if (this.#known.add(form, secret.mask)) this.#masked.clear();
      }
    }
  }

  mask(text: string): string {
    if (text.length < MIN_KNOWN) return text;
    let masked = this.#masked.get(text);
    if (masked === undefined) {
      masked = this.#maskKnown(this.#maskRecognized(text));
      if (this.#masked.size >= MAX_REMEMBERED) this.#masked.clear();
      if (text.length <= MAX_LENGTH) this.#masked.set(text, masked);
    }
    return masked;
  }

  #maskRecognized(text: string): string {
    const bytes = Buffer.from(text, 'utf8');
    this.#engine ??= this.#makeEngine();
    const hidden = this.#engine
      .scan(bytes)
      // What is packed in a text has no place of its own there.
      .candidates.filter(({ inside }) => inside === undefined)
      .flatMap(({ span, secret, parts, partSpans }) => [
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
    return Buffer.concat([...shown, bytes.subarray(at)]).toString('utf8');
  }

  #maskKnown(text: string): string {
    return this.#known.in(text).reduce((masked, { value, mask }) => masked.replaceAll(value, () => mask), text);
  }
}
