import { documented } from '../documented.ts';

export default documented([
  ...['shippo-live-token', 'shippo-test-token'].map((rule) => ({
    rule,
    source: [
      'https://docs.goshippo.com/api-reference/parcels/list-all-parcels',
      'https://docs.goshippo.com/docs/guides_general/authentication',
    ],
    verify: {
      request: { method: 'GET', path: '/parcels/?results=1', headers: { authorization: 'ShippoToken {key}' } },
      live: {
        status: 200,
        body: { next: null, results: [{ object_id: 'a-parcel', object_owner: 'shippotle@example.com' }] },
      },
      dead: { status: 401, body: { detail: 'Token does not exist' } },
      owners: ['shippotle@example.com'],
    },
  })),
]);
