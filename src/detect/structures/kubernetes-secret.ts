import { guessBits } from '../../domain/strength.ts';
import { dictionary } from '../filters/dictionary.ts';
import { jsonStrings } from '../json.ts';
import { confidenceInPassword } from '../password.ts';
import { base64Text } from './base64-text.ts';
import { type Found, type Reader, skip } from './reader.ts';
import { yamlBlock, yamlEntries } from './yaml-block.ts';

/** How much of a manifest is read to either side. */
const MAX_SIDE = 1 << 16;

const YAML_KIND = /kind[ ]{0,2}:[ ]{1,4}["']?Secret["']?[ \t]{0,8}(?:#[^\n]{0,200})?(?=\r?\n|$)/y;
const JSON_KIND = /"kind"\s{0,4}:\s{0,4}"Secret"/y;

/** Names under which something stands that is not secret by itself. */
const PUBLIC =
  /^(?:.*[-_.])?(?:user(?:[-_.]?name)?(?:_in)?|login|host(?:[-_.]?name)?|port|database|db(?:[-_.]?name)?|namespace|region|bucket|endpoint|email|type|ssl[-_.]?mode|name|id|issuer|enabled?|debug|level|version|env(?:ironment)?)$|\.(?:crt|cer|pub)$|^ca[-_.]|service[-_.]?account/i;

/** Names that say that the value is one to keep. */
const SECRET = /pass|pwd|secret|token|key|cred|auth|salt|private|dsn|conn|api/i;

/** A Kubernetes Secret: what stands under `data` in base64, and under `stringData` as it is. (Kubernetes API, Secret v1.) */
export const kubernetesSecret: Reader = {
  reach: MAX_SIDE,
  glance: (text, at) => skip(text[at] === '"' ? JSON_KIND : YAML_KIND, text, at) !== null,
  read: (text, at, floor) =>
    text[at] === '"' ? fromJson(text, at, Math.max(floor, at - MAX_SIDE)) : fromYaml(text, at, floor),
};

function fromYaml(text: string, at: number, floor: number) {
  const { start, end, column } = yamlBlock(
    text,
    at,
    Math.max(floor, at - MAX_SIDE),
    Math.min(text.length, at + MAX_SIDE),
  );
  const found: Found[] = [];
  let section = '';
  for (const entry of yamlEntries(text, start, end)) {
    if (entry.column <= column) section = entry.column === column ? entry.key : '';
    else if (section === 'data' || section === 'stringData') found.push(...secretIn(section, entry));
  }
  return { start, end, found };
}

/** Every object of the document that says that it is a Secret; a list has many. */
function fromJson(text: string, at: number, start: number) {
  const end = Math.min(text.length, at + MAX_SIDE);
  const kinds = new Set<string>();
  const values: { owner: string; section: string; key: string; start: number; end: number; value: string }[] = [];
  for (const string of jsonStrings(text.slice(start, end))) {
    const { path } = string;
    if (path.at(-1) === 'kind' && string.value === 'Secret') kinds.add(path.slice(0, -1).join('\0'));
    const section = path.at(-2) ?? '';
    if (section !== 'data' && section !== 'stringData') continue;
    const span = { start: string.start + start, end: string.end + start };
    values.push({ owner: path.slice(0, -2).join('\0'), section, key: path.at(-1)!, value: string.value, ...span });
  }
  return {
    start,
    end,
    found: values.filter(({ owner }) => kinds.has(owner)).flatMap((one) => secretIn(one.section, one)),
  };
}

type Value = { key: string; start: number; end: number; value: string };

/** The secret that an entry holds; what has lines of its own is a file, which other rules read. */
function secretIn(section: string, { key, start, end, value }: Value): Found[] {
  const written = value.replace(/\s+/g, '');
  const text = section === 'data' ? base64Text(written) : value;
  if (text === null || PUBLIC.test(key) || /[\r\n]/.test(text.trim()) || text.trim().length > 1024) return [];
  let confidence = confidenceInPassword(text.trim());
  const drawn = guessBits(text) >= 48 && dictionary(text) === null;
  if (confidence !== null && !drawn && !SECRET.test(key)) confidence = 'low';
  if (confidence === null || start >= end) return [];
  const secret: Found = {
    start,
    end,
    name: `${section}.${key}`,
    what: `the value of ${key} in a Kubernetes Secret`,
    confidence,
  };
  return [section === 'data' ? { ...secret, value: text } : secret];
}
