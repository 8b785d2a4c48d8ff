import { type Budget, literalOf, matchesName, matchesPath, type Pattern, parsePattern } from './wildmatch.ts';

/** One line of an ignore file. */
interface Rule {
  readonly order: number;
  readonly negated: boolean;
  readonly foldersOnly: boolean;
  /** True where the pattern has a slash: it is held against the path, else against the name at any depth. */
  readonly anchored: boolean;
  readonly pattern: Pattern;
}

/** The rules of one `.gitignore`, over byte strings, with git's meaning. */
export class Gitignore {
  /** Rules without wildcards, by name or by `/path`: most rules of most files. */
  readonly #literals = new Map<string, Rule[]>();
  readonly #patterns: Rule[] = [];
  #anchored = false;

  constructor(text: string) {
    for (const [order, line] of lines(text).entries()) {
      const rule = parseRule(line, order);
      if (rule) this.#add(rule);
    }
  }

  /**
   * True: ignored; false: taken back in by a `!` rule; null: no rule speaks of it. The path is relative to the folder
   * of the ignore file and has no slash at its end.
   */
  verdict(path: string, folder: boolean, budget: Budget): boolean | null {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const rule = this.#lastPattern(name, path, folder, this.#lastLiteral(name, path, folder), budget);
    return rule && !rule.negated;
  }

  #add(rule: Rule): void {
    if (rule.anchored) this.#anchored = true;
    const literal = literalOf(rule.pattern);
    if (literal === null) {
      this.#patterns.push(rule);
      return;
    }
    const key = rule.anchored ? `/${literal}` : literal;
    const same = this.#literals.get(key);
    if (same) same.push(rule);
    else this.#literals.set(key, [rule]);
  }

  #lastLiteral(name: string, path: string, folder: boolean): Rule | null {
    const byName = lastFor(folder, this.#literals.get(name));
    const byPath = this.#anchored ? lastFor(folder, this.#literals.get(`/${path}`)) : null;
    if (!byName || !byPath) return byName ?? byPath;
    return byName.order > byPath.order ? byName : byPath;
  }

  #lastPattern(name: string, path: string, folder: boolean, best: Rule | null, budget: Budget): Rule | null {
    let segments: string[] | null = null;
    for (let index = this.#patterns.length - 1; index >= 0; index--) {
      const rule = this.#patterns[index];
      if (!rule || (best && rule.order < best.order)) return best;
      if (rule.foldersOnly && !folder) continue;

      if (rule.anchored) segments ??= path.split('/');
      const matches =
        segments && rule.anchored
          ? matchesPath(rule.pattern, segments, budget)
          : matchesName(rule.pattern, name, budget);
      if (matches) return rule;
    }
    return best;
  }
}

function lines(text: string): string[] {
  const body = text.startsWith('\xef\xbb\xbf') ? text.slice(3) : text;
  return body.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}

function parseRule(line: string, order: number): Rule | null {
  if (line.startsWith('#')) return null;

  let text = withoutTrailingSpaces(line);
  const negated = text.startsWith('!');
  if (negated) text = text.slice(1);
  const foldersOnly = text.endsWith('/');
  if (foldersOnly) text = text.slice(0, -1);
  if (text === '') return null;

  const anchored = text.includes('/');
  const pattern = parsePattern(text.startsWith('/') ? text.slice(1) : text);
  return pattern && { order, negated, foldersOnly, anchored, pattern };
}

/** A space at the end counts only behind a backslash. */
function withoutTrailingSpaces(line: string): string {
  let end = 0;
  for (let index = 0; index < line.length; index++) {
    if (line[index] === ' ') continue;
    if (line[index] === '\\') index++;
    end = index + 1;
  }
  return line.slice(0, end);
}

function lastFor(folder: boolean, rules: readonly Rule[] | undefined): Rule | null {
  return rules?.findLast(({ foldersOnly }) => folder || !foldersOnly) ?? null;
}
