import { describe, expect, it } from 'vitest';
import type { Value } from '../../src/detect/given.ts';
import { valuesOf } from '../../src/detect/pairs.ts';
import { alphanumeric } from '../support/secrets.ts';

const NAME = 'SERVICE_KEY';
const VALUE = alphanumeric(24, 'pairs');
const OTHER = alphanumeric(24, 'another pair');

/** What stands for NAME in a text in which VALUE and OTHER are filled in. */
function valuesIn(template: string): { texts: string[]; values: Value[] } {
  const text = template.replaceAll('VALUE', VALUE).replaceAll('OTHER', OTHER);
  const at = text.indexOf(NAME);
  const values = valuesOf(text, at, at + NAME.length);
  return { texts: values.map((value) => text.slice(value.start, value.end)), values };
}

const FORMS: Record<string, string[]> = {
  'shell scripts': [
    'export SERVICE_KEY=VALUE',
    'export SERVICE_KEY="VALUE"',
    "SERVICE_KEY='VALUE' node app.js",
    'SERVICE_KEY=VALUE node app.js',
    'declare -x SERVICE_KEY="VALUE"',
    'cat > .env <<EOF\nSERVICE_KEY=VALUE\nEOF',
  ],
  'fish and csh': ['set -gx SERVICE_KEY VALUE', 'setenv SERVICE_KEY VALUE', 'setenv SERVICE_KEY "VALUE"'],
  PowerShell: [
    '$env:SERVICE_KEY = "VALUE"',
    "$env:SERVICE_KEY='VALUE'",
    '[Environment]::SetEnvironmentVariable("SERVICE_KEY", "VALUE", "User")',
    '[string]$SERVICE_KEY = "VALUE"',
    '-SERVICE_KEY "VALUE"',
    '$SERVICE_KEY = ConvertTo-SecureString "VALUE" -AsPlainText -Force',
    "$SERVICE_KEY = ConvertTo-SecureString -String 'VALUE' -AsPlainText",
  ],
  'cmd set and setx': [
    'set SERVICE_KEY=VALUE',
    'set "SERVICE_KEY=VALUE"',
    'SET SERVICE_KEY=VALUE&&app.exe',
    'setx SERVICE_KEY "VALUE" /M',
    'setx SERVICE_KEY VALUE',
  ],
  dotenv: [
    'SERVICE_KEY=VALUE\n',
    'SERVICE_KEY=VALUE\r\nB=1\r\n',
    'SERVICE_KEY = VALUE\n',
    "SERVICE_KEY='VALUE' # of production\n",
    'SERVICE_KEY=VALUE # of production\n',
    '# SERVICE_KEY=VALUE\n',
  ],
  Dockerfile: [
    'FROM node\nENV SERVICE_KEY VALUE\n',
    'ENV A=b SERVICE_KEY=VALUE \\\n  C=d\n',
    'ENV SERVICE_KEY="VALUE"\n',
    'ARG SERVICE_KEY=VALUE\n',
    'RUN SERVICE_KEY=VALUE npm ci\n',
  ],
  'Docker Compose': [
    'services:\n  app:\n    environment:\n      SERVICE_KEY: VALUE\n      B: c\n',
    '    environment:\n      - SERVICE_KEY=VALUE\n',
    '    environment:\n      - "SERVICE_KEY=VALUE"\n',
    "    environment:\n      - 'SERVICE_KEY=VALUE'\n      - B=c\n",
  ],
  Kubernetes: [
    'env:\n  - name: SERVICE_KEY\n    value: "VALUE"\n',
    'env:\n- name: SERVICE_KEY\n  value: VALUE\n',
    'stringData:\n  SERVICE_KEY: VALUE\n',
    '{"name": "SERVICE_KEY", "value": "VALUE"}',
    'kubectl create secret generic app --from-literal=SERVICE_KEY=VALUE',
  ],
  'GitHub Actions': [
    'env:\n  SERVICE_KEY: VALUE\n',
    "        env: { SERVICE_KEY: 'VALUE', B: c }\n",
    '      - run: echo "SERVICE_KEY=VALUE" >> $GITHUB_ENV\n',
    'with:\n  SERVICE_KEY: "VALUE"\n',
  ],
  'other CI files': [
    'variables:\n  SERVICE_KEY:\n    value: "VALUE"\n    description: opens the service\n',
    "withEnv(['SERVICE_KEY=VALUE']) {",
    "environment { SERVICE_KEY = 'VALUE' }",
  ],
  INI: [
    '[service]\nSERVICE_KEY = VALUE\n',
    '[service]\nSERVICE_KEY=VALUE\n',
    'SERVICE_KEY = "VALUE" ; of production\n',
  ],
  TOML: [
    '[service]\nSERVICE_KEY = "VALUE"\n',
    "SERVICE_KEY = 'VALUE'\n",
    'SERVICE_KEY = """VALUE"""\n',
    'service = { SERVICE_KEY = "VALUE", b = 1 }\n',
  ],
  'Java properties': ['app.SERVICE_KEY=VALUE\n', 'SERVICE_KEY: VALUE\n'],
  JSON: ['{"SERVICE_KEY": "VALUE", "b": 1}', '{"SERVICE_KEY":"VALUE"}', '{\n  "SERVICE_KEY" : "VALUE"\n}'],
  JSON5: ["{ SERVICE_KEY: 'VALUE', }"],
  YAML: [
    'SERVICE_KEY: VALUE\n',
    "SERVICE_KEY: 'VALUE'\n",
    'SERVICE_KEY: |\n  VALUE\n',
    'SERVICE_KEY: >-\n    VALUE\n',
    'SERVICE_KEY:\n  - VALUE\n',
    'SERVICE_KEY:\n  "VALUE"\n',
    '{ SERVICE_KEY: VALUE, b: c }\n',
    '"SERVICE_KEY": VALUE\n',
    'SERVICE_KEY: VALUE # of production\n',
    'SERVICE_KEY: &anchor VALUE\n',
  ],
  XML: [
    '<SERVICE_KEY>VALUE</SERVICE_KEY>',
    '<a:SERVICE_KEY>\n  VALUE\n</a:SERVICE_KEY>',
    '<SERVICE_KEY type="text">VALUE</SERVICE_KEY>',
    '<SERVICE_KEY><![CDATA[VALUE]]></SERVICE_KEY>',
    '<service SERVICE_KEY="VALUE" />',
    '<add key="SERVICE_KEY" value="VALUE" />',
    '<property name="SERVICE_KEY" type="text" value="VALUE"/>',
    '<property name="SERVICE_KEY">VALUE</property>',
  ],
  'property lists and Android resources': [
    '<key>SERVICE_KEY</key>\n\t<string>VALUE</string>',
    '<string name="SERVICE_KEY">VALUE</string>',
    '<string name="SERVICE_KEY" translatable="false">VALUE</string>',
    '<meta-data android:name="SERVICE_KEY" android:value="VALUE" />',
  ],
  Python: [
    'SERVICE_KEY = "VALUE"',
    "SERVICE_KEY = b'VALUE'",
    "SERVICE_KEY = r'VALUE'",
    'SERVICE_KEY: str = "VALUE"',
    'SERVICE_KEY: Final[str] = "VALUE"',
    'Client(SERVICE_KEY="VALUE")',
    "{'SERVICE_KEY': 'VALUE'}",
    'os.environ["SERVICE_KEY"] = "VALUE"',
    'os.environ.setdefault("SERVICE_KEY", "VALUE")',
    'SERVICE_KEY: SecretStr = SecretStr("VALUE")',
    'SERVICE_KEY = (\n    "VALUE"\n)',
    'dict(SERVICE_KEY="VALUE")',
    'monkeypatch.setenv("SERVICE_KEY", "VALUE")',
  ],
  JavaScript: [
    "const SERVICE_KEY = 'VALUE';",
    'const SERVICE_KEY = `VALUE`;',
    'config.SERVICE_KEY = "VALUE"',
    'config["SERVICE_KEY"] = "VALUE"',
    'process.env.SERVICE_KEY = "VALUE";',
    "headers: { 'SERVICE_KEY': 'VALUE' }",
    "headers.set('SERVICE_KEY', 'VALUE')",
    'const SERVICE_KEY =\n  "VALUE";',
  ],
  TypeScript: [
    'const SERVICE_KEY: string = "VALUE";',
    'private readonly SERVICE_KEY: string | undefined = "VALUE";',
    'const SERVICE_KEY = "VALUE" as const;',
    'static SERVICE_KEY?: string = "VALUE";',
  ],
  Go: [
    'SERVICE_KEY := "VALUE"',
    'const SERVICE_KEY string = "VALUE"',
    'const SERVICE_KEY = "VALUE"',
    'var SERVICE_KEY = `VALUE`',
    'var SERVICE_KEY = []byte("VALUE")',
    'os.Setenv("SERVICE_KEY", "VALUE")',
    'Config{SERVICE_KEY: "VALUE"}',
  ],
  Rust: [
    'const SERVICE_KEY: &str = "VALUE";',
    'static SERVICE_KEY: &\'static str = "VALUE";',
    'let SERVICE_KEY = String::from("VALUE");',
    'let SERVICE_KEY: String = "VALUE".to_string();',
    'let SERVICE_KEY = r#"VALUE"#;',
    'env::set_var("SERVICE_KEY", "VALUE");',
    'Config { SERVICE_KEY: "VALUE".into() }',
  ],
  Java: [
    'private static final String SERVICE_KEY = "VALUE";',
    'props.setProperty("SERVICE_KEY", "VALUE");',
    'Map.of("SERVICE_KEY", "VALUE")',
    'String SERVICE_KEY = new String("VALUE");',
    '-DSERVICE_KEY=VALUE',
  ],
  Kotlin: ['const val SERVICE_KEY = "VALUE"', 'val SERVICE_KEY: String = "VALUE"', 'mapOf("SERVICE_KEY" to "VALUE")'],
  Gradle: [
    'buildConfigField("String", "SERVICE_KEY", "\\"VALUE\\"")',
    "ext.SERVICE_KEY = 'VALUE'",
    "def SERVICE_KEY = 'VALUE'",
    "SERVICE_KEY 'VALUE'",
    'SERVICE_KEY "VALUE"',
  ],
  Swift: ['let SERVICE_KEY = "VALUE"', 'static let SERVICE_KEY: String = "VALUE"', '["SERVICE_KEY": "VALUE"]'],
  'Objective-C': ['NSString *SERVICE_KEY = @"VALUE";', '@{@"SERVICE_KEY": @"VALUE"}'],
  'C#': [
    'public const string SERVICE_KEY = "VALUE";',
    'var SERVICE_KEY = @"VALUE";',
    'config["SERVICE_KEY"] = "VALUE";',
    '{ "SERVICE_KEY", "VALUE" },',
    'public string SERVICE_KEY { get; set; } = "VALUE";',
    'Environment.SetEnvironmentVariable("SERVICE_KEY", "VALUE");',
  ],
  'C and C++': [
    '#define SERVICE_KEY "VALUE"',
    'static const char *SERVICE_KEY = "VALUE";',
    'const char SERVICE_KEY[] = "VALUE";',
    'const char SERVICE_KEY[32] = "VALUE";',
    'setenv("SERVICE_KEY", "VALUE", 1);',
    'std::string SERVICE_KEY("VALUE");',
    'std::string SERVICE_KEY{"VALUE"};',
    'auto SERVICE_KEY = R"(VALUE)";',
    'set(SERVICE_KEY "VALUE")',
  ],
  PHP: [
    "$SERVICE_KEY = 'VALUE';",
    "define('SERVICE_KEY', 'VALUE');",
    "'SERVICE_KEY' => 'VALUE',",
    'putenv("SERVICE_KEY=VALUE");',
    "const SERVICE_KEY = 'VALUE';",
    "$config['SERVICE_KEY'] = 'VALUE';",
  ],
  Ruby: [
    'SERVICE_KEY = "VALUE".freeze',
    '{ SERVICE_KEY: "VALUE" }',
    ':SERVICE_KEY => "VALUE"',
    'ENV["SERVICE_KEY"] ||= "VALUE"',
    "ENV['SERVICE_KEY'] = 'VALUE'",
  ],
  'Visual Basic': [
    'Dim SERVICE_KEY As String = "VALUE"',
    'Private Const SERVICE_KEY As String = "VALUE"',
    'Public SERVICE_KEY As String := "VALUE"',
  ],
  SQL: [
    "ALTER ROLE app WITH SERVICE_KEY 'VALUE';",
    "EXEC add_app @SERVICE_KEY = N'VALUE';",
    "CREATE LOGIN app WITH SERVICE_KEY = N'VALUE', CHECK_POLICY = ON;",
    "CREATE LOGIN app WITH SERVICE_KEY N'VALUE';",
    "SET @SERVICE_KEY := 'VALUE';",
  ],
  Perl: ['my $SERVICE_KEY = "VALUE";', "$ENV{SERVICE_KEY} = 'VALUE';", "SERVICE_KEY => 'VALUE',"],
  Lua: ['local SERVICE_KEY = "VALUE"', '["SERVICE_KEY"] = "VALUE",', 'SERVICE_KEY = [[VALUE]]'],
  Elixir: [
    '@SERVICE_KEY "VALUE"',
    'config :app, SERVICE_KEY: "VALUE",',
    '%{"SERVICE_KEY" => "VALUE"}',
    'System.put_env("SERVICE_KEY", "VALUE")',
  ],
  Scala: [
    'val SERVICE_KEY = "VALUE"',
    'val SERVICE_KEY: String = "VALUE"',
    '"SERVICE_KEY" -> "VALUE"',
    'val SERVICE_KEY = """VALUE"""',
  ],
  R: ['SERVICE_KEY <- "VALUE"', 'Sys.setenv(SERVICE_KEY = "VALUE")', "SERVICE_KEY = 'VALUE'"],
  Dart: ["const String SERVICE_KEY = 'VALUE';", "final SERVICE_KEY = 'VALUE';", "static const SERVICE_KEY = r'VALUE';"],
  Terraform: [
    'variable "SERVICE_KEY" {\n  type    = string\n  default = "VALUE"\n}',
    '  SERVICE_KEY = "VALUE"',
    'SERVICE_KEY="VALUE"',
    'terraform apply -var SERVICE_KEY=VALUE',
  ],
  CloudFormation: ['Parameters:\n  SERVICE_KEY:\n    Type: String\n    Default: VALUE\n'],
  'other languages': [
    '{:SERVICE_KEY "VALUE"}',
    'const SERVICE_KEY: []const u8 = "VALUE";',
    'ENV["SERVICE_KEY"] = "VALUE"',
    'SERVICE_KEY := VALUE\n',
    'SERVICE_KEY ?= VALUE\n',
    'SERVICE_KEY = "VALUE";',
    "INSERT INTO settings (k, v) VALUES ('SERVICE_KEY', 'VALUE');",
  ],
  'server configurations': [
    'Environment="SERVICE_KEY=VALUE"',
    'Environment=SERVICE_KEY=VALUE',
    'fastcgi_param SERVICE_KEY VALUE;',
    'proxy_set_header SERVICE_KEY "VALUE";',
    'SetEnv SERVICE_KEY VALUE',
  ],
  'request headers': [
    'curl -H "SERVICE_KEY: VALUE" https://host',
    "curl -H 'SERVICE_KEY: Bearer VALUE' https://host",
    "curl --header 'SERVICE_KEY:VALUE' https://host",
    "headers: { 'SERVICE_KEY': 'Bearer VALUE' }",
    '{"SERVICE_KEY": "token VALUE"}',
    'GET / HTTP/1.1\r\nSERVICE_KEY: VALUE\r\n\r\n',
    'SERVICE_KEY: Basic VALUE\n',
  ],
  'query strings': [
    'https://host/a?b=1&SERVICE_KEY=VALUE&c=2',
    'https://host/a?SERVICE_KEY=VALUE#top',
    '"https://host/?SERVICE_KEY=VALUE"',
  ],
  'command line flags': [
    'app --SERVICE_KEY=VALUE --verbose',
    'app --SERVICE_KEY VALUE --verbose',
    'app --SERVICE_KEY "VALUE"',
    'docker run -e SERVICE_KEY=VALUE image',
    'docker build --build-arg SERVICE_KEY=VALUE .',
    'helm upgrade a b --set SERVICE_KEY=VALUE,c=d',
    'heroku config:set SERVICE_KEY=VALUE',
    'gh secret set SERVICE_KEY --body "VALUE"',
    'gh secret set SERVICE_KEY -b VALUE',
    'fly secrets set SERVICE_KEY=VALUE',
  ],
  'JSON in a string': [
    String.raw`{"a":"{\"SERVICE_KEY\":\"VALUE\"}"}`,
    String.raw`{"a":"{\"SERVICE_KEY\": \"VALUE\", \"b\": 1}"}`,
    String.raw`{"a":"{\\\"SERVICE_KEY\\\":\\\"VALUE\\\"}"}`,
    String.raw`{"a":"x\nSERVICE_KEY=VALUE\ny"}`,
    String.raw`{"a":"SERVICE_KEY: VALUE\r\ny"}`,
  ],
  prose: [
    'Set `SERVICE_KEY` to `VALUE`.',
    'The SERVICE_KEY is VALUE.',
    '| SERVICE_KEY | VALUE |',
    '| `SERVICE_KEY` | `VALUE` |',
    'The SERVICE_KEY is ``VALUE``.',
    'SERVICE_KEY: ``VALUE``',
    'SERVICE_KEY `VALUE`',
    'SERVICE_KEY,VALUE\n',
  ],
  comparisons: ['if (SERVICE_KEY == "VALUE") {', "if SERVICE_KEY != 'VALUE':", 'SERVICE_KEY === "VALUE"'],
};

