import { describe, expect, it } from 'vitest';
import { report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { anthropicKey, shortPassword } from '../support/secrets.ts';

const key = anthropicKey();
const second = `first line\nKEY = "${key}"\n`;

const utf16le = (text: string): Buffer => Buffer.from(text, 'utf16le');
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

type Case = {
  what: string;
  content: string | Uint8Array;
  attributes?: string;
  line: number;
  column: number;
  offset: number;
};

const before = 'first line\nKEY = "'.length;

const kinds: Case[] = [
  { what: 'a plain file', content: second, line: 2, column: 8, offset: before },
  {
    what: 'a file that git is told not to diff',
    content: second,
    attributes: '* -diff\n',
    line: 2,
    column: 8,
    offset: before,
  },
  {
    what: 'a file that git is told is binary',
    content: second,
    attributes: '* binary\n',
    line: 2,
    column: 8,
    offset: before,
  },
  {
    what: 'a file that git is told to show through a program',
    content: second,
    attributes: '* diff=nothing filter=nothing\n',
    line: 2,
    column: 8,
    offset: before,
  },
  { what: 'a file whose last line has no end', content: `first line\nKEY=${key}`, line: 2, column: 5, offset: 15 },
  { what: 'a file that is nothing else', content: key, line: 1, column: 1, offset: 0 },
  {
    what: 'a file with CRLF line ends',
    content: second.replaceAll('\n', '\r\n'),
    line: 2,
    column: 8,
    offset: before + 1,
  },
  {
    what: 'UTF-8 with a byte order mark, which is no column',
    content: `\ufeffKEY = "${key}"\n`,
    line: 1,
    column: 8,
    offset: 10,
  },
  {
    what: 'UTF-16 LE with a byte order mark',
    content: utf16le(`\ufeff${second}`),
    line: 2,
    column: 8,
    offset: 2 + before * 2,
  },
  {
    what: 'UTF-16 BE with a byte order mark',
    content: utf16be(`\ufeff${second}`),
    line: 2,
    column: 8,
    offset: 2 + before * 2,
  },
  { what: 'UTF-16 LE without a byte order mark', content: utf16le(second), line: 2, column: 8, offset: before * 2 },
  { what: 'UTF-16 BE without a byte order mark', content: utf16be(second), line: 2, column: 8, offset: before * 2 },
  {
    what: 'UTF-16 LE with CRLF line ends',
    content: utf16le(`\ufeff${second.replaceAll('\n', '\r\n')}`),
    line: 2,
    column: 8,
    offset: 4 + before * 2,
  },
  {
    what: 'a database',
    content: Buffer.concat([
      Buffer.from('SQLite format 3\0\u0010\0\n\0\u0001'),
      Buffer.from(`KEY\0${key}\0`),
      Buffer.alloc(64),
    ]),
    line: 2,
    column: 7,
    offset: 25,
  },
];

describe('audit finds a key with its line, column and offset in', () => {
  it.each(kinds)('$what', async ({ content, attributes, line, column, offset }) => {
    const repository = new TestRepository();
    if (attributes) repository.commitFile('.gitattributes', attributes);
    const commit = repository.commitFile('src/settings.env', content);
    const { findings, scan, run } = await report(['audit'], { cwd: repository.path });
    expect(run.code).toBe(1);
    expect(scan.complete).toBe(true);
    expect(findings).toMatchObject([
      {
        rule: 'anthropic-api-key',
        occurrences: 1,
        places: [
          {
            kind: 'file',
            path: 'src/settings.env',
            line,
            column,
            endLine: line,
            endColumn: column + key.length,
            offset,
            object: repository.blob('HEAD', 'src/settings.env'),
            commit,
            reachable: true,
            present: true,
          },
        ],
      },
    ]);
  });
});

const texts = [
  { what: 'accented letters', text: 'Schlüssel für café = "' },
  { what: 'combining marks', text: 'cafe\u0301 = "' },
  { what: 'Chinese', text: '密钥 = "' },
  { what: 'an emoji, which is two units', text: '🦞 = "' },
  { what: 'a family of emoji, which is many units', text: '👩‍👩‍👧‍👦 key="' },
  { what: 'right-to-left text', text: 'מפתח = "' },
  { what: 'a tab', text: '\tkey = "' },
];

describe('a column counts UTF-16 units behind', () => {
  const encodings = [
    { encoding: 'UTF-8', encode: (text: string) => Buffer.from(text) },
    { encoding: 'UTF-16 LE', encode: (text: string) => utf16le(`\ufeff${text}`) },
    { encoding: 'UTF-16 BE', encode: (text: string) => utf16be(`\ufeff${text}`) },
  ];
  it.each(encodings)('non-ASCII text in $encoding', async ({ encode }) => {
    const repository = new TestRepository();
    for (const [index, { text }] of texts.entries()) {
      repository.write(`${index}.txt`, encode(`one\ntwo\n${text}${anthropicKey(String(index))}"\n`));
    }
    repository.commit();
    const { findings } = await report(['audit'], { cwd: repository.path });
    const places = findings.flatMap((finding) => finding.places).sort((a, b) => (a.path < b.path ? -1 : 1));
    expect(places.map(({ path, line, column, endColumn }) => ({ path, line, column, endColumn }))).toEqual(
      texts.map(({ text }, index) => ({
        path: `${index}.txt`,
        line: 3,
        column: text.length + 1,
        endColumn: text.length + 1 + key.length,
      })),
    );
  });

  it('a byte that is not UTF-8, which is one unit', async () => {
    const repository = new TestRepository();
    repository.commitFile('latin1.txt', Buffer.from(`caf\u00e9 = "${key}"\n`, 'latin1'));
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'latin1.txt', line: 1, column: 9, offset: 8 }] }]);
  });
});

it('a line of 5 MB is read to its middle, where the key is', async () => {
  const repository = new TestRepository();
  const half = 'lorem ipsum '.repeat(210_000);
  const commit = repository.commitFile('bundle.txt', `${half}"${key}" ${half}`);
  const { findings, scan } = await report(['audit'], { cwd: repository.path });
  expect(scan.complete).toBe(true);
  expect(findings).toMatchObject([
    { places: [{ path: 'bundle.txt', line: 1, column: half.length + 2, offset: half.length + 1, commit }] },
  ]);
});

it('a file of under 20 bytes is scanned', async () => {
  const repository = new TestRepository();
  const content = `pwd=${shortPassword()}`;
  expect(content.length).toBeLessThan(20);
  const commit = repository.commitFile('login', content);
  const { findings } = await report(['audit', '--min-confidence', 'low'], { cwd: repository.path });
  expect(findings).toMatchObject([
    { rule: 'generic-password', places: [{ path: 'login', line: 1, column: 5, endColumn: 20, commit, present: true }] },
  ]);
});

it('the same key several times in one file is one finding with a place for each', async () => {
  const repository = new TestRepository();
  const commit = repository.commitFile('twice.env', `A="${key}"\nB="${key}"\n`);
  const { findings } = await report(['audit'], { cwd: repository.path });
  expect(findings).toMatchObject([
    {
      occurrences: 1,
      places: [
        { path: 'twice.env', line: 1, column: 4, commit },
        { path: 'twice.env', line: 2, column: 4, commit },
      ],
    },
  ]);
});
