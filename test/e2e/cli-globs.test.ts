import { describe, expect, it } from 'vitest';
import { report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

const paths = ['docs/deep/er.txt', 'src/docs/x.txt', 'vendor.txt'];

async function findingsWith(name: string, content: string): Promise<string[]> {
  const repository = new TestRepository();
  for (const path of paths) repository.write(path, `key = ${groqKey(path)}\n`);
  repository.write(name, content);
  const { findings } = await report(['scan'], { cwd: repository.path });
  return findings.map(({ places }) => places[0]!.path);
}

describe('a glob with the habits of gitignore', () => {
  it.each([
    ['.clawbackignore', '/docs/\n/vendor.txt\n'],
    ['.clawback.yaml', 'paths: { exclude: ["/docs/", /vendor.txt] }\n'],
    ['.clawback.yaml', 'paths: { include: ["/src/"] }\n'],
    ['.clawback.yaml', 'allow: [{ path: "/docs/" }, { path: "/vendor.txt" }]\n'],
  ])('counts in %s: %j', async (name, content) => {
    expect(await findingsWith(name, content)).toEqual(['src/docs/x.txt']);
  });
});
