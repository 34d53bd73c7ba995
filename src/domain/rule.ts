import type { ProviderApi } from './api.ts';

/** How bad it is when such a credential leaks, worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How sure the engine is that a match is a real credential, surest first. */
export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** Orders confidences, surest first: below 0 where `a` is surer than `b`. */
export function compareConfidence(a: Confidence, b: Confidence): number {
  return CONFIDENCES.indexOf(a) - CONFIDENCES.indexOf(b);
}

/**
 * How much a rule knows about what it finds. Where two rules claim the same bytes, the one that
 * knows more wins: a provider's own credential, then a known format (a private key, a JWT), then
 * anything that merely looks secret.
 */
export const SPECIFICITIES = ['provider', 'format', 'generic'] as const;
export type Specificity = (typeof SPECIFICITIES)[number];

/** What a rule may ask of a match beyond its shape. Implemented one by one in `src/detect/checks`. */
export const CHECKS = [
  'atlassian-crc32',
  'aws-access-key-id',
  'base64-password',
  'basic-credentials',
  'bech32',
  'bedrock-key',
  'confluent-crc32',
  'crc32-base62',
  'discord-account',
  'encrypted-private-key',
  'generic',
  'github-pat-digest',
  'gitlab-crc32',
  'grafana-crc32',
  'grafana-payload',
  'jwt',
  'nats-nkey',
  'onepassword-payload',
  'openclaw-legacy-setup-code',
  'openclaw-setup-code',
  'password',
  'private-key',
  'supabase-service-role',
  'vercel-crc32',
] as const;
export type CheckName = (typeof CHECKS)[number];

/** Which values are no secrets although they have the right shape. Implemented in `src/detect/filters`. */
export const FILTERS = ['placeholder', 'reference', 'dictionary', 'prose'] as const;
export type FilterName = (typeof FILTERS)[number];

/** Formats that are read, since no pattern tells where a secret stands in them. Implemented in `src/detect/structures`. */
export const STRUCTURES = [
  'command-line',
  'connection-string',
  'jwk',
  'kubeconfig',
  'kubernetes-secret',
  'login-call',
  'netrc',
  'password-hash',
  'pem',
  'pgpass',
  'putty-encrypted-key',
  'putty-key',
  'terraform-state',
  'url',
] as const;
export type StructureName = (typeof STRUCTURES)[number];

type DetectorBase = {
  /** Short literals, lower case; the detector runs only where one of them stands. */
  anchors: string[];
  /** Globs: the match counts only at places whose path matches one. Empty: everywhere. */
  files: string[];
  /** Whether to look into files that are not text. */
  binary: boolean;
  confidence: Confidence;
  filters: FilterName[];
  /**
   * How far from the anchor the match may lie, in lines; absent: the anchor is part of the match
   * (of the name, for `assigned`).
   */
  lines?: number;
};

/** Another credential that belongs to the match, such as the secret of an AWS access key id. */
export type Companion = {
  name: string;
  source: string;
  flags: string;
  lines: number;
  required: boolean;
};

/** Finds a token by its shape. The capture `key` is the secret, other captures are its parts. */
export type PatternDetector = DetectorBase & {
  kind: 'pattern';
  source: string;
  flags: string;
  maxLength: number;
  /** Where in a match its anchor begins, if that is known: the pattern is then tried there only. */
  leads: number[] | null;
  companions: Companion[];
};

/** Finds a value by the name that it is given, in any language and file form. */
export type AssignedDetector = DetectorBase & {
  kind: 'assigned';
  /** Matches the name, without regard to case. */
  name: string;
  /** Matches the whole value. */
  value: string;
  maxLength: number;
  /** Where in a match of the name its anchor begins, if that is known. */
  leads: number[] | null;
  /** Whether its names are literals without white space and brackets. */
  plain: boolean;
};

/** Finds a value by its path in a JSON or JSON5 document. */
export type JsonDetector = DetectorBase & {
  kind: 'json';
  /** Segments of each path: a name, `*`, `**`, or `{a,b}`. */
  paths: string[];
  value: string;
};

/** Finds values where a format says that they are secret; an anchor is where such text may begin. */
export type StructureDetector = DetectorBase & { kind: 'structure'; structure: StructureName };

export type Detector = PatternDetector | AssignedDetector | JsonDetector | StructureDetector;

/** A compiled rule: what the engine needs, and nothing that only people read. */
export type Rule = {
  id: string;
  provider: string;
  title: string;
  severity: Severity;
  specificity: Specificity;
  detectors: Detector[];
  /** Bits per character that the secret must reach; 0: not asked. */
  entropy: number;
  /** All must hold, or the match is dropped. */
  checks: CheckName[];
  /** Raise the confidence where they hold; nothing is lost where they do not. */
  hints: CheckName[];
  /** The literals that such secrets begin with: what a mask may show. */
  prefixes: string[];
};

/** What a person does about a leak. */
export type Remedy = { console: string | null; steps: string[] };

/** An example of a rule file, before its `{class:n}` parts are expanded. */
export type Example = { text: string; path?: string | undefined; confidence?: Confidence | undefined };

/**
 * How much is known of what a detector finds: the more specific rule counts first, then a shape
 * before a name that merely stands beside the value. -1 without a rule.
 */
export function knowledgeOf(rule: Rule | undefined, detector: number): number {
  if (!rule) return -1;
  const byShape = rule.detectors[detector]?.kind === 'pattern' ? 1 : 0;
  return (SPECIFICITIES.length - 1 - SPECIFICITIES.indexOf(rule.specificity)) * 2 + byShape;
}

/** The part of a rule that people read; loaded only when there is something to show. */
export type RuleText = {
  id: string;
  provider: string;
  providerName: string;
  description: string;
  remedy: Remedy;
  env: string[];
  examples: { match: Example[]; ignore: Example[] };
};

/** Rules, their texts, and how providers are asked, compiled from a set of provider files. */
export type RuleBook = { rules: Rule[]; texts: RuleText[]; apis: ProviderApi[] };
