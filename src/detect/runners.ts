import type { CheckName, Detector, JsonDetector, Rule } from '../domain/rule.ts';
import { AssignedFinder } from './assigned-finder.ts';
import { type JsonRunner, makeJsonRunner } from './documents.ts';
import { readName } from './generic/name.ts';
import { type Finder, reachOf } from './match.ts';
import { NameGate } from './names.ts';
import { PatternFinder } from './pattern-finder.ts';
import { buildPrefilter, type Prefilter } from './prefilter.ts';
import { StructureFinder, structureReach } from './structure.ts';

/** The checks that look into what a value encodes. */
const DECODING: ReadonlySet<CheckName> = new Set<CheckName>([
  'base64-password',
  'basic-credentials',
  'bedrock-key',
  'grafana-payload',
  'jwt',
  'onepassword-payload',
  'openclaw-legacy-setup-code',
  'openclaw-setup-code',
]);

/** A detector at work. */
export type Runner = {
  rule: Rule;
  /** The detector's number in its rule. */
  detector: number;
  finder: Finder;
  /** How much of the text round an anchor it may look at, in characters. */
  reach: number;
  binary: boolean;
  /** Whether it looks into what a value encodes. */
  decodes: boolean;
};

/** What a set of rules comes to: which detectors are asked at which anchors. */
export type Runners = {
  rules: ReadonlyMap<string, Rule>;
  /** Lower-case literals, by number. */
  anchors: readonly string[];
  /** How long each of them is. */
  lengths: Uint8Array;
  prefilter: Prefilter;
  /** By the number of the anchor. */
  at: readonly (readonly Runner[])[];
  jsonAt: readonly (readonly JsonRunner[])[];
  /** Those whose matches wait for the end of the object. */
  pairing: readonly Runner[];
};

/** Makes the detectors of rules. What they remember of an object is forgotten by `reset`. */
export function makeRunners(rules: readonly Rule[]): Runners {
  const anchors: string[] = [];
  const at: Runner[][] = [];
  const jsonAt: JsonRunner[][] = [];
  const all: Runner[] = [];
  const slots = new Map<string, number>();
  // A name that says nothing of secrets need not be followed to its value.
  const gate = new NameGate((name) => readName(name) !== null);
  const slotOf = (anchor: string): number => {
    const known = slots.get(anchor);
    if (known !== undefined) return known;
    at.push([]);
    jsonAt.push([]);
    slots.set(anchor, anchors.length);
    return anchors.push(anchor) - 1;
  };
  for (const rule of rules) {
    rule.detectors.forEach((detector, index) => {
      const slotsOf = detector.anchors.map(slotOf);
      if (detector.kind === 'json') {
        const runner = makeJsonRunner(rule, index, detector);
        for (const slot of slotsOf) jsonAt[slot]!.push(runner);
      } else {
        const decodes = rule.checks.some((check) => DECODING.has(check));
        const runner = { rule, detector: index, binary: detector.binary, decodes, ...finderOf(rule, detector, gate) };
        all.push(runner);
        for (const slot of slotsOf) at[slot]!.push(runner);
      }
    });
  }
  const pairing = all.filter(({ rule, detector }) => {
    const { companions = [] } = rule.detectors[detector] as { companions?: unknown[] };
    return companions.length > 0;
  });
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const lengths = Uint8Array.from(anchors, ({ length }) => length);
  return { rules: byId, anchors, lengths, prefilter: buildPrefilter(anchors), at, jsonAt, pairing };
}

/** What looks round a detector's anchors, and how far it must see. */
function finderOf(
  rule: Rule,
  detector: Exclude<Detector, JsonDetector>,
  gate: NameGate,
): { finder: Finder; reach: number } {
  if (detector.kind === 'structure') return { finder: new StructureFinder(detector), reach: structureReach(detector) };
  const reach = reachOf(detector);
  if (detector.kind === 'pattern') return { finder: new PatternFinder(detector), reach };
  return { finder: new AssignedFinder(detector, rule.checks.includes('generic') ? gate : null), reach };
}
