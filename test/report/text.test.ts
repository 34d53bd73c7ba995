import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { count, toText } from '../../src/report/text.ts';
import { findingWith, masked, placeWith, reportWith, suppressedWith } from './reports.ts';

const text = (...changes: Parameters<typeof reportWith>): string => toText(reportWith(...changes), masked, false);
const lastLine = (report: string): string => report.trimEnd().split('\n').at(-1)!;

describe('count', () => {
  it('bends the noun to the number', () => {
    expect(count(0, 'leak')).toBe('0 leaks');
    expect(count(1, 'leak')).toBe('1 leak');
    expect(count(2, 'match', 'matches')).toBe('2 matches');
    expect(count(1_234_567, 'object')).toBe('1,234,567 objects');
  });
});

describe('the last line', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [12_345, '12 kB'],
    [5_800_000_000, '5.8 GB'],
    [9_000_000_000_000_000, '9000 TB'],
  ])('says %d bytes as %s', (bytes, size) => {
    expect(lastLine(text({ scan: { bytes } }))).toBe(`no leaks in 1 file, ${size}`);
  });

  it('counts files where files were scanned, and objects and commits elsewhere', () => {
    expect(lastLine(text({ scan: { objects: 2 } }))).toBe('no leaks in 2 files, 10 bytes');
    expect(lastLine(text({ scan: { kind: 'audit', objects: 1000, commits: 1 } }))).toBe(
      'no leaks in 1,000 objects, 10 bytes, 1 commit',
    );
  });

  it('tells leaks from what is only shown', () => {
    const shown = findingWith({ failing: false, severity: 'low' });
    expect(lastLine(text({ findings: [findingWith(), shown] }))).toBe('1 leak and 1 note in 1 file, 10 bytes');
    expect(lastLine(text({ findings: [shown, shown] }))).toBe('no leaks and 2 notes in 1 file, 10 bytes');
  });

  it('tells the time, and that it is incomplete', () => {
    expect(lastLine(text({ scan: { seconds: 1.234, complete: false } }))).toBe(
      'no leaks in 1 file, 10 bytes in 1.23 s  INCOMPLETE',
    );
  });
});

describe('a finding', () => {
  it.each([
    [5, 0, ''],
    [6, 0, '  and 1 more place (--format json lists all)'],
    [1000, 1_000_000, '  and 1,000,995 more places (--format json lists the first 1,000)'],
    [5, 1, '  and 1 more place'],
    [2, 40, '  and 40 more places'],
  ])('with %d places and %d that are not named says how many are not shown', (named, placesOmitted, line) => {
    const places = Array.from({ length: named }, (_, index) => placeWith({ path: `${index}.txt` }));
    const lines = text({ findings: [findingWith({ places, placesOmitted })] }).split('\n');
    expect(lines.filter((one) => one.includes('more place'))).toEqual(line === '' ? [] : [line]);
  });

  it('says why it does not fail the run', () => {
    expect(text({ findings: [findingWith({ failing: false })] })).toContain('key_…(15)  (reported only)\n');
    const verdict = { state: 'dead', because: 'expired\x1b' } as const;
    expect(text({ findings: [findingWith({ failing: false, verdict })] })).toContain('  (dead: expired\\u{1b})\n');
  });

  it('names its parts', () => {
    const parts = { id: new Secret('IDof-it', 'ID') };
    expect(text({ findings: [findingWith({ parts })] })).toMatch(/^high {2}Some key {2}key_…\(15\), id ID…\(7\)\n/);
  });

  it.each([
    [placeWith(), '  src/app.py:3:8'],
    [placeWith({ kind: 'filename' }), '  the name of src/app.py'],
    [placeWith({ kind: 'note', path: 'notes/x' }), '  note on notes/x:3:8'],
    [placeWith({ path: '', ref: 'refs/tags/v1' }), `  refs/tags/v1, object ${'a'.repeat(12)}:3:8`],
    [placeWith({ path: '' }), `  object ${'a'.repeat(12)}:3:8`],
    [placeWith({ path: '', object: '' }), '  standard input:3:8'],
    [
      placeWith({ kind: 'commit-message', path: '', commit: 'c'.repeat(40) }),
      `  message of commit ${'c'.repeat(12)}:3:8  still there`,
    ],
    [placeWith({ kind: 'tag-message', path: '', ref: 'refs/tags/v1' }), '  message of refs/tags/v1:3:8'],
    [placeWith({ kind: 'tag-message', path: '', header: 'tagger' }), `  tagger line of tag object ${'a'.repeat(12)}`],
    [
      placeWith({ commit: 'c'.repeat(40), author: 'A\u202e', date: '2024-05-06T07:08:09Z', present: false }),
      `  src/app.py:3:8  since ${'c'.repeat(12)} (2024-05-06, A\\u{202e}), removed later, but in the history`,
    ],
    [
      placeWith({ commit: 'c'.repeat(40), author: 'Ada', reachable: false }),
      `  src/app.py:3:8  since ${'c'.repeat(12)} (Ada), in no branch or tag`,
    ],
  ])('says where it is, in case %#', (place, line) => {
    expect(text({ findings: [findingWith({ places: [place] })] }).split('\n')[1]).toBe(line);
  });

  it('marks its line in the frame, and aligns the numbers', () => {
    const frame = { firstLine: 9, lines: ['\tone', 'key_…(15)', ''] };
    const shown = text({ findings: [findingWith({ places: [placeWith({ start: { line: 10, column: 1 }, frame })] })] });
    expect(shown).toContain('\n\n     9 |     one\n  > 10 | key_…(15)\n    11 |\n\n');
  });
});

