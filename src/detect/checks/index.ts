import type { CheckName } from '../../domain/rule.ts';
import { awsAccessKeyId, bedrockKey } from './aws.ts';
import type { Check } from './check.ts';
import { crc32Base62, githubPatDigest, gitlabCrc32 } from './checksums.ts';
import { jwt } from './jwt.ts';
import { encryptedPrivateKey, privateKey } from './private-key.ts';
import { randomLooking } from './random.ts';
import { openclawLegacySetupCode, openclawSetupCode } from './setup-code.ts';

/** Every check that a rule may name. */
export const checks = {
  'aws-access-key-id': awsAccessKeyId,
  'bedrock-key': bedrockKey,
  'crc32-base62': crc32Base62,
  'encrypted-private-key': encryptedPrivateKey,
  'github-pat-digest': githubPatDigest,
  'gitlab-crc32': gitlabCrc32,
  jwt,
  'openclaw-legacy-setup-code': openclawLegacySetupCode,
  'openclaw-setup-code': openclawSetupCode,
  'private-key': privateKey,
  'random-looking': randomLooking,
} as const satisfies Record<CheckName, Check>;
