import { visible } from './escape.ts';

/** How a language or file format takes a secret from outside. */
export type Lookup = {
  language: string;
  /** The expression that stands for the value; null where such a file cannot look anything up. */
  expression: string | null;
  /** One sentence of what to do, without Markdown, that is right for this kind of file. */
  advice: string;
};

/** A string that holds the secret: what stands in it before and after, and on its line to the left and right. */
type Literal = { left: string; prefix: string; quote: string; before: string; after: string; right: string };
/** What is written for the string; null where the language has nothing for it. */
type Write = (literal: Literal, read: string) => string | null;

/** What a language's line is made of. A NUL stands for the string in `refuse`. */
type Style = {
  quotes: string;
  comment: RegExp;
  write: Write;
  /** Lines where the string has to be a constant, or may be something else than an expression. */
  refuse?: RegExp;
  /** What a string may follow without an operator: `puts "a"`, `(f "a" "b")`. */
  follows?: 'word' | 'anything';
  /** Letters and signs at the opening quote that `write` knows. */
  prefix?: RegExp;
  /** What quotes too, but cannot be replaced. */
  opaque?: string;
  /** Quotes in which a backslash is only a backslash. */
  plain?: string;
  /** A string before a colon is an expression, and no key or label. */
  colon?: true;
};

const VALID = /^[A-Z][A-Z0-9_]{1,63}$/;
const SLASHES = /\/\/|\/\*|(?<=^\s*)\*(?=\s)/y;
const HASH = /#/y;

const isWhole = ({ before, after }: Literal): boolean => before === '' && after === '';
const quoted = (quote: string, text: string): string[] => (text === '' ? [] : [`${quote}${text}${quote}`]);
const pieces = ({ quote, before, after }: Literal, read: string): string[] =>
  [quoted(quote, before), read, quoted(quote, after)].flat();
/** Whether nothing beside the string could bind tighter than an operator that is put there. */
const isAlone = ({ left, right }: Literal): boolean =>
  /(?:^|[=(,[{:>]|\breturn)\s*$/.test(left) && /^\s*(?:$|[,;)\]}]|\/\/)/.test(right);

/** "Bearer " + read, with the operator of the language. */
const joined =
  (operator: string, wrapsReads = false): Write =>
  (literal, read) => {
    if (isWhole(literal)) return wrapsReads && !isAlone(literal) ? `(${read})` : read;
    if (literal.prefix !== '') return null;
    const sum = pieces(literal, read).join(operator);
    return isAlone(literal) ? sum : `(${sum})`;
  };

/** paste0("Bearer ", read) */
const called =
  (open: string, comma: string): Write =>
  (literal, read) =>
    isWhole(literal) ? read : `${open}${pieces(literal, read).join(comma)})`;

