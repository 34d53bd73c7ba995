// A real gateway on this machine, and its command line.
import { execFile, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A gateway whose home is an empty folder. */
export class Gateway {
  #paths;
  #process = null;

  constructor(paths, home, port) {
    this.#paths = paths;
    this.home = home;
    this.port = port;
    this.url = `ws://127.0.0.1:${port}`;
    this.log = join(home, 'gateway.log');
    mkdirSync(home, { recursive: true });
  }

  static async at(paths, home) {
    return new Gateway(paths, home, await freePort());
  }

  /** Runs a command of OpenClaw's, with this home or another, and gives what it prints. */
  async cli(args, home = this.home) {
    mkdirSync(home, { recursive: true });
    const { stdout } = await run(this.#paths.node, [this.#paths.openclaw, ...args], {
      env: this.#env(home),
      timeout: 120_000,
      maxBuffer: 1 << 24,
    });
    return stdout;
  }

  /** Starts a command that goes on; it is a group of its own, so that all of it can be ended. */
  background(args, home = this.home, log = join(home, 'background.log')) {
    mkdirSync(home, { recursive: true });
    const child = spawn(this.#paths.node, [this.#paths.openclaw, ...args], {
      env: this.#env(home),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => appendFileSync(log, chunk));
    return child;
  }

  async start() {
    this.#process = this.background(
      ['gateway', '--bind', 'loopback', '--port', String(this.port)],
      this.home,
      this.log,
    );
    let code = null;
    this.#process.once('exit', (status) => {
      code = status ?? 1;
    });
    for (const until = Date.now() + 120_000; ; await sleep(250)) {
      if (code !== null) throw new Error(`the gateway ended with ${code}: see ${this.log}`);
      if (Date.now() > until) throw new Error(`the gateway did not start in time: see ${this.log}`);
      const answer = await fetch(`http://127.0.0.1:${this.port}/readyz`).catch(() => null);
      if (answer?.ok) return;
    }
  }

  async stop() {
    if (this.#process) await ended(this.#process);
    this.#process = null;
  }

  #env(home) {
    const { PATH } = process.env;
    return { PATH: `${dirname(this.#paths.node)}:${PATH}`, HOME: home, TMPDIR: home, NO_COLOR: '1' };
  }
}

/** Ends a process and all that it started. */
export async function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    try {
      process.kill(-child.pid, signal);
    } catch {
      return;
    }
    const done = await Promise.race([gone.then(() => true), sleep(10_000).then(() => false)]);
    if (done) return;
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
