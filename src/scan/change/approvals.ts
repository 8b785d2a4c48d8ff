import type { Agent, Census, Tool } from '../../model/census.ts';

/**
 * The census after a change. A tool that a person approved before it, and of which the code now says neither yes nor no, is
 * one that nobody approves: whoever takes an approval out has to show where it went.
 */
export function withLostApprovals(after: Census, before: Census | null): Census {
  if (!before) return after;
  const approved = new Map(before.agents.map(({ id, tools }) => [id, new Set(tools.filter(isApproved).map(nameOf))]));
  return { ...after, agents: after.agents.map((agent) => withoutApproval(agent, approved.get(agent.id) ?? new Set())) };
}

function withoutApproval(agent: Agent, approved: ReadonlySet<string>): Agent {
  if (approved.size === 0) return agent;
  const tools = agent.tools.map((tool): Tool => {
    const isLost = tool.approval === 'unknown' && approved.has(tool.name);
    return isLost ? { ...tool, approval: 'none' } : tool;
  });
  return { ...agent, tools };
}

function isApproved({ approval }: Tool): boolean {
  return approval === 'human';
}

function nameOf({ name }: Tool): string {
  return name;
}
