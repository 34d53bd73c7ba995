import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anthropicKey, githubToken, groqKey } from '../../support/secrets.ts';
import { engine, scan } from '../scanning.ts';
import { ENCODERS, planted, within } from './encoders.ts';

const SECRETS: [rule: string, secret: string][] = [
  ['groq-api-key', groqKey('nesting')],
  ['github-pat', githubToken('nesting')],
  ['anthropic-api-key', anthropicKey('nesting')],
];

const SURROUNDINGS: [string, string][] = [
  ['', ''],
  ['token: ', '\n'],
  ['const value = "', '";\nconst other = 1;\n'],
  ['# comment\n\nkey=', '&next=1'],
  ['<p title="é">', '</p>'],
];

/** What is known of a text, and where it is said to stand; what merely looks secret in it is not the question. */
const seen = (text: string): { rule: string; secret: string; start: number; end: number }[] =>
  scan(text)
    .filter(({ rule }) => engine.rules.get(rule)?.specificity !== 'generic')
    .map(({ rule, secret, span }) => ({ rule, secret: secret.reveal(), ...span }));

describe('a secret that is encoded', () => {
  it.each(ENCODERS)('is found, where it is written: $name', (encoder) => {
    for (const [rule, secret] of SECRETS) {
      for (const [before, behind] of SURROUNDINGS) {
        const inner = within('the key is ', planted(secret), ' and that is all');
        const { text, span } = within(before, encoder.encode(inner), behind);
        expect(seen(text), text).toEqual([{ rule, secret, ...span }]);
      }
    }
  });

  it('is found, where it is written, in whatever order it was encoded up to four times', () => {
    const layer = fc.tuple(fc.constantFrom(...ENCODERS), fc.constantFrom(...SURROUNDINGS));
    fc.assert(
      fc.property(
        fc.constantFrom(...SECRETS),
        fc.constantFrom(...SURROUNDINGS),
        fc.array(layer, { minLength: 1, maxLength: 4 }),
        ([rule, secret], [before, behind], layers) => {
          let at = within(before, planted(secret), behind);
          for (const [encoder, [front, back]] of layers) at = within(front, encoder.encode(at), back);
          expect(seen(at.text), layers.map(([{ name }]) => name).join()).toEqual([{ rule, secret, ...at.span }]);
        },
      ),
    );
  });
});
