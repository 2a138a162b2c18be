// Rows of a table go to Huntflow by the machine of tasks: one by one, and in bulk.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { erase } from '../lib/erasure.js';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { QUICK, reaches } from '../lib/recruiter.js';
import { csvBytes, uploadTable } from '../lib/tables.js';

const API = '/api/v1/tables/';
const HEAD = ['Фамилия', 'Имя', 'Телефон', 'Почта', 'Профиль', 'Должность', 'Город', 'Заметка'];

describe('rows of a table', () => {
  let house, me, up;

  before(async () => {
    house = await startHouse({ upstreams: true, env: QUICK });
    up = house.up;
    me = watched(await house.user({ role: 'manager', company: 'Nova', name: 'Мария Лебедева' }));
    // ClickUp is not connected: nobody needs it for tables.
    await me.expect(200, 'PATCH', '/api/v1/profile', {
      huntflow_prod_url: up.huntflow.url, huntflow_prod_api_key: up.huntflow.api_key,
      huntflow_prod_refresh_token: up.huntflow.refresh_token,
    });
  });
  after(() => house?.stop());

  async function take(people, name = 'отклики.csv') {
    const res = await uploadTable(me, csvBytes([HEAD, ...people], { encoding: 'WINDOWS-1251' }), { name });
    assert.equal(res.status, 201, res.text);
    const rows = await me.expect(200, 'GET', `${API}${res.json.id}/rows/?page_size=100`);
    return { ...res.json, rows };
  }
  const wish = ({ id }, more) => ({
    source: { kind: 'table', id }, account_id: 11, scope: 'all', delay_seconds: 0, ...more,
  });
  const start = (table, more) => me.expect(202, 'POST', '/clickup/api/start-bulk-import', wish(table, more));
  const named = async (last) => (await up.huntflow.applicants()).filter(({ last_name: name }) => name === last);
  const row = (table, n) => `${API}${table.id}/rows/${table.rows[n].id}`;

  it('are sent one by one: previewed, once, with all that they say and where they are from', async () => {
    const table = await take([['Строкова', 'Анна', '+375 29 111-22-33', 'stroka@nova.by',
      'https://linkedin.com/in/stroka', 'Java developer', 'Минск', 'Пришла по рекомендации']]);
    const preview = await me.expect(200, 'GET', `${row(table, 0)}/transfer-preview?account_id=11`);
    assert.deepEqual(
      [preview.last_name, preview.first_name, preview.phone, preview.email, preview.position, preview.links],
      ['Строкова', 'Анна', '+375 29 111-22-33', 'stroka@nova.by', 'Java developer', ['https://linkedin.com/in/stroka']],
    );
    const [one, two] = await Promise.all([1, 2].map(() =>
      me.post(`${row(table, 0)}/transfer-to-huntflow`, { account_id: 11 })));
    assert.ok([one, two].some(({ status }) => status === 201), `${one.text} ${two.text}`);
    const again = await me.post(`${row(table, 0)}/transfer-to-huntflow`, { account_id: 11 });
    assert.equal(again.status, 200, again.text);
    const [applicant, ...others] = await named('Строкова');
    assert.deepEqual(others, []);
    assert.deepEqual([applicant.first_name, applicant.email, applicant.position],
      ['Анна', 'stroka@nova.by', 'Java developer']);
    const [{ comment }] = applicant.logs.filter(({ comment: text }) => text?.includes('#hw'));
    assert.match(comment, /^Строка таблицы: Строкова Анна\nСсылка: \S+\/tables\/\d+\/rows\/\d+\/#hw/);
    assert.match(comment, /Таблица: отклики\.csv, строка 2\n/);
    for (const line of ['Город: Минск', 'Заметка: Пришла по рекомендации']) assert.ok(comment.includes(line), comment);
    const [shown] = await me.expect(200, 'GET', `${API}${table.id}/rows/`);
    assert.deepEqual([shown.transfer.state, shown.transfer.applicant_id, shown.transfer.by],
      ['done', applicant.id, 'Мария Лебедева']);
    assert.equal((await me.expect(200, 'GET', `${API}${table.id}/rows/?transfer=done`)).length, 1);
  });

  it('say that their transfer failed, and why, not that it is still under way', async () => {
    const table = await take([['Несудьбова', 'Анна']]);
    await up.huntflow.fault({ kind: 'status', status: 400, method: 'POST', path: '/applicants$' });
    const refused = await me.post(`${row(table, 0)}/transfer-to-huntflow`, { account_id: 11 });
    const { transfer } = await me.expect(200, 'GET', row(table, 0));
    assert.deepEqual([transfer.state, transfer.error_code, transfer.applicant_id, transfer.by],
      ['failed', refused.json.code, null, 'Мария Лебедева']);
    await me.expect(201, 'POST', `${row(table, 0)}/transfer-to-huntflow`, { account_id: 11 });
    assert.equal((await me.expect(200, 'GET', row(table, 0))).transfer.state, 'done');
  });

  it('are known when their table was deleted, or expired, and comes again: nobody is made twice', async () => {
    const people = [['Вернулась', 'Анна', '', ''], ['Вернулся', 'Олег', '', ''], ['Вернётся', 'Яна', '', '']];
    const table = await take(people);
    const send = () => start(table, { scope: 'selection', task_ids: [String(table.rows[1].id)], duplicate: 'create' });
    await reaches(house, me, (await send()).id, 'completed');
    for (const forget of [
      () => me.expect(204, 'DELETE', `${API}${table.id}/`),
      async () => {
        await house.sql('UPDATE sheet SET created_at = NOW(3) - INTERVAL 31 DAY WHERE id = ?', [table.id]);
        await house.until(async () => {
          await house.run('tick');
          return (await me.get(`${API}${table.id}/`)).status === 404;
        });
      },
    ]) {
      await forget();
      const again = await take(people);
      assert.deepEqual([again.id, again.rows.map(({ id, number }) => [id, number])],
        [table.id, table.rows.map(({ id, number }) => [id, number])]);
      assert.deepEqual(again.rows.map(({ transfer }) => transfer?.state), [undefined, 'done', undefined]);
      const counts = await me.expect(200, 'POST', '/clickup/api/preview-bulk-import', wish(again));
      assert.deepEqual([counts.create, counts.already], [2, 1]);
      await reaches(house, me, (await send()).id, 'completed');
      assert.equal((await named('Вернулся')).length, 1);
    }
    const other = await take([['Вернулась', 'Анна', '', ''], ['Чужой', 'Олег', '', '']]);
    assert.notEqual(other.id, table.id);
  });

  it('are shown before a bulk is sent: how many, and who each would be', async () => {
    const table = await take([['Показова', 'Анна', '', 'pokaz@nova.by'], ['Показов', 'Олег'], ['Иной', 'Пётр']]);
    const counts = await me.expect(200, 'POST', '/clickup/api/preview-bulk-import', wish(table));
    assert.deepEqual(
      [counts.total, counts.create, counts.already, counts.no_cv, counts.unreadable_name], [3, 3, 0, 0, 0],
    );
    const [first] = await me.expect(200, 'POST', '/clickup/api/preview-bulk-import-tasks', wish(table));
    assert.deepEqual(
      [first.task_id, first.last_name, first.first_name, first.email, first.name_from],
      [String(table.rows[0].id), 'Показова', 'Анна', 'pokaz@nova.by', 'given'],
    );
    const some = async (more) =>
      (await me.expect(200, 'POST', '/clickup/api/preview-bulk-import', wish(table, more))).total;
    assert.equal(await some({ scope: 'filter', filter: { search: 'показов' } }), 2);
    assert.equal(await some({ scope: 'filter', filter: { transfer: 'done' } }), 0);
    assert.equal(await some({ scope: 'selection', task_ids: [String(table.rows[2].id)] }), 1);
  });

  it('go each once, however often the workers are killed, and can be taken back', async () => {
    const table = await take(Array.from({ length: 12 }, (_, n) => [`Табличнова${n}`, 'Анна', '', `tab${n}@nova.by`]));
    await up.huntflow.latency(40);
    const { id } = await start(table);
    await house.until(async () => (await me.get(`/clickup/api/bulk-import-progress/${id}`)).json.successful_tasks > 2);
    await house.kill('import');
    house.launch('import');
    let end = await reaches(house, me, id, 'completed');
    if (end.unsure_tasks > 0) {
      await me.expect(200, 'POST', `/clickup/api/retry-failed-tasks/${id}`, {
        code: 'transfer.unsure', option: 'resend',
      });
      end = await reaches(house, me, id, 'completed');
    }
    await up.huntflow.latency(0);
    assert.deepEqual([end.kind, end.source_id, end.source, end.failed_tasks, end.successful_tasks],
      ['table', table.id, 'отклики.csv', 0, 12]);
    for (let n = 0; n < 12; n++) assert.equal((await named(`Табличнова${n}`)).length, 1);
    const again = await reaches(house, me, (await start(table)).id, 'completed');
    assert.deepEqual([again.skipped_tasks, again.successful_tasks], [12, 0]);
    await me.expect(202, 'POST', `/clickup/api/undo-bulk-import/${id}`, { mode: 'remove' });
    await house.until(async () => (await named('Табличнова0')).length === 0, { timeout: 30_000 });
  });

  it('that are there under the same e-mail are left or joined, as is asked', async () => {
    const people = [['Двойников', 'Олег', '', 'twice@nova.by']];
    const first = await take(people, 'a.csv');
    const second = await take([...people, ['Новиков', 'Ян', '', 'yan@nova.by']], 'b.csv');
    await reaches(house, me, (await start(first)).id, 'completed');
    const end = await reaches(house, me, (await start(second, { duplicate: 'skip' })).id, 'completed');
    assert.deepEqual([end.skipped_tasks, end.successful_tasks, (await named('Двойников')).length], [1, 1, 1]);
  });

  it('that are one person in the same table become one applicant when that is asked', async () => {
    await up.huntflow.latency(40);
    // Each round has a number of its own: who is of the first one is not somebody of the second.
    const rounds = [['skip', 'Пропускова', 5, '40-50'], ['attach', 'Дополнова', 0, '60-70']];
    for (const [duplicate, last, skipped, end] of rounds) {
      const mail = `${duplicate}@nova.by`;
      const table = await take(Array.from({ length: 6 }, (_, n) => n < 4
        ? [last, 'Анна', n === 0 ? `+375 29 300-${end}` : '', n % 2 ? mail : mail.toUpperCase()]
        : [last, 'Анна', `8029300${end.replace('-', '')}`, mail]), `${duplicate}.csv`);
      const { id } = await start(table, { duplicate });
      const job = await reaches(house, me, id, 'completed');
      assert.deepEqual([job.skipped_tasks, job.successful_tasks, job.failed_tasks], [skipped, 6 - skipped, 0]);
      assert.equal((await named(last)).length, 1);
    }
    await up.huntflow.latency(0);
  });

  it('whose answer was lost keep their person: another row of theirs makes no second applicant', async () => {
    const [first, second] = [['Утратова', 'Анна', '', 'utra@nova.by'], ['Утратова', 'Анна', '', 'UTRA@nova.by']];
    const one = await take([first], 'lost1.csv');
    const two = await take([second], 'lost2.csv');
    await up.huntflow.fault({ kind: 'late', method: 'POST', path: '/applicants$', delay_ms: 900_000 });
    const send = (table) => me.post(`${row(table, 0)}/transfer-to-huntflow`, { account_id: 11, duplicate: 'skip' });
    assert.equal((await send(one)).json.code, 'transfer.unsure');
    assert.equal((await send(two)).json.code, 'transfer.same_unsure');
    const { id } = await start(two, { duplicate: 'skip' });
    const held = await reaches(house, me, id, 'failed');
    assert.deepEqual(held.failures.map(({ code, remedy }) => [code, remedy]), [['transfer.same_unsure', 'retry']]);
    assert.equal((await named('Утратова')).length, 0);
    await up.huntflow.advance(900_000);
    await house.until(async () => {
      await house.sql('UPDATE transfer SET look_at = NOW(3) WHERE look_at IS NOT NULL');
      await house.run('import');
      return (await named('Утратова')).length === 1
        && (await house.sql('SELECT * FROM transfer_person')).length === 0;
    }, { timeout: 60_000 });
    await me.expect(200, 'POST', `/clickup/api/retry-failed-tasks/${id}`, {});
    assert.equal((await reaches(house, me, id, 'completed')).skipped_tasks, 1);
    assert.equal((await named('Утратова')).length, 1);
  });

  it('that fail are tried again; those of a table that is gone say so', async () => {
    const table = await take([['Безымянов', 'Пётр'], ['Исчезнова', 'Вера']]);
    await up.huntflow.fault({ kind: 'status', status: 400, method: 'POST', path: '/applicants$' });
    const { id } = await start(table);
    const end = await reaches(house, me, id, 'completed');
    assert.deepEqual([end.failed_tasks, end.successful_tasks], [1, 1]);
    await me.expect(204, 'DELETE', `${API}${table.id}/`);
    await me.expect(200, 'POST', `/clickup/api/retry-failed-tasks/${id}`, {});
    const last = await reaches(house, me, id, 'completed');
    assert.deepEqual(last.failures.map(({ code }) => code), ['table.gone']);
  });

  it('name nobody who was erased', async () => {
    const table = await take([['Стираемый', 'Глеб', '', 'gleb@nova.by'], ['Оставшийся', 'Ян', '', 'jan2@nova.by']]);
    const choices = [{ task_id: String(table.rows[0].id), first_name: 'Тайный' }];
    const { id } = await start(table, { choices });
    await reaches(house, me, id, 'completed');
    const { json: person } = await me.send('POST', '/api/v1/candidates', {
      first_name: 'Глеб', last_name: 'Стираемый', email: 'gleb@nova.by',
    });
    const admin = await house.user({ role: 'admin', company: 'Nova' });
    await erase(house, admin, person.id);
    const rows = await house.sql('SELECT name, choice FROM import_item WHERE job_id = ? ORDER BY id', [id]);
    assert.deepEqual(rows.map(({ name }) => name), [`№ ${table.rows[0].id}`, 'Оставшийся Ян']);
    assert.doesNotMatch(JSON.stringify(rows), /Стираемый|Тайный/);
  });

  it('are asked for by a table that is there', async () => {
    const table = await take([['Отказова', 'Анна']]);
    const refused = async (body) => {
      const { status, json } = await me.send('POST', '/clickup/api/start-bulk-import', body);
      return [status, json.errors?.[0]?.field ?? json.code];
    };
    assert.deepEqual(await refused(wish(table, { source: { kind: 'table' } })), [400, 'source.id']);
    assert.deepEqual(await refused(wish({ id: 999999 })), [404, 'table.absent']);
    assert.deepEqual(await refused(wish(table, { scope: 'filter', filter: { tag: 'x' } })), [400, 'filter.tag']);
    assert.deepEqual(await refused(wish(table, { scope: 'selection', task_ids: ['x'] })), [400, 'task_ids[0]']);
  });

  it('answer as they are described', () => assert.deepEqual(me.wrong, []));
});
