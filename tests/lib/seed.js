// seed.js: people with many tasks of real shape (texts.js), written into the tables as a sync would have left them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PEOPLE, STATUSES, TAGS, dice, texts, zipf } from './texts.js';

const DAY = 86_400_000;
const YEARS = 5 * 365 * DAY;
const CHUNK = 1 << 18;
const REV = 2;	// of the change that they came with
const INDEX_MS = 3_600_000;

/*
 * tasks: of the first person; others: so many people more, each with others_tasks. -> clients in that order. The newest
 * task is of today; all else is the same each time.
 */
export async function seed(house, wish) {
  const clients = await seedRows(house, wish);
  await indexed(house);
  return clients;
}

/* Without their index. */
export async function seedRows(house, { tasks, others = 0, others_tasks = 0 }) {
  const clients = [];
  for (let i = 0; i <= others; i += 1) {
    clients.push(await (await house.user()).connect({ settings: { max_tasks: 1_000_000, include_closed: true } }));
  }
  const [{ id }] = await house.sql('SELECT COALESCE(MAX(id), 0) AS id FROM clickup_task');
  const tables = openTables(house);
  let next = id + 1;
  for (const [i, client] of clients.entries()) {
    const home = await homeOf(house, client);
    const count = i === 0 ? tasks : others_tasks;
    for (const task of made(home, next, count)) await put(tables, home, task);
    next += count;
  }
  await Promise.all(Object.values(tables).map((table) => table.close()));
  await house.sql(`INSERT INTO clickup_total (connection_id, tasks, rev)
    SELECT connection_id, COUNT(*), ${REV} FROM clickup_task GROUP BY connection_id
    ON DUPLICATE KEY UPDATE tasks = VALUES(tasks), rev = VALUES(rev)`);
  await house.sql(`INSERT INTO transfer_slot (user_id, slot, done)
    SELECT user_id, UNIX_TIMESTAMP(done_at) DIV 900, COUNT(*) FROM transfer WHERE done_at IS NOT NULL GROUP BY 1, 2`);
  await house.sql('ANALYZE TABLE clickup_task, transfer');
  return clients;
}

async function homeOf(house, client) {
  const rows = await house.sql('SELECT id, company_id, provider FROM connection WHERE owner_id = ?', [client.user.id]);
  const of = (name) => rows.find(({ provider }) => provider === name).id;
  return {
    clickup: of('clickup'),
    huntflow: of('huntflow'),
    account: house.up.huntflow.account,
    list: house.up.clickup.list,
    user: client.user.id,
    company: rows[0].company_id,
  };
}

/* What was changed in a list by SQL becomes its newest change; its index is brought up to it. */
export async function changed(house, connection) {
  await house.sql(`INSERT INTO clickup_total (connection_id, tasks, rev) VALUES (?, 0, 2)
    ON DUPLICATE KEY UPDATE rev = rev + 1`, [connection]);
  await house.sql(`UPDATE clickup_task t JOIN clickup_total n ON n.connection_id = t.connection_id
    SET t.rev = n.rev, t.updated_at = t.updated_at WHERE t.connection_id = ?`, [connection]);
  await house.sql(`UPDATE clickup_total SET tasks = (SELECT COUNT(*) FROM clickup_task WHERE connection_id = ?)
    WHERE connection_id = ?`, [connection, connection]);
  await indexed(house);
}

/* All lists are brought up to their rows. */
export async function indexed(house) {
  const { code, stderr } = await house.run('tick', ['index'], { timeout: INDEX_MS });
  if (code !== 0) throw new Error(`tick index: ${code} ${stderr}`);
}

/* --- a task --- */

const TAGGED = zipf(TAGS.length, 1.2);
const ASSIGNED = zipf(PEOPLE.length, 0.9);
const drawn = (table, number) => table[Math.floor(number() * 65536)];
const id = (prefix, n) => prefix + n.toString(36).padStart(7, '0');

/* The older they are the more of them are closed: a status by its share of those that are left. */
function statusOf(number, age) {
  const closed = age > 120 * DAY ? 0.985 : 0.35;
  let at = number();
  const kind = number() < closed ? ['closed', 'done'] : ['open', 'custom'];
  const list = STATUSES.filter(({ type }) => kind.includes(type));
  at *= list.reduce((sum, { share }) => sum + share, 0);
  return list.find(({ share }) => (at -= share) <= 0) ?? list[0];
}

