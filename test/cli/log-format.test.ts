import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, rollcall } from './stage.ts';

const nginx = `log_format own '$remote_addr|$msec|$request|$proxy_host|$status';`;
const lines = [
  '192.0.2.11|1780315200.000|POST /v1/chat/completions HTTP/1.1|api.openai.com|200',
  '192.0.2.12|1780315201.000|POST /v1/messages HTTP/1.1|api.anthropic.com|200',
  '',
].join('\n');

interface Told {
  readonly coverage: { readonly logs: readonly { readonly format: string; readonly events: number }[] };
  readonly agents: readonly { readonly name: string; readonly providers: readonly string[] }[];
}

describe('--log-format', () => {
  test('a format string reads what no known layout fits', async () => {
    const root = folder({ 'strange.txt': lines });
    const argv = ['scan', `log:${join(root, 'strange.txt')}`, '-o', 'json', '--allow-incomplete'];
    const { out } = await rollcall([...argv, '--log-format', `nginx:${nginx}`], { cwd: root });
    const report: Told = JSON.parse(out);
    expect(report.agents.map(({ providers }) => providers)).toEqual([['openai'], ['anthropic']]);
    const without: Told = JSON.parse((await rollcall(argv, { cwd: root })).out);
    expect(without.agents).toEqual([]);
  });

  test('a file that is named alone is a log where it has the format that was given', async () => {
    const root = folder({ 'strange.json': '{"to":{"h":"api.openai.com"},"from":"192.0.2.11"}\n' });
    const argv = ['scan', join(root, 'strange.json'), '-o', 'json', '--log-format', 'json:host=to.h,source=from'];
    const report: Told = JSON.parse((await rollcall(argv, { cwd: root })).out);
    expect(report.agents).toMatchObject([{ providers: ['openai'] }]);
  });

  test('watch takes it too', async () => {
    const argv = ['watch', '-', '--format', 'ndjson', '--log-format', `nginx:${nginx}`];
    const { out } = await rollcall(argv, { stdin: lines });
    const notices = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(notices.map(({ kind, provider }) => [kind, provider])).toEqual([
      ['caller', 'openai'],
      ['caller', 'anthropic'],
      ['summary', undefined],
    ]);
  });

  test.each([
    ['nginx', /there is no log format nginx\n/],
    ['zeek-jsn', /Did you mean zeek-json\?/],
    ['squid:%>a', /this format of squid does not say where a request went/],
    ['json:hots=a', /hots=a is no field and its path/],
  ])('%s is a mistake of usage', async (format, message) => {
    const { code, err } = await rollcall(['scan', 'log:x.log', '--log-format', format], {
      cwd: folder({ 'x.log': '' }),
    });
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
