import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { supabaseServiceRole } from '../../../src/detect/checks/supabase.ts';
import { NOW } from '../scanning.ts';
import { ask } from './checked.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (claims: object): string => `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${'k3Zq'.repeat(10)}`;
const claims = { iss: 'supabase', role: 'service_role' };

describe('a Supabase key for servers', () => {
  it('is a JWT of Supabase with the role "service_role"', () => {
    expect(ask(supabaseServiceRole, token(claims)).ok).toBe(true);
  });

  it('is none with another role or issuer, or where it is no JWT', () => {
    for (const value of [
      token({ ...claims, role: 'anon' }),
      token({ ...claims, iss: 'auth' }),
      `${part(claims)}.${part(claims)}.x`,
      token(claims).replace(/[^.]*$/, ''),
      '',
    ])
      expect(ask(supabaseServiceRole, value).ok).toBe(false);
  });

  it('is dead when its time is over', () => {
    expect(ask(supabaseServiceRole, token({ ...claims, exp: NOW / 1000 - 86_400 }))).toMatchObject({
      ok: true,
      offline: { state: 'dead' },
    });
  });

  it('is no reason to throw, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => {
        expect(ask(supabaseServiceRole, text)).toHaveProperty('ok');
      }),
    );
  });
});
