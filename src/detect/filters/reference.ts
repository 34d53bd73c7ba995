/**
 * Tells a value that only points at a secret: a variable, a template, a secret store, a marker
 * that a program writes in a secret's place.
 */

import { guessBits } from '../../domain/strength.ts';
import { rarity } from '../rarity/rarity.ts';
import { dictionary } from './dictionary.ts';

/** Forms that are references wherever they stand. */
const ANYWHERE: RegExp[] = [
  /^\$\{?[A-Za-z_][\w.:-]*\}?$/, // $VAR, ${VAR}, ${env.VAR}
  /\$\{|\$\(|\{\{|\}\}|<%|%>|#\{|\$\$\{|\$\[\[|@@\w+@@/, // templates of many kinds
  /^\$env:|^\$?\(?env[.:(]|^%[A-Za-z_]\w*%$|^%[A-Z][A-Z_]{3,40}$|^%\(\w+\)s$|^%[sdv@]$/, // PowerShell, cmd, Python
  /^\{[A-Za-z_][\w.:!()]*\}$|^\{\}$|^:[A-Za-z_]\w*$/, // {name} of a format string, :name of a query
  /^<[^<>]{1,60}>$|^\[[A-Za-z _-]{1,60}\]$/, // <token>, [token]
  /^(?:secretref-env|__env__|env|env-file|op|vault|ssm|sm|kms|gsm|awssm|aws-sm|gcp-sm|azurekv|akv|keyring|keychain|keyvault|file|exec|cmd|ref\+\w+|sops|bw|pass|doppler|infisical|secret|secrets|store|config|lookup|valueFrom):/i,
  /^(?:arn:aws|projects\/[\w-]+\/secrets)/,
  /^(?:ENC|PKCS7|AES|sops)[[(,]|^\{cipher\}|^!(?:vault|Ref|Sub|GetAtt|secret|env_var|ENV)\b/,
  /^oauth:[a-z-]{1,20}$/, // OpenClaw: apiKey "oauth:<provider>"
  /^(?:process\.env|os\.environ|os\.getenv|System\.getenv|System\.getProperty|ENV\[|Environment\.|std::env|env::var|import\.meta\.env|Deno\.env|Bun\.env|getenv|secrets\.|github\.|vars\.|var\.|local\.|data\.|module\.|values\.|\.Values\.|config\.|settings\.|this\.|self\.|opts\.|options\.|args\.|params\.|props\.|req\.|request\.|ctx\.|context\.)/i,
  /^(?:[A-Z][A-Z0-9]*_)+[A-Z0-9]+$/, // the name of an environment variable
  /^https?:\/\/[^@]*$/i,
  /^[\w./-]{1,120}\.(?:json|pem|key|crt|cer|txt|ya?ml|toml|ini|env|cfg|conf|p12|pfx|jks|gpg|asc|js|ts|py|rb|go|java|php|html?|md|sh|sql|xml|png|svg|css)$/i,
];

/** Forms that are code where the value is not quoted: names, member chains, calls. */
const BARE: RegExp[] = [
  /^[A-Za-z_$][\w$]*(?:(?:\.|->|::|\?\.|!\.)[A-Za-z_$][\w$]*)+[!?]?$/,
  /^[\w$.:]+[[(]/,
  /^[&*!@-]?[A-Za-z_]\w*::/,
  /^(?:new|await|function|lambda|async|return|typeof|not|if|get|set)\b/,
];

/**
 * @param value without quotes
 * @param quoted whether it stood in quotes
 * @returns why the value is a reference, or null
 */
export function reference(value: string, quoted: boolean): string | null {
  if (ANYWHERE.some((form) => form.test(value))) return 'reference';
  if (isPath(value)) return 'path';
  const code = isIdentifier(value) || BARE.some((form) => form.test(value));
  if (!quoted && code && rarity(value) < DRAWN) return 'code';
  return null;
}

/** From so many bits on, chance wrote a value and no programmer. */
const DRAWN = 16;

/** Beyond this, no word list makes the value: it was drawn. */
const DRAWN_BITS = 90;

/** A file's path. Base64 may begin with a slash too, and then it is hard to guess. */
function isPath(value: string): boolean {
  return /^(?:\.{0,2}\/|~\/|[A-Za-z]:[\\/])[\w./\\ ~-]*$/.test(value) && guessBits(value) < DRAWN_BITS;
}

/** A name of the program's. A random value of letters alone is one in a hundred, and no name. */
function isIdentifier(value: string): boolean {
  return /^[A-Za-z_$][A-Za-z_$]*$/.test(value) && (guessBits(value) < DRAWN_BITS || dictionary(value) !== null);
}
