// Leaked credentials of a real gateway, found, verified and revoked: the npm package `openclaw` on this
// machine, devices that are paired with it, and the files that OpenClaw itself writes, in a git repository.
//
//   npm run test:gateway
//
// It ends with "gateway: N passed, M failed", or says why it was skipped.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clawback } from './clawback.mjs';
import { connect, newDevice } from './device.mjs';
import { ended, Gateway } from './gateway.mjs';
import { install, Skipped } from './install.mjs';

const READ = { name: 'clawback reader', scopes: ['operator.read', 'operator.write'] };
const OTHER = { name: 'clawback bystander', scopes: ['operator.read'] };

let passed = 0;
let failed = 0;

async function check(name, test) {
  try {
    await test();
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`NOT OK  ${name}\n        ${error.message}`);
  }
}

function same(got, wanted, what = 'it') {
  const [one, other] = [got, wanted].map((value) => JSON.stringify(value));
  if (one !== other) throw new Error(`${what} is ${one}, and not ${other}`);
}

async function main() {
  const paths = await install();
  console.log(`openclaw ${paths.version}`);
  const folder = mkdtempSync(join(tmpdir(), 'clawback-gateway-test-'));
  const gateway = await Gateway.at(paths, join(folder, 'gateway'));
  const children = [];
  try {
    await story(gateway, folder, children);
  } finally {
    for (const child of children) await ended(child);
    await gateway.stop();
    if (failed === 0) rmSync(folder, { recursive: true, force: true });
    else console.log(`What the gateway wrote is kept in ${folder}`);
  }
}