/** "Bearer #{read}"; other quotes would take what is special in these for plain text. */
const interpolated =
  (open: string, close: string, nests = true): Write =>
  (literal, read) => {
    const { quote, before, after } = literal;
    if (isWhole(literal)) return read;
    if (quote !== '"' && /[\\$#]/.test(before + after)) return null;
    return `"${before}${open}${nests ? read : read.replaceAll('"', "'")}${close}${after}"`;
  };

const template: Write = (literal, read) => {
  const { quote, before, after } = literal;
  if (isWhole(literal)) return read;
  return quote !== '`' && /\$\{/.test(before + after) ? null : `\`${before}\${${read}}${after}\``;
};

/** The quotes inside differ from those outside, which Python before 3.12 needs. */
const formatted: Write = (literal, read) => {
  const { prefix, quote, before, after } = literal;
  if (isWhole(literal)) return read;
  const isFormat = /f/i.test(prefix);
  if (isFormat && /\{[^}]*$/.test(before)) return null;
  const text = (part: string): string => (isFormat ? part : part.replace(/[{}]/g, '$&$&'));
  const inner = read.replaceAll('"', quote === '"' ? "'" : '"');
  return `f${prefix.replace(/[fu]/gi, '')}${quote}${text(before)}{${inner}}${text(after)}${quote}`;
};

const rust: Write = (literal, read) => {
  const text = (part: string): string => part.replace(/[{}]/g, '$&$&');
  if (isWhole(literal)) return read;
  return literal.prefix === '' ? `format!("${text(literal.before)}{}${text(literal.after)}", ${read})` : null;
};

/** Where strings cannot be joined by an operator, only one that is nothing but the secret. */
const alone =
  (prefix = ''): Write =>
  (literal, read) =>
    isWhole(literal) && literal.prefix === prefix ? read : null;

/** `"Bearer $NAME"`, whatever the quotes were. A name that is set to itself has to be set already. */
const shell: Write = (literal, read) => {
  const { left, quote, before, after } = literal;
  if (/[$\\`]$/.test(left) || /[$\\]$|`|\$\(|\$\{[^}]*$/.test(before)) return null;
  // Quotes in "$(…)" are its own: what seems to be outside of quotes may be inside.
  if (quote === '' && /"[^"]*\$\(/.test(left)) return null;
  const braced = `\${${read.slice(1)}`;
  if (isWhole(literal) && new RegExp(`(?:^|[\\s;&|(])${read.slice(1)}=$`).test(left)) return `"${braced}:?}"`;
  if (quote === "'" && /["$`\\!]/.test(before + after)) return pieces(literal, `"${read}"`).join('');
  return `"${before}${after === '' ? read : `${braced}}`}${after}"`;
};

/** fish has no braces for a name in a string, so the string ends before it. */
const fish: Write = (literal, read) =>
  /[$\\]$|\$\(/.test(literal.left + literal.before) ? null : pieces(literal, `"${read}"`).join('');

const cLike = (write: Write, refuse: RegExp, more: Partial<Style> = {}): Style => ({
  quotes: '"',
  comment: SLASHES,
  write,
  refuse,
  ...more,
});
const script = (quotes: string, write: Write, more: Partial<Style> = {}): Style => ({
  quotes,
  comment: HASH,
  write,
  ...more,
});

const ANNOTATION = /@\w+\s*\(|\bcase\b|\bconst\b/;
const PYTHON = script('"\'', formatted, {
  // A string at an end of a line may go on in the line beside it, where brackets are open.
  refuse: /^\s*(?:case\b|\0(?!\s*,))|\0\s*\\$|[([{][^)\]}]*\0\s*(?:#.*)?$/,
  prefix: /(?<![\w.])(?:[rRuUfF]|[fF][rR]|[rR][fF])$/,
  colon: true,
});
const JAVASCRIPT = cLike(
  template,
  /^\s*(?:export\s+)?(?:declare\s+)?(?:type|interface|enum|import)\b|\bcase\b|\bfrom\s*\0|\b(?:import|require)\s*\(|<\w[^>]*=\0|(?<!=)>\s*\0|(?<!\|)\|\s*\0|\0\s*\|(?!\|)|\0\s*as const|^\s*(?:readonly\s+)?\w+\??:\s*\0\s*;/,
  { quotes: '"\'`' },
);
const RUBY = script('"\'', interpolated('#{', '}', false), { follows: 'word', opaque: '`' });
// In a block of constants, a line looks like an assignment.
const GO = cLike(joined(' + '), /\bconst\b|\bimport\b|^\s*(?!var\b)\w+(?:\s+\w+)?\s*=\s*\0|^\s*\w*\s*\0\s*$/, {
  quotes: '"`',
});
const JAVA = cLike(joined(' + '), ANNOTATION);
const KOTLIN = cLike(interpolated('${', '}'), ANNOTATION);
const GROOVY = cLike(joined(' + '), ANNOTATION, { quotes: '"\'', follows: 'word' });
const JENKINS = { ...GROOVY, write: alone(), refuse: /^(?!\s*[A-Za-z_]\w*\s*=\s*\0\s*$)/ };
const SIGNS = /[@$]{1,2}$/;
const CSHARP = cLike(joined(' + '), /\b(?:const|case|is)\b|^\s*\[|[(,]\s*string\??\s+\w+\s*=\s*\0/, { prefix: SIGNS });
const FSHARP = cLike(joined(' + ', true), /\[<|\|\s*\0/, { follows: 'anything', prefix: SIGNS });
const VB = cLike(joined(' & '), /\bConst\b|\bCase\b|^\s*</i, { comment: /'|\brem\b/iy, prefix: /\$$/, plain: '"' });
const PHP = cLike(joined(' . '), /\b(?:const|public|private|protected|static|var|case|function|fn)\b/, {
  quotes: '"\'',
  comment: /#|\/\/|\/\*|(?<=^\s*)\*(?=\s)/y,
  follows: 'word',
  opaque: '`',
});
const RUST = cLike(rust, /\b(?:const|static)\b|#!?\[|!\s*[([{]\s*\0|\0.*=>/, { prefix: /(?<!\w)r$/ });
const SWIFT = cLike(joined(' + '), /\bcase\b|[@#]\w+\s*\(/);
const DART = cLike(
  joined(' + '),
  /\b(?:const|case|import|export|part)\b|@\w+\(|[({,]\s*[\w.?]+\s+\w+\s*=\s*\0|\0\s*$/,
  {
    quotes: '"\'',
    prefix: /(?<!\w)r$/,
  },
);
const C_REFUSES = /^#|\]\s*=\s*\{?|\bconstexpr\b|\bcase\b|^\s*\0(?!\s*,)|\0\s*(?:\/[/*].*)?$/;
const C = cLike(alone(), new RegExp(`^\\S|\\bstatic\\b|${C_REFUSES.source}`));
const CPP = cLike(alone(), C_REFUSES);
const OBJECTIVE_C = cLike(alone('@'), new RegExp(`^\\S|\\bstatic\\b|${C_REFUSES.source}`), { prefix: /@$/ });
const ELIXIR = script('"', joined(' <> '), { refuse: /^\s*@/, follows: 'word', opaque: "'" });
const ERLANG = script('"', joined(' ++ '), { refuse: /<<\s*\0|^-(?!define)/, comment: /%/y, opaque: "'" });
const CLOJURE = script('"', called('(str ', ' '), { comment: /;/y, follows: 'anything' });
const LUA = script('"\'', joined(' .. ', true), { comment: /--/y, follows: 'word' });
const PERL = script('"\'', joined(' . '), { comment: /(?<=^|[\s;{}])#/y, follows: 'word', opaque: '`' });
const R = script('"\'', called('paste0(', ', '));
const JULIA = script('"', interpolated('$(', ')'), { opaque: '`' });
const NIX = script('"', interpolated('${', '}'), { refuse: /''/, follows: 'anything' });
const HCL = cLike(interpolated('${', '}'), /\b(?:default|source|version)\s*=/, { comment: /#|\/\/|\/\*/y });
const POWERSHELL = script('"\'', interpolated('$(', ')'), { refuse: /`/, follows: 'anything', plain: '"\'' });
// A key before it is JSON, in a string that began some lines before.
const SHELL = script('"\'', shell, { refuse: /['"]\s*:\s*\0/, comment: /(?<=^|[\s;&|(])#/y, plain: "'" });
const FISH = { ...SHELL, write: fish, plain: '' };

/** By extension, or by a whole name without one: the language, what reads NAME in it, and what that needs. */
const LANGUAGES: Record<string, [language: string, expression: string, style: Style | null, needs?: string]> = {
  'py pyi pyw': ['Python', 'os.environ["NAME"]', PYTHON, 'import os'],
  'js mjs cjs': ['JavaScript', 'process.env.NAME', JAVASCRIPT],
  'ts mts cts': ['TypeScript', 'process.env.NAME', JAVASCRIPT],
  'rb rake gemspec ru gemfile rakefile podfile fastfile vagrantfile': ['Ruby', 'ENV.fetch("NAME")', RUBY],
  go: ['Go', 'os.Getenv("NAME")', GO, 'import "os"'],
  java: ['Java', 'System.getenv("NAME")', JAVA],
  'kt kts': ['Kotlin', 'System.getenv("NAME")', KOTLIN],
  'scala sc sbt': ['Scala', 'sys.env("NAME")', JAVA],
  'groovy gradle': ['Groovy', 'System.getenv("NAME")', GROOVY],
  'jenkinsfile jenkins': ['Jenkinsfile', "credentials('NAME')", JENKINS],
  'cs csx': ['C#', 'Environment.GetEnvironmentVariable("NAME")', CSHARP, 'using System'],
  'fs fsx': ['F#', 'Environment.GetEnvironmentVariable("NAME")', FSHARP, 'open System'],
  'vb vbs': ['Visual Basic', 'Environment.GetEnvironmentVariable("NAME")', VB, 'Imports System'],
  'php phtml': ['PHP', "getenv('NAME')", PHP],
  rs: ['Rust', 'std::env::var("NAME").expect("NAME is set")', RUST],
  swift: ['Swift', 'ProcessInfo.processInfo.environment["NAME"]!', SWIFT, 'import Foundation'],
  'm mm': ['Objective-C', 'NSProcessInfo.processInfo.environment[@"NAME"]', OBJECTIVE_C],
  dart: ['Dart', 'Platform.environment["NAME"]!', DART, "import 'dart:io'"],
  'ex exs': ['Elixir', 'System.fetch_env!("NAME")', ELIXIR],
  'erl hrl': ['Erlang', 'os:getenv("NAME")', ERLANG],
  'clj cljc bb': ['Clojure', '(System/getenv "NAME")', CLOJURE],
  'hs lhs': ['Haskell', 'getEnv "NAME"', null, 'import System.Environment'],
  lua: ['Lua', 'os.getenv("NAME")', LUA],
  'pl pm t': ['Perl', '$ENV{NAME}', PERL],
  r: ['R', 'Sys.getenv("NAME")', R],
  jl: ['Julia', 'ENV["NAME"]', JULIA],
  'c h': ['C', 'getenv("NAME")', C, 'include stdlib.h'],
  'cpp cc cxx hpp hh hxx ino': ['C++', 'std::getenv("NAME")', CPP, 'include cstdlib'],
  zig: ['Zig', 'std.posix.getenv("NAME")', null],
  'sh bash zsh ksh bashrc zshrc bash_profile profile zprofile zshenv': ['shell script', '$NAME', SHELL],
  fish: ['fish', '$NAME', FISH],
  'ps1 psm1 psd1': ['PowerShell', '$env:NAME', POWERSHELL],
  nix: ['Nix', '(builtins.getEnv "NAME")', NIX],
  tf: ['Terraform', 'var.LOWER', HCL],
};

const APP = 'Set NAME where the program runs; an app that people install has to ask a server of yours instead.';

/** What else there is to say of a language than that its program reads its environment. */
const LANGUAGE_ADVICE: Record<string, string> = {
  Jenkinsfile: 'Put it into the credentials of Jenkins with the id NAME, and bind it in an environment block.',
  Swift: APP,
  'Objective-C': APP,
  Dart: APP,
  Nix: 'Use sops-nix or agenix: what an expression reads at build time, NAME too, lands in the store, which all can read.',
  Terraform: 'Declare the variable LOWER with sensitive = true, and set TF_VAR_LOWER where Terraform runs.',
};

/** In what the expression is written for the secret: any text; YAML; YAML whose commands a shell reads; a string. */
type Place = 'text' | 'yaml' | 'commands' | 'string';

const braced = (inner: string): string => `\${${inner}}`;

/** What base names (in lower case) say, first things first. Only what has no name of its own is known by its folder. */
const FORMATS: [name: RegExp, language: string, expression: string | null, advice: string, place?: Place][] = [
  [/\/\.github\/workflows\/[^/]*\.ya?ml$/, 'GitHub Actions workflow', braced('{ secrets.NAME }'), 'workflow', 'yaml'],
  [/\/\.circleci\/[^/]*\.ya?ml$/, 'CircleCI configuration', '$NAME', 'ci'],
  [/\/action\.ya?ml$/, 'GitHub Action', null, 'action'],
  [/\/(?=[^/]*(?:example|sample|template|\bdist\b))[^/]*\benv\b[^/]*$/, 'example of a dotenv file', null, 'example'],
  [/\/(?:\.env(?:rc)?(?:[-._][^/]*)?|[^/]*\.env)$/, 'dotenv file', null, 'dotenv'],
  [/\/\.npmrc$/, 'npm configuration', braced('NAME'), 'set', 'text'],
  [/\/\.yarnrc\.ya?ml$/, 'Yarn configuration', braced('NAME'), 'set', 'yaml'],
  [/\/\.pypirc$/, 'PyPI configuration', null, 'pypirc'],
  [/\/requirements[^/]*\.txt$/, 'pip requirements', braced('NAME'), 'set', 'text'],
  [/\/(?:docker-)?compose[^/]*\.ya?ml$/, 'Docker Compose', braced('NAME'), 'set', 'yaml'],
  [/\/(?:(?:docker|container)file(?:\.[^/]*)?|[^/]*\.dockerfile)$/, 'Dockerfile', null, 'dockerfile'],
  [/\/\.?[^/]*gitlab-ci[^/]*\.ya?ml$/, 'GitLab CI configuration', braced('NAME'), 'gitlab', 'commands'],
  [/\/[^/]*azure-pipelines[^/]*\.ya?ml$/, 'Azure pipeline', '$(NAME)', 'azure', 'yaml'],
  [/\/(?:\.travis|\.?appveyor|bitbucket-pipelines|\.drone|\.woodpecker)\.ya?ml$/, 'CI configuration', '$NAME', 'ci'],
  [/\/serverless[^/]*\.ya?ml$/, 'Serverless configuration', braced('env:NAME'), 'set', 'yaml'],
  [/\/(?:application|bootstrap)(?:[-.][^/]*)?\.ya?ml$/, 'Spring configuration', braced('NAME'), 'set', 'yaml'],
  [/\/(?:application|bootstrap)(?:[-.][^/]*)?\.properties$/, 'Spring configuration', braced('NAME'), 'set', 'text'],
  [/\/(?:database|cable|storage)\.ya?ml$/, 'Rails configuration', '<%= ENV["NAME"] %>', 'rails', 'yaml'],
  [/\/(?:playbook[^/]*|site|vault|inventory)\.ya?ml$/, 'Ansible', "{{ lookup('env', 'NAME') }}", 'ansible', 'yaml'],
  [/\/values(?:[-._][^/]*)?\.ya?ml$/, 'Helm values', null, 'helm'],
  [
    /\/(?:[^/]*[-.])?(?:secret|deployment|statefulset|daemonset|cronjob|job|configmap|pod|kustomization)\.ya?ml$/,
    'Kubernetes manifest',
    null,
    'kubernetes',
  ],
  [/\/(?:openclaw|clawdbot|moltbot)\.json5?$/, 'OpenClaw configuration', braced('NAME'), 'set', 'string'],
  [/\/appsettings(?:\.[^/]*)?\.json$/, 'ASP.NET settings', null, 'appsettings'],
  [/\/nuget\.config$/, 'NuGet configuration', '%NAME%', 'set', 'text'],
  [/\/(?:settings|pom)\.xml$/, 'Maven configuration', braced('env.NAME'), 'set', 'text'],
  [/\/wrangler\.(?:toml|jsonc?)$/, 'Wrangler configuration', null, 'wrangler'],
  [/\.ipynb$/, 'Jupyter notebook', 'os.environ["NAME"]', 'notebook'],
  [/\.(?:bat|cmd)$/, 'batch file', '%NAME%', 'set', 'text'],
  [/\/(?:gnu)?makefile$|\.mk$/, 'Makefile', '$(NAME)', 'set'],
  [/\.tfvars$/, 'Terraform variables', null, 'tfvars'],
  [
    /\.(?:tfstate(?:\.backup)?|log(?:\.\d+)?|har|sqlite3?|db|bak|pem|key|p12|pfx|jks|keystore|ppk)$/,
    'stored data',
    null,
    'stored',
  ],
  [/\.(?:jsx|tsx|vue|svelte|astro)$/, 'browser component', null, 'browser'],
  [/\.(?:x?html?|ejs|hbs)$/, 'HTML', null, 'browser'],
  [/\.(?:mdx?|markdown|rst|adoc|txt|tex|org)$|\/(?:readme|changelog)$/, 'document', null, 'document'],
  [/\.sql$/, 'SQL', null, 'sql'],
  [/\.(?:json[5cl]?|ndjson)$/, 'JSON', null, 'outside'],
  [/\.ya?ml$/, 'YAML', null, 'outside'],
  [/\.toml$/, 'TOML', null, 'outside'],
  [/\.(?:ini|cfg|conf|cnf|properties)$/, 'configuration file', null, 'outside'],
  [/\.(?:xml|plist|config)$/, 'XML', null, 'outside'],
];
const OTHER = [/(?:)/, 'text', null, 'outside'] as const satisfies (typeof FORMATS)[number];

const ADVICE: Record<string, string> = {
  action: 'Declare an input for it, and let the workflows that use the action pass a secret.',
  ansible: 'Encrypt it with ansible-vault, or set NAME where Ansible runs and write EXPRESSION here.',
  appsettings: 'Use dotnet user-secrets on your machine, and an environment variable or a key vault elsewhere.',
  azure: 'Make a secret variable NAME of the pipeline, and write EXPRESSION here.',
  browser: 'Keep it on a server that the page asks: a variable that is built into the page is read by every visitor.',
  ci: 'Put it into the settings of the CI as a masked variable NAME, and let commands use EXPRESSION.',
  dockerfile: 'Use RUN --mount=type=secret,id=NAME, or set NAME when it runs; ARG and ENV stay in the image.',
  document: 'Write a placeholder instead: a document shows the form of a value, and never one that works.',
  dotenv:
    'Take the file out of git (git rm --cached), list it in .gitignore, and commit an .env.example without values.',
  example: 'Leave the value empty: this file is for everyone, and the real one belongs into .gitignore.',
  gitlab: 'Put it into the CI/CD variables of the project, masked and protected, as NAME, and write EXPRESSION here.',
  helm: 'Leave it empty, and let the chart refer to a Secret that is not in git, or pass it with --set.',
  kubernetes: 'Refer to a Secret with secretKeyRef, and keep that Secret out of git, or seal or encrypt it.',
  notebook: 'Read it with os.environ["NAME"] in a cell, and clear the outputs before you commit.',
  outside: 'Keep the value out of the file: have the program read NAME from its environment.',
  pypirc: 'Keep the file out of git, and use trusted publishing, a keyring, or TWINE_PASSWORD where it runs.',
  rails: 'Use the encrypted credentials of Rails, or set NAME where it runs and write EXPRESSION here.',
  set: 'Set NAME in the environment of what reads this file, and write EXPRESSION here.',
  sql: 'Let the program that runs it read NAME from its environment, and pass the value as a parameter.',
  stored: 'Take the file out of git (git rm --cached), and list it in .gitignore.',
  tfvars: 'Take the file out of git (git rm --cached), and set TF_VAR_LOWER where Terraform runs.',
  workflow: "Put it into the repository's secrets as NAME, and write EXPRESSION here.",
  wrangler: 'Run wrangler secret put NAME, and read it from env in the Worker.',
};

/** What is known of a file by its name, with NAME in the place of a variable's. */
type Known = { language: string; expression: string | null; advice: string; style?: Style | null; place?: Place };

/** Paths are whoever's who opened the pull request: they are compared, and never shown. */
function knownOf(path: string): Known {
  const tail = `/${path.replaceAll('\\', '/').split('/').slice(-3).join('/')}`.toLowerCase();
  const end = tail.slice(tail.lastIndexOf('/') + 1).replace(/^.*\./s, '');
  const entry = Object.entries(LANGUAGES).find(([names]) => names.split(' ').includes(end));
  if (entry) {
    const [language, expression, style, needs] = entry[1];
    const how = needs === undefined ? '' : ` (${needs})`;
    const advice = `Set NAME where the program runs, and read it from its environment${how}.`;
    return { language, expression, advice: LANGUAGE_ADVICE[language] ?? advice, style };
  }
  const [, language, expression, advice, place] = FORMATS.find(([name]) => name.test(tail)) ?? OTHER;
  return { language, expression, advice: ADVICE[advice]!, ...(place && { place }) };
}

/** Secrets of a repository may not begin with GITHUB_. */
const nameIn = (language: string, name: string): string =>
  language.startsWith('GitHub') ? name.replace(/^GITHUB_(?=[A-Z])/, 'GH_') : name;

export function lookupFor(path: string, name: string): Lookup {
  const { language, expression: pattern, advice } = knownOf(path);
  const own = nameIn(language, variableName([name], name));
  const fill = (text: string, words: Record<string, string>): string =>
    text.replace(/NAME|LOWER|EXPRESSION/g, (word) => words[word]!);
  const words = { NAME: own, LOWER: own.toLowerCase() };
  const expression = pattern === null ? null : fill(pattern, words);
  return { language, expression, advice: fill(advice, { ...words, EXPRESSION: expression ?? own }) };
}

/** What no suggestion is made for: minified lines, and lines with characters that are not seen. */
const isPlain = (line: string): boolean => {
  const text = line.replaceAll('\t', '');
  return line.length <= 1000 && visible(text) === text;
};

/**
 * The line with the literal replaced, or null where that cannot be done safely.
 * `start` and `end` are UTF-16 columns of the secret, from 0, half-open.
 */
export function replacedLine(
  path: string,
  line: string,
  { start, end }: { start: number; end: number },
  name: string,
): string | null {
  const secret = line.slice(start, end);
  const again = line.indexOf(secret, start + 1);
  if (!(start >= 0 && start < end && end <= line.length) || !isPlain(line)) return null;
  if (line.indexOf(secret) !== start || again !== -1) return null;
  const { expression } = lookupFor(path, name);
  const { style, place } = knownOf(path);
  if (expression === null) return null;
  const result = style
    ? inCode(line, start, end, style, expression)
    : place
      ? inText(line, start, end, place, expression)
      : null;
  return result === null || result.includes(secret) ? null : result;
}

/** The string of a line round the secret; null: no string, a comment, or a line that is not understood. */
function stringRound(
  line: string,
  start: number,
  end: number,
  style: Omit<Style, 'write'>,
): 'none' | [number, number] | null {
  const quotes = style.quotes + (style.opaque ?? '');
  let found: 'none' | [number, number] = 'none';
  for (let at = 0; at < line.length; at += 1) {
    const quote = line[at]!;
    style.comment.lastIndex = at;
    if (style.comment.test(line)) return at <= start ? null : found;
    if (quote === '\\') at += 1;
    if (!quotes.includes(quote)) continue;
    if (line.startsWith(quote.repeat(3), at)) return null;
    let close = at + 1;
    while (close < line.length && line[close] !== quote)
      close += line[close] === '\\' && !style.plain?.includes(quote) ? 2 : 1;
    if (close >= line.length) return null;
    if (at < start && end <= close) found = [at, close];
    else if (start <= close && at < end) return null;
    at = close;
  }
  return found;
}

const READS =
  /\benviron\b|[gG]et_?[eE]nv|process\.env|\bmeta\.env|\bENV\b|EnvironmentVariable|fetch_env|env::var|sys\.env|\$env:|\bvar\./;
const BESIDE = /[\w$@#\\'"`]\0|\0[\w$'"`([{]|\0\s*(?:=(?![=~])|->)|'\\?["`]'/;
const KEYWORD = /\b(?:return|yield|await|throw|default|in|of|and|or|not|else|if|is)\s+\0/;
/** Quotes in quotes, escapes that others may read differently, and expressions inside a string. */
const NESTED = /['"`]|\\(?![nrt\\])|[$#%]\{[^}]*\0|\$\([^)]*\0|\\\(/;

function inCode(line: string, start: number, end: number, style: Style, read: string): string | null {
  const found = stringRound(line, start, end, style);
  const isShell = style.write === shell || style.write === fish;
  if (found === null || (found === 'none' && !isShell)) return null;
  const [open, close] = found === 'none' ? [start, end - 1] : found;
  const quote = found === 'none' ? '' : line[open]!;
  if (!style.quotes.includes(quote)) return null;
  const prefix = style.prefix?.exec(line.slice(0, open))?.[0] ?? '';
  const left = line.slice(0, open - prefix.length);
  const right = line.slice(close + 1);
  const before = line.slice(open + quote.length, start);
  const after = line.slice(end, close + 1 - quote.length);
  const mark = `${left}\0${right}`;
  if (/\$\{[^}]*\0/.test(mark)) return null;
  if (isShell ? style.refuse?.test(mark) : !stands(mark, style) || NESTED.test(`${before}\0${after}`)) return null;
  const written = style.write({ left, prefix, quote, before, after, right }, read);
  return written === null ? null : `${left}${written}${right}`;
}

/** Whether what stands in the line's place of NUL may be any expression. */
function stands(mark: string, { refuse, follows, colon }: Style): boolean {
  if (READS.test(mark) || BESIDE.test(mark) || refuse?.test(mark)) return false;
  if (!colon && /\0\s*:(?!:)/.test(mark)) return false;
  if (follows === 'anything') return true;
  if (/['"`]\s*\0|\0\s*['"`]/.test(mark)) return false;
  return follows === 'word' || !/[)\]}\w]\s*\0/.test(mark) || KEYWORD.test(mark);
}

const YAML = { quotes: '"\'', comment: /(?<=^|\s)#/y, plain: "'" };

/** Where substitution happens in the text, quotes stay as they are. */
function inText(line: string, start: number, end: number, place: Place, read: string): string | null {
  const left = line.slice(0, start);
  const right = line.slice(end);
  if (/[$%\\]$|[$%<{][{(%][^})%]*$/.test(left) || /^["']\s*:|^\s*:(?:\s|$)/.test(right)) return null;
  if (place === 'text') return `${left}${read}${right}`;
  if (/^\s*(?:- )?if:/.test(left)) return null;
  const found = stringRound(line, start, end, YAML);
  if (found === null || (found === 'none' && place === 'string')) return null;
  if (found !== 'none') {
    const quote = line[found[0]]!;
    return read.includes(quote) || (place === 'commands' && quote === "'") ? null : `${left}${read}${right}`;
  }
  // In a flow collection, braces end a plain text; at its beginning, they begin a mapping.
  if (/(?:^|[\s:,-])[[{]/.test(left)) return null;
  if (!read.startsWith('{') || !/(?:^|[:?-])\s*$/.test(left)) return `${left}${read}${right}`;
  return right.trim() === '' && left.trim() !== '' ? `${left}"${read}"${right}` : null;
}

/** Names whose value a build tool writes into what every visitor downloads, or that mean something to a system. */
const UNFIT =
  /^(?:VITE|REACT_APP|VUE_APP|NG_APP|NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|GATSBY|STORYBOOK|PUBLIC|LD|DYLD|RUNNER|ACTIONS)_|_(?:OPTIONS|COMMAND|PATH)$|^BASH_ENV$/;

/** The name that the value was given, if it is fit for a variable, or a usual one, or one made of the title. */
export function variableName(usual: readonly string[], title: string, given?: string): string {
  const isFit = (name: string): boolean => VALID.test(name) && !UNFIT.test(name);
  if (given !== undefined && isFit(given) && /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(given)) return given;
  const known = usual.find((name) => VALID.test(name));
  if (known !== undefined) return known;
  const made = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
    .replace(/^(?=\d)/, 'SECRET_')
    .slice(0, 64)
    .replace(/_$/, '');
  return VALID.test(made) ? made : 'SECRET_VALUE';
}
