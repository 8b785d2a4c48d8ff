import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { table } from '../../src/report/formats/table.ts';
import { makeTree } from '../sources/tree.ts';
import { rules, scanAt } from '../world.ts';

/** A log of so many callers that nobody reads a list of them. */
async function crowd(callers: number): Promise<Report> {
  const lines = Array.from({ length: callers }, (_, index) => {
    const client = `10.1.${index >> 8}.${index & 255}`;
    return `1795186422.012     37 ${client} TCP_TUNNEL/200 2842 CONNECT api.openai.com:443 - HIER_DIRECT/198.51.100.7 -`;
  });
  const [last = ''] = lines.slice(-1);
  const root = makeTree({ 'access.log': `${[...lines, last].join('\n')}\n` });
  return scanAt([`log:${root}/access.log`]);
}

test('a table ends its lists after a thousand rows, and says how many there are', { timeout: 60_000 }, async () => {
  const look = { color: false, width: 160, unicode: true, checks: rules().checks };
  const report = await crowd(1003);
  const text = table.render(report, { ...look, verbose: false });
  expect(report.summary.agents).toBe(1003);
  expect(text).toContain('UNREVIEWED  1,003, in no entry of the registry');
  // The last of the log calls more often than the others.
  expect(text).toMatch(/where\n {2}10\.1\.3\.234 /);
  expect(text.match(/and 3 more/g)).toHaveLength(2);
  expect(text.match(/ip:10\.1\.\d+\.\d+$/gm)).toHaveLength(1000);
  expect(table.render(report, { ...look, verbose: true })).not.toContain('and 3 more');
});
