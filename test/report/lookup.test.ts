// biome-ignore-all lint/suspicious/noTemplateCurlyInString: lines of code, as they stand in files.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lookupFor, replacedLine, variableName } from '../../src/report/lookup.ts';

const NAME = 'ACME_KEY';
const SECRET = ['zq', '7Yt0Lm4', 'Wx9'].join('-');

/** The line with the secret in the place of ¤, replaced. */
function replaced(path: string, line: string, name = NAME): string | null {
  const start = line.indexOf('¤');
  return replacedLine(path, line.replace('¤', SECRET), { start, end: start + SECRET.length }, name);
}

/** One row for each language or format: a file, its name, a line before, and after. */
const ROWS: [file: string, language: string, before: string, after: string | null][] = [
  ['a.py', 'Python', 'key = "¤"', 'key = os.environ["ACME_KEY"]'],
  ['a.js', 'JavaScript', "const key = '¤';", 'const key = process.env.ACME_KEY;'],
  ['a.mjs', 'JavaScript', 'call({ key: "¤" })', 'call({ key: process.env.ACME_KEY })'],
  ['a.cjs', 'JavaScript', 'call(`¤`)', 'call(process.env.ACME_KEY)'],
  ['a.ts', 'TypeScript', "  apiKey: '¤',", '  apiKey: process.env.ACME_KEY,'],
  ['a.rb', 'Ruby', 'Acme.key = "¤"', 'Acme.key = ENV.fetch("ACME_KEY")'],
  ['Gemfile', 'Ruby', "source 'https://¤@gems.example'", `source "https://#{ENV.fetch('ACME_KEY')}@gems.example"`],
  ['a.go', 'Go', '\tkey := "¤"', '\tkey := os.Getenv("ACME_KEY")'],
  ['A.java', 'Java', 'static final String KEY = "¤";', 'static final String KEY = System.getenv("ACME_KEY");'],
  ['a.kt', 'Kotlin', 'val key = "¤"', 'val key = System.getenv("ACME_KEY")'],
  ['build.gradle.kts', 'Kotlin', 'password = "¤"', 'password = System.getenv("ACME_KEY")'],
  ['a.scala', 'Scala', 'val key = "¤"', 'val key = sys.env("ACME_KEY")'],
  ['build.gradle', 'Groovy', "password '¤'", 'password System.getenv("ACME_KEY")'],
  ['Jenkinsfile', 'Jenkinsfile', "    KEY = '¤'", "    KEY = credentials('ACME_KEY')"],
  ['a.cs', 'C#', 'var key = "¤";', 'var key = Environment.GetEnvironmentVariable("ACME_KEY");'],
  ['a.fs', 'F#', 'call "¤"', 'call (Environment.GetEnvironmentVariable("ACME_KEY"))'],
  ['a.vb', 'Visual Basic', 'Dim key = "¤"', 'Dim key = Environment.GetEnvironmentVariable("ACME_KEY")'],
  ['a.php', 'PHP', "$key = '¤';", "$key = getenv('ACME_KEY');"],
  ['a.rs', 'Rust', 'let key = "¤";', 'let key = std::env::var("ACME_KEY").expect("ACME_KEY is set");'],
  ['a.swift', 'Swift', 'let key = "¤"', 'let key = ProcessInfo.processInfo.environment["ACME_KEY"]!'],
  ['a.m', 'Objective-C', '  id k = @"¤";', '  id k = NSProcessInfo.processInfo.environment[@"ACME_KEY"];'],
  ['a.dart', 'Dart', "final key = '¤';", 'final key = Platform.environment["ACME_KEY"]!;'],
  ['a.exs', 'Elixir', 'config :acme, key: "¤"', 'config :acme, key: System.fetch_env!("ACME_KEY")'],
  ['a.erl', 'Erlang', '    Key = "¤",', '    Key = os:getenv("ACME_KEY"),'],
  ['a.clj', 'Clojure', '(def k "¤")', '(def k (System/getenv "ACME_KEY"))'],
  ['a.hs', 'Haskell', 'key = "¤"', null],
  ['a.lua', 'Lua', 'local key = "¤"', 'local key = os.getenv("ACME_KEY")'],
  ['a.pl', 'Perl', "my $key = '¤';", 'my $key = $ENV{ACME_KEY};'],
  ['a.R', 'R', 'key <- "¤"', 'key <- Sys.getenv("ACME_KEY")'],
  ['a.jl', 'Julia', 'key = "¤"', 'key = ENV["ACME_KEY"]'],
  ['a.c', 'C', '  const char *key = "¤";', '  const char *key = getenv("ACME_KEY");'],
  ['a.cpp', 'C++', 'std::string key = "¤";', 'std::string key = std::getenv("ACME_KEY");'],
  ['a.zig', 'Zig', 'const key = "¤";', null],
  ['a.sh', 'shell script', 'KEY=¤', 'KEY="$ACME_KEY"'],
  ['.zshrc', 'shell script', 'export ACME_KEY="¤"', 'export ACME_KEY="${ACME_KEY:?}"'],
  ['a.fish', 'fish', "set -x KEY '¤'", 'set -x KEY "$ACME_KEY"'],
  ['a.ps1', 'PowerShell', '$key = "¤"', '$key = $env:ACME_KEY'],
  ['a.nix', 'Nix', '  key = "¤";', '  key = (builtins.getEnv "ACME_KEY");'],
  ['main.tf', 'Terraform', '  api_key = "¤"', '  api_key = var.acme_key'],
  ['x/.github/workflows/a.yml', 'GitHub Actions workflow', '  KEY: ¤', '  KEY: ${{ secrets.ACME_KEY }}'],
  ['.circleci/config.yml', 'CircleCI configuration', '  KEY: ¤', null],
  ['action.yml', 'GitHub Action', '  default: ¤', null],
  ['.env.example', 'example of a dotenv file', 'KEY=¤', null],
  ['.env', 'dotenv file', 'KEY=¤', null],
  ['prod.env', 'dotenv file', 'KEY=¤', null],
  ['.env.local', 'dotenv file', 'KEY=¤', null],
  ['.envrc', 'dotenv file', 'export KEY=¤', null],
  ['.npmrc', 'npm configuration', '//r.example/:_authToken=¤', '//r.example/:_authToken=${ACME_KEY}'],
  ['.yarnrc.yml', 'Yarn configuration', 'npmAuthToken: "¤"', 'npmAuthToken: "${ACME_KEY}"'],
  ['.pypirc', 'PyPI configuration', 'password = ¤', null],
  ['requirements-dev.txt', 'pip requirements', '-i https://¤@p.example/', '-i https://${ACME_KEY}@p.example/'],
  ['docker-compose.prod.yml', 'Docker Compose', '      - KEY=¤', '      - KEY=${ACME_KEY}'],
  ['compose.yaml', 'Docker Compose', "  KEY: '¤'", "  KEY: '${ACME_KEY}'"],
  ['Dockerfile', 'Dockerfile', 'ENV KEY=¤', null],
  ['.gitlab-ci.yml', 'GitLab CI configuration', '  KEY: ¤', '  KEY: ${ACME_KEY}'],
  ['azure-pipelines.yml', 'Azure pipeline', '  key: ¤', '  key: $(ACME_KEY)'],
  ['.travis.yml', 'CI configuration', '  - KEY=¤', null],
  ['serverless.yml', 'Serverless configuration', '  KEY: ¤', '  KEY: ${env:ACME_KEY}'],
  ['application-prod.yml', 'Spring configuration', 'key: ¤', 'key: ${ACME_KEY}'],
  ['application.properties', 'Spring configuration', 'acme.key=¤', 'acme.key=${ACME_KEY}'],
  ['database.yml', 'Rails configuration', '  password: ¤', '  password: <%= ENV["ACME_KEY"] %>'],
  ['playbook.yml', 'Ansible', '  key: ¤', `  key: "{{ lookup('env', 'ACME_KEY') }}"`],
  ['values.yaml', 'Helm values', 'key: ¤', null],
  ['deployment.yaml', 'Kubernetes manifest', '  value: ¤', null],
  ['openclaw.json', 'OpenClaw configuration', '  "token": "¤",', '  "token": "${ACME_KEY}",'],
  ['appsettings.Development.json', 'ASP.NET settings', '"Key": "¤"', null],
  ['NuGet.Config', 'NuGet configuration', '<add key="p" value="¤" />', '<add key="p" value="%ACME_KEY%" />'],
  ['settings.xml', 'Maven configuration', '<password>¤</password>', '<password>${env.ACME_KEY}</password>'],
  ['wrangler.toml', 'Wrangler configuration', 'KEY = "¤"', null],
  ['a.ipynb', 'Jupyter notebook', '"key = \\"¤\\"\\n",', null],
  ['a.bat', 'batch file', 'set KEY=¤', 'set KEY=%ACME_KEY%'],
  ['Makefile', 'Makefile', 'KEY = ¤', null],
  ['prod.tfvars', 'Terraform variables', 'key = "¤"', null],
  ['terraform.tfstate', 'stored data', '"key": "¤"', null],
  ['a.tsx', 'browser component', 'const key = "¤";', null],
  ['a.jsx', 'browser component', 'const key = "¤";', null],
  ['a.vue', 'browser component', 'const key = "¤";', null],
  ['a.svelte', 'browser component', 'const key = "¤";', null],
  ['a.html', 'HTML', 'const key = "¤";', null],
  ['README.md', 'document', 'key = "¤"', null],
  ['a.sql', 'SQL', "SET KEY = '¤';", null],
  ['a.json', 'JSON', '"key": "¤"', null],
  ['a.yaml', 'YAML', 'key: ¤', null],
  ['a.toml', 'TOML', 'key = "¤"', null],
  ['a.ini', 'configuration file', 'key = ¤', null],
  ['a.xml', 'XML', '<key>¤</key>', null],
  ['no-such-kind', 'text', 'key = "¤"', null],
];

