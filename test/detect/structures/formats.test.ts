import { describe, expect, it } from 'vitest';
import { alphanumeric } from '../../support/secrets.ts';
import { foundIn, valuesIn } from './reading.ts';

const secret = alphanumeric(20, 'structures');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a command line', () => {
  const values = (text: string): string[] =>
    valuesIn('command-line', text, ['curl', 'mysql', 'redis', 'openssl', 'docker']);

  it('may go on over several lines, and ends where another command begins', () => {
    expect(values(`curl -s \\\n  -u ci:${secret} \\\n  https://corp.net`)).toEqual([secret]);
    expect(values(`curl https://corp.net; other -u ci:${secret}`)).toEqual([]);
    expect(values(`curl https://corp.net\nother -u ci:${secret}`)).toEqual([]);
  });

  it('may be quoted, stand in a string, or be a list', () => {
    expect(values(`curl -u 'ci:${secret} x' a`)).toEqual([`${secret} x`]);
    expect(values(`"run": "curl -u \\"ci:${secret}\\" https://corp.net"`)).toEqual([secret]);
    expect(values(`["redis-server", "--requirepass", "${secret}"]`)).toEqual([secret]);
    expect(values(`run("curl --user=ci:${secret}")`)).toEqual([secret]);
  });

  it('may give the password in any of the ways that the command takes it', () => {
    expect(values(`mysql -uroot -p${secret} shop`)).toEqual([secret]);
    expect(values(`mysql -p'${secret}'`)).toEqual([secret]);
    expect(values(`curl -uci:${secret}`)).toEqual([secret]);
    expect(values(`curl -u ${secret}:`)).toEqual([secret]);
    expect(values(`openssl rsa -passin pass:${secret}`)).toEqual([secret]);
  });

  it('has none in other arguments', () => {
    expect(values(`docker run -p 8080:80 ${secret}`)).toEqual([]);
    expect(values(`openssl rsa -passin env:${secret}`)).toEqual([]);
    expect(values(`mysql -p ${secret}`)).toEqual([]);
    expect(values(`libcurl -u ci:${secret}`)).toEqual([]);
    expect(values('curl -u "$USER:$PASS"')).toEqual([]);
  });
});

describe('a connection string', () => {
  const values = (text: string): string[] => valuesIn('connection-string', text, ['password=', 'pwd=']);

  it('says by its other keys that its password is one', () => {
    expect(values(`"Server=db;User Id=app;Password=${secret};"`)).toEqual([secret]);
    expect(values(`"Pwd=${secret};Database=x"`)).toEqual([secret]);
    expect(values(`"host=db user=app password=${secret} dbname=x"`)).toEqual([secret]);
    expect(values(`"jdbc:mysql://db/x?user=app&password=${secret}"`)).toEqual([secret]);
    expect(values(`"colour=red;Password=${secret}"`)).toEqual([]);
  });

  it('is not the arguments of a call', () => {
    expect(values(`connect(host=h, user=u, password=${secret})`)).toEqual([]);
  });

  it('ends at the quotes and the line that it stands in', () => {
    expect(values(`"Server=db"; "Password=${secret}"`)).toEqual([]);
    expect(values(`Server=db\nPassword=${secret}`)).toEqual([]);
  });
});

describe('an entry of .netrc', () => {
  const values = (text: string): string[] => valuesIn('netrc', text, ['machine', 'default login']);

  it('has its words in any order, on one line or several', () => {
    expect(values(`machine git.corp.net login ci password ${secret}`)).toEqual([secret]);
    expect(values(`machine git.corp.net\n\tpassword ${secret}\n\tlogin ci`)).toEqual([secret]);
    expect(values(`default login ci password "${secret} x"`)).toEqual([`${secret} x`]);
  });

  it('is told from prose', () => {
    expect(values('the machine that you login to asks for a password first')).toEqual([]);
    expect(values(`submachine h login ci password ${secret}`)).toEqual([]);
  });

  it('may lack its password: what follows is the next entry', () => {
    expect(values('machine a login b password machine c login d password '.repeat(20))).toEqual([]);
    expect(values(`machine a login b password machine c login d password ${secret}`)).toEqual([secret]);
    expect(values(`machine a login account password ${secret}`)).toEqual([secret]);
  });
});

describe('a line of .pgpass', () => {
  const values = (text: string): string[] => valuesIn('pgpass', text, [':5432:', ':*:']);

  it('has five fields, in which colons are escaped', () => {
    expect(values(`db.corp.net:5432:app:app:${secret}`)).toEqual([secret]);
    expect(values(`*:*:*:app:a\\:${secret}\n`)).toEqual([`a:${secret}`]);
    expect(values(`echo "h.net:5432:*:app:${secret}" >> ~/.pgpass`)).toEqual([secret]);
    expect(values(`127.0.0.1:5432:${secret}`)).toEqual([]);
    expect(values(`h.net:5432:app:app:${secret} and more`)).toEqual([]);
  });
});

