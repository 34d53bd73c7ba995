import { posix } from 'node:path';
import type { ReportedFinding } from '../../domain/report.ts';
import { lookupFor, variableName } from '../lookup.ts';
import { code, link, shortened, words } from './escape.ts';
import { counted, details, firstOf } from './page.ts';

/** Findings of one kind of credential: what is to be done about them is the same. */
type Kind = { title: string; findings: ReportedFinding[] };

/** Where the leak stands: that decides what taking it out means. */
export type Situation = {
  /** Fingerprints of those that the base of the pull request holds, too. */
  inBase: ReadonlySet<string>;
  /** The branch that it is to go into, as git calls it; empty where this is no pull request. */
  baseRef: string;
  /** Where the base is fetched from: `origin`, or an address where the branch is a fork's. */
  baseRemote: string;
  /** How many commits the pull request has. */
  commits: number;
};

/** What to do about each kind, as far as it fits; the most urgent kinds come first. */
export function stepsFor(findings: readonly ReportedFinding[], verdicts: boolean, most: number): string {
  const kinds = new Map<string, Kind>();
  for (const finding of findings) {
    if (verdicts && (finding.verdict.state === 'dead' || finding.outcome?.state === 'revoked')) continue;
    const kind = kinds.get(finding.title) ?? { title: finding.title, findings: [] };
    kinds.set(finding.title, kind);
    kind.findings.push(finding);
  }
  let text = '';
  let left = 0;
  const open = kinds.size <= 2;
  for (const kind of kinds.values()) {
    const whole = kindText(kind, open);
    const short = kindLine(kind);
    if (text.length + whole.length <= most) text += whole;
    else if (text.length + short.length <= most) text += short;
    else left += 1;
  }
  const more =
    left === 0 ? '' : `…and ${counted(left, 'more kind')} of credentials: the job summary has the steps for them.\n\n`;
  return text + more;
}

function kindText({ title, findings }: Kind, open: boolean): string {
  const { console, steps } = findings[0]!.remedy;
  const urgent = findings.some(({ verdict }) => verdict.state === 'live') ? '**It works now: begin here.** ' : '';
  const where = console === null ? '' : `Its console: ${link(words(console), console)}`;
  const intro = urgent + where === '' ? '' : `${urgent}${where}\n\n`;
  const list = steps.map((step, index) => `${index + 1}. ${words(step)}\n`).join('');
  const many = findings.length > 1 ? ` (${findings.length})` : '';
  return details(`<b>${words(title)}</b>${many}`, `${intro}${list}\n${keepOut(findings)}`, open);
}

function kindLine({ title, findings }: Kind): string {
  const { console } = findings[0]!.remedy;
  return `- ${words(title)}: ${console === null ? 'revoke it at its provider' : link('revoke it', console)}\n`;
}

/** How the program gets the value from now on, in the languages of the files. */
function keepOut(findings: readonly ReportedFinding[]): string {
  const seen = new Map<string, string>();
  for (const { places, variables, title } of findings) {
    const path = places[0]?.kind === 'file' ? (places[0].path.split('!/')[0] ?? '') : '';
    if (path === '') continue;
    const { language, expression, advice } = lookupFor(path, variableName(variables, title));
    const how = expression === null ? '' : `: ${code(expression)}`;
    if (!seen.has(language))
      seen.set(
        language,
        `- **${words(language)}** (${code(shortened(posix.basename(path), 60))})${how}. ${words(advice)}\n`,
      );
  }
  return seen.size === 0 ? '' : `Keep the next one out of the code:\n\n${[...seen.values()].slice(0, 5).join('')}\n`;
}

/** A name that can stand in a command as it is. */
const PLAIN_REF = /^[A-Za-z0-9_][A-Za-z0-9._/-]*$/;

