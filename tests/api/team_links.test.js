// team_links: what a task hangs on: ClickUp's tasks, vacancies and applicants of Huntflow, as a person sees them.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { QUICK, recruiter } from '../lib/recruiter.js';

const TASKS = '/api/v1/tasks/';
let house;
let me;
before(async () => {
  house = await startHouse({ upstreams: true, demo: true, env: QUICK });
  me = watched(await recruiter(house));
});
after(() => house?.stop());

// The title of what is not kept here comes a moment later.
const named = (id) => house.until(async () => {
  const task = await me.expect(200, 'GET', `${TASKS}${id}/`);
  return task.link.title !== '' && task;
});

describe('a link', () => {
  it('to what is kept here has its title at once, else Huntflow is asked behind the answer', async () => {
    const [account] = await me.expect(200, 'GET', '/api/v1/huntflow/accounts');
    const at = `/huntflow/accounts/${account.id}`;
    const [{ id, position }] = await me.expect(200, 'GET', `${at}/vacancies`);
    await house.sql("DELETE FROM api_cache WHERE cache_key LIKE 'vacancy%'");
    const link = { kind: 'vacancy', id: String(id) };
    const late = await me.expect(201, 'POST', TASKS, { title: 'x', link });
    assert.deepEqual(late.link, { ...link, title: '', href: '', reachable: true });
    assert.equal((await named(late.id)).link.title, position);
    await me.expect(200, 'GET', `${at}/vacancies/${id}`);
    const known = await me.expect(201, 'POST', TASKS, { title: 'y', link });
    assert.deepEqual(known.link, { ...link, title: position, href: `${at}/vacancies/${id}/`, reachable: true });
    assert.deepEqual(await house.sql('SELECT * FROM task_link_wait'), []);
  });

  it('has the title and the page of the thing, and is found by it', async () => {
    const [clickup] = await me.expect(200, 'GET', '/clickup/tasks?page_size=1');
    const [account] = await me.expect(200, 'GET', '/api/v1/huntflow/accounts');
    const at = `/huntflow/accounts/${account.id}`;
    const [vacancy] = await me.expect(200, 'GET', `${at}/vacancies`);
    const [applicant] = await me.expect(200, 'GET', `${at}/applicants`);
    for (const [kind, id, title, href] of [
      ['clickup_task', clickup.task_id, clickup.name, `/clickup/task/${clickup.task_id}/`],
      ['vacancy', vacancy.id, vacancy.position, `${at}/vacancies/${vacancy.id}/`],
      ['applicant', applicant.id, applicant.last_name, `${at}/applicants/${applicant.id}/`],
    ]) {
      const made = await me.expect(201, 'POST', TASKS, { title: 'x', link: { kind, id } });
      const task = await named(made.id);
      assert.deepEqual([task.link.kind, task.link.id, task.link.href], [kind, String(id), href]);
      assert.ok(task.link.title.startsWith(title), `${kind}: ${task.link.title}`);
      const [found] = await me.expect(200, 'GET', `${TASKS}?link=${kind}:${id}`);
      assert.equal(found.id, task.id);
      const other = watched(await house.user({ role: 'manager' }));
      const kept = await other.expect(200, 'PATCH', `${TASKS}${task.id}/`, { link: { kind, id }, title: 'y' });
      assert.deepEqual(kept.link, { ...task.link, reachable: false }, 'who has no Huntflow, nor that ClickUp');
      const foreign = await other.post(TASKS, { title: 'x', link: { kind, id } });
      assert.deepEqual([foreign.status, foreign.json.errors[0].code], [400, 'team.no_link'], kind);
      assert.deepEqual(other.wrong, []);
      const odd = await me.post(TASKS, { title: 'x', link: { kind, id: `${id} ` } });
      assert.deepEqual([odd.status, odd.json.errors?.[0].code], [400, 'team.no_link'], `${kind}: a blank`);
      const none = await me.post(TASKS, { title: 'x', link: { kind, id: '999999999' } });
      if (kind === 'clickup_task') {
        assert.deepEqual([none.status, none.json.errors[0].code], [400, 'team.no_link'], kind);
      } else {
        assert.deepEqual([none.status, none.json.link.title, none.json.link.href], [201, '', '']);
        await house.until(async () => (await me.expect(200, 'GET', `${TASKS}${none.json.id}/`)).link === null);
        const [last] = await me.expect(200, 'GET', `${TASKS}${none.json.id}/audit/`);
        assert.deepEqual([last.via, last.before.link.id, last.after.link], ['service', '999999999', null]);
      }
    }
    const candidate = await me.post(TASKS, { title: 'x', link: { kind: 'candidate', id: 1 } });
    assert.deepEqual(
      [candidate.status, candidate.json.errors[0].field, candidate.json.errors[0].code],
      [400, 'link.id', 'team.no_link'],
    );
    assert.deepEqual(me.wrong, []);
  });
});
