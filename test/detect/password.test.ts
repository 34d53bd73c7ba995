import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confidenceInPassword } from '../../src/detect/password.ts';
import { alphanumeric } from '../support/secrets.ts';

const drawn = alphanumeric(20, 'password');

describe('how sure it is that a value is a password in use', () => {
  it('is high for what a machine drew, wherever it is for', () => {
    expect(confidenceInPassword(drawn)).toBe('high');
    expect(confidenceInPassword(drawn, { user: 'app', host: 'db.corp.net' })).toBe('high');
    expect(confidenceInPassword(drawn, { host: 'localhost' })).toBe('medium');
    expect(confidenceInPassword(drawn, { host: 'db.example.com:5432' })).toBe('medium');
  });

  it('is medium for what a person made up', () => {
    expect(confidenceInPassword('Winter#Fox29')).toBe('medium');
    expect(confidenceInPassword('sunshine', { host: 'mail.corp.net' })).toBe('medium');
  });

  it.each(['postgres', 'changeme123', 'my-secret-pw', 'aws_secret_access_key', 'proxypassword', 'Passw0rd!', '12345'])(
    'is low at most for what every tutorial has: %s',
    (value) => {
      expect([null, 'low']).toContain(confidenceInPassword(value, { host: 'db.corp.net' }));
    },
  );

  it('is low for a user whose password is the name', () => {
    expect(confidenceInPassword('billing', { user: 'billing', host: 'db.corp.net' })).toBe('low');
    expect(confidenceInPassword('Billing_2024', { user: 'billing', host: 'db.corp.net' })).toBe('low');
  });

  it.each([
    '$PASS',
    '\u0024{PASS}',
    '{{ pass }}',
    '<password>',
    '%(pw)s',
    'op://a/b',
    'https://corp.net/x',
    '***',
    '(?:[^@]+)',
  ])('is none for what is no literal: %s', (value) => {
    expect(confidenceInPassword(value)).toBeNull();
  });

  it('is told of any text without failing', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        fc.string({ maxLength: 10 }),
        fc.string({ maxLength: 10 }),
        (a, user, host) => {
          expect([null, 'low', 'medium', 'high']).toContain(confidenceInPassword(a, { user, host }));
        },
      ),
    );
  });
});
