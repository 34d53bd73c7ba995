import { Ajv } from 'ajv';

/**
 * The part of SARIF 2.1.0 that Clawback writes, closed: what is valid here is valid by the schema of
 * OASIS (errata 01), since nothing may be added to it. Properties bags stay open.
 */
const text = { type: 'string' };
const message = object({ text: { type: 'string', minLength: 1 } }, ['text']);
const level = { enum: ['none', 'note', 'warning', 'error'] };
const bag = { type: 'object' };
const position = { type: 'integer', minimum: 1 };

/** RFC 3986: what may stand in a relative reference without a scheme, percent-encoded. */
const relativeUri = {
  type: 'string',
  pattern: "^(?:[A-Za-z0-9._~!$&'()*+,;=@-]|%[0-9A-Fa-f]{2})+(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+)*$",
};

const region = object({ startLine: position, startColumn: position, endLine: position, endColumn: position }, [
  'startLine',
  'startColumn',
  'endLine',
  'endColumn',
]);

const location = object(
  {
    physicalLocation: object({ artifactLocation: object({ uri: relativeUri }, ['uri']), region }, ['artifactLocation']),
    message,
    logicalLocations: { type: 'array' },
  },
  ['physicalLocation'],
);

const rule = object(
  {
    id: text,
    name: text,
    shortDescription: message,
    fullDescription: message,
    help: object({ text, markdown: text }, ['text']),
    helpUri: { type: 'string', pattern: '^https://' },
    defaultConfiguration: object({ level }, []),
    properties: object(
      {
        tags: { type: 'array', items: text, uniqueItems: true, maxItems: 10 },
        precision: { enum: ['very-high', 'high', 'medium', 'low'] },
        'security-severity': { type: 'string', pattern: '^(?:10|[0-9])\\.[0-9]$' },
      },
      [],
    ),
  },
  ['id', 'shortDescription'],
);

const result = object(
  {
    ruleId: text,
    ruleIndex: { type: 'integer', minimum: 0 },
    level,
    message,
    locations: { type: 'array', items: location, minItems: 1, maxItems: 100 },
    partialFingerprints: { type: 'object', additionalProperties: text },
    properties: bag,
    suppressions: {
      type: 'array',
      minItems: 1,
      items: object({ kind: { enum: ['inSource', 'external'] }, status: text, justification: text }, ['kind']),
    },
  },
  ['ruleId', 'level', 'message', 'locations', 'partialFingerprints'],
);

const notifications = { type: 'array', items: object({ level, message }, ['message']) };

const invocation = object(
  {
    executionSuccessful: { type: 'boolean' },
    toolExecutionNotifications: notifications,
    toolConfigurationNotifications: notifications,
  },
  ['executionSuccessful'],
);

const run = object(
  {
    tool: object(
      {
        driver: object(
          {
            name: text,
            version: text,
            semanticVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
            informationUri: text,
            rules: { type: 'array', items: rule },
          },
          ['name'],
        ),
      },
      ['driver'],
    ),
    columnKind: { const: 'utf16CodeUnits' },
    invocations: { type: 'array', items: invocation },
    results: { type: 'array', items: result },
    properties: bag,
  },
  ['tool', 'results'],
);

const document = object(
  { $schema: text, version: { const: '2.1.0' }, runs: { type: 'array', items: run, minItems: 1 } },
  ['version', 'runs'],
);

function object(properties: Record<string, object>, required: string[]): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

const validate = new Ajv({ allErrors: true, strict: false }).compile(document);

/** What is wrong with a SARIF document; nothing where it is right. */
export function sarifFaults(value: unknown): string[] {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The parts of a SARIF document that tests look at. */
export type Sarif = {
  version: string;
  runs: [
    {
      tool: { driver: { name: string; semanticVersion: string; rules: SarifRule[] } };
      columnKind: string;
      invocations: [
        {
          executionSuccessful: boolean;
          toolExecutionNotifications: { level: string; message: { text: string } }[];
          toolConfigurationNotifications: { level: string; message: { text: string } }[];
        },
      ];
      results: SarifResult[];
    },
  ];
};

type SarifRule = { id: string; defaultConfiguration: { level: string }; properties: Record<string, unknown> };

export type SarifResult = {
  ruleId: string;
  level: string;
  message: { text: string };
  locations: {
    physicalLocation: {
      artifactLocation: { uri: string };
      region: { startLine: number; startColumn: number; endLine: number; endColumn: number };
    };
  }[];
  partialFingerprints: Record<string, string>;
  properties: Record<string, unknown>;
  suppressions?: { kind: string; justification: string }[];
};