describe('the value of a name', () => {
  const rows = Object.entries(FORMS).flatMap(([language, forms]) =>
    forms.map((form) => [language, form.replaceAll('\n', '⏎'), form] as const),
  );

  it.each(rows)('is found in %s: %s', (_, __, form) => {
    expect(valuesIn(form).texts).toEqual([VALUE]);
  });

  it('may end in the signs that base64 ends in', () => {
    for (const form of [
      'SERVICE_KEY: VALUE=\n',
      'data:\n  SERVICE_KEY: VALUE==\nother: x\n',
      'SERVICE_KEY: VALUE==  # why\n',
    ])
      expect(valuesIn(form).texts[0], form).toMatch(new RegExp(`^${VALUE}={1,2}$`));
  });

  it('is each of a list', () => {
    for (const form of [
      '"SERVICE_KEY": ["VALUE", "OTHER"]',
      "SERVICE_KEY = ['VALUE', 'OTHER']",
      'SERVICE_KEY:\n  - VALUE\n  - OTHER\n',
      'SERVICE_KEY:\n  - "VALUE"\n  - "OTHER"\nb: c\n',
      "SERVICE_KEY = (\n  'VALUE',\n  'OTHER',\n)",
    ]) {
      expect(valuesIn(form).texts, form).toEqual([VALUE, OTHER]);
    }
  });

  it('is not one that is given to another name', () => {
    for (const form of [
      'SERVICE_KEY:\nother_key: VALUE\n',
      'SERVICE_KEY=\nB=VALUE\n',
      'SERVICE_KEY = "PRODUCTION_MODE", NEXT = "VALUE"',
      'SERVICE_KEY=""\nB="VALUE"',
      '{"SERVICE_KEY": "", "b": "VALUE"}',
    ]) {
      expect(valuesIn(form).texts, form).not.toContain(VALUE);
    }
  });
});

