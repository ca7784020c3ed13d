import { defineConfig, type ViteUserConfig } from 'vitest/config'

/**
 * unit: part of `npm run check`. slow: files that alone take seconds. process: real processes of ours on loopback.
 * browser: real Chromium. All but unit belong to `npm test`; the last two run one file at a time, each in a
 * process of its own, because the bundler's native part does not survive the end of one thread after another.
 */
const config: ViteUserConfig = defineConfig({
  test: {
    pool: 'threads',
    // Vitest leaves a core free otherwise, and there are two.
    maxWorkers: '100%',
    fsModuleCache: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          isolate: false,
          include: ['packages/*/test/**/*.test.ts', 'tests/unit/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: ['packages/*/test/**/*.slow.ts', 'tests/unit/**/*.slow.ts'],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          pool: 'forks',
          include: ['packages/*/test/**/*.process.ts', 'tests/process/**/*.process.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          pool: 'forks',
          include: ['packages/*/test/**/*.browser.ts', 'tests/browser/**/*.browser.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})

export default config
