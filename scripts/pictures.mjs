// Draws the pictures of docs/pictures: the comment and the summary of one made-up pull request, as a browser shows
// them with the style of GitHub's Markdown. Installs a headless Chromium into a folder of its own first (some 100 MB).
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundled } from './bundled.mjs';

const TOOLS = {
  '@sparticuz/chromium': '147.0.0',
  'puppeteer-core': '24.43.1',
  'github-markdown-css': '5.9.0',
  marked: '18.2.1',
  '@fontsource/noto-color-emoji': '5.3.2',
};
const folder = process.env.CLAWBACK_PICTURES_CACHE ?? join(tmpdir(), 'clawback-pictures');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies: TOOLS }));
execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
const require = createRequire(join(folder, 'package.json'));
const load = async (name) => import(pathToFileURL(require.resolve(name)).href);

/** Two leaks of one pull request: one that lives, one that was taken out again. Nobody's secrets. */
const pages = await bundled(`
  import { toComment } from './src/report/markdown/comment.ts';
  import { toSummary } from './src/report/markdown/summary.ts';
  import { Secret } from './src/domain/secret.ts';
  import { findingWith, placeWith, reportWith } from './test/report/reports.ts';
  const commit = 'b2ff24f9ce01aa00b2ff24f9ce01aa00b2ff24f9';
  const live = findingWith({
    title: 'Anthropic API key', provider: 'anthropic', secret: new Secret('sk-ant-api' + 'x'.repeat(98), 'sk-ant-api'),
    variables: ['ANTHROPIC_API_KEY'], fingerprint: 'cb1_' + 'a1'.repeat(16), places: [placeWith({ path: 'src/app.py', commit })],
    verdict: { state: 'live', because: 'its provider accepts it', proven: true, owners: ['org_1'], names: ['Acme Inc'], scopes: [], lastUsed: null },
    remedy: { console: 'https://console.anthropic.com/settings/keys', steps: [
      'Create a new key in the console and put it where the program reads it (environment or secret store).',
      'Disable the leaked key in the console; requests with it fail at once with 401.',
      'Look at the usage page for calls that are not yours.'] },
  });
  const gone = findingWith({
    title: 'OpenClaw pairing code', provider: 'openclaw', secret: new Secret('y'.repeat(32)), variables: ['OPENCLAW_PAIRING_CODE'],
    fingerprint: 'cb1_' + 'b2'.repeat(16), places: [placeWith({ path: 'deploy/compose.yaml', commit, present: false })],
    remedy: { console: null, steps: ["Generate a new pairing code in your OpenClaw platform's dashboard.", 'Revoke the leaked code in the dashboard.'] },
  });
  const report = reportWith({ findings: [live, gone], scan: { kind: 'range', commits: 3, objects: 5, complete: true, skipped: [] } });
  const page = {
    report, repository: 'https://github.com/acme/app', head: commit, verdicts: true, category: '', ignores: [],
    situation: { inBase: new Set(), baseRef: 'main', baseRemote: 'origin', commits: 3 },
    run: 1, runUrl: 'https://github.com/acme/app/actions/runs/1', before: null, notes: [],
  };
  export const comment = toComment(page);
  export const summary = toSummary(page);
`);

const [{ default: chromium }, { default: puppeteer }, { marked }] = await Promise.all(
  ['@sparticuz/chromium', 'puppeteer-core', 'marked'].map(load),
);
const style = readFileSync(join(folder, 'node_modules/github-markdown-css/github-markdown-light.css'), 'utf8');
const fonts = join(folder, 'node_modules/@fontsource/noto-color-emoji/files');
const font = readdirSync(fonts)
  .filter((name) => name.endsWith('.woff2'))
  .map((name) => {
    const data = readFileSync(join(fonts, name)).toString('base64');
    return `@font-face { font-family: Emoji; unicode-range: U+2600-27FF, U+2B00-2BFF, U+FE0F, U+1F000-1FFFF; src: url(data:font/woff2;base64,${data}) }`;
  })
  .at(-1);
const target = fileURLToPath(new URL('../docs/pictures', import.meta.url));
mkdirSync(target, { recursive: true });
const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  args: chromium.args,
  headless: 'shell',
});
for (const [name, markdown] of Object.entries({ comment: pages.comment, summary: pages.summary })) {
  const page = await browser.newPage();
  await page.setViewport({ width: 880, height: 600, deviceScaleFactor: 1.5 });
  await page.setContent(
    `<style>${style} ${font} body { padding: 24px } .markdown-body { font-family: Emoji, "Noto Sans", Helvetica, Arial, sans-serif }</style><article class="markdown-body">${await marked.parse(markdown, { gfm: true })}</article>`,
  );
  await page.screenshot({ path: join(target, `${name}.png`), fullPage: true });
}
await browser.close();
