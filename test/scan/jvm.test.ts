import { describe, expect, test } from 'vitest';
import { makeTree } from '../sources/tree.ts';
import { scanAt } from '../world.ts';

const pom = (...packages: string[]) =>
  `<project><artifactId>app</artifactId><dependencies>${packages
    .map((name) => name.split(':'))
    .map(
      ([group, artifact]) => `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId></dependency>`,
    )
    .join('')}</dependencies></project>\n`;

/** The one agent of a tree, by what it was seen to do; undefined where there is none. */
async function agentOf(files: Record<string, string>) {
  const { assessments } = await scanAt([makeTree(files)]);
  const [first] = assessments;
  if (!first) return undefined;
  const { level, providers, models, hosts } = first.agent;
  return { level, providers, models, hosts };
}

const chat = `package shop;

import org.springframework.ai.chat.client.ChatClient;

public class Chat {
  private final ChatClient chat;

  public Chat(ChatClient.Builder builder) {
    this.chat = builder.build();
  }

  public String ask(String text) {
    return chat.prompt().user(text).call().content();
  }
}
`;
const clock = `package shop;

import org.springframework.ai.tool.annotation.Tool;

public class Clock {
  @Tool(description = "The time")
  public String now() {
    return "now";
  }
}
`;
const openai = 'org.springframework.ai:spring-ai-starter-model-openai';

describe('what a container injects', () => {
  test('is of the vendor whose starter the build asks for', async () => {
    expect(await agentOf({ 'pom.xml': pom(openai), 'src/main/java/shop/Chat.java': chat })).toMatchObject({
      level: 'caller',
      providers: ['openai'],
    });
  });

  test('is of that vendor too where another one is used by name', async () => {
    const embed = `package shop;

import org.springframework.ai.transformers.TransformersEmbeddingModel;

public class Embed {
  float[] of(String text) {
    return new TransformersEmbeddingModel().embed(text);
  }
}
`;
    const files = { 'src/main/java/shop/Chat.java': chat, 'src/main/java/shop/Embed.java': embed };
    expect((await agentOf({ 'pom.xml': pom(openai), ...files }))?.providers).toEqual(['in-process-models', 'openai']);
    expect((await agentOf({ 'pom.xml': pom('com.openai:openai-java'), ...files }))?.providers).toEqual([
      'in-process-models',
    ]);
  });

  test('is handed the tools that the unit declares', async () => {
    const files = { 'pom.xml': pom(openai), 'src/main/java/shop/Chat.java': chat };
    expect((await agentOf({ ...files, 'src/main/java/shop/Clock.java': clock }))?.level).toBe('agent');
  });
});

test('tools without a model are no agent, and a server where a starter serves them', async () => {
  const tools = { 'src/main/java/shop/Clock.java': clock };
  const componentsOf = async (...packages: string[]) =>
    (await scanAt([makeTree({ 'pom.xml': pom(...packages), ...tools })])).components.map(({ kind, path }) => ({
      kind,
      path,
    }));
  expect(
    await agentOf({ 'pom.xml': pom('org.springframework.ai:spring-ai-starter-mcp-server'), ...tools }),
  ).toBeUndefined();
  expect(await componentsOf('org.springframework.ai:spring-ai-starter-mcp-server-webmvc')).toEqual([
    { kind: 'mcp-server', path: '.' },
  ]);
  expect(await componentsOf('org.springframework.ai:spring-ai-starter-mcp-client')).toEqual([]);
});

test('constants and clients are followed through packages, from Kotlin to Java', async () => {
  const files = {
    'pom.xml': pom('com.openai:openai-java'),
    'src/main/java/ai/Models.java':
      'package ai;\n\npublic final class Models {\n  public static final String FAST = "gpt-4o-mini";\n  public static final String BASE = "https://api.groq.com/openai/v1";\n}\n',
    'src/main/java/ai/Clients.java': `package ai;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;

public final class Clients {
  private final OpenAIClient fast = OpenAIOkHttpClient.builder().baseUrl(Models.BASE).build();

  public OpenAIClient fast() {
    return fast;
  }
}
`,
    'src/main/kotlin/shop/Bot.kt': `package shop

import ai.Clients
import ai.Models
import com.openai.models.chat.completions.ChatCompletionCreateParams

class Bot(private val clients: Clients) {
    fun ask(text: String) {
        val params = ChatCompletionCreateParams.builder().model(Models.FAST).addUserMessage(text).build()
        clients.fast().chat().completions().create(params)
    }
}
`,
  };
  expect(await agentOf(files)).toEqual({
    level: 'caller',
    providers: ['groq'],
    models: ['gpt-4o-mini'],
    hosts: ['api.groq.com'],
  });
});
