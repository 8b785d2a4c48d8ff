/**
 * Mutation tests of what decides and of what writes it down: the registry, the checks, the exit code.
 * `npm run mutation -- -m src/checks/key.ts` takes one file.
 */
export default {
  mutate: ['src/registry/**/*.ts', 'src/checks/**/*.ts', 'src/cli/exit.ts', 'src/model/acceptance.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.mjs', related: false },
  plugins: ['@stryker-mutator/vitest-runner', './stryker.config.mjs'],
  ignorers: ['closed-by-type'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // On a busy machine a slow run is no endless one.
  timeoutMS: 60_000,
  // Stryker would have TypeScript rewrite paths that leave the folder, which version 7 cannot; none does.
  tsconfigFile: 'none',
  ignorePatterns: ['dist', 'docs', 'fixtures', 'grammars', 'coverage'],
  incremental: true,
  incrementalFile: 'node_modules/.cache/stryker.json',
  reporters: ['clear-text', 'progress'],
  clearTextReporter: { reportTests: false, allowColor: false },
  thresholds: { high: 95, low: 90, break: 90 },
};

/** `default: return value satisfies never;` ends a `switch` that has every case: no test can get there. */
const closedByType = {
  shouldIgnore({ node }) {
    const [only] = node.type === 'SwitchCase' && node.test === null ? node.consequent : [];
    const isClosed = only?.type === 'ReturnStatement' && only.argument?.type === 'TSSatisfiesExpression';
    return isClosed ? 'the types leave no value that comes here' : undefined;
  },
};

export const strykerPlugins = [{ kind: 'Ignore', name: 'closed-by-type', value: closedByType }];
