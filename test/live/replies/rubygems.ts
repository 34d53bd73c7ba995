import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'rubygems-api-key',
    source: 'https://github.com/rubygems/guides',
    verify: {
      request: { method: 'GET', path: '/api/v1/gems.json', headers: { authorization: '{key}' } },
      live: { status: 200, body: [{ name: 'a-gem', version: '1.0.0' }] },
      dead: { status: 401, body: 'Access Denied. Please sign up for an account at https://rubygems.example' },
      scoped: { status: 403, body: "The API key doesn't have access" },
    },
  },
]);
