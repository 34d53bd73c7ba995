/**
 * How a provider is asked about a credential, and told to end it: what `verify` and `revoke` of a rule file
 * come to. Texts in it are templates: `{key}` is the secret, other names are what belongs to it.
 */

/** Ways to sign a request that no header can be written for. Implemented in `src/live/signers`. */
export const SIGNERS = ['aws-sigv4'] as const;
export type SignerName = (typeof SIGNERS)[number];

/** Credentials that nobody may ask about: told before any request is sent. Implemented in `src/live/guards`. */
export const GUARDS = ['aws-canary'] as const;
export type GuardName = (typeof GUARDS)[number];

/** Ways to verify that take more than one request, or another protocol. Implemented in `src/live/probes`. */
export const PROBES = ['google-service-account', 'openclaw-device', 'openclaw-gateway', 'openclaw-platform'] as const;
export type ProbeName = (typeof PROBES)[number];

/** Ways to revoke that take more than a listing and a request. Implemented in `src/live/steps`. */
export const STEPS = [
  'aws-access-key',
  'bedrock-key',
  'google-api-key',
  'google-service-account-key',
  'openai-key',
  'openclaw-device',
  'openclaw-platform',
] as const;
export type StepName = (typeof STEPS)[number];

export const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];

/** One request, as a template. */
export type Call = {
  method: Method;
  /** From the provider's base, or with the host before it, which is one of the provider's. */
  address: string;
  headers: Record<string, string>;
  /** For an Authorization header of the Basic scheme. */
  basic: { user: string; password: string } | null;
  body: Body | null;
  /** With templates for what it signs with; a session that comes to nothing is none. */
  signer: {
    name: SignerName;
    service: string;
    region: string;
    id: string;
    secret: string;
    session: string | null;
  } | null;
};

export type Body =
  | { kind: 'form'; fields: Record<string, string> }
  | { kind: 'json'; value: unknown }
  | { kind: 'text'; text: string; type: string };

/** What a reply must be: all that is given must hold. */
export type ReplyForm = {
  status: number;
  /** By dotted path: the value there; null: anything but null and nothing. */
  json: Record<string, string | number | boolean | null>;
  /** What its text holds. */
  text: string | null;
  /** By name in lower case: what the header's value holds. */
  headers: Record<string, string>;
  /** Whether there is nothing in it. */
  empty?: boolean;
  /** Whether it is a documented success, though its status is none. */
  proof: boolean;
};

/** Whether a form asks for more than a status. */
export function isDetailed({ json, text, headers, empty = false }: ReplyForm): boolean {
  return empty || text !== null || Object.keys(json).length > 0 || Object.keys(headers).length > 0;
}

/** Where a fact stands in a reply: `a.b.c` in its JSON (lists are gone through), or `header:Name`. */
export type FactPath = string;

export type Verify = {
  /** Several where an answer is needed for the next question: the last one tells. */
  calls: Call[];
  /** Asked in their turn while the answers are that it is dead: another region, another kind of credential. */
  others: Call[];
  probe: ProbeName | null;
  /** What keeps it from being asked about. */
  never: GuardName[];
  live: ReplyForm[];
  dead: ReplyForm[];
  /**
   * Whether others than the default host issue such credentials (self-hosted servers, other regions): that this one
   * refuses it says nothing then, unless the operator named the server.
   */
  elsewhere: boolean;
  /** What its replies are; anything else is no answer of this provider. */
  expects: 'json' | 'any';
  /** What is one owner's alone: ids, logins, account numbers, domains, verified mail addresses. */
  owners: FactPath[];
  /** Display names, which anybody can choose. */
  names: FactPath[];
  scopes: FactPath[];
  lastUsed: FactPath | null;
  /**
   * Whether a look-alike is sent, too. Not where that would cost the provider's patience (lock-outs). `key`: only the
   * secret is made up, where made-up parts (a client's id) are refused in other words than a made-up secret.
   */
  control: boolean | 'key';
};

/** What else ends with a credential. Only `key` is done by itself. */
export const EFFECTS = ['key', 'grant', 'resource', 'children'] as const;
export type Effect = (typeof EFFECTS)[number];

/** Finds the one entry of a listing that is the credential. */
export type Listing = {
  call: Call;
  /** Where the entries are: a dotted path, '' for the whole reply. */
  items: string;
  /** Of an entry: what the credential's id is. */
  id: string;
  /** Where a page names whose the listing is: one of the owners that verify told; null: it names none. */
  owner: FactPath | null;
  /**
   * `equals`: the entry's value is this template's. `hint`: the entry shows the first and the last characters
   * of the secret, with something between that stands for the rest.
   */
  match: { kind: 'equals'; field: string; value: string } | { kind: 'hint'; field: string };
  /** How the next page is asked for. */
  next:
    | { kind: 'none' }
    /** The value at `field` becomes the query parameter; there is another page while `more` is true, or the field is there. */
    | { kind: 'cursor'; field: string; parameter: string; more: string | null }
    | { kind: 'page'; parameter: string; first: number }
    | { kind: 'offset'; parameter: string }
    | { kind: 'link' };
};

export type Revoke = {
  /** Whose right it is: the credential's own, anybody's who has it, or an administrator's. */
  by: 'self' | 'anyone' | 'admin';
  /**
   * The variables of the environment that hold the administrator's credential, by their names in templates:
   * `admin`, or `admin.id`, `admin.key` and, where there is one, `admin.session`.
   */
  admin: Record<string, string> | null;
  effect: Effect;
  /** What tells which one to end: a capture, the credential itself, the entry of a listing. */
  aim: string;
  listing: Listing | null;
  call: Call | null;
  step: StepName | null;
  done: ReplyForm[];
  /** Replies that say that it is gone already. */
  gone: ReplyForm[];
  /** Replies that say that this credential may not do it. */
  denied: ReplyForm[];
  /** Whether it can be undone. */
  reversible: boolean;
  /** How long the provider may take, in seconds, before verify says dead. */
  settle: number;
};

/** What a rule's credentials can be asked and told. */
export type RuleApi = {
  rule: string;
  /** Takes the secret apart: its named captures are for templates. */
  split: string | null;
  verify: Verify | null;
  /** In the order in which they are tried. */
  revoke: Revoke[];
};

export type ProviderApi = {
  id: string;
  name: string;
  /** The only hosts that its requests may reach, the default one first; none: the operator has to name one. */
  hosts: string[];
  rules: RuleApi[];
};
