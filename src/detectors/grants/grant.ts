import type { Document } from '../../model/document.ts';
import type { GrantEvidence } from '../../model/evidence.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { account } from './account.ts';
import { handedOver } from './handed.ts';
import { held } from './held.ts';
import { stepped } from './stepped.ts';
import { taken } from './taken.ts';

/** What gives access to something beside a model's own key: by environment files and Secrets, workloads, steps and code. */
export function* grant(document: Document, rules: RuleSet): Iterable<GrantEvidence> {
  yield* held(document, rules);
  yield* handedOver(document, rules);
  yield* stepped(document, rules);
  yield* taken(document, rules);
  yield* account(document);
}
