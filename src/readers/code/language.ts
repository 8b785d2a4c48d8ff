import type { Ref } from '../../model/fact.ts';

/** What differs between languages once their syntax is out of the way. */
export interface Language {
  readonly id: 'javascript' | 'python';
  /** Whether a block is a scope of its own. */
  readonly blocks: boolean;
  /** Names of the receiver inside a method. */
  readonly self: ReadonlySet<string>;
  /** `process.env.X` and its like: the variable's name, where `ref` reads one. */
  environment(ref: Ref): string | null;
  /** `os.getenv('X')` and its like: true where calling `ref` reads the variable named by its first argument. */
  environmentCall(ref: Ref): boolean;
  /** `Field(default='x')` and its like: true where a call of `ref` stands for its default. */
  declares(ref: Ref): boolean;
  /** True where `ref` is what a command line was parsed into. */
  commandLine(ref: Ref): boolean;
}

/** JavaScript and TypeScript. */
export const javascript: Language = {
  id: 'javascript',
  blocks: true,
  self: new Set(['this']),
  environment({ module, path }) {
    if (module !== '' && !/^(?:node:)?process$/.test(module)) {
      return /\$env\/(?:static|dynamic)\/private$/.test(module) ? path.replace(/^env\./, '') : null;
    }
    return /^(?:(?:globalThis\.)?process\.env|env|import\.meta\.env|Bun\.env)\.(\w+)$/.exec(path)?.[1] ?? null;
  },
  environmentCall: ({ module, path }) => module === '' && path === 'Deno.env.get',
  declares: () => false,
  commandLine: () => false,
};

/** Python. */
export const python: Language = {
  id: 'python',
  blocks: false,
  self: new Set(['self', 'cls']),
  environment({ module, path }) {
    return (
      /^os\.environ\.(?!(?:get|pop|setdefault|items|keys|values|copy|update)$)(\w+)$/.exec(`${module}.${path}`)?.[1] ??
      null
    );
  },
  environmentCall({ module, path }) {
    return /^(?:os\.getenv|os\.environ\.get|decouple\.config)$/.test(`${module}.${path}`);
  },
  declares({ module, path }) {
    return /^(?:pydantic(?:\.fields)?\.Field|sqlmodel\.Field|dataclasses\.field|attrs?\.(?:field|ib)|typer\.(?:Option|Argument)|fastapi\.(?:Query|Body|Form|Header))$/.test(
      `${module}.${path}`,
    );
  },
  commandLine({ module, path }) {
    return module === 'argparse' && /^(?:ArgumentParser\(\)\.parse_(?:known_)?args\(\)|Namespace\(\))$/.test(path);
  },
};