/** How to take it out of the branch, or why that does not help. */
export function historyText(findings: readonly ReportedFinding[], situation: Situation): string {
  const { inBase, baseRef, baseRemote, commits } = situation;
  if (baseRef === '') return pushedText(findings);
  const known = findings.filter(({ fingerprint }) => inBase.has(fingerprint));
  const own = findings.filter(({ fingerprint }) => !inBase.has(fingerprint));
  let text = '';
  if (own.length > 0) {
    const removed = own.filter(({ places }) => places.every(({ present }) => !present));
    const gone =
      removed.length === 0
        ? ''
        : `${removed.length === own.length ? 'The files do not hold it any more' : `${removed.length === 1 ? 'One of them is' : `${removed.length} of them are`} no longer in the files`}, but earlier commits of this branch do, and merging brings them along. `;
    const messages = own.some(({ places }) => places.some(({ kind }) => kind === 'commit-message'))
      ? 'It stands in a commit message: that is written anew, too. '
      : '';
    const fetch = PLAIN_REF.test(baseRef) ? `git fetch ${baseRemote} ${baseRef}` : `git fetch ${baseRemote}`;
    const commands =
      commits === 1
        ? '# take the secret out of the files, then\ngit commit --all --amend\ngit push --force-with-lease\n'
        : `${fetch}\ngit reset --soft "$(git merge-base HEAD FETCH_HEAD)"   # your changes stay, the commits go\n# take the secret out of the files, then\ngit add --all && git commit\ngit push --force-with-lease\n`;
    const keep =
      commits === 1
        ? ''
        : 'To keep the commits apart, use `git rebase --interactive` and edit the one that is named in the table.\n\n';
    text += details(
      `<b>Take ${own.length === 1 ? 'it' : 'them'} out of this branch</b>`,
      `${gone}${messages}A further commit that deletes the line is not enough: it stays in the history. Revoke first, as what was pushed is known: GitHub shows commits that no branch has any more to whoever has their id.\n\n\`\`\`sh\n${commands}\`\`\`\n\n${keep}`,
    );
  }
  if (known.length > 0) {
    const names = known
      .slice(0, 5)
      .map(({ secret }) => code(secret.mask))
      .join(', ');
    text += details(
      `<b>${known.length === 1 ? 'One of them is' : `${known.length} of them are`} in ${code(shortened(baseRef, 60))} already</b>`,
      `${names}: revoking is all that helps. To remove the line, or to rewrite this branch, takes it out of neither the history of ${code(shortened(baseRef, 60))} nor of anybody's clone.`,
      true,
    );
  }
  return text;
}

function pushedText(findings: readonly ReportedFinding[]): string {
  if (findings.length === 0) return '';
  return details(
    '<b>Why removing the line is not enough</b>',
    'It was pushed: it stays in the history, in every clone and every fork. Revoke it first. Whether the history is rewritten after that (`git filter-repo`) matters little, and costs everybody who has a clone.',
  );
}

/** How to say that something is no secret. */
export function falseAlarmText(findings: readonly ReportedFinding[], baseRef: string, most: number): string {
  const sure = findings.filter(({ confidence }) => confidence === 'high');
  const unsure = findings.length - sure.length;
  const into = baseRef === '' ? 'the repository' : `${code(shortened(baseRef, 60))}`;
  const comment =
    unsure === 0
      ? ''
      : `Write ${code('clawback:allow -- why it is none')} into a comment on its line, or on the line before. `;
  const file = `What counts for ${baseRef === '' || unsure === 0 ? 'such a finding' : 'those of high confidence'} is a line of ${code('.clawbackignore')} in ${into}${baseRef === '' ? '' : ' (a pull request does not silence itself)'}:`;
  const rows = (baseRef === '' || sure.length === 0 ? findings : sure).map(
    ({ fingerprint, rule }) => `${fingerprint}  # ${rule}: why it is none\n`,
  );
  const kept = firstOf(rows, most);
  const cut = kept.length < rows.length ? `# and ${rows.length - kept.length} more: see the job summary\n` : '';
  return details('<b>Not a secret?</b>', `${comment}${file}\n\n~~~~~~text\n${kept.join('')}${cut}~~~~~~\n`);
}

/** A comment or a file of the pull request that was to silence something. */
export type AddedIgnore = { where: string; text: string; hid: boolean };

/** The ignores that a pull request brings: nobody should have to look for them. */
export function ignoresText(ignores: readonly AddedIgnore[]): string {
  if (ignores.length === 0) return '';
  const rows = ignores
    .slice(0, 20)
    .map(({ where, text, hid }) => `- ${where}: ${code(shortened(text, 120))}${hid ? '' : ' — does not count here'}\n`);
  const more = ignores.length > 20 ? `- and ${ignores.length - 20} more\n` : '';
  return details(`<b>This pull request adds ${counted(ignores.length, 'ignore')}</b>`, rows.join('') + more, true);
}
