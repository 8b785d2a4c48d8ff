import type { Scope, Scopes } from './scope.ts';
import type { Func, Node } from './syntax.ts';

/** The default of a command line option that `add_argument('--name', default=…)` declares in this file. */
export function declaredOption({ callers }: Scopes, name: string): { node: Node; scope: Scope } | null {
  for (const { node, scope } of callers.get('add_argument') ?? []) {
    const found = namedDefault(node, name);
    if (found) return { node: found, scope };
  }
  return null;
}

/** The default that a decorator such as `@click.option('--name', default=…)` gives to a parameter. */
export function optionDecorator({ decorators }: Func, name: string): Node | null {
  for (const decorator of decorators) {
    const found = decorator.k === 'call' ? namedDefault(decorator, name) : null;
    if (found) return found;
  }
  return null;
}

/** The `default` of a call that names the option among its positional arguments. */
function namedDefault({ args }: Node & { k: 'call' }, name: string): Node | null {
  const spellings = new Set([name, `--${name}`, `--${name.replaceAll('_', '-')}`]);
  const isNamed = args.some((arg) => arg.name === null && arg.value.k === 'text' && spellings.has(arg.value.text));
  return (isNamed && args.find((arg) => arg.name === 'default')?.value) || null;
}
