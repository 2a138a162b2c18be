// cluster.js: three nodes and two fronts: each is killed (-9) and stopped (SIGSTOP) in turn during an import, edits
// through both, deliveries and open pages. Nothing is lost, nothing doubled, nobody told worse than "in a moment".
import assert from 'node:assert/strict';
import { missing, startCluster } from '../lib/cluster.js';
import { QUICK, applicantsByTask, onceEach, progress, recruiter, start } from '../lib/recruiter.js';
import { until } from '../lib/server.js';
import { Answers, deliveries, edits, pages, probe } from './cluster_load.js';

const TASKS = Number(process.env.CLUSTER_TASKS ?? 300);
const HOOKS = Number(process.env.CLUSTER_HOOKS ?? 100);
const SOCKETS = Number(process.env.CLUSTER_SOCKETS ?? 50);
const STEPS = 40;           // parts of the import that pass before the next thing is done
const LATENCY_MS = 500;     // of Huntflow: the import is to last longer than what is done to it
const STALL_MS = 3000;
const BACK_MS = 5000;
const IMPORT_MS = 300_000;
const IN_HAND = 100;                // events of a sender, at most

const total = { passed: 0, failed: 0 };
async function holds(words, check) {
  try {
    const said = await check();
    total.passed += 1;
    console.log(`ok    ${words}${said ? ` (${said})` : ''}`);
  } catch (error) {
    total.failed += 1;
    console.log(`FAIL  ${words}\n      ${String(error.message).slice(0, 2000).replaceAll('\n', '\n      ')}`);
  }
}

/* What is done to each: it is gone, and comes back; it is silent, and goes on. */
async function hit(name, one, work) {
  await work.passes();
  await one.kill();
  await work.passes();
  await one.again();
  console.log(`      ${name}: killed and back, ${work.said()}`);
  await work.passes();
  one.signal('SIGSTOP');
  try {
    await work.passes();
  } finally {
    one.signal('SIGCONT');
  }
  await one.ready?.();
  console.log(`      ${name}: stopped and back, ${work.said()}`);
}

async function hitAll(cluster, work) {
  for (const node of cluster.nodes) {
    node.away = true;
    await hit(node.name, node, work);
    node.away = false;
  }
  for (const [at, front] of cluster.fronts.entries()) await hit(`front${at + 1}`, front, work);
}

/* An import, as it is seen by whoever answers. */
function watched(cluster, client, id, answers) {
  const seen = { done: 0, status: '' };
  const look = async () => {
    const job = await progress(client, id).catch(() => null);
    if (job) Object.assign(seen, { done: job.successful_tasks + job.failed_tasks, status: job.status });
    return seen;
  };
  return {
    look, said: () => `${seen.done} of ${TASKS}, longest answer ${answers.longest} ms`,
    // A part of it was done meanwhile, or all of it.
    async passes() {
      const { done } = { ...await look() };
      await until(async () => (await look()).done >= done + TASKS / STEPS || seen.status === 'completed',
        { timeout: IMPORT_MS, every: 100, what: () => `the import goes on: ${JSON.stringify(seen)}` });
    },
    ends: () => until(async () => (await look()).status === 'completed' && progress(client, id).catch(() => null),
      { timeout: IMPORT_MS, every: 200, what: () => `the import ends: ${JSON.stringify(seen)}` }),
  };
}

/* A worker may be killed after it wrote down that it sends and before it did: then a person has the word. */
async function decided(cluster, client, id, work) {
  const end = await work.ends();
  if (end.unsure_tasks === 0) return end;
  const { json } = await client.get(`/clickup/api/bulk-import-items/${id}?state=unsure`);
  const unsure = json.map(({ task_id: task }) => task);
  const found = await applicantsByTask(cluster);
  assert.deepEqual(unsure.filter((task) => found.has(task)), [], 'what is there is found');
  await client.expect(
    200, 'POST', `/clickup/api/retry-failed-tasks/${id}`, { code: 'transfer.unsure', option: 'resend' },
  );
  return work.ends();
}

async function checkEdits(cluster, { said }) {
  const told = [...said].filter(([, status]) => status === 201).map(([title]) => title);
  assert.deepEqual([...said].filter(([, status]) => status !== 201 && status !== 409), []);
  const rows = await cluster.sql("SELECT title, COUNT(*) n FROM task WHERE title LIKE 'Правка %' GROUP BY title");
  assert.deepEqual(rows.filter(({ n }) => n !== 1), [], 'made twice');
  const there = new Set(rows.map(({ title }) => title));
  assert.deepEqual(told.filter((title) => !there.has(title)), [], 'lost');
  return `${told.length} tasks, of ${said.size - told.length} more it is not known`;
}

async function checkDeliveries(cluster, { said }) {
  const [{ n, each }] = await cluster.sql(
    "SELECT COUNT(*) n, COUNT(DISTINCT delivery) `each` FROM inbound_event WHERE provider = 'huntflow'");
  assert.deepEqual([n, each], [said.size, said.size]);
  return `${said.size} deliveries`;
}

/*
 * Every number that some page heard was heard by each, or is listed for it. A sender that dies in between sends what it
 * had in hand again, under the same numbers: a page takes those once. Nothing else comes twice.
 */
