import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'sonarqube-user-token',
    source: 'https://docs.sonarsource.com/sonarqube-server/extension-guide/web-api',
    verify: {
      request: [
        { method: 'GET', path: '/api/authentication/validate', headers: { authorization: 'Basic {key}:' } },
        { method: 'GET', path: '/api/users/current', headers: { authorization: 'Basic {key}:' } },
      ],
      first: [{ status: 200, body: { valid: true } }],
      live: { status: 200, body: { isLoggedIn: true, login: 'obiwan.kenobi', email: 'obiwan.kenobi@example.com' } },
      dead: { status: 200, body: { valid: false } },
      also: [{ answer: { status: 200, body: { isLoggedIn: false } }, is: 'unknown' }],
      owners: ['obiwan.kenobi'],
      names: ['obiwan.kenobi@example.com'],
    },
  },
  ...['sonarqube-global-analysis-token', 'sonarqube-project-analysis-token'].map((rule) => ({
    rule,
    source: 'https://docs.sonarsource.com/sonarqube-server/extension-guide/web-api',
    verify: {
      request: { method: 'GET', path: '/api/authentication/validate', headers: { authorization: 'Basic {key}:' } },
      live: { status: 200, body: { valid: true } },
      dead: { status: 200, body: { valid: false } },
    },
  })),
]);
