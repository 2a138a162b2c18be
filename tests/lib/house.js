// house.js: a whole Hirewire of one's own for a test: database, nginx, pools, simulated services.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync,
  writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from './client.js';
import { freePort } from './free_port.js';
import { hold, query } from './sql.js';
import { end, within } from './within.js';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
// How long a house may take to start, to end, or to load a new configuration.
const HOUSE_MS = 120_000;
const SANITIZER = /AddressSanitizer|LeakSanitizer|runtime error:|UndefinedBehavior/;

/*
 * upstreams: also start ClickUp and Huntflow (house.up). up: those that somebody else started, who ends them. env:
 * settings over the usual small ones, DATABASE_URL for a database of others among them;
 * the cron loop is off (run programs by house.run), so are the limits per address. host: the name in its addresses.
 */
export async function startHouse({ upstreams = false, up, demo = false, env = {}, host = '127.0.0.1' } = {}) {
  const house = new House();
  house.up = up;
  try {
    await house.start({ upstreams, demo, env, host });
  } catch (error) {
    await house.stop().catch(() => {});
    throw error;
  }
  return house;
}

class House {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'hw-'));
    this.bin = resolve(root, process.env.HIREWIRE_BIN ?? 'build');
    this.made = 0;
    this.held = [];
  }

  async start({ upstreams, demo, env, host }) {
    if (upstreams) {
      const { startUpstreams } = await import('../upstreams/main.js');
      this.own = await startUpstreams({ demo });
      this.up = this.own;
    }
    const port = await freePort();
    this.url = `http://${host}:${port}`;
    this.env = {
      ...process.env,
      HIREWIRE_BIN: this.bin, HIREWIRE_RUN: this.folder, HIREWIRE_CONF: join(this.folder, 'hirewire.conf'),
      PORT: String(port), BIND: '127.0.0.1', WEB_BASE_URL: this.url, ADMIN_EMAIL: 'admin@test.local',
      DB_TEMPLATE: await template(this.bin), ...SMALL,
      TICK_EVERY: '0', RATE: 'off', ALLOW_HOSTS: '127.0.0.1', ALLOW_FILE_HOSTS: '127.0.0.1',
      ...(this.up && { CLICKUP_API_URL: this.up.clickup.url }),
      ...env,
    };
    if (!env.DATABASE_URL) delete this.env.DATABASE_URL;
    await this.open();
  }

  /* Starts it, also once more in the same folder after everything of it was killed. */
  async open() {
    // A test process that is killed takes its house along.
    this.child = spawn(join(root, 'nginx/start'), {
      env: { ...this.env, HIREWIRE_TIED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await within(() => `the house starts: ${this.said}`, this.ready(), HOUSE_MS);
  }

  // Resolves when start says so; what it said otherwise is the error.
  ready() {
    return new Promise((done, fail) => {
      this.said = '';
      const hear = (chunk) => {
        this.said += chunk;
        if (this.said.includes('Ctrl-C ends it')) done();
      };
      this.child.stdout.on('data', hear);
      this.child.stderr.on('data', hear);
      this.child.once('exit', (code) => fail(new Error(`the house did not start (${code}): ${this.said}`)));
    });
  }

  /* Ends everything; fails when a sanitizer had something to say. */
  async stop() {
    await Promise.all(this.held.map((release) => release()));
    if (this.child) await end(this.child, 'SIGTERM', HOUSE_MS);
    await this.own?.stop();
    const reports = this.logs().filter(({ text }) => SANITIZER.test(text));
    if (!process.env.KEEP) rmSync(this.folder, { recursive: true, force: true });
    if (reports.length > 0) {
      throw new Error(reports.map(({ name, text }) => `${name}: ${text.slice(-6000)}`).join('\n'));
    }
  }

  logs() {
    const folder = join(this.folder, 'log');
    if (!existsSync(folder)) return [];
    return readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  }

  /* What a log holds so far: 'pool' (the programs), 'access', 'nginx-error', 'mariadbd', ... */
  log(name) {
    const path = join(this.folder, 'log', `${name}.log`);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /* What the file says, which the environment overrides. */
  conf(key) {
    if (key === 'DATABASE_URL' && this.env[key]) return this.env[key];
    const line = readFileSync(join(this.folder, 'hirewire.conf'), 'utf8')
      .split('\n')
      .findLast((text) => text.startsWith(`${key}=`));
    return line?.slice(key.length + 1);
  }

  /* Rows as objects; ? in the text is a parameter. Whole numbers come as numbers. */
  sql(text, params = []) {
    return query(this.conf('DATABASE_URL'), text, params);
  }

  /* Keeps what a statement changed to itself, and its rows locked, until release() is called. */
  async hold(text, params = []) {
    const release = await hold(this.conf('DATABASE_URL'), text, params);
    this.held.push(release);
    return release;
  }

  /* Until n statements wait for a row, or for a lock by name, that somebody holds. */
  waiting(n = 1) {
    let before = '';
    return this.until(async () => {
      const at = await this.sql(
        "SELECT QUERY_ID FROM information_schema.PROCESSLIST WHERE COMMAND <> 'Sleep' AND ID <> CONNECTION_ID() " +
        'ORDER BY ID'
      );
      const now = at.map(({ QUERY_ID: id }) => id).join();
      const still = at.length === n && now === before;
      before = now;
      return still;
    }, { every: 100 });
  }

  /* One run of a cron program ('import', 'tick') or of the command line ('hirewire'). */
  run(program, args = [], { env = {}, timeout = 120_000, input } = {}) {
    const path = join(this.bin, program === 'hirewire' ? '' : 'cgi-bin', program);
    return new Promise((done) => {
      const child = execFile(path, args.map(String), {
        env: { ...this.env, ...env }, timeout, killSignal: 'SIGKILL', maxBuffer: 1 << 26,
      }, (error, stdout, stderr) => done({ code: error ? error.code ?? error.signal : 0, stdout, stderr }));
      child.stdin.on('error', () => {});   // a program need not read what it is given
      child.stdin.end(input ?? '');
    });
  }

  /* Starts a cron program and gives its process, to be killed in the middle. */
  launch(program, args = [], { env = {} } = {}) {
    return spawn(join(this.bin, 'cgi-bin', program), args.map(String), {
      env: { ...this.env, ...env },
      stdio: 'ignore',
    });
  }

  /* New programs and configuration, asked for from another shell, which knows nothing of the house's settings. */
  reload() {
    const env = { ...this.env, RATE: '', BIND: '', PORT: '', WEB_BASE_URL: '' };
    return new Promise((done, fail) => {
      execFile(
        join(root, 'nginx/start'), ['reload'], { env, timeout: HOUSE_MS },
        (error, out, err) => (error ? fail(new Error(`reload: ${error.signal ?? ''} ${out}${err}`)) : done()),
      );
    });
  }

  /* kill -9: 'mariadbd' (stays down until startDb), or every process of a program. */
  async kill(name) {
    if (name === 'mariadbd') writeFileSync(join(this.folder, 'database.hold'), '');
    const pids = this.pids(name);
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        // It had just ended.
        if (error.code !== 'ESRCH') throw error;
      }
    }
    await this.until(() => pids.every((pid) => !existsSync(`/proc/${pid}/exe`) || !exe(pid)));
    return pids.length;
  }

  /* Processes of this house by the name of their program: the workers of a pool, not their parent. */
  pids(name) {
    return this.processes(name).filter((pid) => !isPool(pid));
  }

  /* The parent of a pool's workers. */
  pool(name) {
    return this.processes(name).find(isPool);
  }

  /* Every process of it: kill -9 of a machine, or SIGSTOP. nginx wipes its environment: it is known by its folder. */
  all() {
    const mark = `HIREWIRE_CONF=${this.env.HIREWIRE_CONF}\0`;
    return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)).map(Number).filter((pid) =>
      pid !== process.pid && (readOr(`/proc/${pid}/environ`).includes(mark) || cwd(pid) === this.folder));
  }

  processes(name) {
    const mark = `HIREWIRE_CONF=${this.env.HIREWIRE_CONF}\0`;
    return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)).map(Number).filter((pid) =>
      exe(pid) === name && readOr(`/proc/${pid}/environ`).includes(mark));
  }

  async startDb() {
    rmSync(join(this.folder, 'database.hold'), { force: true });
    await this.until(() => this.sql('SELECT 1').then(() => true, () => false), { timeout: 30_000 });
  }

  /* Polls until fn gives something true, which is returned. */
  async until(fn, { timeout = 30_000, every = 25, what = String(fn) } = {}) {
    const end = Date.now() + timeout;
    for (;;) {
      const got = await fn();
      if (got) return got;
      if (Date.now() > end) throw new Error(`not within ${timeout} ms: ${what}`);
      await pause(every);
    }
  }

  anonymous() {
    return new Client(this);
  }

  /* Made unless it is there; one at a time: two such statements may wait for each other. */
  company(name) {
    this.companies = (this.companies ?? Promise.resolve()).then(() => this.sql(
      'INSERT INTO company (name) SELECT ? FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM company WHERE name = ?)',
      [name, name],
    ));
    return this.companies;
  }

  /* A new person, signed in. company: a name; people of one name are colleagues. */
  async user({ role = 'recruiter', company = 'Test', email, name = 'Тест Тестов', locale = 'ru' } = {}) {
    const address = email ?? `user${++this.made}-${process.pid}@test.local`;
    await this.company(company);
    await this.sql(
      'INSERT INTO user (company_id, email, name, role, locale) SELECT MIN(id), ?, ?, ?, ? FROM company WHERE name = ?',
      [address, name, ROLES.indexOf(role) + 1, locale, company],
    );
    const client = new Client(this);
    await client.signIn(await this.loginToken(address));
    return client;
  }

  /* The token of a fresh one-time link, made by the command line. */
  async loginToken(email) {
    const { code, stdout, stderr } = await this.run('hirewire', ['login-link', email]);
    const token = /#([\w-]+)/.exec(stdout)?.[1];
    if (code !== 0 || !token) throw new Error(`login-link ${email}: ${code} ${stdout}${stderr}`);
    return token;
  }
}

