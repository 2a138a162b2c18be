// Where the custom fields of a ClickUp list go in Huntflow: the guess, the choice, the preview, what is sent.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { QUICK, reaches, recruiter, start, sync, transfer } from '../lib/recruiter.js';

const FIELDS = '/clickup/api/fields';
const DAY = Date.UTC(1990, 4, 31, 4);

const custom = [
  { id: 'f-phone', name: 'Телефон', type: 'phone', value: '+375 29 111-22-33' },
  { id: 'f-second', name: 'Второй телефон', type: 'phone', value: '+375 33 444-55-66' },
  { id: 'f-mail', name: 'E-mail', type: 'email', value: 'fields@mail.example' },
  {
    id: 'f-money', name: 'Ожидания', type: 'currency', type_config: { precision: 2, currency_type: 'BYN' },
    value: '4500.50',
  },
  {
    id: 'f-job', name: 'Позиция', type: 'drop_down',
    type_config: { options: [{ id: 'o1', name: 'Тимлид', orderindex: 0 }] }, value: 0,
  },
  { id: 'f-firm', name: 'Компания', type: 'short_text', value: 'Нова' },
  { id: 'f-born', name: 'Дата рождения', type: 'date', value: String(DAY) },
  { id: 'f-tg', name: 'Telegram', type: 'url', value: 'https://t.me/polina_p' },
  {
    id: 'f-skills', name: 'Навыки', type: 'labels',
    type_config: { options: [{ id: 'l1', label: 'Java' }, { id: 'l2', label: 'Go' }] }, value: ['l2', 'l1'],
  },
  { id: 'f-done', name: 'Проверен', type: 'checkbox', value: 'true' },
  { id: 'f-who', name: 'Рекрутер', type: 'users', value: [{ id: 1, username: 'Ирина' }] },
  { id: 'f-rate', name: 'Оценка', type: 'emoji', type_config: { count: 5 }, value: 4 },
  { id: 'f-note', name: 'Заметки', type: 'text', value: 'Звонить после 18.\nНе торопить.' },
  { id: 'f-empty', name: 'Город', type: 'short_text' },
];

