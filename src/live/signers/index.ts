import type { Call, SignerName } from '../../domain/api.ts';
import { type Base, headerValue, type Request, writeRequest } from '../request.ts';
import { fill, type Names } from '../template.ts';
import { awsSigV4 } from './aws-sigv4.ts';

/** What a request is signed with, and for. An empty session is none. */
export type Signing = { service: string; region: string; id: string; secret: string; session: string };

/** Signs a request. */
export type Signer = (request: Request, signing: Signing, now: number) => Request;

const signers = { 'aws-sigv4': awsSigV4 } as const satisfies Record<SignerName, Signer>;

/**
 * Writes a request for a credential, with its signature if it takes one.
 *
 * @param now milliseconds since the epoch
 * @throws UnfitRequest, MissingName
 */
export function writeSigned(call: Call, base: Base, names: Names, now: number): Request {
  return sign(call.signer, writeRequest(call, base, names), names, now);
}

/** A request with its signature, if it takes one. */
export function sign(signer: Call['signer'], request: Request, names: Names, now: number): Request {
  if (signer === null) return request;
  const { name, service, region } = signer;
  const [id, secret, session] = [signer.id, signer.secret, signer.session ?? ''].map((template) =>
    headerValue(fill(template, names, (value) => value)),
  ) as [string, string, string];
  return signers[name](request, { service, region, id, secret, session }, now);
}
