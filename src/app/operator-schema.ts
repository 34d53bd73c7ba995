import * as z from 'zod';
import { ALARM_STYLES } from '../live/alarm.ts';
import { REVOKE_MODES } from '../live/policy.ts';
import { NO_OPERATOR } from './operator.ts';

const { verify, revoke } = NO_OPERATOR;

const variable = z.string().regex(/^[A-Z_][A-Z0-9_]*$/, 'is the name of a variable');

/** Names in which only `*` means more than itself. */
const names = z.array(z.string().min(1).regex(/^[^!]/, 'cannot say who is not meant: name who is')).default([]);

/** An address that secrets may be sent to. */
const server = (schemes: readonly string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && schemes.includes(new URL(text).protocol),
      `begins with ${schemes.join(' or ')}//`,
    )
    .refine((text) => {
      if (!URL.canParse(text)) return true;
      const { protocol, hostname } = new URL(text);
      return ['https:', 'wss:'].includes(protocol) || /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
    }, 'without TLS leads to this machine only')
    .refine(
      (text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).search === ''),
      'holds no user, password or query',
    );

const WEB = ['https:', 'http:'];

/** The keys of a configuration that only the operator may set, each with its default. */
export const operatorShape = {
  providers: z
    .record(z.string().min(1), z.strictObject({ 'base-url': server(WEB) }))
    .default({})
    .describe('Servers in the place of a provider’s own: self-hosted ones, proxies, tests.'),
  openclaw: z
    .strictObject({
      'revocation-url': server(WEB).optional().describe('The platform’s revocation API for pairing codes.'),
      'gateway-url': server(['wss:', 'ws:']).optional().describe('The gateway that tokens are asked at.'),
    })
    .prefault({}),
  verify: z
    .strictObject({
      enabled: z.boolean().default(verify.enabled),
      'timeout-ms': z.int().min(100).max(120_000).default(verify['timeout-ms']).describe('For one request.'),
      'per-host': z.int().min(1).max(64).default(verify['per-host']).describe('Requests at one host at a time.'),
      'deadline-ms': z
        .int()
        .min(1000)
        .max(3_600_000)
        .default(verify['deadline-ms'])
        .describe('For all questions of a run.'),
      'never-aws-accounts': z
        .array(z.string().regex(/^\d{12}$/, 'is an account number of twelve digits'))
        .default([])
        .describe('AWS accounts whose keys are never asked about: your own traps.'),
    })
    .prefault({}),
  revoke: z
    .strictObject({
      mode: z.enum(REVOKE_MODES).default(revoke.mode),
      rules: names.describe('Rules, with * for anything; an empty list is none.'),
      owners: names.describe('Owners, as providers name them, with * for anything; an empty list is none, "*" is all.'),
      limit: z.int().min(1).max(1000).default(revoke.limit).describe('How many a run revokes at most.'),
      'owner-limit': z.int().min(1).max(1000).default(revoke['owner-limit']).describe('How many of one owner.'),
      service: z
        .strictObject({
          url: server(WEB),
          'token-env': variable.optional().describe('The variable with what is sent in the Authorization header.'),
          types: z.record(z.string(), z.string()).default({}).describe('By rule: what the service calls it.'),
        })
        .optional()
        .describe('A revocation service of your own, by the contract of GitLab’s Token Revocation API.'),
      trail: z.string().min(1).optional().describe('Where the trail is written; default: clawback-trail.jsonl.'),
      webhook: z
        .strictObject({
          url: server(WEB),
          'secret-env': variable.optional().describe('The variable with the key that alarms are signed with.'),
          style: z.enum(ALARM_STYLES).default('generic'),
        })
        .optional(),
    })
    .prefault({}),
};
