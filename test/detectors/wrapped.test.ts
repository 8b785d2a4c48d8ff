import { expect, test } from 'vitest';
import { makeTree } from '../sources/tree.ts';
import { scanAt } from '../world.ts';

const url = 'https://api.openai.com/v1/chat/completions';

/** How many agents a program with that statement is. */
async function agents(statement: string): Promise<number> {
  const code = `import { api, log, mockApi } from './api';\n\n${statement}\n`;
  return (
    await scanAt([makeTree({ 'package.json': '{"name":"a","scripts":{"start":"node main.js"}}', 'main.js': code })])
  ).assessments.length;
}

test('a function of one’s own that is handed an inference endpoint and something to send sends it', async () => {
  expect(await agents(`await api.post('${url}', { model: 'gpt-4o' });`)).toBe(1);
  expect(await agents(`await api.sendRequest({ model: 'gpt-4o' }, '${url}');`)).toBe(1);
});

test('nothing is sent by what has nothing to send, writes, answers in its place, or goes elsewhere', async () => {
  expect(await agents(`await api.post('${url}');`)).toBe(0);
  expect(await agents(`log.info('${url}', { model: 'gpt-4o' });`)).toBe(0);
  expect(await agents(`mockApi.post('${url}', { model: 'gpt-4o' });`)).toBe(0);
  expect(await agents(`await api.post('https://api.openai.com/v1/models', { model: 'gpt-4o' });`)).toBe(0);
});