describe('a literal that is nothing but the secret', () => {
  it.each(ROWS)('%s (%s): %s', (file, language, before, after) => {
    expect(lookupFor(file, NAME).language).toBe(language);
    expect(replaced(file, before)).toBe(after);
  });
});

describe('a literal that holds more than the secret', () => {
  it.each([
    ['a.py', 'h = "Bearer ¤"', `h = f"Bearer {os.environ['ACME_KEY']}"`],
    ['a.py', "h = r'{Bearer} ¤'", `h = fr'{{Bearer}} {os.environ["ACME_KEY"]}'`],
    ['a.py', 'h = f"{kind} ¤"', `h = f"{kind} {os.environ['ACME_KEY']}"`],
    ['a.js', "h = 'Bearer ¤';", 'h = `Bearer ${process.env.ACME_KEY}`;'],
    ['a.ts', 'h = `${kind} ¤`;', 'h = `${kind} ${process.env.ACME_KEY}`;'],
    ['a.rb', "h = 'Bearer ¤'", `h = "Bearer #{ENV.fetch('ACME_KEY')}"`],
    ['a.go', '\th := "Bearer ¤"', '\th := "Bearer " + os.Getenv("ACME_KEY")'],
    ['a.go', '\tu := "https://¤@h.example"', '\tu := "https://" + os.Getenv("ACME_KEY") + "@h.example"'],
    ['A.java', 'call("Bearer ¤".trim());', 'call(("Bearer " + System.getenv("ACME_KEY")).trim());'],
    ['a.kt', 'call("Bearer ¤")', 'call("Bearer ${System.getenv("ACME_KEY")}")'],
    ['a.scala', 'val h = "Bearer ¤"', 'val h = "Bearer " + sys.env("ACME_KEY")'],
    ['a.groovy', "def h = 'Bearer ¤'", `def h = 'Bearer ' + System.getenv("ACME_KEY")`],
    ['a.cs', 'Call("Bearer ¤");', 'Call("Bearer " + Environment.GetEnvironmentVariable("ACME_KEY"));'],
    ['a.vb', 'h = "Bearer ¤"', 'h = "Bearer " & Environment.GetEnvironmentVariable("ACME_KEY")'],
    ['a.php', "['h' => 'Bearer ¤']", "['h' => 'Bearer ' . getenv('ACME_KEY')]"],
    [
      'a.rs',
      'call("Bearer {} ¤");',
      'call(format!("Bearer {{}} {}", std::env::var("ACME_KEY").expect("ACME_KEY is set")));',
    ],
    ['a.swift', 'call("Bearer ¤")', 'call("Bearer " + ProcessInfo.processInfo.environment["ACME_KEY"]!)'],
    ['a.dart', "call('Bearer ¤');", `call('Bearer ' + Platform.environment["ACME_KEY"]!);`],
    ['a.ex', 'call("Bearer ¤")', 'call("Bearer " <> System.fetch_env!("ACME_KEY"))'],
    ['a.erl', 'call("Bearer ¤").', 'call("Bearer " ++ os:getenv("ACME_KEY")).'],
    ['a.clj', '{"Authorization" "Bearer ¤"}', '{"Authorization" (str "Bearer " (System/getenv "ACME_KEY"))}'],
    ['a.lua', 'call "Bearer ¤"', 'call ("Bearer " .. os.getenv("ACME_KEY"))'],
    ['a.pl', 'my $h = "$kind ¤";', 'my $h = "$kind " . $ENV{ACME_KEY};'],
    ['a.r', 'h <- call("Bearer ¤")', 'h <- call(paste0("Bearer ", Sys.getenv("ACME_KEY")))'],
    ['a.jl', 'h = "Bearer ¤"', 'h = "Bearer $(ENV["ACME_KEY"])"'],
    ['a.sh', 'curl -H "Authorization: Bearer ¤" $URL', 'curl -H "Authorization: Bearer $ACME_KEY" $URL'],
    ['a.sh', "curl -H 'Authorization: Bearer ¤'", 'curl -H "Authorization: Bearer $ACME_KEY"'],
    ['a.sh', 'git clone https://¤@h.example/', 'git clone https://"$ACME_KEY"@h.example/'],
    ['a.sh', `curl -d '{"key":"¤"}'`, `curl -d '{"key":"'"$ACME_KEY"'"}'`],
    ['a.sh', 'u="https://¤@h.example"', 'u="https://${ACME_KEY}@h.example"'],
    ['a.fish', 'curl -H "Bearer: ¤"', 'curl -H "Bearer: ""$ACME_KEY"'],
    ['a.ps1', "call -H 'Bearer ¤'", 'call -H "Bearer $($env:ACME_KEY)"'],
    ['a.nix', 'h = "Bearer ¤";', 'h = "Bearer ${(builtins.getEnv "ACME_KEY")}";'],
    ['main.tf', '  h = "Bearer ¤"', '  h = "Bearer ${var.acme_key}"'],
    ['.github/workflows/a.yml', `  - run: curl -H "X: ¤"`, '  - run: curl -H "X: ${{ secrets.ACME_KEY }}"'],
    ['playbook.yml', '  h: Bearer ¤', "  h: Bearer {{ lookup('env', 'ACME_KEY') }}"],
  ])('%s: %s', (file, before, after) => {
    expect(replaced(file, before)).toBe(after);
  });

  it.each(['a.c', 'a.cpp', 'a.m', 'Jenkinsfile', 'a.hs'])(
    'is left alone where strings have no operator: %s',
    (file) => {
      expect(replaced(file, '  k = "Bearer ¤";')).toBeNull();
    },
  );
});

