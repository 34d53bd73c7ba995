import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OwnSecrets } from '../../src/app/own-secrets.ts';
import { Secret } from '../../src/domain/secret.ts';
import { temporaryFolder } from '../support/repository.ts';
import { privateKey } from '../support/tokens.ts';

const key = privateKey('own');
const has = (env: NodeJS.ProcessEnv, value = key): boolean => new OwnSecrets(env).has(new Secret(value));

describe('what a run uses itself', () => {
  it('is known in its environment, as JSON and URLs write it too', () => {
    expect(has({ KEY: key })).toBe(true);
    expect(has({ KEY: JSON.stringify({ private_key: key }) })).toBe(true);
    expect(has({ URL: `https://x:${encodeURIComponent(key)}@host` })).toBe(true);
    expect(has({ OTHER: 'nothing of it' })).toBe(false);
  });

  it('is known in base64, whatever stands before and behind it', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 9 }),
        fc.string({ maxLength: 9 }),
        fc.string({ minLength: 12, maxLength: 40 }),
        (before, behind, value) => {
          const header = Buffer.from(`${before}${value}${behind}`).toString('base64');
          expect(has({ GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${header}` }, value)).toBe(true);
        },
      ),
    );
  });

  it('is known in the files that variables name, and where programs keep it', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'account.json'), JSON.stringify({ private_key: key }));
    expect(has({ GOOGLE_APPLICATION_CREDENTIALS: join(folder, 'account.json') })).toBe(true);
    writeFileSync(join(folder, '.netrc'), 'machine a login b password a-password-of-a-run\n');
    expect(has({ HOME: folder }, 'a-password-of-a-run')).toBe(true);
    expect(has({ HOME: folder, KUBECONFIG: join(folder, 'missing') }, 'another-password')).toBe(false);
  });

  it('is no short text, which stands in anything', () => {
    expect(has({ A: 'abcdefg' }, 'abcdefg')).toBe(false);
  });
});
