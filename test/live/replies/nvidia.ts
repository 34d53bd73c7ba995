import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'nvidia-api-key',
    source: 'https://docs.nvidia.com/ngc/latest/ngc-user-guide.html',
    verify: {
      request: {
        method: 'POST',
        path: '/v3/keys/get-caller-info',
        headers: { authorization: 'Bearer {key}' },
        body: 'credentials={key}',
      },
      live: { status: 200, body: { requestStatus: { statusCode: 'SUCCESS' } } },
      dead: {
        status: 401,
        body: { requestStatus: { statusCode: 'UNAUTHORIZED', statusDescription: 'Invalid API key.' } },
      },
    },
  },
]);
