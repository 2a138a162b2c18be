// soon, and the rule that has tests of pages use it.
import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { RuleTester } from 'eslint';
import plugin from '../tools/eslint-soon.mjs';
import { PATIENCE, soon } from './soon.js';

describe('soon', () => {
  it('reads until the assertion holds, past what fails meanwhile', async () => {
    const seen = [() => { throw new Error('the page changes'); }, () => 23, () => 1];
    await soon.equal(() => seen.shift()(), 1);
    assert.deepEqual(seen, []);
  });

  it('fails at the end of its patience with what is there', async () => {
    const clock = mock.method(Date, 'now', () => 0);
    const read = () => {
      clock.mock.mockImplementation(() => PATIENCE + 1);
      return 23;
    };
    await assert.rejects(soon.equal(read, 1), { code: 'ERR_ASSERTION', actual: 23, expected: 1 });
    clock.mock.restore();
  });
});

RuleTester.describe = describe;
RuleTester.it = it;
const late = (name) => ({ errors: [{ messageId: 'soon', data: { name } }] });
new RuleTester().run('assert-later', plugin.rules['assert-later'], {
  valid: [
    'await soon.equal(() => rows.count(), 2);',
    'const was = await rows.count(); await soon.equal(() => rows.count(), was + 1);',
    'const { status } = await me.get("/"); assert.equal(status, 200);',
    'await assert.rejects(rows.count());',
    'assert.deepEqual(all.map((one) => one.path()), []);',
  ],
  invalid: [
    { code: 'assert.equal(await rows.count(), 2);', ...late('equal') },
    { code: 'assert.deepEqual([await a(), 1], [1, 1]);', ...late('deepEqual') },
    { code: 'assert.equal(visitor.path(), "/");', ...late('equal') },
    { code: 'const box = await menu.boundingBox(); assert.ok(box.x >= 0);', ...late('ok') },
    { code: 'let url; url = new URL(await page.evaluate(read)); assert.match(url, /x/);', ...late('match') },
  ],
});
