// Applicants of Huntflow: lists, search, one with everything, changes, files; and what the service does wrong.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { ACCOUNT, applicant, connected, guarded, notFound, suffers } from '../lib/huntflow.js';
import { cv, person } from '../upstreams/people.js';
import { writePdf as pdf } from '../upstreams/pdf.js';
import { watched } from '../lib/openapi.js';

const ENV = { HUNTFLOW_LIMIT: '100000', FETCH_TIMEOUT_MS: '1500' };
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);

describe('applicants', () => {
  let house, me, up, account;

  before(async () => {
    house = await startHouse({ upstreams: true, demo: true, env: ENV });
    up = house.up;
    account = up.huntflow.server.accounts.get(11);
    me = watched(await connected(house));
  });
  after(async () => { await house?.stop(); assert.deepEqual([...new Set(me.wrong)], []); });
  beforeEach(async () => {
    await up.huntflow.clearFaults();
    await up.huntflow.settings({ paid: true, parse: 'all' });
  });

  const LIST = `${ACCOUNT}/applicants`;
  const at = (one, rest = '') => `${LIST}/${one.id}${rest}`;
  const fresh = () => house.sql('DELETE FROM api_cache');
  const events = () => house.sql(
    "SELECT data FROM event_log WHERE type = 'applicant' ORDER BY id DESC LIMIT 1"
  ).then(([row]) => JSON.parse(row.data));
  const calls = async (method) => (await up.huntflow.calls()).calls.filter((call) => call.method === method);
  const upload = (one, name, bytes, fields = {}) => {
    const form = new FormData();
    for (const [key, value] of Object.entries(fields)) form.append(key, value);
    if (name) form.append('file', new Blob([bytes], { type: 'application/pdf' }), name);
    return send(one, form);
  };
  const send = async (one, form) => {
    const req = new Request('http://x', { method: 'POST', body: form });
    return me.raw('POST', at(one, '/files/'), {
      headers: { 'Content-Type': req.headers.get('content-type') }, body: Buffer.from(await req.arrayBuffer()),
    });
  };

  describe('lists', () => {
    it('newest first, page by page, whole', async () => {
      const first = await me.get(`${LIST}/?page_size=5`);
      assert.equal(first.status, 200, first.text);
      assert.equal(first.json.length, 5);
      assert.match(first.headers.link, /page=2>; rel="next"/);
      assert.equal(Number(first.headers['x-total-count']), account.applicants.size);
      const [one] = first.json;
      assert.deepEqual(Object.keys(one).sort(), [
        'company', 'created', 'email', 'first_name', 'id', 'last_name', 'middle_name', 'phone', 'photo_url', 'position',
        'status', 'tags', 'task', 'updated', 'vacancy',
      ]);
      const second = await me.get(`${LIST}/ajax/?page_size=5&page=2`);
      assert.equal(new Set([...first.json, ...second.json].map(({ id }) => id)).size, 10);
    });

    it('by vacancy and stage: the filter that the service knows', async () => {
      const one = applicant(house);
      account.link(one, { vacancy: 1111, status: 1143 });
      account.setTags(one, [1160]);
      await fresh();
      await up.huntflow.clearCalls();
      const { json } = await me.get(`${LIST}/?vacancy=1111&status=1143`);
      assert.deepEqual(json.map(({ id }) => id), [one.id]);
      assert.deepEqual([json[0].vacancy, json[0].status], [
        { id: 1111, position: 'QA Engineer' }, { id: 1143, name: 'Команда', type: 'user' },
      ]);
      assert.deepEqual(json[0].tags, [{ id: 1160, name: 'Ирина Белова', color: '00ad3b' }]);
      const asked = (await calls('GET')).find(({ path }) => path.endsWith('/applicants'));
      assert.match(asked.query, /vacancy=1111/);
      assert.doesNotMatch(asked.query, /vacancy_id/);
    });

    it('searches by words and tag, and tells the rest of each', async () => {
      const one = applicant(house, { last_name: 'Единственная', position: 'Швея' });
      account.setTags(one, [1165]);
      account.link(one, { vacancy: 1110, status: 1141 });
      await fresh();
      const byWord = await me.get(`${LIST}/?q=${encodeURIComponent('единственная')}`);
      assert.deepEqual(byWord.json.map(({ id }) => id), [one.id]);
      assert.deepEqual(
        [byWord.json[0].tags[0].id, byWord.json[0].vacancy.id, byWord.json[0].status.id], [1165, 1110, 1141],
      );
      assert.equal(byWord.headers['x-total-count'], '1');
      assert.deepEqual((await me.get(`${LIST}/?tag=1165&status=1141`)).json.map(({ id }) => id), [one.id]);
      assert.deepEqual((await me.get(`${LIST}/?q=%26tag%3D1165`)).json, []);
    });

    it('goes on by cursor where pages end', async () => {
      await fresh();
      await up.huntflow.fault({ kind: 'status', status: 400, path: '/applicants/search\\?', times: 1 });
      const first = await me.get(`${LIST}/?q=a&page_size=2`);
      assert.equal(first.status, 200, first.text);
      const after = /after=([^&>]+)>; rel="next"/.exec(first.headers.link)[1];
      const second = await me.get(`${LIST}/?q=a&page_size=2&after=${after}`);
      assert.equal(second.json.length, 2);
      assert.ok(!first.json.some(({ id }) => second.json.some((two) => two.id === id)));
      await up.huntflow.clearCalls();
      const [cursor, seal] = after.split('.');
      for (const wrong of ['x', 'nonsense', cursor, `${cursor}x.${seal}`, `${cursor}.${seal}0`, '.']) {
        const res = await me.get(`${LIST}/?after=${wrong}`);
        assert.deepEqual([res.status, res.json.errors?.[0]?.code], [400, 'cursor'], wrong);
      }
      assert.deepEqual((await calls('GET')).filter(({ path }) => path.includes('/applicants')), []);
    });

    it('skips the one that the service fails on, and says so', async () => {
      const all = (await me.get(`${LIST}/?page_size=10`)).json;
      await up.huntflow.changeApplicant(all[7].id, { broken: true });
      await fresh();
      const res = await me.get(`${LIST}/?page_size=10`);
      assert.equal(res.status, 200, res.text);
      assert.deepEqual(res.json.map(({ id }) => id), all.filter((_, n) => n !== 7).map(({ id }) => id));
      assert.equal(res.headers['x-skipped'], '1');
      assert.match(res.headers.link, /page=2/);
      const found = await me.get(`${LIST}/?q=${encodeURIComponent(all[7].last_name)}`);
      assert.equal(found.json.find(({ id }) => id === all[7].id).brief, true);
      const one = await me.get(at(all[7], '/'));
      assert.deepEqual([one.status, one.json.code], [502, 'huntflow.broken']);
      await up.huntflow.changeApplicant(all[7].id, { broken: false });
    });

    it('refuses what it does not know', async () => {
      for (const [query, field] of [
        ['vacancy=x', 'vacancy'], ['status=0', 'status'], ['tag=-1', 'tag'], ['page_size=31', 'page_size'],
        ['x=1', 'x'], [`q=${'a'.repeat(401)}`, 'q'], ['after=', 'after'],
      ]) {
        const res = await me.get(`${LIST}/?${query}`);
        assert.deepEqual([res.status, res.json.errors?.[0].field], [400, field], query);
      }
    });
  });

  describe('one', () => {
    it('has everything', async () => {
      const one = applicant(house, {
        middle_name: 'Сергеевна', email: 'dup@x.by', phone: '+375 29 555-44-33', birthday: '1990-02-03', money: '1000',
        social: [{ social_type: 'TELEGRAM', value: 'anna_t' }],
        externals: [
          {
            auth_type: 'NATIVE', account_source: 1172,
            data: { body: '<p>Резюме <b>HTML</b></p><img src=x onerror=alert(1)>' }, files: [],
          },
        ],
      });
      const two = applicant(house, { email: 'DUP@x.by', phone: '80295554433' });
      account.link(one, { vacancy: 1110, status: 1147, rejection_reason: 1182 });
      account.setQuestionary(one, { relocation: 'да' });
      account.addLog(one, { type: 'COMMENT', comment: '<p>Первая</p><p>вторая</p>' });
      await house.sql(
        "INSERT INTO transfer (company_id, user_id, connection_id, account_id, task_id, task_name, state, " +
        "applicant_id) SELECT company_id, owner_id, id, 11, '86zz', 'Тестова Анна', 'done', ? FROM connection WHERE " +
        "provider = 'huntflow' AND owner_id = ?",
        [one.id, me.user.id],
      );
      const { json, status } = await me.get(at(one, '/?fresh=1'));
      assert.equal(status, 200);
      assert.deepEqual(
        [json.birthday, json.money, json.telegram, json.middle_name], ['1990-02-03', '1000', 'anna_t', 'Сергеевна'],
      );
      assert.deepEqual(
        json.links.map(({ vacancy, status: stage, rejection_reason: reason }) => [vacancy.id, stage.id, reason.name]),
        [[1110, 1147, 'Нет опыта']],
      );
      assert.deepEqual(json.doubles, [
        {
          id: two.id, name: 'Тестова Анна', matched: ['email', 'phone', 'name'], different: false,
          created: json.doubles[0].created, source: null,
        },
      ]);
      assert.deepEqual([json.externals[0].source.name, json.externals[0].body_nodes[0].t], ['HeadHunter', 'p']);
      assert.ok(!JSON.stringify(json.externals).includes('onerror'));
      assert.deepEqual(json.questionary.values, { english: null, relocation: 'да' });
      assert.deepEqual(json.questionary.schema.map(({ name }) => name), ['english', 'relocation']);
      assert.equal(json.logs[0].type, 'COMMENT');
      assert.match(json.logs[0].comment, /^Первая\s+вторая$/);
      assert.deepEqual(json.tasks, [{ task_id: '86zz', name: 'Тестова Анна' }]);
      assert.deepEqual(json.task, { task_id: '86zz', name: 'Тестова Анна' });
      assert.deepEqual(json.problems, []);
      assert.match(json.url, new RegExp(`#/applicants/filter/all/${one.id}$`));
      const kept = await house.sql('SELECT user_id FROM api_cache WHERE cache_key = ?', [`candidate_11_${one.id}`]);
      assert.deepEqual(kept.map(({ user_id: id }) => id), [me.user.id]);
    });

    it('is read anew when asked for, and nothing else is', async () => {
      const one = applicant(house, { middle_name: 'Сергеевна' });
      const other = applicant(house);
      await me.get(at(one, '/'));
      await me.get(at(other, '/'));
      await me.get(`${LIST}/?page_size=10`);
      await up.huntflow.changeApplicant(one.id, { middle_name: 'Петровна' });
      assert.equal((await me.get(at(one, '/'))).json.middle_name, 'Сергеевна');
      assert.equal((await me.get(at(one, '/?fresh=1'))).json.middle_name, 'Петровна');
      const asked = async (path) => {
        await up.huntflow.clearCalls();
        await me.get(path);
        return (await up.huntflow.calls()).total;
      };
      assert.deepEqual([await asked(at(other, '/')), await asked(`${LIST}/?page_size=10`)], [0, 0]);
    });

    it('shows what can be read when a part cannot', async () => {
      const one = applicant(house);
      await up.huntflow.fault({ kind: 'status', status: 500, path: '/logs', times: 20 });
      const { json, status } = await me.get(at(one, '/'));
      assert.equal(status, 200);
      assert.equal(json.logs, null);
      assert.deepEqual(json.problems.map(({ part, code }) => [part, code]), [['logs', 'huntflow.down']]);
      assert.deepEqual(json.questionary.values, null);
    });

    it('pages its log, by type', async () => {
      const one = applicant(house);
      for (let n = 0; n < 25; n++) account.addLog(one, { type: 'COMMENT', comment: `№ ${n}` });
      const first = await me.get(at(one, '/logs/?type=COMMENT'));
      assert.equal(first.json.length, 20);
      assert.equal(first.json[0].comment, '№ 24');
      assert.match(first.headers.link, /type=COMMENT&page=2>; rel="next"/);
      assert.equal((await me.get(at(one, '/logs/?type=COMMENT&page=2'))).json.length, 5);
      assert.equal((await me.get(at(one, '/logs/?type=ADD'))).json.length, 1);
      assert.equal((await me.get(at(one, '/logs/?type=a%20b'))).status, 400);
    });

    it('keeps what people typed, and reads what was written as markup', async () => {
      const one = applicant(house);
      for (const [comment, seen] of [
        ['Знает <b> и <i>, C < D > E', null], ['тег <script> в резюме', null], ['a<b>c', null], ['<', null],
        ['<p>Первая</p>', 'Первая'], ['раз<br>два', /^раз\s+два$/], ['очень <b>важно</b>', 'очень важно'],
      ]) {
        account.addLog(one, { type: 'COMMENT', comment });
        await fresh();
        const [{ comment: got }] = (await me.get(at(one, '/logs/?type=COMMENT'))).json;
        if (seen instanceof RegExp) assert.match(got, seen);
        else assert.equal(got, seen ?? comment);
      }
    });

    it('without a questionary: the log has the call, and no error', async () => {
      const one = applicant(house);
      const stats = async () => (await me.get('/api/v1/huntflow/logs/stats')).json.error_logs;
      const before = await stats();
      assert.equal((await me.get(at(one, '/'))).json.questionary.values, null);
      const path = `/accounts/11/applicants/${one.id}/questionary`;
      const { json: logs } = await me.get(`/api/v1/huntflow/logs?search=${path}`);
      const log = logs.find(({ endpoint }) => endpoint === path);
      assert.deepEqual(
        [log.status_code, log.log_type, log.is_error, log.is_success, log.error_message],
        [404, 'GET', false, false, ''],
      );
      assert.equal(await stats(), before);
    });

    it('shows a file of a résumé to those who may see the applicant, as what its bytes are', async () => {
      const bytes = pdf(['Анна Тестова']);
      const file = account.upload({ name: 'Резюме.pdf', type: 'application/pdf', bytes }, { ignore: {} });
      const page = account.upload(
        { name: 'b.pdf', type: 'application/pdf', bytes: Buffer.from('<html><script>') }, { ignore: {} },
      );
      const lost = account.upload({ name: 'c.pdf', type: 'application/pdf', bytes: Buffer.from('c') }, { ignore: {} });
      account.files.get(lost.id).bytes = null;
      const external = (files) => [{ auth_type: 'NATIVE', data: { body: 'Java' }, files }];
      const one = applicant(house, { externals: external([file.id, page.id, lost.id]) });
      const other = applicant(house);
      const resume = one.externals[0].id;
      const path = (who, id) => at(who, `/externals/${resume}/files/${id}/`);
      const res = await me.get(path(one, file.id));
      assert.deepEqual([res.status, res.headers['content-type']], [200, 'application/pdf'], res.text);
      assert.ok(res.bytes.equals(bytes));
      assert.match(res.headers['content-disposition'], /^inline; .*%D0%A0/);
      assert.match(res.headers['content-security-policy'], /default-src 'none';.*frame-ancestors 'self'/);
      assert.match(res.headers['cache-control'], /no-store/);
      const saved = await me.get(`${path(one, file.id)}?download=1`);
      assert.match(saved.headers['content-disposition'], /^attachment/);
      const odd = await me.get(path(one, page.id));
      assert.deepEqual([odd.status, odd.headers['content-type']], [200, 'text/plain; charset=utf-8']);
      assert.match(odd.headers['content-security-policy'], /sandbox; frame-ancestors 'none'/);
      for (const [who, id] of [[one, 999999], [one, lost.id], [other, file.id]]) {
        assert.equal((await me.get(path(who, id))).status, 404);
      }
      const asked = (await calls('GET')).filter(({ path: where }) => where.includes(`/files/${file.id}`));
      assert.ok(asked.length > 0 && asked.every(({ auth }) => !auth));
      await guarded(house, [['GET', path(one, file.id)]]);
    });

    it('an address of a file that is over is asked for again', async () => {
      const file = account.upload({ name: 'd.pdf', type: 'application/pdf', bytes: pdf(['Анна']) }, { ignore: {} });
      const one = applicant(house, { externals: [{ auth_type: 'NATIVE', data: { body: 'Java' }, files: [file.id] }] });
      assert.equal((await me.get(at(one, '/'))).status, 200);
      await house.sql("UPDATE api_cache SET data = REPLACE(data, ?, '/files/1234567')", [`/files/${file.id}`]);
      const res = await me.get(at(one, `/externals/${one.externals[0].id}/files/${file.id}/`));
      assert.deepEqual([res.status, res.headers['content-type']], [200, 'application/pdf'], res.text);
    });

    it('shows the photo, if it is a picture', async () => {
      const file = account.upload({ name: 'x.jpg', type: 'image/jpeg', bytes: JPEG }, { ignore: {} });
      const page = account.upload(
        { name: 'y.jpg', type: 'image/jpeg', bytes: Buffer.from('<html><script>') }, { ignore: {} },
      );
      const one = applicant(house, { photo: file.id });
      const two = applicant(house, { photo: page.id });
      const item = (await me.get(at(one, '/'))).json;
      assert.equal(item.photo_url, at(one, '/photo/'));
      const res = await me.get(item.photo_url);
      assert.deepEqual([res.status, res.headers['content-type']], [200, 'image/jpeg']);
      assert.ok(res.bytes.equals(JPEG));
      assert.match(res.headers['cache-control'], /private/);
      assert.deepEqual((await me.get(at(two, '/photo/'))).status, 502);
      assert.equal((await me.get(at(applicant(house), '/photo/'))).status, 404);
      const asked = (await calls('GET')).filter(({ path }) => path.includes('/files/'));
      assert.ok(asked.length > 0 && asked.every(({ auth }) => !auth));
    });
  });

  describe('different people', () => {
    const mark = (client, one, two, method = 'PUT') => client.send(method, at(one, `/different/${two.id}/`));
    const seen = async (client, one) => (await client.get(at(one, '/'))).json.doubles.map(
      ({ id, different }) => [id, different]
    );

    it('are remembered for the company, from either side, until it is taken back', async () => {
      const [one, two] = [applicant(house, { email: 'two@people.by' }), applicant(house, { email: 'two@people.by' })];
      const colleague = await connected(house, { company: me.user.company.name });
      assert.deepEqual(await seen(me, one), [[two.id, false]]);
      for (let n = 0; n < 2; n++) {
        const res = await mark(me, one, two);
        assert.deepEqual([res.status, res.json], [200, { id: two.id, different: true }], res.text);
      }
      assert.deepEqual(
        [await seen(me, one), await seen(me, two), await seen(colleague, two)],
        [[[two.id, true]], [[one.id, true]], [[one.id, true]]],
      );
      assert.deepEqual(await events(), { id: two.id, account_id: 11, action: 'doubles' });
      const stranger = await connected(house, { company: 'Соседи' });
      assert.deepEqual(await seen(stranger, one), [[two.id, false]]);
      assert.deepEqual((await mark(stranger, one, two, 'DELETE')).json, { id: two.id, different: false });
      assert.deepEqual(await seen(me, one), [[two.id, true]]);
      assert.deepEqual((await mark(colleague, two, one, 'DELETE')).json, { id: one.id, different: false });
      assert.deepEqual([await seen(me, one), await seen(me, two)], [[[two.id, false]], [[one.id, false]]]);
      const audit = await house.sql(
        "SELECT action, user_id FROM audit WHERE object IN (?, ?) AND company_id = ? ORDER BY id",
        [at(one, `/different/${two.id}`), at(two, `/different/${one.id}`), me.user.company.id],
      );
      assert.deepEqual(audit.map(({ action, user_id: user }) => [action, user]), [
        ['huntflow.different', me.user.id], ['huntflow.different', me.user.id],
        ['huntflow.different.undo', colleague.user.id],
      ]);
    });

    it('are two, and both are there', async () => {
      const one = applicant(house);
      const same = await mark(me, one, one);
      assert.deepEqual([same.status, same.json.errors?.[0].field], [400, 'other'], same.text);
      assert.equal(
        (await house.sql('SELECT COUNT(*) AS n FROM distinct_pair WHERE applicant_id = ?', [one.id]))[0].n, 0,
      );
      await up.huntflow.fault({ kind: 'status', status: 503, path: `/applicants/${one.id}$`, times: 20 });
      const down = await mark(me, one, applicant(house));
      assert.equal(down.json.code, 'huntflow.down', down.text);
      assert.equal(
        (await house.sql('SELECT COUNT(*) AS n FROM distinct_pair WHERE applicant_id = ?', [one.id]))[0].n, 0,
      );
    });
  });

  describe('changes', () => {
    it('edits the person', async () => {
      const one = applicant(house, { phone: '1234567', company: 'Было' });
      await me.get(at(one, '/'));
      const res = await me.patch(at(one, '/'), {
        first_name: 'Мария', phone: '', email: 'm@x.by', birthday: '1991-05-06', telegram: '@maria', position: 'QA',
      });
      assert.equal(res.status, 200, res.text);
      assert.deepEqual(
        [one.first_name, one.phone, one.email, one.birthday, one.social[0].value, one.company],
        ['Мария', null, 'm@x.by', '1991-05-06', '@maria', 'Было'],
      );
      assert.equal((await me.get(at(one, '/'))).json.first_name, 'Мария');
      assert.deepEqual(await events(), { id: one.id, account_id: 11, action: 'edit' });
      assert.equal((await me.patch(at(one, '/'), { telegram: null })).status, 200);
      assert.deepEqual(one.social, []);
      const [row] = await house.sql(
        "SELECT object FROM audit WHERE action = 'huntflow.applicant' ORDER BY id DESC LIMIT 1"
      );
      assert.equal(row.object, at(one));
    });

    it('says which member is wrong, ours or by Huntflow\'s word', async () => {
      const one = applicant(house);
      for (const [body, field, code] of [
        [{ first_name: '' }, 'first_name', 'required'], [{ last_name: null }, 'last_name', 'required'],
        [{ email: 'nobody' }, 'email', 'format'],
        [{ birthday: '31.12.1990' }, 'birthday', 'format'], [{ birthday: '1990-13-01' }, 'birthday', 'format'],
        [{ birthday: '2999-01-01' }, 'birthday', 'format'], [{ birthday: '1899-12-31' }, 'birthday', 'format'],
        [{ birthday: '1990-02-30' }, 'birthday', 'format'], [{ last_name: '\u00a0 ' }, 'last_name', 'required'],
        [{ phone: 5 }, 'phone', 'type'],
        [{ money: 'x'.repeat(256) }, 'money', 'length'], [{ id: 5 }, 'id', 'unknown'],
        [{ photo: 'x' }, 'photo', 'type'], [{ photo: 5 }, 'photo', 'huntflow.value'],
      ]) {
        const res = await me.patch(at(one, '/'), body);
        assert.deepEqual(
          [res.status, res.json.errors?.[0].field, res.json.errors?.[0].code], [400, field, code], res.text,
        );
      }
      for (const body of [{}, [], 5]) assert.equal((await me.patch(at(one, '/'), body)).status, 400);
    });

    it('comments: personal, on a vacancy, with files, with a stage', async () => {
      const one = applicant(house);
      const file = account.upload({ name: 'x.txt', type: 'text/plain', bytes: Buffer.from('x') }, { ignore: {} });
      account.link(one, { vacancy: 1110, status: 1140 });
      const res = await me.post(at(one, '/comment/'), { comment: 'Созвонились', files: [file.id] });
      assert.equal(res.status, 201, res.text);
      assert.deepEqual(
        [res.json.type, res.json.comment, res.json.vacancy, res.json.files[0].name],
        ['COMMENT', 'Созвонились', null, 'x.txt'],
      );
      assert.equal(
        (await me.post(at(one, '/comment/'), {
          comment: 'На вакансии', vacancy_id: 1110, status_id: 1140,
        })).json.vacancy.id,
        1110,
      );
      assert.equal(one.links[0].status, 1140);
      const moved = await me.post(at(one, '/comment/'), { comment: 'Дальше', vacancy_id: 1110, status_id: 1142 });
      assert.deepEqual(
        [moved.status, moved.json.type, moved.json.comment, one.links[0].status], [201, 'STATUS', 'Дальше', 1142],
      );
      for (const [body, field] of [
        [{ comment: '' }, 'comment'], [{ comment: ' \n' }, 'comment'],
        [{ comment: '\u00a0\u200b' }, 'comment'], [{ comment: 'x', status_id: 1140 }, 'vacancy_id'],
        [{ comment: 'x', files: ['a'] }, 'files[0]'], [{ comment: 'x', vacancy_id: 5 }, 'vacancy'],
        [{ comment: 'x', z: 1 }, 'z'],
      ]) {
        const bad = await me.post(at(one, '/comment/'), body);
        assert.deepEqual([bad.status, bad.json.errors?.[0].field], [400, field], bad.text);
      }
    });

    it('changes the stage: attaches first, moves then, once', async () => {
      const one = applicant(house);
      const to = (body) => me.post(at(one, '/status/'), { vacancy_id: 1110, ...body });
      await up.huntflow.clearCalls();
      const first = await to({ status_id: 1140 });
      assert.deepEqual(
        [first.status, first.json.vacancy.position, first.json.status.name, first.json.changed],
        [200, 'Senior Java Developer', 'Новые', true],
      );
      assert.equal((await to({ status_id: 1141, comment: 'Дальше' })).json.changed, true);
      assert.equal((await to({ status_id: 1141 })).json.changed, false);
      assert.deepEqual([(await calls('POST')).length, (await calls('PUT')).length], [1, 1]);
      const missing = await to({ status_id: 1147 });
      assert.deepEqual([missing.status, missing.json.errors[0]], [
        400, { field: 'rejection_reason_id', code: 'required', detail: 'Заполните это поле.' },
      ]);
      assert.equal((await to({ status_id: 1147, rejection_reason_id: 1182 })).status, 200);
      assert.deepEqual([one.links[0].status, one.links[0].rejection_reason], [1147, 1182]);
      for (const [body, field] of [
        [{ status_id: 1145 }, 'status_id'], [{ status_id: 5 }, 'status_id'], [{}, 'status_id'],
        [{ status_id: 1140, vacancy_id: 'x' }, 'vacancy_id'], [{ status_id: 1140, vacancy_id: 77 }, 'vacancy'],
        [{ status_id: 1147, rejection_reason_id: 9 }, 'rejection_reason_id'],
      ]) {
        const bad = await to(body);
        assert.deepEqual([bad.status, bad.json.errors?.[0].field], [400, field], bad.text);
      }
    });

    it('is not sure after a lost answer, unless it can look', async () => {
      const one = applicant(house);
      await up.huntflow.fault({ kind: 'drop_after', method: 'POST', path: '/vacancy$', times: 1 });
      const moved = await me.post(at(one, '/status/'), { vacancy_id: 1110, status_id: 1140 });
      assert.deepEqual([moved.status, moved.json.changed], [200, true], moved.text);
      await up.huntflow.fault({ kind: 'drop_before', method: 'POST', path: '/vacancy$', times: 5 });
      const other = await me.post(at(one, '/status/'), { vacancy_id: 1111, status_id: 1140 });
      assert.deepEqual([other.status, other.json.code], [502, 'huntflow.unsure'], other.text);
      await up.huntflow.clearFaults();
      await up.huntflow.fault({ kind: 'drop_after', method: 'POST', path: '/logs$', times: 1 });
      const said = await me.post(at(one, '/comment/'), { comment: 'Один раз' });
      assert.deepEqual([said.status, said.json.code], [502, 'huntflow.unsure'], said.text);
      assert.equal(one.logs.filter(({ comment }) => comment === 'Один раз').length, 1);
    });

    it('has one effect for one Idempotency-Key, also when nobody knows whether it was done', async () => {
      const one = applicant(house);
      const say = (key) => me.post(
        at(one, '/comment/'), { comment: 'Ровно раз' }, { headers: { 'Idempotency-Key': key } },
      );
      const said = () => one.logs.filter(({ comment }) => comment === 'Ровно раз').length;
      await up.huntflow.fault({ kind: 'drop_after', method: 'POST', path: '/logs$', times: 1 });
      const lost = await say('said-once');
      assert.deepEqual([lost.status, lost.json.code], [502, 'huntflow.unsure'], lost.text);
      const again = await say('said-once');
      assert.deepEqual(
        [again.status, again.json.code, again.headers['idempotency-replayed']], [502, 'huntflow.unsure', 'true'],
      );
      assert.equal(said(), 1);
      await house.sql(
        "UPDATE replay SET status = 0, created_at = NOW(3) - INTERVAL 20 MINUTE WHERE idempotency_key = 'said-once'"
      );
      const dead = await say('said-once');
      assert.deepEqual([dead.status, dead.json.code], [409, 'account.replay_unknown'], dead.text);
      assert.equal(said(), 1);
      assert.equal((await say('said-twice')).status, 201, 'another key is another wish');
    });

    it('merges tags with those that others have set', async () => {
      const one = applicant(house);
      account.setTags(one, [1164]);
      await me.get(at(one, '/'));
      account.setTags(one, [1164, 1165]);
      const res = await me.put(at(one, '/tags/'), { add: [1160], remove: [1164] });
      assert.deepEqual([res.status, res.json.tags.map(({ id }) => id)], [200, [1165, 1160]], res.text);
      assert.deepEqual(one.tags, [1165, 1160]);
      const all = await Promise.all([1161, 1162, 1163].map((id) => me.put(at(one, '/tags/'), { add: [id] })));
      assert.deepEqual(all.map(({ status }) => status), [200, 200, 200]);
      assert.deepEqual([...one.tags].sort(), [1160, 1161, 1162, 1163, 1165]);
      assert.deepEqual((await me.put(at(one, '/tags/'), { tags: [1160] })).json, {
        tags: [{ id: 1160, name: 'Ирина Белова', color: '00ad3b' }],
      });
      assert.deepEqual((await me.put(at(one, '/tags/'), { tags: [] })).json, { tags: [] });
      for (const [body, field] of [
        [{ add: [9] }, 'add[0]'], [{ tags: ['x'] }, 'tags[0]'], [{ add: 5 }, 'add'], [{ x: 1 }, 'x'],
      ]) {
        const bad = await me.put(at(one, '/tags/'), body);
        assert.deepEqual([bad.status, bad.json.errors?.[0].field], [400, field], bad.text);
      }
    });

    it('fills in the questionary, first and again', async () => {
      const one = applicant(house);
      await up.huntflow.clearCalls();
      assert.deepEqual(
        (await me.patch(at(one, '/questionary/'), { relocation: 'да' })).json,
        { values: { english: null, relocation: 'да' } },
      );
      assert.deepEqual(
        (await me.patch(at(one, '/questionary/'), { english: 'B2' })).json,
        { values: { english: 'B2', relocation: 'да' } },
      );
      assert.deepEqual([(await calls('POST')).length, (await calls('PATCH')).length], [1, 1]);
      assert.equal((await me.get(at(one, '/'))).json.questionary.values.english, 'B2');
      const other = applicant(house);
      await up.huntflow.clearCalls();
      for (let n = 0; n < 2; n++) assert.equal((await me.get(at(other, '/'))).json.questionary.values, null);
      assert.equal(
        (await calls('GET')).filter(({ path }) => path.endsWith(`/${other.id}/questionary`)).length, 1,
        'that there is none is kept, too',
      );
      assert.deepEqual((await me.patch(at(other, '/questionary/'), { english: 'C1' })).json.values.english, 'C1');
      assert.equal((await me.get(at(other, '/'))).json.questionary.values.english, 'C1');
      const bad = await me.patch(at(one, '/questionary/'), { nonsense: 1 });
      assert.deepEqual([bad.status, bad.json.errors[0].field, bad.json.errors[0].code], [400, 'nonsense', 'unknown']);
    });

    it('changes a résumé and keeps the rest of it', async () => {
      const file = account.upload({ name: 'a.txt', type: 'text/plain', bytes: Buffer.from('a') }, { ignore: {} });
      const more = account.upload({ name: 'b.txt', type: 'text/plain', bytes: Buffer.from('b') }, { ignore: {} });
      const one = applicant(house, {
        externals: [
          { auth_type: 'NATIVE', account_source: 1172, data: { body: 'старое', extra: 1 }, files: [file.id] },
        ],
      });
      const path = at(one, `/externals/${one.externals[0].id}/`);
      const res = await me.put(path, { body: 'новое', files: [more.id] });
      assert.equal(res.status, 200, res.text);
      assert.deepEqual([res.json.body, res.json.files.map(({ name }) => name)], ['новое', ['a.txt', 'b.txt']]);
      assert.deepEqual([one.externals[0].data, one.externals[0].account_source], [{ body: 'новое', extra: 1 }, 1172]);
      assert.equal((await me.put(path, { source_id: 5 })).json.errors[0].field, 'source_id');
    });
  });

  describe('files', () => {
    it('are uploaded, and what the parser found is shown', async () => {
      const one = applicant(house);
      const who = person(3);
      const res = await upload(one, 'CV.pdf', pdf(cv(who)), { parse: '1' });
      assert.equal(res.status, 201, res.text);
      assert.deepEqual([res.json.parsed, res.json.name], [true, 'CV.pdf']);
      assert.ok(res.json.fields.last_name && res.json.fields.email && res.json.fields.phone, res.text);
      const plain = await upload(one, 'CV.pdf', pdf(['просто файл']));
      assert.deepEqual([plain.status, plain.json.parsed, plain.json.fields], [201, false, null]);
    });

    it('are stored without parsing when the parser fails', async () => {
      await up.huntflow.fault({ kind: 'status', status: 500, path: '/upload', times: 1 });
      const res = await upload(applicant(house), 'CV.pdf', pdf(['x']), { parse: '1' });
      assert.deepEqual([res.status, res.json.parsed], [201, false], res.text);
    });

    it('are what their bytes are, and none that acts when it is opened', async () => {
      const one = applicant(house);
      const zip = (...names) => Buffer.from(`PK\x03\x04${'.'.repeat(26)}${names.join('..')}`, 'latin1');
      const ole = (name) => Buffer.concat([
        Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), Buffer.from(name, 'utf16le'),
      ]);
      const before = (await calls('POST')).length;
      for (const [name, bytes, code] of [
        ['CV.exe', Buffer.from('MZ\x90\0\x03', 'latin1'), 'huntflow.file_acts'],
        ['CV.pdf', Buffer.from('MZ\x90\0%PDF-1.4', 'latin1'), 'huntflow.file_acts'],
        ['CV.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'huntflow.file_acts'],
        ['CV.png', '<?xml version="1.0"?><svg onload="alert(1)"/>', 'huntflow.file_acts'],
        ['CV.html', '<p>', 'huntflow.file_acts'],
        ['CV.txt', ' <script>alert(1)</script>', 'huntflow.file_acts'],
        ['CV.docm', zip('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin'), 'huntflow.file_acts'],
        ['CV.docx', zip('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin'), 'huntflow.file_acts'],
        ['CV.doc', ole('_VBA_PROJECT'), 'huntflow.file_acts'],
        ['CV.rtf', '{\\rtf1{\\object\\objemb{\\*\\objdata 01050000}}}', 'huntflow.file_acts'],
        ['CV.exe', pdf(['x']), 'huntflow.file_named'],
        ['CV.docx', pdf(['x']), 'huntflow.file_named'],
        ['CV.xlsx', zip('[Content_Types].xml', 'xl/workbook.xml'), 'huntflow.file_kind'],
        ['CV.pdf', 'просто текст', 'huntflow.file_kind'],
      ]) {
        const res = await upload(one, name, bytes);
        assert.deepEqual(
          [res.status, res.json.errors?.map(({ field, code: said }) => `${field}:${said}`)], [400, [`file:${code}`]],
          `${name} ${res.text}`,
        );
      }
      assert.equal((await calls('POST')).length, before);
      assert.equal((await upload(one, 'CV.txt', 'Опыт: 5 лет')).status, 201);
      assert.equal((await upload(one, 'CV.doc', ole('WordDocument'))).status, 201);
    });

    it('are refused in plain words', async () => {
      const one = applicant(house);
      for (const [name, bytes, field] of [['CV', 'x', 'file'], ['CV.pdf', '', 'file'], [null, null, 'file']]) {
        const res = await upload(one, name, bytes, { parse: '1' });
        assert.deepEqual([res.status, res.json.errors?.[0].field], [400, field], res.text);
      }
      assert.equal(
        (await upload(one, 'CV.pdf', Buffer.concat([pdf(['x']), Buffer.alloc(15 * 1024 * 1024)]), {})).json.code,
        'huntflow.file_too_large',
      );
      assert.equal((await upload({ id: 5 }, 'CV.pdf', 'x', {})).status, 404);
    });
  });

  it('are for recruiters with a connection of their own', () => {
    const one = applicant(house);
    return guarded(house, [
      ['GET', `${LIST}/`], ['GET', `${LIST}/ajax/`], ['GET', at(one, '/')], ['GET', at(one, '/edit/')],
      ['GET', at(one, '/logs/')], ['GET', at(one, '/photo/')],
      ['PATCH', at(one, '/'), { position: 'x' }], ['POST', at(one, '/comment/'), { comment: 'x' }],
      ['POST', at(one, '/status/'), { vacancy_id: 1110, status_id: 1140 }],
      ['PUT', at(one, '/tags/'), { add: [1160] }], ['PATCH', at(one, '/questionary/'), { relocation: 'x' }],
      ['PUT', at(one, '/externals/5/'), { body: 'x' }],
      ['POST', `${ACCOUNT}/duplicates/`, { email: 'a@b.by' }],
    ]);
  });

  it('are not found under wrong ids', () => {
    const one = applicant(house);
    return notFound(me, [
      ['GET', '/huntflow/accounts/99/applicants/'], ['GET', '/huntflow/accounts/x/applicants/'],
      ['GET', `/huntflow/accounts/12/applicants/${one.id}/`],
      ...[
        '/', '/edit/', '/logs/', '/photo/',
      ].flatMap((rest) => [['GET', `${LIST}/5${rest}`], ['GET', `${LIST}/x${rest}`]]),
      ['PATCH', `${LIST}/5/`, { position: 'x' }], ['POST', `${LIST}/5/comment/`, { comment: 'x' }],
      ['POST', `${LIST}/5/status/`, { vacancy_id: 1110, status_id: 1140 }],
      ['PUT', `${LIST}/5/tags/`, { add: [1160] }], ['PATCH', `${LIST}/5/questionary/`, { relocation: 'x' }],
      ['PUT', at(one, '/externals/5/'), { body: 'x' }], ['PUT', at(one, '/externals/x/'), { body: 'x' }],
      ['POST', '/huntflow/accounts/99/duplicates/', { email: 'a@b.by' }],
    ]);
  });

  it('bear every failure of Huntflow', async () => {
    const one = applicant(house);
    await suffers(house, async () => { await fresh(); return me.get(`${LIST}/`); }, { path: '/applicants' });
    await suffers(
      house, async () => { await fresh(); return me.get(at(one, '/')); }, { path: `/applicants/${one.id}$` },
    );
    await suffers(
      house, () => me.patch(at(one, '/'), { position: 'Не сохранится' }),
      { path: `/applicants/${one.id}$`, method: 'PATCH' },
    );
    assert.equal(one.position, null);
    await up.huntflow.settings({ paid: false });
    const unpaid = await me.post(at(one, '/status/'), { vacancy_id: 1110, status_id: 1140 });
    assert.equal(unpaid.json.code, 'huntflow.unpaid');
    assert.deepEqual(one.links, []);
  });

  it('are another organisation\'s secret in the cache, too', async () => {
    const one = applicant(house);
    assert.equal((await me.get(at(one, '/'))).status, 200);
    const other = await house.user({ company: 'Другая' });
    assert.equal((await other.get(at(one, '/'))).status, 409);
    await other.patch('/api/v1/profile', { huntflow_prod_url: up.huntflow.url, huntflow_prod_api_key: 'wrong-key' });
    const res = await other.get(at(one, '/'));
    assert.deepEqual([res.status, res.json.code], [424, 'huntflow.key']);
  });
});
