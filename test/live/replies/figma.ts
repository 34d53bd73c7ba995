import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'figma-personal-access-token',
    source: [
      'https://developers.figma.com/docs/rest-api/users-endpoints/',
      'https://developers.figma.com/docs/rest-api/errors/',
    ],
    verify: {
      request: { method: 'GET', path: '/v1/me', headers: { 'x-figma-token': '{key}' } },
      live: {
        status: 200,
        body: { id: '2222', handle: 'ada', img_url: 'https://example.com/ada.png', email: 'ada@example.com' },
      },
      dead: { status: 403, body: { status: 403, err: 'Invalid token' } },
      scoped: {
        status: 403,
        body: { status: 403, err: 'Invalid scope(s): file_content:read. This endpoint requires current_user:read' },
      },
      also: [
        { answer: { status: 403, body: { status: 403, err: 'Token expired' } }, is: 'dead' },
        { answer: { status: 403, body: { status: 403, err: 'Forbidden' } }, is: 'unknown' },
      ],
      owners: ['ada@example.com', '2222'],
    },
  },
]);