describe('what to do', () => {
  it('is said once for each kind of credential', () => {
    const shown = text({ findings: [findingWith(), findingWith(), findingWith({ title: 'Other key' })] });
    expect(shown.match(/^ {2}Some key {2}https:\/\/console\.example$/gm)).toHaveLength(1);
    expect(shown).toContain('    1. Revoke it.\n    2. Take it out.\n  Other key  https://console.example\n');
  });

  it('is a new credential for what was revoked: what used it fails now', () => {
    const outcome = { state: 'revoked', seconds: 2.5, reversible: true } as const;
    const shown = text({ findings: [findingWith({ outcome, failing: false })] });
    expect(shown).toContain(
      'revoked: its provider refuses it now, 2.5 s after the scan began; its provider can bring it back',
    );
    expect(shown).toMatch(/it is revoked, and what used it fails now\. Make a new one/);
    expect(shown).not.toContain('    1. ');
  });

  it('is nothing for what is dead, and is not said where nothing was found', () => {
    const verdict = { state: 'dead', because: 'expired' } as const;
    expect(text({ findings: [findingWith({ verdict, failing: false })] })).toContain('\nNothing to do: ');
    expect(text()).toBe('no leaks in 1 file, 10 bytes\n');
  });
});

it('what was not scanned comes first, twenty lines of it, then what was left out', () => {
  const skipped = [
    ...Array.from({ length: 22 }, (_, index) => ({ what: `f${index}\n`, why: 'why', incomplete: true })),
    { what: 'PNG image', why: 'x', count: 3, incomplete: false },
  ];
  const lines = text({ scan: { complete: false, skipped }, notes: ['a\x1bb'], belowConfidence: 2 }).split('\n');
  expect(lines[0]).toBe('not scanned: f0\\n: why');
  expect(lines.slice(20)).toEqual([
    'not scanned: and 2 other things',
    'What was not scanned may hold leaks: mend it and scan again, or accept it with --allow-incomplete.',
    'left out: 3 × PNG image',
    'a\\u{1b}b',
    '2 matches below medium confidence not shown (--min-confidence low shows them)',
    'no leaks in 1 file, 10 bytes  INCOMPLETE',
    '',
  ]);
});

it('who silenced what is counted', () => {
  const suppressed = [suppressedWith(findingWith()), { ...suppressedWith(findingWith()), by: 'baseline' as const }];
  expect(text({ suppressed })).toBe('silenced: 1 by the baseline, 1 by comments\nno leaks in 1 file, 10 bytes\n');
});

it('with colours it says the same', () => {
  const report = reportWith({
    findings: [findingWith({ places: [placeWith({ frame: { firstLine: 3, lines: ['x'] } })] })],
    notes: ['a note'],
    scan: { complete: false, skipped: [{ what: 'f', why: 'w', incomplete: true }] },
  });
  const coloured = toText(report, masked, true);
  expect(coloured).not.toBe(toText(report, masked, false));
  expect(coloured.replace(/\x1b\[[0-9;]*m/g, '')).toBe(toText(report, masked, false));
});

describe('whose a live credential is', () => {
  const facts = { because: 'it works', proven: true, scopes: [], lastUsed: null };
  it.each([
    [['T123', 'acme'], ['Acme'], 'LIVE: it works; of Acme (id T123, acme)'],
    [['T123'], [], 'LIVE: it works; of T123'],
    [[], ['Acme'], 'LIVE: it works; of Acme'],
    [[], [], 'LIVE: it works'],
  ])('is told by name, and by what is its alone: %j, %j', (owners, names, line) => {
    const finding = findingWith({ verdict: { state: 'live', owners, names, ...facts } });
    expect(text({ findings: [finding] }).split('\n')).toContain(`  ${line}`);
  });
});
