// One task to Huntflow: preview, every step, and all that can go wrong on the way.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { QUICK, recruiter, sync, transfer } from '../lib/recruiter.js';

const LIST = '901200100';
const IRINA = 48210001;

describe('transfer', () => {
  let house, me, up;
  let made = 0;

  before(async () => {
    house = await startHouse({ upstreams: true, env: QUICK });
    up = house.up;
    await up.huntflow.settings({ parse: 'all' });
    me = watched(await recruiter(house));
  });
  after(() => house?.stop());
  beforeEach(async () => { await up.huntflow.clearFaults(); await up.clickup.clearFaults(); });

  // A task with this name and these files, in the cache.
  async function task(name, fields = {}) {
    const { id } = await up.clickup.addTask({
      id: `86t${++made}`, list: LIST, name, assignees: [], tags: [], ...fields
    });
    await sync(house, me);
    return id;
  }

  const pdf = (more) => ({
    id: `att${++made}`, title: 'CV.pdf', date: Date.now(), ...(more.person ? {} : { lines: ['Резюме', 'Java'] }),
    ...more
  });
  const applicants = () => up.huntflow.applicants();
  const preview = (id) => me.get(`/clickup/task/${id}/transfer-preview?account_id=11`);

  it('is in the tab of its state at once', async () => {
    const tabs = async (id) => {
      const found = [];
      for (const tab of ['none', 'running', 'failed', 'unsure', 'done']) {
        const { json } = await me.get(`/clickup/tasks?transfer=${tab}&page_size=100`);
        if (json.some((one) => one.task_id === id)) found.push(tab);
      }
      return found;
    };
    const id = await task('Вкладкина Вера');
    assert.deepEqual(await tabs(id), ['none']);
    await up.huntflow.fault({ kind: 'status', status: 400, method: 'POST', path: '/applicants$' });
    assert.notEqual((await transfer(me, id)).status, 201);
    assert.deepEqual(await tabs(id), ['failed']);
    await up.huntflow.clearFaults();
    assert.equal((await transfer(me, id)).status, 201);
    assert.deepEqual(await tabs(id), ['done']);
  });

  it('makes the applicant with CV, tag and comment in at most 8 calls', async () => {
    const id = await task('Ковалёва Анна, Senior Java, Минск', {
      assignees: [IRINA], attachments: [pdf({ title: 'Old.PDF', date: 1_000_000_000_000, person: 5 })],
    });
    await transfer(me, await task('Первая Мария', { assignees: [IRINA] }));
    await up.huntflow.clearCalls();
    await up.clickup.clearCalls();
    const res = await transfer(me, id);
    assert.equal(res.status, 201, res.text);
    assert.deepEqual([res.json.success, res.json.created], [true, true]);
    assert.deepEqual(res.json.steps, ['fetch', 'file', 'create', 'tag', 'comment']);
    const one = (await applicants()).find((a) => a.id === res.json.applicant_id);
    assert.equal(one.externals[0].files.length, 1);
    assert.equal((await up.huntflow.uploads()).at(-1).name, 'Old.PDF');
    assert.equal(one.tags.length, 1);
    assert.match(one.logs.at(-1).comment, /Ковалёва Анна[\s\S]*Исполнители: Ирина Белова/);
    const ours = await up.huntflow.calls();
    const theirs = await up.clickup.calls();
    // Accounts and their tags are read once by a worker; here each request is its own. Who is new has none to read.
    assert.equal(
      ours.total - ours.calls.filter(
        ({ path, method }) => method === 'GET' && /accounts(\/\d+\/tags)?$/.test(path)
      ).length + theirs.total,
      7, JSON.stringify(ours.counts),
    );
    assert.equal(theirs.calls.find(({ path }) => path.startsWith('/attachments')).auth, false);
    assert.ok(one.first_name && one.last_name && one.email);
  });

  it('answers the same applicant when asked again', async () => {
    const id = await task('Павлов Павел');
    const first = await transfer(me, id);
    assert.equal(first.status, 201, first.text);
    const again = await transfer(me, id);
    assert.equal(again.status, 200);
    assert.deepEqual(
      [again.json.applicant_id, again.json.created, again.json.url], [first.json.applicant_id, false, first.json.url],
    );
    assert.equal((await applicants()).filter(({ last_name: name }) => name === 'Павлов').length, 1);
  });

  it('previews names, file, links, tags and warnings, and changes nothing', async () => {
    const id = await task('Senior QA', {
      assignees: [IRINA], description: 'профиль https://www.linkedin.com/in/some-body?x=1',
    });
    const before = (await applicants()).length;
    const res = await preview(id);
    assert.equal(res.status, 200, res.text);
    assert.deepEqual(res.json.links, ['https://www.linkedin.com/in/some-body']);
    assert.equal(res.json.source, 'linkedin');
    assert.deepEqual(res.json.tags, [{ name: 'Ирина Белова', exists: true }]);
    assert.deepEqual(res.json.warnings.map(({ code }) => code), ['transfer.preview_half_name']);
    assert.equal(res.json.already, null);
    assert.equal((await applicants()).length, before);
  });

  it('puts a LinkedIn profile into the résumé', async () => {
    const id = await task('John Smith - QA', { description: 'https://linkedin.com/in/john-smith' });
    const { json } = await transfer(me, id);
    const one = (await applicants()).find((a) => a.id === json.applicant_id);
    assert.deepEqual([one.first_name, one.last_name, one.position], ['John', 'Smith', 'QA']);
    assert.match(one.externals[0].data.body, /Профиль LinkedIn: https:\/\/linkedin\.com\/in\/john-smith/);
  });

  it('attaches to a vacancy at its first stage, and takes names from the request', async () => {
    const vacancy = up.huntflow.server.accounts.get(11).data.vacancies.find(({ state }) => state === 'OPEN').id;
    const id = await task('Кто-то');
    const res = await transfer(me, id, {
      vacancy_id: vacancy, first_name: 'Пётр', last_name: 'Первый', middle_name: 'Алексеевич',
    });
    assert.equal(res.status, 201, res.text);
    const one = (await applicants()).find((a) => a.id === res.json.applicant_id);
    assert.deepEqual([one.first_name, one.last_name, one.middle_name], ['Пётр', 'Первый', 'Алексеевич']);
    assert.equal(one.links[0].vacancy, vacancy);
  });

  it('writes what it can of a title without a surname, and of none at all', async () => {
    const one = await transfer(me, await task('Анна'));
    const two = await transfer(me, await task('Senior Java, Минск'));
    const all = await applicants();
    const names = (res) => {
      const a = all.find(({ id }) => id === res.json.applicant_id);
      return [a.last_name, a.first_name];
    };
    assert.deepEqual(names(one), ['-', 'Анна']);
    assert.deepEqual(names(two), ['Senior Java, Минск', '-']);
  });

  it('refuses a task without a name and a CV', async () => {
    const id = await task('Временно');
    await up.clickup.changeTask(id, { name: '' });
    const res = await transfer(me, id);
    assert.deepEqual([res.status, res.json.code], [400, 'transfer.name_empty'], res.text);
  });

  it('keeps the tags that somebody sets at the same moment', async () => {
    const { data, applicants: all } = up.huntflow.server.accounts.get(11);
    const someone = await transfer(me, await task('Метков Илья'));
    const [mine, theirs] = [
      data.tags.find(({ name }) => name !== 'Ирина Белова').id,
      data.tags.findLast(({ name }) => name !== 'Ирина Белова').id,
    ];
    const tags = (body) => me.put(`/huntflow/accounts/11/applicants/${someone.json.applicant_id}/tags`, body);
    assert.equal((await tags({ tags: [mine] })).status, 200);
    const id = await task('Метков Илья', { assignees: [IRINA] });
    await up.huntflow.clearCalls();
    await up.huntflow.fault({ kind: 'slow', delay_ms: 800, method: 'POST', path: '/applicants/\\d+/tags$' });
    const sent = transfer(me, id, { duplicate: 'attach', applicant_id: someone.json.applicant_id });
    await house.until(async () => (await up.huntflow.calls({ method: 'POST', path: '/tags$' })).total > 0);
    assert.equal((await tags({ add: [theirs] })).status, 200);
    assert.equal((await sent).status, 200);
    const irina = data.tags.find(({ name }) => name === 'Ирина Белова').id;
    assert.deepEqual([...all.get(someone.json.applicant_id).tags].sort(), [mine, theirs, irina].sort());
  });

  it('tells doubles', async () => {
    const cv = { person: 77 };
    const first = await transfer(me, await task('Один Олег', { attachments: [pdf(cv)] }));
    const second = await transfer(me, await task('Другой Олег', { attachments: [pdf(cv)] }));
    assert.deepEqual(second.json.doubles, [first.json.applicant_id]);
  });

  it('does not say a comment twice whose answer was lost', async () => {
    const id = await task('Дважды Даша');
    await up.huntflow.fault({ kind: 'drop_after', method: 'POST', path: '/logs$' });
    assert.equal((await transfer(me, id)).status, 502);
    const res = await transfer(me, id);
    const one = (await applicants()).find((a) => a.id === res.json.applicant_id);
    assert.equal(one.logs.filter(({ type }) => type === 'COMMENT').length, 1);
  });

  it('finds its comment below a page of others', async () => {
    const id = await task('Многословова Майя');
    await up.huntflow.fault({ kind: 'drop_after', method: 'POST', path: '/logs$' });
    assert.equal((await transfer(me, id)).status, 502);
    const account = up.huntflow.server.accounts.get(11);
    const one = [...account.applicants.values()].find(({ last_name: name }) => name === 'Многословова');
    for (let n = 0; n < 65; n++) account.addLog(one, { type: 'COMMENT', comment: `Звонок ${n}` });
    assert.equal((await transfer(me, id)).status, 200);
    assert.equal(one.logs.filter(({ comment }) => comment?.includes('#hw')).length, 1);
  });

  it('sends the file without parsing when the parser fails', async () => {
    const id = await task('Тяжёлый Тимур', { attachments: [pdf({ person: 31 })] });
    await up.huntflow.fault({ kind: 'status', status: 504, method: 'POST', path: '/upload$' });
    const res = await transfer(me, id);
    assert.equal(res.status, 201, res.text);
    const one = (await applicants()).find((a) => a.id === res.json.applicant_id);
    assert.deepEqual([one.last_name, one.externals[0].files.length], ['Тяжёлый', 1]);
  });

  it('says why a file does not go, and goes without it when asked to', async () => {
    const cases = [
      [413, 'huntflow.file_too_large', { attachments: [pdf({ pad_mb: 16 })] }],
      [403, 'io.private_address', { attachments: [pdf({ url: 'https://10.1.2.3/cv.pdf' })] }],
      [400, 'transfer.file_broken', { attachments: [pdf({ lines: undefined, text: '<html>no</html>' })] }],
    ];
    for (const [status, code, fields] of cases) {
      const id = await task(`Файлов Иван ${code}`, fields);
      const res = await transfer(me, id);
      assert.deepEqual([res.status, res.json.code], [status, code], res.text);
      assert.ok(res.json.detail.length > 20);
      assert.equal((await transfer(me, id, { options: ['name_only'] })).status, 201);
    }
    const id = await task('Отказов Яков', { attachments: [pdf({ person: 3 })] });
    await up.huntflow.fault({ kind: 'status', status: 400, method: 'POST', path: '/upload$' });
    assert.equal((await transfer(me, id)).json.code, 'transfer.upload_refused');
  });

  it('asks the task again when the file\'s URL is over', async () => {
    const id = await task('Ссылкина Роза', { attachments: [pdf({ person: 9 })] });
    await up.clickup.fault({ kind: 'status', status: 403, path: '^/attachments' });
    assert.equal((await transfer(me, id)).status, 201);
  });

  it('names what Huntflow refuses', async () => {
    const cases = [
      [401, 424, 'huntflow.key', '(/applicants|/me)$'], [401, 403, 'huntflow.denied'], [402, 502, 'huntflow.unpaid'],
      [403, 403, 'huntflow.denied'], [404, 404, 'huntflow.absent'], [400, 400, 'huntflow.input'],
    ];
    for (const [status, answer, code, path] of cases) {
      const id = await task(`Отказ Глеб ${code}`);
      await up.huntflow.fault({
        kind: 'status', status, ...(path ? {} : { method: 'POST' }), path: path ?? '/applicants$', times: 2,
      });
      const res = await transfer(me, id);
      assert.deepEqual([res.status, res.json.code], [answer, code], res.text);
      await up.huntflow.clearFaults();
      assert.equal((await transfer(me, id)).status, 201, 'a refused POST leaves nothing to wait for');
    }
  });

  it('is not misled by HTML, half an answer, or an answer of another shape', async () => {
    for (const fault of [
      { kind: 'html', status: 502 }, { kind: 'truncate' }, { kind: 'truncate', cut: true }, { kind: 'garbage' },
    ]) {
      const id = await task(`Помехова Ира ${fault.kind} ${fault.cut}`);
      await up.huntflow.fault({ ...fault, method: 'POST', path: '/applicants$' });
      assert.equal((await transfer(me, id)).json.code, 'transfer.unsure', fault.kind);
      const made = fault.kind.startsWith('truncate');
      assert.equal((await transfer(me, id)).status, made ? 200 : 429, fault.kind);
      if (!made) assert.equal((await transfer(me, id, { resend: true })).status, 201);
    }
    assert.equal((await applicants()).filter(({ last_name: name }) => name === 'Помехова').length, 4);
  });

  it('renews an expired token once, and stores the pair before it is used', async () => {
    await up.huntflow.expireAccess();
    const res = await transfer(me, await task('Токенов Марк'));
    assert.equal(res.status, 201, res.text);
    assert.equal((await up.huntflow.calls({ path: 'token/refresh' })).total, 1);
    const pairs = await up.huntflow.tokens();
    assert.equal(pairs.length, 2);
    assert.equal(pairs[0].used, true);
    assert.equal((await transfer(me, await task('Токенов Фома'))).status, 201);
  });

  it('asks for a new pair when the refresh is refused', async () => {
    const other = await house.user();
    await other.connect();
    await other.expect(200, 'PATCH', '/api/v1/profile', { huntflow_prod_refresh_token: 'used-up-refresh-token' });
    await sync(house, other);
    const id = await task('Просроченный Ян');
    await sync(house, other);
    const res = await transfer(other, id);
    assert.deepEqual([res.status, res.json.code], [424, 'huntflow.key'], res.text);
    const [{ status, status_code: code }] = await house.sql(
      'SELECT status, status_code FROM connection WHERE owner_id = ? AND provider = "huntflow"', [other.user.id],
    );
    assert.deepEqual([status, code], ['refused', 'huntflow.key']);
  });

  it('checks what comes in, and shows nobody\'s tasks to others', async () => {
    const id = await task('Чужой Макар');
    assert.equal((await transfer(me, id, { account_id: 'x' })).json.errors[0].field, 'account_id');
    assert.equal((await transfer(me, id, { bad: 1 })).json.errors[0].code, 'unknown');
    assert.equal((await transfer(me, id, { status_id: 5 })).json.errors[0].field, 'vacancy_id');
    assert.equal((await transfer(me, id, { options: ['all'] })).json.errors[0].field, 'options');
    assert.equal((await preview('86nothere')).status, 404);
    assert.equal((await me.get(`/clickup/task/${id}/transfer-preview`)).json.errors[0].field, 'account_id');
    const other = await house.user();
    assert.equal((await transfer(other, id)).status, 404);
    assert.equal(
      (await house.anonymous().post(`/clickup/task/${id}/transfer-to-huntflow`, { account_id: 11 })).status, 401,
    );
  });

  it('answers as it is described', () => assert.deepEqual(me.wrong, []));
});
