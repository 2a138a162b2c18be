// team.js: the team's own tasks, BENCH_TASKS of them (1 000 000): the list beside its bare SQL, statistics, moves.
import { performance } from 'node:perf_hooks';
import { startHouse } from '../lib/house.js';
import { asRoot, bare, row, statementsOf, wrk } from './load.js';

const N = Number(process.env.BENCH_TASKS ?? 1_000_000);
const PROJECTS = 100;
const house = await startHouse({ env: { DB_CACHE: '1G', DB_LOG_SIZE: '512M', POOL_TASKS: '4' } });
const boss = await house.user({ role: 'manager', company: 'Большая' });
const anna = await house.user({ role: 'member', company: 'Большая' });
try {
  await fill();
  for (const [name, who] of [['a manager', boss], ['a member of one project', anna]]) {
    await list(name, who);
    for (const query of ['', 'status=todo&status=review', 'due=overdue']) await stats(`${name} ${query}`, who, query);
  }
  await moves(boss);
} finally {
  await house.stop();
}

async function fill() {
  const [{ company }] = await house.sql('SELECT company_id company FROM user WHERE id = ?', [boss.user.id]);
  for (let i = 0; i < PROJECTS; i++) {
    await boss.expect(201, 'POST', '/api/v1/projects/', {
      name: `Проект ${i}`,
      members: [{ user: boss.user.id, role: 'manager' }, ...i === 0 ? [{ user: anna.user.id }] : []],
    });
  }
  await asRoot(house, `USE hirewire; SET SESSION unique_checks = 0, foreign_key_checks = 0;
    INSERT INTO task (company_id, list_id, title, description, status, priority, due_date, assigned_to, created_by,
      position, created_at, updated_at, completed_at)
    SELECT ${company}, (SELECT MIN(id) FROM project) + seq % ${PROJECTS}, CONCAT('Позвонить кандидату ', seq),
      REPEAT('описание ', 20), ELT(IF(seq % 10 < 8, 4, 1 + seq % 3), 'todo', 'in_progress', 'review', 'done'),
      1 + seq % 4,
      IF(seq % 5 = 0, NULL, NOW(3) + INTERVAL (CAST(seq % 8000 AS SIGNED) - 7000) HOUR),
      ${boss.user.id}, ${boss.user.id},
      CONCAT('U', LPAD(CONV(seq, 10, 36), 5, '0'), 'V1'), NOW(3) - INTERVAL (seq % 20000) HOUR,
      NOW(3) - INTERVAL (seq % 10000) HOUR, IF(seq % 10 < 8, NOW(3) - INTERVAL (seq % 10000) HOUR, NULL)
    FROM seq_1_to_${N};
    INSERT INTO task_sum (company_id, list_id, assigned_to, status, n)
      SELECT company_id, list_id, assigned_to, status, COUNT(*) FROM task GROUP BY 1, 2, 3, 4;
    ANALYZE TABLE task, task_sum`);
}

async function list(name, who) {
  const ask = { path: '/api/v1/tasks/', cookie: who.cookie };
  const sql = await statementsOf(house, 'tasks', [() => who.expect(200, 'GET', ask.path)]);
  const plain = await bare(house, sql);
  const { rate, p99_ms: p99, bad } = await wrk(house, [ask]);
  row(`list, ${name}`, `${rate.toFixed(0)}/s, p99 ${p99.toFixed(0)} ms`, `half of ${plain.rate.toFixed(0)}/s`,
    bad === 0 && rate >= plain.rate / 2);
}

async function stats(name, who, query) {
  const took = [];
  for (let i = 0; i < 21; i++) {
    const from = performance.now();
    await who.expect(200, 'GET', `/api/v1/tasks/stats/?${query}`);
    took.push(performance.now() - from);
  }
  const p50 = took.sort((a, b) => a - b)[10];
  row(`statistics, ${name}`, `p50 ${p50.toFixed(0)} ms`, 'under 50 ms', p50 < 50);
}

async function moves(who) {
  const ids = (await who.expect(200, 'GET', '/api/v1/tasks/?page_size=100&ordering=position')).map(({ id }) => id);
  const from = performance.now();
  let n = 0;
  await Promise.all(Array.from({ length: 32 }, async (_, lane) => {
    for (; performance.now() - from < 5000; n++) {
      const [id, after] = [ids[(n * 7 + lane) % ids.length], ids[(n * 13 + lane + 1) % ids.length]];
      await who.expect(200, 'POST', `/api/v1/tasks/${id}/move/`, { after: after === id ? null : after });
    }
  }));
  const rate = n / ((performance.now() - from) / 1000);
  row('moves', `${rate.toFixed(0)}/s`, '2 000/s', rate >= 2000);
}