describe('custom fields on their way to Huntflow', () => {
  let house, me, up;
  let made = 0;

  before(async () => {
    house = await startHouse({ upstreams: true, env: QUICK });
    up = house.up;
    await up.huntflow.settings({ parse: 'all' });
    me = watched(await recruiter(house, { tasks: { count: 12 } }));
  });
  after(() => {
    assert.deepEqual(me?.wrong, []);
    return house?.stop();
  });

  async function task(name, fields = custom, more = {}) {
    const { id } = await up.clickup.addTask({
      id: `86f${++made}`, list: up.clickup.list, name, assignees: [], tags: [], raw: { custom_fields: fields }, ...more
    });
    await sync(house, me);
    return id;
  }
  const one = async (res) => (await up.huntflow.applicants()).find(({ id }) => id === res.json.applicant_id);
  const comment = (applicant) => applicant.logs.findLast(({ type }) => type === 'COMMENT').comment;
  const places = ({ fields }) => Object.fromEntries(fields.map(({ id, to }) => [id, to]));

  it('sends what is filled to the member it is for, all else in the comment', async () => {
    const id = await task('Полева Полина, QA');
    const shown = await me.expect(200, 'GET', `/clickup/task/${id}/transfer-preview?account_id=11`);
    const res = await transfer(me, id);
    assert.equal(res.status, 201, res.text);
    const applicant = await one(res);
    const expected = {
      phone: '+375 29 111-22-33', email: 'fields@mail.example', money: '4500.50 BYN', position: 'Тимлид',
      company: 'Нова', birthday: '1990-05-31',
    };
    for (const [member, value] of Object.entries(expected)) {
      assert.equal(applicant[member], value, member);
      assert.equal(shown[member], value, `${member} of the preview`);
    }
    assert.equal(applicant.social[0].value, 'polina_p');
    const lines = [
      'Второй телефон: +375 33 444-55-66', 'Навыки: Go, Java', 'Проверен: да', 'Рекрутер: Ирина', 'Оценка: 4/5',
      'Заметки: Звонить после 18.\nНе торопить.',
    ];
    for (const line of lines) assert.ok(comment(applicant).includes(`\n${line}\n`), line);
    for (const line of lines) assert.ok(shown.comment.includes(`\n${line}\n`), line);
    for (const name of ['Город:', '111-22-33', 'Ожидания:']) assert.ok(!comment(applicant).includes(name), name);
  });

  it('takes the field of the task before the CV', async () => {
    const id = await task(
      'Резюмова Рита', [{ id: 'f-phone', name: 'Телефон', type: 'phone', value: '+375 29 765-43-21' }],
      { attachments: [{ id: 'cv1', title: 'cv.pdf', date: 1, person: 12 }] },
    );
    const applicant = await one(await transfer(me, id));
    assert.equal(applicant.phone, '+375 29 765-43-21');
    assert.match(applicant.email, /@/, 'what no field says is the CV\'s');
  });

  it('finds the same person by what the CV says, too', async () => {
    const person = { attachments: [{ id: 'cv2', title: 'cv.pdf', date: 1, person: 27 }] };
    const there = await one(await transfer(me, await task('Двойников Глеб', [], person)));
    const id = await task(
      'Двойников Глеб', [{ id: 'f-mail', name: 'E-mail', type: 'email', value: 'new@mail.example' }], person,
    );
    const res = await transfer(me, id, { duplicate: 'ask' });
    assert.deepEqual([res.status, res.json.duplicates?.[0].id], [409, there.id], res.text);
  });

  it('says all fields to one who was there', async () => {
    const there = await one(await transfer(me, await task('Бывалый Борис', [])));
    const res = await transfer(me, await task('Бывалый Борис'), { duplicate: 'attach', applicant_id: there.id });
    assert.equal(res.status, 200, res.text);
    const said = comment(await one(res));
    for (const line of ['Телефон: +375 29 111-22-33', 'Ожидания: 4500.50 BYN', 'Telegram: https://t.me/polina_p'])
      assert.ok(said.includes(`\n${line}\n`), line);
  });

  it('shows the guess and the ten newest tasks, tries a choice, keeps it for the list', async () => {
    await task('Выборова Вера');
    const guessed = await me.expect(200, 'GET', FIELDS);
    assert.equal(guessed.list_id, up.clickup.list);
    assert.equal(guessed.tasks.length, 10);
    const to = places(guessed);
    assert.deepEqual(
      [to['f-phone'], to['f-money'], to['f-note'], to['f-who']], ['phone', 'money', 'comment', 'comment'],
    );
    assert.ok(guessed.fields.every(({ chosen, to: now, guess }) => !chosen && now === guess));
    const mine = ({ tasks }) => tasks.find(({ name }) => name === 'Выборова Вера');
    assert.equal(mine(guessed).members.find(({ to: member }) => member === 'money').text, '4500.50 BYN');
    assert.equal(guessed.fields.find(({ id }) => id === 'f-empty').filled, 0);

    const fields = [
      { id: 'f-money', to: 'none' }, { id: 'f-note', to: 'skype' }, { id: 'f-second', to: 'phone' },
      { id: 'f-phone', to: 'comment' },
    ];
    const tried = await me.expect(200, 'POST', `${FIELDS}/preview`, { fields });
    assert.deepEqual(mine(tried).kept, ['Ожидания']);
    assert.deepEqual(places(await me.expect(200, 'GET', FIELDS)), to, 'trying stores nothing');

    const saved = await me.expect(200, 'PUT', FIELDS, { fields });
    assert.deepEqual(saved, tried);
    const applicant = await one(await transfer(me, await task('Выборова Анна')));
    assert.deepEqual([applicant.phone, applicant.money ?? null], ['+375 33 444-55-66', null]);
    assert.ok(comment(applicant).includes('\nТелефон: +375 29 111-22-33\n'));
    assert.ok(!comment(applicant).includes('Ожидания'));
    assert.ok(comment(applicant).includes('\nЗаметки: Звонить после 18.'), 'what its member does not take is said');
    const job = await start(me, { scope: 'selection', task_ids: [await task('Выборов Пётр')] });
    await reaches(house, me, job.id, 'completed');
    const bulk = (await up.huntflow.applicants()).find(({ last_name: name }) => name === 'Выборов');
    assert.deepEqual(
      [bulk.phone, bulk.money ?? null], ['+375 33 444-55-66', null], 'the import reads as the transfer does',
    );
    assert.deepEqual(places(await me.expect(200, 'PUT', FIELDS, { fields: [] })), to);
  });

  it('keeps the choice of a list for the company, and from others', async () => {
    await me.expect(200, 'PUT', FIELDS, { list_id: up.clickup.list, fields: [{ id: 'f-firm', to: 'comment' }] });
    const mate = watched(await recruiter(house));
    assert.equal(places(await mate.expect(200, 'GET', FIELDS))['f-firm'], 'comment');
    const stranger = watched(await house.user({ company: 'Чужая' }));
    await stranger.connect({ settings: { include_closed: true } });
    await sync(house, stranger);
    assert.equal(places(await stranger.expect(200, 'GET', FIELDS))['f-firm'], 'company');
    assert.deepEqual([...mate.wrong, ...stranger.wrong], []);
    await me.expect(200, 'PUT', FIELDS, { fields: [] });
  });

  it('refuses what makes no sense, and names it', async () => {
    const cases = [
      [400, { fields: [{ id: 'f-phone', to: 'photo' }] }, 'fields[0].to'],
      [400, { fields: [{ id: 'f-phone' }] }, 'fields[0].to'],
      [400, { fields: [{ to: 'phone' }] }, 'fields[0].id'],
      [400, { fields: [{ id: 'a', to: 'none' }, { id: 'a', to: 'phone' }] }, 'fields[1].id'],
      [400, { fields: ['f-phone'] }, 'fields[0]'],
      [400, { fields: Array.from({ length: 301 }, (_, n) => ({ id: `f${n}`, to: 'none' })) }, 'fields'],
      [400, {}, 'fields'],
      [400, { fields: [], more: 1 }, 'more'],
      [404, { list_id: '999', fields: [] }],
    ];
    for (const [status, body, field] of cases) {
      for (const [method, path] of [['PUT', FIELDS], ['POST', `${FIELDS}/preview`]]) {
        const res = await me.raw(method, path, {
          body: JSON.stringify(body), headers: { 'content-type': 'application/json' },
        });
        assert.equal(res.status, status, `${method} ${JSON.stringify(body).slice(0, 80)}: ${res.text}`);
        if (field) assert.deepEqual(res.json.errors.map((error) => error.field), [field], res.text);
      }
    }
    assert.equal((await me.get(`${FIELDS}?list_id=999`)).status, 404);
    assert.equal((await me.get(`${FIELDS}?x=1`)).status, 400);
    const fresh = watched(await house.user());
    assert.equal((await fresh.get(FIELDS)).json.code, 'clickup.unset');
  });
});
