import type { Link, LinkKind } from '../model/link.ts';
import { quantity } from './quantity.ts';

/** What kind of thing ties repositories to one another. */
export function linkWord(kind: LinkKind): string {
  switch (kind) {
    case 'key':
    case 'identity':
    case 'package':
    case 'image':
      return kind;
    case 'mcp-server':
      return 'MCP server';
    default:
      return kind satisfies never;
  }
}

/** In how many repositories it stands, and how many agents and components have to do with it. */
export function describeLink({ repositories, members }: Link): string {
  const who =
    members.length === 0 ? '' : `, ${quantity(members.length, 'agent or component', 'agents and components')}`;
  return `in ${quantity(repositories.length, 'repository', 'repositories')}${who}`;
}
