import type { StructureName } from '../../domain/rule.ts';
import { commandLine } from './command-line.ts';
import { connectionString } from './connection-string.ts';
import { jwk } from './jwk.ts';
import { kubeconfig } from './kubeconfig.ts';
import { kubernetesSecret } from './kubernetes-secret.ts';
import { loginCall } from './login-call.ts';
import { netrc } from './netrc.ts';
import { passwordHash } from './password-hash.ts';
import { pem } from './pem.ts';
import { pgpass } from './pgpass.ts';
import { puttyEncryptedKey, puttyKey } from './putty-key.ts';
import type { Reader } from './reader.ts';
import { terraformState } from './terraform-state.ts';
import { url } from './url.ts';

/** Every format that a rule may name. */
export const structures = {
  'command-line': commandLine,
  'connection-string': connectionString,
  jwk,
  kubeconfig,
  'kubernetes-secret': kubernetesSecret,
  'login-call': loginCall,
  netrc,
  'password-hash': passwordHash,
  pem,
  pgpass,
  'putty-encrypted-key': puttyEncryptedKey,
  'putty-key': puttyKey,
  'terraform-state': terraformState,
  url,
} as const satisfies Record<StructureName, Reader>;
