import { describe, expect, it } from 'vitest';
import { discordAccount } from '../../../src/detect/checks/discord.ts';
import { expandExample } from '../../../src/rules/examples.ts';
import { ask } from './checked.ts';

const expanded = (text: string, seed: number): string => expandExample({ text }, String(seed)).text;

describe('the account in a Discord token', () => {
  it('is a number in base64, of any length that an id has had', () => {
    for (const digits of [17, 18, 19, 20]) {
      for (let seed = 0; seed < 50; seed += 1) {
        const token = expanded(`{discordid:${digits}}.{w:6}.{w:38}`, seed);
        expect(ask(discordAccount, token)).toEqual({ ok: true, reason: 'it names an account', confidence: 'high' });
      }
    }
  });

  it('is none where the first part is anything else', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      expect(ask(discordAccount, expanded('M{an:23}.{w:6}.{w:38}', seed)).ok).toBe(false);
    }
    expect(ask(discordAccount, '.x.y').ok).toBe(false);
    expect(ask(discordAccount, 'no-dots').ok).toBe(false);
  });
});
