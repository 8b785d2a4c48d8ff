import type { Leaves } from '../entries.ts';
import type { Asked, Parsed } from './parsed.ts';

/** SDKs that make something that is run. */
const running = /^Microsoft\.NET\.Sdk\.(?:Web|Worker|BlazorWebAssembly)\b|^Aspire\.AppHost/;

/** `*.csproj` and its kin. `<Using Include="…"/>` is in reach of the whole project. */
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
  const offers = list.flatMap(({ path, value, start }) =>
    path.includes('Using') && path.at(-1) === '@Include' ? [{ module: value, at: start }] : [],
  );
  const manifest = { name, workspace: false, entry, author: null, claim: text('RollcallAgent') };
  return { manifest, asked, offers, leaves };
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
