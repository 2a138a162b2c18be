// cpu.js: the CPU time that requests take of a house: its programs, nginx and MariaDB apart.
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

/* Nanoseconds on a core so far, of all threads. */
function spent(pids) {
  return pids.reduce((sum, pid) => sum + threads(pid).reduce(
    (all, id) => all + Number(read(`/proc/${pid}/task/${id}/schedstat`).split(' ')[0]), 0), 0);
}

function threads(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`);
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

/* What work() took: {program, nginx, mariadb} in ms, and what it returned as result. */
export async function cpuOf(house, work) {
  const pids = processes(house);
  const before = Object.values(pids).map(spent);
  const result = await work();
  const [program, nginx, mariadb] = Object.values(pids).map((list, i) => (spent(list) - before[i]) / 1e6);
  return { program, nginx, mariadb, result };
}

const SLICE_MS = 60;
const SLICE_MIN = 3;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const sum = ({ program, nginx, mariadb }) => program + nginx + mariadb;

/* Some of these requests one after the other on one connection: ms a request. */
async function slice(client, paths, ms) {
  const got = await cpuOf(client.house, async () => {
    const end = performance.now() + ms;
    let n = 0;
    for (; n < SLICE_MIN || performance.now() < end; n += 1) {
      const { status, text } = await client.get(paths[n % paths.length]);
      if (status !== 200) throw new Error(`${paths[n % paths.length]}: ${status} ${text}`);
    }
    return n;
  });
  const { program, nginx, mariadb, result: n } = got;
  return { program: program / n, nginx: nginx / n, mariadb: mariadb / n };
}

const middle = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/*
 * CPU ms a request of these, in turn with the plain one, several rounds, because the machine's speed drifts:
 * {all, program, nginx, mariadb}, the middle of the rounds; ratio: of all to the plain one's of the same round.
 */
export async function requestCpu(client, paths, plain, { rounds = ROUNDS, ms = SLICE_MS } = {}) {
  const own = [];
  const ratios = [];
  await slice(client, paths, 0);
  for (let i = 0; i < rounds; i += 1) {
    const beside = await slice(client, [plain], ms);
    own.push(await slice(client, paths, ms));
    ratios.push(sum(own[i]) / sum(beside));
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
