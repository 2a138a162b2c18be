// A candidate goes to Huntflow by the machine of tasks: previewed, once, with what is known; its page and lists tell.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { erase } from '../lib/erasure.js';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { QUICK } from '../lib/recruiter.js';
import { writePdf } from '../upstreams/pdf.js';

const API = '/api/v1/candidates';
const IMPORT = '/api/integrations/import-candidate';

describe('a candidate in Huntflow', () => {
  let house, me, up, data;
  let made = 0;

  before(async () => {
    house = await startHouse({ upstreams: true, env: { ...QUICK, TRANSFER_LOOK_MS: '600000' } });
    up = house.up;
    ({ data } = up.huntflow.server.accounts.get(11));
    await up.huntflow.settings({ parse: 'all' });
    me = watched(await house.user({ role: 'manager', company: 'Nova', name: 'Мария Лебедева' }));
    // ClickUp is not connected: nobody needs it for candidates.
    await me.expect(200, 'PATCH', '/api/v1/profile', {
      huntflow_prod_url: up.huntflow.url, huntflow_prod_api_key: up.huntflow.api_key,
      huntflow_prod_refresh_token: up.huntflow.refresh_token,
    });
  });
  after(() => house?.stop());
  beforeEach(() => up.huntflow.clearFaults());

  async function add(last, more = {}) {
    const one = { first_name: 'Анна', last_name: last, email: `who${++made}@nova.by`, ...more };
    const { json, status, text } = await me.send('POST', API, one);
    assert.ok(status === 201 || status === 200, text);
    return json;
  }
  const send = ({ id }, body = {}) => me.post(`${API}/${id}/transfer-to-huntflow`, { account_id: 11, ...body });
  const preview = ({ id }) => me.get(`${API}/${id}/transfer-preview?account_id=11`);
  const shown = ({ id }) => me.expect(200, 'GET', `${API}/${id}`);
  const named = async (last) => (await up.huntflow.applicants()).filter(({ last_name: name }) => name === last);
  const comments = (one) => one.logs.filter(({ comment }) => comment?.includes('#hw'));
  const deeds = async (one) => (await shown(one)).history.map(({ action }) => action);
  // What cron does each minute, when the time of the next look has come and the leases of the dead are over.
  async function look() {
    await house.sql('UPDATE transfer SET look_at = NOW(3) WHERE look_at IS NOT NULL');
    await house.sql('UPDATE transfer SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE lease_until IS NOT NULL');
    assert.equal((await house.run('import')).code, 0);
  }

  it('is previewed as it would be sent, and nothing is changed', async () => {
    const one = await add('Предпросмотрова', {
      phone: '+375 29 111-22-33', current_position: 'Java developer', summary: 'Делает быстро и хорошо',
      linkedin_url: 'https://www.linkedin.com/in/anna-p',
    });
    const before = (await up.huntflow.applicants()).length;
    const { status, json, text } = await preview(one);
    assert.equal(status, 200, text);
    assert.deepEqual(
      [json.last_name, json.first_name, json.phone, json.email, json.position, json.already, json.duplicates],
      ['Предпросмотрова', 'Анна', '+375 29 111-22-33', one.email, 'Java developer', null, []],
    );
    assert.deepEqual(json.links, ['https://www.linkedin.com/in/anna-p']);
    assert.match(json.comment, /^Кандидат Hirewire: Предпросмотрова Анна\nСсылка: \S+\/candidates\/\d+\/\n/);
    assert.match(json.comment, /Описание:\nДелает быстро и хорошо/);
    assert.equal((await up.huntflow.applicants()).length, before);
    assert.deepEqual((await shown(one)).transfers, []);
  });

  it('becomes an applicant with all that is known, once; its page and lists tell at once', async () => {
    const one = await add('Всесторонняя', {
      middle_name: 'Олеговна', phone: '+375 29 222-33-44', birth_date: '1990-05-31', current_company: 'Нова',
      location: 'Минск', skills: ['Java', 'SQL'], experience_years: 7, salary_min: 2000, currency: 'USD',
      github_url: 'https://github.com/anna-v', current_position: 'Lead',
    });
    const tag = data.tags[0].name;
    await me.expect(200, 'PATCH', `${API}/${one.id}`, { tags: [tag, 'удалёнка'] });
    const sent = await send(one);
    assert.equal(sent.status, 201, sent.text);
    const [applicant] = await named('Всесторонняя');
    assert.equal(applicant.id, sent.json.applicant_id);
    assert.deepEqual(
      ['middle_name', 'phone', 'email', 'birthday', 'company', 'position', 'money'].map((name) => applicant[name]),
      ['Олеговна', '+375 29 222-33-44', one.email, '1990-05-31', 'Нова', 'Lead', 'от 2000 USD'],
    );
    assert.deepEqual(
      applicant.tags.map((id) => data.tags.find((of) => of.id === id).name).sort(), [tag, 'удалёнка'].sort());
    assert.match(applicant.externals[0].data.body, new RegExp(`из Hirewire: \\S+/candidates/${one.id}/#hw`));
    const [comment, ...others] = comments(applicant);
    assert.deepEqual(others, []);
    assert.match(comment.comment, /Город: Минск[\s\S]*Опыт, лет: 7\n[\s\S]*Навыки: Java, SQL/);
    assert.match(comment.comment, /https:\/\/github\.com\/anna-v/);

    const page = await shown(one);
    assert.deepEqual(
      [page.known.huntflow, page.known.clickup, page.transfers[0].state, page.transfers[0].url],
      [true, false, 'done', sent.json.url],
    );
    assert.deepEqual(page.history[0].data.url, sent.json.url);
    const list = await me.expect(200, 'GET', `${API}/?known=huntflow&q=${encodeURIComponent('Всесторонняя')}`);
    assert.deepEqual(list.map(({ id }) => id), [one.id]);

    const again = await send(one);
    assert.deepEqual([again.status, again.json.applicant_id], [200, applicant.id], again.text);
    assert.equal((await named('Всесторонняя')).length, 1);
    assert.equal((await deeds(one)).filter((action) => action === 'huntflow').length, 1);
  });

  it('sends the file that the candidate was made of', async () => {
    const bytes = writePdf(['Файлов Семён', 'semyon@nova.by']);
    const { json: [file] } = await me.raw('POST', '/api/v1/documents/', {
      headers: { 'Content-Type': 'multipart/form-data; boundary=xXx' },
      body: Buffer.concat([Buffer.from(
        '--xXx\r\nContent-Disposition: form-data; name="file"; filename="Семён.pdf"\r\n\r\n',
      ), bytes, Buffer.from('\r\n--xXx--\r\n')]),
    });
    const { candidate_id: id } = await me.expect(201, 'POST', `/api/v1/documents/${file.id}/candidate`, {
      first_name: 'Семён', last_name: 'Файлов', email: 'semyon@nova.by',
    });
    assert.equal((await preview({ id })).json.file.title, 'Семён.pdf');
    const sent = await send({ id });
    assert.equal(sent.status, 201, sent.text);
    assert.deepEqual(sent.json.steps, ['fetch', 'file', 'create', 'comment']);
    const [applicant] = await named('Файлов');
    assert.equal(applicant.externals[0].files.length, 1);
    const last = (await up.huntflow.uploads()).at(-1);
    assert.equal(last.name, 'Семён.pdf');
  });

  it('says where the candidate was found', async () => {
    const { id: source } = data.sources[0];
    const was = data.sources[0].name;
    data.sources[0].name = 'SuperJob.ru';
    const one = await add('Сайтова');
    await house.sql(
      "UPDATE candidate SET sources = JSON_ARRAY(JSON_OBJECT('platform', 'superjob')) WHERE id = ?", [one.id]);
    assert.equal((await send(one)).status, 201);
    assert.equal((await named('Сайтова'))[0].externals[0].account_source, source);
    data.sources[0].name = was;
  });

  it('asks about those who are like it, attaches, or leaves them alone', async () => {
    const email = 'double@nova.by';
    const first = await send(await add('Первая', { email }));
    await house.sql("UPDATE candidate_contact SET value = CONCAT('x', value) WHERE value = ?", [email]);
    const one = await add('Похожая', { email });
    const asked = await send(one, { duplicate: 'ask' });
    assert.deepEqual([asked.status, asked.json.code], [409, 'huntflow.duplicate_found'], asked.text);
    assert.deepEqual(asked.json.duplicates.map(({ id }) => id), [first.json.applicant_id]);
    assert.equal((await shown(one)).transfers[0].state, 'failed');
    const skipped = await send(one, { duplicate: 'skip' });
    assert.deepEqual([skipped.status, skipped.json.skipped], [200, true], skipped.text);
    assert.deepEqual((await shown(one)).transfers, []);
    const attached = await send(one, { duplicate: 'attach' });
    assert.deepEqual([attached.status, attached.json.applicant_id], [200, first.json.applicant_id], attached.text);
    assert.equal(comments((await named('Первая'))[0]).length, 2);
    assert.equal((await named('Похожая')).length, 0);
  });

  it('is one still when it was sent and then joined to another', async () => {
    const [one, two] = [await add('Парная'), await add('Парная-Вторая')];
    const first = await send(two);
    await me.expect(200, 'POST', `${API}/join`, { ids: [one.id, two.id] });
    const again = await send(one);
    assert.deepEqual([again.status, again.json.applicant_id], [200, first.json.applicant_id], again.text);
    assert.equal((await shown(one)).known.huntflow, true);
  });

  it('is not sent when it is not to be contacted; nor by a member, nor of another company', async () => {
    const one = await add('Запретная');
    await me.expect(200, 'PATCH', `${API}/${one.id}`, { state: 'do_not_contact' });
    const { status, json } = await send(one);
    assert.deepEqual([status, json.code], [409, 'candidate.forbidden']);
    const stranger = await house.user({ role: 'admin', company: 'Другая' });
    assert.equal((await stranger.post(`${API}/${one.id}/transfer-to-huntflow`, { account_id: 11 })).status, 404);
    const member = await house.user({ role: 'member', company: 'Nova' });
    assert.equal((await member.post(`${API}/${one.id}/transfer-to-huntflow`, { account_id: 11 })).status, 403);
    assert.equal((await named('Запретная')).length, 0);
  });

  it('is found after a lost answer, and never made twice', async () => {
    const one = await add('Потерянная');
    await up.huntflow.fault({ kind: 'drop_after', method: 'POST', path: '/applicants$' });
    const lost = await send(one);
    assert.deepEqual([lost.status, lost.json.code], [429, 'transfer.unsure'], lost.text);
    assert.equal((await shown(one)).transfers[0].state, 'unsure');
    await look();
    assert.deepEqual([(await shown(one)).transfers[0].state, (await named('Потерянная')).length], ['done', 1]);
    assert.equal((await shown(one)).known.huntflow, true);
  });

  it('goes on with what a dead process left, at each step', async () => {
    // The service carries out what it was sent, whoever is gone meanwhile.
    const steps = {
      '/upload$': () => true, '/applicants$': (one) => one, '/tags$': (one) => one?.tags.length === 1,
      '/logs$': (one) => one && comments(one).length === 1,
    };
    const method = 'POST';
    for (const [n, [path, carriedOut]] of Object.entries(steps).entries()) {
      const one = await add(`Убитая${n}`);
      await me.expect(200, 'PATCH', `${API}/${one.id}`, { tags: [data.tags[0].name] });
      if (path === '/upload$') {
        await house.sql(`INSERT INTO document (company_id, name, size, state, kind, candidate_id)
          SELECT company_id, 'cv.pdf', 10, 'read', 'pdf', id FROM candidate WHERE id = ?`, [one.id]);
        await house.sql(`INSERT INTO document_part (document_id, part, data) SELECT id, 0, ? FROM document
          WHERE candidate_id = ?`, [writePdf(['Убитая']), one.id]);
      }
      await up.huntflow.clearCalls();
      await up.huntflow.fault({ kind: 'slow', delay_ms: 3000, method, path });
      const cut = send(one).catch(() => null);
      await house.until(async () => (await up.huntflow.calls({ method, path })).total > 0, { what: path });
      await house.kill('transfers');
      await cut;
      await up.huntflow.clearFaults();
      await house.until(async () => (await preview(one)).status === 200, { what: 'the program again' });
      await house.until(async () => carriedOut((await named(`Убитая${n}`))[0]), { what: `${path} carried out` });
      await look();
      assert.equal((await shown(one)).transfers[0].state, 'done', path);
      const all = await named(`Убитая${n}`);
      assert.deepEqual([all.length, comments(all[0]).length, all[0].tags.length], [1, 1, 1], path);
      assert.equal((await deeds(one)).filter((action) => action === 'huntflow').length, 1);
    }
  });

  it('goes there with its import, by and by, once', async () => {
    const vacancy = data.vacancies.find(({ state }) => state === 'OPEN').id;
    const one = await add('Импортова');
    const body = { external_candidate_id: one.sources[0].id, account_id: 11, vacancy_id: vacancy };
    await me.expect(201, 'POST', IMPORT, body);
    await house.until(async () => (await shown(one)).transfers[0]?.state === 'done', { timeout: 30_000 });
    await me.expect(200, 'POST', IMPORT, body);
    await look();
    const all = await named('Импортова');
    assert.deepEqual([all.length, all[0].links[0].vacancy, comments(all[0]).length], [1, vacancy, 1]);
  });

  it('waits for a person when its import finds somebody like it', async () => {
    const email = 'waits@nova.by';
    await send(await add('Раньше', { email }));
    await house.sql("UPDATE candidate_contact SET value = CONCAT('x', value) WHERE value = ?", [email]);
    const one = await add('Позже', { email });
    await me.expect(201, 'POST', IMPORT, { external_candidate_id: one.sources[0].id, account_id: 11 });
    const [sent] = await house.until(async () => {
      const { transfers } = await shown(one);
      return transfers[0]?.state === 'failed' && transfers;
    }, { timeout: 30_000 });
    assert.equal(sent.error.code, 'huntflow.duplicate_found');
    assert.equal((await named('Позже')).length, 0);
    assert.equal((await send(one, { duplicate: 'create' })).status, 201);
    assert.equal((await shown(one)).transfers[0].state, 'done');
  });

  it('is imported and sent once by many who ask at one moment', async () => {
    const one = await add('Одновременная');
    const body = { external_candidate_id: one.sources[0].id, account_id: 11 };
    const answers = await Promise.all(Array.from({ length: 8 }, () => me.send('POST', IMPORT, body)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 200, 200, 200, 200, 201]);
    await house.until(async () => (await shown(one)).transfers[0]?.state === 'done', { timeout: 30_000 });
    assert.equal((await named('Одновременная')).length, 1);
  });

  it('is not imported when it is to go where nobody is connected', async () => {
    const other = await house.user({ role: 'recruiter', company: 'Nova' });
    const one = await add('Неподключённая');
    const body = { external_candidate_id: one.sources[0].id, account_id: 11 };
    assert.equal((await other.expect(409, 'POST', IMPORT, body)).code, 'huntflow.setup');
    assert.equal((await shown(one)).is_imported, false);
    assert.equal((await me.send('POST', IMPORT, { ...body, duplicate: 'x' })).status, 400);
  });

  it('leaves nothing of itself here when it is erased', async () => {
    const one = await add('Стёртая');
    assert.equal((await send(one)).status, 201);
    await erase(house, me, one.id);
    assert.deepEqual(await house.sql("SELECT id FROM transfer WHERE kind = 'candidate' AND task_id = ?", [one.id]), []);
  });

  it('answers as it is described', () => assert.deepEqual(me.wrong, []));
});
