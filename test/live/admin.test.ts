import { describe, expect, it } from 'vitest';
import { adminOf } from '../../src/live/admin.ts';

const PAIR = { 'admin.id': 'AN_ID', 'admin.key': 'A_KEY', 'admin.session': 'A_SESSION' };
const read =
  (variables: Record<string, string>) =>
  (variable: string): string | undefined =>
    variables[variable];

const revealed = (found: ReturnType<typeof adminOf>) =>
  found && 'admin' in found
    ? Object.fromEntries(Object.entries(found.admin).map(([name, part]) => [name, part.reveal()]))
    : found;

describe('an administrator’s credential', () => {
  it('is none where a way takes none', () => {
    expect(adminOf({ admin: null }, read({}))).toBeNull();
  });

  it('is read from the variables that the rule file names', () => {
    expect(revealed(adminOf({ admin: { admin: 'A_TOKEN' } }, read({ A_TOKEN: 'a' })))).toEqual({ admin: 'a' });
    const variables = { AN_ID: 'i', A_KEY: 'k', A_SESSION: 's' };
    expect(revealed(adminOf({ admin: PAIR }, read(variables)))).toEqual({
      'admin.id': 'i',
      'admin.key': 'k',
      'admin.session': 's',
    });
  });

  it('may have no session', () => {
    expect(revealed(adminOf({ admin: PAIR }, read({ AN_ID: 'i', A_KEY: 'k' })))).toMatchObject({ 'admin.session': '' });
  });

  it('is not there in part: what is not set is named', () => {
    expect(adminOf({ admin: PAIR }, read({ AN_ID: 'i', A_KEY: '' }))).toEqual({ unset: ['A_KEY'] });
    expect(adminOf({ admin: PAIR }, read({}))).toEqual({ unset: ['AN_ID', 'A_KEY'] });
  });

  it('prints as its mask', () => {
    const found = adminOf({ admin: { admin: 'A_TOKEN' } }, read({ A_TOKEN: 'a-secret' }));
    expect(JSON.stringify(found)).not.toContain('a-secret');
  });
});