function several(table, list, number, chances) {
  const chosen = new Set();
  for (const chance of chances) if (number() < chance) chosen.add(list[drawn(table, number)]);
  return [...chosen];
}

const PRIORITIES = ['urgent', 'high', 'normal', 'low', ''];
function priorityOf(number) {
  const at = number();
  return [0.01, 0.09, 0.27, 0.3, 1].findIndex((upto) => at < upto);
}

const CVS = [['pdf', 0.45], ['linkedin', 0.6], ['rabota', 0.7], ['none', 0.87], ['file', 0.9], ['unknown', 1]];
const SENT = [['done', 0.086], ['failed', 0.096], ['unsure', 0.099], ['running', 0.1]];
const upto = (list, at) => list.find(([, end]) => at < end)?.[0];

/*
 * Oldest first. A third of them came in bursts, an import of some hours; some were changed in bulk later.
 */
function* made(home, first, count) {
  const number = dice(home.user * 7919 + count);
  const now = Math.floor(Date.now() / DAY) * DAY;
  const bursts = Array.from({ length: 150 }, () => now - number() * YEARS).sort((a, b) => a - b);
  const created = Array.from({ length: count }, () =>
    (number() < 0.35 ? bursts[Math.floor(number() * 150)] + number() * 3 * 3_600_000 : now - number() * YEARS))
    .sort((a, b) => a - b);
  for (let n = 0; n < count; n += 1) {
    const bulk = number() < 0.2 && bursts.find((at) => at > created[n]);
    const updated = Math.min(bulk ? bulk + number() * 600_000 : created[n] + number() ** 6 * 300 * DAY, now);
    const status = statusOf(number, now - updated);
    yield {
      id: first + n,
      task_id: id('86', (first + n) * 7_654_321 % 78_364_164_096),
      ...texts(number),
      status,
      rank: priorityOf(number),
      tags: several(TAGGED, TAGS, number, [0.7, 0.4, 0.2, 0.1]),
      people: several(ASSIGNED, PEOPLE, number, [0.9, 0.15]),
      cv: upto(CVS, number()),
      sent: upto(SENT, number()),
      created: Math.min(created[n], now),
      updated,
      due: number() < 0.15 ? Math.floor((created[n] + number() * 60 * DAY) / DAY) * DAY : 0,
    };
  }
}

/* --- its rows --- */

const time = (ms) => (ms ? new Date(ms).toISOString().slice(0, 23) : null);
const json = (value) => JSON.stringify(value);

function rowOf(home, t) {
  return {
    id: t.id, connection_id: home.clickup, user_id: home.user, task_id: t.task_id, list_id: home.list,
    name: t.name, description: t.description, status: t.status.name, status_type: t.status.type,
    status_color: t.status.color, priority: PRIORITIES[t.rank],
    date_created: time(t.created), date_updated: time(t.updated),
    date_closed: t.status.type === 'closed' ? time(t.updated) : null, due_date: time(t.due),
    url: `https://app.clickup.com/t/${t.task_id}`,
    assignees: json(t.people.map((username, i) => ({ id: 100 + i, username, initials: username.slice(0, 2) }))),
    tags: json(t.tags.map((name) => ({ name, color: '#5f55ee' }))),
    custom_fields: json([
      { id: 'f1', name: 'Телефон', type: 'phone', display: t.phone, href: null, value: t.phone },
      { id: 'f2', name: 'E-mail', type: 'email', display: t.email, href: null, value: t.email },
    ]),
    attachments: t.cv === 'pdf' ? json([{ id: t.task_id, title: 'CV.pdf', extension: 'pdf', size: 81234 }]) : '[]',
    comments: '[]',
    detailed_at: t.cv === 'unknown' ? null : time(t.updated), detail_due: 0, cv: t.cv,
    cv_count: t.cv === 'pdf' || t.cv === 'file' ? 1 : 0, content_hash: t.task_id.padEnd(16, '0'),
    transfer_id: t.sent ? t.id : null, rev: REV,
  };
}

