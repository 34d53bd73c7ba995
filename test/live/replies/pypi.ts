import { documented } from '../documented.ts';

const refused = (status: number, message: string) => ({ status, body: { message, code: `${status} ${message}` } });

export default documented([
  {
    rule: 'pypi-upload-token',
    source: 'https://github.com/pypi/warehouse/blob/main/warehouse/forklift/legacy.py',
    verify: {
      request: {
        method: 'POST',
        path: '/legacy/',
        headers: {
          authorization: 'Basic __token__:{key}',
          'content-type': 'multipart/form-data; boundary=clawback',
        },
      },
      live: refused(400, 'Error: Include at least one message digest.'),
      dead: refused(403, 'Invalid or non-existent authentication information.'),
      scoped: refused(400, 'User does not have a verified primary email address.'),
      also: [
        { answer: refused(403, 'Read-only mode: Uploads are temporarily disabled.'), is: 'unknown' },
        { answer: refused(400, 'Unknown protocol version.'), is: 'unknown' },
      ],
    },
  },
]);
