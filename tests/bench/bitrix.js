// bitrix.js: Bitrix24: 10 000 employees and once more, 5 000 tasks at the portal's pace, 500 tasks both ways with
// a kill at each call, an export of 100 000 tasks. Smaller: BENCH_EMPLOYEES, BENCH_TASKS, BENCH_EXPORT. The pace is
// the portal's own, 2 calls a second (BENCH_PACE), without a bucket: the share of it is measured. BENCH_PARTS: those
// that are run, of employees, pace, kills, exported.
import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bitrixEnv, connectBitrix, mirrorBitrix, syncKilledAt } from '../lib/bitrix.js';
import { startHouse } from '../lib/house.js';
import { Bitrix } from '../upstreams/bitrix.js';
import { row, tasksOr } from './load.js';

const EMPLOYEES = Number(process.env.BENCH_EMPLOYEES ?? 10_000);
const TASKS = tasksOr(5000);
const BOTH = 500;
const EXPORT = Number(process.env.BENCH_EXPORT ?? 100_000);
const PACE = Number(process.env.BENCH_PACE ?? 2);
const MB = 30;

const sim = new Bitrix({ people: 3 });
await sim.start();
const house = await startHouse({ env: { DB_CACHE: '256M', DB_LOG_SIZE: '64M', ...bitrixEnv() } });
try {
  const parts = { employees, pace, kills, exported };
  for (const name of process.env.BENCH_PARTS?.split(',') ?? Object.keys(parts)) {
    await parts[name]();
    sim.renew();
  }
} finally {
  await house.stop();
  await sim.stop();
}

/* Queues a run of the account that nobody starts but whoever calls. */
function queue(id, what, reason = 'full') {
  return house.sql(`INSERT INTO sync_run (company_id, user_id, connection_id, stream, reason)
    SELECT company_id, 0, id, ?, ? FROM connection WHERE id = ?`, [`account:${what}`, reason, id]);
}

async function last(id) {
  const [run] = await house.sql('SELECT * FROM sync_run WHERE connection_id = ? ORDER BY id DESC LIMIT 1', [id]);
  return run;
}

/* A child to its end: the most memory that it had, MB. */
function peak(child) {
  let most = 0;
  const look = setInterval(() => {
    try {
      const [, kb] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      if (kb) most = Math.max(most, kb / 1024);
    } catch { /* it has ended */ }
  }, 50);
  return new Promise((done) => { child.once('exit', () => { clearInterval(look); done(most); }); });
}

function work() {
  return peak(house.launch('tick', ['accounts']));
}

async function employees() {
  for (let n = 3; n < EMPLOYEES; n++) sim.portal.addUser(n);
  const { id } = await connectBitrix(house, sim, { company: 'Сотрудники' });
  await queue(id, 'employees');
  sim.calls.length = 0;
  const from = Date.now();
  const memory = await work();
  const calls = sim.calls.length;
  const goal = EMPLOYEES / 50 + 5;
  row(`${EMPLOYEES} employees: calls`, String(calls), `under ${goal}`, calls < goal);
  row(`${EMPLOYEES} employees: wall`, `${((Date.now() - from) / 1000).toFixed(1)} s`, '');
  row(`${EMPLOYEES} employees: memory`, `${memory.toFixed(1)} MB`, `under ${MB} MB`, memory < MB);
  await house.sql("UPDATE employee SET updated_at = '2020-01-01' WHERE connection_id = ?", [id]);
  await queue(id, 'employees');
  await work();
  const [{ n }] = await house.sql(
    "SELECT COUNT(*) AS n FROM employee WHERE connection_id = ? AND updated_at > '2020-01-01'", [id]);
  row(`${EMPLOYEES} employees once more: rows written`, String(n), '0', n === 0);
}

