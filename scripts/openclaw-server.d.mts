/** A code that was issued. `operates` names the owners whose codes it may ask about; "*" is all. */
export type Issued = {
  code: string;
  name?: string;
  owner?: string;
  scopes?: string[];
  operates?: string[];
  created_at?: string;
  expires_at?: string | null;
  last_used_at?: string | null;
  revoked_at?: string | null;
};

/** A line of the audit log: it holds no code. */
export type AuditLine = {
  at: string;
  operator: string | null;
  action: 'introspect' | 'revoke';
  code: string | null;
  mask: string | null;
  outcome: string;
  reason?: string;
};

export type ServerOptions = {
  host?: string;
  port?: number;
  remote?: boolean;
  codes?: Issued[];
  perMinute?: number;
  now?: () => number;
  log?: (line: AuditLine) => void;
};

export type RevocationServer = {
  url: string;
  audit: AuditLine[];
  issue(issued: Issued): string;
  close(): Promise<void>;
};

export function startServer(options?: ServerOptions): Promise<RevocationServer>;
export function newCode(): string;
