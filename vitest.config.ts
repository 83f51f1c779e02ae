import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const alias = {
  '@': root,
  // The package throws outside a server component on purpose; the tests are the server here.
  'server-only': `${root}node_modules/server-only/empty.js`,
};

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['lib/**/*.test.{ts,tsx}', 'components/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
        },
      },
      { resolve: { alias }, test: { name: 'sandbox', include: ['sandbox/**/*.test.ts'], testTimeout: 20_000 } },
      // These three drive the built app.
      {
        resolve: { alias },
        test: {
          name: 'replicas',
          include: ['e2e/replicas/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: { name: 'matrix', include: ['e2e/matrix/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 },
      },
      {
        resolve: { alias },
        test: {
          name: 'chaos',
          include: ['e2e/chaos/**/*.test.ts'],
          testTimeout: 180_000,
          // Each starts several apps: more at once would be too slow for their own deadlines.
          fileParallelism: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'contract',
          include: ['e2e/contract/**/*.test.ts'],
          // One Postgres for the run, started when the first file asks for it.
          globalSetup: ['e2e/contract/db/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
