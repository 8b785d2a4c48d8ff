/** Mutation tests of what decides: the registry, the checks, the exit code. `npm run mutation -- -m src/checks/key.ts` takes one file. */
export default {
  mutate: ['src/registry/**/*.ts', 'src/checks/**/*.ts', 'src/cli/exit.ts', 'src/model/acceptance.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.mjs', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // On a busy machine a slow run is no endless one.
  timeoutMS: 30_000,
  // Stryker would have TypeScript rewrite paths that leave the folder, which version 7 cannot; none does.
  tsconfigFile: 'none',
  ignorePatterns: ['dist', 'docs', 'fixtures', 'grammars', 'coverage'],
  incremental: true,
  incrementalFile: 'node_modules/.cache/stryker.json',
  reporters: ['clear-text', 'progress'],
  clearTextReporter: { reportTests: false, allowColor: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
