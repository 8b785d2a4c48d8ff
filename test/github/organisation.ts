import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openaiKey } from '../key.ts';
import { contents } from './contents.ts';
import { type Dice, dice } from './dice.ts';
import { type Entry, type History, makeBare, writeHistory } from './history.ts';
import { hostile } from './hostile.ts';
import { type FakeRepository, type FakeWorld, fakeRepository, fakeWorld } from './world.ts';

/** What a repository was made to be. */
export type Kind =
  | 'npm'
  | 'python'
  | 'langchain'
  | 'mcp'
  | 'owned'
  | 'go'
  | 'java'
  | 'docs'
  | 'library'
  | 'caller'
  | 'deployment'
  | 'image'
  | 'leaky'
  | 'empty'
  | 'long'
  | 'huge'
  | 'lost'
  | 'disabled'
  | 'hostile';

/** An organisation, and what is true of it. */
export interface Organisation {
  readonly world: FakeWorld;
  readonly kinds: ReadonlyMap<Kind, readonly string[]>;
  /**
   * How many agents a repository has when it is read alone, of those whose own code calls a model. The library is not
   * among them: what it counts as depends on who is read beside it. Nor is what is disabled.
   */
  readonly agents: ReadonlyMap<string, number>;
  /** Names that call a model only by the library of another repository. */
  readonly callers: readonly string[];
  /** The key that stands in the three repositories of kind `leaky`. */
  readonly sharedKey: string;
  readonly byName: ReadonlyMap<string, FakeRepository>;
}

interface Draft {
  readonly name: string;
  readonly kind: Kind;
  /** `null`: nobody has pushed to it. */
  readonly history: History | null;
  readonly given?: Partial<FakeRepository>;
}

const callers = ['orders-assistant', 'billing-summary', 'returns-desk'];
const withAgent: ReadonlySet<Kind> = new Set([
  'npm',
  'python',
  'langchain',
  'owned',
  'image',
  'leaky',
  'long',
  'hostile',
]);
/** Of a hundred repositories that are drawn. */
const shares: readonly (readonly [Kind, number])[] = [
  ['npm', 12],
  ['python', 10],
  ['langchain', 7],
  ['mcp', 5],
  ['owned', 6],
  ['go', 22],
  ['java', 16],
  ['docs', 16],
  ['empty', 6],
];
const languages: Partial<Record<Kind, string>> = {
  ...{ npm: 'JavaScript', owned: 'JavaScript', leaky: 'JavaScript', library: 'JavaScript', caller: 'JavaScript' },
  ...{ python: 'Python', langchain: 'Python', image: 'Python', long: 'Python', go: 'Go', mcp: 'Go', java: 'Java' },
};

/**
 * Writes an organisation of so many repositories below a folder, the same for the same seed. One of each odd kind comes
 * first, about thirty; what is left is drawn.
 */
export async function makeOrganisation(folder: string, count: number, seed: number): Promise<Organisation> {
  const sharedKey = openaiKey(`organisation ${seed}`);
  const drafts = [...fixed(seed, sharedKey), ...drawn(count, seed)].slice(0, count);
  mkdirSync(folder, { recursive: true });
  const repositories = await inTurns(drafts, (draft, index) => build(folder, draft, index, seed));

  const kinds = new Map<Kind, string[]>();
  for (const { kind, name } of drafts) kinds.set(kind, [...(kinds.get(kind) ?? []), name]);
  const world = fakeWorld({ repositories, renamed: new Map([['acme/storefront', 'acme/shop-frontend']]) });
  return {
    world,
    kinds,
    agents: new Map(drafts.flatMap(({ kind, name }) => (withAgent.has(kind) ? [[name, agentsOf(name)]] : []))),
    callers: kinds.get('caller') ?? [],
    sharedKey,
    byName: new Map(repositories.map((repository) => [repository.name, repository])),
  };
}

/** The workflow of one is an agent beside its code. */
function agentsOf(name: string): number {
  return name === 'hostile-workflow' ? 2 : 1;
}

