import type { Call, SignerName } from '../../domain/api.ts';
import type { Request } from '../request.ts';
import type { Names } from '../template.ts';
import { awsSigV4 } from './aws-sigv4.ts';

/** Signs a request with a credential. */
export type Signer = (
  request: Request,
  options: { service: string; region: string },
  names: Names,
  now: number,
) => Request;

const signers = { 'aws-sigv4': awsSigV4 } as const satisfies Record<SignerName, Signer>;

/** A request with its signature, if it takes one. */
export function sign(signer: Call['signer'], request: Request, names: Names, now: number): Request {
  return signer === null ? request : signers[signer.name](request, signer, names, now);
}
