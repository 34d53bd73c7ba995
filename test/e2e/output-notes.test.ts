import { expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { type Sarif, sarifFaults } from '../support/sarif.ts';
import { groqKey } from '../support/secrets.ts';

const note = '.clawback.yaml switches off groq-api-key; leaves out vendor/**';

function narrowed(): TestRepository {
  const repository = new TestRepository();
  repository.write('.clawback.yaml', 'rules: { disable: [groq-api-key] }\npaths: { exclude: ["vendor/**"] }\n');
  repository.write('a.env', `KEY=${groqKey()}\n`);
  return repository;
}

it('JSON says what the configuration of the repository narrowed', async () => {
  const { scan } = await report(['scan'], { cwd: narrowed().path });
  expect(scan.notes).toEqual([note]);
  expect((await report(['scan'], { cwd: new TestRepository().path })).scan.notes).toEqual([]);
});

it('JSON Lines say it in their last line', async () => {
  const { out } = await clawback(['scan', '--format', 'jsonl'], { cwd: narrowed().path });
  expect(JSON.parse(out.trimEnd().split('\n').at(-1)!)).toMatchObject({ scan: { notes: [note] } });
});

it('SARIF says it as a notification of the configuration', async () => {
  const { out } = await clawback(['scan', '--format', 'sarif'], { cwd: narrowed().path });
  const document: Sarif = JSON.parse(out);
  expect(sarifFaults(document)).toEqual([]);
  const [{ toolConfigurationNotifications }] = document.runs[0].invocations;
  expect(toolConfigurationNotifications).toEqual([{ level: 'note', message: { text: note } }]);
});
