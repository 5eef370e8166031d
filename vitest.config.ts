import type { Plugin } from 'vitest/config';
import { defineConfig } from 'vitest/config';

/** The bundle imports charters as text; so do the tests. */
const markdownAsText: Plugin = {
  name: 'markdown-as-text',
  transform: (code, id) => (id.endsWith('.md') ? { code: `export default ${JSON.stringify(code)};`, map: null } : null),
};

export default defineConfig({
  plugins: [markdownAsText],
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
