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
  await house.sql(`INSERT INTO task_history (company_id, task_id, user_id, via, action)
    SELECT ?, seq, ?, IF(seq = 9, 'bot', 'page'), IF(seq IN (5, 9), 'move', 'change')
    FROM seq_1_to_${MANY}`, [company, user]);
  await house.sql(`INSERT INTO import_job (id, company_id, user_id, clickup_id, huntflow_id, account_id, status, scope,
    request, total_tasks, processed_tasks, successful_tasks, failed_tasks)
    VALUES (77, ?, ?, 1, 2, 11, 'completed', 'all', '{}', ${MANY}, ${MANY}, ${MANY} - 2, 2)`, [company, user]);
  await house.sql(`INSERT INTO import_item (job_id, task_id, name, state, error_code)
    SELECT 77, CONCAT('t', seq), seq, IF(seq IN (5, 9), 'failed', 'done'), IF(seq IN (5, 9), 'huntflow.down', '')
    FROM seq_1_to_${MANY}`);
  await house.sql(`INSERT INTO api_call (company_id, user_id, provider, log_type, method, endpoint, status_code, answer,
    response_data) SELECT ?, ?, 'huntflow', IF(seq = 3, 'ERROR', 'GET'), IF(seq = 4, 'DELETE', 'GET'),
    CONCAT('/accounts/', seq), IF(seq = 3, 404, 200), IF(seq = 3, 404, 200), REPEAT('x', 3000)
    FROM seq_1_to_${MANY}`, [company, user]);
  await house.sql(`INSERT INTO call_month (company_id, provider, month, user_id, log_type, method, answer, calls, good)
    SELECT company_id, provider, DATE_FORMAT(NOW(), '%Y-%m-01'), user_id, log_type, method, answer, COUNT(*), 0
    FROM api_call WHERE endpoint LIKE '/accounts/%' GROUP BY user_id, log_type, method, answer
    ON DUPLICATE KEY UPDATE calls = calls + VALUES(calls)`);
  await fillQueues(user, company);
}

/* What was sent, received and told, and lies there until its time is over. */
async function fillQueues(user, company) {
  const all = `FROM seq_1_to_${MANY}`;
  await house.sql(`INSERT INTO event_log (company_id, user_id, type, data, created_at)
    SELECT ?, IF(seq % 2, 0, ?), 'task', '{}', NOW(3) - INTERVAL IF(seq % 2, 1, 5000) MINUTE ${all}`, [company, user]);
  await house.sql(`INSERT INTO inbound_event (provider, delivery, webhook_id, object_id, body, state, received_at)
    SELECT 'clickup', SHA2(seq, 256), 1, seq, '', 'done', NOW(3) - INTERVAL seq MINUTE ${all}`);
  await house.sql(`INSERT INTO notice (company_id, user_id, kind, state, read_at)
    SELECT ?, ?, 'import', 'sent', NOW(3) ${all}`, [company, user]);
  await house.sql(`INSERT INTO outbox (company_id, user_id, kind, state, created_at, sent_at)
    SELECT ?, ?, 'notice', 'sent', NOW(3), NOW(3) ${all}`, [company, user]);
  await house.sql(`INSERT INTO reminder (company_id, subject, subject_id, user_id, slot, at, sent_at)
    SELECT ?, 'task', seq, ?, seq, NOW(3) - INTERVAL seq MINUTE, NOW(3) ${all}`, [company, user]);
  await house.sql(`INSERT INTO auto_reply (id, company_id, user_id, name, enabled, reply)
    VALUES (5, ?, ?, 'one', 1, 'a')`, [company, user]);
  await house.sql(`INSERT INTO auto_reply_log (rule_id, task_id, text, marker, state, intent_at, sent_at)
    SELECT 5, seq, 'a', '', 'sent', NOW(3) - INTERVAL 100 + seq MINUTE, NOW(3) ${all}`);
  await house.sql(`INSERT INTO call_hour (company_id, provider, hour, user_id, log_type, calls)
    SELECT ?, 'huntflow', DATE_FORMAT(NOW() - INTERVAL seq HOUR, '%Y-%m-%d %H:00:00'), ?, 'GET', 1 FROM seq_1_to_700
    ON DUPLICATE KEY UPDATE calls = calls + 1`, [company, user]);
}

/* The most that an answer may ask. */
async function atMost(statements, rows, path, client = me) {
  const cost = await asked(house, () => client.expect(200, 'GET', path));
  assert.ok(cost.statements <= statements && cost.rows <= rows,
    `${path}: ${JSON.stringify(cost)}, at most ${statements} statements and ${rows} rows`);
}

describe('the dashboard', () => {
  test('is a few statements, of few rows', () => atMost(8, 700, '/clickup'));
});

