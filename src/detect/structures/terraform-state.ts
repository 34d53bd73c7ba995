import { jsonStrings } from '../json.ts';
import { confidenceInPassword } from '../password.ts';
import type { Found, Reader } from './reader.ts';

/** How much of a state is read. */
const MAX_STATE = 1 << 22;

/** Attributes of resources that providers mark as sensitive; the names are the same in most. */
const ATTRIBUTE =
  /(?:^|_)(?:password|passwd|secret|secret_key|secret_string|private_key|private_key_pem|private_key_openssh|token|auth_token|api_key|client_secret|primary_(?:shared_)?key|secondary_(?:shared_)?key|(?:primary_|secondary_)?(?:access_key|connection_string)|sas_token|shared_key|encryption_key)$/;

/** What follows the value of an output that is sensitive, and what may stand before it. */
const SENSITIVE_BEHIND = /^"\s*,(?:\s*"type"\s*:\s*(?:"\w*"|\[[^\]]{0,400}\])\s*,)?\s*"sensitive"\s*:\s*true/;
const SENSITIVE_BEFORE =
  /"sensitive"\s*:\s*true\s*,(?:\s*"type"\s*:\s*(?:"\w*"|\[[^\]]{0,400}\])\s*,)?\s*"value"\s*:\s*"$/;

/**
 * A Terraform or OpenTofu state: outputs that are marked as sensitive, and the attributes of resources
 * that hold secrets, which a state holds in clear text. (Terraform, "Sensitive Data in State".)
 */
export const terraformState: Reader = {
  reach: MAX_STATE,
  // It looks at how the document begins.
  glanceReach: MAX_STATE,
  glance: (text, at) => /^\s*\{/.test(text.slice(0, 200)) && text[at] === '"',
  read(text, at, floor) {
    if (floor > 0) return null;
    const found: Found[] = [];
    let resource = '';
    for (const { path, start, end, value } of jsonStrings(text.slice(0, Math.min(text.length, at + MAX_STATE)))) {
      const name = path.at(-1) ?? '';
      if (name === 'type' && !path.includes('attributes')) resource = value;
      const isOutput = path.at(-3) === 'outputs' && name === 'value' && isSensitive(text, start, end);
      const isAttribute = path.at(-2) === 'attributes' && isSecret(resource, name);
      if ((!isOutput && !isAttribute) || /[\r\n]/.test(value)) continue;
      const confidence = confidenceInPassword(value);
      if (confidence === null) continue;
      const where = isOutput ? `the output ${path.at(-2)}` : `${name} of ${resource}`;
      const secret: Found = { start, end, name: where, what: `${where} in a Terraform state`, confidence };
      found.push(value === text.slice(start, end) ? secret : { ...secret, value });
    }
    return { start: 0, end: text.length, found };
  },
};

function isSensitive(text: string, start: number, end: number): boolean {
  return (
    SENSITIVE_BEHIND.test(text.slice(end, end + 600)) ||
    SENSITIVE_BEFORE.test(text.slice(Math.max(0, start - 600), start))
  );
}

/** `random_password` keeps what it drew in `result`; a stored secret has it in `value`. */
function isSecret(resource: string, name: string): boolean {
  if (name === 'result') return resource === 'random_password';
  if (name === 'value') return /ssm_parameter|key_vault_secret|secret_version/.test(resource);
  return ATTRIBUTE.test(name);
}