describe('where a value ends', () => {
  it.each([
    ['at its own quote', `SERVICE_KEY = "it's one" + 'x'`, "it's one"],
    ['not at an escaped quote', String.raw`SERVICE_KEY = "a\"b", "c"`, String.raw`a\"b`],
    ['at a quote after an escaped backslash', String.raw`SERVICE_KEY = "a\\", "c"`, String.raw`a\\`],
    ['with its padding', 'SERVICE_KEY=VALUE==\n', 'VALUE=='],
    ['behind a number sign inside of it', 'SERVICE_KEY=VALUE#1\n', 'VALUE#1'],
    ['before the comma of an unquoted flow', '{ SERVICE_KEY: VALUE, b: c }', 'VALUE'],
    ['before the end of a sentence', 'SERVICE_KEY=VALUE.\n', 'VALUE'],
    ['at the end of the line, where its quote never closes', 'SERVICE_KEY="VALUE\nb="c"', 'VALUE'],
    ['at the end of the text', 'SERVICE_KEY="VALUE', 'VALUE'],
    ['before an XML tag', '<a>SERVICE_KEY=VALUE</a>', 'VALUE'],
    ['behind the spaces within quotes', 'SERVICE_KEY="correct horse VALUE"', 'correct horse VALUE'],
    ['without white space round it', 'SERVICE_KEY="  VALUE  "', 'VALUE'],
  ])('%s', (_, form, expected) => {
    expect(valuesIn(form).texts).toEqual([expected.replaceAll('VALUE', VALUE)]);
  });
});

describe('how a value was given', () => {
  it.each([
    ['SERVICE_KEY="VALUE"', true, 'assignment'],
    ['SERVICE_KEY=VALUE', false, 'assignment'],
    ['f("SERVICE_KEY", "VALUE")', true, 'argument'],
    ['<SERVICE_KEY>VALUE</SERVICE_KEY>', true, 'element'],
    ['getenv("SERVICE_KEY") || "VALUE"', true, 'fallback'],
    ['${' + 'SERVICE_KEY:-VALUE}', false, 'fallback'],
    ['SERVICE_KEY:\n  - VALUE', false, 'list'],
    ['SERVICE_KEY: |\n  VALUE\n', false, 'block'],
  ])('is told: %s', (form, quoted, kind) => {
    expect(valuesIn(form).values).toMatchObject([{ quoted, form: kind }]);
  });
});
