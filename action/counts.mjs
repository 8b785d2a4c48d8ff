// The numbers of a JSON report, as outputs of a step. Only digits are written, whatever the report holds.
import { existsSync, readFileSync } from 'node:fs';

const [, , path = ''] = process.argv;
const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
const changes = report?.comparison?.agents;

const counts = {
  agents: report?.summary.agents,
  unreviewed: report?.summary.unreviewed,
  'new-agents': changes?.filter(({ kind }) => kind === 'new').length,
};
for (const [name, count] of Object.entries(counts)) {
  process.stdout.write(`${name}=${Number.isSafeInteger(count) ? count : ''}\n`);
}
