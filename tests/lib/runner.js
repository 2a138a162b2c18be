// runner.js: every test: the unit tests (C, sanitised), then the node ones, each file a process of
// its own, two at a time. Names as arguments choose files: tests/run unit/test_base api/login.
// The last line is "N passed, N failed"; anything failed, or nothing run: exit status 1.
// What tests make lies in one folder, and ends with them, also when they are interrupted.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { end, within } from './within.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const FOLDERS = ['upstreams', 'contract', 'api', 'web'];
const AT_ONCE = 2;
// A file that tells of no test for so long hangs; one that does is only slow.
const SILENT_MS = 10 * 60_000;
const BIN = process.env.HIREWIRE_BIN ?? join(root, 'build/san');

process.chdir(root);
const wanted = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const FOLDER = mkdtempSync('/tmp/hw-run-');
chmodSync(FOLDER, 0o711);   // a house started as root becomes a user of its own
const running = new Set();
let interrupted = false;
const ENV = {
  ...process.env, HIREWIRE_BIN: BIN, TMPDIR: FOLDER,
  ASAN_OPTIONS: 'detect_leaks=1:abort_on_error=0:handle_abort=1', UBSAN_OPTIONS: 'print_stacktrace=1',
};
for (const key of ['DATABASE_URL', 'HIREWIRE_CONF', 'HIREWIRE_RUN', 'PORT']) delete ENV[key];

function chosen(name) {
  return wanted.length === 0 || wanted.some((part) => name.includes(part));
}

function unitTests() {
  const sources = readdirSync('tests/unit').filter((name) => /^test_.*\.c$/.test(name));
  return sources.map((name) => basename(name, '.c')).filter((name) => chosen(`unit/${name}`)).sort();
}

function nodeTests() {
  return FOLDERS.flatMap((folder) => (existsSync(`tests/${folder}`) ? readdirSync(`tests/${folder}`) : [])
    .filter((name) => name.endsWith('.test.js')).sort().map((name) => `${folder}/${name}`)).filter(chosen);
}

function endGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // it has just ended
  }
}

// Output and end of a process; the whole group is ended when it is silent for too long.
function run(command, args, env) {
  return new Promise((done) => {
    const child = spawn(command, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    running.add(child);
    const timer = setTimeout(() => {
      chunks.push(`\nended: silent for ${SILENT_MS} ms\n`);
      endGroup(child, 'SIGKILL');
    }, SILENT_MS);
    const hear = (chunk) => {
      chunks.push(chunk);
      timer.refresh();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', (error) => chunks.push(String(error)));
    child.on('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      done({ code, text: chunks.map(String).join('') });
    });
  });
}

function report(name, counts, ms, text) {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped ?? 0;
  const sums = [`${counts.passed} passed`];
  if (counts.failed) sums.push(`${counts.failed} failed`);
  if (counts.skipped) sums.push(`${counts.skipped} SKIPPED`);
  console.log(`${counts.failed ? 'FAIL' : 'ok  '}  ${name}: ${sums.join(', ')} (${(ms / 1000).toFixed(1)} s)`);
  if (counts.failed) console.log(text.trimEnd().split('\n').slice(-150).map((line) => `      ${line}`).join('\n'));
}

// A crash without a failed test is one failure.
function withCrash(counts, code) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function runUnit(name, database) {
  const started = Date.now();
  const { code, text } = await run(`build/test/${name}`, [], {
    ...ENV,
    DATABASE_URL: database,
    CMOCKA_MESSAGE_OUTPUT: 'TAP',
  });
  const count = (pattern) => (text.match(pattern) ?? []).length;
  const counts = {
    passed: count(/^ok \d+(?!.*# SKIP)/gm),
    failed: count(/^not ok /gm),
    skipped: count(/^(not )?ok .*# SKIP/gm),
  };
  report(`unit/${name}`, withCrash(counts, code), Date.now() - started, text);
}

async function runNode(name) {
  const started = Date.now();
  const tap = join(FOLDER, name.replace('/', '-'));
  const { code, text } = await run(
    process.execPath,
    [
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${tap}`,
      `tests/${name}`,
    ],
    ENV,
  );
  const summary = existsSync(tap) ? readFileSync(tap, 'utf8') : '';
  const sum = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(summary)?.[1] ?? 0);
  const counts = { passed: sum('pass'), failed: sum('fail') + sum('cancelled'), skipped: sum('skipped') + sum('todo') };
  report(name, withCrash(counts, code), Date.now() - started, text);
}

// The unit tests' database; resolves to its URL, stop() ends it.
function startDatabase() {
  return within('the database of the unit tests', new Promise((done, fail) => {
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', 'nginx/start', 'database'], {
      detached: true,
      env: { ...ENV, HIREWIRE_ROOT: '1', HIREWIRE_RUN: join(FOLDER, 'run'), DB_CACHE: '64M', DB_LOG_SIZE: '16M' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', (chunk) => {
      const url = /mysql:\S+/.exec(String(chunk));
      if (url) done({ url: url[0], stop: () => end(child, 'SIGTERM') });
    });
    child.once('exit', (code) => fail(new Error(`no database for the unit tests (${code})`)));
  }));
}

async function all(items, work) {
  const queue = [...items];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (queue.length > 0 && !interrupted) await work(queue.shift());
  }));
}

// What is not built from these sources would fail, or pass, for no reason to be seen in them.
function isBuilt() {
  return (
    spawnSync('make', ['-q', 'build', 'twins'], { env: { ...process.env, MAKEFLAGS: '' }, stdio: 'ignore' }).status ===
    0
  );
}

// A failure outside of any test, as a line.
function fail(text) {
  console.log(text);
  total.failed++;
}

// Ends what runs. Houses end by themselves when their test is gone: each holds its lock until then.
function interrupt() {
  interrupted = true;
  for (const child of running) endGroup(child, 'SIGTERM');
}

function cleanUp() {
  for (const name of readdirSync(FOLDER)) {
    const lock = join(FOLDER, name, 'lock');
    if (existsSync(lock)) spawnSync('flock', ['-w', '60', lock, 'true']);
  }
  if (!process.env.KEEP) rmSync(FOLDER, { recursive: true, force: true });
}

async function main() {
  if (!isBuilt()) return fail('The build is older than its sources: run "make build twins" first, as make test does.');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
  const unit = unitTests();
  if (unit.length > 0) {
    const database = await startDatabase();
    // One at a time: they share the database.
    for (const name of unit) if (!interrupted) await runUnit(name, database.url);
    await database.stop();
  }
  await all(nodeTests(), runNode);
  return interrupted && fail('interrupted');
}

try {
  await main();
} catch (error) {
  fail(error.stack);
} finally {
  cleanUp();
}
if (total.skipped > 0) console.log(`${total.skipped} SKIPPED, see above`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