async function checkPages(cluster, client, all) {
  const again = new Set(all.flatMap((one) => one.seqs().filter((seq, at, seqs) => seq === seqs[at - 1])));
  const hits = 2 * (cluster.nodes.length + cluster.fronts.length);
  assert.ok(again.size <= hits * IN_HAND, `heard twice: ${[...again]}`);
  const whole = new Set(all.flatMap((one) => one.seqs()));
  const rows = await cluster.sql(`SELECT id FROM event_log WHERE user_id = ${client.user.id}
    UNION SELECT event_id FROM live_reader WHERE user_id = ${client.user.id}`);
  const known = new Set(rows.map(({ id }) => id));
  assert.deepEqual([...whole].filter((seq) => !known.has(seq)), [], 'heard, and not listed');
  const cuts = all.reduce((sum, one) => sum + one.cuts, 0);
  return `${whole.size} events, ${again.size} of them twice, ${cuts} times cut off`;
}

/* Everybody who listens at the end hears the same, once. */
async function checkHearing(cluster, client, all) {
  const before = all.map((one) => one.seqs().length);
  await client.expect(201, 'POST', '/api/v1/tasks/', { title: 'Слышно всем' });
  const began = Date.now();
  await until(() => all.every((one, at) => one.seqs().length > before[at]),
    { timeout: 10_000, what: () => `all hear: ${all.filter((one, at) => one.seqs().length > before[at]).length}` });
  return `${Date.now() - began} ms`;
}

/* With what the programs noted of it. */
function toldWorse(cluster, all) {
  const lines = cluster.fronts.flatMap(({ house }) => house.log('pool').split('\n'));
  const noted = (id) => (id ? lines.filter((line) => line.includes(id)) : []);
  return all.flatMap(({ worse }) => worse).map(({ status, id, text }) => [status, noted(id).join(' ') || text]);
}

async function trial(cluster) {
  const [first, second] = cluster.fronts;
  const { up } = cluster;
  await up.huntflow.settings({ parse: 'all' });
  const own = await recruiter(first.house, {
    role: 'manager', company: 'Cluster', tasks: { count: TASKS, first: 0, description_bytes: 50, pdf: 0.5 },
  });
  const me = cluster.as(own);
  await own.expect(200, 'POST', '/huntflow/webhook/');
  const [hook] = up.huntflow.server.accounts.get(11).hooks;
  const answers = new Answers();
  const others = new Answers({ gone: true });
  const listeners = await pages(me, SOCKETS);
  const edited = edits([cluster.as(own, first), cluster.as(own, second), me], others);
  const told = deliveries(cluster, hook, HOOKS, others);
  const endProbe = probe(me, answers);
  await up.huntflow.latency(LATENCY_MS);
  const { id } = await start(own);
  const work = watched(cluster, me, id, answers);
  await holds('all are killed and stopped in turn while the import goes on', () => hitAll(cluster, work));
  await up.huntflow.latency(0);
  const end = await decided(cluster, me, id, work);
  await edited.end();
  await told.end();
  await endProbe();
  await holds('the import ends, nothing failed', () => {
    const made = end.successful_tasks + end.skipped_tasks;
    assert.deepEqual([end.failed_tasks, made], [0, TASKS], JSON.stringify(end.failures));
  });
  await holds('each has one applicant', () => onceEach(
    { up, sql: (text, params) => cluster.sql(text, params) }, TASKS).then(() => `${TASKS}`));
  await holds('each edit that was told of is there, once', () => checkEdits(cluster, edited));
  await holds('each delivery that was taken is there, once', () => checkDeliveries(cluster, told));
  await holds('nobody is told worse than 503 with Retry-After', () => {
    assert.deepEqual(toldWorse(cluster, [answers, others]), []);
    return `${answers.count + others.count} answers, ${answers.away + others.away} of them "in a moment"`;
  });
  await holds(`no page waits longer than ${STALL_MS} ms`, () => {
    assert.ok(answers.longest <= STALL_MS, `${answers.longest} ms`);
    return `${answers.longest} ms; edits and deliveries ${others.longest} ms`;
  });
  await holds(`pages that were cut off listen again within ${BACK_MS} ms`, async () => {
    await until(() => listeners.every((one) => one.listens), { timeout: BACK_MS });
    const longest = Math.max(...listeners.map((one) => one.longest));
    assert.ok(longest <= BACK_MS, `${longest} ms`);
    return `${longest} ms`;
  });
  await holds('they heard each event, twice only from a sender that died', () => checkPages(cluster, me, listeners));
  await holds('they all hear what comes now', () => checkHearing(cluster, me, listeners));
  listeners.forEach((one) => one.close());
}

const lacks = missing();
if (lacks.length > 0) {
  console.log(`FAIL  not installed: ${lacks.join(', ')}; nginx/deps cluster\n0 passed, 1 failed`);
  process.exit(1);
}
const began = Date.now();
const cluster = await startCluster({ env: { ...QUICK, TICK_EVERY: '2', DATABASE_TIMEOUT_S: '2' } });
console.log(`      three nodes and two fronts after ${Date.now() - began} ms`);
try {
  await trial(cluster);
} catch (error) {
  total.failed += 1;
  console.log(`FAIL  the trial goes on\n      ${error.stack.replaceAll('\n', '\n      ')}`);
}
await holds('all ends', () => cluster.stop());
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
