import { expect, test } from 'vitest';
import { makeTree } from '../../sources/tree.ts';
import { scanAt } from '../../world.ts';

test('an answer of Cloud DNS names a connection whose address another log writes shorter', async () => {
  const answer = {
    jsonPayload: {
      protocol: 'UDP',
      queryName: 'api.openai.com.',
      queryType: 'AAAA',
      structuredRdata: [
        { class: 'IN', domainName: 'api.openai.com.', rvalue: '2001:db8:0:0:0:0:0:66', ttl: '60', type: 'AAAA' },
      ],
      responseCode: 'NOERROR',
      sourceIP: '2001:db8:0:0:0:0:0:13',
    },
    logName: 'projects/prod/logs/dns.googleapis.com%2Fdns_queries',
    resource: { labels: { project_id: 'prod' }, type: 'dns_query' },
    timestamp: '2026-11-20T14:53:43Z',
  };
  const flow =
    '2 123456789012 eni-1235b8ca123456789 2001:db8::13 2001:db8::66 41022 443 6 20 4249 1795186424 1795186484 ACCEPT OK\n';
  const root = makeTree({ 'dns.json': `${JSON.stringify(answer)}\n`, 'flows.log': flow });
  const { assessments } = await scanAt([`log:${root}`]);
  expect(assessments.map(({ agent }) => [agent.id, agent.providers])).toEqual([
    ['runtime//ip:2001:db8::13', ['openai']],
  ]);
  const seen = assessments.flatMap(({ agent }) => agent.evidence.map((one) => one.kind === 'traffic' && one.basis));
  expect(seen.toSorted()).toEqual(['dns', 'fqdn']);
});
