import { describe, expect, test } from 'vitest';
import { buildCorpus, type CorpusFile } from '../../bench/accuracy/corpus.mjs';
import { development, fresh, heldBack } from '../../bench/accuracy/parts.mjs';
import { clawback } from '../support/clawback.ts';

const seed = 'clawback-1';
const parts = {
  development: buildCorpus(development, seed),
  heldBack: buildCorpus(heldBack, seed),
  fresh: buildCorpus(fresh, seed),
};
const all = Object.values(parts);
const files = all.flatMap((part) => part.files);
const labels = files.flatMap((file) => file.labels);
const count = (kind: string) => labels.filter((label) => label.kind === kind).length;

describe('the accuracy corpus', () => {
  test('holds as many secrets, look-alikes, languages and templates as it promises', () => {
    const templates = all.flatMap((part) => part.templates);
    expect(count('+')).toBeGreaterThanOrEqual(3000);
    expect(count('-')).toBeGreaterThanOrEqual(8000);
    expect(new Set(files.map((file) => file.language)).size).toBeGreaterThanOrEqual(50);
    expect(templates.filter((template) => template.labels['+'] > 0).length).toBeGreaterThanOrEqual(150);
    const without = templates.filter((template) => template.labels['+'] === 0 && template.category !== 'ordinary');
    expect(without.length).toBeGreaterThanOrEqual(250);
  });

  test('is for four tenths or more kept from those who tune, and has enough in each part', () => {
    const of = (list: CorpusFile[], wanted: string) =>
      list.flatMap((file) => file.labels).filter(({ kind }) => kind === wanted).length;
    expect([development, heldBack, fresh].map(({ hidden }) => hidden ?? false)).toEqual([false, true, true]);
    expect((of(parts.heldBack.files, '+') + of(parts.fresh.files, '+')) / count('+')).toBeGreaterThan(0.4);
    for (const { files: list } of all) {
      expect(of(list, '+')).toBeGreaterThanOrEqual(900);
      expect(of(list, '-')).toBeGreaterThanOrEqual(2000);
    }
  });

  test('has labels that lie in their file, are not empty, and do not cross', () => {
    for (const file of files) {
      const sorted = [...file.labels].sort((a, b) => a.start - b.start);
      for (const [index, label] of sorted.entries()) {
        const text = file.text.slice(label.start, label.end);
        if (label.kind === '+') expect(text.trim(), `${file.path} ${label.template}`).not.toBe('');
        expect(label.end).toBeLessThanOrEqual(file.text.length);
        const next = sorted[index + 1];
        if (next && next.start < label.end)
          expect(next.end, `${file.path} ${label.template}`).toBeLessThanOrEqual(label.end);
      }
    }
  });

  test('leaves no mark of a template in a file', () => {
    for (const file of files) expect(file.text, file.path).not.toMatch(/\{\{[+\-~]?[=\w<>()]/);
  });

  test('has no two files of one path', () => {
    for (const { files: list } of all) expect(new Set(list.map((file) => file.path)).size).toBe(list.length);
  });

  test('is the same for the same seed, and another for another', () => {
    expect(buildCorpus(development, 'clawback-1').files).toEqual(parts.development.files);
    expect(buildCorpus(development, 'clawback-2').files).not.toEqual(parts.development.files);
  });

  test('shares no template, and no way to choose a password, between its parts', () => {
    // Within a part two may well be alike.
    const shared = (lists: string[][]) => {
      const parted = lists.map((list) => new Set(list));
      return parted.flatMap((list, at) => [...list].filter((text) => parted.slice(at + 1).some((o) => o.has(text))));
    };
    expect(shared(all.map(({ templates }) => templates.map(({ id }) => id)))).toEqual([]);
    expect(shared(all.map(({ templates }) => templates.map(({ text }) => text))).length).toBe(0);
    const habits = [development, heldBack, fresh].map(({ passwords }) => passwords.map(([, , make]) => String(make)));
    expect(shared(habits).length).toBe(0);
  });

  test('stands in its source without a secret', async () => {
    const run = await clawback(['scan', 'bench/accuracy', '--format', 'json'], { cwd: process.cwd() });
    const report = JSON.parse(run.out) as { findings: { rule: string; places: { path: string; line: number }[] }[] };
    // Of a hidden part not even a line is told.
    const hidden = /\/(?:held-back|fresh)\b/;
    const told = report.findings.flatMap(({ rule, places }) =>
      places.map(({ path, line }) => `${rule} in ${hidden.exec(path)?.[0] ?? `${path}:${line}`}`),
    );
    expect(told).toEqual([]);
    expect(run.code, run.err).toBe(0);
  });
});
