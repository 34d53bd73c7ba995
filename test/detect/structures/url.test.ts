import { describe, expect, it } from 'vitest';
import { alphanumeric } from '../../support/secrets.ts';
import { foundIn, valuesIn } from './reading.ts';

const strong = alphanumeric(20, 'url');
const values = (text: string): string[] => valuesIn('url', text, ['://']);
const confidence = (text: string): (string | undefined)[] =>
  foundIn('url', text, ['://']).map((found) => found.confidence);

describe('the password in a URL', () => {
  it('stands between the first colon and the last at sign before the path', () => {
    expect(values(`https://ci:${strong}@git.corp.net/a@b:c`)).toEqual([strong]);
    expect(values(`ftp://web:p@${strong}@ftp.corp.net`)).toEqual([`p@${strong}`]);
    expect(values(`redis://:${strong}@cache.corp.net`)).toEqual([strong]);
    expect(values(`sftp://a:${strong}@[2001:db8::7]:22/`)).toEqual([strong]);
  });

  it('is read as it is meant: percent-encoding is undone', () => {
    expect(values(`https://ci:p%40${strong}@git.corp.net`)).toEqual([`p@${strong}`]);
    expect(values(`https://ci:p%zz${strong}@git.corp.net`)).toEqual([`p%zz${strong}`]);
  });

  it('is found in each URL of a list', () => {
    expect(values(`nats://a:${strong}@h1.net,nats://a:${strong}@h2.net`)).toEqual([strong, strong]);
  });

  it('is none in a URL without credentials', () => {
    for (const text of [
      'ssh://git@git.corp.net:22/a',
      `https://corp.net/a:${strong}@b`,
      `https://corp.net?a:${strong}@b`,
      `//a:${strong}@corp.net`,
      `https://corp.net:8080#${strong}@b`,
      `docker://alpine:${strong}@sha256:00`,
      'http://[2001:db8::1]:80/a@b',
      'https://corp.net:443',
    ])
      expect(values(text), text).toEqual([]);
  });

  it('is none that a template or a variable stands for', () => {
    for (const written of [
      '$PASS',
      '\u0024{PASS}',
      '{password}',
      '<password>',
      '%s',
      '***',
      '{{ pw }}',
      '#{pw}',
      '$(cat x)',
    ])
      expect(values(`https://ci:${written}@git.corp.net`), written).toEqual([]);
  });

  it('is unlikely where every tutorial has it, or the machine itself is meant', () => {
    expect(confidence('mysql://postgres:postgres@db.corp.net')).toEqual(['low']);
    expect(confidence('mysql://app:app123@db.corp.net')).toEqual(['low']);
    expect(confidence('http://dev:Summer2024@localhost')).toEqual(['low']);
    expect(confidence(`http://dev:${strong}@localhost`)).toEqual(['medium']);
    expect(confidence(`http://dev:${strong}@corp.net`)).toEqual(['high']);
    expect(confidence('http://dev:Summer2024@corp.net')).toEqual(['medium']);
  });
});
