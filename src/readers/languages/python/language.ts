import type { Language } from '../../code/language.ts';
import { imports } from './words.ts';

/** Python. */
export const python: Language = {
  id: 'python',
  blocks: false,
  self: new Set(['self', 'cls']),
  constructors: new Set(['__init__']),
  offersAll: true,
  wildcard: () => false,
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
  lexis: {
    comment: /#[^\r\n]*/y,
    close: {},
    quotes: `"'`,
    long: ['"""', "'''"],
    prefix: /^[rbfut]{1,2}$/i,
    imports,
    links: [],
    lines: true,
    declaring: null,
  },
};
