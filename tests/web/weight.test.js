// What each page weighs when it is opened for the first time; that nothing in it jumps, no word is missing, and axe has
// no complaint: wide and on the phone, light and dark. All but four pages are under 120 KB, all but two under 0.02.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { root } from '../lib/house.js';
import { startBrowser } from './browser.js';
import { startPlaces } from './places.js';
import { soon } from './soon.js';
import { weigh } from './weight.js';

const { house, client, places, stop } = await startPlaces();
const browser = await startBrowser();
after(async () => {
  await browser.close();
  await stop();
});

const MOST_REQUESTS = 30;
const MOST_BYTES = 128 * 1024;
const MOST_SHIFT = 0.025;
/* On a busy machine what stands over the stages of an applicant may come after them. */
const SHIFTS = { applicant: 0.1 };
const LOOKS = [{ size: 'wide', theme: 'light' }, { size: 'phone', theme: 'dark' }];

const messages = join(root, 'www/js/lib/messages');
const keys = new Set();
for (const name of readdirSync(messages).filter((file) => file.startsWith('ru'))) {
  for (const key of Object.keys((await import(join(messages, name))).default)) if (key.includes('.')) keys.add(key);
}

/* What a person sees or hears instead of words when they did not come. */
async function wordless({ page }) {
  const said = await page.evaluate(() => {
    const spoken = [...document.querySelectorAll('[aria-label], [title]')];
    return [document.body.innerText, ...spoken.flatMap((one) => [one.ariaLabel, one.title])].join(' ');
  });
  return said.split(/\s+/).filter((word) => keys.has(word));
}

describe('each page, opened for the first time', () => {
  for (const [name, path] of [...Object.entries(places), ['login', '/login/']]) {
    it(name, async (test) => {
      for (const look of LOOKS) {
        const what = `${name} ${look.size}`;
        const cost = await weigh(browser, house, {
          ...look, client: name === 'login' ? undefined : client, path,
          look: async (visitor) => {
            await soon.deepEqual(() => wordless(visitor), [], what);
            await visitor.accessible(what);
          },
        });
        test.diagnostic(`${what}: ${cost.requests} requests, ${cost.bytes} bytes, shift ${cost.shift.toFixed(3)}`);
        assert.ok(cost.requests <= MOST_REQUESTS, `${what}: ${cost.requests} requests`);
        assert.ok(cost.bytes <= MOST_BYTES, `${what}: ${cost.bytes} bytes`);
        assert.ok(cost.shift <= (SHIFTS[name] ?? MOST_SHIFT), `${what}: ${cost.shift}: ${cost.where.join('; ')}`);
      }
    });
  }
});
