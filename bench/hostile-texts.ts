import { examplesOf } from '../src/app/rule-examples.ts';
import type { Detector, Rule, RuleText } from '../src/domain/rule.ts';
import { sample } from '../test/rules/steps.ts';

/** A piece of text to be repeated, and what it was made of. */
export type HostileText = { what: string; piece: string };

/** Letters that patterns take in many places, so that their repeats can share what stands there. */
const FAVOURITES = ['a', 'A', '0', '-', '_', ' ', '\\', '"', '=', '.', '/', '&'];

/** A longer piece would stand only a few times in what is scanned. */
const LONGEST = 6000;

/**
 * Texts that a rule's patterns nearly match, made from the patterns: the longest matches cut off, and
 * such matches close to each other; anchors, names and openings of documents again and again.
 */
export function hostileTexts(rule: Rule, text: RuleText): HostileText[] {
  const texts = new Map<string, string>();
  const add = (what: string, piece: string): void => {
    const cut = piece.slice(0, LONGEST);
    if (cut !== '' && !texts.has(cut)) texts.set(cut, what);
  };
  rule.detectors.forEach((detector, index) => {
    for (const { what, piece } of ofDetector(detector)) add(`find[${index}], ${what}`, piece);
  });
  for (const { name, text: whole } of examplesOf(text)) {
    add(name, `${whole}\n`);
    add(`${name}, cut off`, whole.slice(0, Math.floor(whole.length * 0.9)));
  }
  return [...texts].map(([piece, what]) => ({ what, piece }));
}

function* ofDetector(detector: Detector): Generator<HostileText> {
  for (const anchor of detector.anchors) {
    yield { what: `the anchor ${anchor}`, piece: anchor };
    yield { what: `the anchor ${anchor} on lines`, piece: `${anchor}\n` };
    for (const letter of FAVOURITES) yield { what: `the anchor ${anchor} and ${letter}`, piece: anchor + letter };
  }
  switch (detector.kind) {
    case 'pattern':
      for (const near of nearMisses(detector.source, detector.flags)) {
        yield* besideAnchors(detector, near);
        for (const companion of detector.companions) {
          for (const letter of ['a', '/']) {
            const beside = sample(companion.source, companion.flags, letter, 700);
            yield { what: `${near.what}, beside ${companion.name}`, piece: `${near.piece}\n${beside}\n` };
          }
        }
      }
      return;
    case 'assigned':
      for (const name of nearMisses(detector.name, 'i')) {
        yield* besideAnchors(detector, { what: `name, ${name.what}`, piece: name.piece });
      }
      for (const letter of ['a', '_', ' ']) {
        const name = sample(detector.name, 'i', letter, 700);
        const value = sample(detector.value, '', 'a', 700);
        for (const [how, form] of Object.entries(FORMS)) {
          yield* besideAnchors(detector, { what: `name of ${letter} ${how}`, piece: form(name, value) });
        }
      }
      for (const value of nearMisses(detector.value, '')) {
        const name = sample(detector.name, 'i', 'a', 40);
        yield* besideAnchors(detector, { what: `value, ${value.what}`, piece: `${name}="${value.piece}` });
        yield* besideAnchors(detector, { what: `value, ${value.what}`, piece: `${name}: ${value.piece}\n` });
      }
      return;
    case 'json':
      for (const path of detector.paths) {
        const names = path.split('.').map((part) => /[\w-]+/.exec(part)?.[0] ?? 'a');
        const open = names.map((name) => `{"${name}":`).join('');
        const [anchor] = detector.anchors;
        yield { what: `the path ${path}, opened`, piece: `${open}"${anchor}` };
        yield { what: `the path ${path}`, piece: `${open}"${anchor}"${'}'.repeat(names.length)},` };
        const value = sample(detector.value, 's', 'a', 700);
        yield { what: `the path ${path}, with a value`, piece: `${open}"${value}"${'}'.repeat(names.length)}\n` };
      }
  }
}

/** How a value stands behind its name; without an end it makes the reader of values go on. */
const FORMS: Record<string, (name: string, value: string) => string> = {
  'assigned to': (name, value) => `${name}="${value}\n`,
  called: (name, value) => `${name}(${value.slice(0, 40)}(`,
  'with a list': (name) => `${name}=["a","b",`,
  'with a fallback': (name) => `\${${name}:-\${`,
  'among names': (name) => `name=${name} `,
  'of a type': (name) => `${name}: a, b, c, `,
};

/** With an anchor in it, or on the line before. */
function* besideAnchors(detector: Detector, { what, piece }: HostileText): Generator<HostileText> {
  const folded = piece.toLowerCase();
  const has = detector.anchors.some((anchor) => folded.includes(anchor));
  if (has) yield { what, piece };
  if (!has || detector.lines !== undefined)
    yield { what: `${what}, by an anchor`, piece: `${detector.anchors[0]}\n${piece}` };
}

/** Texts that match up to some place, and then no more. */
function* nearMisses(source: string, flags: string): Generator<HostileText> {
  for (const favourite of FAVOURITES) {
    for (const repeats of [40, 700]) {
      const whole = sample(source, flags, favourite, repeats);
      yield { what: `a match of ${favourite}`, piece: `${whole}\0` };
      yield { what: `a match of ${favourite}, and more of it`, piece: `${whole}${favourite.repeat(50)}` };
      for (const part of [0.9, 0.5]) {
        yield { what: `${part} of a match of ${favourite}`, piece: whole.slice(0, Math.floor(whole.length * part)) };
      }
    }
  }
}