/** One of each that a test asks for by its name. */
function fixed(seed: number, key: string): Draft[] {
  const of = (name: string, kind: Kind, entries: Entry[], given: Partial<FakeRepository> = {}): Draft => ({
    ...{ name, kind, given },
    history: { branch: 'main', commits: [entries] },
  });
  const throws = (name: string): Dice => dice(seed, name);
  return [
    of('llm-client', 'library', contents.library(), { visibility: 'internal' }),
    ...callers.map((name) => of(name, 'caller', contents.caller(name))),
    of('platform-deploy', 'deployment', contents.deployment('support-bot'), { visibility: 'private' }),
    of('support-bot', 'image', contents.image('support-bot', throws('support-bot')), { visibility: 'private' }),
    of('shop-frontend', 'npm', contents.npm('shop-frontend', throws('shop-frontend'))),
    of('acme.github.io--v2.0_x', 'docs', contents.docs('acme.github.io--v2.0_x')),
    ...['loyalty-api', 'loyalty-batch', 'loyalty-web'].map((name) =>
      of(name, 'leaky', contents.leaky(name, throws(name), key), { visibility: 'private' }),
    ),
    { name: 'nothing-yet', kind: 'empty', history: null },
    of('old-agent', 'python', contents.python('old-agent', throws('old-agent')), { archived: true }),
    of('forked-agent', 'npm', contents.npm('forked-agent', throws('forked-agent')), { fork: true }),
    of('taken-down', 'disabled', contents.npm('taken-down', throws('taken-down')), { disabled: true }),
    of('inner-agent', 'langchain', contents.langchain('inner-agent', throws('inner-agent')), {
      visibility: 'internal',
    }),
    { name: 'lost-branch', kind: 'lost', history: { ...one(contents.go('lost-branch')), head: 'gone' } },
    ...Object.entries(hostile).map(([name, make]): Draft => ({ name, kind: 'hostile', history: make(throws(name)) })),
    // What takes long stands last, for a small organisation to do without.
    { name: 'old-monolith', kind: 'long', history: long(throws('old-monolith')) },
    { name: 'huge-assets', kind: 'huge', history: huge(throws('huge-assets')) },
  ];
}

function drawn(count: number, seed: number): Draft[] {
  const throws = dice(seed, 'organisation');
  return Array.from({ length: count }, (_, index): Draft => {
    const kind = drawKind(throws);
    const area = throws.pick(['orders', 'billing', 'search', 'stock', 'login', 'mail', 'maps', 'claims']);
    const thing = throws.pick(['api', 'batch', 'desk', 'gateway', 'jobs', 'portal', 'sync', 'worker']);
    const name = `${area}-${thing}-${String(index + 1).padStart(4, '0')}`;
    const given: Partial<FakeRepository> = {
      visibility: throws.pick(['public', 'private', 'private', 'internal']),
      archived: throws.below(12) === 0,
      fork: throws.below(15) === 0,
      topics: throws.below(3) === 0 ? [area, thing] : [],
    };
    return { name, kind, given, history: plainHistory(kind, name, dice(seed, name)) };
  });
}

function drawKind(throws: Dice): Kind {
  let rest = throws.below(100);
  for (const [kind, share] of shares) {
    if (rest < share) return kind;
    rest -= share;
  }
  return 'docs';
}

function plainHistory(kind: Kind, name: string, throws: Dice): History | null {
  switch (kind) {
    case 'npm':
    case 'python':
    case 'langchain':
    case 'mcp':
    case 'owned':
      return one(contents[kind](name, throws));
    case 'go':
    case 'java':
    case 'docs':
      return one(contents[kind](name));
    default:
      return null;
  }
}

function one(entries: readonly Entry[]): History {
  return { branch: 'main', commits: [entries] };
}

/** Two thousand commits, the agent in the last of them. */
function long(throws: Dice): History {
  const commits = Array.from({ length: 2000 }, (_, index): Entry[] => [
    { path: `src/part${index % 50}.py`, data: `VERSION = ${index}\n` },
  ]);
  return { branch: 'main', commits: [...commits, contents.python('old-monolith', throws)] };
}

/** Three thousand files, and thirty megabytes that no packing makes smaller. */
function huge(throws: Dice): History {
  const files = Array.from({ length: 3000 }, (_, index): Entry => {
    const path = `assets/${index % 100}/item-${index}.json`;
    return { path, data: `{ "number": ${index} }\n` };
  });
  return one([
    ...files,
    { path: 'film.bin', data: throws.bytes(30_000_000) },
    { path: 'README.md', data: '# Assets\n' },
  ]);
}

async function build(folder: string, draft: Draft, index: number, seed: number): Promise<FakeRepository> {
  const { name, kind, history, given = {} } = draft;
  const gitDir = join(folder, `${name}.git`);
  const throws = dice(seed, `when ${name}`);
  const day = new Date(Date.UTC(2026, 0, 1) + throws.below(300) * 86_400_000 + throws.below(86_400) * 1000);
  const known = { id: 900_001 + index * 7, name, gitDir, language: languages[kind] ?? null };
  if (!history) {
    makeBare(gitDir, 'main');
    return fakeRepository({ ...known, ...given });
  }
  const head = await writeHistory(gitDir, history);
  const branch = history.head ?? history.branch;
  return fakeRepository({
    ...known,
    head: history.head === undefined ? head : null,
    empty: false,
    defaultBranch: branch,
    pushedAt: day.toISOString().replace(/\.\d+/, ''),
    size: kilobytes(history),
    ...given,
  });
}

function kilobytes({ commits }: History): number {
  const bytes = commits.flat().reduce((sum, { data }) => sum + Buffer.byteLength(data), 0);
  return Math.ceil(bytes / 1024);
}

/** Works through a list, a few at a time, and keeps its order. */
async function inTurns<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const hand = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: 4 }, hand));
  return results;
}
