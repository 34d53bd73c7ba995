// docs/rules.md: what is found, and what to do about it, by provider. Made from the compiled rules.

/** What a check says in words; others are told by their names. */
const CHECKS = {
  'atlassian-crc32': 'its checksum',
  'aws-access-key-id': 'the account in it',
  'base64-password': 'what it decodes to',
  'basic-credentials': 'what it decodes to',
  bech32: 'its checksum',
  'bedrock-key': 'what it decodes to',
  'confluent-crc32': 'its checksum',
  'crc32-base62': 'its checksum',
  'discord-account': 'the account in it',
  'encrypted-private-key': 'that it is a private key with a passphrase',
  generic: 'its name, what stands round it, and how hard it is to guess',
  'github-pat-digest': 'the digest in it',
  'gitlab-crc32': 'its checksum',
  'grafana-crc32': 'its checksum',
  'grafana-payload': 'what it decodes to',
  jwt: 'what it decodes to, and when it ends',
  'nats-nkey': 'its checksum',
  'onepassword-payload': 'what it decodes to',
  'openclaw-legacy-setup-code': 'what it decodes to',
  'openclaw-setup-code': 'what it decodes to, and when it ends',
  password: 'how hard it is to guess',
  'private-key': 'that it is a whole private key',
  'supabase-service-role': 'the role in it',
  'vercel-crc32': 'its checksum',
};

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'];

/** @param {{rules: object[], texts: object[], apis: object[]}} book the compiled rules and their texts, in the same order, and how providers are asked */
export function rulesPage({ rules, texts, apis }) {
  const files = new Map();
  rules.forEach((rule, index) => {
    const text = texts[index];
    const file = files.get(rule.provider) ?? { name: text.providerName, env: text.env, rules: [] };
    const provider = apis.find(({ id }) => id === rule.provider);
    const api = provider?.rules.find((one) => one.rule === rule.id);
    file.rules.push({ ...rule, ...text, hosts: provider?.hosts ?? [], api });
    files.set(rule.provider, file);
  });
  const all = [...files.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const providers = all.filter((file) => file.rules.some((rule) => rule.specificity === 'provider'));
  const formats = all.filter((file) => !providers.includes(file));
  const slugs = slugsOf([...providers, ...formats]);
  const contents = (list) => list.map((file) => `[${file.name}](#${slugs.get(file)}) ${file.rules.length}`).join(' · ');
  return `${[
    '# Rules, and what to do about a leak',
    `${count(rules, 'rule')}: the credentials of ${count(providers, 'provider')}, and ${count(formats, 'file')} of formats and generic secrets. This page is generated from the files in [rules/](../rules) by \`npm run docs\`.`,
    `**Now, if a secret has just leaked:** (1) Revoke it first where the leak is public and the secret opens money, data or accounts: an attacker needs seconds, a broken deployment can wait. Otherwise make the new one first, put it in place, then revoke the old one. (2) Check that the old one is refused. (3) Read the logs for uses that are not yours. (4) Only then clean the code; the history keeps what was pushed. (5) Keep the new one out: an environment variable or a secret store.`,
    'Look for your provider, open its console, and take the steps in their order. A secret that was pushed has leaked, even if it was public for a minute only: taking it out of the code or of the history does not undo that, revoking it does. How rules work: [detection.md](detection.md). One rule in full: `clawback rules show ID`.',
    `**Providers** ${contents(providers)}`,
    `**Formats and generic secrets** ${contents(formats)}`,
    ...[...providers, ...formats].flatMap(section),
  ].join('\n\n')}\n`;
}

function section(file) {
  const bySeverity = [...file.rules].sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || a.title.localeCompare(b.title, 'en'),
  );
  const parts = [`## ${file.name}`];
  if (file.env.length > 0) parts.push(`Usual variables: ${file.env.map(code).join(', ')}`);
  parts.push(
    [
      '| Credential | Severity | Found by | Rule |',
      '| --- | --- | --- | --- |',
      ...bySeverity.map(
        (rule) =>
          `| ${cell(rule.title)}${rule.description ? `<br>${cell(rule.description)}` : ''} | ${rule.severity} | ${foundBy(rule)} | ${code(rule.id)} |`,
      ),
    ].join('\n'),
  );
  const asked = bySeverity.filter(({ api }) => api?.verify);
  if (asked.length > 0) {
    parts.push(
      [
        '| Rule | Asked at | Revoked |',
        '| --- | --- | --- |',
        ...asked.map((rule) => `| ${code(rule.id)} | ${askedAt(rule)} | ${revoked(rule)} |`),
      ].join('\n'),
    );
  }
  const remedies = new Map();
  for (const rule of bySeverity) {
    const key = JSON.stringify(rule.remedy);
    remedies.set(key, [...(remedies.get(key) ?? []), rule]);
  }
  for (const group of remedies.values()) {
    const { console, steps } = group[0].remedy;
    const what = remedies.size === 1 ? '' : ` about ${group.map((rule) => code(rule.id)).join(', ')}`;
    parts.push(
      [
        `**What to do${what}**${console ? `, at <${console}>` : ''}:`,
        '',
        ...steps.map((step, index) => `${index + 1}. ${prose(step)}`),
      ].join('\n'),
    );
  }
  return parts;
}

