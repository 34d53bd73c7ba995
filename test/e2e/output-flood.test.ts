import { chmodSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

/** More than is looked at in one object: ten secrets, again and again. */
const FLOOD = Array.from({ length: 5200 }, (_, index) => `${groqKey(String(index % 10))}\n`).join('');

it('a flood of secrets in one file is cut, told and incomplete; other files are scanned', async () => {
  const repository = new TestRepository();
  repository.write('flood.txt', FLOOD);
  repository.write('last.txt', `key = ${groqKey('last')}\n`);
  repository.commit();
  const scan = await report(['scan'], { cwd: repository.path });
  expect(scan.run.code).toBe(2);
  expect(scan.scan.complete).toBe(false);
  expect(scan.scan.skipped).toEqual([
    {
      what: 'flood.txt',
      why: 'it holds more matches than are looked at; the rest of it was not scanned',
      incomplete: true,
    },
  ]);
  expect(scan.findings).toHaveLength(11);
  expect(scan.findings.filter(({ places }) => places[0]!.path === 'last.txt')).toHaveLength(1);

  const audit = await clawback(['audit'], { cwd: repository.path });
  expect(audit.code).toBe(2);
  expect(audit.out).toMatch(/^not scanned: object [0-9a-f]{40}: it holds more matches than are looked at/m);
  expect((await clawback(['audit', '--allow-incomplete', '--format', 'sarif'], { cwd: repository.path })).code).toBe(1);
});

it('one secret again and again is one finding, with its first hundred places at a path', async () => {
  const repository = new TestRepository();
  repository.write('a.txt', `${groqKey()}\n`.repeat(1000));
  repository.write('b.txt', `${groqKey()}\n`);
  const { findings, scan } = await report(['scan'], { cwd: repository.path });
  expect(scan.complete).toBe(true);
  expect(findings).toHaveLength(1);
  expect(findings[0]!.occurrences).toBe(2);
  expect(findings[0]!.places.filter(({ path }) => path === 'a.txt')).toHaveLength(100);
  expect(findings[0]!.places.at(-1)).toMatchObject({ path: 'b.txt', line: 1 });
});

it('a flood of places is told in any format', async () => {
  const repository = new TestRepository();
  for (let number = 0; number < 300; number += 1) repository.write(`${number % 7}/${number}.txt`, `${groqKey()}\n`);
  const { findings } = await report(['scan'], { cwd: repository.path });
  expect(findings.map(({ places }) => places.length)).toEqual([300]);
  const text = await clawback(['scan'], { cwd: repository.path });
  expect(text.out).toContain('and 295 more places (--format json lists all)');
});

it('a flood of places is cut, and the rest of them counted', async () => {
  const repository = new TestRepository();
  for (let number = 0; number < 1100; number += 1) repository.write(`${number % 7}/${number}.txt`, `${groqKey()}\n`);
  const { findings, scan } = await report(['scan'], { cwd: repository.path });
  expect(scan.complete).toBe(true);
  expect(findings).toMatchObject([{ occurrences: 1, places: { length: 1000 }, placesOmitted: 100 }]);
  const text = await clawback(['scan'], { cwd: repository.path });
  expect(text.out).toContain('and 1,095 more places (--format json lists the first 1,000)');
});

it('a flood of what could not be scanned is counted', async () => {
  const repository = new TestRepository();
  for (let number = 0; number < 26; number += 1) {
    const blob = repository.gitWith({ input: `blob ${number}` }, 'hash-object', '-w', '--stdin');
    repository.git('update-ref', `refs/tags/${number}`, blob);
    const file = `${repository.path}/.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`;
    chmodSync(file, 0o644);
    writeFileSync(file, 'no object');
  }
  const { out, code } = await clawback(['audit'], { cwd: repository.path });
  expect(code).toBe(2);
  expect(out.match(/^not scanned: object /gm)).toHaveLength(20);
  expect(out).toContain('not scanned: and 6 other things\n');
});
