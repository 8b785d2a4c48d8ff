import type { Language } from '../../code/language.ts';
import { constructorName } from './members.ts';
import { imports } from './words.ts';

/** C#. */
export const csharp: Language = {
  id: 'csharp',
  blocks: true,
  self: new Set(['this', 'base']),
  members: true,
  constructors: new Set([constructorName]),
  offersAll: false,
  extensions: true,
  wildcard: (name) => name !== 'null' && !/^(?:string|int|bool|object|double|float|decimal|long|char|byte)$/.test(name),
  environment({ path }) {
    return /(?:^|\.)I?Configuration(?:Root|Manager|Section)?(?:\(\))?\.((?:[\w-]+:)*[\w-]+)$/.exec(path)?.[1] ?? null;
  },
  environmentCall({ path }) {
    return /(?:^|\.)(?:Environment\.GetEnvironmentVariable|(?:ConfigurationManager\.AppSettings|I?Configuration(?:Root|Manager|Section)?(?:\(\))?)\.(?:Get|GetValue))$/.test(
      path,
    );
  },
  declares: () => false,
  commandLine: () => false,
  lexis: {
    comment: /\/\/[^\r\n]*|\/\*|@\*|<!--/y,
    close: { '/*': '*/', '@*': '*@', '<!--': '-->' },
    quotes: `"'`,
    long: ['"""'],
    prefix: /^\$$/,
    imports,
    links: ['?.'],
    lines: false,
    declaring: /^var$/,
  },
};