async function pace() {
  const { id, there, ours } = await mirrorBitrix(house, sim, {
    company: 'Темп', group: 7, settings: { requests_per_second: PACE, bucket: 1 },
  });
  for (let n = 0; n < TASKS; n++) there({ TITLE: `Задача ${n}` });
  await queue(id, 'tasks');
  sim.calls.length = 0;
  const memory = await work();
  const times = sim.calls.map(({ at }) => at);
  const seconds = (times.at(-1) - times[0]) / 1000;
  const share = (times.length - 1) / seconds / PACE;
  row(`${TASKS} tasks at ${PACE} calls a second: calls`, String(times.length), '');
  row(`${TASKS} tasks: so many calls take at 2 a second`, `${(times.length / 2).toFixed(0)} s`, '');
  row(`${TASKS} tasks: share of the pace`, `${(share * 100).toFixed(1)} %`, 'at least 95 %', share >= 0.95);
  row(`${TASKS} tasks: memory`, `${memory.toFixed(1)} MB`, `under ${MB} MB`, memory < MB);
  const made = (await ours()).length;
  row(`${TASKS} tasks: here`, String(made), String(TASKS), made === TASKS);
}

/* Each run is killed one call later than the one before it, after the portal carried the call out, until one ends. */
async function kills() {
  const { id, there, here, ours, theirs } = await mirrorBitrix(house, sim, { company: 'Обрывы', group: 8 });
  for (let n = 0; n < BOTH / 2; n++) {
    there({ TITLE: `там ${n}` });
    await here(`здесь ${n}`);
  }
  const from = Date.now();
  let at = 0, calls;
  do {
    at++;
    calls = await syncKilledAt(house, sim, id, at);
    await house.sql("UPDATE sync_run SET state = 'done', lease_until = NULL WHERE connection_id = ?", [id]);
    await house.sql('UPDATE bitrix_task SET sent_at = sent_at - INTERVAL 1 HOUR');
  } while (calls >= at);
  row(`${BOTH} tasks both ways, killed ${at - 1} times: wall`, `${((Date.now() - from) / 1000).toFixed(1)} s`, '');
  const [home, away] = [(await ours()).map(({ title }) => title), theirs().map(({ TITLE }) => TITLE)];
  const wrong = [home, away].map((list) => [list.length - new Set(list).size, BOTH - new Set(list).size]);
  row(`${BOTH} tasks both ways, killed ${at - 1} times: doubled`, wrong.map(([n]) => n).join(' and '), '0 and 0',
    wrong.every(([n]) => n === 0));
  row(`${BOTH} tasks both ways, killed ${at - 1} times: lost`, wrong.map(([, n]) => n).join(' and '), '0 and 0',
    wrong.every(([, n]) => n === 0));
}

async function exported() {
  const DESCRIPTION = 'Описание задачи. '.repeat(10);
  for (let n = 0; n < EXPORT; n++) sim.portal.addTask({ TITLE: `Задача ${n}`, DESCRIPTION });
  const { id } = await connectBitrix(house, sim, { company: 'Выгрузка' });
  await queue(id, 'export', 'manual');
  const from = Date.now();
  const reading = work();
  await house.until(async () => (await last(id)).state === 'running', { timeout: 30_000 });
  const file = join(house.folder, 'export.zip');
  // It waits for the run that is under way, then writes the file.
  const writing = peak(spawn(join(house.bin, 'hirewire'), ['export-bitrix24', String(id), file], {
    env: house.env, stdio: 'ignore',
  }));
  const [memory, written] = [await reading, await writing];
  const run = await last(id);
  row(`export of ${EXPORT} tasks: read`, `${((Date.now() - from) / 1000).toFixed(1)} s`, '');
  row(`export of ${EXPORT} tasks: records`, String(run.tasks_processed), `at least ${EXPORT}`,
    run.tasks_processed >= EXPORT);
  row(`export of ${EXPORT} tasks: memory of the reader`, `${memory.toFixed(1)} MB`, `under ${MB} MB`, memory < MB);
  row(`export of ${EXPORT} tasks: memory of the writer`, `${written.toFixed(1)} MB`, `under ${MB} MB`, written < MB);
  row(`export of ${EXPORT} tasks: the file`, `${(statSync(file).size / 1e6).toFixed(1)} MB`, '');
}
