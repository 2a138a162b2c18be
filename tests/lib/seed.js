// seed.js: many people with many tasks: one list comes in by a real sync, the others are copies of it.

/* -> clients, each with its own `tasks` tasks of 1 KB descriptions; clients[0] is the one that synced. */
export async function seed(house, { users, tasks }) {
  const { clickup } = house.up;
  await clickup.seed({ list: clickup.list, count: tasks, description_bytes: 1024 });
  const clients = [await synced(house)];
  const source = await connectionOf(house, clients[0]);
  while (clients.length < users) {
    const client = await house.user();
    await client.connect({ settings: { max_tasks: 1_000_000, include_closed: true } });
    await copy(house, source, await connectionOf(house, client));
    clients.push(client);
  }
  await house.sql('ANALYZE TABLE clickup_task, clickup_task_mark');
  return clients;
}

async function synced(house) {
  const client = await house.user();
  await client.connect({ settings: { max_tasks: 1_000_000, include_closed: true } });
  await client.expect(202, 'POST', '/clickup/api/sync-tasks', { full: true });
  const log = await house.until(async () => {
    const [last] = (await client.get('/clickup/sync-logs')).json;
    return last.status !== 'running' && last;
  }, { timeout: 120_000, every: 200 });
  if (log.status !== 'success') throw new Error(`sync: ${JSON.stringify(log)}`);
  return client;
}

async function connectionOf(house, client) {
  const [{ id }] = await house.sql(`SELECT id FROM connection WHERE owner_id = ? AND provider = 'clickup'`,
    [client.user.id]);
  return { id, user: client.user.id };
}

const SAME = `list_id, description, status, status_type, status_color, priority, priority_rank, date_created,
  date_updated, due_date, url, parent_id, assignees, tags, custom_fields, cv, cv_count, content_hash, name_sort,
  due_first,
  due_last, priority_sort`;

/* The same tasks for another connection; its search words begin with its own number. */
async function copy(house, from, to) {
  await house.sql(`INSERT INTO clickup_task (connection_id, user_id, task_id, name, words, ${SAME})
    SELECT ?, ?, task_id, name, REPLACE(words, '${from.id}z', '${to.id}z'), ${SAME} FROM clickup_task
    WHERE connection_id = ?`, [to.id, to.user, from.id]);
  await house.sql(`INSERT INTO clickup_task_mark (connection_id, kind, name, task)
    SELECT c.connection_id, m.kind, m.name, c.id FROM clickup_task_mark m JOIN clickup_task t ON t.id = m.task
    JOIN clickup_task c ON c.connection_id = ? AND c.task_id = t.task_id WHERE m.connection_id = ?`, [to.id, from.id]);
  await count(house, to);
}

function count(house, { id }) {
  return house.sql(`REPLACE INTO clickup_total (connection_id, tasks)
    SELECT ?, COUNT(*) FROM clickup_task WHERE connection_id = ?`, [id, id]);
}

/* Makes a client's list `times` as long. found: the further tasks are found by their words and marks too. */
export async function lengthen(house, client, times, { found = false } = {}) {
  const own = await connectionOf(house, client);
  const more = SAME.replace('date_updated', 'date_updated - INTERVAL s.seq MINUTE');
  await house.sql(`INSERT INTO clickup_task (connection_id, user_id, task_id, name, words, ${SAME})
    SELECT t.connection_id, t.user_id, CONCAT(t.task_id, '-', s.seq), t.name, ${found ? 't.words' : "''"}, ${more}
    FROM seq_1_to_${times - 1} s JOIN clickup_task t ON t.connection_id = ?`, [own.id]);
  if (found) {
    await house.sql(`INSERT INTO clickup_task_mark (connection_id, kind, name, task)
      SELECT m.connection_id, m.kind, m.name, c.id FROM clickup_task_mark m JOIN clickup_task t ON t.id = m.task
      JOIN seq_1_to_${times - 1} s JOIN clickup_task c ON c.connection_id = m.connection_id
      AND c.task_id = CONVERT(CONCAT(t.task_id, '-', s.seq) USING ascii)
      WHERE m.connection_id = ?`, [own.id]);
  }
  await count(house, own);
  await house.sql('ANALYZE TABLE clickup_task, clickup_task_mark');
}
