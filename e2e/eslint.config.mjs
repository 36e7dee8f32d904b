/**
 * Lint. The rules of the design are in `lint-rules.mjs`; from elsewhere come only rules that find mistakes, none of taste.
 * The rules with types cost most of the time: they are few, and each earns it (a forgotten promise, a missed case).
 */
import path from 'node:path';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import typescript from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';
import plexus from './lint-rules.mjs';

const root = path.resolve(import.meta.dirname, '..');
/** What ESLint itself recommends; the package that lists it is not among our dependencies. */
const recommended = Object.fromEntries([...builtinRules].filter(([, rule]) => rule.meta.docs.recommended).map(([name]) => [name, 'error']));

const nodeGlobals = [
  'process', 'console', 'Buffer', 'URL', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'performance',
  'fetch', 'AbortController', 'AbortSignal', 'TextDecoder', 'TextEncoder',
];

export default [
  { ignores: ['**/node_modules/**', '**/dist/**', '**/release/**', '**/test-results/**'] },
  { rules: recommended },
  ...typescript.configs.recommended.map((one) => ({ ...one, files: ['**/*.ts', '**/*.tsx'] })),
  { files: ['**/*.mjs', '**/*.cjs'], languageOptions: { globals: Object.fromEntries(nodeGlobals.map((name) => [name, 'readonly'])) } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { plexus, 'react-hooks': reactHooks },
    languageOptions: { parserOptions: { project: path.join(root, 'tsconfig.json'), tsconfigRootDir: root } },
    rules: {
      'plexus/folder-order': 'error',
      'plexus/ports': 'error',
      'plexus/one-contract': 'error',
      'plexus/no-throw': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      eqeqeq: ['error', 'always'],
      'no-eval': 'error',
      // Where speed asks for plain functions instead of closures, `this` needs a name.
      '@typescript-eslint/no-this-alias': 'off',
      // The compiler checks these two, with the same rules in the editor and here.
      '@typescript-eslint/no-unused-vars': 'off',
      'no-undef': 'off',
    },
  },
];