/** Where `--verify` asks about it. */
function askedAt({ provider, hosts, api: { verify } }) {
  if (verify.probe?.startsWith('openclaw')) return "the operator's own server";
  const named = [...verify.calls, ...verify.others].map(({ address }) => /^https:\/\/([^/?#]*)/.exec(address)?.[1]);
  const used = named.map((host) => host ?? hosts[0]).filter(Boolean);
  const shown = used.length === 0 && verify.probe ? hosts : used;
  if (shown.length === 0) return `the operator's own server (${code(`providers.${provider}.base-url`)})`;
  return `${some(shown)}${verify.elsewhere ? ', or the operator’s own server' : ''}`;
}

const BY = { self: 'by itself', anyone: 'by anybody', admin: 'by an administrator' };
const ALSO = {
  key: '',
  grant: '; ends every token of its grant',
  resource: '; ends more than a credential',
  children: '; ends the tokens made from it',
};

/** How `--revoke` ends it. */
function revoked({ api: { revoke } }) {
  if (revoke.length === 0) return 'by hand';
  return revoke
    .map(({ by, admin, effect, reversible }) => {
      const variables = admin === null ? '' : ` (${Object.values(admin).map(code).join(', ')})`;
      return `${BY[by]}${variables}${ALSO[effect]}${reversible ? '; can be undone' : ''}`;
    })
    .join('; or ');
}

/** Each way to find it in a few words; detectors that go the same way are told together. */
function foundBy(rule) {
  const ways = new Map();
  for (const detector of rule.detectors) {
    const way = wayOf(detector, rule);
    const known = ways.get(way) ?? { anchors: [], lines: 0, files: [] };
    ways.set(way, {
      anchors: [...known.anchors, ...detector.anchors],
      lines: Math.max(known.lines, detector.lines ?? 0),
      files: [...known.files, ...detector.files],
    });
  }
  const told = [...ways].map(([way, { anchors, lines, files }]) => {
    const near = lines === 0 ? some(anchors) : `within ${count(lines, 'line')} of ${some(anchors)}`;
    return way.replace('NEAR', near) + (files.length > 0 ? ` in ${some(files)}` : '');
  });
  const checks = [...rule.checks, ...rule.hints].map((check) => CHECKS[check] ?? check.replaceAll('-', ' '));
  return [told.join('; or '), checks.length > 0 ? `checked: ${[...new Set(checks)].join(', ')}` : '']
    .filter(Boolean)
    .join('; ');
}

function wayOf({ kind, lines, companions = [], structure }, rule) {
  switch (kind) {
    case 'pattern': {
      const pair = companions.some((companion) => companion.name === 'key') ? ' beside its id' : '';
      const prefixes = pair === '' && rule.prefixes.length > 0 ? ` (${some(rule.prefixes.map(short))})` : '';
      return `its shape${prefixes}${pair}${lines === undefined ? '' : ', NEAR'}`;
    }
    case 'assigned':
      return lines === undefined ? 'the name that it is given (NEAR)' : 'the name that it is given, NEAR';
    case 'json':
      return 'its place in a JSON document';
    default:
      return `what it stands in (${structure.replaceAll('-', ' ')})`;
  }
}

/** A few of a list, as code. */
function some(list, most = 3) {
  const shown = [...new Set(list)].slice(0, most).map(code).join(', ');
  return list.length > most ? `${shown}, …` : shown;
}

/** Nothing that looks like a whole token. */
function short(text) {
  return text.length > 16 ? `${text.slice(0, 16)}…` : text;
}

function code(text) {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function cell(text) {
  return prose(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** A text with code in it, in which nothing else is Markdown or markup. */
function prose(text) {
  return text.replace(/(`[^`]*`)|[<*]/g, (sign, span) => span ?? `\\${sign}`);
}

function count(list, noun) {
  const number = typeof list === 'number' ? list : list.length;
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** What GitHub makes of a heading; a second one of the same gets a number. */
function slugsOf(files) {
  const slugs = new Map();
  const seen = new Map();
  for (const file of files) {
    const slug = file.name
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    slugs.set(file, times === 0 ? slug : `${slug}-${times}`);
  }
  return slugs;
}
