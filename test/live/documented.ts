import type { Answer } from './server.ts';

/** What a request must be. Values are templates: {key} is the secret, {part} what belongs to it, {admin} "admin". */
export type Expected = {
  method: string;
  path: string;
  headers?: Record<string, string>;
  /** The body: form fields as they are sent, or JSON. */
  body?: string | object;
};

type Documents = Exclude<Answer, 'hang-up' | 'silence'>;

/**
 * A provider's answers, written from its documentation: `source` is the page that shows them. What all
 * providers are put through besides (busy, broken, slow, a portal's page, a redirect) is added to each.
 */
export type Documented = {
  rule: string;
  source: string | string[];
  verify: {
    /** Where several requests are sent, in their order. */
    request: Expected | Expected[];
    /** Answers to all but the last request. */
    first?: Documents[];
    live: Documents;
    dead: Documents;
    /** Answers that show a live credential, and prove no more. */
    scoped?: Documents;
    /** Other answers, by what they come to. */
    also?: { answer: Documents; is: 'live' | 'dead' | 'unknown' }[];
    owners?: string[];
    names?: string[];
    scopes?: string[];
    lastUsed?: string;
  };
  /** By the index of the way. `list` gives the pages of the listing: exactly one of the entries is the credential's. */
  revoke?: {
    list?: (key: string) => Documents[];
    requests: Expected[];
    done: Documents;
    gone?: Documents;
    denied?: Documents;
  }[];
};

export const documented = (list: Documented[]): Documented[] => list;
