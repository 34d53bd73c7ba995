import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../src/domain/rule.ts';
import { toSarif } from '../../src/report/sarif.ts';
import { type Sarif, sarifFaults } from '../support/sarif.ts';
import { findingWith, masked, placeWith, reportWith, suppressedWith } from './reports.ts';

function sarif(...changes: Parameters<typeof reportWith>): Sarif['runs'][0] {
  const document: Sarif = JSON.parse(toSarif(reportWith(...changes), masked));
  expect(sarifFaults(document)).toEqual([]);
  return document.runs[0];
}

describe('severities', () => {
  it.each([
    ['critical', 'error', '9.5'],
    ['high', 'error', '8.0'],
    ['medium', 'warning', '5.5'],
    ['low', 'note', '3.0'],
    ['info', 'note', '1.0'],
  ] as const)('%s is a %s of %s', (severity, level, score) => {
    const { results, tool } = sarif({ findings: [findingWith({ severity })] });
    expect(results.map((result) => result.level)).toEqual([level]);
    expect(tool.driver.rules).toMatchObject([
      { defaultConfiguration: { level }, properties: { 'security-severity': score } },
    ]);
  });

  it('a dead one is a note, whatever it was', () => {
    for (const severity of SEVERITIES) {
      const { results } = sarif({ findings: [findingWith({ severity, verdict: { state: 'dead', because: 'over' } })] });
      expect(results).toMatchObject([
        { level: 'note', message: { text: expect.stringContaining('It no longer works.') } },
      ]);
    }
  });
});

describe('a document', () => {
  it('is valid whatever the paths, the authors and the reasons are', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(name, name, name, (path, author, reason) => {
        fc.pre(!path.split('/').includes(''));
        const finding = findingWith({ places: [placeWith({ path, author })] });
        const run = sarif({ findings: [finding], suppressed: [suppressedWith(finding, reason)], notes: [reason] });
        expect(run.results).toHaveLength(2);
        const { uri } = run.results[0]!.locations[0]!.physicalLocation.artifactLocation;
        expect(decodeURIComponent(uri)).toBe(path);
      }),
    );
  });

  it('names each rule once, in the order of findings', () => {
    const { tool } = sarif({
      findings: [findingWith({ rule: 'b' }), findingWith({ rule: 'a' }), findingWith({ rule: 'b' })],
    });
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(tool.driver).toMatchObject({ name: 'clawback', semanticVersion: '1.2.3' });
  });

  it('splits a finding by path, and keeps its hash apart by path and fingerprint', () => {
    const places = ['a', 'b', 'a'].map((path, index) => placeWith({ path, offset: index }));
    const other = `cb1_${'1'.repeat(32)}`;
    const { results } = sarif({ findings: [findingWith({ places }), findingWith({ places, fingerprint: other })] });
    expect(results.map(({ locations }) => locations.length)).toEqual([2, 1, 2, 1]);
    const hashes = results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
    expect(new Set(hashes).size).toBe(4);
  });

  it('says that a scan with gaps was no success', () => {
    const skipped = [
      { what: 'a\nb', why: 'c', incomplete: true },
      { what: 'PNG image', why: 'd', count: 2, incomplete: false },
    ];
    expect(sarif({ scan: { complete: false, skipped }, notes: ['a\x1bb'] }).invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          { level: 'error', message: { text: 'not scanned: a\\nb: c' } },
          { level: 'note', message: { text: 'left out: 2 PNG image: d' } },
        ],
        toolConfigurationNotifications: [{ level: 'note', message: { text: 'a\\u{1b}b' } }],
      },
    ]);
  });

  it('tells a finding without a remedy from one with steps', () => {
    const { tool } = sarif({
      findings: [findingWith({ rule: 'without', remedy: { console: null, steps: [] } }), findingWith({ rule: 'with' })],
    });
    expect(tool.driver.rules[0]).not.toHaveProperty('help');
    expect(tool.driver.rules[1]).toMatchObject({
      help: { text: '1. Revoke it.\n2. Take it out.' },
      helpUri: 'https://console.example',
    });
  });
});
