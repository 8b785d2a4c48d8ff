import type { Reader } from '../model/document.ts';
import type { DependencyFact, Reading } from '../model/fact.ts';
import { Lines } from '../text/position.ts';
import { entryFacts } from './entries.ts';
import { jsonLeaves } from './json.ts';
import { cargo } from './manifests/cargo.ts';
import { deno } from './manifests/deno.ts';
import { packagesConfig, project } from './manifests/dotnet.ts';
import { goMod } from './manifests/go.ts';
import { gradle, maven } from './manifests/jvm.ts';
import { packageJson } from './manifests/package.ts';
import type { Parsed } from './manifests/parsed.ts';
import { pipfile, pyproject } from './manifests/pyproject.ts';
import { requirements } from './manifests/requirements.ts';
import { composer, gemfile, mix } from './manifests/scripted.ts';
import { setupCfg, setupPy } from './manifests/setup.ts';
import { tomlLeaves } from './toml.ts';
import { xmlLeaves } from './xml.ts';

type Parse = (text: string, path: string) => Parsed;

const kinds: readonly (readonly [name: RegExp, parse: Parse])[] = [
  [/(?:^|\/)package\.json$/, (text) => packageJson(jsonLeaves(text))],
  [/(?:^|\/)(?:deno\.jsonc?|import_?map\.json)$/i, (text) => deno(jsonLeaves(text))],
  [/(?:^|\/)pyproject\.toml$/, (text) => pyproject(tomlLeaves(text))],
  [/(?:^|\/)Pipfile$/, (text) => pipfile(tomlLeaves(text))],
  [/(?:^|\/)(?:[\w.-]*requirements[\w.-]*|requirements\/[\w.-]+)\.(?:txt|in)$/, requirements],
  [/(?:^|\/)setup\.cfg$/, setupCfg],
  [/(?:^|\/)setup\.py$/, setupPy],
  [/(?:^|\/)go\.mod$/, goMod],
  [/(?:^|\/)Cargo\.toml$/, (text) => cargo(tomlLeaves(text))],
  [/(?:^|\/)pom\.xml$/, (text) => maven(xmlLeaves(text))],
  [/(?:^|\/)build\.gradle(?:\.kts)?$/, gradle],
  [/\.(?:cs|fs|vb)proj$/, (text) => project(xmlLeaves(text))],
  [/(?:^|\/)packages\.config$/, (text) => packagesConfig(xmlLeaves(text))],
  [/(?:^|\/)Gemfile$|\.gemspec$/, gemfile],
  [/(?:^|\/)mix\.exs$/, mix],
  [/(?:^|\/)composer\.json$/, (text) => composer(jsonLeaves(text))],
];

/** Manifests of every kind: what a unit is called, what it asks for, and whether it can be started. */
export const manifest: Reader = {
  id: 'manifest',
  read(text, path) {
    const parse = kinds.find(([name]) => name.test(path))?.[1];
    return reading(text, parse ? parse(text, path) : { manifest: null, asked: [], leaves: null });
  },
};

/** True for a path whose name is that of a manifest. */
export function isManifest(path: string): boolean {
  return kinds.some(([name]) => name.test(path));
}

function reading(text: string, { manifest, asked, leaves, renamed = [], offers = [] }: Parsed): Reading {
  const lines = new Lines(text);
  const dependencies = asked.map(
    ({ ecosystem, name, scope, at }): DependencyFact => ({
      kind: 'dependency',
      ecosystem,
      name,
      scope,
      at: lines.at(at),
      within: null,
    }),
  );
  const runtime = new Set(asked.filter(({ scope }) => scope === 'runtime').map(({ name }) => name));
  return {
    facts: [...dependencies, ...entryFacts(text, leaves?.list ?? [])],
    exports: offers.map(({ module, at }) => ({
      name: '*',
      value: { kind: 'ref', ref: { module, path: '' }, at: lines.at(at) },
    })),
    manifest: manifest && { ...manifest, dependencies: [...runtime].sort() },
    ...(renamed.length > 0 ? { renamed } : {}),
    entry: false,
    trouble: leaves?.trouble ?? '',
  };
}
