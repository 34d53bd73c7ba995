import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../domain/secret.ts';

/** A credential of the operator's own; null where its variable is not set. */
export function secretFrom(env: NodeJS.ProcessEnv, name: string): Secret | null {
  const value = env[name];
  return value === undefined || value === '' ? null : new Secret(value);
}

/** Shorter values are no credentials, and stand in anything. */
const MIN_OWN = 8;

/** Larger files hold no credentials of a run. */
const MAX_FILE = 1 << 20;

/** Variables that name files with credentials. */
const FILE_VARIABLES = [
  'AWS_SHARED_CREDENTIALS_FILE',
  'AZURE_AUTH_LOCATION',
  'CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'KUBECONFIG',
  'NETRC',
  'NPM_CONFIG_USERCONFIG',
  'PIP_CONFIG_FILE',
];

/** Where programs keep credentials, from the home of whoever runs this. */
const HOME_FILES = [
  '.aws/credentials',
  '.config/gcloud/application_default_credentials.json',
  '.config/gh/hosts.yml',
  '.docker/config.json',
  '.git-credentials',
  '.netrc',
  '.npmrc',
  '.pypirc',
];

/** What a run uses itself: its environment, and the files with credentials that programs would read in it. */
export class OwnSecrets {
  readonly #texts: string[];

  constructor(env: NodeJS.ProcessEnv) {
    const named = FILE_VARIABLES.flatMap((name) => env[name] ?? []);
    const usual = env.HOME === undefined ? [] : HOME_FILES.map((file) => join(env.HOME!, file));
    const values = Object.values(env).filter((value): value is string => value !== undefined);
    this.#texts = [...values, ...[...named, ...usual].flatMap(contentOf)];
  }

  /** Whether it is one of them, as it is, or as JSON, URLs and base64 write it. */
  has(secret: Secret): boolean {
    const value = secret.reveal();
    if (value.length < MIN_OWN) return false;
    const forms = new Set([value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value), ...base64Of(value)]);
    return this.#texts.some((text) => [...forms].some((form) => text.includes(form)));
  }
}

function contentOf(path: string): string[] {
  try {
    return statSync(path).size > MAX_FILE ? [] : [readFileSync(path, 'utf8')];
  } catch {
    return [];
  }
}

/** What stays the same of a text in base64, however many bytes stand before and behind it. */
function base64Of(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const skipped = before === 0 ? 0 : before + 1;
    const kept = Math.floor(((bytes.length + before) * 8) / 6);
    return encoded.slice(skipped, kept);
  });
}
