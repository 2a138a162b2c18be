// turns.js: one company has 100 000 things in a queue (BENCH_TASKS), another ten that came later: how long the ten wait
// while one process works.
import { startHouse } from '../lib/house.js';
import { row, tasksOr } from './load.js';
import { shipped } from './pages.js';

const MANY = tasksOr(100_000);
const FEW = 10;
const GOAL_S = 5;

// fill: company, person, how many; left: of a company.
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
];

const house = await startHouse({ env: { ...shipped(), TICK_EVERY: '0' } });
try {
  const sides = [];
  for (const [name, n] of [['Many', MANY], ['Few', FEW]]) {
    const { user } = await house.user({ role: 'admin', company: name });
    const [{ id }] = await house.sql('SELECT company_id id FROM user WHERE id = ?', [user.id]);
    sides.push({ company: id, user: user.id, n });
  }
  for (const { name, duty, fill, left } of queues) {
    for (const { company, user, n } of sides) {
      await house.sql(`${fill} FROM (SELECT ? c, ? u, ? n) v JOIN seq_1_to_${n} s`, [company, user, n]);
    }
    const began = performance.now();
    const work = house.run('tick', [duty]);
    const waits = async () => (await house.sql(left, [sides[1].company]))[0].n;
    await house.until(async () => await waits() === 0, { timeout: 120_000, every: 20 });
    const s = (performance.now() - began) / 1000;
    const [{ n }] = await house.sql(left, [sides[0].company]);
    row(`${name}: ${FEW} beside ${MANY}`, `${s.toFixed(2)} s`, `under ${GOAL_S} s`, s < GOAL_S);
    row('  of the many are left then', String(n), '');
    await house.kill('tick');
    await work.catch(() => null);
    await house.sql(left.replace('SELECT COUNT(*) n', 'DELETE').replace('company_id = ?', '? > 0'), [1]);
  }
} finally {
  await house.stop();
}
