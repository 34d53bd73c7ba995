import { describe, expect, it } from 'vitest';
import { awsSigV4 } from '../../src/live/signers/aws-sigv4.ts';

// AWS's published vectors: the example of "Create a signed AWS API request" (IAM user guide), and of
// github.com/awslabs/aws-c-auth, tests/aws-signing-test-suite/v4, those whose requests we could send.

const AT = Date.UTC(2015, 7, 30, 12, 36);
const SECRET = ['wJalrXUt', 'nFEMI/K7MD', 'ENG+bPxRfi', 'CYEXAMPLEKEY'].join('');
const FORM = 'application/x-www-form-urlencoded';
const SESSION_HEX = '6e86291e 8372ff2a 2260956d 9b8aae1d 763fbf31 5fa00fa3 1553b73e bf194267'.replaceAll(' ', '');
const BODY_HASH = '9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e';

type Vector = {
  method?: string;
  address?: string;
  service?: string;
  headers?: Record<string, string>;
  body?: string;
  session?: string;
  signed: string;
  signature: string;
};

const plain = 'host;x-amz-date';
const example = 'https://example.amazonaws.com';
const LETTERS = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const VECTORS: Record<string, Vector> = {
  'the user guide’s example': {
    address: 'https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08',
    service: 'iam',
    headers: { 'content-type': `${FORM}; charset=utf-8` },
    signed: `content-type;${plain}`,
    signature: '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  },
  'get-vanilla': { signed: plain, signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31' },
  'get-vanilla-query-order-key-case': {
    address: `${example}/?Param2=value2&Param1=value1`,
    signed: plain,
    signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  },
  'get-vanilla-query-order-encoded': {
    address: `${example}/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1`,
    signed: plain,
    signature: '371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac',
  },
  'get-vanilla-query-unreserved': {
    address: `${example}/?${LETTERS}=${LETTERS}`,
    signed: plain,
    signature: '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197',
  },
  'get-vanilla-utf8-query': {
    address: `${example}/?\u1234=bar`,
    signed: plain,
    signature: '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
  },
  'get-utf8': {
    address: `${example}/\u1234`,
    signed: plain,
    signature: '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85',
  },
  'get-unreserved': {
    address: `${example}/${LETTERS}`,
    signed: plain,
    signature: '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  },
  'get-header-value-trim': {
    headers: { 'my-header1': ' value1', 'my-header2': ' "a   b   c" ' },
    signed: 'host;my-header1;my-header2;x-amz-date',
    signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  },
  'get-vanilla-with-session-token': {
    session: SESSION_HEX,
    signed: `${plain};x-amz-security-token`,
    signature: '07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8',
  },
  'post-vanilla-query': {
    method: 'POST',
    address: `${example}/?Param1=value1`,
    signed: plain,
    signature: '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11',
  },
  'post-header-key-sort': {
    method: 'POST',
    headers: { 'my-header1': 'value1' },
    signed: 'host;my-header1;x-amz-date',
    signature: 'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
  },
  'post-x-www-form-urlencoded': {
    method: 'POST',
    headers: { 'content-type': FORM, 'content-length': '13', 'x-amz-content-sha256': BODY_HASH },
    body: 'Param1=value1',
    signed: 'content-length;content-type;host;x-amz-content-sha256;x-amz-date',
    signature: 'd3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b',
  },
  'post-x-www-form-urlencoded-parameters': {
    method: 'POST',
    headers: {
      'content-type': `${FORM}; charset=utf-8`,
      'content-length': '13',
      'x-amz-content-sha256': BODY_HASH,
    },
    body: 'Param1=value1',
    signed: 'content-length;content-type;host;x-amz-content-sha256;x-amz-date',
    signature: '328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422',
  },
};

function sign(vector: Omit<Vector, 'signed' | 'signature'>) {
  const { method = 'GET', address = `${example}/`, service = 'service', headers = {}, body = null } = vector;
  const request = { method, url: new URL(address), headers, body, route: '' };
  const signing = { service, region: 'us-east-1', id: 'AKIDEXAMPLE', secret: SECRET, session: vector.session ?? '' };
  return awsSigV4(request, signing, AT);
}

describe('a signature of version 4', () => {
  it.each(Object.entries(VECTORS))('is that of AWS’s vector: %s', (_, { signed, signature, ...vector }) => {
    expect(sign(vector).headers.authorization).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/${vector.service ?? 'service'}/aws4_request, ` +
        `SignedHeaders=${signed}, Signature=${signature}`,
    );
  });

  it('leaves the request as it is, but for its headers', () => {
    const { url, body, headers } = sign({ method: 'POST', body: 'a=b', session: 'a-session' });
    expect([url.href, body]).toEqual([`${example}/`, 'a=b']);
    expect(headers).toMatchObject({ 'x-amz-date': '20150830T123600Z', 'x-amz-security-token': 'a-session' });
    expect(JSON.stringify(headers)).not.toContain(SECRET);
  });

  it('covers no header that a proxy may change', () => {
    const one = sign({ headers: { accept: 'application/json', 'user-agent': 'clawback' } });
    expect(one.headers.authorization).toBe(sign({}).headers.authorization);
  });

  it('orders parameters by their names, though "-" comes before "="', () => {
    const of = (query: string) => sign({ address: `${example}/?${query}` }).headers.authorization;
    expect(of('a-b=1&a=2')).toBe(of('a=2&a-b=1'));
    expect(of('a=2&a=1')).toBe(of('a=1&a=2'));
    expect(of('a=1')).not.toBe(of('a=2'));
  });
});
