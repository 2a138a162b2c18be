// What of a task goes to Huntflow, and what is said of the rest: contacts, names, files, links, the vacancy.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { QUICK, reaches, recruiter, start, sync, transfer } from '../lib/recruiter.js';

const RTF = Buffer.from('{\\rtf1 Resume}').toString('base64');
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46]).toString('base64');

describe('the choices of a transfer', () => {
  let house, me, up, account;
  let made = 0;

  before(async () => {
    house = await startHouse({ upstreams: true, env: QUICK });
    up = house.up;
    account = up.huntflow.server.accounts.get(11);
    await up.huntflow.settings({ parse: 'all' });
    me = watched(await recruiter(house));
  });
  after(() => house?.stop());
  beforeEach(async () => {
    await up.huntflow.clearFaults();
    await up.clickup.clearFaults();
    await up.huntflow.clearCalls();
  });

  async function task(name, fields = {}) {
    const { id } = await up.clickup.addTask({
      id: `86c${++made}`, list: up.clickup.list, name, assignees: [], tags: [], ...fields
    });
    await sync(house, me);
    return id;
  }
  const file = (title, more) => ({ id: `f${++made}`, title, date: made, ...more });
  const preview = async (id) => (await me.get(`/clickup/task/${id}/transfer-preview?account_id=11`)).json;
  const named = async (last) => (await up.huntflow.applicants()).filter(({ last_name: name }) => name === last);
  const one = async (res) => (await up.huntflow.applicants()).find(({ id }) => id === res.json.applicant_id);
  const uploaded = async (ids) => {
    const all = await up.huntflow.uploads();
    return ids.map((id) => all.find((each) => each.id === id).name);
  };

  it('reads contacts as the preview does, and finds the same person by them', async () => {
    const there = account.addApplicant({
      first_name: 'Мария', last_name: 'Есть', email: 'maria@mail.example', phone: '+375 29 111-22-33',
    });
    const cases = [
      { description: 'пишите: Maria@mail.example' },
      { description: 'тел. +375 29 111-22-33' },
      { raw: { custom_fields: [{ id: 'c1', name: 'E-mail', type: 'email', value: 'maria@mail.example' }] } },
      { raw: { custom_fields: [{ id: 'c2', name: 'Телефон', type: 'phone', value: '+375291112233' }] } },
    ];
    for (const fields of cases) {
      const id = await task('Иванова Мария', fields);
      assert.deepEqual((await preview(id)).duplicates.map((each) => each.id), [there.id], JSON.stringify(fields));
      const asked = await transfer(me, id, { duplicate: 'ask' });
      assert.deepEqual(
        [asked.status, asked.json.code, asked.json.duplicates?.[0].id], [409, 'huntflow.duplicate_found', there.id],
        asked.text,
      );
      const job = await start(me, { scope: 'selection', task_ids: [id], duplicate: 'skip' });
      assert.equal((await reaches(house, me, job.id, 'completed')).skipped_tasks, 1);
      assert.equal((await me.get(`/clickup/task/${id}`)).json.transfer, null, 'what was skipped is not under way');
    }
    assert.equal((await named('Иванова')).length, 0);
    const res = await transfer(me, await task('Иванова Мария', cases[0]), { duplicate: 'create' });
    assert.equal((await one(res)).email, 'maria@mail.example');
    const other = await transfer(me, await task('Петрова Мария', cases[3]), { duplicate: 'create' });
    assert.equal((await one(other)).phone, '+375291112233');
  });

  it('knows a number without its country by where the recruiter is', async () => {
    const there = account.addApplicant({ first_name: 'Ольга', last_name: 'Номерова', phone: '+375 44 987-65-43' });
    const id = await task('Номерова Ольга', {
      raw: { custom_fields: [{ id: 'c3', name: 'Телефон', type: 'phone', value: '044 987-65-43' }] },
    });
    assert.deepEqual(
      (await preview(id)).duplicates.map(({ id: found, matched }) => [found, matched.includes('phone')]),
      [[there.id, true]],
    );
    const res = await transfer(me, id, { duplicate: 'attach' });
    assert.deepEqual([res.status, res.json.applicant_id, res.json.created], [200, there.id, false], res.text);
  });

  it('shows before an import what it would do, task by task, and does what is chosen', async () => {
    const there = account.addApplicant({ first_name: 'Фома', last_name: 'Списков', email: 'foma@mail.example' });
    const mail = { description: 'foma@mail.example' };
    const skip = await task('Списков Фома', mail);
    const attach = await task('Фома Списков', mail);
    const create = await task('Списков Ф.', { ...mail, attachments: [file('cv.rtf', { base64: RTF })] });
    const plain = await task('Одинокая Юлия');
    const ids = [skip, attach, create, plain];
    assert.equal((await me.post(`/clickup/task/${create}/refresh`, {})).status, 200);
    const wish = { account_id: 11, scope: 'selection', task_ids: ids };
    const list = (query = '') => me.post(`/clickup/api/preview-bulk-import-tasks${query}`, wish);
    const shown = await list();
    assert.deepEqual([shown.status, shown.headers['x-total-count']], [200, '4'], shown.text);
    const of = (id) => shown.json.find(({ task_id: each }) => each === id);
    for (const id of [skip, attach, create])
      assert.deepEqual(of(id).duplicates.map((each) => each.id), [there.id], of(id).name);
    assert.deepEqual(
      [of(attach).first_name, of(attach).last_name, of(attach).email, of(attach).file],
      ['Фома', 'Списков', 'foma@mail.example', null],
    );
    assert.deepEqual([of(create).file, of(create).files_read, of(plain).files_read], ['cv.rtf', true, false]);
    assert.deepEqual([of(plain).duplicates, of(plain).already, of(plain).name_from], [[], null, 'title']);
    const second = await list('?page=2&page_size=3');
    assert.deepEqual([second.json.length, second.json[0].task_id], [1, shown.json[3].task_id]);
    assert.equal((await list('?page_size=21')).status, 400);
    await up.huntflow.fault({ kind: 'status', status: 400, method: 'GET', path: '/applicants/search', times: 1 });
    const half = await list();
    assert.deepEqual(half.json.map(({ duplicates }) => duplicates === null), [true, false, false, false]);
    assert.ok(half.json[0].duplicates_error);

    const wrong = await me.post('/clickup/api/start-bulk-import', {
      ...wish, choices: [{ task_id: skip }, { task_id: attach, duplicate: 'skip', applicant_id: 5 }],
    });
    assert.deepEqual([wrong.status, wrong.json.errors[0].field], [400, 'choices[1].duplicate'], wrong.text);
    const job = await start(me, { ...wish, duplicate: 'skip', choices: [
      { task_id: skip, duplicate: 'skip' },
      { task_id: attach, duplicate: 'attach', applicant_id: there.id },
      { task_id: create, duplicate: 'create', first_name: 'Филипп', last_name: 'Несписков' },
      { task_id: '86nobody', duplicate: 'skip' },
    ] });
    const end = await reaches(house, me, job.id, 'completed');
    assert.deepEqual([end.total_tasks, end.successful_tasks, end.skipped_tasks], [4, 3, 1]);
    const items = (await me.get(`/clickup/api/bulk-import-items/${job.id}`)).json;
    const item = (id) => items.find(({ task_id: each }) => each === id);
    assert.deepEqual([item(skip).state, item(skip).error_code], ['skipped', 'import.left_out']);
    assert.equal(item(attach).applicant_id, there.id);
    assert.deepEqual(
      (await named('Несписков')).map(({ first_name: first, id }) => [first, id]),
      [['Филипп', item(create).applicant_id]],
    );
    assert.equal((await named('Списков')).length, 1);
    assert.equal((await named('Одинокая')).length, 1);
    assert.deepEqual(
      (await list()).json.map(({ task_id: id, already }) => [
        id, already?.applicant_id ?? null,
      ]).filter(([, id]) => id).length,
      3,
    );
  });

  it('shows the rest of a preview when only the search for duplicates failed', async () => {
    const id = await task('Поисков Иван', { description: 'ivan@mail.example' });
    await up.huntflow.fault({ kind: 'status', status: 500, method: 'GET', path: '/applicants/search', times: 20 });
    const res = await me.get(`/clickup/task/${id}/transfer-preview?account_id=11`);
    assert.deepEqual([res.status, res.json.duplicates, res.json.last_name], [200, null, 'Поисков'], res.text);
    assert.ok(res.json.warnings.some(({ code }) => code === 'transfer.preview_search'));
  });

  it('names the applicant as the preview did', async () => {
    const cases = ['Соколова Вера, QA', 'Senior QA, Минск'];
    for (const name of cases) {
      const id = await task(name, { attachments: [file('cv.pdf', { person: 40 + made })] });
      const shown = await preview(id);
      const applicant = await one(await transfer(me, id));
      if (shown.name_from === 'title')
        assert.deepEqual([applicant.last_name, applicant.first_name], [shown.last_name, shown.first_name]);
      else assert.notEqual(applicant.last_name, '-');
    }
  });

  it('sends every kind of CV that Huntflow takes, by what its bytes are', async () => {
    const cases = [
      [file('cv.rtf', { base64: RTF }), 'cv.rtf'],
      [file('photo.jpg', { base64: JPEG }), 'photo.jpg'],
      [file('Резюме.docx', { lines: ['Java'] }), 'Резюме.pdf'],
      [file('CV.pdf ', { lines: ['Java ', 'Go'] }), 'CV.pdf'],
      [file('Резюме', { lines: ['Perl'] }), 'Резюме.pdf'],
    ];
    for (const [attachment, name] of cases) {
      const res = await transfer(me, await task(`Файлова Ева ${made}`, { attachments: [attachment] }));
      assert.equal(res.status, 201, res.text);
      const { externals } = await one(res);
      assert.deepEqual(await uploaded(externals[0].files), [name]);
      assert.deepEqual(res.json.left, []);
    }
  });

  it('takes the next best file, and says what it left', async () => {
    const id = await task('Остатков Ян', {
      attachments: [
        file('broken.pdf', { base64: Buffer.from('<html>').toString('base64') }),
        file('big.pdf', { lines: ['x'], pad_mb: 16 }), file('good.rtf', { base64: RTF }),
      ],
    });
    const res = await transfer(me, id);
    assert.equal(res.status, 201, res.text);
    assert.deepEqual(
      await uploaded((await one(res)).externals[0].files), ['cv.rtf'], 'the same bytes keep their first name',
    );
    assert.deepEqual(res.json.left.map(({ title, code }) => [title, code]), [
      ['broken.pdf', 'transfer.file_broken'], ['big.pdf', 'huntflow.file_too_large'],
    ]);
    assert.ok(res.json.left.every(({ text }) => text.length > 20));
    assert.match(house.log('pool'), /big\.pdf/);
    const other = await task('Остаткова Яна', {
      attachments: [file('broken.pdf', { base64: 'PGh0bWw+' }), file('fine.rtf', { base64: RTF })],
    });
    const job = await start(me, { scope: 'selection', task_ids: [other] });
    await reaches(house, me, job.id, 'completed');
    const [item] = (await me.get(`/clickup/api/bulk-import-items/${job.id}`)).json;
    assert.deepEqual(item.left.map(({ title, code }) => [title, code]), [['broken.pdf', 'transfer.file_broken']]);
  });

  it('sends all links and further CVs along with the comment', async () => {
    const id = await task('Всёсразу Анна', {
      description: 'https://www.linkedin.com/in/all-at-once и https://rabota.by/resume/77',
      attachments: [
        file('cv.pdf', { person: 71 }), file('more.pdf', { lines: ['Сертификат'] }), file('scan.jpg', { base64: JPEG }),
        file('x.zip', { base64: 'UEsDBA==' }),
      ],
    });
    assert.deepEqual((await preview(id)).more_files.map(({ title }) => title), ['more.pdf', 'scan.jpg']);
    const res = await transfer(me, id);
    const applicant = await one(res);
    const comment = applicant.logs.findLast(({ type }) => type === 'COMMENT');
    assert.equal(applicant.externals[0].files.length, 1);
    assert.equal(comment.files.length, 2);
    assert.match(comment.comment, /linkedin\.com\/in\/all-at-once[\s\S]*rabota\.by\/resume\/77/);
    assert.doesNotMatch(comment.comment, /127\.0\.0\.1/, 'addresses that nobody else can open');
  });

  it('marks what it writes where people do not read it', async () => {
    const applicant = await one(await transfer(me, await task('Знаков Лев')));
    for (const text of [applicant.externals[0].data.body, applicant.logs.at(-1).comment]) {
      assert.match(text, /https:\/\/\S+#hw[a-z2-7]{16}/);
      assert.doesNotMatch(text, /Метка/);
    }
  });

  it('sends no file with the name alone, also when one went up before', async () => {
    const id = await task('Одноимённый Пётр', { attachments: [file('cv.pdf', { person: 81 })] });
    await up.huntflow.fault({ kind: 'status', status: 400, method: 'POST', path: '/applicants$' });
    assert.equal((await transfer(me, id)).status, 400);
    const res = await transfer(me, id, { options: ['name_only'] });
    assert.equal(res.status, 201, res.text);
    const applicant = await one(res);
    assert.deepEqual([applicant.externals[0].files, applicant.email], [[], null]);
    assert.ok(applicant.logs.every(({ files }) => files.length === 0));
  });

  it('uploads nothing twice when it is tried again', async () => {
    const id = await task('Повторный Олег', { attachments: [file('cv.pdf', { person: 82 })] });
    await up.huntflow.fault({ kind: 'status', status: 400, method: 'POST', path: '/applicants$' });
    await transfer(me, id);
    assert.equal((await transfer(me, id)).status, 201);
    assert.equal((await up.huntflow.calls({ method: 'POST', path: '/upload$' })).total, 1);
  });

  it('checks vacancy and stage before anything is made', async () => {
    const { vacancies, statuses } = account.data;
    const vacancy = vacancies.find(({ state }) => state === 'OPEN').id;
    const trash = statuses.find(({ type }) => type === 'trash').id;
    const id = await task('Безмест Егор');
    for (const [body, field] of [
      [{ vacancy_id: 999_999 }, 'vacancy_id'], [{ vacancy_id: vacancy, status_id: 999_999 }, 'status_id'],
      [{ vacancy_id: vacancy, status_id: trash }, 'status_id'],
    ]) {
      const res = await transfer(me, id, body);
      assert.deepEqual([res.status, res.json.errors[0].field], [400, field], res.text);
    }
    assert.equal((await named('Безмест')).length, 0);
    const job = await start(me, { scope: 'selection', task_ids: [id], vacancy_id: vacancy, status_id: 999_999 });
    const stopped = await reaches(house, me, job.id, 'stopped');
    assert.deepEqual([stopped.error_code, stopped.failed_tasks], ['huntflow.stage', 0]);
    assert.match(stopped.error_message, /999999/);
    await me.post(`/clickup/api/cancel-bulk-import/${job.id}`);
    assert.equal((await named('Безмест')).length, 0);
  });

  it('puts one who is there on the vacancy', async () => {
    const open = account.data.vacancies.filter(({ state }) => state === 'OPEN');
    const users = account.data.statuses.filter(({ type, removed }) => type === 'user' && !removed);
    const id = await task('Вакансин Глеб');
    const first = await transfer(me, id);
    const again = await transfer(me, id, { vacancy_id: open[0].id });
    assert.deepEqual([again.status, again.json.created, again.json.attached], [200, false, true], again.text);
    assert.deepEqual((await one(first)).links.map((link) => link.vacancy), [open[0].id]);
    const same = await transfer(me, id, { vacancy_id: open[0].id });
    assert.deepEqual([same.status, same.json.attached], [200, false]);
    assert.equal((await transfer(me, id, { vacancy_id: open[0].id, status_id: users[1].id })).json.attached, true);
    assert.equal((await one(first)).links[0].status, users[1].id);
    const job = await start(me, { scope: 'selection', task_ids: [id], vacancy_id: open[1].id, duplicate: 'attach' });
    assert.equal((await reaches(house, me, job.id, 'completed')).successful_tasks, 1);
    assert.equal((await one(first)).links.length, 2);
    assert.equal((await named('Вакансин')).length, 1);
  });

  it('says what was made when a later step failed, and what Huntflow found wrong', async () => {
    const vacancy = account.data.vacancies.find(({ state }) => state === 'OPEN').id;
    const id = await task('Полдела Инна');
    await up.huntflow.fault({
      kind: 'status', status: 400, method: 'POST', path: '/vacancy$',
      body: {
        errors: [
          { type: 'value_error', title: 'vacancy is closed', location: { entity: 'request', variable: '/vacancy' } },
        ],
      },
    });
    const res = await transfer(me, id, { vacancy_id: vacancy });
    assert.equal(res.status, 400, res.text);
    const [applicant] = await named('Полдела');
    assert.equal(res.json.applicant_id, applicant.id);
    assert.match(res.json.detail, /vacancy is closed/);
    assert.ok(res.json.url);
    assert.equal((await transfer(me, id, { vacancy_id: vacancy })).status, 200);
    const other = await task('Отказова Инна');
    await up.huntflow.fault({
      kind: 'status', status: 422, method: 'POST', path: '/applicants$',
      body: { errors: { email: 'not an address', phone: ['too long'] } },
    });
    const refused = await transfer(me, other);
    assert.match(refused.json.detail, /not an address \(\/email\)/);
    assert.match(refused.json.detail, /too long \(\/phone\)/);
  });

  it('follows an applicant that was merged into another', async () => {
    const vacancy = account.data.vacancies.find(({ state }) => state === 'OPEN').id;
    const id = await task('Слитная Ася');
    const first = await transfer(me, id);
    const kept = account.addApplicant({ first_name: 'Ася', last_name: 'Слитная' });
    await up.huntflow.control('POST', `/applicants/${first.json.applicant_id}/merge`, { into: kept.id });
    const again = await transfer(me, id, { vacancy_id: vacancy });
    assert.deepEqual([again.status, again.json.applicant_id], [200, kept.id], again.text);
    assert.match(again.json.url, new RegExp(`${kept.id}$`));
    assert.equal(account.applicants.get(kept.id).links.length, 1);
  });

  it('answers as it is described', () => assert.deepEqual(me.wrong, []));
});
