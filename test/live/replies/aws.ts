import { documented } from '../documented.ts';

const ACCOUNT = '123456789012';
const signed = {
  authorization: 'AWS4-HMAC-SHA256 Credential={id}/20260601/us-east-1/sts/aws4_request, SignedHeaders=…',
};
const refused = (Code: string) => ({
  status: 403,
  body: { Error: { Code, Message: 'The security token included in the request is invalid.', Type: 'Sender' } },
});

const identity = (rule: string, arn: string, headers: Record<string, string> = {}) => ({
  rule,
  source: [
    'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html',
    'https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html',
  ],
  verify: {
    request: {
      method: 'POST',
      path: '/',
      headers: { ...signed, ...headers, accept: 'application/json' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    },
    live: {
      status: 200,
      body: {
        GetCallerIdentityResponse: {
          GetCallerIdentityResult: { Account: ACCOUNT, Arn: arn, UserId: 'AIDAEXAMPLE' },
          ResponseMetadata: { RequestId: '01234567-89ab-cdef-0123-456789abcdef' },
        },
      },
    },
    dead: refused('InvalidClientTokenId'),
    owners: [ACCOUNT, arn],
  },
});

const pair = identity('aws-access-key', `arn:aws:iam::${ACCOUNT}:user/Alice`);
const session = identity('aws-temporary-access-key', `arn:aws:sts::${ACCOUNT}:assumed-role/my-role-name/my-session`, {
  'x-amz-security-token': '{token}',
});

export default documented([
  {
    ...pair,
    verify: {
      ...pair.verify,
      also: [
        { answer: refused('SignatureDoesNotMatch'), is: 'unknown' },
        { answer: refused('AccessDenied'), is: 'unknown' },
        { answer: { status: 400, body: { Error: { Code: 'IncompleteSignature' } } }, is: 'unknown' },
      ],
    },
  },
  {
    ...session,
    verify: { ...session.verify, also: [{ answer: refused('ExpiredToken'), is: 'dead' }] },
  },
]);