function sentOf(home, t) {
  const done = t.sent === 'done';
  return {
    id: t.id, company_id: home.company, user_id: home.user, connection_id: home.huntflow,
    account_id: home.account, task_id: t.task_id, task_name: t.name,
    state: { done: 'done', failed: 'new', unsure: 'unsure', running: 'new' }[t.sent],
    error_code: t.sent === 'failed' ? 'huntflow.refused' : '',
    applicant_id: done ? t.id : null,
    url: done ? `https://huntflow.example/my/org#/applicants/filter/all/${t.id}` : '',
    done_at: done ? time(t.updated) : null, created_at: time(t.updated), updated_at: time(t.updated),
  };
}

async function put(tables, home, t) {
  await tables.clickup_task.add(rowOf(home, t));
  if (t.sent) await tables.transfer.add(sentOf(home, t));
}

/* --- tables --- */

const TABLES = ['clickup_task', 'transfer'];

function openTables(house) {
  return Object.fromEntries(TABLES.map((name) => [name, new Table(house, name)]));
}

/* Rows that go into a table in one statement, the fastest way there is. */
export class Table {
  constructor(house, name) {
    Object.assign(this, { house, name, text: '', child: null });
  }

  async add(row) {
    if (!this.child) this.begin(Object.keys(row));
    this.text += `${Object.values(row).map(field).join('\t')}\n`;
    if (this.text.length < CHUNK) return;
    const { stdin } = this.child;
    if (!stdin.write(this.text)) await Promise.race([once(stdin, 'drain'), this.ended]);
    this.text = '';
  }

  begin(columns) {
    const { username, password, pathname, searchParams } = new URL(this.house.conf('DATABASE_URL'));
    const sql = `SET unique_checks = 0, foreign_key_checks = 0, check_constraint_checks = 0;
      LOAD DATA LOCAL INFILE '/dev/stdin' INTO TABLE ${this.name} CHARACTER SET utf8mb4 (${columns})`;
    // A pipe between the two: what Node gives is a socket, which nobody can open by its name.
    const line = 'cat | mariadb --no-defaults --local-infile=1 --user="$1" --socket="$2" -e "$4" "$3"';
    this.child = spawn(
      'sh', ['-c', line, 'sh', username, searchParams.get('socket'), pathname.slice(1), sql],
      { env: { ...process.env, MYSQL_PWD: password }, stdio: ['pipe', 'inherit', 'pipe'] },
    );
    let said = '';
    this.child.stderr.on('data', (chunk) => { said += chunk; });
    this.child.stdin.on('error', () => {});
    this.ended = new Promise((done, fail) => {
      this.child.once('close', (code) => (code === 0 ? done() : fail(new Error(`${this.name}: ${said}`))));
    });
    this.ended.catch(() => {});
  }

  async close() {
    if (!this.child) return;
    this.child.stdin.end(this.text);
    await this.ended;
  }
}

function field(value) {
  if (value === null) return '\\N';
  return typeof value === 'string' ? value.replace(/[\\\t\n]/g, (sign) => ESCAPED[sign]) : value;
}
const ESCAPED = { '\\': '\\\\', '\t': '\\t', '\n': '\\n' };

/* --- a list made longer --- */

const SAME = `list_id, status, status_type, status_color, priority, date_created, date_updated, due_date, url,
  parent_id, assignees, tags, custom_fields, cv, cv_count, content_hash`;

/* Makes a client's list `times` as long. found: the further tasks are found by the same words too. */
export async function lengthen(house, client, times, { found = false } = {}) {
  const own = await homeOf(house, client);
  const more = SAME.replace('date_updated', 'date_updated - INTERVAL s.seq MINUTE');
  await house.sql(`INSERT INTO clickup_task (connection_id, user_id, task_id, name, description, ${SAME})
    SELECT t.connection_id, t.user_id, CONCAT(t.task_id, '-', s.seq), ${found ? 't.name, t.description' : "'-', ''"},
      ${more} FROM seq_1_to_${times - 1} s JOIN clickup_task t ON t.connection_id = ?`, [own.clickup]);
  await changed(house, own.clickup);
  await house.sql('ANALYZE TABLE clickup_task');
}
