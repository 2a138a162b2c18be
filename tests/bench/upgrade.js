// upgrade: the tables of 1 000 000 tasks (BENCH_TASKS) get a column, a key and a table, and what the steps from
// BENCH_FROM on add to theirs; then new programs come in by a reload. People read and change tasks meanwhile: requests
// that were lost, the longest answer.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { root, startHouse } from '../lib/house.js';
import { asRoot, row, tasksOr } from './load.js';

const TASKS = tasksOr(1_000_000);
const LANES = 8;
const LONGEST_MS = 1000;
const STEP = `-- As a release adds them.
ALTER TABLE task ADD COLUMN bench_mark INT UNSIGNED NOT NULL DEFAULT 0;
ALTER TABLE task ADD KEY bench_mark (company_id, bench_mark, updated_at);
CREATE TABLE bench_mark (id BIGINT UNSIGNED PRIMARY KEY, FOREIGN KEY (id) REFERENCES task (id));
`;
const FROM = Number(process.env.BENCH_FROM ?? 127);
const MORE = Math.ceil(TASKS / 5);	// rows of each other table that these steps change
const steps = readdirSync(join(root, 'sql')).filter((name) => /^\d+-.*\.sql$/.test(name) && parseInt(name, 10) >= FROM)
  .sort().map((name) => ({ name, text: readFileSync(join(root, 'sql', name), 'utf8') }));

const house = await startHouse({ env: { DB_CACHE: '1G', DB_LOG_SIZE: '512M' } });
const folder = mkdtempSync(join(tmpdir(), 'hirewire-sql-'));
writeFileSync(join(folder, '9001-bench.sql'), STEP);
steps.forEach(({ name, text }, i) => { writeFileSync(join(folder, `${9002 + i}-${name.slice(5)}`), text); });
try {
  const boss = await house.user({ role: 'manager', company: 'Большая' });
  const ids = await fill(boss);
  await fillMore(boss);
  await undo();
  const before = await worked(boss, ids, () => pause(5000));
  row('before: longest answer', `${before.longest.toFixed(0)} ms`, '', before.lost === 0);
  let tables;
  const during = await worked(boss, ids, async () => {
    const from = performance.now();
    const { code, stderr } = await house.run('hirewire', ['migrate'], { env: { SQL_DIR: folder }, timeout: 3_600_000 });
    if (code !== 0) throw new Error(stderr);
    tables = performance.now() - from;
    await house.reload();
  });
  row(`upgrade of ${TASKS} tasks, 1 + ${steps.length} steps`, `${(during.took / 1000).toFixed(1)} s`, '');
  row('  of it, the tables', `${(tables / 1000).toFixed(1)} s`, '');
  row('requests meanwhile', String(during.n), '');
  row('requests lost', String(during.lost), '0', during.lost === 0);
  row('longest answer', `${during.longest.toFixed(0)} ms`, `${LONGEST_MS} ms`, during.longest < LONGEST_MS);
} finally {
  rmSync(folder, { recursive: true });
  await house.stop();
}

async function fill(boss) {
  const [{ company }] = await house.sql('SELECT company_id company FROM user WHERE id = ?', [boss.user.id]);
  const { id: list } = await boss.expect(201, 'POST', '/api/v1/projects/', { name: 'Проект' });
  await asRoot(house, `USE hirewire;
    INSERT INTO task (company_id, list_id, title, description, status, assigned_to, created_by, position)
    SELECT ${company}, ${list}, CONCAT('Позвонить кандидату ', seq), REPEAT('описание ', 20),
      ELT(1 + seq % 3, 'todo', 'in_progress', 'review'), ${boss.user.id}, ${boss.user.id},
      CONCAT('U', LPAD(CONV(seq, 10, 36), 5, '0'), 'V1') FROM seq_1_to_${TASKS};
    ANALYZE TABLE task`);
  const rows = await house.sql('SELECT id FROM task ORDER BY id DESC LIMIT 2000');
  return rows.map(({ id }) => id);
}

async function fillMore({ user }) {
  const [{ c }] = await house.sql('SELECT company_id c FROM user WHERE id = ?', [user.id]);
  const fills = [
    `document (company_id, user_id, name, size) SELECT ${c}, ${user.id}, 'cv.pdf', 1`,
    `notice (company_id, user_id, kind, state) SELECT ${c}, ${user.id}, 'overdue', 'sent'`,
    `inbox_item (company_id, kind, state, name) SELECT ${c}, 'file', 'rejected', 'cv.pdf'`,
    `sheet (company_id, user_id, name, kind, columns, digest)
      SELECT ${c}, ${user.id}, 'x', 'csv', '[]', SHA2(seq, 256)`,
    `candidate (company_id, rev) SELECT ${c}, seq`,
    `import_job (id, company_id, user_id, clickup_id, huntflow_id, account_id, scope, request)
      SELECT seq, ${c}, ${user.id}, 1, 1, 1, 'all', '{}'`,
    "import_item (job_id, task_id) SELECT seq DIV 1000 + 1, CONCAT('t', seq)",
  ];
  await asRoot(house, `USE hirewire; ${fills.map((one) => `INSERT INTO ${one} FROM seq_1_to_${MORE};`).join('\n')}`);
}

/* The tables as they were before these steps. */
async function undo() {
  const drops = steps.flatMap(({ text }) => [...text.matchAll(/^ALTER TABLE (\w+)(.*?);$/gms)]
    .flatMap(([, table, what]) => [...what.matchAll(/ADD (KEY|COLUMN) IF NOT EXISTS (\w+)/g)]
      .map(([, kind, name]) => `ALTER TABLE ${table} DROP ${kind} IF EXISTS ${name};`)));
  await asRoot(house, `USE hirewire; SET foreign_key_checks = 0; ${drops.reverse().join('\n')}`);
  row(`columns and keys of ${steps.length} steps to come`, String(drops.length), '');
}

/* What LANES people saw while the work went on, who read a task, change it, and comment it. */
async function worked(boss, ids, work) {
  const seen = { n: 0, lost: 0, longest: 0 };
  const from = performance.now();
  let going = true;
  const ended = work().finally(() => { going = false; });
  await Promise.all(Array.from({ length: LANES }, async (_, lane) => {
    for (let i = lane; going; i += LANES) {
      const path = `/api/v1/tasks/${ids[(i * 7) % ids.length]}/`;
      await asked(seen, () => boss.get(path));
      await asked(seen, () => boss.patch(path, { title: `Позвонить ${i}` }));
      await asked(seen, () => boss.post(`${path}comments/`, { text: `замечание ${i}` }));
    }
  }));
  await ended;
  return { ...seen, took: performance.now() - from };
}

async function asked(seen, request) {
  const from = performance.now();
  const status = await request().then((res) => res.status, () => 0);
  seen.n += 1;
  seen.longest = Math.max(seen.longest, performance.now() - from);
  if (status < 200 || status > 299) seen.lost += 1;
}
