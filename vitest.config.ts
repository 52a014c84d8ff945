import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/memory-folder.ts', 'tests/support/programs.ts'],
    setupFiles: ['tests/support/property-seed.ts'],
    exclude: ['tests/widget/**', '**/node_modules/**'],
    // Of a machine that does other things too: a test that hangs is found all the same.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Most of a file's time is servers and browsers starting: two files side by side keep two cores busy.
    maxWorkers: 2,
    // What the files import is evaluated once a worker, not 240 times: 150 s of a run. No test file mocks a module.
    isolate: false,
  },
});
