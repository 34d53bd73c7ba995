import rules from 'clawback:rules';
import { describe, expect, it } from 'vitest';
import { found } from '../scanning.ts';

/** Where structures may begin, in every rule. */
const ANCHORS = rules.flatMap(({ detectors }) =>
  detectors.flatMap((detector) => (detector.kind === 'structure' ? detector.anchors : [])),
);

// `redis-cli\redis-cli` ended a scan: of the second only "edis-cli" was left, for its "r" is half of a
// written line end, and no command has that name.
describe('an anchor of which a part is a written escape', () => {
  it('does not end the scan', () => {
    for (const anchor of ANCHORS) {
      for (const letter of ['', 'n', 'r', 't', 'u000']) {
        expect(() => found(`${anchor}\\${letter}`.repeat(20)), anchor).not.toThrow();
      }
    }
  });
});
