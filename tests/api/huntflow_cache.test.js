// The Huntflow cache over HTTP: lists, filters, orders, clearing, figures, expiry, and whose entries one sees.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { fields, problem } from '../lib/problem.js';

const CACHE = '/api/v1/huntflow/cache';
let house;
before(async () => { house = await startHouse(); });
after(() => house?.stop());

const person = async (options) => watched(await house.user(options));
const keys = (list) => list.map(({ cache_key: key }) => key);

// Entries of a person's own connection; ages and times left in minutes.
async function keep({ user }, entries) {
  await house.sql(
    "INSERT IGNORE INTO connection (company_id, owner_id, provider) VALUES (?, ?, 'huntflow')",
    [user.company.id, user.id],
  );
  for (const { key, path = '/accounts/1/vacancies', data = { a: 1 }, age = 0, left = 60 } of entries) {
    await house.sql(`INSERT INTO api_cache (company_id, user_id, connection_id, cache_key, path, data, created_at,
      updated_at, expires_at)
      SELECT ?, ?, id, ?, ?, ?, NOW(3) - INTERVAL ? MINUTE, NOW(3) - INTERVAL ? MINUTE, NOW(3) + INTERVAL ? MINUTE
        FROM connection WHERE owner_id = ? AND provider = 'huntflow'`,
    [user.company.id, user.id, key, path, JSON.stringify(data), age, age, left, user.id]);
  }
}

describe('entries', () => {
  test('have the documented members', async () => {
    const me = await person({ company: 'Одна' });
    await keep(me, [{ key: 'vacancy_123_456', data: { id: 456, position: 'Ёлка "1"' }, age: 30, left: 30 }]);
    const [one] = await me.expect(200, 'GET', `${CACHE}/`);
    assert.deepEqual(Object.keys(one), [
      'id', 'cache_key', 'data', 'created_at', 'updated_at', 'expires_at', 'is_expired', 'age_minutes', 'user', 'hits',
    ]);
    assert.deepEqual([one.cache_key, one.data, one.is_expired, one.age_minutes, one.user], [
      'vacancy_123_456', { id: 456, position: 'Ёлка "1"' }, false, 30, me.user.id,
    ]);
    assert.deepEqual(await me.expect(200, 'GET', `${CACHE}/${one.id}/`), one);
    for (const id of ['0', 'x', '99999999']) problem(await me.get(`${CACHE}/${id}/`), 404, 'absent');
    assert.deepEqual(me.wrong, []);
  });

  test('filters, search, orders, expired', async () => {
    const me = await person({ company: 'Поиск' });
    await keep(me, [
      { key: 'vacancy_1_1', age: 3, left: 10 }, { key: 'vacancy_1_2', age: 2, left: -5 },
      { key: 'candidate_1_100%', age: 1, left: 99 },
    ]);
    const seen = async (query, path = '') => keys(await me.expect(200, 'GET', `${CACHE}${path}/?${query}`));
    assert.deepEqual(await seen(''), ['candidate_1_100%', 'vacancy_1_2', 'vacancy_1_1']);
    assert.deepEqual(await seen('cache_key=vacancy_1_1'), ['vacancy_1_1']);
    assert.deepEqual(await seen('cache_key=vacancy_1'), []);
    assert.deepEqual(await seen('search=VACANCY'), ['vacancy_1_2', 'vacancy_1_1']);
    assert.deepEqual(await seen('search=100%25'), ['candidate_1_100%']);
    assert.deepEqual(await seen('search=1_1%25'), []);
    assert.deepEqual(await seen('ordering=created_at'), ['vacancy_1_1', 'vacancy_1_2', 'candidate_1_100%']);
    assert.deepEqual(await seen('ordering=-updated_at'), ['candidate_1_100%', 'vacancy_1_2', 'vacancy_1_1']);
    assert.deepEqual(await seen('ordering=expires_at'), ['vacancy_1_2', 'vacancy_1_1', 'candidate_1_100%']);
    assert.deepEqual(await seen('', '/expired'), ['vacancy_1_2']);
    for (const [query, wanted] of [['ordering=data', 'ordering:choice'], ['order=1', 'order:unknown'], [
      'page_size=0', 'page_size:range',
    ], ['page=2', 'page:choice'], ['after=1', 'after:cursor'],
      ['after=1.0', 'after:cursor'], ['after=1.2x', 'after:cursor'], [`search=${'x'.repeat(201)}`, 'search:length']]) {
      assert.deepEqual(fields(await me.get(`${CACHE}/?${query}`)), [wanted], query);
    }
    assert.deepEqual(me.wrong, []);
  });

  test('pages by Link in every order', async () => {
    const me = await person({ company: 'Листы' });
    await keep(me, Array.from({ length: 7 }, (_, i) => ({ key: `vacancy_1_${i}`, age: 5, left: i < 3 ? 5 : 50 })));
    for (const order of ['created_at', '-created_at', 'updated_at', '-updated_at', 'expires_at', '-expires_at']) {
      const seen = [];
      let path = `${CACHE}/?page_size=3&ordering=${order}`;
      while (path) {
        const res = await me.get(path);
        assert.equal(res.headers['x-total-count'], '7');
        seen.push(...keys(res.json));
        path = /<([^>]+)>; rel="next"/.exec(res.headers.link ?? '')?.[1];
      }
      assert.equal(new Set(seen).size, 7, order);
      assert.equal(seen.length, 7, order);
    }
  });
});