describe('no replacement is told', () => {
  it.each([
    ['of bytes', 'a.py', 'key = b"¤"'],
    ['in a text of many lines', 'a.py', 'key = """¤"""'],
    ['in a comment', 'a.py', '# key = "¤"'],
    ['in a comment', 'a.js', 'x(); // key = "¤"'],
    ['in a comment', 'a.java', ' * key = "¤"'],
    ['out of quotes', 'a.py', 'key = ¤'],
    ['that goes on on the next line', 'a.py', 'key = ("¤"'],
    ['that follows another string', 'a.py', 'key = "a" "¤"'],
    ['in quotes in quotes', 'a.py', `key = '{"key": "¤"}'`],
    ['with an escape', 'a.py', 'key = "\\x41¤"'],
    ['in an expression of a string', 'a.py', 'key = f"{¤}"'],
    ['as a default of what is read', 'a.py', 'key = os.getenv("K", "¤")'],
    ['as a default of what is read', 'a.js', 'key = process.env.K || "¤"'],
    ['as a default of what is read', 'a.sh', 'key="${K:-¤}"'],
    ['as a default of what is read', 'compose.yaml', 'key: ${K:-¤}'],
    ['as a key', 'a.js', 'call({ "¤": 1 })'],
    ['as a key', 'openclaw.json', '{ "¤": 1 }'],
    ['as a key', 'compose.yaml', '  ¤: 1'],
    ['in an import', 'a.js', 'import a from "¤"'],
    ['in a type', 'a.ts', 'type Key = "¤";'],
    ['in a tagged template', 'a.js', 'tag`¤`'],
    ['in an attribute of JSX', 'a.js', 'return <A key="¤" />'],
    ['in quotes that do not close', 'a.js', 'x = "a; y = "¤"'],
    ['in a constant', 'a.go', 'const key = "¤"'],
    ['in what may be a block of constants', 'a.go', '\tkey = "¤"'],
    ['in a constant', 'a.rs', 'const KEY: &str = "¤";'],
    ['in a constant', 'a.kt', 'const val KEY = "¤"'],
    ['in a constant', 'a.cs', 'const string Key = "¤";'],
    ['in a constant', 'a.php', "private $key = '¤';"],
    ['in a constant', 'a.dart', "const key = '¤';"],
    ['in an annotation', 'A.java', '@Value("¤")'],
    ['of a macro', 'a.rs', 'println!("¤");'],
    ['in an array', 'a.c', '  char key[] = "¤";'],
    ['outside a function', 'a.c', 'const char *key = "¤";'],
    ['in a definition', 'a.cpp', '#define KEY "¤"'],
    ['that is not an NSString', 'a.m', '  const char *k = "¤";'],
    ['as the default of a variable', 'main.tf', '  default = "¤"'],
    ['of a flow mapping', 'compose.yaml', 'env: { KEY: ¤ }'],
    ['in a condition, where there are no secrets', '.github/workflows/a.yml', "if: inputs.key == '¤'"],
    ['in quotes of a shell that keep a dollar', '.gitlab-ci.yml', "  - curl -H 'X: ¤'"],
    ['in quotes of a command in quotes', 'a.sh', 'x="$(call "Bearer ¤")"'],
    ['in JSON that a string of the shell began', 'a.sh', '  "key": "¤",'],
  ])('for one %s: %s: %s', (_, file, line) => {
    expect(replaced(file, line)).toBeNull();
  });

  it('where the secret stands in the line again, or the line is not plain', () => {
    const line = `key = "${SECRET}"`;
    const place = { start: 7, end: 7 + SECRET.length };
    expect(replacedLine('a.py', line, place, NAME)).toBe('key = os.environ["ACME_KEY"]');
    for (const other of [
      `${line} # ${SECRET}`,
      `${line}\r`,
      `${line}\n`,
      `${line} # \u202e`,
      `${line} # ${'x'.repeat(1000)}`,
    ]) {
      expect(replacedLine('a.py', other, place, NAME)).toBeNull();
    }
    expect(replacedLine('a.py', line, { start: 7, end: 7 }, NAME)).toBeNull();
    expect(replacedLine('a.py', line, { start: 7, end: 99 }, NAME)).toBeNull();
    expect(replacedLine('a.py', 'k = "env"', { start: 5, end: 8 }, NAME)).toBeNull();
  });
});

