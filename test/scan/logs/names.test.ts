import { describe, expect, test } from 'vitest';
import { isDenied } from '../../../src/wire/event.ts';
import { makeTree } from '../../sources/tree.ts';
import { scanAt } from '../../world.ts';

async function callers(...lines: readonly string[]) {
  const { assessments } = await scanAt([`log:${makeTree({ 'a.log': `${lines.join('\n')}\n` })}`]);
  return assessments.map(({ agent }) => agent.path);
}

const zscaler = (fields: object) =>
  JSON.stringify({
    sourcetype: 'zscalernss-dns',
    event: { dns_req: 'api.openai.com', clt_sip: '192.0.2.14', reqaction: 'Allow', ...fields },
  });

describe('who is not known is no caller', () => {
  test.each(['Unknown', 'none', 'NA', 'n/a', '(null)', 'Not Found', 'anonymous', 'No Authentication Required'])(
    'by the name %j',
    async (name) => {
      expect(await callers(zscaler({ user: name, devicehostname: name }))).toEqual(['ip:192.0.2.14']);
    },
  );

  test('and the next field may tell', async () => {
    expect(await callers(zscaler({ user: 'Unknown', login: 'nadia' }))).toEqual(['user:nadia']);
    expect(await callers(zscaler({ user: 'nonesuch' }))).toEqual(['user:nonesuch']);
  });

  test('by what a proxy calls its listener', async () => {
    const line = (user: string) =>
      `date=2026-11-20 time=14:53:43 c-ip=192.0.2.15 ${user}service.name="Explicit HTTP" cs-method=CONNECT cs-host=api.openai.com cs-uri-port=443 sc-filter-result=OBSERVED sc-status=200`;
    expect(await callers(line('cs-username=erin '), line(''))).toEqual(['ip:192.0.2.15', 'user:erin']);
  });
});

test('a blank in front of a line is none of it', async () => {
  const line =
    '1795186422.012     37 192.0.2.14 TCP_TUNNEL/200 2842 CONNECT api.openai.com:443 - HIER_DIRECT/198.51.100.7 -';
  expect(await callers(` ${line}`)).toEqual(['ip:192.0.2.14']);
});

test.each<[string, boolean]>([
  ['blocked', true],
  ['not blocked', false],
  ['not-blocked', false],
  ['NotBlocked', false],
  ['reset', true],
  ['reset_client', true],
  ['reset-both', true],
  ['client-rst', false],
  ['tcp-rst-from-client', false],
  ['TCP_DENIED/403', true],
  ['TCP_MISS/200', false],
  ['NOERROR', false],
  ['preset', false],
])('%j is a refusal: %s', (action, is) => {
  expect(isDenied(action)).toBe(is);
});
