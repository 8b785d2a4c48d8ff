import type { Leaves } from '../entries.ts';
import type { Asked, Parsed } from './parsed.ts';

/** SDKs that make something that is run. */
const running = /^Microsoft\.NET\.Sdk\.(?:Web|Worker|BlazorWebAssembly)\b|^Aspire\.AppHost/;

/** `*.csproj` and its kin. `using` of the whole project (`<Using Include="…"/>`) stays among the entries. */
export function project(leaves: Leaves): Parsed {
  const { list } = leaves;
  const asked = list.flatMap(({ path, value, start }): Asked[] =>
    path.includes('PackageReference') && path.at(-1) === '@Include'
      ? [{ ecosystem: 'nuget', name: value, scope: 'runtime', at: start }]
      : [],
  );
  const text = (name: string) => list.find(({ path }) => path.at(-1) === name)?.value ?? null;
  const runs = /^(?:Win)?Exe$/i.test(text('OutputType') ?? '') || running.test(text('@Sdk') ?? '');
  const entry = runs || text('AzureFunctionsVersion') !== null;
  const name = text('AssemblyName') ?? null;
  return { manifest: { name, workspace: false, entry, author: null, claim: text('RollcallAgent') }, asked, leaves };
}

/** `packages.config`, as older projects have it. */
export function packagesConfig(leaves: Leaves): Parsed {
  const asked = leaves.list.flatMap(({ path, value, start }): Asked[] =>
    path.includes('package') && path.at(-1) === '@id'
      ? [{ ecosystem: 'nuget', name: value, scope: 'runtime', at: start }]
      : [],
  );
  return { manifest: null, asked, leaves };
}
