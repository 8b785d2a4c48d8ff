import { expect, test } from 'vitest';
import { makeTree } from '../sources/tree.ts';
import { scanAt } from '../world.ts';

/** Lines and vendors of what a program of C# was seen to call. */
async function called(code: string): Promise<readonly string[]> {
  const project = '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>\n';
  const { assessments } = await scanAt([makeTree({ 'Shop.csproj': project, 'Program.cs': code })]);
  const evidence = assessments.flatMap(({ agent }) => agent.evidence);
  return evidence.flatMap((one) => (one.kind === 'call' && one.weight === 'use' ? `${one.line} ${one.provider}` : []));
}

test('a builder that is set again and again is one witness a call', async () => {
  const code = `using Microsoft.SemanticKernel;

var builder = Kernel.CreateBuilder();
builder = builder.AddOpenAIChatCompletion("gpt-4o", key);
builder = builder.AddOpenAITextEmbeddingGeneration("text-embedding-3-small", key);
`;
  expect(await called(code)).toEqual(['4 openai', '5 openai']);
});

test('what says something else of a call stays', async () => {
  const code = `using Azure.AI.OpenAI;
using OpenAI.Chat;

var chat = new ChatClient("gpt-4o", key);
if (ours) chat = new AzureOpenAIClient(endpoint, credential).GetChatClient("gpt-4o");
chat.CompleteChat("Hello");
`;
  expect((await called(code)).filter((line) => line.startsWith('6')).sort()).toEqual(['6 azure-openai', '6 openai']);
});
