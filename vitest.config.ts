import { defineConfig } from 'vitest/config';
import LongestFirst from './tests/support/longest-first.ts';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/memory-folder.ts', 'tests/support/programs.ts'],
    setupFiles: ['tests/support/property-seed.ts'],
    exclude: ['tests/widget/**', '**/node_modules/**'],
    // Of a machine that does other things too: a test that hangs is found all the same.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Half of a file's time it waits, for servers and browsers to start: four files side by side keep two cores busy.
    maxWorkers: 4,
    // What the files import is evaluated once a worker, not 240 times: 150 s of a run. No test file mocks a module.
    isolate: false,
    sequence: { sequencer: LongestFirst },
  },
});
