import type { Progress } from './source.ts';

/** How long a run may take before a bar is worth drawing. */
const PATIENCE_MS = 700;

/** A progress bar on a terminal; nothing anywhere else. */
export class ProgressBar implements Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #started = Date.now();
  #bar: { update(value: number): void; stop(): void } | null = null;
  #loading = false;
  #total = 0;
  #done = 0;
  #ended = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  total(count: number): void {
    this.#total += count;
  }

  step(count: number): void {
    this.#done += count;
    if (this.#bar) this.#bar.update(this.#done);
    else if (!this.#loading && Date.now() - this.#started > PATIENCE_MS) void this.#begin();
  }

  /** Takes the bar off the screen. */
  stop(): void {
    this.#ended = true;
    this.#bar?.stop();
    this.#bar = null;
  }

  async #begin(): Promise<void> {
    this.#loading = true;
    const { SingleBar, Presets } = (await import('cli-progress')).default;
    if (this.#ended) return;
    const bar = new SingleBar(
      {
        stream: this.#stream,
        clearOnComplete: true,
        hideCursor: true,
        format: '{bar} {percentage}% | {value}/{total} | {eta_formatted} left',
      },
      Presets.shades_classic,
    );
    bar.start(this.#total, this.#done);
    this.#bar = bar;
  }
}

/** Where there is nobody to look at a bar. */
export const NO_PROGRESS: Progress = { total: () => {}, step: () => {} };
