import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { ClawbackError, type ErrorCode } from '../domain/errors.ts';

/** The way to a value: keys, and numbers in lists. */
export type Path = (string | number)[];

/** What a file says, and where: `at` gives the file's name and the line of a value, or of a key there, for messages. */
export type Located<Value> = { value: Value; at: (path: Path, key?: string) => string };

/**
 * Reads a YAML (or JSON) text by a schema. Errors name the file, the line and what is allowed
 * there, and never quote a value of the file: it may be a secret.
 *
 * @param text the file's content
 * @param file its name, for messages
 * @throws ClawbackError with the given code
 */
export function readYaml<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
  code: ErrorCode,
): z.infer<Schema> {
  return readLocated(text, file, schema, code).value;
}

/** The same for a reader who has more to say about single values. */
export function readLocated<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
  code: ErrorCode,
): Located<z.infer<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, uniqueKeys: true });
  const broken = document.errors[0];
  if (broken) {
    const line = lines.linePos(broken.pos[0]).line;
    throw new ClawbackError(code, `${file}:${line}: not valid YAML (${yamlTrouble(broken.code)})`);
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch {
    throw new ClawbackError(code, `${file}: not valid YAML (an alias names nothing, or there are too many)`);
  }
  const at = (path: Path, key?: string): string => `${file}:${lines.linePos(offsetOf(document, path, key)).line}`;
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, at };
  const issue = deepest(result.error.issues[0]!);
  const where = at(issue.path, issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined);
  throw new ClawbackError(code, `${where}: ${issue.path.length ? `${showPath(issue.path)}: ` : ''}${tell(issue)}`);
}

type Issue = z.core.$ZodIssue & { path: Path };

/** Of a union's failures, the one that got furthest: it names the real mistake. */
function deepest(issue: z.core.$ZodIssue): Issue {
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branches = issue.errors.map((branch) => branch[0]!).filter(Boolean);
    const best = branches.sort((a, b) => b.path.length - a.path.length)[0];
    if (best && best.path.length > 0) return deepest({ ...best, path: [...issue.path, ...best.path] });
  }
  return issue as Issue;
}

/** Where a value stands, or a key of it; what is not there stands where the value that lacks it does. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: Path, key?: string): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (!isNode(node) || !node.range) continue;
    const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    return isScalar(pair?.key) && pair.key.range ? pair.key.range[0] : node.range[0];
  }
  return 0;
}

function showPath(path: Path): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : (i ? '.' : '') + showKey(part))).join('');
}

/** A key is shown only if it looks like one: a secret may stand where a key belongs. */
function showKey(key: string): string {
  return /^[A-Za-z][A-Za-z_-]{0,30}$/.test(key) ? key : '(a key)';
}

function tell(issue: Issue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown key ${issue.keys.map((key) => `"${showKey(key)}"`).join(', ')}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return issue.input === undefined && issue.message.includes('undefined')
        ? 'is missing'
        : `must be ${issue.expected === 'array' ? 'a list' : issue.expected === 'object' ? 'a mapping' : `a ${issue.expected}`}`;
    case 'too_small':
      return `must have at least ${issue.minimum}${issue.origin === 'string' ? ' characters' : ''}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'invalid_union':
      return 'does not have an allowed form';
    case 'custom':
      return issue.message;
    default:
      return issue.message.startsWith('Invalid') ? 'does not have the allowed form' : issue.message;
  }
}

const YAML_TROUBLE: Record<string, string> = {
  BAD_INDENT: 'wrong indentation',
  TAB_AS_INDENT: 'a tab is used for indentation',
  DUPLICATE_KEY: 'a key stands twice',
  MISSING_CHAR: 'a closing quote or bracket is missing',
  UNEXPECTED_TOKEN: 'something stands where it cannot',
  MULTILINE_IMPLICIT_KEY: 'a key runs over several lines',
  NON_STRING_KEY: 'a key is not a string',
};

function yamlTrouble(code: string): string {
  return YAML_TROUBLE[code] ?? code.toLowerCase().replaceAll('_', ' ');
}
