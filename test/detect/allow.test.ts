import { describe, expect, it } from 'vitest';
import { inlineAllow } from '../../src/detect/allow.ts';
import { anthropicKey, groqKey } from '../support/secrets.ts';
import { scan } from './scanning.ts';

const RULE = 'groq-api-key';
const known = (id: string): boolean => id === RULE || id === 'jwt';
const key = groqKey('allow');

/** The allow of the only match of a text. */
const allowOf = (text: string) => {
  const candidates = scan(text);
  expect(candidates.map(({ rule }) => rule)).toEqual([RULE]);
  return candidates[0]!.allow;
};

/** Tags that count on the secret's own line, as their tools write them. */
const SAME_LINE = [
  'clawback:allow',
  'gitleaks:allow',
  'betterleaks:allow',
  'trufflehog:ignore',
  'kingfisher:allow',
  'kingfisher:ignore',
  'noseyparker:ignore',
  'ggignore',
  'pragma: allowlist secret',
  'pragma: whitelist secret',
  'pragma:allowlist secret',
  'secretlint-disable-line',
  'talisman:ignore',
];

/** Tags that count on the line before. */
const LINE_BEFORE = [
  'clawback:allow',
  'pragma: allowlist nextline secret',
  'pragma: whitelist nextline secret',
  'secretlint-disable-next-line',
  'kingfisher:allow-next-line',
  'kingfisher:ignore-next-line',
];

