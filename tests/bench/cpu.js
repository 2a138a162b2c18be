// cpu.js: the CPU time that requests take of a house: its programs, nginx and MariaDB apart; what it holds.
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

const KINDS = { nginx: 'nginx', mariadbd: 'mariadb' };
const CRON = new Set(['import', 'tick']);

/* The processes of this house by kind, forked workers included; what cron runs is no part of a request. */
function processes(house) {
  const mark = `HIREWIRE_CONF=${house.env.HIREWIRE_CONF}\0`;
  const found = { program: [], nginx: [], mariadb: [] };
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const path = linkOf(pid, 'exe');
    const name = basename(path);
    const kind = KINDS[name] ?? (path.startsWith(`${house.bin}/`) && !CRON.has(name) ? 'program' : undefined);
    // nginx wipes its environment: it is known by its folder.
    const ours = () => read(`/proc/${pid}/environ`).includes(mark) || linkOf(pid, 'cwd') === house.folder;
    if (kind && ours()) found[kind].push(pid);
  }
  return found;
}

/* How many descriptors its programs and nginx have open. */
export function descriptorsOf(house) {
  const { program, nginx } = processes(house);
  return [...program, ...nginx].reduce((sum, pid) => sum + entries(`/proc/${pid}/fd`).length, 0);
}

/* KB of their own that they hold: files that they read, shared with all, come and go with the machine's memory. */
export function memoryOf(house) {
  const { program, nginx } = processes(house);
  const own = (pid) => Number(/^Pss_Anon:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  return [...program, ...nginx].reduce((sum, pid) => sum + own(pid), 0);
}

/* Nanoseconds on a core so far, of all threads. */
function spent(pids) {
  return pids.reduce((sum, pid) => sum + entries(`/proc/${pid}/task`).reduce(
    (all, id) => all + Number(read(`/proc/${pid}/task/${id}/schedstat`).split(' ')[0]), 0), 0);
}

/* Of a folder of /proc; none of a process that is gone. */
function entries(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkOf(pid, name) {
  try {
    return readlinkSync(`/proc/${pid}/${name}`).replace(/ \(deleted\)$/, '');
  } catch {
    return '';
  }
}

function read(path) {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/* What work() took: {program, nginx, mariadb} in ms, and what it returned as result. pids: of processes() before. */
export async function cpuOf(house, work, pids = processes(house)) {
  const before = Object.values(pids).map(spent);
  const result = await work();
  const [program, nginx, mariadb] = Object.values(pids).map((list, i) => (spent(list) - before[i]) / 1e6);
  return { program, nginx, mariadb, result };
}

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);
const ROUNDS_MIN = 3;
const SLICE_MS = 15;
const LONGEST_MS = 2000;
const sum = ({ program, nginx, mariadb }) => program + nginx + mariadb;

/* Some of these requests one after the other on one connection, all of them as often: ms a request. */
async function slice(client, pids, paths) {
  const got = await cpuOf(client.house, async () => {
    const end = performance.now() + SLICE_MS;
    let n = 0;
    do {
      const path = paths[n % paths.length];
      const { status, text } = await client.get(path);
      if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
      n += 1;
    } while (performance.now() < end || n % paths.length !== 0);
    return n;
  }, pids);
  const { program, nginx, mariadb, result: n } = got;
  return { program: program / n, nginx: nginx / n, mariadb: mariadb / n };
}

const middle = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/*
 * CPU ms a request of these, in turn with the plain one, in many short rounds, because the machine's speed drifts:
 * {all, program, nginx, mariadb}, the middle of the rounds; ratio: of all to the plain one's of the same round.
 */
export async function requestCpu(client, paths, plain, { rounds = ROUNDS } = {}) {
  const own = [];
  const ratios = [];
  for (const path of [plain, ...paths]) await client.get(path);
  const pids = processes(client.house);
  const end = performance.now() + LONGEST_MS;
  for (let i = 0; i < rounds && (i < ROUNDS_MIN || performance.now() < end); i += 1) {
    const before = await slice(client, pids, [plain]);
    own.push(await slice(client, pids, paths));
    const after = await slice(client, pids, [plain]);
    ratios.push(sum(own[i]) / (sum(before) + sum(after)) * 2);
  }
  const of = (pick) => middle(own.map(pick));
  return {
    all: of(sum),
    program: of(({ program }) => program),
    nginx: of(({ nginx }) => nginx),
    mariadb: of(({ mariadb }) => mariadb),
    ratio: middle(ratios),
  };
}
