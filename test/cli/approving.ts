import { approvalDigest, parseRegistry } from '../../src/index.ts';

/** A registry in which bob approves an agent that calls OpenAI: one of the whole repository, or of a folder. */
export function approving(repo: string, path: string | null): string {
  const paths = path === null ? '' : `, paths: [${path}]`;
  const write = (digest: string) => `apiVersion: rollcall/v1
agents:
  - id: ${path ?? 'agent'}
    name: ${path ?? 'agent'}
    status: approved
    match: { repos: [{ repo: ${repo}${paths} }] }
    scope: { providers: [openai], hosts: [api.openai.com], models: ['*'], frameworks: ['*'] }
    approval: { by: [bob], at: 2026-05-01, digest: '${digest}' }
`;
  const draft = write(`sha256:${'0'.repeat(64)}`);
  const [entry] = parseRegistry([{ file: '', text: draft }], null).entries;
  return write(entry ? approvalDigest(entry) : '');
}
