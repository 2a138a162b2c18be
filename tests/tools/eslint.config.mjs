// The pages and the tests; texts never become markup, lib/api.js alone speaks HTTP.
import js from '@eslint/js';
import globals from 'globals';
import soon from './eslint-soon.mjs';

const MARKUP = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'dangerouslySetInnerHTML'];
// Newer than the Node of Debian 12, which runs the build and the tests.
const LATER = ['toSorted', 'toReversed', 'toSpliced', 'groupBy', 'withResolvers', 'fromAsync'];

export default [
  { ignores: ['build/', 'node_modules/', '.run/'] },
  js.configs.recommended,
  {
    rules: {
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-empty': ['error', { allowEmptyCatch: true }],
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-implied-eval': 'error',
      'no-eval': 'error',
      'no-control-regex': 'off',
      'max-len': ['error', { code: 120, tabWidth: 8, ignoreUrls: true }],
    },
  },
  { files: ['www/**/*.js'], languageOptions: { sourceType: 'module', globals: globals.browser } },
  { files: ['www/worker.js'], languageOptions: { globals: globals.serviceworker } },
  {
    files: ['www/js/**/*.js'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...MARKUP.map((property) => ({ property, message: 'texts never become markup' })),
        ...LATER.map((property) => ({ property, message: "Debian's Node 18, which tests the rules, has it not" })),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TemplateElement[value.raw=/dangerouslySetInnerHTML|innerHTML=/]',
          message: 'texts never become markup',
        },
      ],
    },
  },
  {
    files: ['www/js/**/*.js'],
    ignores: ['www/js/lib/api.js', 'www/js/early.js'],
    rules: { 'no-restricted-globals': ['error', { name: 'fetch', message: 'lib/api.js alone speaks HTTP' }] },
  },
  {
    files: ['tests/**/*.{js,mjs}', 'nginx/*.mjs'],
    languageOptions: { sourceType: 'module', globals: globals.node },
    rules: {
      'no-restricted-properties': [
        'error',
        ...LATER.map((property) => ({ property, message: "Debian's Node 18 has it not" })),
      ],
    },
  },
  {
    files: ['tests/web/**/*.js'],
    ignores: ['tests/web/soon.js'],
    plugins: { soon },
    rules: { 'soon/assert-later': 'error' },
  },
  {
    files: ['tests/web/**/*.js', 'tests/bench/page.js', 'tests/bench/board.js', 'tests/tools/shots.mjs'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
];
