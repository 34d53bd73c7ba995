// What release.yml has to know about a tag before it does anything. No dependencies: it runs before, and
// apart from, every install.
//
//   node .github/scripts/release.mjs facts v1.2.3   outputs for the workflow, or why the tag cannot be released
//   node .github/scripts/release.mjs notes v1.2.3   the tag's section of CHANGELOG.md
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [command, tag = ''] = process.argv.slice(2);
const parts = /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;
const git = (...args) => execFileSync('git', args, { encoding: 'utf8' });

try {
  if (!parts.test(tag)) throw new Error('the tag is no vMAJOR.MINOR.PATCH (there are no pre-releases)');
  if (command === 'facts') console.log(facts());
  else if (command === 'notes') console.log(section());
  else throw new Error('say "facts" or "notes", and the tag');
} catch (error) {
  console.error(`release: ${error.message}`);
  process.exitCode = 1;
}

function facts() {
  const { version, repository } = JSON.parse(readFileSync('package.json', 'utf8'));
  if (`v${version}` !== tag) throw new Error(`package.json says ${version}, and the tag ${tag}`);
  // npm refuses a provenance that names another repository than the package does, and only when all else is done.
  const home = process.env.GITHUB_REPOSITORY;
  const url = typeof repository === 'object' ? repository.url : repository;
  if (home && !`${url}`.replace(/\.git$/, '').endsWith(`github.com/${home}`))
    throw new Error(`"repository" of package.json is ${url}, and not the address of ${home}: npm would refuse it`);
  section();

  const [, major] = parts.exec(tag);
  const others = git('tag', '--list', 'v*')
    .split('\n')
    .filter((name) => parts.test(name));
  const newest = others.every((name) => compare(tag, name) >= 0);
  const newestOfMajor = others.every((name) => parts.exec(name)[1] !== major || compare(tag, name) >= 0);
  return [
    `commit=${git('rev-parse', 'HEAD').trim()}`,
    `major=v${major}`,
    `newest=${newest}`,
    `newest-of-major=${newestOfMajor}`,
    // npm takes no name that could be a version, as "v1" could.
    `dist-tag=${newest ? 'latest' : `release-${major}`}`,
  ].join('\n');
}

function section() {
  const heading = `## [${tag.slice(1)}]`;
  const lines = readFileSync('CHANGELOG.md', 'utf8').split(/\r?\n/);
  const start = lines.findIndex((line) => line.startsWith(heading));
  if (start === -1) throw new Error(`CHANGELOG.md has no section "${heading}"`);
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('## '));
  const text = lines
    .slice(start + 1, length === -1 ? undefined : start + 1 + length)
    .join('\n')
    .trim();
  if (text === '') throw new Error(`the section "${heading}" of CHANGELOG.md is empty`);
  return text;
}

function compare(one, other) {
  const [a, b] = [one, other].map((name) => parts.exec(name).slice(1).map(Number));
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
