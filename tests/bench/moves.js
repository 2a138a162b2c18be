// moves.js: moves of the team's tasks: within 20 000 of them (BENCH_TASKS), into one column by everybody,
// to one place, within a column of 2 000; beside what the statements of a move reach without us.
import { startHouse } from '../lib/house.js';
import { cpuOf } from './cpu.js';
import { asRoot, bare, row, tasksOr, writesOf, wrk } from './load.js';

const TASKS = tasksOr(20_000);
const COLUMN = Math.min(2000, TASKS >> 1);
const GOAL = 2000, BARE_MOVES = 120;
const house = await startHouse({ env: { POOL_TASKS: '4' } });
const boss = await house.user({ role: 'manager', company: 'Большая' });
try {
  const ids = await fill();
  const pick = (from, i, step) => from[(i * step) % from.length];
  const within = (from) => Array.from({ length: 2000 }, (_, i) => {
    const [id, after] = [pick(from, i, 7919), pick(from, i, 104729)];
    return move(id, { after: after === id ? null : after });
  });
  const column = ids.slice(0, COLUMN);
  const list = await statements(move(ids[5], { after: ids[900] }));
  const plain = await bare(house, await bareMoves(list, ids));
  const moved = await measure('move', within(ids));
  row('move: of the rate of its statements alone', `${(moved.rate / plain.rate).toFixed(2)}`,
    `${plain.rate.toFixed(0)}/s in a bare loop`);
  await measure('move, everybody to the end of one column',
    ids.slice(0, 4000).map((id, i) => move(id, { status: i % 2 ? 'review' : 'todo' })));
  await measure('move, to one place', ids.slice(1, 2000).map((id) => move(id, { after: ids[0] })));
  await measure(`move, within a column of ${COLUMN}`, within(column));
} finally {
  await house.stop();
}

function move(id, body) {
  return { method: 'POST', path: `/api/v1/tasks/${id}/move/`, body, cookie: boss.cookie, headers: boss.unsafe };
}

async function fill() {
  const [{ company }] = await house.sql('SELECT company_id company FROM user WHERE id = ?', [boss.user.id]);
  const { id: list } = await boss.expect(201, 'POST', '/api/v1/projects/', { name: 'Проект' });
  await asRoot(house, `USE hirewire;
    INSERT INTO task (company_id, list_id, title, description, status, assigned_to, created_by, position)
    SELECT ${company}, ${list}, CONCAT('Позвонить кандидату ', seq), REPEAT('описание ', 20),
      ELT(IF(seq <= ${COLUMN}, 1, 1 + seq % 3), 'todo', 'in_progress', 'review'), ${boss.user.id}, ${boss.user.id},
      CONCAT('U', LPAD(CONV(seq, 10, 36), 5, '0'), 'V1') FROM seq_1_to_${TASKS};
    ANALYZE TABLE task`);
  return (await house.sql('SELECT id FROM task ORDER BY id')).map(({ id }) => id);
}

async function statements(ask) {
  const list = await writesOf(house, 'tasks', () => boss.expect(200, ask.method, ask.path, ask.body));
  row('move: statements', String(list.length), '');
  if (process.env.BENCH_SHOW) console.log(list.join('\n'));
  return list;
}

/* list: of a move of ids[5] behind ids[900]. -> of other tasks; each goes to a place of its own beside where it is. */
async function bareMoves([session, begin, read], ids) {
  const [said] = await house.sql(`SELECT h.company_id company, QUOTE(h.before_data) was, QUOTE(h.after_data) now,
      t.list_id project, QUOTE(e.data) data
    FROM task_history h JOIN task t ON t.id = h.task_id JOIN event_log e ON e.company_id = h.company_id
    ORDER BY h.id DESC, e.id DESC LIMIT 1`);
  return Array.from({ length: BARE_MOVES }, (_, i) => {
    const id = ids[100 + i * 60];
    return [session, begin, read.replaceAll(`t.id = ${ids[5]} `, `t.id = ${id} `),
      `BEGIN NOT ATOMIC UPDATE task SET version = version + 1, updated_at = NOW(3),
        position = CONCAT(CONVERT(LEFT(position, 6) USING utf8mb4), LEFT(MD5(RAND()), 6), '1') WHERE id = ${id};
      INSERT INTO task_turn (company_id, slot, n) VALUES (${said.company}, CONNECTION_ID() % 8, LAST_INSERT_ID(1))
        ON DUPLICATE KEY UPDATE n = LAST_INSERT_ID(n + VALUES(n));
      INSERT INTO task_history (company_id, task_id, user_id, via, action, before_data, after_data, address, slot, turn)
        VALUES (${said.company}, ${id}, ${boss.user.id}, 'page', 'move', ${said.was}, ${said.now}, '127.0.0.1',
          CONNECTION_ID() % 8, LAST_INSERT_ID());
      INSERT INTO live_post (company_id, audience, audience_id, people, type, data)
        VALUES (${said.company}, 'project', ${said.project}, '[]', 'task', ${said.data}); COMMIT; END`
        .replaceAll('\n', ' ')];
  });
}

async function measure(name, asks) {
  await wrk(house, asks, { seconds: 1 });
  const before = await counters();
  const { program, nginx, mariadb, result } = await cpuOf(house, () => wrk(house, asks));
  const after = await counters();
  const each = (n) => (n / result.requests).toFixed(2);
  row(name, `${result.rate.toFixed(0)}/s, p99 ${result.p99_ms.toFixed(0)} ms`, `${GOAL}/s`,
    result.bad === 0 && result.rate >= GOAL);
  row(`${name}: CPU`, `${each(program + nginx + mariadb)} ms`,
    `program ${each(program)}, nginx ${each(nginx)}, MariaDB ${each(mariadb)}`);
  row(`${name}: of a move`, `${each(after.Innodb_data_fsyncs - before.Innodb_data_fsyncs)} fsyncs`,
    `${each(after.Innodb_row_lock_waits - before.Innodb_row_lock_waits)} waits for locks, ` +
    `${after.Innodb_deadlocks - before.Innodb_deadlocks} deadlocks, ${result.bad} refused`);
  return result;
}

async function counters() {
  const text = await asRoot(house, `SHOW GLOBAL STATUS WHERE Variable_name IN
    ('Innodb_data_fsyncs', 'Innodb_row_lock_waits', 'Innodb_deadlocks')`);
  return Object.fromEntries(text.trim().split('\n').map((line) => line.split('\t')).map(([k, v]) => [k, Number(v)]));
}