async function story(gateway, folder, children) {
  // --- A gateway with a token in its configuration, and three devices ------------------------------
  const token = randomBytes(24).toString('hex');
  await gateway.cli(['config', 'set', 'gateway.mode', 'local']);
  await gateway.cli(['config', 'set', 'gateway.auth.mode', 'token']);
  await gateway.cli(['config', 'set', 'gateway.auth.token', token]);
  await gateway.start();
  const devices = async () =>
    JSON.parse(await gateway.cli(['devices', 'list', '--url', gateway.url, '--token', token, '--json']));

  const [reader, bystander] = [newDevice(), newDevice()];
  const paired = await connect(gateway.url, reader, { ...READ, token });
  const other = await connect(gateway.url, bystander, { ...OTHER, token });
  const leakedToken = paired.auth?.deviceToken;
  const otherToken = other.auth?.deviceToken;
  await check('two operators’ devices are paired', async () => {
    same([paired.ok, other.ok], [true, true]);
    same(leakedToken?.length, 43, 'the length of a device’s token');
  });
  const setup = ['qr', '--setup-code-only', '--url', gateway.url, '--token', token];
  const setupCode = (await gateway.cli(setup)).trim().split('\n').at(-1);
  const nodeHome = join(folder, 'node');
  children.push(gateway.background(['node', 'run', '--pair', setupCode], nodeHome));
  await check('a node is paired by OpenClaw’s own command', async () => {
    for (const until = Date.now() + 90_000; ; await sleep(1000)) {
      const { paired: list } = await devices();
      if (list.some(({ roles }) => roles?.includes('node'))) return;
      if (Date.now() > until) throw new Error('no node was paired in time');
    }
  });

  // --- The leak: what OpenClaw wrote, committed --------------------------------------------------
  const repository = join(folder, 'repository');
  leak(repository, [
    ['dotfiles/.openclaw/openclaw.json', join(gateway.home, '.openclaw/openclaw.json')],
    ['backup/state', join(gateway.home, '.openclaw/state')],
  ]);

  const run = clawback({ gateway: gateway.url, gatewayToken: token, repository });
  const found = await run.find();
  const ofRule = (rule, value) => found.find((one) => one.rule === rule && one.value === value);
  const ownLeak = ofRule('openclaw-gateway-token', token);
  const deviceLeak = ofRule('openclaw-device-token', leakedToken);
  const nodeLeak = found.find(({ rule, parts }) => rule === 'openclaw-device-token' && parts.role === 'node');
  await check('the gateway’s token, the devices’ and the node’s are found in the repository', () => {
    const names = { gateway: ownLeak, device: deviceLeak, node: nodeLeak };
    const missing = Object.entries(names).flatMap(([name, leaked]) => (leaked ? [] : [name]));
    same(missing, [], 'what is missing');
  });

  // --- Verified ---------------------------------------------------------------------------------------
  const before = await devices();
  await check('the gateway’s own token is live', async () => {
    const verdict = await run.verify(ownLeak);
    same([verdict.state, verdict.owners], ['live', [new URL(gateway.url).host]], 'the verdict');
  });
  await check('the device’s token is live, and its device is known', async () => {
    const verdict = await run.verify(deviceLeak);
    same([verdict.state, verdict.owners?.[1], verdict.scopes], ['live', reader.id, READ.scopes], 'the verdict');
  });
  await check('the node’s token is not sent, and nothing is said of it', async () => {
    const verdict = await run.verify(nodeLeak);
    same([verdict.state, verdict.why], ['unknown', 'no-verifier'], 'the verdict');
  });
  await check('asking created no pairing request and no device', async () => {
    const after = await devices();
    same(after.pending, before.pending, 'what is pending');
    same(idsOf(after), idsOf(before), 'the list of devices');
  });

  // --- Revoked ----------------------------------------------------------------------------------------
  await check('the device’s token is revoked, and is dead then', async () => {
    const { outcome, failing } = await run.revoke(deviceLeak);
    same([outcome.state, failing], ['revoked', false], 'the outcome');
  });
  await check('the gateway itself refuses it: as a request, and from the device that had it', async () => {
    const answer = await fetch(`http://127.0.0.1:${gateway.port}/control-ui-config.json`, {
      headers: { authorization: `Bearer ${leakedToken}` },
    });
    same(answer.status, 401, 'its answer');
    const { ok, details } = await connect(gateway.url, reader, { ...READ, token: leakedToken });
    same([ok, /^AUTH_(?:DEVICE_)?TOKEN_MISMATCH$/.test(details?.code)], [false, true], 'its greeting');
  });
  await check('a new run calls it dead, too', async () => {
    same((await run.verify(deviceLeak)).state, 'dead', 'the verdict');
  });
  await check('the other device and the node keep theirs', async () => {
    const { ok } = await connect(gateway.url, bystander, { ...OTHER, token: otherToken });
    same(ok, true, 'the bystander’s greeting');
    const tokens = (await devices()).paired.flatMap(({ deviceId, tokens = [] }) =>
      tokens.filter(({ revokedAtMs }) => revokedAtMs).map(({ role }) => [deviceId, role]),
    );
    same(tokens, [[reader.id, 'operator']], 'what is revoked');
  });

  // --- By hand: what the remedy says of the gateway's own token -----------------------------------
  const next = randomBytes(32).toString('hex');
  await check('after the rotation that the remedy describes, the gateway’s old token is dead', async () => {
    await gateway.stop();
    await gateway.cli(['config', 'set', 'gateway.auth.token', next]);
    await gateway.start();
    const later = clawback({ gateway: gateway.url, gatewayToken: next, repository });
    same((await later.verify(ownLeak)).state, 'dead', 'the verdict');
    later.close();
  });
  await check('the bystander’s token outlives that, as the remedy warns', async () => {
    const { ok } = await connect(gateway.url, bystander, { ...OTHER, token: otherToken });
    same(ok, true, 'its greeting');
  });
  run.close();
}

const idsOf = ({ paired }) => paired.map(({ deviceId }) => deviceId).sort();

function leak(repository, files) {
  mkdirSync(repository);
  const git = (...args) =>
    execFileSync('git', ['-C', repository, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);
  git('init', '-q');
  for (const [to, from] of files) cpSync(from, join(repository, to), { recursive: true });
  git('add', '--force', '.');
  git('commit', '-q', '--no-verify', '-m', 'my dotfiles');
}

try {
  await main();
} catch (error) {
  if (error instanceof Skipped) {
    console.log(`gateway: SKIPPED: ${error.message}`);
    process.exit(0);
  }
  failed += 1;
  console.log(`NOT OK  ${error.stack}`);
}
console.log(`gateway: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
