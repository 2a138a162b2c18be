// What the demo company begins with: its team's work, its job boards, the people found there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { end } from '../lib/within.js';
import { demoEnv, startBoards } from '../upstreams/main.js';

let house;
let boards;
before(async () => {
  boards = await startBoards();
  house = await startHouse({ env: demoEnv(boards.facts) });
});
after(async () => { await house?.stop(); await boards?.stop(); });

/* As nginx/demo.sh starts it. */
async function seed(link) {
  const script = new URL('../upstreams/seed.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [script], { env: { ...process.env, DEMO_LINK: link } });
  let said = '';
  child.stderr.on('data', (chunk) => { said += chunk; });
  child.stdin.end(`${JSON.stringify(boards.facts)}\n`);
  const code = await end(child);
  assert.equal(code, 0, said);
}

it('tasks, projects, colleagues, boards that work, people', async () => {
  const admin = await house.user({ role: 'admin', company: 'Северный мост' });
  await seed(`${house.url}/login/#${await house.loginToken(admin.user.email)}`);
  const count = async (path) => (await admin.expect(200, 'GET', path)).length;
  assert.equal(await count('/api/v1/projects/'), 3);
  assert.equal(await count('/api/v1/tasks/?page_size=100'), 12 + 7);
  assert.equal(await count('/api/v1/users'), 3);
  const joined = await admin.expect(200, 'GET', '/api/integrations/');
  assert.deepEqual(joined.map(({ platform, status }) => `${platform} ${status}`).sort(),
    ['hh_ru active', 'lalafo active', 'superjob active']);
  assert.ok(await count('/api/v1/candidates/') > 5);
  assert.equal(await count('/api/v1/bitrix24/tasks/'), 7);
  assert.equal(await count('/api/v1/bitrix24/events/'), 6);
  assert.equal((await admin.expect(200, 'GET', '/api/v1/bitrix24/employees/?linked=1')).length, 1);
  const [account] = await admin.expect(200, 'GET', '/api/v1/notion/accounts/');
  assert.equal(await count(`/api/v1/notion/accounts/${account.id}/rows/?page_size=100`), 30);
  assert.deepEqual((await admin.expect(200, 'GET', '/api/v1/tables/')).map(({ rows }) => rows), [5]);
});
