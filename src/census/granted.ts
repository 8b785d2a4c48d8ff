import type { Agent, Witness } from '../model/census.ts';
import type { GrantEvidence } from '../model/evidence.ts';
import { madeOf } from '../text/environment-file.ts';
import type { PlaceInput } from './census.ts';

/** What a place knows of the files and Secrets that are handed over whole: by their name, and by that of whom they are for. */
export interface Held {
  readonly byName: ReadonlyMap<string, readonly GrantEvidence[]>;
  /** Tokens of accounts, by the account. */
  readonly byAccount: ReadonlyMap<string, readonly GrantEvidence[]>;
  /** Environment files of the place in which no credential stands: to be handed one of them is to be handed nothing. */
  readonly empty: ReadonlySet<string>;
}

/** What files and Secrets of a place hold. A template speaks for the file that is made of it, where that is not there. */
export function heldIn({ inspections, environmentFiles = [] }: PlaceInput): Held {
  const byName = new Map<string, GrantEvidence[]>();
  const byAccount = new Map<string, GrantEvidence[]>();
  const templates = new Map<string, GrantEvidence[]>();
  for (const { evidence } of inspections) {
    for (const one of evidence) {
      if (one.kind !== 'grant' || (one.context !== 'production' && one.context !== 'example')) continue;
      if (one.what === 'lasting') add(byAccount, one.name, one);
      else if (one.by === 'template' && one.of !== null) add(templates, madeOf(one.of), one);
      else if (one.of !== null) add(byName, one.of, one);
    }
  }
  for (const [name, found] of templates) if (!byName.has(name)) byName.set(name, found);
  return { byName, byAccount, empty: new Set(environmentFiles.filter((file) => !isHeld(file, byName))) };
}

/** Whether a file holds something by itself, and not by its template alone. */
function isHeld(file: string, byName: Held['byName']): boolean {
  return byName.get(file)?.some(({ by }) => by !== 'template') === true;
}

function add(to: Map<string, GrantEvidence[]>, name: string, one: GrantEvidence): void {
  const before = to.get(name);
  if (before) before.push(one);
  else to.set(name, [one]);
}

/** `.env.production` is made of the template of `.env`, where it has none of its own. */
function templateOf(name: string, byName: Held['byName']): readonly GrantEvidence[] {
  const base = /^(.*\/)?\.env\.[^/]{1,200}$/.exec(name);
  const found = (base && byName.get(`${base[1] ?? ''}.env`)) ?? [];
  return found.filter(({ by }) => by === 'template');
}

/**
 * An agent with what it is handed by whole files and Secrets, and the tokens of its accounts. What others merely hold, or
 * are to hold, is none of its own, wherever it stands.
 */
export function withHeld(agent: Agent, { byName, byAccount, empty }: Held): Agent {
  const grants = agent.evidence.filter((one) => one.kind === 'grant');
  if (grants.length === 0 && agent.identities.length === 0) return agent;
  const wholes = grants.flatMap((one) => (isWhole(one) && !empty.has(one.name) ? one.name : []));
  const given = [
    ...[...new Set(wholes)].flatMap((of) => (byName.get(of) ?? templateOf(of, byName)).map((one) => ({ ...one, of }))),
    ...agent.identities.flatMap((name) => byAccount.get(name) ?? []),
  ].map((one): GrantEvidence & Pick<Witness, 'attachedBy'> => ({ attachedBy: 'handed', ...one }));
  const places = new Set(given.map(placeOf));
  const own = agent.evidence.filter(
    (one) =>
      one.kind !== 'grant' || (isHanded(one) && !places.has(placeOf(one)) && !(isWhole(one) && empty.has(one.name))),
  );
  return { ...agent, evidence: [...own, ...given] };
}

function isWhole({ what }: GrantEvidence): boolean {
  return what === 'file' || what === 'secret';
}

/** Code that reads the environment file beside it is handed what that holds; its models' keys are told as variables. */
function isHanded({ by, what }: GrantEvidence): boolean {
  return by !== 'template' && by !== 'secret' && what !== 'model' && what !== 'lasting';
}

function placeOf({ place, file, line, column, name }: GrantEvidence): string {
  return [place, file, line, column, name].join('\0');
}
