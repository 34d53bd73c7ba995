import { describe, expect, it } from 'vitest';
import { anthropicKey, gatewayToken, groqKey, pairingCode } from '../../support/secrets.ts';
import { expiredToken } from '../../support/tokens.ts';
import { engine, found, scan } from '../scanning.ts';

const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
const percent = (text: string): string => Buffer.from(text).toString('hex').replace(/../g, '%$&');
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

describe('what was decoded', () => {
  it('says from what, the outermost encoding first', () => {
    const text = base64(percent(`the key is ${groqKey('trail')}`));
    expect(scan(text)).toMatchObject([
      {
        encodings: ['base64', 'percent encoding'],
        reasons: ['it has the shape of one', 'decoded from base64, then percent encoding'],
      },
    ]);
  });

  it('stands on the lines of the text that encodes it, and shows its own line', () => {
    const key = groqKey('lines');
    const lines = base64(`${'x '.repeat(60)}\nkey = ${key}\n${'y '.repeat(60)}`).replace(/.{76}/g, '$&\n');
    const [candidate] = scan(`first\nsecond: |\n${lines}\nlast`);
    const at = 120 + '\nkey = '.length;
    expect(candidate).toMatchObject({
      start: { line: 3 + Math.floor((at * 8) / 6 / 76) },
      frame: { firstLine: candidate!.start.line, lines: ['key = gsk_…(56)'] },
    });
    expect(candidate!.evidence).toEqual({ start: 16, end: 16 + lines.replace(/=*$/, '').length });
  });

  it('is known by its name, and by its place in a document', () => {
    const code = pairingCode('named');
    expect(found(`data: ${base64(`OPENCLAW_PAIRING_CODE=${code}`)}`)).toEqual([['openclaw-pairing-code', code]]);
    const token = gatewayToken('document');
    const document = JSON.stringify({ gateway: { auth: { token } } });
    expect(found(`openclaw.json: ${base64(document)}`)).toEqual([['openclaw-gateway-token', token]]);
  });

  it('may be UTF-16, as PowerShell takes it, and stand in UTF-16', () => {
    const key = groqKey('wide');
    const command = `powershell -EncodedCommand ${base64(utf16(`$env:GROQ_API_KEY = "${key}"`))}`;
    expect(found(command)).toEqual([['groq-api-key', key]]);
    const [candidate] = scan(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(`\n${command}\n`)]));
    expect(candidate).toMatchObject({ start: { line: 2 } });
    expect(candidate!.span.start % 2).toBe(0);
  });

  it('is undone round the characters that need it only', () => {
    const key = groqKey('parts');
    for (const text of [
      `https://example.net/?next=a%26key%3D${key}%26more`,
      `{"url":"https:\\/\\/example.net\\/?key\\u003d${key}\\u0026more"}`,
      `<a title="key=&quot;${key}&quot;">`,
      `{"inner":"{\\"key\\":\\"\\\\u003d${key}\\"}"}`,
      `printf "\\x3d${key}\\x3d"`,
    ]) {
      expect(found(text), text).toEqual([['groq-api-key', key]]);
      expect(text.slice(scan(text)[0]!.span.start, scan(text)[0]!.span.end)).toBe(key);
    }
  });

  it('gives a secret whole, in which a character is escaped', () => {
    const key = anthropicKey('whole');
    const text = `key: ${key.slice(0, 40)}&#${key.charCodeAt(40)};${key.slice(41)}`;
    expect(found(text)).toEqual([['anthropic-api-key', key]]);
  });

  it('is allowed by a comment beside the text that encodes it, and by one in it', () => {
    const encoded = base64(`the key is ${groqKey('allowed')}`);
    expect(scan(`a = "${encoded}"  # clawback:allow -- a test`)[0]!.allow).toMatchObject({ reason: 'a test' });
    expect(scan(base64(`the key is ${groqKey('allowed')} # gitleaks:allow`))[0]!.allow).not.toBeNull();
    expect(scan(`a = "${encoded}"`)[0]!.allow).toBeNull();
  });

  it('is no news where the text as it is written gives the same secret', () => {
    const key = groqKey('same');
    const [candidate, ...others] = scan(`url = "https://example.net/?a%3Db&key=${key}&c%3Dd"`);
    expect(candidate).toMatchObject({ rule: 'groq-api-key' });
    expect(candidate!.encodings).toBeUndefined();
    expect(others).toEqual([]);
  });

  it('is no news in a token whose rule decodes it', () => {
    expect(found(expiredToken('decoded')).map(([rule]) => rule)).toEqual(['jwt']);
  });

  it('does not look secret by its encoding, if something is known of it', () => {
    const key = groqKey('generic');
    expect(found(`api_token = "${base64(`key ${key}`)}"`)).toEqual([['groq-api-key', key]]);
  });

  it('is not looked for deeper than four encodings', () => {
    let text = `the key is ${groqKey('deep')}`;
    for (let depth = 1; depth <= 5; depth += 1) {
      text = base64(text);
      const known = scan(text).filter(({ rule }) => rule === 'groq-api-key');
      expect(known, `depth ${depth}`).toHaveLength(depth <= 4 ? 1 : 0);
    }
  });

  it('is read behind what stands before it in one word, and before what stands behind it', () => {
    const key = groqKey('glued');
    const encoded = base64(`the key is ${key}.`).replaceAll('=', '');
    for (const text of [`a${encoded}`, `ab${encoded}`, `secret-file_${encoded}`, `/a/b/${encoded}`, `${encoded}_x`]) {
      expect(found(text), text).toEqual([['groq-api-key', key]]);
    }
  });

  it('is looked for in a program too, by its shape', () => {
    const key = groqKey('binary');
    const bytes = Buffer.concat([Buffer.from([0, 1, 2, 0x7f]), Buffer.from(base64(`key ${key}`)), Buffer.from([0, 3])]);
    expect(found(bytes)).toEqual([['groq-api-key', key]]);
  });

  it('is nothing in digests, paths, identifiers and pictures', () => {
    const picture = base64(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n'), Buffer.alloc(300, 7)]));
    for (const text of [
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '/usr/local/lib/node_modules/some/package/with/a/long/path/index.js',
      'an_identifier_that_is_rather_long_and_has_many_words',
      `data:image/png;base64,${picture}`,
    ])
      expect(engine.scan(Buffer.from(text))).toEqual({ candidates: [], skipped: null, capped: false });
  });
});