describe('an inline allow', () => {
  it.each(SAME_LINE)('counts on the line of the secret: %s', (tag) => {
    for (const text of [
      `key = "${key}" # ${tag}\n`,
      `key = "${key}" // ${tag.toUpperCase()}\r\n`,
      `/* ${tag} */ key = "${key}";\n`,
      `first\nkey = "${key}" <!-- ${tag} -->\nlast\n`,
    ]) {
      expect(allowOf(text), text).toMatchObject({ tag: tag.replace(/:(?=allowlist)/, ':') });
    }
  });

  it.each(LINE_BEFORE)('counts on the line before it: %s', (tag) => {
    for (const text of [`# ${tag}\nkey = "${key}"\n`, `other\n  // ${tag}\r\n  key = "${key}"\r\n`]) {
      expect(allowOf(text)?.tag, text).toBe(tag);
    }
  });

  it.each(SAME_LINE.filter((tag) => tag !== 'clawback:allow'))('of another tool counts on no other line: %s', (tag) => {
    expect(allowOf(`# ${tag}\nkey = "${key}"\n`)).toBeNull();
  });

  it.each([...SAME_LINE, ...LINE_BEFORE])('counts neither behind the line nor two lines before: %s', (tag) => {
    expect(allowOf(`key = "${key}"\n# ${tag}\n`)).toBeNull();
    expect(allowOf(`# ${tag}\n\nkey = "${key}"\n`)).toBeNull();
  });

  it('keeps the reason that it gives, without what closes the comment', () => {
    const reasons = [
      ['# clawback:allow -- it was revoked in May', 'it was revoked in May'],
      ['/* clawback:allow groq-api-key -- revoked */', 'revoked'],
      ['<!-- clawback:allow -- revoked -->', 'revoked'],
      ['{# clawback:allow -- revoked #}', 'revoked'],
      ['# clawback:allow', ''],
      ['# clawback:allow --', ''],
    ];
    for (const [comment, reason] of reasons) {
      expect(allowOf(`key = "${key}" ${comment}\n`), comment).toEqual({ tag: 'clawback:allow', reason });
      expect(allowOf(`${comment}\nkey = "${key}"\n`), comment).toEqual({ tag: 'clawback:allow', reason });
    }
  });

  it('cuts a reason that goes on and on', () => {
    expect(allowOf(`key = "${key}" # clawback:allow -- ${'because '.repeat(60)}\n`)?.reason.length).toBeLessThanOrEqual(
      200,
    );
  });

  it.each([
    ['groq-api-key', true],
    ['groq-api-key, jwt', true],
    ['jwt groq-api-key', true],
    ['jwt', false],
    ['other-rule', false],
    ['groq-api-kye', false],
    ['other-rule -- groq-api-key', false],
    ['jwt,other-rule', false],
    ['this one is fine', true],
  ])('that names "%s" allows a Groq key: %s', (words, expected) => {
    expect(allowOf(`key = "${key}" # clawback:allow ${words}\n`) !== null).toBe(expected);
    expect(inlineAllow('', `# clawback:allow ${words}`, RULE, known) !== null).toBe(expected);
  });

  it('covers everything on its line, and nothing on the next but one', () => {
    const text = `a = "${key}"; b = "${anthropicKey('allow')}" # clawback:allow\n\nc = "${groqKey('third')}"\n`;
    expect(scan(text).map(({ allow }) => allow !== null)).toEqual([true, true, false]);
  });

  it('counts on the first and on the last line of a secret that runs over several', () => {
    const body = `${'-----BEGIN'} PRIVATE KEY-----\n${[1, 2, 3].map((i) => groqKey(`line ${i}`).slice(4).padEnd(64, 'Qz7')).join('\n')}\n-----END PRIVATE KEY-----`;
    for (const [before, behind, expected] of [
      ['clawback:allow', '', true],
      ['', 'gitleaks:allow', true],
      ['', '', false],
    ] as const) {
      const [candidate] = scan(`/* ${before} */ "${body}" // ${behind}\n`);
      expect(candidate?.rule).toBe('private-key');
      expect(candidate?.allow !== null).toBe(expected);
    }
  });

  it('is not looked for within the secret, nor far along a line', () => {
    expect(allowOf(`key = "${key}"${' '.repeat(1100)}# clawback:allow\n`)).toBeNull();
    expect(allowOf(`key = "${key}"${' '.repeat(900)}# clawback:allow\n`)).not.toBeNull();
    const [candidate] = scan(`OPENCLAW_PAIRING_CODE=${groqKey('within').slice(4, 20)}-clawback:allow\n`);
    expect(candidate).toMatchObject({ rule: 'openclaw-pairing-code', allow: null });
  });

  it('is read in UTF-16 as well', () => {
    const text = `key = "${key}" # clawback:allow -- revoked\r\n`;
    for (const bytes of [Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(`\ufeff${text}`, 'utf16le').swap16()]) {
      expect(scan(bytes)[0]?.allow).toEqual({ tag: 'clawback:allow', reason: 'revoked' });
    }
  });

  it('is part of the evidence: whoever changes it changes the outcome', () => {
    const text = `# clawback:allow\nkey = "${key}" # comment\n`;
    const [{ evidence } = { evidence: { start: 1, end: 0 } }] = scan(text);
    expect(evidence.start).toBe(0);
    expect(evidence.end).toBeGreaterThanOrEqual(text.length - 1);
  });
});

describe('a tag that is not meant for a secret', () => {
  const allowed = (lines: string, before = ''): boolean => inlineAllow(lines, before, 'a-rule', () => false) !== null;

  it('is one that only stands in a longer word', () => {
    for (const text of ['# notclawback:allow', '# clawback:allowed', '# x-clawback:allow', '# clawback:allow-list'])
      expect(allowed(text), text).toBe(false);
    expect(allowed('# clawback:allow')).toBe(true);
    expect(allowed('#clawback:allow.')).toBe(true);
  });

  it('is one behind something else on the line before: it is meant for that', () => {
    expect(allowed('', 'KEY=one # clawback:allow')).toBe(false);
    expect(allowed('', 'call(); // clawback:allow -- a test')).toBe(false);
    for (const text of [
      '# clawback:allow',
      '  // clawback:allow -- why',
      '<!-- clawback:allow -->',
      '/* clawback:allow */',
    ])
      expect(allowed('', text), text).toBe(true);
  });
});
