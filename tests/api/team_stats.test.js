// team_stats: figures of the team's tasks: for those who see all, for those who see some; projects, cycle time.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { touched } from '../lib/team.js';

const TASKS = '/api/v1/tasks/';
let house;
before(async () => { house = await startHouse(); });
after(() => house?.stop());

const DAY = 86_400_000;
const day = (n) => new Date(Date.now() + n * DAY).toISOString();
const asDescribed = (...people) => assert.deepEqual(people.flatMap(({ wrong }) => wrong), []);

// The same figures counted from the list that the person sees.
async function counted(who, query = '') {
  const all = await who.expect(200, 'GET', `${TASKS}?page_size=100&${query}`);
  const by = (name) => all.reduce((sums, task) => ({ ...sums, [task[name]]: (sums[task[name]] ?? 0) + 1 }), {});
  const open = all.filter(({ status }) => status !== 'done' && status !== 'cancelled');
  return {
    total: all.length, status: by('status'), person: by('assigned_to'), project: by('list'),
    overdue: open.filter(({ due_date: due }) => due && Date.parse(due) < Date.now()).length,
    done: all.filter(({ completed_at: at }) => at).length,
  };
}
async function figures(who, query = '') {
  const stats = await who.expect(200, 'GET', `${TASKS}stats/?${query}`);
  const by = (list, name) => Object.fromEntries(
    list.filter(({ count }) => count).map((one) => [one[name], one.count])
  );
  return {
    total: stats.total, status: by(stats.by_status, 'status'), person: by(stats.by_assignee, 'assigned_to'),
    project: by(stats.by_project, 'list'), overdue: stats.overdue,
    done: stats.completed_by_day.reduce((sum, { count }) => sum + count, 0),
  };
}