const ROLES = ['candidate', 'member', 'recruiter', 'manager', 'admin'];
const SMALL = {
  DB_CACHE: '48M', DB_LOG_SIZE: '8M', POOL_SIGNIN: '1', POOL_SETTINGS: '1', POOL_CLICKUP: '2', POOL_CLICKUP_REMOTE: '2',
  POOL_IMPORTS: '1', POOL_VACANCIES: '2', POOL_APPLICANTS: '2',
};

function exe(pid) {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ''));
  } catch {
    return '';
  }
}

function cwd(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

function isPool(pid) {
  return readOr(`/proc/${pid}/cmdline`).includes('\0--pool\0') &&
    exe(/^PPid:\s+(\d+)/m.exec(readOr(`/proc/${pid}/status`))?.[1]) !== exe(pid);
}

function readOr(path) {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/*
 * A data folder with all tables, copied by every house: made once for a state of sql/, under
 * a lock, because test files run side by side.
 */
async function template(bin) {
  const hash = createHash('sha256');
  for (const name of readdirSync(join(root, 'sql')).filter((one) => one.endsWith('.sql')).sort()) {
    hash.update(name).update(readFileSync(join(root, 'sql', name)));
  }
  for (const name of ['database.sh', 'process.sh']) hash.update(readFileSync(join(root, 'nginx', name)));
  const folders = join(root, 'build/test-data');
  mkdirSync(folders, { recursive: true });
  chmodSync(folders, 0o755);   // the house's own user reaches it
  const folder = join(folders, hash.digest('hex').slice(0, 12));
  const env = {
    ...process.env,
    HIREWIRE_BIN: bin,
    HIREWIRE_RUN: folder,
    DB_LOG_SIZE: SMALL.DB_LOG_SIZE,
    DB_CACHE: SMALL.DB_CACHE,
  };
  for (const key of ['DATABASE_URL', 'HIREWIRE_CONF', 'DB_TEMPLATE']) delete env[key];
  await new Promise((done, fail) => {
    execFile('flock', ['-w', String(HOUSE_MS / 1000), join(root, 'build/.test-data.lock'), 'sh', '-c',
      `[ -e ${folder}/done ] || { rm -rf ${folder}; nginx/start init && touch ${folder}/done; }`], { cwd: root, env },
    (error, stdout, stderr) => (error ? fail(new Error(`no data template: ${stdout}${stderr}`)) : done()));
  });
  return folder;
}
