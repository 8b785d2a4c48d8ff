import { describe, expect, test } from 'vitest';
import { use } from '../../src/detectors/use.ts';
import { javascript } from '../../src/readers/languages/javascript/reader.ts';
import { grammar } from '../../src/readers/languages/python/grammar.ts';
import { loadReader } from '../../src/readers/tree-sitter.ts';
import { rules } from '../world.ts';
import { documentOf } from './world.ts';

const python = await loadReader(grammar);

/** The tools that the first use in a Python or TypeScript file is handed. */
function tools(code: string, file = 'main.py'): readonly string[] {
  const document = documentOf(file.endsWith('.py') ? python : javascript, file, code);
  const found = [...use(document, rules())].find(({ weight }) => weight === 'use');
  return found && 'tools' in found ? found.tools : [];
}

describe('whether a person approves a tool', () => {
  const approval = (argument: string): unknown => {
    const code = `import { tool } from '@openai/agents';\nconst t = tool({ name: 'refund', ${argument} });\n`;
    const found = [...use(documentOf(javascript, 'main.ts', code), rules())].find(({ kind }) => kind === 'tool');
    return found && 'approval' in found ? found.approval : null;
  };

  test.each([
    ['needsApproval: true', 'human'],
    ['needsApproval: async () => true', 'human'],
    ['needsApproval: false', 'none'],
    ["needsApproval: 'never'", 'none'],
    ["needsApproval: 'never_require'", 'none'],
    ["needsApproval: 'always'", 'human'],
    ['strict: true', 'unknown'],
  ])('%s: %s', (argument, told) => expect(approval(argument)).toBe(told));
});

describe('names of tools', () => {
  const agent = (list: string, before = '') =>
    `from google.adk.agents import Agent\nfrom google.adk.tools import AgentTool, FunctionTool\n${before}\nAgent(name="a", tools=[${list}])`;

  test('a wrapper goes by the name of what it makes a tool of', () => {
    expect(tools(agent('FunctionTool(search)', 'def search(): pass'))).toEqual(['search']);
    expect(tools(agent('AgentTool(agent=Agent(name="critic"))'))).toEqual(['critic']);
  });

  test('an object of a class goes by the name that it is given, else by that of its class', () => {
    const own = 'class Search:\n    pass';
    expect(tools(agent('Search(name="find")', own))).toEqual(['find']);
    expect(tools(agent('Search()', own))).toEqual(['Search']);
  });

  test('the kind of a tool is no name', () => {
    const ask = (tool: string) =>
      `import OpenAI from 'openai';\nawait new OpenAI().chat.completions.create({ model: 'gpt-4o', tools: [${tool}] });`;
    expect(tools(ask("{ type: 'function', function: { name: 'find' } }"), 'main.ts')).toEqual(['find']);
    expect(tools(ask("{ type: 'function', function: schema }"), 'main.ts')).toEqual([]);
    expect(tools(ask("{ type: 'web_search' }"), 'main.ts')).toEqual(['web_search']);
  });

  test('what a type says of a list is no tool', () => {
    const code = (type: string) =>
      `from openai import OpenAI\nfrom typing import Any\ndef ask(tools: ${type}):\n    OpenAI().responses.create(model="gpt-4o", tools=tools)`;
    expect(tools(code('list[Any]'))).toEqual([]);
  });
});
