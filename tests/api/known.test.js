// known: what the team knows of a person elsewhere: tasks of ClickUp, applicants of Huntflow, refusals; by e-mail,
// phone, link.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ACCOUNT, applicant, connected } from '../lib/huntflow.js';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';

const API = '/api/v1/candidates';
const NOWHERE = { huntflow: false, clickup: false, rejected: false, huntflow_url: null, clickup_url: null };

let house, me, colleague, company, account;
before(async () => {
  house = await startHouse({ upstreams: true, demo: true });
  account = house.up.huntflow.server.accounts.get(11);
  me = watched(await connected(house, { company: 'Nova' }));
  colleague = watched(await house.user({ role: 'recruiter', company: 'Nova' }));
  [{ company }] = await house.sql('SELECT company_id company FROM user WHERE id = ?', [me.user.id]);
});
after(async () => {
  await house?.stop();
  assert.deepEqual([...me.wrong, ...colleague.wrong], []);
});

const add = async (one) => {
  const { status, json } = await me.send('POST', API, one);
  assert.ok(status === 201 || status === 200, JSON.stringify(json));
  return json;
};
const follow = async () => {
  const { code, stderr } = await house.run('tick', ['known']);
  assert.equal(code, 0, stderr);
};
const known = async ({ id }, by = me) => (await by.expect(200, 'GET', `${API}/${id}`)).known;
const listed = async (query, by = me) => (await by.expect(200, 'GET', `${API}/?${query}`));

let tasks = 0;
async function task(text, more = {}) {
  const id = `known${++tasks}`;
  const [{ connection }] = await house.sql(
    "SELECT id connection FROM connection WHERE owner_id = ? AND provider = 'clickup'", [me.user.id],
  );
  await house.sql(`INSERT INTO clickup_task (connection_id, user_id, task_id, name, description, custom_fields,
    comments, date_created, date_updated, content_hash)
    VALUES (?, ?, ?, 'Задача', ?, ?, ?, NOW(3), NOW(3), REPEAT('0', 16))`, [
    connection, me.user.id, id, text, JSON.stringify(more.fields || []), JSON.stringify(more.comments || []),
  ]);
  return id;
}

describe('a task of ClickUp that was never transferred', () => {
  it('is found by e-mail in its text, phone in a field, profile in a comment; its link is its owner’s', async () => {
    const people = [
      await add({ last_name: 'Почтова', email: 'Task@Known.by' }),
      await add({ last_name: 'Звонкова', phone: '+375 29 555-44-33' }),
      await add({ last_name: 'Ссылкина', linkedin_url: 'https://linkedin.com/in/known-one' }),
      await add({ last_name: 'Другая', email: 'other@known.by' }),
    ];
    assert.deepEqual(await known(people[0]), NOWHERE);
    const ids = [
      await task('Кандидат: task@known.by, зарплата 2000'),
      await task('', { fields: [{ name: 'Телефон', type: 'phone', value: '8 (029) 555-44-33' }] }),
      await task('', { comments: [{ id: '1', text: 'вот https://www.linkedin.com/in/Known-One/?trk=x' }] }),
    ];
    await follow();
    for (const [i, id] of ids.entries()) {
      assert.deepEqual(await known(people[i]), { ...NOWHERE, clickup: true, clickup_url: `/clickup/task/${id}/` });
      assert.deepEqual(await known(people[i], colleague), { ...NOWHERE, clickup: true });
    }
    assert.deepEqual(await known(people[3]), NOWHERE);
    await me.expect(200, 'POST', `${API}/bulk`, { ids: people.map(({ id }) => id), add_tags: ['задачи'] });
    const tag = `tag=${encodeURIComponent('задачи')}`;
    const number = async (where) => (await listed(`${tag}&known=${where}`)).length;
    assert.deepEqual([await number('clickup'), await number('none')], [3, 1]);
    const rows = await listed(tag);
    assert.equal(rows.filter((row) => row.known.clickup_url !== null).length, 3);
    assert.equal((await listed(tag, colleague)).filter((row) => row.known.clickup_url !== null).length, 0);
  });

  it('is known no more when it changes or goes', async () => {
    const one = await add({ last_name: 'Уходящая', email: 'leaving@known.by' });
    const id = await task('leaving@known.by');
    await follow();
    assert.equal((await known(one)).clickup, true);
    await house.sql("UPDATE clickup_task SET description = '', contact_due = 1 WHERE task_id = ?", [id]);
    await follow();
    assert.deepEqual(await known(one), NOWHERE);
    assert.equal((await house.sql('SELECT known FROM candidate WHERE id = ?', [one.id]))[0].known, '');
  });

  it('of another company is nobody’s', async () => {
    const stranger = watched(await house.user({ role: 'recruiter', company: 'Чужая' }));
    const one = (await stranger.send('POST', API, { last_name: 'Почтова', email: 'task@known.by' })).json;
    await follow();
    assert.deepEqual(one.known, NOWHERE);
    assert.deepEqual(await known(one, stranger), NOWHERE);
    assert.deepEqual(stranger.wrong, []);
  });
});