describe('statistics', () => {
  it('are of what one may see, whatever was changed and with any filter', async () => {
    const person = async (role) => watched(await house.user({ role, company: 'Счёт' }));
    const [boss, anna, petr] = [await person('manager'), await person('member'), await person('member')];
    const make = (name, members) => boss.expect(201, 'POST', '/api/v1/projects/', { name, members });
    const seen = await make('Общий', [{ user: anna.user.id }, { user: boss.user.id, role: 'manager' }]);
    const hidden = await make('Скрытый', [{ user: boss.user.id, role: 'manager' }]);
    const made = [];
    for (const [who, more] of [
      [anna, {}], [anna, { list: seen.id, assigned_to: petr.user.id, due_date: day(-2), tags: ['x'] }],
      [boss, { list: seen.id, status: 'done', due_date: day(-2) }], [boss, { list: hidden.id, due_date: day(-1) }],
      [boss, { list: hidden.id, assigned_to: anna.user.id }], [petr, { watchers: [anna.user.id] }], [petr, {}],
      [boss, { list: seen.id, status: 'cancelled', due_date: day(-9) }], [anna, { list: seen.id }],
    ]) made.push(await who.expect(201, 'POST', TASKS, { title: 'задача', ...more }));
    const same = async () => {
      for (const who of [boss, anna, petr]) {
        for (const query of ['', 'status=todo', `list=${seen.id}`, 'list=none', 'assigned_to=none', 'tag=x',
          'due=overdue', 'created_by=me', 'q=задача', `list=${hidden.id}&status=todo`, 'is_completed=true']) {
          assert.deepEqual(await figures(who, query), await counted(who, query), query);
        }
      }
    };
    await same();
    await boss.expect(200, 'POST', `${TASKS}bulk/`, { ids: [made[0].id, made[3].id], set: { status: 'done' } });
    await boss.expect(200, 'POST', `${TASKS}${made[2].id}/uncomplete/`);
    await boss.expect(200, 'POST', `${TASKS}${made[8].id}/move/`, { list: hidden.id });
    await boss.expect(204, 'DELETE', `${TASKS}${made[6].id}/`);
    await same();
    await boss.expect(200, 'POST', `${TASKS}${made[6].id}/restore/`);
    await boss.expect(204, 'DELETE', `/api/v1/projects/${seen.id}/?move_to=${hidden.id}`);
    await same();
    await boss.expect(204, 'DELETE', `/api/v1/projects/${hidden.id}/?move_to=none`);
    await same();
    assert.deepEqual((await boss.get(`${TASKS}stats/?ordering=title`)).status, 400);
    asDescribed(boss, anna, petr);
  });

  it('have days of the person\'s zone', async () => {
    const person = async (zone) => {
      const who = watched(await house.user({ role: 'manager', company: 'Пояса' }));
      await house.sql('UPDATE user SET time_zone = ? WHERE id = ?', [zone, who.user.id]);
      return who;
    };
    const [minsk, utc] = [await person('Europe/Minsk'), await person('UTC')];
    const noon = new Date(Date.now() - 3 * DAY).toISOString().slice(0, 10);
    const next = new Date(Date.now() - 2 * DAY).toISOString().slice(0, 10);
    for (const at of ['20:59:59.999', '21:00:00.000', '23:59:59.999']) {
      const { id } = await minsk.expect(201, 'POST', TASKS, { title: at, status: 'done' });
      await house.sql(
        'UPDATE task SET completed_at = ?, created_at = completed_at - INTERVAL 2 DAY WHERE id = ?',
        [`${noon} ${at}`, id],
      );
      await touched(house, [id]);
    }
    const by = async (who, wanted) => {
      const { completed_by_day: days } = await who.expect(200, 'GET', `${TASKS}stats/`);
      const cycle = await who.expect(200, 'GET', `${TASKS}cycle-time/?days=7`);
      const count = (list) => [noon, next].map((date) => list.find(({ day: one }) => one === date)?.count ?? 0);
      assert.deepEqual([count(days), count(cycle)], [wanted, wanted]);
    };
    await by(minsk, [1, 2]);
    await by(utc, [3, 0]);
    const midnight = Math.floor(Date.now() / DAY) * DAY;
    for (const at of [midnight, midnight + DAY - 1])
      await utc.expect(201, 'POST', TASKS, { title: 'срок', due_date: new Date(at).toISOString() });
    assert.equal((await utc.expect(200, 'GET', `${TASKS}stats/`)).due_today, 2);
    assert.equal((await minsk.expect(200, 'GET', `${TASKS}stats/`)).due_today, 1);
    for (const status of ['done', 'cancelled', 'review']) {
      for (const at of [midnight - 1, midnight, midnight + DAY])
        await utc.expect(201, 'POST', TASKS, { title: status, status, due_date: new Date(at).toISOString() });
    }
    for (const who of [minsk, utc]) {
      const all = await who.expect(200, 'GET', `${TASKS}stats/`);
      for (const [due, n] of [['overdue', all.overdue], ['today', all.due_today], ['week', null]]) {
        const listed = await who.expect(200, 'GET', `${TASKS}?due=${due}&page_size=100`);
        const stats = await who.expect(200, 'GET', `${TASKS}stats/?due=${due}`);
        assert.ok(listed.length > 0 && listed.every(({ status }) => !['done', 'cancelled'].includes(status)), due);
        assert.deepEqual([stats.total, n ?? stats.total], [listed.length, listed.length], due);
      }
    }
    asDescribed(minsk, utc);
  });

  it('of a project have its burn-up and how long tasks took', async () => {
    const boss = watched(await house.user({ role: 'manager', company: 'Ход' }));
    const { id } = await boss.expect(201, 'POST', '/api/v1/projects/', { name: 'Ход' });
    for (const [made, done] of [[-5, null], [-4, -2], [-3, -2], [-400, -1], [0, null]]) {
      const status = done === null ? 'todo' : 'done';
      const task = await boss.expect(201, 'POST', TASKS, { title: 'x', list: id, status });
      await house.sql('UPDATE task SET created_at = ?, completed_at = ? WHERE id = ?', [
        sqlTime(made), done === null ? null : sqlTime(done), task.id,
      ]);
      await touched(house, [task.id]);
    }
    const at = `/api/v1/projects/${id}/stats/?days=7`;
    const { stats, burn_up: burnUp, cycle_time: cycle } = await boss.expect(200, 'GET', at);
    assert.deepEqual(
      burnUp.map(({ total, done }) => [total, done]), [[1, 0], [2, 0], [3, 0], [4, 0], [4, 2], [4, 3], [5, 3]],
    );
    assert.deepEqual(cycle.map(({ count, median_hours: hours }) => [count, hours]), [[2, 48], [1, 9576]]);
    assert.equal(stats.total, 5);
    assert.deepEqual(await boss.expect(200, 'GET', `${TASKS}cycle-time/?days=7&list=${id}`), cycle);
    const stranger = watched(await house.user({ role: 'member', company: 'Ход' }));
    assert.equal((await stranger.get(`/api/v1/projects/${id}/stats/`)).status, 404);
    asDescribed(boss, stranger);
  });
});

function sqlTime(n) {
  return day(n).slice(0, 23).replace('T', ' ');
}
