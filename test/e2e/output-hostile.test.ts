import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

/** Texts that others control: what a terminal, an editor or a runner would obey. */
const ANSI = '\x1b[2J\x1b]0;pwned\x07\x1b[31m';
const BIDI = '\u202egpj\u2066\u200b\u061c';
const C1 = '\u009b31m\u0085';
const COMMAND = '::error file=a,line=1::pwned';
const HOSTILE = `${ANSI}${BIDI}${C1}\r\n${COMMAND}\n##[error]pwned\ttab`;

/** Controls but for line feeds, bidirectional and invisible marks, line separators. */
const UNSAFE =
  /[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;

/** A line that a GitHub runner would take for a command: it looks behind leading white space. */
const RUNNER_COMMAND = /^\s*::[a-z-]+(?: .*)?::/;

/** The lines of an output that no terminal and no runner should be shown. */
function unsafeLines(text: string): string[] {
  return text.split('\n').filter((line) => UNSAFE.test(line) || RUNNER_COMMAND.test(line));
}

/** A repository in which every name is hostile. */
function hostileRepository(): TestRepository {
  const repository = new TestRepository();
  const file = HOSTILE.replaceAll('/', '');
  repository.write(`${file}/${COMMAND}`, `${ANSI}${BIDI} key = ${groqKey('one')} ${C1}\n`);
  repository.write(COMMAND, `key = ${groqKey('two')}\n`);
  repository.git('add', '-A');
  const env = { GIT_AUTHOR_NAME: `${ANSI}${BIDI}${C1}${COMMAND}`, GIT_AUTHOR_EMAIL: `${ANSI}@x` };
  repository.gitWith(
    { env },
    'commit',
    '-q',
    '--cleanup=verbatim',
    '-m',
    `${HOSTILE}\n\n${COMMAND} ${groqKey('message')}\n`,
  );
  repository.git('tag', '-a', `v1-${BIDI}${COMMAND.replaceAll(/[: ]/g, '-')}`, '-m', `${HOSTILE} ${groqKey('tag')}`);
  const blob = repository.gitWith({ input: `${ANSI}${groqKey('blob')}` }, 'hash-object', '-w', '--stdin');
  repository.git('update-ref', `refs/tags/${C1.slice(0, 1)}${BIDI}blob`, blob);
  repository.write('.clawbackignore', `nothing/${BIDI}** # ${ANSI}\n`);
  repository.write('a.txt', `key = ${groqKey('inline')} # clawback:allow -- ${ANSI}${BIDI}\n`);
  repository.commit();
  return repository;
}

describe('hostile names are spelt out', () => {
  it.each([
    ['scan', 'text'],
    ['scan', 'json'],
    ['scan', 'jsonl'],
    ['scan', 'sarif'],
    ['audit', 'text'],
    ['audit', 'json'],
    ['audit', 'jsonl'],
    ['audit', 'sarif'],
    ['range', 'text'],
  ])('in %s as %s', async (command, format) => {
    const { path } = hostileRepository();
    const words = command === 'range' ? ['HEAD~1..HEAD'] : [];
    const { out, err, code } = await clawback([command, ...words, '--format', format], { cwd: path });
    expect(code).toBe(command === 'range' ? 0 : 1);
    expect(unsafeLines(out)).toEqual([]);
    expect(unsafeLines(err)).toEqual([]);
  });

  it('so that the text report has no line of theirs', async () => {
    const { path } = hostileRepository();
    const { out } = await clawback(['audit'], { cwd: path });
    expect(out).toContain(
      '\\u{1b}[2J\\u{1b}]0;pwned\\u{7}\\u{1b}[31m\\u{202e}gpj\\u{2066}\\u{200b}\\u{61c}\\u{9b}31m\\u{85}\\r\\n',
    );
    expect(out.split('\n').filter((line) => line.includes('pwned') && !/^ {2,}/.test(line))).toEqual([]);
  });

  it('and given back as they are by a JSON parser', async () => {
    const { path } = hostileRepository();
    const { findings, suppressed } = await report(['audit'], { cwd: path });
    const places = findings.flatMap((finding) => finding.places);
    expect(places.map((place) => place.path)).toContain(`${HOSTILE.replaceAll('/', '')}/${COMMAND}`);
    // Git itself takes a control off the beginning of a name.
    expect(places.map((place) => place.author)).toContain(`${ANSI.slice(1)}${BIDI}${C1}${COMMAND}`);
    expect(suppressed.map(({ reason }) => reason)).toEqual([`${ANSI}${BIDI}`]);
  });
});

describe('a runner of GitHub takes no line of a report for a command', () => {
  it.each(['::error::x', '::add-mask::x', '::stop-commands::x', ' ::error::x', '\t::error::x', '##[add-mask]x'])(
    'for a file named %j',
    async (name) => {
      const repository = new TestRepository();
      repository.write(name, `key = ${groqKey()}\n`);
      repository.commit();
      for (const command of ['scan', 'audit']) {
        const { out } = await clawback([command], { cwd: repository.path });
        expect(unsafeLines(out)).toEqual([]);
        expect(out).not.toContain('##[');
      }
    },
  );

  it('nor where it is refused', async () => {
    const { path } = new TestRepository();
    for (const word of ['::error::x', '\n::error::x', '##[error]x']) {
      for (const args of [[word], ['scan', word], ['range', `${word}..HEAD`]]) {
        const { err } = await clawback(args, { cwd: path });
        expect(unsafeLines(err)).toEqual([]);
        expect(err).not.toContain('##[');
      }
    }
  });
});

describe('the texts of a rule of the repository’s own are hostile too', () => {
  const config = `rules:
  custom:
    - id: team-key
      title: ${JSON.stringify(HOSTILE)}
      description: ${JSON.stringify(HOSTILE)}
      severity: high
      anchors: [team_]
      pattern: '(?<key>team_[a-z0-9]{20})'
      examples: { match: ["team_{lan:20}"], ignore: ["team_x"] }
      remedy:
        console: ${JSON.stringify(`https://${ANSI}${BIDI}`)}
        steps: [${JSON.stringify(HOSTILE)}]
`;

  it.each([
    ['scan'],
    ['scan', '--format', 'json'],
    ['scan', '--format', 'jsonl'],
    ['scan', '--format', 'sarif'],
    ['rules', 'list'],
    ['rules', 'list', '--format', 'json'],
    ['rules', 'show', 'team-key'],
    ['rules', 'show', 'team-key', '--format', 'json'],
    ['rules', 'test', 'team-key'],
  ])('in %s %s %s %s', async (...args) => {
    const repository = new TestRepository();
    repository.write('.clawback.yaml', config);
    repository.write('a.txt', `key = team_${'a1b2c3d4e5f6g7h8i9j0'}\n`);
    const { out, err, code } = await clawback(args, { cwd: repository.path });
    expect(code).toBe(args[0] === 'scan' ? 1 : 0);
    expect(unsafeLines(out)).toEqual([]);
    expect(unsafeLines(err)).toEqual([]);
  });
});
