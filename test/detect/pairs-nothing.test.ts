import { describe, expect, it } from 'vitest';
import { engineWith, found } from './scanning.ts';

/** A rule that takes whatever SERVICE_KEY is given, with the filters that rules have by default. */
const engine = engineWith({
  anchors: ['service_key', 'servicekey'],
  assigned: { name: 'service_?key', value: '[^\\s"\'`<>{}]{6,512}' },
});

/** `$` before a brace is written § here, so that the templates stay plain strings. */
const secretsIn = (text: string): string[] =>
  found(text.replaceAll('§', '$'), undefined, engine).map(([, secret]) => secret);

const NOTHING: Record<string, string[]> = {
  'a comparison with a variable': [
    'if (SERVICE_KEY == other.key) {',
    'SERVICE_KEY === expectedKey',
    'if SERVICE_KEY != configured_key:',
    'if [ "§SERVICE_KEY" = "§EXPECTED" ]; then',
    'assert SERVICE_KEY == settings.SERVICE_KEY',
  ],
  'a function call': [
    'SERVICE_KEY = getSecret(id)',
    'SERVICE_KEY: loadKey(environment)',
    'const SERVICE_KEY = await vault.read(path);',
    'SERVICE_KEY := mustGetenv("SERVICE_KEY")',
    'SERVICE_KEY=§(openssl rand -hex 32)',
    'SERVICE_KEY=`op read op://vault/service/key`',
    'SERVICE_KEY="§(cat /run/secrets/service_key)"',
    'let SERVICE_KEY = std::env::var("SERVICE_KEY").unwrap();',
    'SERVICE_KEY = secrets.token_hex(32)',
  ],
  'a reference without a fallback': [
    'const SERVICE_KEY = process.env.SERVICE_KEY;',
    'SERVICE_KEY = os.getenv("SERVICE_KEY")',
    'SERVICE_KEY = os.environ["SERVICE_KEY"]',
    'SERVICE_KEY=§{SERVICE_KEY}',
    'SERVICE_KEY=§SERVICE_KEY',
    'SERVICE_KEY=§{SERVICE_KEY:-}',
    'SERVICE_KEY=§{SERVICE_KEY:?}',
    'SERVICE_KEY=§{SERVICE_KEY:?SERVICE_KEY must be set}',
    'SERVICE_KEY=§{SERVICE_KEY:?must-be-set}',
    'SERVICE_KEY=§{SERVICE_KEY:?ask-Ops4711xQ9}',
    'x=§{SERVICE_KEY:?ask-Ops4711xQ9}',
    'SERVICE_KEY=§{SERVICE_KEY:+configured}',
    'x=§{SERVICE_KEY:+Ops4711xQ9zb}',
    'SERVICE_KEY: §{{ secrets.SERVICE_KEY }}',
    'SERVICE_KEY: §{{secrets.SERVICE_KEY}}',
    'SERVICE_KEY: "{{ .Values.serviceKey }}"',
    "SERVICE_KEY: {{ lookup('env', 'SERVICE_KEY') }}",
    'SERVICE_KEY=%SERVICE_KEY%',
    '§env:SERVICE_KEY = §env:OTHER_KEY',
    'service_key = var.service_key',
    'service_key = data.aws_secretsmanager_secret_version.key.secret_string',
    '- name: SERVICE_KEY\n  valueFrom:\n    secretKeyRef:\n      name: service\n      key: token\n',
    'String key = System.getenv("SERVICE_KEY");',
    'key = ENV.fetch("SERVICE_KEY")',
    "key = ENV['SERVICE_KEY']",
    'key := os.Getenv("SERVICE_KEY")',
    'SERVICE_KEY = config.get("service.key")',
    '@Value("§{SERVICE_KEY}")',
    '{"SERVICE_KEY": {"source": "env", "provider": "default", "id": "SERVICE_KEY"}}',
    '!Sub "{{resolve:secretsmanager:§{AWS::StackName}/service_key}}"',
  ],
  'a type, and no value': [
    'serviceKey: string;',
    'service_key: str',
    'service_key: Optional[str] = None',
    'function open(serviceKey: string, other: number): void {}',
    'private String serviceKey;',
    'service_key: String,',
    'ServiceKey string `json:"service_key"`',
    'ServiceKey string `env:"SERVICE_KEY,required"`',
    'char service_key[64];',
    'serviceKey: z.string().min(10),',
    'service_key = Column(String(255), nullable=False)',
    'service_key VARCHAR(255) NOT NULL,',
    'val serviceKey: String?',
    'public string ServiceKey { get; set; }',
    '@service_key :string',
  ],
  'no value at all': [
    'SERVICE_KEY=\nOTHER=\n',
    'SERVICE_KEY=""',
    'SERVICE_KEY:\nother: configured\n',
    'SERVICE_KEY:\n  description: opens the service\n',
    '{"SERVICE_KEY": null}',
    '{"SERVICE_KEY": "", "other": "configured"}',
    'SERVICE_KEY = undefined;',
    'env:\n  - SERVICE_KEY\n  - OTHER_KEY\n',
    'export SERVICE_KEY',
    'unset SERVICE_KEY OTHER_KEY',
    'docker run -e SERVICE_KEY image',
    'passenv = SERVICE_KEY\n',
  ],
  'a use of the name': [
    'open(SERVICE_KEY)',
    'open(SERVICE_KEY, timeout)',
    'return new Client({ serviceKey });',
    'if (!SERVICE_KEY) return;',
    'print(f"SERVICE_KEY: {SERVICE_KEY}")',
    'console.log("SERVICE_KEY", SERVICE_KEY)',
    'this.serviceKey = serviceKey;',
    'self.service_key = service_key',
    'headers["Authorization"] = "Bearer " + SERVICE_KEY',
    'getSecret("SERVICE_KEY", "environment")',
  ],
  prose: [
    'The SERVICE_KEY environment variable is needed.',
    'throw new Error("SERVICE_KEY is not set")',
    '"SERVICE_KEY is missing from the configuration"',
    '# SERVICE_KEY: the key that opens the service',
    'Set SERVICE_KEY to the value from the dashboard.',
    '| SERVICE_KEY | required | opens the service |',
    '* `SERVICE_KEY` is optional, and defaults to nothing',
    'SERVICE_KEY -- see the documentation',
  ],
  'a switch': ['SERVICE_KEY_ENABLED=true', 'SERVICE_KEY = false', '{"SERVICE_KEY": true}'],
};

describe('a name is given no secret by', () => {
  const rows = Object.entries(NOTHING).flatMap(([what, forms]) =>
    forms.map((form) => [what, form.replaceAll('\n', '⏎'), form] as const),
  );

  it.each(rows)('%s: %s', (_, __, form) => {
    expect(secretsIn(form)).toEqual([]);
  });
});
