// POSTs whose program was killed: the Idempotency-Key of one that did nothing is free at once, and what was done is
// not done again.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { holding } from '../lib/holding.js';
import { startHouse } from '../lib/house.js';
import { problem } from '../lib/problem.js';

const TASKS = '/api/v1/tasks/';

let house;
let anna;
before(async () => {
  house = await startHouse({ env: { POOL_TASKS: '1' } });
  anna = await house.user({ role: 'member' });
});
after(() => house.stop());

const table = (name) => holding(house, `LOCK TABLES ${name} WRITE; SELECT 'held'`);
const waiting = async () => (await house.sql(
  "SELECT COUNT(*) n FROM information_schema.PROCESSLIST WHERE STATE LIKE 'Waiting for table%'"
))[0].n > 0;
const count = async (title) => (await house.sql('SELECT COUNT(*) n FROM task WHERE title = ?', [title]))[0].n;
const post = (title, key) => anna.post(TASKS, { title }, { headers: { 'Idempotency-Key': key } });

describe('a POST whose program is killed', () => {
  test('before anything was done: its key is free at once', async () => {
    const release = await table('task');
    const lost = post('Позвонить', 'early').catch(() => ({ status: 0 }));
    try {
      await house.until(waiting);
      await house.kill('tasks');
    } finally {
      await release();
    }
    assert.ok(![200, 201].includes((await lost).status));
    const began = Date.now();
    let again;
    await house.until(async () => {
      again = await post('Позвонить', 'early');
      return ![409, 502, 503].includes(again.status);
    }, { timeout: 20_000 });
    assert.equal(again.status, 201, again.text);
    assert.ok(Date.now() - began < 10_000, `${Date.now() - began} ms`);
    assert.equal(await count('Позвонить'), 1);
    const third = await post('Позвонить', 'early');
    assert.deepEqual([third.status, third.headers['idempotency-replayed'], third.json.id],
      [201, 'true', again.json.id]);
  });

  test('after it was done, before its answer was kept: it is said so at once, and it is not done again', async () => {
    await house.sql("UPDATE inbound_watch SET until_at = '2000-01-01'");
    const release = await table('inbound_watch');
    const lost = post('Написать', 'late').catch(() => ({ status: 0 }));
    try {
      await house.until(async () => await count('Написать') === 1 && await waiting());
      await house.kill('tasks');
    } finally {
      await release();
    }
    assert.ok(![200, 201].includes((await lost).status));
    let again;
    await house.until(async () => {
      again = await post('Написать', 'late');
      return again.json?.code === 'account.replay_unknown';
    }, { timeout: 20_000 });
    assert.equal(await count('Написать'), 1);
    problem(await post('Другое', 'late'), 409, 'account.replay_other');
  });
});
