import { parseCommit, parseTag } from './commit.ts';
import { ask } from './program.ts';
import type { Refs } from './refs.ts';
import type { Store } from './store.ts';

/** What a person calls a commit, and which it is; a sentence where it is none. */
export type Resolved = { readonly commit: string } | { readonly fault: string };

/** Where git looks for a name, in this order. */
const places = ['', 'refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/'];
/** `main~2`, `HEAD^`, `v1^2~3`. */
const steps = /^(.+?)((?:~\d{0,6}|\^\d{0,3})*)$/;
const mostSteps = 100_000;

/**
 * The commit that a person names: by HEAD, a branch, a remote branch, a tag, or an id or the beginning of one, with steps
 * back from there. Names are looked up in what was read of the refs, so that git is only ever asked for ids.
 */
export async function resolve(name: string, refs: Refs, store: Store): Promise<Resolved> {
  const [, start = '', way = ''] = steps.exec(name) ?? [];
  const named = nameOf(start, refs);
  const id = named ?? (/^[0-9a-f]{4,64}$/.test(start) ? start : null);
  if (id === null) return { fault: 'there is no branch, tag or commit of this name' };

  let at = await commitAt(store, id);
  let left = mostSteps;
  for (const [, sign, digits = ''] of way.matchAll(/([~^])(\d*)/g)) {
    const count = digits === '' ? 1 : Number(digits);
    for (let step = sign === '~' ? count : 1; step > 0 && 'commit' in at; step--) {
      if (left-- === 0) return { fault: 'it is too far back' };
      at = await parentOf(store, at.commit, sign === '~' ? 1 : count);
    }
  }
  return at;
}

/**
 * The same for a name by which trust is given. Git takes a tag before a branch of the same name, so that whoever may push
 * tags could say what `origin/main` is: a name that leads to several commits is refused, and a whole id is nothing but that.
 */
export async function resolveStrictly(name: string, refs: Refs, store: Store): Promise<Resolved> {
  const [, start = '', way = ''] = steps.exec(name) ?? [];
  if (/^[0-9a-f]+$/.test(start) && start.length === store.width * 2) {
    const bare: Refs = { ...refs, ids: new Map() };
    return resolve(name, bare, store);
  }
  const names = start === 'HEAD' || start === '@' ? [] : claimants(start, refs);
  const broken = names.find((each) => refs.broken.includes(each));
  if (broken !== undefined) return { fault: `${broken} cannot be made out` };

  const found = new Map(names.map((each) => [refs.ids.get(each) ?? '', each]));
  const short = names.length > 0 && /^[0-9a-f]{4,64}$/.test(start) ? await commitAt(store, start) : null;
  if (short && 'commit' in short && !found.has(short.commit)) found.set(short.commit, `commit ${short.commit}`);
  if (found.size > 1) return { fault: `it may be ${[...found.values()].join(' or ')}` };

  const [only] = names;
  return resolve(only === undefined ? name : only + way, refs, store);
}

/** Every ref that a name may stand for; a whole name stands for itself. */
function claimants(name: string, { ids, broken }: Refs): string[] {
  const isThere = (ref: string): boolean => ids.has(ref) || broken.includes(ref);
  if (name.startsWith('refs/') && isThere(name)) return [name];
  return [...places.slice(1).map((place) => place + name), `refs/remotes/${name}/HEAD`].filter(isThere);
}

function nameOf(name: string, { ids, head }: Refs): string | null {
  if (name === 'HEAD' || name === '@') return head === 'broken' ? null : head;
  for (const place of places) {
    const id = ids.get(place + name);
    if (id !== undefined) return id;
  }
  return ids.get(`refs/remotes/${name}/HEAD`) ?? null;
}

/** The commit of an id, which may be short, or that of a tag. */
async function commitAt({ git, directory }: Store, id: string): Promise<Resolved> {
  let at = id;
  for (let depth = 0; depth < 8; depth++) {
    const { answer } = await ask(git, ['cat-file', '--batch'], { directory }, `${at}\n`);
    const [head = ''] = answer.toString('latin1', 0, 200).split('\n', 1);
    const [full = '', type = ''] = head.split(' ');
    if (type === 'commit') return { commit: full };
    const tag = type === 'tag' ? parseTag(answer.subarray(head.length + 1)) : null;
    if (type === 'ambiguous') return { fault: 'several objects have an id that begins like this' };
    if (!tag)
      return { fault: type === 'missing' ? 'its commit is not in this repository' : `it is a ${type}, not a commit` };
    at = tag.object;
  }
  return { fault: 'it is a tag of a tag of a tag' };
}

/** The nth parent; the commit itself where n is 0. */
async function parentOf({ git, directory }: Store, commit: string, number: number): Promise<Resolved> {
  if (number === 0) return { commit };
  const { answer } = await ask(git, ['cat-file', '--batch'], { directory }, `${commit}\n`);
  const parent = parseCommit(answer.subarray(answer.indexOf(0x0a) + 1))?.parents[number - 1];
  return parent === undefined ? { fault: 'it goes back to before the first commit' } : { commit: parent };
}
