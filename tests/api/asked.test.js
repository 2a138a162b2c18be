// asked: pages ask the database little, however much there is. Statements and rows read are counted, not time.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { asked } from '../lib/asked.js';
import { startHouse } from '../lib/house.js';
import { recruiter } from '../lib/recruiter.js';

const MANY = 4000;   // rows of each kind: far more than a page may read
let house;
let me;
let boss;

before(async () => {
  house = await startHouse({ upstreams: true });
  me = await recruiter(house, { tasks: { list: house.up.clickup.list, count: 50 } });
  boss = await house.user({ role: 'admin' });
  await fill();
});
after(() => house?.stop());

async function fill() {
  const { id: user, company: { id: company } } = me.user;
  await house.sql(`INSERT INTO transfer (company_id, user_id, connection_id, account_id, task_id, state, done_at)
    SELECT ?, ?, 0, 11, CONCAT('t', seq), 'done', NOW(3) - INTERVAL seq MINUTE FROM seq_1_to_${MANY}`, [company, user]);
  await house.sql(`INSERT INTO transfer_slot (user_id, slot, done)
    SELECT user_id, UNIX_TIMESTAMP(done_at) DIV 900, COUNT(*) FROM transfer WHERE done_at IS NOT NULL GROUP BY 1, 2`);
  await house.sql(`INSERT INTO sync_run (company_id, user_id, connection_id, stream, state, status, created_at,
    started_at, finished_at)
    SELECT ?, ?, 1, 'list:1', 'done', 'success', NOW(3) - INTERVAL ${MANY} - seq MINUTE, NOW(3), NOW(3)
    FROM seq_1_to_${MANY}`, [company, user]);
  await house.sql(`INSERT INTO audit (company_id, user_id, action, object)
    SELECT ?, ?, ELT(1 + (seq = 7) + 2 * (seq = 8), 'token.create', 'seldom', 'seldom.below'), seq
    FROM seq_1_to_${MANY}`, [company, user]);
}

/* The most that an answer may ask. */
async function atMost(statements, rows, path, client = me) {
  const cost = await asked(house, () => client.expect(200, 'GET', path));
  assert.ok(cost.statements <= statements && cost.rows <= rows,
    `${path}: ${JSON.stringify(cost)}, at most ${statements} statements and ${rows} rows`);
}

describe('the dashboard', () => {
  test('is a few statements, of few rows', () => atMost(10, 1000, '/clickup'));
});

describe('the audit', () => {
  const PATH = '/api/v1/audit';
  test('of a seldom action is as little as that of a frequent one', async () => {
    assert.deepEqual(
      (await boss.expect(200, 'GET', `${PATH}?action=seldom`)).map(({ object }) => object), ['8', '7'],
    );
    await atMost(5, 100, `${PATH}?action=seldom`, boss);
    await atMost(5, 100, `${PATH}?action=seldom&user_id=${me.user.id}`, boss);
  });
  test('of an action that never was', () => atMost(5, 100, `${PATH}?action=never`, boss));
});
