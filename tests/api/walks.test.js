// Walks: a list is read page by page while others move, rename, delete and make its rows: what stood still is
// there once, in its order.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { nextOf } from '../lib/pages_of.js';
import { inDays, team } from '../lib/team.js';

const TASKS = '/api/v1/tasks/';
const PRIORITIES = ['low', 'normal', 'high', 'urgent'];
const STATUSES = ['todo', 'in_progress', 'review'];

let house, boss, colleague, add, project;

before(async () => {
  house = await startHouse();
  ({ me: boss, igor: colleague, add, project } = await team(house));
});
after(() => house?.stop());

const LAST = 12;

/* The ids of all pages; disturb comes between two of them, up to the LAST: at the end of a list it could go on for
 * ever. */
async function walk(who, url, disturb) {
  const ids = [];
  for (let next = url, n = 0; next; n++) {
    const page = await who.get(next);
    assert.equal(page.status, 200, page.text);
    ids.push(...page.json.map(({ id }) => id));
    next = nextOf(page);
    if (next && n < LAST) await disturb(n, ids);
  }
  return ids;
}

const stood = (ids, still) => ids.filter((id) => still.includes(id));

describe('tasks', () => {
  const still = [], moving = [], fresh = [];
  let moves = 0, done = 0;
  /* As a task may be: keys of one value, keys of none, titles that differ late. */
  const like = (n) => ({
    title: `${'Ж'.repeat(n % 3 === 0 ? 300 : 3)} ${n % 5}`,
    priority: PRIORITIES[n % PRIORITIES.length],
    status: STATUSES[n % STATUSES.length],
    due_date: n % 4 === 0 ? null : inDays((n % 5) - 2),
    list: n % 2 ? project.id : null,
  });

  before(async () => {
    for (let n = 0; n < 40; n++) (n % 2 ? moving : still).push((await add('x', like(n))).id);
  });

  /* Some row of the others goes to any place, another one goes or comes back, a new one comes. */
  async function disturb(n) {
    const at = moving[n % moving.length];
    const other = moving[(n * 7 + 3) % moving.length];
    moves += 1;
    const answers = [
      await boss.send('PATCH', `${TASKS}${at}/`, like(moves * 3)),
      await boss.send('POST', `${TASKS}${at}/move/`, n % 2 ? { after: null } : { status: STATUSES[moves % 3] }),
      await boss.send(moves % 2 ? 'DELETE' : 'POST', `${TASKS}${other}/${moves % 2 ? '' : 'restore/'}`),
    ];
    done += answers.filter(({ status }) => status < 300).length;
    fresh.push((await add('новая', like(moves))).id);
    if (fresh.length > 5) await boss.expect(204, 'DELETE', `${TASKS}${fresh.shift()}/`);
    await boss.send('POST', `${TASKS}bulk/`, { ids: [at], set: { due_date: inDays(moves % 3) } });
  }

  for (const name of ['due_date', 'updated_at', 'created_at', 'priority', 'position', 'title']) {
    for (const ordering of [name, `-${name}`]) {
      it(`in the order ${ordering}`, async () => {
        const url = `${TASKS}?ordering=${ordering}&page_size=`;
        const wanted = stood((await boss.expect(200, 'GET', `${url}100`)).map(({ id }) => id), still);
        assert.equal(wanted.length, still.length);
        const seen = await walk(boss, `${url}3`, disturb);
        assert.deepEqual(stood(seen, still), wanted);
      });
    }
  }

  it('with filters, and by the word', async () => {
    for (const filter of ['status=todo&status=review', 'priority=low&priority=urgent&ordering=-due_date', 'q=ж']) {
      const all = await boss.expect(200, 'GET', `${TASKS}?${filter}&page_size=100`);
      const wanted = stood(all.map(({ id }) => id), still);
      assert.ok(wanted.length > 5, filter);
      assert.deepEqual(stood(await walk(boss, `${TASKS}?${filter}&page_size=2`, disturb), still), wanted, filter);
    }
    assert.ok(done > moves, `${done} changes between ${moves} pages`);
  });
});

describe('what hangs on a task', () => {
  it('comments: some are deleted and edited, others come', async () => {
    const { id } = await add('Обсудить');
    const at = `${TASKS}${id}/comments/`;
    const rows = [];
    for (let n = 0; n < 20; n++) rows.push((await boss.expect(201, 'POST', at, { text: `${n}` })).id);
    const still = rows.filter((_, n) => n % 2);
    const order = (await boss.expect(200, 'GET', `${at}?page_size=50`)).map((row) => row.id);
    const seen = await walk(boss, `${at}?page_size=3`, async (n) => {
      await boss.expect(204, 'DELETE', `${at}${rows[n * 2]}/`);
      await boss.expect(200, 'PATCH', `${at}${rows[n * 2 + 8]}/`, { text: 'иначе' });
      await boss.expect(201, 'POST', at, { text: 'ещё' });
    });
    assert.deepEqual(stood(seen, still), stood(order, still));
    assert.equal(new Set(seen).size, seen.length);
  });

  it('its history, while it grows', async () => {
    const { id } = await add('История');
    const change = (n) => boss.expect(200, 'PATCH', `${TASKS}${id}/`, { title: `История ${n}` });
    for (let n = 0; n < 15; n++) await change(n);
    const at = `${TASKS}${id}/audit/`;
    const was = (await boss.expect(200, 'GET', at)).map((row) => row.id);
    assert.equal(was.length, 16);
    assert.deepEqual(await walk(boss, `${at}?page_size=3`, (n) => change(100 + n)), was);
  });
});

it('the audit of the house, while people work', async () => {
  const admin = await house.user({ role: 'admin', company: 'Nova' });
  const { id } = await add('Под надзором');
  const change = (n) => boss.expect(200, 'PATCH', `${TASKS}${id}/`, { title: `Под надзором ${n}` });
  for (let n = 0; n < 10; n++) await change(n);
  const url = '/api/v1/admin/audit/?page_size=';
  const was = (await admin.expect(200, 'GET', `${url}20`)).map((row) => row.id);
  const seen = await walk(admin, `${url}20`, (n) => change(100 + n));
  assert.deepEqual(seen.slice(0, was.length), was);
  assert.equal(new Set(seen).size, seen.length);
});

it('notifications, while some are read and others come', async () => {
  const { id } = await add('Упомянуть', { assigned_to: colleague.user.id });
  const tell = (n) => boss.expect(201, 'POST', `${TASKS}${id}/comments/`, { text: `Посмотри ${n}` });
  for (let n = 0; n < 20; n++) await tell(n);
  const url = '/api/v1/notifications/?page_size=';
  const was = (await colleague.expect(200, 'GET', `${url}100`)).map((row) => row.id);
  assert.ok(was.length >= 20);
  const seen = await walk(colleague, `${url}3`, async (n, ids) => {
    await colleague.expect(200, 'POST', `/api/v1/notifications/${ids.at(-1)}/read/`);
    await tell(100 + n);
  });
  assert.deepEqual(seen, was);
});
