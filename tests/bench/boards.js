// boards.js: a search over four integrations whose boards answer after 300 ms, as its page asks them; then saved
// searches of many companies, BENCH_SEARCHES of them (1 000): in turns, within the quota, killed in the middle.
import { performance } from 'node:perf_hooks';
import { connectHh, connectLalafo, connectSuperjob, hhEnv, lalafoEnv, superjobEnv } from '../lib/boards.js';
import { startHouse } from '../lib/house.js';
import { HeadHunter } from '../upstreams/hh.js';
import { Lalafo } from '../upstreams/lalafo.js';
import { SuperJob } from '../upstreams/superjob.js';
import { cpuOf } from './cpu.js';
import { percentile, row } from './load.js';

const LATENCY_MS = 300;
const ROUNDS = 9;
const SEARCHES = Number(process.env.BENCH_SEARCHES ?? 1000);
const COMPANIES = 10;
const PERSONS = 5;
const LIMIT = 10;	// calls of one key and second, to which the board holds
const SEARCH = '/api/integrations/search-candidates';
const WORDS = ['developer', 'java', 'linux', 'sql', 'python', 'go', 'react', 'qt', 'devops'];

const hh = new HeadHunter({ people: 80 });
const superjob = new SuperJob({ people: 100 });
const lalafo = new Lalafo();
const boards = [hh, superjob, lalafo];
await Promise.all(boards.map((sim) => sim.start()));
const house = await startHouse({
  env: {
    DB_CACHE: '256M', ...hhEnv(hh), ...superjobEnv(superjob), ...lalafoEnv(lalafo), HH_LIMIT: String(LIMIT),
  },
});
try {
  await searches();
  await saved();
} finally {
  await house.stop();
  await Promise.all(boards.map((sim) => sim.stop()));
}

/* -> when each of the answers was here, ms, the first one first. */
async function ask(me, ids, word) {
  const from = performance.now();
  const took = await Promise.all(ids.map(async (id) => {
    await me.expect(200, 'POST', SEARCH, { keywords: [word], integration_ids: [id] });
    return performance.now() - from;
  }));
  return took.sort((a, b) => a - b);
}

async function searches() {
  const { admin, id } = await connectHh(house, hh, { company: 'Поиск' });
  const more = { admin };
  const ids = [id, (await connectHh(house, hh, { ...more, name: 'Вторая' })).id,
    (await connectSuperjob(house, superjob, more)).id, (await connectLalafo(house, more)).id];
  await ask(admin, ids, 'warm');
  for (const sim of boards) sim.latencyMs = LATENCY_MS;
  const rounds = [];
  const cpu = await cpuOf(house, async () => {
    for (const word of WORDS.slice(0, ROUNDS)) rounds.push(await ask(admin, ids, word));
  });
  const [first, last] = [rounds.map(([one]) => one), rounds.map((all) => all.at(-1))];
  const [a, b] = [percentile(first, 0.5), percentile(last, 0.5)];
  row(`search over four boards at ${LATENCY_MS} ms: the first rows`, `p50 ${a.toFixed(0)} ms`, 'under 450 ms', a < 450);
  row('  all of them', `p50 ${b.toFixed(0)} ms`, 'under 1 200 ms', b < 1200);
  row('  CPU of a search: programs, MariaDB', `${(cpu.program / ROUNDS).toFixed(0)}, `
    + `${(cpu.mariadb / ROUNDS).toFixed(0)} ms`, '');
  for (const sim of boards) sim.latencyMs = 0;
}

async function saved() {
  for (let n = 0; n < COMPANIES; n += 1) {
    const company = `Компания ${n}`;
    await connectHh(house, hh, { company });
    const people = await Promise.all(Array.from({ length: PERSONS }, () => house.user({ company })));
    // One company has half of them all.
    const share = n === 0 ? SEARCHES / 2 : SEARCHES / 2 / (COMPANIES - 1);
    for (let i = 0; i < share; i += 1) {
      await house.sql(
        `INSERT INTO saved_search (company_id, user_id, name, search, next_run_at)
         SELECT company_id, id, ?, ?, NOW(3) - INTERVAL ? SECOND FROM user WHERE id = ?`,
        [`${i}`, JSON.stringify({ keywords: [WORDS[i % WORDS.length]] }), 5000 - n, people[i % PERSONS].user.id],
      );
    }
  }
  hh.clear();
  hh.limit = { count: LIMIT, window_ms: 1000 };
  const began = performance.now();
  let kills = 0;
  const left = async () => (await house.sql('SELECT COUNT(*) n FROM saved_search WHERE last_run_at IS NULL'))[0].n;
  for (let n = SEARCHES; n > 0; n = await left()) {
    const child = house.launch('tick', ['searches']);
    const other = house.launch('tick', ['searches']);
    const gone = [child, other].map((each) => new Promise((done) => { each.once('exit', done); }));
    // Killed three times, then left to its work.
    if (kills < 3) {
      const goal = n - SEARCHES / 10;
      await house.until(async () => await left() <= goal, { timeout: 600_000, every: 100 });
      child.kill('SIGKILL');
      other.kill('SIGKILL');
      kills += 1;
    }
    await Promise.all(gone);
    await house.sql('UPDATE saved_search SET lease_until = NOW(3) WHERE lease_until > NOW(3)');
  }
  const seconds = (performance.now() - began) / 1000;
  const calls = hh.calls.filter(({ path }) => path === '/resumes');
  row(`${SEARCHES} saved searches of ${COMPANIES} companies, killed ${kills} times`, `${seconds.toFixed(0)} s`, '');
  // Of those that were killed one more; of a hundred one whose connection broke.
  const most = SEARCHES + 2 * kills + Math.ceil(SEARCHES / 100);
  row('  calls of them all', `${calls.length}`, `at most ${most}`, calls.length >= SEARCHES && calls.length <= most);
  const refused = calls.filter(({ status }) => status === 429).length;
  row(`  refused beyond ${LIMIT} calls of a key and second`, `${refused}`, 'none', refused === 0);
  await turns();
}

/* Who was served while none had come to an end. */
async function turns() {
  const order = await house.sql('SELECT company_id c, user_id u FROM saved_search ORDER BY claimed_at, id');
  const small = SEARCHES / 2 / (COMPANIES - 1);
  const head = order.slice(0, Math.floor(small * COMPANIES * 0.9));
  const counts = (name) => {
    const by = new Map();
    for (const one of head) by.set(one[name], (by.get(one[name]) ?? 0) + 1);
    return [...by.values()];
  };
  for (const [name, word] of [['c', 'company'], ['u', 'person']]) {
    const all = counts(name);
    const ratio = Math.max(...all) / Math.min(...all);
    row(`  turns of a ${word} while all have some: most to least`, ratio.toFixed(2), 'at most 1.5', ratio <= 1.5);
  }
}
