// turns.js: one company has 100 000 things in a queue (BENCH_TASKS), another ten that came later: how long the ten wait
// while one process works.
import { startHouse } from '../lib/house.js';
import { Bucket } from '../upstreams/s3.js';
import { row, tasksOr } from './load.js';
import { shipped } from './pages.js';

const MANY = tasksOr(100_000);
const FEW = 10;
const SOME = 5000;	// tasks: more than one who asks for a list puts into the index himself
const GOAL_S = 5;

// fill: company, person, how many; more: company; left: of a company. late: its goal is another (docs/growth.md).
const queues = [
  {
    name: 'reminders', duty: 'remind',
    fill: `INSERT INTO reminder (company_id, subject, subject_id, user_id, before_minutes, slot, at)
      SELECT v.c, 'task', v.c * 1000000 + s.seq, v.u, NULL, 1, NOW(3) - INTERVAL 1 HOUR`,
    left: 'SELECT COUNT(*) n FROM reminder WHERE company_id = ? AND sent_at IS NULL',
  },
  {
    name: 'events for pages', duty: 'live',
    fill: `INSERT INTO live_post (company_id, people, type, data)
      SELECT v.c, CONCAT('[', v.u, ']'), 'task', '{"id": 1}'`,
    left: 'SELECT COUNT(*) n FROM live_post WHERE company_id = ?',
  },
  {
    name: 'notices', duty: 'notices',
    fill: `INSERT INTO notice (company_id, user_id, kind, state) SELECT v.c, v.u, 'overdue', 'new'`,
    left: "SELECT COUNT(*) n FROM notice WHERE company_id = ? AND state = 'new'",
  },
  {
    name: 'contacts that changed', duty: 'known',
    fill: "INSERT INTO contact_change (company_id, kind, value) SELECT v.c, 'e', CONCAT(s.seq, '@x.by')",
    left: 'SELECT COUNT(*) n FROM contact_change WHERE company_id = ?',
  },
  {
    name: 'tasks of the bin that are too old', duty: 'expire',
    fill: `INSERT INTO task (company_id, title, description, created_by, position, deleted_at)
      SELECT v.c, 'x', '', v.u, LPAD(s.seq, 8, '0'), NOW(3) - INTERVAL 99 DAY - INTERVAL s.seq SECOND`,
    left: 'SELECT COUNT(*) n FROM task WHERE company_id = ? AND deleted_at IS NOT NULL',
  },
  {
    name: 'notices that are too old', duty: 'expire',
    fill: `INSERT INTO notice (company_id, user_id, kind, state, created_at)
      SELECT v.c, v.u, 'overdue', 'sent', NOW(3) - INTERVAL 100 DAY + INTERVAL (v.n < 100) DAY`,
    left: 'SELECT COUNT(*) n FROM notice WHERE company_id = ? AND created_at < NOW(3) - INTERVAL 90 DAY',
  },
  {
    name: 'syncs that are too old', duty: 'expire',
    fill: `INSERT INTO sync_run (company_id, user_id, connection_id, stream, state, created_at)
      SELECT v.c, v.u, 1, 'x', 'done', NOW(3) - INTERVAL 100 DAY + INTERVAL (v.n < 100) DAY`,
    left: 'SELECT COUNT(*) n FROM sync_run WHERE company_id = ?',
  },
  {
    name: 'deliveries that are too old', duty: 'expire', late: true,
    fill: `INSERT INTO inbound_event (provider, delivery, webhook_id, body, state, received_at)
      SELECT 'x', SHA2(CONCAT(v.c, '-', s.seq), 256), v.c, REPEAT('x', 2000), 'done',
      NOW(3) - INTERVAL 100 DAY + INTERVAL (v.n < 100) DAY`,
    left: 'SELECT COUNT(*) n FROM inbound_event WHERE webhook_id = ?',
  },
  {
    name: 'files on their way to S3', duty: 'files',
    fill: "INSERT INTO document (company_id, user_id, name, size) SELECT v.c, v.u, 'cv.pdf', 2000",
    more: `INSERT INTO document_part (document_id, part, data)
      SELECT id, 0, REPEAT('x', 2000) FROM document WHERE company_id = ?`,
    left: 'SELECT COUNT(*) n FROM document WHERE company_id = ? AND in_rows',
  },
];

const bucket = await new Bucket().start();
const house = await startHouse({
  env: {
    ...shipped(), TICK_EVERY: '0', FILES_URL: bucket.url, FILES_KEY: bucket.key, FILES_SECRET: bucket.secret,
  },
});

async function newSide(name, n) {
  const client = await house.user({ role: 'admin', company: name });
  const [{ id }] = await house.sql('SELECT company_id id FROM user WHERE id = ?', [client.user.id]);
  return { client, company: id, user: client.user.id, n };
}
const fillSide = (fill, { company, user, n }) =>
  house.sql(`${fill} FROM (SELECT ? c, ? u, ? n) v JOIN seq_1_to_${n} s`, [company, user, n]);

/* How long one waits for a list while the index of the many is made, who has ten and who has more. */
async function measureIndex(sides) {
  for (const side of sides) {
    await fillSide(`INSERT INTO task (company_id, title, description, created_by, position)
      SELECT v.c, CONCAT('Задача ', s.seq), REPEAT('слово ', 40), v.u, LPAD(s.seq, 8, '0')`, side);
  }
  const list = (side) => side.client.get('/api/v1/tasks/');
  const work = house.run('tick', ['index']);
  await house.until(async () => (await list(sides[0])).json.code === 'index.indexing', { every: 20 });
  const waits = await Promise.all(sides.slice(1).map(async (side) => {
    const began = performance.now();
    await house.until(async () => (await list(side)).status === 200, { timeout: 120_000, every: 50 });
    return (performance.now() - began) / 1000;
  }));
  const s = waits[0];
  row(`index of lists: ${FEW} beside ${MANY}`, `${s.toFixed(2)} s`, `under ${GOAL_S} s`, s < GOAL_S);
  row(`  ${SOME} beside ${MANY}`, `${waits[1].toFixed(2)} s`, '');
  row('  of the many are there then', /\d+%/.exec((await list(sides[0])).json.detail)?.[0] ?? 'all', '');
  await house.kill('tick');
  await work.catch(() => null);
}

try {
  const sides = [await newSide('Many', MANY), await newSide('Few', FEW)];
  for (const { name, duty, fill, more, left, late } of queues) {
    for (const side of sides) {
      await fillSide(fill, side);
      if (more) await house.sql(more, [side.company]);
    }
    const began = performance.now();
    const work = house.run('tick', [duty]);
    const waits = async () => (await house.sql(left, [sides[1].company]))[0].n;
    await house.until(async () => await waits() === 0, { timeout: 120_000, every: 20 });
    const s = (performance.now() - began) / 1000;
    const [{ n }] = await house.sql(left, [sides[0].company]);
    row(`${name}: ${FEW} beside ${MANY}`, `${s.toFixed(2)} s`, late ? '' : `under ${GOAL_S} s`,
      late ? undefined : s < GOAL_S);
    row('  of the many are left then', String(n), '');
    await house.kill('tick');
    await work.catch(() => null);
    await house.sql(left.replace('SELECT COUNT(*) n', 'DELETE').replace(/\w+_id = \?/, '? > 0'), [1]);
  }
  await measureIndex([...sides, await newSide('Some', SOME)]);
} finally {
  await house.stop();
  await bucket.stop();
}
