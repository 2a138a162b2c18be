// cluster.js: several machines on one: three Galera nodes, Redis, and fronts behind one nginx, all on loopback, in one
// folder. What it started ends with it.
import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startUpstreams } from '../upstreams/main.js';
import { Client } from './client.js';
import { freePort } from './free_port.js';
import { root, startHouse } from './house.js';
import { REDIS, startRedis } from './redis.js';
import { owner, startServer, until } from './server.js';
import { query } from './sql.js';
import { end, hasEnded } from './within.js';

const run = promisify(execFile);
const PROVIDER = '/usr/lib/galera/libgalera_smm.so';
// How a node is copied to another (nginx/deps cluster).
const COPIER = join(root, 'build/cluster/usr/bin');
const START_MS = 120_000;
const PASSWORD = 'cluster';

/* What is not installed of what it needs. */
const NEEDED = [PROVIDER, REDIS, '/usr/bin/rsync', join(COPIER, 'wsrep_sst_rsync')];
export const missing = () => NEEDED.filter((path) => !existsSync(path));

async function ports(count) {
  const found = new Set();
  while (found.size < count) found.add(await freePort());
  return [...found];
}

/* One server of the database. */
class Node {
  constructor(place, at, port) {
    Object.assign(this, { place, name: `node${at + 1}`, port });
    this.folder = join(place.folder, this.name);
    this.socket = join(this.folder, 'db.sock');
    this.url = `mysql://hirewire:${PASSWORD}@localhost/hirewire?socket=${this.socket}`;
  }

  get host() { return `127.0.0.1:${this.port.sql}`; }

  // As that of nginx/database.sh, and what a cluster needs. Whoever is silent for a second is out.
  async prepare(peers) {
    for (const name of ['', 'data', 'tmp']) this.place.folderOf(join(this.folder, name));
    const options = [`gmcast.listen_addr=tcp://127.0.0.1:${this.port.group}`, `ist.recv_addr=127.0.0.1:${this.port.ist}`,
      'evs.keepalive_period=PT0.3S', 'evs.inactive_check_period=PT0.3S', 'evs.suspect_timeout=PT1S',
      'evs.inactive_timeout=PT2S', 'evs.install_timeout=PT2S', 'gcache.size=64M'];
    this.conf = join(this.folder, 'my.cnf');
    writeFileSync(this.conf, `[mariadbd]
datadir=${this.folder}/data
tmpdir=${this.folder}/tmp
socket=${this.socket}
pid-file=${this.folder}/pid
bind-address=127.0.0.1
port=${this.port.sql}
skip-name-resolve
innodb-undo-tablespaces=0
innodb-log-file-size=32M
innodb-ft-min-token-size=1
innodb-ft-enable-stopword=OFF
innodb-buffer-pool-size=96M
innodb-flush-log-at-trx-commit=2
innodb-autoinc-lock-mode=2
loose-innodb-snapshot-isolation=ON
character-set-server=utf8mb4
collation-server=utf8mb4_unicode_520_ci
default-time-zone=+00:00
sql-mode=STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION
performance-schema=OFF
max-connections=300
max-allowed-packet=64M
key-buffer-size=1M
binlog-format=ROW
wsrep-on=ON
wsrep-provider=${PROVIDER}
wsrep-cluster-name=hirewire
wsrep-cluster-address=gcomm://${peers.map((one) => `127.0.0.1:${one.port.group}`).join(',')}
wsrep-node-name=${this.name}
wsrep-node-address=127.0.0.1:${this.port.group}
wsrep-sst-method=rsync
wsrep-sst-receive-address=127.0.0.1:${this.port.sst}
wsrep-provider-options="${options.join(';')}"
`);
    chmodSync(this.conf, 0o644);
  }

  // The first of a new cluster makes the database and the account; the others copy it.
  async found() {
    const sql = join(this.folder, 'first.sql');
    writeFileSync(sql, ['CREATE DATABASE hirewire CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;',
      ...['localhost', '127.0.0.1'].flatMap((from) => [
        `CREATE USER hirewire@'${from}' IDENTIFIED BY '${PASSWORD}';`, `GRANT ALL ON *.* TO hirewire@'${from}';`]),
      ''].join('\n'));
    chmodSync(sql, 0o644);
    await run('mariadb-install-db', ['--no-defaults', `--datadir=${this.folder}/data`, '--innodb-undo-tablespaces=0',
      '--innodb-log-file-size=32M', '--character-set-server=utf8mb4', '--collation-server=utf8mb4_unicode_520_ci',
      '--skip-test-db', '--skip-name-resolve', '--auth-root-authentication-method=socket'], this.place.user);
    this.launch(['--wsrep-new-cluster', `--init-file=${sql}`]);
    await this.ready();
  }

