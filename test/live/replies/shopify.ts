import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'shopify-access-token',
    source: [
      'https://shopify.dev/docs/api/admin-rest/latest/resources/shop',
      'https://shopify.dev/docs/apps/build/authentication-authorization/app-installation/uninstall-app-api-request',
    ],
    verify: {
      request: {
        method: 'GET',
        path: '/admin/api/2025-01/shop.json',
        headers: { 'x-shopify-access-token': '{key}' },
      },
      live: {
        status: 200,
        body: {
          shop: {
            id: 548380009,
            name: 'John Smith Test Store',
            email: 'j.smith@example.com',
            domain: 'shop.apple.com',
            myshopify_domain: 'jsmith.myshopify.com',
          },
        },
      },
      dead: {
        status: 401,
        body: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
      },
      scoped: { status: 403, body: { errors: '[API] This action requires merchant approval.' } },
      owners: ['jsmith.myshopify.com', 'shop.apple.com'],
      names: ['j.smith@example.com'],
    },
    revoke: [
      {
        requests: [
          {
            method: 'DELETE',
            path: '/admin/api_permissions/current.json',
            headers: { 'x-shopify-access-token': '{key}' },
          },
        ],
        done: { status: 200, body: {} },
        gone: { status: 401, body: { errors: '[API] Invalid API key or access token' } },
        denied: { status: 403, body: { errors: 'Forbidden' } },
      },
    ],
  },
]);
