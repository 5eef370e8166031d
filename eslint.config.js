import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Sizes from the style page; blank lines and comments count, because a reader scrolls past them too. */
const sizes = {
  'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: false, skipComments: false, IIFEs: true }],
  '@typescript-eslint/max-params': ['error', { max: 4 }],
  complexity: ['error', { max: 12, variant: 'modified' }],
};

const strictness = {
  eqeqeq: 'error',
  'no-console': 'error',
  'no-empty': ['error', { allowEmptyCatch: false }],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-import-type-side-effects': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { requireDefaultForNonUnion: true }],
  'no-restricted-syntax': [
    'error',
    {
      selector: "ImportDeclaration[source.value='zod'][importKind='value'] > :matches(ImportDefaultSpecifier, ImportSpecifier[imported.name='z'])",
      message: "Write `import * as z from 'zod'`: the named `z` bundles all of zod, 480 kB and 40 ms per start.",
    },
  ],
};

/** Rules of the preset that cost more in odd code than they find. */
const noise = {
  // There are no enums here (erasableSyntaxOnly), and looking for them takes most of the time of a lint run.
  '@typescript-eslint/no-unsafe-enum-assignment': 'off',
  '@typescript-eslint/no-unsafe-enum-comparison': 'off',
  '@typescript-eslint/no-confusing-void-expression': 'off',
  // Ports and registries are records of closures: there is no `this` to lose.
  '@typescript-eslint/unbound-method': 'off',
  // A port is asynchronous by contract; a body or a fake that has nothing to wait for is no mistake.
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
};

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.soc-cache/', 'fixtures/', 'test/samples/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { ...sizes, ...strictness, ...noise },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: { console: 'readonly', module: 'writable', performance: 'readonly', process: 'readonly', require: 'readonly', URL: 'readonly', __dirname: 'readonly' },
    },
    rules: { 'max-lines': sizes['max-lines'], 'max-lines-per-function': sizes['max-lines-per-function'] },
  },
  { files: ['src/adapters/**'], rules: { 'no-console': 'off' } },
  { files: ['src/domain/safe-text.ts'], rules: { 'no-control-regex': 'off' } },
  { files: ['test/**', 'bench/**'], rules: { 'max-lines-per-function': 'off' } },
);
