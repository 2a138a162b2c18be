// Vacancies of Huntflow: the connection, lists, one vacancy with its stages, changes, dictionaries.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { ACCOUNT, LISTS, applicant, connected, guarded, notFound, suffers } from '../lib/huntflow.js';
import { watched } from '../lib/openapi.js';

const ENV = { HUNTFLOW_LIMIT: '100000', FETCH_TIMEOUT_MS: '1500' };

describe('vacancies', () => {
  let house, me, up;

  before(async () => {
    house = await startHouse({ upstreams: true, demo: true, env: ENV });
    up = house.up;
    me = watched(await connected(house));
  });
  after(async () => { await house?.stop(); assert.deepEqual([...new Set(me.wrong)], []); });
  beforeEach(() => up.huntflow.clearFaults());

  const fresh = () => house.sql('DELETE FROM api_cache');
  const ids = ({ json }) => json.map(({ id }) => id);

  it('shows how the connection stands', async () => {
    const { json, status } = await me.get('/huntflow/');
    assert.equal(status, 200);
    assert.deepEqual([json.system, json.status, json.status_code, json.url], ['PROD', 'ok', '', up.huntflow.url]);
    assert.deepEqual(json.accounts.map(({ id }) => id), [11, 12]);
    assert.match(json.user.email, /@/);
    assert.deepEqual(Object.keys(json.token).sort(), ['expires_at', 'refresh_expires_at', 'refreshed_at', 'set']);
    assert.ok(json.calls_today >= 2);
    const again = (await me.get('/huntflow')).json;
    assert.ok(
      again.cache.entries >= 2 && again.cache.calls_saved >= 2 && again.cache.hit_rate > 0, JSON.stringify(again.cache),
    );
  });

  it('shows a connection that is not there, and one that fails', async () => {
    const stranger = await house.user();
    const none = (await stranger.get('/huntflow/')).json;
    assert.deepEqual([none.status, none.status_code, none.url, none.accounts], ['new', 'huntflow.setup', null, []]);
    assert.match(none.status_text, /Huntflow/);
    await fresh();
    await up.huntflow.fault({ kind: 'status', status: 503, times: 20 });
    const down = (await me.get('/huntflow/')).json;
    assert.deepEqual([down.status, down.status_code, down.accounts], ['error', 'huntflow.down', []]);
    assert.ok(down.errors_today > 0);
  });

  it('lists them page by page, by state, under both addresses', async () => {
    const first = await me.get(`${ACCOUNT}/vacancies/?page_size=2`);
    assert.equal(first.status, 200);
    assert.equal(first.json.length, 2);
    assert.match(first.headers.link, /page_size=2&page=2>; rel="next"/);
    assert.equal(Number(first.headers['x-total-count']), 6);
    const last = await me.get(`${ACCOUNT}/vacancies/ajax/?page_size=2&page=3`);
    assert.equal(last.json.length, 2);
    assert.match(last.headers.link, /^<[^>]*page=2>; rel="prev"$/);
    assert.equal(new Set([...ids(first), ...ids(last)]).size, 4);
    const open = await me.get(`${ACCOUNT}/vacancies/?state=OPEN`);
    assert.ok(open.json.length > 0 && open.json.every(({ state }) => state === 'OPEN'));
    assert.deepEqual(Object.keys(open.json[0]).sort(), [
      'account_division', 'applicants_count', 'company', 'created', 'deadline', 'id', 'money', 'position', 'priority',
      'state',
    ]);
    assert.deepEqual(open.json[0].account_division, { id: 1101, name: 'Разработка' });
    assert.equal((await me.get(`${ACCOUNT}/vacancies/?mine=1`)).status, 200);
    assert.match((await up.huntflow.calls()).calls.at(-1).query, /mine=true/);
  });

  it('searches all of them by words', async () => {
    const found = await me.get(`${ACCOUNT}/vacancies/?search=JAVA%20sen`);
    assert.deepEqual(found.json.map(({ position }) => position), ['Senior Java Developer']);
    assert.equal(found.headers['x-total-count'], '1');
    for (const nothing of ['nothing', '%', '_', '*', '"']) {
      const none = await me.get(`${ACCOUNT}/vacancies/?search=${encodeURIComponent(nothing)}`);
      assert.deepEqual(none.json, [], nothing);
    }
    const page = await me.get(`${ACCOUNT}/vacancies/?search=${encodeURIComponent('северный')}&page_size=2&page=2`);
    assert.equal(page.json.length, 2);
    assert.equal(page.headers['x-total-count'], '6');
  });

  it('refuses what it does not know', async () => {
    for (const [query, field] of [
      ['state=open', 'state'], ['page=0', 'page'], ['page_size=31', 'page_size'], ['x=1', 'x'], ['mine=2', 'mine'],
      [`search=${'a'.repeat(401)}`, 'search'],
    ]) {
      const res = await me.get(`${ACCOUNT}/vacancies/?${query}`);
      assert.equal(res.status, 400, query);
      assert.equal(res.json.errors[0].field, field);
    }
  });

  it('shows one with its stages, counts, additional fields and texts', async () => {
    const one = applicant(house);
    up.huntflow.server.accounts.get(11).link(one, { vacancy: 1111, status: 1142 });
    await fresh();
    const { json } = await me.get(`${ACCOUNT}/vacancies/1111/`);
    assert.equal(json.position, 'QA Engineer');
    const stage = json.statuses.find(({ id }) => id === 1142);
    assert.deepEqual([stage.name, stage.type, stage.removed], ['Интервью', 'user', false]);
    assert.ok(stage.count >= 1);
    assert.equal(json.applicants_count, json.statuses.reduce((sum, { count }) => sum + count, 0));
    const dead = json.statuses.find(({ removed }) => removed);
    assert.equal(dead.count, null);
    assert.deepEqual(json.additional_fields.map(({
      name, id, title, type, required, value,
    }) => ({ name, id, title, type, required, value })),
      [{ name: 'category', id: 1105, title: 'Категория', type: 'dictionary', required: false, value: null }]);
    assert.equal(json.body, '<p>Ищем: QA Engineer.</p>');
    assert.equal(json.body_nodes[0].t, 'p');
    assert.match(json.url, /#\/vacancy\/1111$/);
  });

  it('counts the applicants of several', async () => {
    const { json } = await me.get(`${ACCOUNT}/vacancies/1111/`);
    const counts = (query) => me.get(`/api/v1${ACCOUNT}/vacancy-counts?${query}`);
    const both = await counts('id=1111&id=1112');
    assert.deepEqual(both.json.map(({ id }) => id), [1111, 1112], both.text);
    assert.equal(both.json[0].applicants_count, json.applicants_count);
    assert.equal((await counts('id=1111')).json.length, 1);
    const [{ new_count: before }] = (await counts('id=1112')).json;
    const one = applicant(house);
    up.huntflow.server.accounts.get(11).link(one, { vacancy: 1112, status: 1140 });
    await fresh();
    const [now] = (await counts('id=1112')).json;
    assert.equal(now.new_count, before + 1, 'at the first stage');
    const moved = Date.parse(now.moved_at);
    assert.ok(Math.abs(Date.now() - moved) < 120_000, now.moved_at);
    for (const wrong of ['', 'id=x', 'id=1&id=-2', Array.from({ length: 51 }, (_, n) => `id=${n + 1}`).join('&')]) {
      const res = await counts(wrong);
      assert.deepEqual([res.status, res.json.errors[0].field], [400, 'id'], wrong);
    }
  });

  it('counts them in each state', async () => {
    const states = (query = '') => me.get(`/api/v1${ACCOUNT}/vacancy-states${query}`);
    const { json } = await states();
    for (const [state, n] of Object.entries(json)) {
      assert.equal((await me.get(`${ACCOUNT}/vacancies/?state=${state}`)).json.length, n, state);
    }
    assert.deepEqual(Object.keys(json), ['OPEN', 'HOLD', 'CLOSED']);
    assert.deepEqual((await states('?search=java')).json, { OPEN: 1, HOLD: 0, CLOSED: 0 });
    assert.equal((await states('?state=OPEN')).status, 400);
  });

  it('answers from the cache, and anew when asked to', async () => {
    await fresh();
    await me.get(`${ACCOUNT}/vacancies/1110/`);
    await up.huntflow.clearCalls();
    await me.get(`${ACCOUNT}/vacancies/1110/`);
    assert.equal((await up.huntflow.calls()).total, 0);
    await me.get(`${ACCOUNT}/vacancies/1110/?fresh=1`);
    assert.equal(
      (await up.huntflow.calls()).counts['GET /v2/accounts/11/vacancies/1110'] ?? (await up.huntflow.calls()).total, 1,
    );
    assert.equal((await house.sql("SELECT COUNT(*) n FROM api_cache WHERE cache_key = 'vacancy_11_1110'"))[0].n, 1);
  });

  it('changes members, and ends what was kept', async () => {
    await me.get(`${ACCOUNT}/vacancies/?page_size=30`);
    const res = await me.patch(`${ACCOUNT}/vacancies/1112/`, {
      position: 'Новая', money: null, priority: 1, body: '<p>a</p><script>x</script>', category: { id: 5 },
    });
    assert.equal(res.status, 200, res.text);
    assert.deepEqual([res.json.position, res.json.money, res.json.priority], ['Новая', null, 1]);
    assert.ok(!JSON.stringify(res.json.body_nodes).includes('script'));
    assert.deepEqual(res.json.additional_fields[0].value, { id: 5 });
    const list = (await me.get(`${ACCOUNT}/vacancies/?page_size=30`)).json;
    assert.equal(list.find(({ id }) => id === 1112).position, 'Новая');
    const [event] = await house.sql("SELECT data FROM event_log WHERE type = 'vacancy' ORDER BY id DESC LIMIT 1");
    assert.deepEqual(JSON.parse(event.data), { id: 1112, account_id: 11, action: 'edit' });
  });

  it('says which member is wrong, and sends nothing then', async () => {
    await up.huntflow.clearCalls();
    for (const [body, field, code] of [
      [{ position: '' }, 'position', 'required'], [{ position: null }, 'position', 'required'],
      [{ position: 5 }, 'position', 'type'],
      [{ position: 'x'.repeat(1001) }, 'position', 'length'], [{ priority: 2 }, 'priority', 'range'],
      [{ priority: 'a' }, 'priority', 'type'],
      [{ nonsense: 1 }, 'nonsense', 'unknown'], [{ state: 'CLOSED' }, 'state', 'unknown'],
    ]) {
      const res = await me.patch(`${ACCOUNT}/vacancies/1110/`, body);
      assert.equal(res.status, 400, res.text);
      assert.deepEqual([res.json.errors[0].field, res.json.errors[0].code], [field, code]);
    }
    for (const body of [{}, [], 'x']) assert.equal((await me.patch(`${ACCOUNT}/vacancies/1110/`, body)).status, 400);
    assert.equal((await up.huntflow.calls()).calls.filter(({ method }) => method === 'PATCH').length, 0);
  });

  it('gives the dictionaries, read once', async () => {
    await fresh();
    await up.huntflow.clearCalls();
    for (let n = 0; n < 2; n++) {
      const get = async (name) => (await me.get(`${LISTS}/${name}/`)).json;
      assert.deepEqual((await get('tags'))[0], { id: 1160, name: 'Ирина Белова', color: '00ad3b' });
      assert.deepEqual((await get('rejection-reasons')).at(-1), { id: null, name: 'Другое', order: 4 });
      assert.equal((await get('sources')).length, 5);
      assert.match((await get('coworkers'))[0].email, /@/);
      assert.deepEqual((await get('divisions')).map(({ name }) => name), ['Разработка', 'Продукт']);
    }
    assert.equal((await up.huntflow.calls()).total, 5);
  });

  it('calls once for many who ask at once', async () => {
    await fresh();
    await up.huntflow.clearCalls();
    await up.huntflow.latency(200);
    const all = await Promise.all(Array.from({ length: 3 }, () => me.get(`${LISTS}/tags/`)));
    await up.huntflow.latency(0);
    assert.deepEqual(all.map(({ status }) => status), [200, 200, 200]);
    assert.equal((await up.huntflow.calls()).total, 1);
  });

  it('is for recruiters with a connection of their own', () => guarded(house, [
    ['GET', `${ACCOUNT}/vacancies/`], ['GET', `${ACCOUNT}/vacancies/ajax/`], ['GET', `${ACCOUNT}/vacancies/1110/`],
    ['PATCH', `${ACCOUNT}/vacancies/1110/`, { position: 'x' }],
    ...['tags', 'rejection-reasons', 'sources', 'coworkers', 'divisions'].map((name) => ['GET', `${LISTS}/${name}`]),
  ]));

  it('finds nothing under wrong ids', () => notFound(me, [
    ['GET', '/huntflow/accounts/99/vacancies/'], ['GET', '/huntflow/accounts/x/vacancies/'],
    ['GET', '/huntflow/accounts/0/vacancies/'],
    ['GET', `${ACCOUNT}/vacancies/5/`], ['GET', `${ACCOUNT}/vacancies/x/`],
    ['GET', `${ACCOUNT}/vacancies/99999999999999999999/`],
    ['GET', '/huntflow/accounts/12/vacancies/1110/'], ['PATCH', `${ACCOUNT}/vacancies/5/`, { position: 'x' }],
    ['GET', '/api/v1/huntflow/accounts/99/tags'], ['GET', '/api/v1/huntflow/accounts/-1/sources'],
  ]));

  it('gives the page to browsers', async () => {
    const visitor = house.anonymous();
    for (const path of [
      '/huntflow/', `${ACCOUNT}/vacancies/`, `${ACCOUNT}/vacancies/1110/`, `${ACCOUNT}/applicants/`,
      `${ACCOUNT}/applicants/5/`, `${ACCOUNT}/applicants/5/edit/`,
    ]) {
      const res = await visitor.get(path, { headers: { ...me.headers, Accept: 'text/html' } });
      assert.match(res.headers['content-type'], /text\/html/, path);
    }
  });

  it('tells every failure of Huntflow in plain words', async () => {
    await suffers(
      house, async () => { await fresh(); return me.get(`${ACCOUNT}/vacancies/`); }, { path: '/vacancies' },
    );
    await suffers(
      house, () => me.patch(`${ACCOUNT}/vacancies/1113/`, { position: 'Не сохранится' }),
      { path: '/vacancies/1113$', method: 'PATCH' },
    );
    await fresh();
    assert.notEqual((await me.get(`${ACCOUNT}/vacancies/1113/`)).json.position, 'Не сохранится');
  });

  it('renews the key when it has expired, and says when that fails', async () => {
    const one = await connected(house);
    await up.huntflow.expireAccess();
    assert.equal((await one.get(`${ACCOUNT}/vacancies/?page=1`)).status, 200);
    await up.huntflow.expireAccess();
    await up.huntflow.fault({ kind: 'status', status: 404, path: '/token/refresh', times: 5 });
    await house.sql('DELETE FROM api_cache');
    const res = await one.get(`${ACCOUNT}/vacancies/?page=1`);
    assert.deepEqual([res.status, res.json.code], [424, 'huntflow.key']);
    assert.deepEqual((await one.get('/huntflow/')).json.status, 'refused');
  });
});