describe('an e-mail that the team corrected', () => {
  it('is what the person is known by', async () => {
    await task('corrected@known.by');
    const one = await add({ last_name: 'Исправленная' });
    await follow();
    assert.deepEqual(one.known, NOWHERE);
    const now = await me.expect(200, 'PATCH', `${API}/${one.id}`, { email: 'corrected@known.by' });
    assert.equal(now.known.clickup, true);
  });
});

describe('an applicant of Huntflow that was read', () => {
  it('is known by phone, with a link for who has a key; a refusal is told, and taken back', async () => {
    const one = await add({ last_name: 'Заявкина', phone: '+375 33 111-22-33' });
    const hf = applicant(house, { phone: '+375331112233', email: 'hf@known.by' });
    account.link(hf, { vacancy: 1111, status: 1143 });
    assert.deepEqual(await known(one), NOWHERE);
    await me.expect(200, 'GET', `${ACCOUNT}/applicants/${hf.id}/`);
    await follow();
    const url = `/huntflow/accounts/11/applicants/${hf.id}/`;
    assert.deepEqual(await known(one), { ...NOWHERE, huntflow: true, huntflow_url: url });
    assert.deepEqual(await known(one, colleague), { ...NOWHERE, huntflow: true });
    const refusal = account.data.statuses.find(({ type }) => type === 'trash');
    account.link(hf, { vacancy: 1111, status: refusal.id, rejection_reason: 1 });
    await house.sql('DELETE FROM api_cache');
    await me.expect(200, 'GET', `${ACCOUNT}/applicants/`);
    await follow();
    assert.deepEqual(await known(one), { ...NOWHERE, huntflow: true, rejected: true, huntflow_url: url });
    assert.equal((await house.sql('SELECT known FROM candidate WHERE id = ?', [one.id]))[0].known, 'huntflow,rejected');
  });
});

describe('who the team rejected', () => {
  it('is told so, on any of the records that are joined', async () => {
    const hidden = await add({ last_name: 'Отклонённая' });
    const kept = await add({ last_name: 'Отклонённая-Вторая' });
    await me.expect(200, 'PATCH', `${API}/${hidden.id}`, { state: 'hidden' });
    await me.expect(200, 'PATCH', `${API}/${kept.id}`, { state: 'keep' });
    assert.deepEqual(await known(hidden), { ...NOWHERE, rejected: true });
    const one = await me.expect(200, 'POST', `${API}/join`, { ids: [kept.id, hidden.id] });
    assert.equal(one.state, 'keep');
    assert.deepEqual(one.known, { ...NOWHERE, rejected: true });
    await me.expect(200, 'POST', `${API}/bulk`, { ids: [one.id], add_tags: ['отказ'] });
    assert.equal((await listed(`tag=${encodeURIComponent('отказ')}&known=rejected`)).length, 1);
  });

  it('is told so in a pair to be judged', async () => {
    const twin = { first_name: 'Пелагея', last_name: 'Дубльская', email: 'pair@known.by' };
    const a = await add({ ...twin, birth_date: '1990-01-01' });
    await me.expect(200, 'PATCH', `${API}/${a.id}`, { state: 'blacklist' });
    await add({ ...twin, birth_date: '1991-01-01' });
    const pairs = await me.expect(200, 'GET', `${API}/duplicates`);
    const pair = pairs.find(({ candidates }) => candidates.some(({ id }) => id === a.id));
    assert.deepEqual(pair.candidates.map((one) => [one.id === a.id, one.known.rejected]),
      [[true, true], [false, false]]);
  });
});

describe('a profile link in the inbox', () => {
  it('says where its person is known, to recruiters', async () => {
    const member = watched(await house.user({ role: 'member', company: 'Nova' }));
    await task('https://www.linkedin.com/in/inbox-known/');
    await follow();
    await member.expect(201, 'POST', '/api/v1/inbox/links', { text: 'https://www.linkedin.com/in/inbox-known' });
    const [mine] = await member.expect(200, 'GET', '/api/v1/inbox');
    assert.equal(mine.known, null);
    const [seen] = await me.expect(200, 'GET', '/api/v1/inbox');
    assert.equal(seen.known.clickup, true);
    assert.match(seen.known.clickup_url, /^\/clickup\/task\/known\d+\/$/);
    assert.deepEqual((await me.expect(200, 'GET', `/api/v1/inbox/${seen.id}`)).known, seen.known);
    assert.deepEqual(member.wrong, []);
  });
});

describe('what the rows of a page share with others', () => {
  it('is found by key', async () => {
    const plan = await house.sql(`EXPLAIN SELECT m.ref FROM contact m JOIN contact k ON k.company_id = m.company_id AND
      k.kind = m.kind AND k.value = m.value AND k.owner IN ('task', 'transfer', 'applicant')
      WHERE m.owner = 'candidate' AND m.company_id = ? AND m.ref IN (1, 2, 3)`, [company]);
    assert.ok(plan.every(({ type }) => type !== 'ALL' && type !== 'index'), JSON.stringify(plan));
  });
});
