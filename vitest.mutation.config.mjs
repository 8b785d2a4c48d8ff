import { defineConfig } from 'vitest/config';

/** The tests that have to kill the mutants: of the mutated parts alone. What only a whole scan notices is not tested where it belongs. */
export default defineConfig({
  test: {
    include: ['test/{registry,checks}/**/*.test.ts', 'test/cli/exit.test.ts', 'test/model/acceptance.test.ts'],
    // One runs the commands; the others are laws that take seconds, and more where they look for the smallest failure.
    exclude: ['test/registry/{malformed,edit-laws}.test.ts', 'test/registry/exchange/{round-trip,hostile}.test.ts'],
    // A worker lives for one mutant, so its files may share what they load.
    isolate: false,
    testTimeout: 60_000,
  },
});