describe('whose', () => {
  test('a recruiter sees and clears the own; a manager sees all; an admin clears all', async () => {
    const company = 'Четверо';
    const [anna, boris, boss, admin] = [
      await person({ company }), await person({ company }), await person({ company, role: 'manager' }),
      await person({ company, role: 'admin' }),
    ];
    const stranger = await person({ company: 'Чужие', role: 'admin' });
    await keep(anna, [{ key: 'vacancy_1_1' }, { key: 'vacancy_1_2' }, { key: 'vacancy_1_3' }]);
    await keep(boris, [{ key: 'vacancy_1_1' }]);
    await keep(stranger, [{ key: 'vacancy_1_1' }]);
    const count = async (client) => (await client.expect(200, 'GET', `${CACHE}/`)).length;
    assert.deepEqual(await Promise.all([anna, boris, boss, admin, stranger].map(count)), [3, 1, 4, 4, 1]);
    const [{ id }] = await anna.expect(200, 'GET', `${CACHE}/`);
    for (const client of [boris, stranger]) {
      problem(await client.get(`${CACHE}/${id}/`), 404, 'absent');
      problem(await client.del(`${CACHE}/${id}/`), 404, 'absent');
    }
    problem(await boss.del(`${CACHE}/${id}/`), 403, 'service.cache_foreign');
    assert.equal((await anna.del(`${CACHE}/${id}/`)).status, 204);
    assert.equal((await anna.del(`${CACHE}/${id}/`)).status, 404);
    problem(await anna.post(`${CACHE}/clear-cache/`, { all: true }), 403, 'service.cache_foreign');
    assert.deepEqual(fields(await anna.post(`${CACHE}/clear-cache/`, { whole: true })), ['whole:unknown']);
    assert.deepEqual(
      await anna.expect(200, 'POST', `${CACHE}/clear-cache/`), { message: 'Кэш успешно очищен', deleted: 2 },
    );
    assert.deepEqual(await Promise.all([anna, boris, stranger].map(count)), [0, 1, 1]);
    assert.equal((await admin.expect(200, 'POST', `${CACHE}/clear-cache/`, { all: false })).deleted, 0);
    assert.equal((await admin.expect(200, 'POST', `${CACHE}/clear-cache/`, {})).deleted, 1);
    assert.deepEqual(await Promise.all([boris, stranger].map(count)), [0, 1]);
    const [note] = await house.sql(
      "SELECT COUNT(*) AS n FROM audit WHERE action = 'huntflow.cache.clear' AND company_id = ?",
      [admin.user.company.id],
    );
    assert.equal(note.n, 3);
    for (const client of [anna, boris, boss, admin, stranger]) assert.deepEqual(client.wrong, []);
  });

  test('a member comes in, a candidate and a stranger do not', async () => {
    const member = await person({ role: 'member' });
    assert.deepEqual(await member.expect(200, 'GET', `${CACHE}/`), []);
    for (const path of ['/', '/expired/', '/stats/', '/1/']) {
      problem(await (await house.user({ role: 'candidate' })).get(CACHE + path), 403, 'io.role');
      problem(await house.anonymous().get(CACHE + path), 401, 'auth');
    }
    assert.equal((await member.post(`${CACHE}/`, {})).status, 405);
  });
});

test('figures: a new company has none; half of the questions answered without a call', async () => {
  const me = await person({ company: 'Счёт' });
  assert.deepEqual(await me.expect(200, 'GET', `${CACHE}/stats/`), {
    hits: 0, misses: 0, hit_rate: 0, calls_saved: 0, entries: 0, expired: 0,
  });
  await keep(me, [{ key: 'a' }, { key: 'b', left: -1 }]);
  await house.sql('INSERT INTO api_cache_count VALUES (?, ?, 3, 1)', [me.user.id, me.user.company.id]);
  assert.deepEqual(await me.expect(200, 'GET', `${CACHE}/stats/`), {
    hits: 3, misses: 1, hit_rate: 0.75, calls_saved: 3, entries: 2, expired: 1,
  });
  assert.deepEqual(fields(await me.get(`${CACHE}/stats/?x=1`)), ['x:unknown']);
  assert.deepEqual(me.wrong, []);
});

test('tick removes what expired an hour ago, and the oldest of too many', async () => {
  const me = await person({ company: 'Уборка' });
  await keep(me, [{ key: 'fresh' }, { key: 'late', left: -59 }, { key: 'gone', left: -61 }]);
  assert.equal((await house.run('tick', ['cache'])).code, 0);
  assert.deepEqual(keys(await me.expect(200, 'GET', `${CACHE}/?ordering=expires_at`)), ['late', 'fresh']);
  await house.sql(`INSERT INTO api_cache (company_id, user_id, connection_id, cache_key, path, data, updated_at,
    expires_at)
    SELECT ?, ?, id, CONCAT('many_', seq), '/x', '{}', NOW(3) - INTERVAL 1 DAY + INTERVAL seq SECOND, NOW(3) + INTERVAL
      1 DAY FROM seq_1_to_20500 JOIN connection WHERE owner_id = ? AND provider = 'huntflow'`,
  [me.user.company.id, me.user.id, me.user.id]);
  assert.equal((await house.run('tick', ['cache'])).code, 0);
  const left = await house.sql(
    "SELECT COUNT(*) AS n, SUM(cache_key = 'fresh') AS fresh, SUM(cache_key = 'many_1') AS oldest FROM api_cache " +
    "WHERE user_id = ?",
    [me.user.id],
  );
  assert.ok(left[0].n <= 20_000, String(left[0].n));
  assert.deepEqual([left[0].fresh, left[0].oldest], [1, 0]);
});
