import { linkSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClawbackError } from '../../src/domain/errors.ts';
import { Trail, type TrailEvent } from '../../src/live/trail.ts';
import { temporaryFolder } from '../support/repository.ts';

const NOW = Date.UTC(2026, 5, 1);
const open = (path: string): Trail => new Trail(path, 'run-1', () => NOW);

/** Why a trail cannot be opened. */
function refusal(opening: () => Trail): string {
  try {
    opening().close();
    return '';
  } catch (error) {
    return error instanceof ClawbackError ? error.message : `a defect: ${error}`;
  }
}

/** A trail with these lines. */
function written(path: string, ...events: TrailEvent[]): string {
  const trail = open(path);
  for (const event of events) trail.write(event);
  trail.close();
  return readFileSync(path, 'utf8');
}

const request = (fingerprint: string): TrailEvent => ({
  event: 'request',
  fingerprint,
  rule: 'some-rule',
  endpoint: 'DELETE /x',
});
const outcome = (fingerprint: string): TrailEvent => ({
  event: 'outcome',
  fingerprint,
  rule: 'some-rule',
  outcome: 'revoked',
});

describe('a trail', () => {
  it('is continued by the next run, and names what was left unsettled', () => {
    const path = join(temporaryFolder(), 'trail.jsonl');
    written(path, request('a'), outcome('a'), request('b'));
    const text = written(path, request('c'));
    const trail = open(path);
    expect([...trail.unsettled]).toEqual(['b', 'c']);
    trail.close();
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).time),
    ).toEqual(Array(4).fill('2026-06-01T00:00:00.000Z'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('loses half a line of a run that was killed, and no other', () => {
    const path = join(temporaryFolder(), 'trail.jsonl');
    const text = written(path, request('a'), request('b'));
    for (const cut of [1, 30, text.length - text.indexOf('\n') - 2]) {
      writeFileSync(path, text.slice(0, -cut));
      const trail = open(path);
      expect([...trail.unsettled]).toEqual(['a']);
      trail.close();
      expect(readFileSync(path, 'utf8')).toBe(text.slice(0, text.indexOf('\n') + 1));
    }
  });

  it('tells any change of a line, and any line that was taken out of its middle', () => {
    const path = join(temporaryFolder(), 'trail.jsonl');
    const text = written(path, request('a'), outcome('a'), request('b'));
    const lines = text.split('\n').slice(0, -1);
    for (const index of [0, 1]) {
      writeFileSync(path, `${lines.filter((_, at) => at !== index).join('\n')}\n`);
      expect(refusal(() => open(path))).toContain('was changed at line');
    }
    fc.assert(
      fc.property(fc.nat({ max: text.length - 2 }), fc.integer({ min: 33, max: 126 }), (at, code) => {
        const letter = String.fromCharCode(code);
        if (text[at] === letter || text[at] === '\n') return;
        writeFileSync(path, text.slice(0, at) + letter + text.slice(at + 1));
        expect(refusal(() => open(path))).toContain('was changed at line');
      }),
      { numRuns: 300 },
    );
  });

  it('is a file of its own: no link, no second name, no folder', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'other'), '');
    symlinkSync(join(folder, 'other'), join(folder, 'link'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    linkSync(join(folder, 'other'), join(folder, 'second'));
    mkdirSync(join(folder, 'folder'));
    for (const [name, why] of [
      ['link', 'it is a link'],
      ['dangling', 'it is a link'],
      ['second', 'second name'],
      ['folder', 'EISDIR'],
      ['missing/trail', 'ENOENT'],
    ] as const) {
      expect(refusal(() => open(join(folder, name)))).toContain(why);
    }
  });
});
