import type { Ref } from './fact.ts';

/** A module that may be any of several, or none at all (a global): what `import a.*; import b.*;` leaves open of a name. */
export function anyModule(modules: readonly string[]): string {
  return [...new Set(modules), ''].join('|');
}

/** The first name of a path: what stands before its first member or call. */
export function headOf(path: string): string {
  for (let end = 0; end < path.length; end++) if (path[end] === '.' || path[end] === '(') return path.slice(0, end);
  return path;
}

/** The ways to read a reference whose module may be any of several, in the order of their imports. */
export function readings({ module, path }: Ref): readonly Ref[] {
  return module.includes('|') ? module.split('|').map((one) => ({ module: one, path })) : [{ module, path }];
}

/** The same of a name that may come from further modules too; a module that is known stays as it is. */
export function alsoModules(module: string, further: readonly string[]): string {
  return module.includes('|') ? anyModule([...module.split('|').filter(Boolean), ...further]) : module;
}
