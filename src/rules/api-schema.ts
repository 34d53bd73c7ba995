import * as z from 'zod';
import { EFFECTS, GUARDS, METHODS, PROBES, SIGNERS, STEPS } from '../domain/api.ts';

const text = z.string().min(1);
const address = text.regex(/^(?:\/|https:\/\/)[^\s]*$/, 'begins with "/" or "https://"');

const request = {
  get: address.optional(),
  post: address.optional(),
  put: address.optional(),
  patch: address.optional(),
  delete: address.optional(),
  auth: z
    .union([
      z.strictObject({ bearer: text }),
      z.strictObject({ basic: z.strictObject({ user: z.string(), password: z.string() }) }),
    ])
    .optional()
    .describe('An Authorization header: "Bearer …", or Basic with a user and a password.'),
  headers: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/), text).optional(),
  form: z.record(text, z.string()).optional().describe('A body of form fields.'),
  json: z.json().optional().describe('A body of JSON; its strings are templates.'),
  text: text.optional().describe('A body as it is; see "type".'),
  type: text.optional().describe('The content type of "text".'),
  sign: z
    .strictObject({
      with: z.enum(SIGNERS),
      service: text,
      region: text.default('us-east-1'),
      id: text.default('{id}'),
      secret: text.default('{key}'),
      session: text.optional(),
    })
    .optional()
    .describe('How the request is signed where no header can be written for it.'),
};

const variable = text.regex(/^[A-Z][A-Z0-9_]*$/, 'is the name of a variable');

/** The parts of a block that make its request. */
const METHOD_KEYS = METHODS;

const reply = z
  .union([
    z.int().min(100).max(599),
    z.strictObject({
      status: z.int().min(100).max(599),
      json: z.record(text, z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
      text: text.optional(),
      headers: z.record(text, text).optional(),
      empty: z.literal(true).optional().describe('Its body is empty.'),
      proof: z.boolean().optional().describe('A documented success, though its status is none of 2xx.'),
    }),
  ])
  .describe('A status, or all that the reply must have: values in its JSON by dotted path (null: any), text, headers.');

const replies = z.array(reply).min(1);
const fact = text.describe('A dotted path into the reply’s JSON, or "header:Name".');

/** The first and only request of a block. */
const hasOneMethod = (block: object): boolean =>
  METHOD_KEYS.filter((method) => (block as Record<string, unknown>)[method] !== undefined).length === 1;
const ONE_METHOD = 'needs exactly one of get, post, put, patch and delete';

const single = z.strictObject(request).refine(hasOneMethod, ONE_METHOD);

export const verifySchema = z
  .strictObject({
    ...request,
    first: z.array(single).optional().describe('Requests whose replies the next ones need, as {first.0.path}.'),
    or: z
      .array(single)
      .optional()
      .describe('Other ways to ask, each where the one before answers that it is dead: another region, another kind.'),
    probe: z.enum(PROBES).optional().describe('A way to verify that has code of its own.'),
    regions: z
      .array(text)
      .default([])
      .describe('Hosts with accounts of their own, asked where the default one refuses it: dead is what all refuse.'),
    never: z.array(z.enum(GUARDS)).default([]).describe('Which of these credentials nobody may ask about.'),
    live: replies.optional(),
    dead: replies.optional(),
    elsewhere: z
      .boolean()
      .default(false)
      .describe('Whether other servers issue such credentials, too: what the default host refuses may live there.'),
    expects: z.enum(['json', 'any']).default('json'),
    owners: z
      .array(fact)
      .default([])
      .describe(
        'Where the reply tells whose it is: ids, logins, account numbers, domains and mail addresses that it verified.',
      ),
    names: z
      .array(fact)
      .default([])
      .describe('Where it tells what the owner is called: names that anybody can choose, and that no policy goes by.'),
    scopes: z.array(fact).default([]),
    'last-used': fact.optional(),
    control: z
      .union([z.boolean(), z.literal('key')])
      .default(true)
      .describe(
        'Whether a made-up credential of the same shape is sent, too; "key": with what belongs to the real one.',
      ),
  })
  .refine((block) => (block.probe === undefined) === hasOneMethod(block), `${ONE_METHOD}, or a probe`)
  .refine(
    (block) => block.probe !== undefined || (block.live && block.dead),
    'needs the replies that say live, and those that say dead',
  );

const listing = z
  .strictObject({
    ...request,
    items: z.string().describe('Where the entries are: a dotted path, empty for the whole reply.'),
    id: text.describe('Of an entry: what the credential is named by.'),
    owner: fact.optional().describe('Where a page names whose the listing is: it must be an owner that verify told.'),
    match: z.union([
      z.strictObject({ equals: z.strictObject({ field: text, value: text }) }),
      z.strictObject({ hint: text.describe('The field that shows how the secret begins and ends.') }),
    ]),
    next: z
      .union([
        z.strictObject({ cursor: text, parameter: text, more: text.optional() }),
        z.strictObject({ page: text, first: z.int().default(1) }),
        z.strictObject({ offset: text }),
        z.literal('link'),
      ])
      .optional()
      .describe('How the next page is asked for: by a value of the last one, its number, an offset, or a Link header.'),
  })
  .refine(hasOneMethod, ONE_METHOD);

export const revokeSchema = z
  .strictObject({
    ...request,
    by: z.enum(['self', 'anyone', 'admin']),
    admin: z
      .union([variable, z.strictObject({ id: variable, key: variable, session: variable.optional() })])
      .optional()
      .describe(
        'The variable of the environment with the administrator’s credential: {admin}. Or those of a pair: {admin.id}, {admin.key} and {admin.session}, which may be unset.',
      ),
    effect: z.enum(EFFECTS).describe('What else ends with it; only "key" is done without being named.'),
    aim: text.describe('What tells which one to end: a capture, "self", or "listing".'),
    find: listing.optional().describe('The listing in which exactly one entry is the credential: {found.id}.'),
    step: z.enum(STEPS).optional().describe('A way to revoke that has code of its own.'),
    done: replies.optional(),
    gone: replies.optional().describe('Replies that say that it had ended before.'),
    denied: replies.optional().describe('Replies that say that it has not the right to.'),
    reversible: z.boolean().default(false),
    settle: z
      .int()
      .min(0)
      .max(7200)
      .default(30)
      .describe('Seconds that the provider may take until the credential is dead.'),
  })
  .refine((block) => (block.step === undefined) === hasOneMethod(block), `${ONE_METHOD}, or a step`)
  .refine((block) => block.step !== undefined || block.done, 'needs the replies that say done')
  .refine((block) => (block.by === 'admin') === (block.admin !== undefined), '"admin" goes with "by: admin"')
  .refine((block) => (block.aim === 'listing') === (block.find !== undefined), '"find" goes with "aim: listing"');

/** What a rule file says of hosts, and of one rule. */
export const hostsSchema = z
  .array(z.string().regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'is a host name'))
  .default([])
  .describe('The only hosts that requests of this provider may reach, the default one first.');

export type RequestSource = z.infer<typeof single>;
export type ReplySource = z.infer<typeof reply>;
export type VerifySource = z.infer<typeof verifySchema>;
export type RevokeSource = z.infer<typeof revokeSchema>;
