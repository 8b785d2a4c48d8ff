import { expect, test } from 'vitest';
import { makeTree } from '../sources/tree.ts';
import { scanAt } from '../world.ts';

const web = '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>\n';
const ask =
  'namespace Acme.Shop;\n\npublic class Asker(ChatClient chat)\n{\n    public Task Ask() => chat.CompleteChatAsync("Hello");\n}\n';

/** Agents by path, each with what it goes through. */
async function agents(files: Readonly<Record<string, string>>): Promise<Record<string, readonly string[]>> {
  const { assessments } = await scanAt([makeTree(files)]);
  return Object.fromEntries(
    assessments.map(({ agent }) => [agent.path, agent.via.map((id) => id.slice(id.indexOf('//') + 2))]),
  );
}

test('a global using of another file tells where a name comes from', async () => {
  const project = { 'shop/Shop.csproj': web, 'shop/Asker.cs': ask };
  expect(await agents({ ...project, 'shop/Usings.cs': 'global using OpenAI.Chat;\n' })).toEqual({ shop: [] });
  expect(await agents({ ...project, 'shop/Usings.cs': 'using OpenAI.Chat;\n' })).toEqual({});
});

test('a using of the project file does too, and one of another project does not', async () => {
  const using =
    '<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup><Using Include="OpenAI.Chat" /></ItemGroup></Project>\n';
  expect(await agents({ 'shop/Shop.csproj': using, 'shop/Asker.cs': ask })).toEqual({ shop: [] });
  expect(await agents({ 'shop/Shop.csproj': web, 'shop/Asker.cs': ask, 'till/Till.csproj': using })).toEqual({});
});

const library = {
  'ai/Acme.Ai.csproj': '<Project Sdk="Microsoft.NET.Sdk"></Project>\n',
  'ai/Setup.cs': `using OpenAI.Chat;

namespace Acme.Ai;

public static class Setup
{
    public static IServiceCollection AddAcmeAi(this IServiceCollection services) =>
        services.AddSingleton(new ChatClient("gpt-4o-mini", Environment.GetEnvironmentVariable("OPENAI_API_KEY")));
}
`,
};
const start = 'using Acme.Ai;\n\nvar builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddAcmeAi();\n';
const referring = `<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup><ProjectReference Include="..\\ai\\Acme.Ai.csproj" /></ItemGroup></Project>\n`;

test('a call of an extension method reaches the library that its project refers to', async () => {
  expect(await agents({ ...library, 'shop/Shop.csproj': referring, 'shop/Program.cs': start })).toEqual({
    shop: ['ai'],
  });
});

test('a project that does not refer to the library reaches nothing of it', async () => {
  expect(await agents({ ...library, 'shop/Shop.csproj': web, 'shop/Program.cs': start })).toEqual({ ai: [] });
});

test('a program is not the program of another project', async () => {
  const secrets = 'var config = new ConfigurationBuilder().AddUserSecrets<Program>().Build();\n';
  const asking = `${secrets}var chat = new OpenAI.Chat.ChatClient("gpt-4o-mini", config["OPENAI_API_KEY"]);\npublic partial class Program { }\n`;
  const files = { 'a/A.csproj': web, 'a/Program.cs': asking, 'b/B.csproj': web, 'b/Program.cs': secrets };
  expect(await agents(files)).toEqual({ a: [] });
});
