import type { CheckName } from '../../domain/rule.ts';
import { atlassianCrc32 } from './atlassian.ts';
import { awsAccessKeyId, bedrockKey } from './aws.ts';
import { bech32 } from './bech32.ts';
import type { Check } from './check.ts';
import { crc32Base62, githubPatDigest, gitlabCrc32 } from './checksums.ts';
import { confluentCrc32 } from './confluent.ts';
import { discordAccount } from './discord.ts';
import { generic } from './generic.ts';
import { grafanaCrc32, grafanaPayload } from './grafana.ts';
import { jwt } from './jwt.ts';
import { natsNkey } from './nkey.ts';
import { onepasswordPayload } from './onepassword.ts';
import { base64Password, basicCredentials, password } from './password.ts';
import { encryptedPrivateKey, privateKey } from './private-key.ts';
import { openclawLegacySetupCode, openclawSetupCode } from './setup-code.ts';
import { supabaseServiceRole } from './supabase.ts';
import { vercelCrc32 } from './vercel.ts';

/** Every check that a rule may name. */
export const checks = {
  'atlassian-crc32': atlassianCrc32,
  'aws-access-key-id': awsAccessKeyId,
  bech32,
  'base64-password': base64Password,
  'basic-credentials': basicCredentials,
  'bedrock-key': bedrockKey,
  'confluent-crc32': confluentCrc32,
  'crc32-base62': crc32Base62,
  'discord-account': discordAccount,
  'encrypted-private-key': encryptedPrivateKey,
  generic,
  'github-pat-digest': githubPatDigest,
  'gitlab-crc32': gitlabCrc32,
  'grafana-crc32': grafanaCrc32,
  'grafana-payload': grafanaPayload,
  jwt,
  'onepassword-payload': onepasswordPayload,
  'nats-nkey': natsNkey,
  'openclaw-legacy-setup-code': openclawLegacySetupCode,
  'openclaw-setup-code': openclawSetupCode,
  password,
  'private-key': privateKey,
  'supabase-service-role': supabaseServiceRole,
  'vercel-crc32': vercelCrc32,
} as const satisfies Record<CheckName, Check>;

/** Those that compute a checksum: what fails one was made up or damaged, whatever name it stands at. */
export const CHECKSUMS: ReadonlySet<CheckName> = new Set<CheckName>([
  'bech32',
  'confluent-crc32',
  'crc32-base62',
  'gitlab-crc32',
  'grafana-crc32',
  'nats-nkey',
  'vercel-crc32',
]);
