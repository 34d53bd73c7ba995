import { describe, expect, it } from 'vitest';
import { withoutDrawn } from '../../src/detect/reasons.ts';
import { anthropicKey, githubToken, groqKey, pairingCode, shortPassword } from '../support/secrets.ts';
import { privateKey } from '../support/tokens.ts';
import { scan, showsPiece } from './scanning.ts';

describe('a reason', () => {
  const tokens = [githubToken('reasons'), groqKey('reasons'), anthropicKey('reasons')];

  it('tells no token that is part of a name', () => {
    for (const token of tokens) {
      for (const name of [`${token}_password`, `password_${token}`, `db-password-${token}`]) {
        const candidates = scan(`{"${name}": "${shortPassword('reasons')}"}\n`);
        const reasons = candidates.flatMap((candidate) => candidate.reasons).join('; ');
        expect(candidates.length, name).toBeGreaterThan(0);
        expect(showsPiece(reasons, token.slice(token.indexOf('_') + 13)), reasons).toBe(false);
      }
    }
  });

  it('keeps the words of a name that holds one', () => {
    expect(withoutDrawn(`it is the value of ${githubToken('words')}_password`)).toBe(
      `it is the value of ${'ghp'}_…_password`,
    );
  });

  it('tells ordinary names as they are', () => {
    for (const name of [
      'OPENCLAW_GATEWAY_BOOTSTRAP_TOKEN',
      'springDatasourceHikariPassword2',
      'gateway.auth.token',
      'machine db-primary-01.eu-central-1.rds.corp.net',
      'AWS_S3_BUCKET_V2_SECRET_ACCESS_KEY',
    ]) {
      expect(withoutDrawn(`it is the value of ${name}`)).toBe(`it is the value of ${name}`);
    }
  });

  it('names the name of what is put together of several literals', () => {
    const code = pairingCode('joined');
    const [candidate] = scan(`OPENCLAW_PAIRING_CODE = "${code.slice(0, 16)}" + "${code.slice(16)}"\n`);
    expect(candidate!.reasons[0]).toBe('it is the value of OPENCLAW_PAIRING_CODE, put together of several literals');
  });

  it('is told once', () => {
    expect(scan(`${privateKey('reasons')}\n`)[0]!.reasons).toEqual(['it is a PEM block', 'it holds key material']);
  });
});
