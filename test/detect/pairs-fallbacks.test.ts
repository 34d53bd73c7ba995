import { describe, expect, it } from 'vitest';
import { alphanumeric } from '../support/secrets.ts';
import { engineWith, found } from './scanning.ts';

/** A rule that takes whatever SERVICE_KEY is given, with the filters that rules have by default. */
const engine = engineWith({
  anchors: ['service_key'],
  assigned: { name: 'service_key', value: '[^\\s"\'`<>{}]{6,512}' },
});

const VALUE = alphanumeric(24, 'fallback');
const secretsIn = (text: string): string[] => found(text, undefined, engine).map(([, secret]) => secret);

/** `$` before a brace is written § here, so that the templates stay plain strings. */
const fill = (template: string): string => template.replaceAll('§', '$').replaceAll('VALUE', VALUE);

const FALLBACKS: Record<string, string[]> = {
  shells: [
    'x=§{SERVICE_KEY:-VALUE}',
    'x=§{SERVICE_KEY-VALUE}',
    ': §{SERVICE_KEY:=VALUE}',
    ': "§{SERVICE_KEY=VALUE}"',
    'x="§{SERVICE_KEY:-"VALUE"}"',
    'SERVICE_KEY=§{SERVICE_KEY:-VALUE}',
    'SERVICE_KEY=§{OTHER_NAME:-VALUE}',
    'SERVICE_KEY="§{SERVICE_KEY:-VALUE}"',
    'x=§{FIRST:-§{SERVICE_KEY:-VALUE}}',
    'SERVICE_KEY=§{FIRST:-§{SECOND:-VALUE}}',
  ],
  'Docker Compose': [
    '    environment:\n      SERVICE_KEY: §{SERVICE_KEY:-VALUE}\n',
    '      - SERVICE_KEY=§{SERVICE_KEY:-VALUE}\n',
    '      SERVICE_KEY: §§{SERVICE_KEY:-VALUE}\n',
  ],
  PowerShell: ['§env:SERVICE_KEY ?? "VALUE"', 'if (-not §env:SERVICE_KEY) { §env:SERVICE_KEY = "VALUE" }'],
  cmd: ['if not defined SERVICE_KEY set SERVICE_KEY=VALUE'],
  Make: ['SERVICE_KEY ?= VALUE\n'],
  Dockerfile: ['ARG SERVICE_KEY=VALUE\nENV SERVICE_KEY=§SERVICE_KEY\n'],
  Spring: ['key: §{SERVICE_KEY:VALUE}', '@Value("§{SERVICE_KEY:VALUE}")', 'x=§{env.SERVICE_KEY:VALUE}'],
  'log4j and the like': ['§{env:SERVICE_KEY:-VALUE}'],
  Python: [
    'os.getenv("SERVICE_KEY", "VALUE")',
    'os.getenv("SERVICE_KEY", default="VALUE")',
    "os.environ.get('SERVICE_KEY', 'VALUE')",
    'SERVICE_KEY = os.getenv("SERVICE_KEY", "VALUE")',
    'key = os.getenv(\n    "SERVICE_KEY",\n    "VALUE",\n)',
    'os.getenv("SERVICE_KEY") or "VALUE"',
    'os.environ["SERVICE_KEY"] if "SERVICE_KEY" in os.environ else "VALUE"',
    'key = os.environ["SERVICE_KEY"] if ready else "VALUE"',
    "key = os.environ.get('SERVICE_KEY') or 'VALUE'",
    'config("SERVICE_KEY", default="VALUE")',
    'env.str("SERVICE_KEY", default=\'VALUE\')',
    'service_key: str = Field(default="VALUE")',
    'parser.add_argument("--service_key", default="VALUE")',
  ],
  JavaScript: [
    "process.env.SERVICE_KEY || 'VALUE'",
    'process.env.SERVICE_KEY ?? "VALUE"',
    'process.env["SERVICE_KEY"] ?? "VALUE"',
    'const SERVICE_KEY = process.env.SERVICE_KEY || "VALUE"',
    'const SERVICE_KEY = process.env.OTHER_NAME ?? "VALUE"',
    'process.env.SERVICE_KEY ||= "VALUE"',
    'config.SERVICE_KEY ??= "VALUE"',
    'const { SERVICE_KEY = "VALUE" } = process.env;',
    'process.env.SERVICE_KEY\n    ?? "VALUE"',
    'process.env.SERVICE_KEY ? process.env.SERVICE_KEY : "VALUE"',
    '`§{process.env.SERVICE_KEY || "VALUE"}`',
  ],
  TypeScript: [
    "import.meta.env.SERVICE_KEY ?? 'VALUE'",
    'Deno.env.get("SERVICE_KEY") ?? "VALUE"',
    '(process.env.SERVICE_KEY as string) || "VALUE"',
    'process.env.SERVICE_KEY! || "VALUE"',
  ],
  Go: [
    'getEnv("SERVICE_KEY", "VALUE")',
    'cmp.Or(os.Getenv("SERVICE_KEY"), "VALUE")',
    'viper.SetDefault("SERVICE_KEY", "VALUE")',
  ],
  Rust: [
    'env::var("SERVICE_KEY").unwrap_or("VALUE".to_string())',
    'env::var("SERVICE_KEY").unwrap_or_else(|_| "VALUE".into())',
    'env::var("SERVICE_KEY").unwrap_or_else(|_| String::from("VALUE"))',
    'option_env!("SERVICE_KEY").unwrap_or("VALUE")',
    '#[arg(long, env = "SERVICE_KEY", default_value = "VALUE")]',
  ],
  Java: [
    'System.getenv().getOrDefault("SERVICE_KEY", "VALUE")',
    'System.getProperty("SERVICE_KEY", "VALUE")',
    'Optional.ofNullable(System.getenv("SERVICE_KEY")).orElse("VALUE")',
    'Optional.ofNullable(System.getenv("SERVICE_KEY")).orElseGet(() -> "VALUE")',
    'System.getenv("SERVICE_KEY") != null ? System.getenv("SERVICE_KEY") : "VALUE"',
  ],
  Kotlin: ['System.getenv("SERVICE_KEY") ?: "VALUE"', 'findProperty("SERVICE_KEY") ?: "VALUE"'],
  Swift: ['environment["SERVICE_KEY"] ?? "VALUE"', 'environment["SERVICE_KEY", default: "VALUE"]'],
  'C#': [
    'Environment.GetEnvironmentVariable("SERVICE_KEY") ?? "VALUE"',
    'configuration.GetValue<string>("SERVICE_KEY", "VALUE")',
  ],
  'C and C++': ['char *k = getenv("SERVICE_KEY") ? getenv("SERVICE_KEY") : "VALUE";'],
  PHP: ["getenv('SERVICE_KEY') ?: 'VALUE'", "§_ENV['SERVICE_KEY'] ?? 'VALUE'", "env('SERVICE_KEY', 'VALUE')"],
  Ruby: ['ENV.fetch("SERVICE_KEY", "VALUE")', 'ENV.fetch("SERVICE_KEY") { "VALUE" }', "ENV['SERVICE_KEY'] || 'VALUE'"],
  Perl: ["§ENV{SERVICE_KEY} // 'VALUE'", "§ENV{SERVICE_KEY} || 'VALUE'", "§ENV{'SERVICE_KEY'} || 'VALUE'"],
  Lua: ['os.getenv("SERVICE_KEY") or "VALUE"'],
  Elixir: ['System.get_env("SERVICE_KEY", "VALUE")', 'System.get_env("SERVICE_KEY") || "VALUE"'],
  Scala: ['sys.env.getOrElse("SERVICE_KEY", "VALUE")', 'Option(System.getenv("SERVICE_KEY")).getOrElse("VALUE")'],
  R: ['Sys.getenv("SERVICE_KEY", "VALUE")', 'Sys.getenv("SERVICE_KEY", unset = "VALUE")'],
  Dart: [
    "String.fromEnvironment('SERVICE_KEY', defaultValue: 'VALUE')",
    "Platform.environment['SERVICE_KEY'] ?? 'VALUE'",
  ],
  Terraform: ['variable "SERVICE_KEY" {\n  sensitive = true\n  default = "VALUE"\n}'],
  Helm: ['{{ .Values.SERVICE_KEY | default "VALUE" }}', '{{ default "VALUE" .Values.SERVICE_KEY }}'],
  'Jinja and Ansible': [
    "{{ SERVICE_KEY | default('VALUE') }}",
    "{{ lookup('env', 'SERVICE_KEY') | default('VALUE', true) }}",
  ],
  'GitHub Actions': [
    "§{{ secrets.SERVICE_KEY || 'VALUE' }}",
    'inputs:\n  SERVICE_KEY:\n    required: false\n    default: VALUE\n',
  ],
  'JSON and JSON5': ['{ SERVICE_KEY: "§{SERVICE_KEY:-VALUE}" }', '{"SERVICE_KEY":"§{OTHER_NAME:-VALUE}"}'],
};

describe('the fallback of a reference', () => {
  const rows = Object.entries(FALLBACKS).flatMap(([language, forms]) =>
    forms.map((form) => [language, form.replaceAll('\n', '⏎'), form] as const),
  );

  it.each(rows)('is found in %s: %s', (_, __, form) => {
    expect(secretsIn(fill(form))).toEqual([VALUE]);
  });

  it('is judged like any other value', () => {
    for (const value of ['change-me', 'your-key-here', '§{OTHER_NAME}', 'xxxxxxxx', 'development-key-only']) {
      for (const form of [
        'x=§{SERVICE_KEY:-VALUE}',
        'os.getenv("SERVICE_KEY", "VALUE")',
        "process.env.SERVICE_KEY || 'VALUE'",
      ]) {
        const text = form.replaceAll('VALUE', value).replaceAll('§', '$');
        expect(secretsIn(text), text).toEqual([]);
      }
    }
  });
});
