import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { clawback } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { anthropicKey, awsId, awsSecret } from '../support/secrets.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const schema = (name: string): object => JSON.parse(readFileSync(`${root}/docs/${name}.schema.json`, 'utf8')) as object;
const validator = (name: string) => new Ajv2020({ strict: false, allErrors: true }).compile(schema(name));

/** A history with everything that a report can hold. */
function richRepository(): TestRepository {
  const repository = new TestRepository();
  repository.write(Buffer.from('caf\u00e9.py', 'utf8').toString('utf8'), `KEY = "${anthropicKey()}"\n`);
  repository.write('aws.ini', `id = ${awsId()}\nsecret = ${awsSecret()}\n`);
  repository.write('allowed.py', `KEY = "${anthropicKey('2')}" # clawback:allow -- a test\n`);
  repository.write('logo.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]));
  repository.commit(`a message with ${anthropicKey('3')}`);
  repository.git('tag', '-a', '-m', anthropicKey('4'), 'v1');
  return repository;
}

describe('the published schemas', () => {
  it('hold for a JSON report', async () => {
    const { out } = await clawback(['audit', '--format', 'json', '--timing'], { cwd: richRepository().path });
    const validate = validator('report');
    expect(validate(JSON.parse(out)) || validate.errors).toBe(true);
    expect(JSON.parse(out).findings.length).toBeGreaterThanOrEqual(4);
  });

  it('refuse what is no report', () => {
    expect(validator('report')({ version: 1, findings: [] })).toBe(false);
    expect(validator('report-lines')({ finding: 1 })).toBe(false);
    expect(validator('config')({ path: {} })).toBe(false);
    expect(validator('baseline')({ version: 2, key: 'none', findings: [] })).toBe(false);
  });

  it('hold for every line of a JSON Lines report', async () => {
    const { out } = await clawback(['audit', '--format', 'jsonl'], { cwd: richRepository().path });
    const validate = validator('report-lines');
    const lines = out.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(5);
    for (const line of lines) expect(validate(JSON.parse(line)) || validate.errors).toBe(true);
  });

  it('hold for a baseline', async () => {
    const repository = richRepository();
    await clawback(['baseline'], { cwd: repository.path });
    const validate = validator('baseline');
    const baseline = JSON.parse(readFileSync(`${repository.path}/.clawback-baseline.json`, 'utf8'));
    expect(validate(baseline) || validate.errors).toBe(true);
    expect(baseline.findings.length).toBeGreaterThanOrEqual(4);
  });

  it("hold for the documentation's configuration", () => {
    const documentation = readFileSync(`${root}/docs/configuration.md`, 'utf8');
    const example = /```yaml\n(.*?)```/s.exec(documentation)![1]!.replace('cb1_…', `cb1_${'0'.repeat(32)}`);
    const validate = validator('config');
    expect(validate(parse(example)) || validate.errors).toBe(true);
  });

  it('hold for every rule file', () => {
    const validate = validator('rules');
    const file = parse(readFileSync(`${root}/rules/openclaw.yaml`, 'utf8'));
    expect(validate(file) || validate.errors).toBe(true);
  });
});
