// Limits of what services may cost us: an endless list, a gzip bomb, a page of long tasks; a service that never ends.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { root, startHouse } from '../lib/house.js';
import { QUICK, recruiter } from '../lib/recruiter.js';

const GOAL_KB = 64 * 1024;
let house, me, up;
before(async () => {
  house = await startHouse({ upstreams: true, env: { ...QUICK, FETCH_TIMEOUT_MS: '6000' } });
  ({ up } = house);
  me = await recruiter(house, { tasks: { count: 5, description_bytes: 50 } });
  await me.expect(200, 'POST', '/clickup/settings', { max_tasks: 1000 });
});
after(() => house?.stop());
beforeEach(() => up.clickup.clearFaults());

// An automatic sync by the program as it is installed, without sanitizers: what it needed at most, in KB.
async function ticked() {
  await house.sql(
    "UPDATE connection SET auto_sync = 1, next_run_at = NOW(3) WHERE owner_id = ? AND provider = 'clickup'",
    [me.user.id],
  );
  await house.sql('UPDATE sync_cursor SET full_at = NOW(3) - INTERVAL 2 DAY');
  const env = { ...house.env, HIREWIRE_BIN: join(root, 'build') };
  await once(spawn(join(root, 'build/cgi-bin/tick'), ['queue'], { env, stdio: 'ignore' }), 'exit');
  const child = spawn(join(root, 'build/cgi-bin/tick'), ['sync'], { env, stdio: 'ignore' });
  let most = 0;
  const timer = setInterval(() => {
    try {
      most = Math.max(most, Number(
        /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0
      ));
    } catch { /* it has just ended */ }
  }, 5);
  await once(child, 'exit');
  clearInterval(timer);
  const [log] = (await me.get('/clickup/sync-logs')).json;
  return { most, log };
}

// A whole list in one answer.
const answers = (body, headers) => up.clickup.server.faults.push({
  kind: 'status', status: 200, body, headers: { 'content-type': 'application/json', ...headers }, left: 100, hits: 0,
  match: /\/list\/\d+\/task/,
});

describe('memory', () => {
  for (const [name, give] of [
    ['a list of 10 GB', () => up.clickup.fault({ kind: 'huge', mb: 10_240, times: 100, path: '/list/\\d+/task' })],
    [
      'a gzip bomb of one text',
      () => answers(
        gzipSync(Buffer.concat([
          Buffer.from('{"tasks":[],"filler":"'), Buffer.alloc(300 << 20, 'a'), Buffer.from('"}'),
        ])),
        { 'content-encoding': 'gzip' },
      ),
    ],
    [
      'a gzip bomb of empty tasks',
      () => answers(gzipSync(Buffer.from(`{"tasks":[${'{},'.repeat(8_000_000)}{}]}`)), { 'content-encoding': 'gzip' }),
    ],
    [
      'a gzip bomb of brackets',
      () => answers(
        gzipSync(Buffer.from(`{"tasks":[{"custom_fields":[{"value":[${'[],'.repeat(20_000_000)}[]]}]}]}`)),
        { 'content-encoding': 'gzip' },
      ),
    ],
  ]) {
    it(`${name} costs a sync less than 64 MB, and nothing is lost`, async () => {
      await give();
      const { most, log } = await ticked();
      assert.deepEqual([log.status, log.tasks_deleted], ['error', 0], JSON.stringify(log));
      assert.ok(most > 0 && most < GOAL_KB, `${most} KB`);
    });
  }

  it('pages of the longest tasks come in with less', async () => {
    const description = 'Опыт работы. '.repeat(4_000);
    for (let n = 0; n < 250; n++)
      await up.clickup.addTask({
        id: `86l${n}`, list: up.clickup.list, name: `Длинная ${n}`, description, attachments: [],
      });
    const { most, log } = await ticked();
    assert.deepEqual([log.status, log.tasks_created], ['success', 250], JSON.stringify(log));
    assert.ok(most > 0 && most < GOAL_KB, `${most} KB`);
  });
});

describe('FETCH_TIMEOUT_MS', () => {
  // Twice as long as usual, and no minute.
  it('holds for lists, too', async () => {
    await up.clickup.fault({ kind: 'slow', delay_ms: 30_000, times: 100, path: '/list/\\d+/task' });
    const { log } = await ticked();
    assert.deepEqual([log.status, log.error_code], ['error', 'clickup.down'], JSON.stringify(log));
    assert.match(
      (await house.sql(
        "SELECT error_message FROM api_call WHERE endpoint LIKE ? ORDER BY id DESC LIMIT 1", ['/list/%/task%'],
      ))[0].error_message,
      /1[12]\d\d\d milliseconds/,
    );
  });
});