describe('a Kubernetes Secret', () => {
  const values = (text: string): string[] => valuesIn('kubernetes-secret', text, ['kind: secret', '"kind": "secret"']);

  it('holds base64 under data and text under stringData, before its kind or behind', () => {
    expect(values(`kind: Secret\ndata:\n  password: ${base64(secret)}\n`)).toEqual([secret]);
    expect(values(`data:\n  password: "${base64(secret)}"\nkind: Secret`)).toEqual([secret]);
    expect(values(`kind: Secret\nstringData:\n  password: '${secret}' # old\n`)).toEqual([secret]);
    expect(values(`kind: Secret\ndata:\n  password: |\n    ${base64(secret)}\n`)).toEqual([secret]);
  });

  it('ends with its document, or with its item of a list', () => {
    expect(values(`kind: Secret\n---\ndata:\n  password: ${base64(secret)}`)).toEqual([]);
    const item = (kind: string): string => `- kind: ${kind}\n  data:\n    password: ${base64(secret)}\n`;
    expect(values(`items:\n${item('ConfigMap')}${item('Secret')}`)).toEqual([secret]);
  });

  it('may be JSON, alone or in a list', () => {
    const manifest = (kind: string) => ({ data: { password: base64(secret) }, kind });
    const text = JSON.stringify({ items: [manifest('ConfigMap'), manifest('Secret')] }, null, 1);
    expect(values(text)).toEqual([secret]);
  });

  it('says with its names what is not secret', () => {
    expect(values(`kind: Secret\nstringData:\n  username: ${secret}\n  ca.crt: ${secret}`)).toEqual([]);
    const found = foundIn('kubernetes-secret', 'kind: Secret\nstringData:\n  LOG: verbose1', ['kind: secret']);
    expect(found.map(({ confidence }) => confidence)).toEqual(['low']);
  });
});

describe('a kubeconfig', () => {
  it('has secrets of its users only', () => {
    const text = `kind: Config\nusers:\n- name: a\n  user:\n    token: ${secret}\nclusters:\n- token: ${secret}1\n`;
    expect(valuesIn('kubeconfig', text, ['kind: config'])).toEqual([secret]);
  });
});

describe('a Terraform state', () => {
  const state = (more: object): string[] =>
    valuesIn('terraform-state', JSON.stringify({ terraform_version: '1.9.5', ...more }), ['"terraform_version"']);

  it('has sensitive outputs and secret attributes', () => {
    expect(state({ outputs: { a: { value: secret, type: 'string', sensitive: true } } })).toEqual([secret]);
    expect(state({ outputs: { a: { sensitive: true, type: 'string', value: secret } } })).toEqual([secret]);
    expect(state({ outputs: { a: { value: secret, type: 'string' } } })).toEqual([]);
    const resource = (type: string, attributes: object) =>
      state({ resources: [{ type, instances: [{ attributes }] }] });
    expect(resource('aws_db_instance', { password: secret, id: secret })).toEqual([secret]);
    expect(resource('random_password', { result: secret })).toEqual([secret]);
    expect(resource('random_id', { result: secret })).toEqual([]);
  });
});

describe('a JSON Web Key', () => {
  const key = alphanumeric(43, 'jwk');
  const values = (text: string): string[] => valuesIn('jwk', text, ['kty']);

  it('is private by its member "d", or "k" of a symmetric one, in its own object', () => {
    expect(values(JSON.stringify({ kty: 'EC', x: key, y: key, d: key }))).toEqual([key]);
    expect(values(JSON.stringify({ k: key, kty: 'oct' }))).toEqual([key]);
    expect(values(JSON.stringify([{ kty: 'EC', x: key }, { d: key }]))).toEqual([]);
    expect(values(JSON.stringify(JSON.stringify({ kty: 'EC', d: key })))).toEqual([key]);
  });
});

describe('a PuTTY key', () => {
  const line = alphanumeric(64, 'ppk');
  const file = (cipher: string): string =>
    `PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: ${cipher}\r\nComment: a b\r\nPublic-Lines: 1\r\n${line}\r\nPrivate-Lines: 2\r\n${line}\r\n${line}\r\nPrivate-MAC: 00`;

  it('is as many private lines as it says, encrypted or not', () => {
    expect(valuesIn('putty-key', file('none'), ['putty-user-key-file-'])).toEqual([`${line}\n${line}`]);
    expect(valuesIn('putty-key', file('aes256-cbc'), ['putty-user-key-file-'])).toEqual([]);
    expect(valuesIn('putty-encrypted-key', file('aes256-cbc'), ['putty-user-key-file-'])).toEqual([`${line}\n${line}`]);
  });
});
