/**
 * A secret's value, which prints as its mask wherever it is printed: template strings, JSON,
 * `console.log` and `util.inspect` all show the mask. Only `reveal()` gives the value, and a test
 * holds the list of the files that call it.
 */
export class Secret {
  readonly #value: string;
  /** What people may see: the rule's literal prefix (shared by all such secrets) and the length. */
  readonly mask: string;
  /** The literal that the mask may show. */
  readonly prefix: string;

  /**
   * @param value the decoded secret, line ends as LF
   * @param prefix the literal that every secret of this kind begins with; '' for a prefixless one
   */
  constructor(value: string, prefix = '') {
    this.#value = value;
    this.prefix = value.startsWith(prefix) ? prefix : '';
    this.mask = `${this.prefix}…(${value.length})`;
  }

  /** The bare value. Never log, print or store what this returns. */
  reveal(): string {
    return this.#value;
  }

  /** Whether both are the same value. */
  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  toString(): string {
    return this.mask;
  }

  toJSON(): string {
    return this.mask;
  }

  [Symbol.toPrimitive](): string {
    return this.mask;
  }

  /** `node:util` looks this symbol up by its registered name, so no import is needed. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.mask;
  }
}
