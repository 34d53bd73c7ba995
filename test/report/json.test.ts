import { expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { toJson, toJsonLines } from '../../src/report/json.ts';
import { findingWith, masked, placeWith, reportWith, suppressedWith } from './reports.ts';

const finding = findingWith({ parts: { id: new Secret('IDof-it', 'ID') }, places: [placeWith({ pathBytes: 'eA==' })] });
const report = reportWith({ findings: [finding], suppressed: [suppressedWith(finding, 'why')] });

it('shows secrets as it is told to', () => {
  expect(JSON.parse(toJson(report, masked)).findings).toMatchObject([{ secret: 'key_…(15)', parts: { id: 'ID…(7)' } }]);
  const revealed = JSON.parse(toJson(report, (secret) => secret.reveal()));
  expect(revealed.findings).toMatchObject([{ secret: 'key_of-the-test', parts: { id: 'IDof-it' } }]);
  expect(revealed.suppressed).toEqual(JSON.parse(toJson(report, masked)).suppressed);
});

it('keeps frames to itself: they are for people', () => {
  const shown = reportWith({
    findings: [findingWith({ places: [placeWith({ frame: { firstLine: 1, lines: ['a line'] } })] })],
  });
  expect(toJson(shown, masked)).not.toContain('a line');
});

it('writes the same in lines, with the scan last', () => {
  const document = JSON.parse(toJson(report, masked));
  const lines = toJsonLines(report, masked)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toEqual([...document.findings, { scan: document.scan }]);
});

it('counts the places that are not listed, if there are any', () => {
  expect(toJson(report, masked)).not.toContain('placesOmitted');
  const flood = findingWith({ placesOmitted: 7 });
  const { findings, suppressed } = JSON.parse(
    toJson(reportWith({ findings: [flood], suppressed: [suppressedWith(flood)] }), masked),
  );
  expect([findings, suppressed]).toMatchObject([[{ placesOmitted: 7 }], [{ placesOmitted: 7 }]]);
});

it('leaves out what is not known, and says null where nothing was asked', () => {
  const { findings, scan } = JSON.parse(toJson(reportWith({ findings: [findingWith()] }), masked));
  expect(findings[0].places[0]).not.toHaveProperty('pathBytes');
  expect(findings[0].places[0]).not.toHaveProperty('ref');
  expect(findings[0].outcome).toBeNull();
  expect(scan.seconds).toBeNull();
});
