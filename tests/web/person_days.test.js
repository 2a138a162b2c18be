// Days are the person's on every page that counts by day, wherever the person is.
import { describe, it } from 'node:test';
import { startRecruiter } from './pages.js';
import { soon } from './soon.js';

const { me, open } = await startRecruiter();

const ZONES = ['Pacific/Auckland', 'Pacific/Kiritimati', 'Pacific/Honolulu'];
const PAGES = ['/', '/clickup/sync-logs/', '/tasks/stats/'];

/* '30 ноя' */
const named = (at, timeZone) => new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'long', timeZone })
  .formatToParts(at).map(({ type, value }) => (type === 'month' ? value.slice(0, 3) : value)).join('');

/* Where tables of charts begin and end, of which one is today. */
const ends = (page) => page.evaluate(() => [...document.querySelectorAll('#main details.more table')]
  .map((table) => [...table.tBodies[0].rows].map((row) => row.cells[0].textContent.trim()))
  .filter((days) => /^\d+ \S{3}$/.test(days[0]))
  .map((days) => `${days[0]}, ${days.at(-1)}`));

describe('days are those of the person', () => {
  for (const zone of ZONES) {
    it(zone, async () => {
      await me.expect(200, 'PATCH', '/api/v1/profile', { time_zone: zone });
      const made = await me.expect(201, 'POST', '/api/v1/tasks/', { title: `Сделано ${zone}` });
      await me.expect(200, 'PATCH', `/api/v1/tasks/${made.id}/`, { status: 'done', version: made.version });
      for (const path of PAGES) {
        const visitor = await open(path);
        const today = named(Date.now(), zone);
        await soon.ok(async () => {
          const all = await ends(visitor.page);
          return all.length > 0 && all.every((days) => days.split(', ').includes(today));
        }, `${path} in ${zone}: today is ${today}`);
        visitor.quiet();
        await visitor.close();
      }
    });
  }
});
