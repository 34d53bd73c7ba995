// action.yml, and the tables of docs/action.md, from the one definition of the action's inputs and outputs.
import { Document } from 'yaml';

/** The whole of action.yml. */
export function actionFile({ inputs, outputs }) {
  const document = new Document({
    name: 'Clawback',
    description:
      'Finds leaked OpenClaw pairing codes and AI-provider keys, proves which are live, revokes those it may, and says on the pull request what is left to do.',
    branding: { icon: 'shield', color: 'red' },
    inputs: Object.fromEntries(
      inputs.map(([name, description]) => [
        name,
        // Any other default would count before the configuration file.
        { description, required: false, ...(name === 'token' ? { default: '$' + '{{ github.token }}' } : {}) },
      ]),
    ),
    outputs: Object.fromEntries(outputs.map(([name, description]) => [name, { description }])),
    runs: { using: 'node24', main: 'dist/action.js' },
  });
  document.commentBefore = ' Made by "npm run docs" from src/app/action/inputs.ts.';
  return document.toString({ lineWidth: 0 });
}

/** The page with its tables made anew. */
export function actionTables(page, { inputs, outputs }) {
  const table = (head, rows) =>
    `| ${head} | |\n|---|---|\n${rows.map(([name, text]) => `| \`${name}\` | ${text.replaceAll('|', '\\|')} |`).join('\n')}`;
  return page
    .replace(/(<!-- inputs -->\n)[\s\S]*?(\n<!-- end -->)/, (_, from, to) => from + table('input', inputs) + to)
    .replace(/(<!-- outputs -->\n)[\s\S]*?(\n<!-- end -->)/, (_, from, to) => from + table('output', outputs) + to);
}
