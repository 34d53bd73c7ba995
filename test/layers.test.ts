import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));
const { dependencies = {}, devDependencies = {} } = JSON.parse(
  readFileSync(join(SRC, '../package.json'), 'utf8'),
) as Record<string, Record<string, string>>;
const PACKAGES = new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]);

type Source = { path: string; room: string; code: string; imports: string[] };

/** Every source file, with what it imports: files by their path under src, the rest by name. */
const SOURCES: Source[] = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
  .map((entry) => {
    const file = join(entry.parentPath, entry.name);
    const path = relative(SRC, file);
    const code = readFileSync(file, 'utf8').replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
    const statements =
      /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*'([^'\n]+)'|^\s*import\s*'([^'\n]+)'|\bimport\(\s*'([^'\n]+)'/gm;
    const names = [...code.matchAll(statements)].map((match) => match.slice(1).find((name) => name !== undefined)!);
    const imports = names.map((name) => (name.startsWith('.') ? relative(SRC, join(dirname(file), name)) : name));
    return { path, room: roomOf(path), code, imports };
  });

/** The folder of a file under src; a file at the top is a room of its own. */
function roomOf(path: string): string {
  return path.split('/')[0]!;
}

const isBuiltin = (name: string): boolean => name.startsWith('node:') && builtinModules.includes(name.slice(5));
const isPackage = (name: string): boolean => PACKAGES.has(name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
const isMade = (name: string): boolean => name.startsWith('clawback:');
const isOutside = (name: string): boolean => isBuiltin(name) || isPackage(name) || isMade(name);

const STAGES = ['rules', 'detect', 'files', 'git', 'report', 'live', 'github', 'hooks'];
const SHELLS = ['cli.ts', 'action.ts'];

/** What a room may import; design.md, "Rooms, and who may know whom". */
function mayImport(room: string, name: string): boolean {
  if (room === 'version.ts') return false;
  if (isOutside(name)) return room !== 'domain';
  const other = roomOf(name);
  if (room === 'domain') return other === 'domain';
  if (STAGES.includes(room)) return other === room || other === 'domain';
  if (room === 'app') return other === 'app' || other === 'domain' || STAGES.includes(other);
  if (SHELLS.includes(room)) return other === 'app' || other === 'version.ts';
  return false;
}

/** What files import that a question is true of, as "file: name". */
function importers(of: (source: Source, name: string) => boolean): string[] {
  return SOURCES.flatMap((source) =>
    source.imports.filter((name) => of(source, name)).map((name) => `${source.path}: ${name}`),
  );
}

const filesThat = (use: RegExp): string[] =>
  SOURCES.filter(({ code }) => use.test(code))
    .map(({ path }) => path)
    .sort();

describe('the rooms of src', () => {
  it('are those of the design, and their imports are read', () => {
    const rooms = new Set(SOURCES.map(({ room }) => room));
    expect([...rooms].filter((room) => !['domain', 'app', 'version.ts', ...STAGES, ...SHELLS].includes(room))).toEqual(
      [],
    );
    expect(
      ['domain', 'app', 'cli.ts', 'rules', 'detect', 'files', 'git', 'report'].filter((room) => !rooms.has(room)),
    ).toEqual([]);
    expect(SOURCES.flatMap(({ imports }) => imports).length).toBeGreaterThan(150);
  });

  it.each(['domain', ...STAGES, 'app', ...SHELLS, 'version.ts'])('know only whom they may know: %s', (room) => {
    expect(importers((source, name) => source.room === room && !mayImport(room, name))).toEqual([]);
  });

  it('import files that exist, and packages that are declared', () => {
    const paths = new Set(SOURCES.map(({ path }) => path));
    expect(importers((_, name) => !isOutside(name) && !paths.has(name))).toEqual([]);
  });

  it('import by name, never by a computed one', () => {
    expect(filesThat(/\bimport\s*\(\s*[^'"\s]/)).toEqual([]);
    expect(filesThat(/\brequire\s*\(/)).toEqual([]);
  });
});

describe('what only one room may do', () => {
  const modules =
    (...names: string[]) =>
    (name: string): boolean =>
      names.includes(name.replace(/^node:/, '').split('/')[0]!);

  it('is running git: only src/git starts processes', () => {
    const runs = modules('child_process', 'cluster', 'simple-git');
    expect(importers(({ room }, name) => room !== 'git' && runs(name))).toEqual([]);
    expect(importers((_, name) => modules('child_process')(name))).toEqual(['git/run.ts: node:child_process']);
  });

  it('is reaching the network: only src/live and src/github', () => {
    const asks = modules('http', 'https', 'http2', 'net', 'tls', 'dns', 'dgram', 'undici');
    expect(importers(({ room }, name) => !['live', 'github'].includes(room) && asks(name))).toEqual([]);
    expect(filesThat(/(?<![.\w])fetch\s*\(|\bWebSocket\b/).filter((path) => !/^(?:live|github)\//.test(path))).toEqual(
      [],
    );
  });

  it('is touching files: detection, rules and reports do no input or output', () => {
    const touches = modules('fs', 'os', 'process', 'worker_threads', 'readline');
    expect(
      importers(({ room }, name) => ['domain', 'detect', 'rules', 'report'].includes(room) && touches(name)),
    ).toEqual([]);
  });

  it('is reading the environment, the arguments and the streams: only the shells', () => {
    const reads = /\bprocess\.(?:env|argv|cwd|stdin|stdout|stderr|exit)\b/;
    // The one that is not a shell writes such expressions into suggestions, as text.
    expect(filesThat(reads).filter((path) => !SHELLS.includes(path))).toEqual(['report/lookup.ts']);
  });

  it('is reading the clock: no stage does, so that the same bytes give the same report', () => {
    const reads = /\bDate\.now\b|\bperformance\.now\b|\bnew Date\(\)/;
    expect(filesThat(reads).filter((path) => ['domain', ...STAGES].includes(roomOf(path)))).toEqual([]);
  });
});

describe('a secret', () => {
  /** Who may see a secret's value, and why. A new one belongs into this list, with its reason. */
  const REVEALS: Record<string, string> = {
    'app/fingerprint.ts': 'names a secret by a hash of it',
    'app/masker.ts': 'finds it in texts that are to be shown, and hides it there',
    'app/own-secrets.ts': 'looks whether the run itself uses it',
    'app/rule-examples.ts': 'compares it with what an example of a rule file marks; those belong to nobody',
    'app/action/run.ts':
      'has the runner mask it in the log (setSecret), and asks git, through a pipe, whether the base has it',
    'app/run-scan.ts': 'shows it where the user asks with --reveal',
    'app/wire.ts': 'hands it over between threads',
    'live/alarm.ts': 'signs what the webhook gets, with the key that is for that',
    'live/listing.ts': 'compares it with what a listing shows of its entries',
    'live/lookalike.ts': 'makes up another of the same shape',
    'live/revocation-service.ts': 'hands it to the revocation service that the operator named',
    'live/names.ts': 'fills it into the requests to its own provider',
    'live/verify.ts': 'leaves out what a provider says that holds it',
  };

  it('is revealed only by those who have to see it', () => {
    expect(filesThat(/\.reveal\b|\[\s*['"`]reveal/)).toEqual(Object.keys(REVEALS).sort());
  });
});
