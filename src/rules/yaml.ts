import { isNode, LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { ClawbackError, type ErrorCode } from '../domain/errors.ts';

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
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = deepest(result.error.issues[0]!);
  const node = document.getIn(issue.path, true);
  const offset = isNode(node) && node.range ? node.range[0] : keyOffset(document, issue.path);
  const line = lines.linePos(offset).line;
  throw new ClawbackError(
    code,
    `${file}:${line}: ${issue.path.length ? `${showPath(issue.path)}: ` : ''}${tell(issue)}`,
  );
}

type Issue = z.core.$ZodIssue & { path: (string | number)[] };

/** Of a union's failures, the one that got furthest: it names the real mistake. */
function deepest(issue: z.core.$ZodIssue): Issue {
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branches = issue.errors.map((branch) => branch[0]!).filter(Boolean);
    const best = branches.sort((a, b) => b.path.length - a.path.length)[0];
    if (best && best.path.length > 0) return deepest({ ...best, path: [...issue.path, ...best.path] });
  }
  return issue as Issue;
}

function keyOffset(document: ReturnType<typeof parseDocument>, path: (string | number)[]): number {
  for (let length = path.length - 1; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function showPath(path: (string | number)[]): string {
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
