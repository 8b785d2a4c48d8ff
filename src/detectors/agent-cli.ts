import type { Document } from '../model/document.ts';
import type { Confidence, Evidence } from '../model/evidence.ts';
import type { Position } from '../model/origin.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { type AgentCommand, commandModel } from './agent-commands.ts';
import { evidenceBase } from './base.ts';
import { permissions, permittedBy } from './permitted.ts';
import { providerOfModel } from './provider.ts';

/** Where a command line that starts an agent CLI stands, and how sure it is. */
interface Started {
  readonly at: Position;
  readonly confidence: Confidence;
  readonly within?: string | null;
  /** What stands in a word for what is put in when it runs. */
  readonly hole: string;
}

/** The evidence of an agent CLI that a configuration or code starts: that it does, and what it may do. */
export function* agentCli(
  document: Document,
  command: AgentCommand,
  { at, hole, ...saying }: Started,
  rules: RuleSet,
): Iterable<Evidence> {
  const { rule } = command;
  const { rule: id, framework, level } = rule;
  const model = commandModel(command);
  const isModel = model !== null && !model.includes(hole);
  const provider = rule.provider ?? (isModel ? providerOfModel(model, rules) : null);
  const permitted = permittedBy(command, at);
  yield {
    kind: 'declaration',
    ...evidenceBase(document, at, { ...saying, rule: id, provider, framework, weight: 'use' }),
    what: 'agent-cli',
    name: null,
    level,
    models: isModel ? [model] : [],
    hosts: [],
    dynamic: [
      ...(model !== null && !isModel ? (['models'] as const) : []),
      ...(permitted.isOpen ? (['tools'] as const) : []),
    ],
    triggers: [],
    credentials: [],
  };
  yield* permissions(document, rules, rule, permitted, saying);
}