describe('a path', () => {
  it('counts by its base name, in any case', () => {
    expect(lookupFor('X\\Y\\SCRIPT.PY', NAME).language).toBe('Python');
    expect(lookupFor('.github/workflows/docs/a.yml', NAME).language).toBe('YAML');
    expect(lookupFor('.env/example/config.json', NAME).language).toBe('JSON');
    expect(lookupFor('', NAME).language).toBe('text');
  });

  it('puts nothing of itself into what is said', () => {
    const hostile = fc.tuple(fc.string({ unit: 'binary' }), fc.constantFrom('', ...ROWS.map(([file]) => file)));
    const known = new Set(ROWS.map(([file]) => JSON.stringify(lookupFor(file, NAME))));
    fc.assert(
      fc.property(hostile, ([text, file]) => {
        const told = JSON.stringify(lookupFor(`${text}/${file}`, NAME));
        expect(known.has(told) || file === '').toBe(true);
        expect(replaced(`${text}/${file}`, 'x')).toBeNull();
      }),
    );
  });
});

describe('advice', () => {
  const files = ROWS.map(([file]) => file);

  it.each(files)('is one short sentence of plain text: %s', (file) => {
    const { advice, expression } = lookupFor(file, NAME);
    const own = expression === null ? advice : advice.replace(expression, '');
    expect(own).toMatch(/^[A-Z][^<>`*|~\n]{20,125}\.$/);
    expect(own).not.toMatch(/\b(?:NAME|LOWER|EXPRESSION)\b/);
  });

  it('says of what a browser runs that it belongs on a server', () => {
    for (const file of ['a.vue', 'a.svelte', 'a.jsx', 'a.tsx', 'a.html']) {
      expect(lookupFor(file, NAME)).toMatchObject({ expression: null, advice: expect.stringContaining('on a server') });
    }
  });

  it('does not ask for a secret that GitHub refuses by its name', () => {
    expect(lookupFor('.github/workflows/a.yml', 'GITHUB_PAT')).toMatchObject({
      expression: '${{ secrets.GH_PAT }}',
      advice: expect.stringContaining('as GH_PAT,'),
    });
  });

  it('takes a name that holds a word of its patterns as it is', () => {
    expect(lookupFor('a.tf', 'FLOWER_NAME').expression).toBe('var.flower_name');
  });
});

describe('the name of a variable', () => {
  it.each([
    ['the one that the value was given', ['OTHER'], 'Acme key', 'MY_ACME_KEY', 'MY_ACME_KEY'],
    ['a usual one, where that is not one', ['ACME_TOKEN', 'B_C'], 'Acme key', 'apiKey', 'ACME_TOKEN'],
    ['a usual one, where that says nothing', ['ACME_TOKEN'], 'Acme key', 'KEY', 'ACME_TOKEN'],
    ['a usual one, where that is published by a build', ['ACME_TOKEN'], 'Acme key', 'VITE_ACME_KEY', 'ACME_TOKEN'],
    ['a usual one, where that means something', ['ACME_TOKEN'], 'Acme key', 'LD_PRELOAD', 'ACME_TOKEN'],
    ['made of the title', [], 'Anthropic API key', undefined, 'ANTHROPIC_API_KEY'],
    ['made of the title', ['no'], '  Zoë’s key (long-term) ', undefined, 'ZOE_S_KEY_LONG_TERM'],
    ['made of the title', [], '1Password secret key', undefined, 'SECRET_1PASSWORD_SECRET_KEY'],
    ['some name', [], '日本', undefined, 'SECRET_VALUE'],
  ])('is %s', (_, usual, title, given, name) => {
    expect(variableName(usual, title, given)).toBe(name);
  });

  it('is a name, whatever it is made of', () => {
    const any = fc.oneof(fc.string({ unit: 'binary', maxLength: 90 }), fc.stringMatching(/^[A-Z_0-9 ]{0,90}$/));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 2 }), any, fc.option(any, { nil: undefined }), (usual, title, given) => {
        expect(variableName(usual, title, given)).toMatch(/^[A-Z][A-Z0-9_]{1,63}$/);
      }),
    );
  });
});

const SCRATCH = mkdtempSync(join(tmpdir(), 'clawback-lookup-'));
afterAll(() => rmSync(SCRATCH, { recursive: true }));

/** A program, with the secret in its environment. */
function run(tool: string, args: string[], input = ''): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, [NAME]: SECRET, GOTOOLCHAIN: 'local' };
  return spawnSync(tool, args, { input, cwd: SCRATCH, env, encoding: 'utf8', maxBuffer: 1 << 26 });
}
const has = (tool: string, ...args: string[]): boolean => spawnSync(tool, args, { stdio: 'ignore' }).status === 0;

/** What may stand beside a secret: much that some language takes for more than a sign. */
const beside = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('', 'Bearer ', 'https://user:', '@host.example/', 'x') },
  fc.string({ unit: fc.constantFrom(...'ab {}$#%\\"\'`():/;,=é!@[]&|<>*~'), maxLength: 6 }),
);

const escaped =
  (quote: string, signs: RegExp) =>
  (text: string): string =>
    `${quote}${text.replace(signs, '\\$&')}${quote}`;
const DOUBLE = escaped('"', /["\\]/g);
const SINGLE = escaped("'", /['\\]/g);

/** Lines of a language, with a literal for L, before and after they are replaced. */
function pairs(file: string, literals: ((text: string) => string)[], lines: string[], least = 0.3): [string, string][] {
  const shape = fc.tuple(beside, beside, fc.constantFrom(...literals), fc.constantFrom(...lines));
  const sample = fc.sample(shape, { numRuns: 800, seed: 7 });
  const told = sample.flatMap(([before, after, literal, line]): [string, string][] => {
    const marked = line.replace('L', () => literal(`${before}¤${after}`));
    const result = replaced(file, marked);
    return result === null ? [] : [[marked.replace('¤', SECRET), result]];
  });
  expect(told.length / sample.length).toBeGreaterThan(least);
  expect(told.filter(([, result]) => result.includes(SECRET) || /[\n\r]/.test(result))).toEqual([]);
  return told;
}

/** What is printed of every line is printed of the one that replaces it. */
function expectSame(told: [string, string][], print: (lines: string[]) => string[]): void {
  const [before, after] = [print(told.map(([line]) => line)), print(told.map(([, line]) => line))];
  expect(before).toHaveLength(told.length);
  expect(told.filter((_, index) => before[index] !== after[index])).toEqual([]);
}

describe('a replaced line does what the line did, where the variable holds the secret', () => {
  it.skipIf(!has('python3', '--version'))('in Python', () => {
    const raw = (text: string): string => `r"${text.replace(/["\\]/g, '')}"`;
    const format = (text: string): string => `f"${text.replace(/["\\]/g, '').replace(/[{}]/g, '$&$&')}"`;
    const lines = [
      'x = L',
      'x = str(L)',
      'x = [1, L, 2]',
      'x = L.upper()',
      'x = "a" + L',
      'x = {"k": L}',
      'x = L  # a',
    ];
    const program = `import json, os, sys
out = []
for line in json.load(sys.stdin):
  names = {"os": os}
  exec(line, names)
  out.append(repr(names["x"]))
print(json.dumps(out))`;
    expectSame(pairs('a.py', [DOUBLE, SINGLE, raw, format], lines), (all) => {
      const { stdout, stderr } = run('python3', ['-W', 'ignore', '-c', program], JSON.stringify(all));
      expect(stderr).toBe('');
      return JSON.parse(stdout);
    });
  });

  it('in JavaScript', () => {
    const tick = escaped('`', /[`\\$]/g);
    const lines = [
      'let x = L;',
      'let x = [1, L];',
      'let x = L.trim();',
      'let x = "a" + L',
      'let x = { k: L };',
      'let x = !1 || L',
    ];
    expectSame(pairs('a.js', [DOUBLE, SINGLE, tick], lines), (all) =>
      all.map((line) => JSON.stringify(new Function('process', `${line}\n; return x`)({ env: { [NAME]: SECRET } }))),
    );
  });

  it.skipIf(!has('bash', '--version'))('in a shell', () => {
    const double = escaped('"', /["\\$`]/g);
    const single = (text: string): string => `'${text.replaceAll("'", '')}'`;
    const bare = (text: string): string => text.replace(/[^\w:/@%.¤-]/g, '');
    const lines = ['x=L; p "$x"', 'p a L b', 'p "$(p L)"', 'p $(p L)', 'ACME_KEY=L; p "$ACME_KEY"', 'export x=L # a'];
    expectSame(pairs('a.sh', [double, single, bare], lines), (all) => {
      const script = ['p() { printf \'<%s>\' "$@"; }', ...all.map((line) => `( ${line}\n)\nprintf '\\0'`)].join('\n');
      expect(run('bash', ['-n'], script)).toMatchObject({ status: 0, stderr: '' });
      return run('bash', [], script).stdout.split('\0').slice(0, -1);
    });
  });

  it.skipIf(!has('perl', '-v'))('in Perl', () => {
    const double = escaped('"', /["\\$@]/g);
    const lines = ['$x = L;', '$x = lc(L);', '$x = "a" . L;', '$x = join ",", L, 1;', '$x = L eq "a" ? 1 : 2;'];
    expectSame(pairs('a.pl', [double, SINGLE], lines), (all) => {
      const { stdout, stderr } = run('perl', ['-'], all.map((line) => `${line} print "$x\\0";`).join('\n'));
      expect(stderr).toBe('');
      return stdout.split('\0').slice(0, -1);
    });
  });

  it.each(['compose.yaml', '.github/workflows/a.yml', 'serverless.yml', 'playbook.yml', 'database.yml'])(
    'in YAML, where text is substituted later: %s',
    (file) => {
      const plain = (text: string): string => text;
      const single = (text: string): string => `'${text.replaceAll("'", "''")}'`;
      const lines = ['key: L', '  key: L', '- L', '- key: L # a', 'key: { k: L }', 'key: [L]', '- k=L'];
      const read = JSON.stringify(lookupFor(file, NAME).expression).slice(1, -1);
      const valid = pairs(file, [plain, DOUBLE, single], lines, 0.1).flatMap(([line, result]) => {
        try {
          const told = JSON.stringify(parse(line, { logLevel: 'error' })) ?? '';
          return told.includes(SECRET) ? [{ line, result, told }] : [];
        } catch {
          return [];
        }
      });
      expect(valid.length).toBeGreaterThan(50);
      for (const { line, result, told } of valid) {
        expect([line, parse(result, { logLevel: 'error' })]).toEqual([
          line,
          JSON.parse(told.replace(SECRET, () => read)),
        ]);
      }
    },
  );
});

type Compiler = {
  tool: string[];
  lines: string[];
  program: (lines: string[]) => string;
  args: string[];
  least?: number;
};
const each = (lines: string[], write: (line: string, number: number) => string): string => lines.map(write).join('\n');

/** Compilers, with what they need round the lines. */
const COMPILERS: Record<string, Compiler> = {
  'A.java': {
    tool: ['javac', '-version'],
    lines: ['call(L);', 'String x = L;', 'x = L.trim();', 'x = 1 + L;', 'call(new String[] { L });'],
    program: (lines) =>
      `class A { static void call(Object o) {} static String x;\n${each(lines, (line, n) => `void f${n}() { ${line} }`)}\n}`,
    args: ['javac', '-d', '.', 'A.java'],
  },
  'a.go': {
    tool: ['go', 'version'],
    lines: ['x := L', 'x := 1 == len(L)', 'x := []string{L}', 'x := map[string]string{"k": L}', 'x := L + "a"'],
    program: (lines) =>
      `package main\nimport "os"\nvar _ = os.Args\n${each(lines, (line) => `func _() {\n${line}\n_ = x\n}`)}\nfunc main() {}`,
    args: ['go', 'vet', 'a.go'],
  },
  'a.rs': {
    tool: ['rustc', '--version'],
    lines: ['call(L);', 'let x = L;', 'let x = L.to_string();', 'let x = [L];', 'let x = (1, L);'],
    program: (lines) => `fn call<T>(_: T) {}\n${each(lines, (line, n) => `fn f${n}() { ${line} }`)}\nfn main() {}`,
    args: ['rustc', '--edition', '2021', '--cap-lints', 'allow', '--emit', 'metadata', 'a.rs'],
  },
  'a.c': {
    tool: ['gcc', '--version'],
    lines: ['const char *x = L;', 'call(L);', 'call(1, L);', 'return L;'],
    program: (lines) =>
      `#include <stdlib.h>\nint call();\n${each(lines, (line, n) => `const char *f${n}(void) {\n  ${line}\n}`)}`,
    args: ['gcc', '-std=gnu17', '-fsyntax-only', 'a.c'],
    least: 0.01,
  },
  'a.cpp': {
    tool: ['g++', '--version'],
    lines: ['std::string x = L;', 'call(L);', 'std::string x{L};', 'return L;'],
    program: (lines) =>
      `#include <cstdlib>\n#include <string>\nvoid call(std::string);\n${each(lines, (line, n) => `std::string f${n}() {\n  ${line}\n}`)}`,
    args: ['g++', '-fsyntax-only', 'a.cpp'],
    least: 0.01,
  },
  'a.tf': {
    tool: ['terraform', '-version'],
    lines: ['x = L', 'x = [L]', 'x = { k = L }', 'x = upper(L)'],
    program: (lines) => each(lines, (line) => `locals {\n  ${line}\n}`),
    args: ['terraform', 'fmt', '-write=false', 'a.tf'],
  },
};

describe('a replaced line is compiled, as the line was', () => {
  it.each(Object.entries(COMPILERS))('%s', (file, { tool, lines, program, args, least }) => {
    if (!has(tool[0]!, tool[1]!)) return;
    // In C, functions are indented.
    const literal = (text: string): string => DOUBLE(text.replace(/[$%]\{/g, ''));
    const told = pairs(file, [literal], file === 'a.c' ? lines.map((line) => `  ${line}`) : lines, least);
    for (const side of [0, 1] as const) {
      writeFileSync(join(SCRATCH, file), program(told.map((pair) => pair[side])));
      const { status, stderr } = run(args[0]!, args.slice(1));
      expect([side, status, status === 0 || stderr]).toEqual([side, 0, true]);
    }
  });

  it('in TypeScript', () => {
    const lines = ['const x: string = L as string;', 'call<string>(L);', 'const x = { k: L };', '@dec(L) class A {}'];
    const source = each(
      pairs('a.ts', [DOUBLE, SINGLE], lines).map(([, line]) => line),
      (line) => `{ ${line} }`,
    );
    const tsconfigRaw = { compilerOptions: { experimentalDecorators: true } };
    expect(transformSync(source, { loader: 'ts', tsconfigRaw }).warnings).toEqual([]);
  });
});
