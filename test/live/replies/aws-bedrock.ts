import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'aws-bedrock-api-key',
    source: [
      'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html',
      'https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-use.html',
    ],
    verify: {
      request: { method: 'GET', path: '/foundation-models', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { modelSummaries: [] } },
      dead: { status: 403, body: { Message: 'Authentication failed: Please make sure your API Key is valid.' } },
      scoped: {
        status: 403,
        body: {
          Message: 'User: arn:aws:iam::000000000000:user/a is not authorized to perform: bedrock:ListFoundationModels',
        },
      },
      also: [
        { answer: { status: 403, body: { Message: 'Forbidden' } }, is: 'unknown' },
        {
          answer: {
            status: 403,
            headers: { 'x-amzn-errortype': 'UnrecognizedClientException:http://a.example/' },
            body: {},
          },
          is: 'dead',
        },
        { answer: { status: 403, headers: { 'x-amzn-errortype': 'ExpiredTokenException' }, body: {} }, is: 'dead' },
        { answer: { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: {} }, is: 'unknown' },
      ],
    },
  },
]);