  launch(more = []) {
    rmSync(this.socket, { force: true });
    this.child = startServer(this.folder, 'mariadbd', '/usr/sbin/mariadbd', [`--defaults-file=${this.conf}`, ...more],
      { ...this.place.user, path: COPIER });
  }

  // Where it was when it ended, so that it is sent what it missed, not all.
  async again() {
    const args = [`--defaults-file=${this.conf}`, '--wsrep-recover'];
    const { stderr } = await run('/usr/sbin/mariadbd', args, this.place.user);
    const at = /Recovered position:\s*([0-9a-f-]{36}:-?\d+)/i.exec(stderr)?.[1];
    this.launch(at ? [`--wsrep-start-position=${at}`] : []);
    await this.ready();
  }

  sql(text, params) {
    return query(this.url, text, params);
  }

  // One that was stopped believes for a moment that nothing happened: those beside it must see it, too.
  async ready() {
    const there = this.place.nodes.filter(({ child }) => child && !hasEnded(child));
    const sees = async (node) => {
      const rows = await node.sql(`SHOW STATUS WHERE Variable_name IN ('wsrep_local_state_comment',
        'wsrep_cluster_size')`).catch(() => []);
      return rows.some(({ Value: value }) => value === 'Synced') &&
        rows.some(({ Value: value }) => Number(value) === there.length);
    };
    await until(async () => {
      if (hasEnded(this.child)) throw new Error(`${this.name} ended: ${this.child.log().slice(-3000)}`);
      return existsSync(this.socket) && (await Promise.all(there.map(sees))).every(Boolean);
    }, { every: 100, what: () => `${this.name} is ready: ${this.child.log().slice(-3000)}` });
  }

  signal(name) {
    this.child.kill(name);
  }

  async kill() {
    await end(this.child, 'SIGKILL', START_MS);
  }
}

/* A house as one of several: what is done to a machine. */
export class Front {
  constructor(house) {
    this.house = house;
  }