describe('the audit', () => {
  const PATH = '/api/v1/admin/audit/';
  test('of a seldom action is as little as that of a frequent one', async () => {
    assert.deepEqual(
      (await boss.expect(200, 'GET', `${PATH}?action=seldom`)).map(({ object }) => object), ['8', '7'],
    );
    await atMost(6, 100, `${PATH}?action=seldom`, boss);
    await atMost(6, 100, `${PATH}?action=seldom&user_id=${me.user.id}`, boss);
  });
  test('of an action that never was', () => atMost(6, 100, `${PATH}?action=never`, boss));
  for (const query of ['via=bot', 'object=7', 'object=task%207', 'action=team_task.move', 'action=team_task.never',
    'from=2020-01-01&to=2020-01-02', `via=bot&action=team_task.move`]) {
    test(`by ${query} reads what it shows, of many lines`, async () => {
      await boss.expect(200, 'GET', `${PATH}?${query}`);
      await atMost(8, 120, `${PATH}?${query}`, boss);
    });
  }
  test('by person reads the lines of its page, and the index for their count', () =>
    atMost(8, 4 * MANY + 300, `${PATH}?user_id=${me.user.id}`, boss));
});

describe('jobs at work', () => {
  const PATH = '/api/v1/admin/jobs/';
  test('are shown by page, of many of each kind', () => atMost(6, 6 * MANY + 600, PATH, boss));
  for (const query of ['state=failed', 'state=open', 'kind=messages&state=failed', 'kind=syncs&state=cancelled',
    'state=planned']) {
    test(`of ${query} read the index, not the rows`, () => atMost(6, 400, `${PATH}?${query}`, boss));
  }
});

describe('an import', () => {
  const ITEMS = '/clickup/api/bulk-import-items/77';
  test('tells how far it is from its row', () => atMost(3, 20, '/clickup/api/bulk-import-progress/77'));
  test('is shown by page', async () => {
    await atMost(3, 300, ITEMS);
    await atMost(4, 50, `${ITEMS}?state=failed`);
    await atMost(4, 50, `${ITEMS}?code=huntflow.down`);
    const { headers, json } = await me.get(`${ITEMS}?page_size=5`);
    assert.deepEqual(
      [headers['x-total-count'], ...json.map(({ name }) => name)], [String(MANY), '1', '2', '3', '4', '5'],
    );
  });
});

describe('the log of calls', () => {
  const LOGS = '/api/v1/huntflow/logs';
  test('is summed up without its rows', async () => {
    await atMost(6, 200, `${LOGS}/stats`);
    const { recent_logs: [last] } = await me.expect(200, 'GET', `${LOGS}/stats`);
    assert.deepEqual(Object.keys(last).filter((name) => /data/.test(name)), [], 'no bodies');
  });
  for (const query of ['', 'log_type=ERROR', 'method=DELETE', 'status_code=404', 'method=GET&status_code=200']) {
    test(`is shown by page: ${query || 'all'}`, async () => {
      await atMost(4, 300, `${LOGS}?${query}`, boss);
    });
  }
});

describe('what lies there is not read', () => {
  test('by pages of what was answered and told, but for the index that counts it', async () => {
    await atMost(4, 2 * MANY + 100, '/clickup/api/auto-replies/5/log');
    await atMost(6, 2 * MANY + 200, '/api/v1/notifications');
    await atMost(6, 50, '/api/v1/notifications?unread=1');
  });
  for (const duty of [
    'remind', 'hooks', 'queue', 'sync', 'replies', 'marks', 'expire', 'cache', 'calls', 'notices', 'mail',
  ]) {
    test(`by tick ${duty}, which has nothing to do`, async () => {
      const { rows } = await asked(house, () => house.run('tick', [duty]));
      assert.ok(rows <= 1000, `${rows} rows`);
    });
  }
});

describe('a search of calls', () => {
  const PATH = '/api/v1/huntflow/logs?search=';
  test('for words that are nowhere looks through a part, and says how far', async () => {
    await atMost(6, 10_000, `${PATH}nowhere`, boss);
    const first = await boss.get(`${PATH}nowhere`);
    assert.deepEqual(first.json, []);
    const searched = Date.parse(first.headers['x-searched-to']);
    assert.ok(searched <= Date.now());
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.link)[1];
    const last = await boss.get(next);
    assert.deepEqual([last.json, last.headers['x-searched-to'], last.headers.link], [[], undefined, undefined]);
  });
  test('for words that are near says nothing of that', async () => {
    const { json, headers } = await boss.get(`${PATH}accounts/39`);
    assert.equal(json.length, 20);
    assert.equal(headers['x-searched-to'], undefined);
  });
});

describe('syncs', () => {
  test('by day stay in the index', async () => {
    const [{ key, Extra: extra }] = await house.sql(`EXPLAIN SELECT SUM(tasks_created), SUM(tasks_updated),
      SUM(tasks_deleted), SUM(status = 'error'), SUM(sync_duration) FROM sync_run
      WHERE user_id = ? AND created_at >= NOW() - INTERVAL 30 DAY AND state = 'done'`, [me.user.id]);
    assert.equal(key, 'by_day');
    assert.match(extra, /Using index/);
  });
});
