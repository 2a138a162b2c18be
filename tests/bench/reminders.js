// reminders.js: 100 000 tasks (BENCH_TASKS) are overdue at once: two processes tell their people, each of each once.
import { startHouse } from '../lib/house.js';
import { row, tasksOr } from './load.js';
import { shipped } from './pages.js';

const TASKS = tasksOr(100_000);
const PEOPLE = 50;
const PROCESSES = 2;

const house = await startHouse({ env: { ...shipped(), TICK_EVERY: '0' } });
try {
  const admin = await house.user({ role: 'admin', company: 'Reminders' });
  const [{ id: company }] = await house.sql("SELECT id FROM company WHERE name = 'Reminders'");
  await house.sql(`INSERT INTO user (company_id, email, role) SELECT ?, CONCAT('due', seq, '@bench.test'), 2
    FROM seq_1_to_${PEOPLE}`, [company]);
  const [{ first }] = await house.sql("SELECT MIN(id) first FROM user WHERE email LIKE 'due%@bench.test'");
  await house.sql(`INSERT INTO task (company_id, title, description, due_date, assigned_to, created_by, position)
    SELECT ?, CONCAT('Task ', seq), '', NOW(3) - INTERVAL 1 HOUR, ? + seq % ?, ?, LPAD(seq, 8, '0')
    FROM seq_1_to_${TASKS}`, [company, first, PEOPLE, admin.user.id]);
  await house.sql(`INSERT INTO reminder (company_id, subject, subject_id, before_minutes, slot, at)
    SELECT company_id, 'task', id, -15, -15, due_date + INTERVAL 15 MINUTE FROM task`);
  const began = performance.now();
  const runs = await Promise.all(Array.from({ length: PROCESSES }, () => house.run('tick', ['remind'])));
  const s = (performance.now() - began) / 1000;
  for (const { code, stderr } of runs) if (code !== 0) throw new Error(stderr);
  const [{ told, tasks }] = await house.sql(
    "SELECT COUNT(*) told, COUNT(DISTINCT subject_id) tasks FROM notice WHERE kind = 'overdue'",
  );
  row(`${TASKS} due reminders, ${PROCESSES} processes`, `${s.toFixed(1)} s`, 'under 60 s', s < 60);
  row('  told, none twice', `${told}, ${told - tasks} twice`, `${TASKS}, 0`, told === TASKS && tasks === TASKS);
} finally {
  await house.stop();
}
