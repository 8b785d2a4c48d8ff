import type { Dice } from './dice.ts';
import type { Entry } from './history.ts';

/** What the repositories of the organisation are filled with, when nothing is odd about them. */
export const contents = {
  npm(name: string, dice: Dice): Entry[] {
    const model = dice.pick(['gpt-4.1-mini', 'gpt-4o', 'gpt-5-mini']);
    return [
      manifest(name, { openai: '^6.1.0' }),
      {
        path: 'main.js',
        data: `import OpenAI from 'openai';

const client = new OpenAI();

export async function answer(question) {
  const completion = await client.chat.completions.create({
    model: '${model}',
    messages: [{ role: 'user', content: question }],
  });
  return completion.choices[0].message.content;
}

console.log(await answer(process.argv[2]));
`,
      },
      readme(name),
    ];
  },

  python(name: string, dice: Dice): Entry[] {
    const model = dice.pick(['claude-haiku-4-5', 'claude-sonnet-4-5']);
    return [
      { path: 'requirements.txt', data: 'anthropic>=0.70\n' },
      {
        path: 'agent.py',
        data: `import sys

from anthropic import Anthropic

client = Anthropic()


def summarise(text: str) -> str:
    message = client.messages.create(
        model="${model}",
        max_tokens=500,
        messages=[{"role": "user", "content": text}],
    )
    return message.content[0].text


if __name__ == "__main__":
    print(summarise(sys.stdin.read()))
`,
      },
      readme(name),
    ];
  },

  langchain(name: string, dice: Dice): Entry[] {
    const tool = dice.pick(['refund_order', 'restart_service', 'send_mail']);
    return [
      {
        path: 'pyproject.toml',
        data: `[project]\nname = "${name}"\nversion = "1.0.0"\ndependencies = ["langchain>=1.0", "langchain-openai>=1.0"]\n`,
      },
      {
        path: 'src/agent.py',
        data: `from langchain.agents import create_agent
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI


@tool
def ${tool}(number: str) -> str:
    """Does what its name says."""
    return number


@tool
def look_up(number: str) -> str:
    """Looks something up."""
    return number


agent = create_agent(ChatOpenAI(model="gpt-4.1"), tools=[${tool}, look_up])

if __name__ == "__main__":
    print(agent.invoke({"messages": [{"role": "user", "content": "What is open?"}]}))
`,
      },
      readme(name),
    ];
  },

  mcp(name: string, dice: Dice): Entry[] {
    const server = dice.pick(['filesystem', 'github', 'postgres']);
    const config = {
      mcpServers: { [server]: { command: 'npx', args: ['-y', `@modelcontextprotocol/server-${server}`] } },
    };
    return [{ path: '.mcp.json', data: `${JSON.stringify(config, null, 2)}\n` }, ...contents.go(name)];
  },

  owned(name: string, dice: Dice): Entry[] {
    const team = dice.pick(['payments', 'support', 'search']);
    const owners = `* @acme/${team}\n/docs/ @acme/writers\n`;
    return [{ path: '.github/CODEOWNERS', data: owners }, ...contents.npm(name, dice)];
  },

  go(name: string): Entry[] {
    return [
      { path: 'go.mod', data: `module github.com/acme/${name}\n\ngo 1.24\n` },
      { path: 'main.go', data: 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Println("ready")\n}\n' },
      readme(name),
    ];
  },

  java(name: string): Entry[] {
    const pom = `<project><modelVersion>4.0.0</modelVersion><groupId>com.acme</groupId>
<artifactId>${name}</artifactId><version>1</version></project>\n`;
    const main = `package com.acme;

public class Main {
  public static void main(String[] args) {
    System.out.println(args.length);
  }
}
`;
    return [{ path: 'pom.xml', data: pom }, { path: 'src/main/java/com/acme/Main.java', data: main }, readme(name)];
  },

  docs(name: string): Entry[] {
    const text = `# ${name}\n\nNotes of a meeting on whether to ask OpenAI or Anthropic. Nothing was decided.\n`;
    return [
      { path: 'README.md', data: text },
      { path: 'docs/minutes.md', data: '# Minutes\n\nAll agreed.\n' },
    ];
  },

  /** A library that wraps a vendor's client. */
  library(): Entry[] {
    const fields = { name: '@acme/llm-client', version: '2.3.0', type: 'module', exports: './src/index.js' };
    return [
      { path: 'package.json', data: written({ ...fields, dependencies: { openai: '^6.1.0' } }) },
      {
        path: 'src/index.js',
        data: `import OpenAI from 'openai';

const client = new OpenAI();

/** Asks the model that the house has agreed on. */
export async function ask(prompt) {
  const completion = await client.chat.completions.create({
    model: 'gpt-4.1',
    messages: [{ role: 'user', content: prompt }],
  });
  return completion.choices[0].message.content;
}
`,
      },
      readme('llm-client'),
    ];
  },

  /** A service that asks a model through the library of another repository. */
  caller(name: string): Entry[] {
    const main = `import { ask } from '@acme/llm-client';\n\nconsole.log(await ask(process.argv[2]));\n`;
    return [manifest(name, { '@acme/llm-client': '^2.0.0' }), { path: 'main.js', data: main }, readme(name)];
  },

  /** Where images run that other repositories build. */
  deployment(image: string): Entry[] {
    const compose = `services:
  bot:
    image: ghcr.io/acme/${image}:1.4.2
    environment:
      ANTHROPIC_API_KEY: \${ANTHROPIC_API_KEY}
  cache:
    image: redis:8
`;
    const manifest = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${image}
  namespace: support
spec:
  selector: { matchLabels: { app: ${image} } }
  template:
    metadata: { labels: { app: ${image} } }
    spec:
      serviceAccountName: ${image}
      containers:
        - name: main
          image: ghcr.io/acme/${image}:1.4.2
          env:
            - name: ANTHROPIC_API_KEY
              valueFrom: { secretKeyRef: { name: llm, key: anthropic } }
`;
    return [
      { path: 'compose.yaml', data: compose },
      { path: `k8s/${image}.yaml`, data: manifest },
      readme('platform-deploy'),
    ];
  },

  /** An agent with the recipe of its image, and the workflow that gives the image its name. */
  image(name: string, dice: Dice): Entry[] {
    const recipe =
      'FROM python:3.13-slim\nCOPY . /app\nRUN pip install -r /app/requirements.txt\nCMD ["python", "/app/agent.py"]\n';
    const workflow = `on: { push: { branches: [main] } }
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: docker/build-push-action@v6
        with: { push: true, tags: 'ghcr.io/acme/${name}:latest' }
`;
    return [
      { path: 'Dockerfile', data: recipe },
      { path: '.github/workflows/image.yml', data: workflow },
      ...contents.python(name, dice),
    ];
  },

  /** An agent with a key in its settings. */
  leaky(name: string, dice: Dice, key: string): Entry[] {
    return [{ path: 'config/settings.env', data: `OPENAI_API_KEY=${key}\n` }, ...contents.npm(name, dice)];
  },
};

function readme(name: string): Entry {
  return { path: 'README.md', data: `# ${name}\n` };
}

function manifest(name: string, dependencies: Readonly<Record<string, string>>): Entry {
  const fields = { name: `@acme/${name}`, version: '1.0.0', private: true, type: 'module' };
  return { path: 'package.json', data: written({ ...fields, scripts: { start: 'node main.js' }, dependencies }) };
}

function written(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
