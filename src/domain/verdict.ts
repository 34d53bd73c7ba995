/** Why a verdict could not be reached. */
export const UNSURE = {
  'not-asked': 'nobody asked: see --verify',
  'no-verifier': 'no way is known to ask its provider without doing something by it',
  'not-configured': 'its server may be another than the one that is known: the operator has to say',
  incomplete: 'what belongs to it was not found with it',
  ambiguous: 'it has the shape of several providers’ keys, and is sent to none of them',
  'never-called': 'asking would raise an alarm or change something at its provider',
  network: 'the provider could not be reached',
  'rate-limit': 'the provider answers nobody for the time being',
  'unexpected-reply': 'the provider answered what its documentation does not say',
  'verifier-untrustworthy': 'the provider is not known to refuse made-up credentials',
  limit: 'this run asks no more than so often',
  stopped: 'the run was stopped before its turn',
} as const;
export type Unsure = keyof typeof UNSURE;

/** What a provider told about a live credential. */
export type Facts = {
  /**
   * Who it says that it belongs to, by what is nobody else's there: ids, account numbers, logins, domains, mail
   * addresses that it has verified.
   */
  owners: string[];
  /** What those are called: anybody can choose such a name, and no policy goes by it. */
  names: string[];
  scopes: string[];
  /** When it was last used, as the provider writes it. */
  lastUsed: string | null;
};

/** Whether a credential works. A check that failed is never `dead`. */
export type Verdict =
  | ({
      state: 'live';
      because: string;
      /** Whether the provider answered with success: a refusal shows a live credential, and proves no more. */
      proven: boolean;
    } & Facts)
  | { state: 'dead'; because: string }
  | { state: 'unknown'; why: Unsure; detail?: string };

/** What came of revoking a credential. `revoked` means that its provider calls it dead now. */
export type Outcome =
  | { state: 'revoked'; seconds: number; reversible: boolean }
  /** Accepted, but the provider does not call it dead yet. */
  | { state: 'requested'; since: string; reversible: boolean }
  /** What would be sent, had this been no dry run. */
  | { state: 'planned'; requests: string[] }
  /** `over`: it was to be done, but a limit was reached. */
  | { state: 'by-hand'; why: string; over?: true }
  | { state: 'refused'; why: string }
  | { state: 'failed'; why: string };
