import type { PermissionRule } from '../model/ruleset.ts';
import type { Permissions } from './schema.ts';

/** How a runner is told what it may do, from its rule file. */
export function permissionRule({ access, modes, server, ...sources }: Permissions): PermissionRule {
  const kinds = (['read', 'write', 'execute'] as const).flatMap((kind) =>
    (access[kind] ?? []).map((name) => [name, kind] as const),
  );
  return {
    ...sources,
    modes: modes.map(({ names, access: opened }) => ({ name: names[0] ?? '', names, access: opened })),
    access: new Map(kinds),
    server: server === undefined ? null : new RegExp(server),
  };
}
