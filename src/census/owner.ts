import { Gitignore } from '../text/gitignore.ts';

/** Where a CODEOWNERS file may stand, first that exists wins: as GitHub, GitLab and Bitbucket look for it. */
export const codeowners: readonly string[] = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
  '.bitbucket/CODEOWNERS',
];

/** Patterns of one line are tried on one path: a bound that no honest line comes near. */
const budget = 100_000;

/** A heading of GitLab's, with the owners of lines below that name none: `^[Docs][2] @writers`. */
const heading = /^\^?\[([^\]]{1,200})\](?:\[\d{1,4}\])?(?:\s+(.*))?$/;

interface Rule {
  readonly pattern: Gitignore;
  /** '' for a line without owners: what it fits has none. */
  readonly names: string;
}

/** Who owns what, as a CODEOWNERS file says: the last line that fits a path, or a folder it lies in, names its owners; where it has sections, one line of each. */
export function owners(text: string): (path: string) => string | null {
  const sections = sectionsOf(text).map((rules) => [...rules].reverse());
  return (path) => {
    const folders = path === '.' ? [] : path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
    const probes = [...folders, 'rollcall-unit'];
    const names = sections.flatMap((rules) => {
      const rule = rules.find(({ pattern }) => probes.some((probe) => pattern.verdict(probe, true, { steps: budget })));
      return rule && rule.names !== '' ? rule.names.split(' ') : [];
    });
    return names.length > 0 ? [...new Set(names)].join(' ') : null;
  };
}

function sectionsOf(text: string): readonly (readonly Rule[])[] {
  const sections = new Map<string, Rule[]>();
  let name = '';
  let standing = '';
  for (const line of text.split(/\r?\n/)) {
    const plain = line.replace(/(?:^|\s)#.*$/, '').trim();
    const [, title, defaults] = heading.exec(plain) ?? [];
    if (title !== undefined) {
      name = title.toLowerCase();
      standing = named(defaults ?? '');
      continue;
    }
    const rule = ruleOf(plain, standing);
    const section = sections.get(name);
    if (rule && section) section.push(rule);
    else if (rule) sections.set(name, [rule]);
  }
  return [...sections.values()];
}

/** A line with its pattern. Bitbucket's teams (`@@@devs @jane`) and settings are none; what GitLab exempts has no owner. */
function ruleOf(line: string, standing: string): Rule | null {
  const [pattern = '', rest = ''] = /^((?:\\.|[^\s\\]){1,1000})(?:\s+(.*))?$/.exec(line)?.slice(1) ?? [];
  if (pattern === '' || pattern.startsWith('@@@') || /^CODEOWNERS\./.test(pattern)) return null;
  if (pattern.startsWith('!')) return { pattern: new Gitignore(pattern.slice(1)), names: '' };
  return { pattern: new Gitignore(pattern.replaceAll('\\ ', ' ')), names: named(rest) || standing };
}

function named(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
