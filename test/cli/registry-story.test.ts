import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { Past } from '../scan/past.ts';
import { rollcall, type Said } from './stage.ts';

vi.setConfig({ testTimeout: 120_000 });

const place = '.rollcall/registry.yaml';
const bot = `from langchain_openai import ChatOpenAI
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent


@tool
def search(order: str) -> str:
    """Looks an order up."""
    return requests.get(f"https://shop.example/orders/{order}").text


agent = create_react_agent(ChatOpenAI(model="gpt-4.1"), [search])
agent.invoke({"messages": []})
`;
const refunds = bot
  .replace(
    '\n\nagent =',
    `

@tool
def issue_refund(order: str) -> str:
    """Refunds an order."""
    return requests.post("https://shop.example/refunds", json={"order": order}).text


agent =`,
  )
  .replace('[search]', '[search, issue_refund]');

interface Told {
  readonly agents: readonly {
    readonly verdict: { readonly state: string; readonly proposed: string | null; readonly drift: readonly object[] };
  }[];
  readonly findings: readonly {
    readonly check: string;
    readonly message: string;
    readonly broughtBy: { readonly commit: string } | null;
  }[];
  readonly entries: readonly { readonly id: string; readonly state: string }[];
  readonly comparison: { readonly entries: readonly { readonly id: string; readonly approves: boolean }[] } | null;
  readonly run: { readonly registry: { readonly origin: string; readonly ref: object | null } };
}

/** A registry's whole life, told by the commands that live it. */
class Story {
  readonly past = new Past();
  #day = '2026-06-01';

  /** From now on it is that day. */
  on(day: string): void {
    this.#day = day;
  }

  run(...argv: readonly string[]): Promise<Said> {
    return rollcall(argv, { cwd: this.past.root, now: () => new Date(`${this.#day}T12:00:00Z`) });
  }

  async scan(
    ...flags: readonly string[]
  ): Promise<{ readonly code: number; readonly told: Told; readonly err: string }> {
    const { code, out, err } = await this.run('scan', '--format', 'json', ...flags);
    return { code, told: JSON.parse(out) as Told, err };
  }

  read(): string {
    return readFileSync(join(this.past.root, place), 'utf8');
  }

  edit(from: string, to: string): void {
    const text = this.read();
    if (!text.includes(from)) throw new Error(`the registry holds no ${from}`);
    writeFileSync(join(this.past.root, place), text.replace(from, to));
  }
}

/** A repository whose main branch has an empty registry, and a branch that adds an agent and its own approval. */
async function branched(): Promise<Story> {
  const story = new Story();
  const { past } = story;
  past.commit({ 'README.md': 'shop' });
  await story.run('registry', 'init');
  past.commit({});
  past.git('checkout', '-q', '-b', 'bot');
  past.write({ 'bot/pyproject.toml': '[project]\nname = "bot"\n', 'bot/main.py': bot });
  await story.run('registry', 'add', '--all');
  await story.run('registry', 'approve', 'bot', '--by', 'mallory', '--expires', '2027-03-01');
  past.commit({});
  return story;
}

/** The same, merged. */
async function merged(): Promise<Story> {
  const story = await branched();
  story.past.git('checkout', '-q', 'main');
  story.past.git('merge', '-q', '--ff-only', 'bot');
  return story;
}

describe('the life of an entry', () => {
  test('a branch that approves its own agent is red until it is merged, and is told what it proposes', async () => {
    const story = await branched();
    const { code, told } = await story.scan('--registry-ref', 'main');
    expect([code, told.agents[0]?.verdict]).toEqual([
      1,
      expect.objectContaining({ state: 'unregistered', proposed: 'bot' }),
    ]);
    expect(told.comparison?.entries).toMatchObject([{ id: 'bot', approves: true }]);
    expect(told.run.registry).toMatchObject({ origin: `git:main:${place}`, ref: { name: 'main' } });
    // Without a trusted ref the branch has its own word for it.
    expect((await story.scan()).code).toBe(0);

    story.past.git('checkout', '-q', 'main');
    story.past.git('merge', '-q', '--ff-only', 'bot');
    const after = await story.scan('--registry-ref', 'main');
    expect([after.code, after.told.agents[0]?.verdict.state]).toEqual([0, 'approved']);
  });

  test('a pull request says so on its page', async () => {
    const { out } = await (await branched()).run(
      ...['scan', '--since', 'main', '--registry-ref', 'main', '--format', 'markdown'],
    );
    expect(out).toMatch(/^## rollcall: 1 new agent\n/);
    expect(out).toContain('carries its own approval: by mallory, until 2027-03-01, no evidence');
    expect(out).toContain('| **bot** `bot` | unreviewed | approved: ');
  });

  test('a scope that is edited after the approval makes it stale', async () => {
    const story = await merged();
    story.edit('models: [gpt-4.1]', 'models: [gpt-4.1, gpt-5]');
    story.past.commit({});
    const { code, told } = await story.scan('--registry-ref', 'main');
    expect([code, told.agents[0]?.verdict.state]).toEqual([1, 'stale']);
    expect(told.findings.map(({ check }) => check)).toEqual(['RC102']);
  });

  test('a tool that is added in the code is drift, and the commit that brought it is named', async () => {
    const story = await merged();
    const commit = story.past.commit({ 'bot/main.py': refunds });
    story.past.commit({ 'bot/main.py': `# A later change.\n${refunds}` });
    const { code, told } = await story.scan('--registry-ref', 'main');
    expect([code, told.agents[0]?.verdict]).toEqual([
      1,
      expect.objectContaining({ state: 'drifted', drift: [expect.objectContaining({ value: 'issue_refund' })] }),
    ]);
    expect(told.findings).toMatchObject([
      { check: 'RC103', message: expect.stringContaining('issue_refund'), broughtBy: { commit } },
    ]);
    const { out } = await story.run('scan', '--registry-ref', 'main');
    expect(out).toMatch(new RegExp(`has the tool issue_refund[\\s\\S]*since\\s+${commit.slice(0, 7)}`));
  });

  test('an approval ends on its last day', async () => {
    const story = await merged();
    story.on('2027-02-28');
    expect((await story.scan('--registry-ref', 'main')).code).toBe(0);
    story.on('2027-03-01');
    const { code, told } = await story.scan('--registry-ref', 'main');
    expect([code, told.agents[0]?.verdict.state]).toEqual([1, 'expired']);
  });

  test('an agent whose folder is removed leaves a ghost', async () => {
    const story = await merged();
    rmSync(join(story.past.root, 'bot'), { recursive: true });
    story.past.commit({});
    const { told } = await story.scan('--registry-ref', 'main');
    expect([told.agents, told.entries]).toEqual([[], [{ id: 'bot', state: 'unseen' }]]);
    expect(told.findings).toMatchObject([{ check: 'RC105' }]);
  });

  test('an entry that is revoked or deprecated approves no longer', async () => {
    const story = await merged();
    await story.run('registry', 'deprecate', 'bot', '--reason', 'replaced');
    expect((await story.scan()).told.agents[0]?.verdict.state).toBe('deprecated');
    await story.run('registry', 'revoke', 'bot', '--reason', 'too wide');
    const { code, told } = await story.scan();
    expect([code, told.agents[0]?.verdict.state]).toEqual([1, 'rejected']);
    expect(story.read()).toContain('too wide');
  });
});
