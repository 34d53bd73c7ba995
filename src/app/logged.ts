import type { Finding } from '../domain/finding.ts';
import type { Trail } from '../live/trail.ts';
import type { Asking } from '../live/verify.ts';

/** The same questions about a finding, each written down once it was sent. */
export function logged(
  asking: Asking,
  { fingerprint, rule }: Pick<Finding, 'fingerprint' | 'rule'>,
  trail: Trail | null,
): Asking {
  if (trail === null) return asking;
  const client = asking.client.telling(({ route, status, milliseconds }) => {
    trail.write({ event: 'asked', fingerprint, rule, endpoint: route, status, milliseconds });
  });
  return { ...asking, client };
}