  signal(name) {
    for (const pid of this.house.all()) {
      try {
        process.kill(pid, name);
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    }
  }

  /* Until nothing of it is left: what was begun meanwhile, too. */
  async kill() {
    await until(() => {
      this.signal('SIGKILL');
      return this.house.all().length === 0;
    }, { what: 'the front is gone' });
  }

  again() {
    return this.house.open();
  }
}

/*
 * nodes: how many. redis: live events go by it, else by the database. urlOf(nodes, n): the DATABASE_URL of front n.
 * env: settings of all fronts. -> url, fronts, nodes, up
 */
export async function startCluster(options = {}) {
  const cluster = new Cluster();
  try {
    await cluster.start(options);
  } catch (error) {
    await cluster.stop().catch(() => {});
    throw error;
  }
  return cluster;
}

// The nearest node first, the others behind it.
const urlOfNode = (nodes, at) => {
  const hosts = [...nodes.slice(at), ...nodes.slice(0, at)].map(({ host }) => host);
  return `mysql://hirewire:${PASSWORD}@${hosts.join()}/hirewire`;
};

class Cluster {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'hw-cluster-'));
    chmodSync(this.folder, 0o755);
    Object.assign(this, { nodes: [], fronts: [], children: [] });
  }

  async start({ nodes = 3, fronts = 2, redis = true, urlOf = urlOfNode, env = {}, demo = false, port }) {
    const [site, ...rest] = await ports(1 + 4 * nodes);
    this.url = `http://127.0.0.1:${port ?? site}`;
    this.user = await owner();
    await this.startNodes(nodes, rest);
    if (redis) this.redis = await startRedis({ folder: this.folderOf(join(this.folder, 'redis')), user: this.user });
    this.up = await startUpstreams({ demo });
    const shared = {
      WEB_BASE_URL: this.url, TRUSTED_PROXIES: '127.0.0.1', SECRET_KEY: '0123456789abcdef'.repeat(4),
      CLICKUP_API_URL: this.up.clickup.url, ...redis && { REDIS_URL: this.redis.url }, ...env,
    };
    for (let at = 0; at < fronts; at++) {
      const house = await startHouse({ up: this.up, env: { ...shared, DATABASE_URL: urlOf(this.nodes, at) } });
      this.fronts.push(new Front(house));
    }
    await this.startBalancer();
  }

  folderOf(path) {
    mkdirSync(path, { recursive: true });
    if (this.user.uid) chownSync(path, this.user.uid, this.user.gid);
    return path;
  }

  async startNodes(count, free) {
    for (let at = 0; at < count; at++) {
      const [sql, group, ist, sst] = free.splice(0, 4);
      this.nodes.push(new Node(this, at, { sql, group, ist, sst }));
    }
    for (const node of this.nodes) await node.prepare(this.nodes);
    await this.nodes[0].found();
    for (const node of this.nodes.slice(1)) {
      node.launch();
      await node.ready();
    }
  }

  // What a balancer of any make does: the other front when one is silent or says 503, sockets for as long as they live.
  async startBalancer() {
    const { folder, user } = this;
    const conf = join(this.folderOf(join(folder, 'balancer')), 'nginx.conf');
    const own = join(folder, 'balancer');
    writeFileSync(conf, `${user.uid ? `user ${user.name};` : ''}
worker_processes 1;
daemon off;
pid ${own}/pid;
error_log ${own}/error.log warn;
events { worker_connections 4096; }
http {
  log_format line '$msec $status $request_time $upstream_addr [$upstream_status] $request_method $uri';
  access_log ${own}/access.log line;
  client_body_temp_path ${own}/body; proxy_temp_path ${own}/proxy; fastcgi_temp_path ${own}/fastcgi;
  uwsgi_temp_path ${own}/uwsgi; scgi_temp_path ${own}/scgi;
  client_max_body_size 64m;
  map $http_upgrade $connection_upgrade { default upgrade; "" ""; }
  upstream fronts {
${this.fronts.map(({ house }) => `    server ${new URL(house.url).host} max_fails=1 fail_timeout=2s;`).join('\n')}
  }
  server {
    listen ${new URL(this.url).host};
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;
    proxy_connect_timeout 1s;
    proxy_next_upstream error timeout http_502 http_503 http_504;
    proxy_next_upstream_tries 2;
    error_page 502 504 =503 @away;
    location / { proxy_pass http://fronts; proxy_read_timeout 2500ms; }
    location /ws/ { proxy_pass http://fronts; proxy_read_timeout 120s; }
    location @away {
      add_header Retry-After 2 always;
      default_type application/problem+json;
      return 503 '{"type":"about:blank","status":503}';
    }
  }
}
`);
    this.balancer = startServer(own, 'nginx', '/usr/sbin/nginx', ['-p', own, '-e', `${own}/error.log`, '-c', conf]);
    await until(() => fetch(`${this.url}/health/`).then(({ ok }) => ok, () => false), { what: 'the balancer answers' });
  }

  /* Asked of whichever node answers. */
  async sql(text, params) {
    let last;
    for (const node of this.nodes) {
      if (node.away) continue;
      try {
        return await node.sql(text, params);
      } catch (error) {
        last = error;
      }
    }
    throw last;
  }

  until(fn, options) {
    return until(fn, options);
  }

  /* The same person by another way: the balancer (without a front), or that front. */
  as(client, front) {
    const other = new Client(front?.house ?? this);
    Object.assign(other, { headers: client.headers, cookie: client.cookie, csrf: client.csrf, user: client.user });
    other.unsafe = { ...client.unsafe, Origin: other.house.url };
    return other;
  }

  async stop() {
    const failures = [];
    for (const front of this.fronts) {
      front.signal('SIGCONT');
      await front.house.stop().catch((error) => failures.push(error));
    }
    await this.up?.stop();
    const nodes = this.nodes.filter(({ child }) => child && !hasEnded(child));
    for (const node of nodes) node.signal('SIGCONT');
    const children = [this.balancer, this.redis?.child, ...nodes.map(({ child }) => child)].filter(Boolean);
    await Promise.all(children.map((child) => end(child, 'SIGTERM', START_MS)));
    if (!process.env.KEEP) rmSync(this.folder, { recursive: true, force: true });
    if (failures.length > 0) throw failures[0];
  }
}
