// Which messages pages can say (nginx/words.mjs): what their modules name, whole or by its beginning.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { sayer } from '../../nginx/words.mjs';

const folder = mkdtempSync(join(tmpdir(), 'hw-words-'));
after(() => rmSync(folder, { recursive: true }));
const FILES = {
  'page.js': "import { part } from './lib/part.js';\nconst late = () => import('./late.js');\nt('page.title');",
  'lib/part.js': "export const part = (kind) => t(`part.kind.${kind}`) + t('part.of' + 1) + t('part.sum.' + kind);",
  'late.js': "const NAMES = { a: 'late.a' };\nt(NAMES.a);",
  'other.js': "t('other.title');",
  'routes.js': "const all = () => import('./other.js');",
  'main.js': "import { all } from './routes.js';\nt('main.title');",
};

describe('words of a page', () => {
  it('are those of its modules, also of what is read later, and of nothing else', () => {
    mkdirSync(join(folder, 'lib'));
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
    const says = sayer(folder, ['main.js', 'page.js']);
    for (const key of ['page.title', 'part.kind.x', 'part.of', 'part.sum.x', 'late.a', 'main.title']) {
      assert.ok(says(key), key);
    }
    for (const key of ['other.title', 'page.titles', 'part.kinds', 'late.b']) assert.ok(!says(key), key);
  });
});
