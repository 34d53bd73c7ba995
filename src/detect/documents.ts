import type { JsonDetector, Rule } from '../domain/rule.ts';
import type { Drafts } from './drafts.ts';
import { referenceFallback } from './given.ts';
import {
  beginsAsJson,
  compilePaths,
  type JsonString,
  jsonStrings,
  looksLikeJson,
  type PathPattern,
  unescaped,
} from './json.ts';
import { judge } from './judge.ts';
import type { RawMatch } from './match.ts';
import type { View } from './view.ts';

/** A detector that asks for values of documents by their paths. */
export type JsonRunner = { rule: Rule; detector: number; path: PathPattern; value: RegExp; binary: boolean };

/** Documents larger than this are matched by pattern only, not by path. */
export const MAX_JSON = 64 << 20;

export function makeJsonRunner(rule: Rule, detector: number, source: JsonDetector): JsonRunner {
  const value = new RegExp(`^(?:${source.value})$`, 's');
  return { rule, detector, path: compilePaths(source.paths), value, binary: source.binary };
}

/** As much of an object mostly tells whether it is a document. */
const HEAD = 4096;

/** Whether text in UTF-8 is a document, as far as its beginning tells. */
export function isDocument(bytes: Uint8Array): boolean {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = beginsAsJson(all.toString('latin1', 0, HEAD));
  return head ?? beginsAsJson(all.toString('latin1')) === true;
}

/** Walks each document once for all the detectors whose anchors it holds. */
export function readDocuments(documents: Map<JsonRunner, View>, drafts: Drafts, limit: number, now: number): void {
  for (const view of new Set(documents.values())) {
    if (!looksLikeJson(view.text)) continue;
    const asking = [...documents].filter(([, other]) => other === view).map(([runner]) => runner);
    const wanted = lastNames(asking);
    for (const string of jsonStrings(view.text, wanted, (start, end) => view.decode(start, end))) {
      for (const runner of asking) {
        if (!runner.path.matches(string.path)) continue;
        const { start, end, value } = fallbackIn(view, string) ?? string;
        if (!runner.value.test(value)) continue;
        const raw: RawMatch = {
          start,
          end,
          key: { start, end },
          parts: {},
          keyName: string.path.join('.'),
          quoted: true,
          whole: null,
          looked: { start: 0, end: view.text.length },
        };
        drafts.add(judge(runner.rule, runner.detector, view, raw, now, value));
        if (drafts.size >= limit) return;
      }
    }
  }
}

/** The value of `${VARIABLE:-value}`, where a document's string is such a reference. */
function fallbackIn(view: View, string: JsonString): Omit<JsonString, 'path'> | null {
  const [value] = referenceFallback(view.text, string.start) ?? [];
  if (!value || value.end > string.end) return null;
  return { start: value.start, end: value.end, value: unescaped(view.decode(value.start, value.end)) };
}

/** Whether any of the detectors could ask for a string of that name; each name is asked about once. */
function lastNames(asking: JsonRunner[]): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    let wanted = known.get(name);
    if (wanted === undefined) {
      wanted = asking.some((runner) => runner.path.endsWith(name));
      known.set(name, wanted);
    }
    return wanted;
  };
}
