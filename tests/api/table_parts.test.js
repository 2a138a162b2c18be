// A large table comes and goes in parts: nobody sees it before it is whole nor while it goes, and after a kill -9 it is
// taken anew, or gone on with.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { holding } from '../lib/holding.js';
import { startHouse } from '../lib/house.js';
import { csvBytes, uploadTable } from '../lib/tables.js';

const API = '/api/v1/tables/';
const ROWS = 20_000;

let house, me, table;
before(async () => {
  house = await startHouse({ env: { POOL_TABLES: '2', TICK_EVERY: '0' } });
  me = await house.user({ role: 'recruiter' });
});
after(() => house?.stop());

const bytes = csvBytes([['ФИО', 'Телефон'], ...Array.from({ length: ROWS }, (_, i) =>
  [`Иванов Иван ${i}`, `+37529${1_000_000 + i}`])]);
const one = async (sql, params) => Object.values((await house.sql(sql, params))[0] ?? { none: 0 })[0];
const rows = () => one('SELECT COUNT(*) n FROM sheet_row');
const listed = async () => (await me.get(API)).json.map(({ rows: n }) => n);
const locked = (sql) => holding(house, `BEGIN; ${sql} FOR UPDATE`);

test('comes: nothing is seen of a half; after a kill -9 it is taken whole', async () => {
  const lost = uploadTable(me, bytes).catch(() => ({ status: 0 }));
  const id = await house.until(() => one('SELECT id FROM sheet'), { every: 2 });
  const release = await locked(`SELECT id FROM sheet WHERE id = ${id}`);
  try {
    const some = await rows();
    assert.ok(some < ROWS, `${some} rows`);
    assert.deepEqual(await listed(), []);
    assert.equal((await me.get(`${API}${id}/`)).status, 404);
    await house.kill('tables');
  } finally {
    await release();
  }
  await lost;
  const res = await house.until(async () => {
    const again = await uploadTable(me, bytes);
    return [200, 201].includes(again.status) && again;
  });
  table = res.json;
  assert.equal(table.rows, ROWS);
  assert.deepEqual(table.columns.map(({ guess }) => guess), ['name', 'phone']);
  assert.deepEqual([await listed(), await rows(), await one('SELECT COUNT(*) n FROM sheet')], [[ROWS], ROWS, 1]);
});

test('goes: it is not seen any more, and a round goes on where it was killed', async () => {
  const middle = await one('SELECT id FROM sheet_row ORDER BY id LIMIT 1 OFFSET 10200');
  const release = await locked(`SELECT id FROM sheet_row WHERE id = ${middle}`);
  const lost = me.del(`${API}${table.id}/`).catch(() => ({ status: 0 }));
  try {
    await house.until(async () => await rows() === ROWS - 10_000);
    assert.deepEqual(await listed(), []);
    await house.kill('tables');
  } finally {
    await release();
  }
  await lost;
  assert.equal((await me.get(`${API}${table.id}/`)).status, 404);
  assert.equal((await house.run('tick', ['expire'])).code, 0);
  assert.deepEqual([await rows(), await one('SELECT COUNT(*) n FROM sheet')], [0, 0]);
});

test('one that a killed program left is nobody\'s after a day', async () => {
  const res = await uploadTable(me, bytes);
  await house.sql('UPDATE sheet SET stage = 1 WHERE id = ?', [res.json.id]);
  assert.equal((await house.run('tick', ['expire'])).code, 0);
  assert.equal(await rows(), ROWS);
  await house.sql('UPDATE sheet SET created_at = NOW(3) - INTERVAL 25 HOUR');
  assert.equal((await house.run('tick', ['expire'])).code, 0);
  assert.equal(await rows(), 0);
});
