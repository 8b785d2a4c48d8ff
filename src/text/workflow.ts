const workflow = /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/i;
const action = /(?:^|\/)action\.ya?ml$/i;

/** True for a path that is a CI workflow or a composite action: a unit by itself. */
export function isWorkflow(path: string): boolean {
  return workflow.test(path) || action.test(path);
}

/** Path of the step whose script an entry is; null for an entry that is no script. */
export function stepOf(path: readonly (string | number)[]): readonly (string | number)[] | null {
  const steps = path.length - 3;
  return path.at(-1) === 'run' && path[steps] === 'steps' && steps > 0 ? path.slice(0, -1) : null;
}

/** Names of the secrets that a text of a workflow refers to: `${{ secrets.NAME }}`. */
export function secretNames(text: string): string[] {
  return references(text).flatMap(({ context, name }) => (context === 'secrets' ? [name] : []));
}

/** What an expression of a workflow refers to, and where in the text. */
export interface Reference {
  readonly context: 'secrets' | 'vars' | 'env';
  readonly name: string;
  readonly offset: number;
}

/** References to secrets and variables inside `${{ … }}`, in the order of the text. */
export function references(text: string): Reference[] {
  const found: Reference[] = [];
  for (let open = text.indexOf('${{'); open >= 0; ) {
    const close = text.indexOf('}}', open);
    if (close < 0) break;

    for (const match of text
      .slice(open, close)
      .matchAll(/\b(secrets|vars|env)(?:\.|\[\s{0,9}')([A-Za-z_][\w-]{0,199})/gi)) {
      const [{ length }, context = '', name = ''] = match;
      found.push({
        context: context.toLowerCase() as Reference['context'],
        name,
        offset: open + match.index + length - name.length,
      });
    }
    open = text.indexOf('${{', close);
  }
  return found;
}
