import { documented } from '../documented.ts';

export default documented([
  ...['grafana-service-account-token', 'grafana-api-key'].map((rule) => ({
    rule,
    source: 'https://grafana.com/docs/grafana/latest/developers/http_api/org/',
    verify: {
      request: { method: 'GET', path: '/api/org', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { id: 1, name: 'Main Org.' } },
      dead: { status: 401, body: { message: 'Invalid API key' } },
      scoped: { status: 403, body: { message: 'You need permissions to: orgs:read' } },
      owners: ['1'],
      names: ['Main Org.'],
    },
  })),
]);
