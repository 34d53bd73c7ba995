// Adds up what several test runs reported, and prints it as one line. Fails if a run is missing or
// had no tests: a check that did not run is no check.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const runs = readdirSync(folder).filter((name) => name.endsWith('.json'));
let passed = 0;
let failed = 0;
let skipped = 0;
for (const name of runs) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(join(folder, name), 'utf8'),
  );
  console.log(
    `${name.replace('.json', '')}: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped`,
  );
  if (numPassedTests === 0) throw new Error(`${name}: no test ran`);
  passed += numPassedTests;
  failed += numFailedTests;
  skipped += numPendingTests + numTodoTests;
}
if (runs.length === 0) throw new Error('no test report was written');
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;
