import { describe, expect, test } from 'vitest';
import { buildCorpus, type CorpusFile } from '../../bench/accuracy/corpus.mjs';
import { development, heldBack } from '../../bench/accuracy/parts.mjs';
import { clawback } from '../support/clawback.ts';

const parts = { development: buildCorpus(development, 'clawback-1'), heldBack: buildCorpus(heldBack, 'clawback-1') };
const both = Object.values(parts);
const files = both.flatMap((part) => part.files);
const labels = files.flatMap((file) => file.labels);
const count = (kind: string) => labels.filter((label) => label.kind === kind).length;

describe('the accuracy corpus', () => {
  test('holds as many secrets, look-alikes, languages and templates as it promises', () => {
    const templates = both.flatMap((part) => part.templates);
    expect(count('+')).toBeGreaterThanOrEqual(3000);
    expect(count('-')).toBeGreaterThanOrEqual(8000);
    expect(new Set(files.map((file) => file.language)).size).toBeGreaterThanOrEqual(50);
    expect(templates.filter((template) => template.labels['+'] > 0).length).toBeGreaterThanOrEqual(150);
    const without = templates.filter((template) => template.labels['+'] === 0 && template.category !== 'ordinary');
    expect(without.length).toBeGreaterThanOrEqual(250);
  });

  test('is for a third held back', () => {
    const secrets = (list: CorpusFile[]) =>
      list.flatMap((file) => file.labels).filter(({ kind }) => kind === '+').length;
    expect(secrets(parts.heldBack.files) / count('+')).toBeGreaterThan(0.3);
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
    for (const { files: list } of both) expect(new Set(list.map((file) => file.path)).size).toBe(list.length);
  });

  test('is the same for the same seed, and another for another', () => {
    expect(buildCorpus(development, 'clawback-1').files).toEqual(parts.development.files);
    expect(buildCorpus(development, 'clawback-2').files).not.toEqual(parts.development.files);
  });

  test('shares no template, and no way to choose a password, between its parts', () => {
    const known = new Set(parts.development.templates.flatMap(({ id, text }) => [id, text]));
    for (const { id, text } of parts.heldBack.templates) expect(known.has(id) || known.has(text), id).toBe(false);
    const words = (list: [number, string, unknown][]) => list.map(([, , make]) => String(make));
    const makers = new Set(words(development.passwords));
    for (const maker of words(heldBack.passwords)) expect(makers.has(maker)).toBe(false);
  });

  test('stands in its source without a secret', async () => {
    const run = await clawback(['scan', 'bench/accuracy', '--format', 'json'], { cwd: process.cwd() });
    const report = JSON.parse(run.out) as { findings: { rule: string; places: { path: string; line: number }[] }[] };
    // Of the held-back part not even a line is told.
    const told = report.findings.flatMap(({ rule, places }) =>
      places.map(
        ({ path, line }) => `${rule} in ${path.includes('held-back') ? 'the held-back part' : `${path}:${line}`}`,
      ),
    );
    expect(told).toEqual([]);
    expect(run.code, run.err).toBe(0);
  });
});
