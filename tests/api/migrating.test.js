// migrating: what a step would do is told before it is done, on copies that are gone afterwards; what the release
// before needs waits for the administrator's word.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startHouse } from '../lib/house.js';

const STEP = `-- A mark of a task.
ALTER TABLE task ADD COLUMN planned INT NULL;
ALTER TABLE task ADD KEY planned (company_id, planned);
ALTER TABLE task MODIFY planned BIGINT NOT NULL DEFAULT 0;
UPDATE task SET planned = 1 WHERE planned = 0;
CREATE TABLE planned_one (id BIGINT UNSIGNED PRIMARY KEY);
INSERT INTO planned_one (id) SELECT id FROM user;
ALTER TABLE nowhere ADD COLUMN n INT;
`;
const LATER = `-- The mark goes.
-- Breaks older programs.
ALTER TABLE task DROP COLUMN planned;
`;
let house, folder;

before(async () => {
  house = await startHouse();
  await house.user();
  folder = mkdtempSync(join(tmpdir(), 'hirewire-sql-'));
  mkdirSync(join(folder, 'contract'));
  writeFileSync(join(folder, '9001-mark.sql'), STEP);
  writeFileSync(join(folder, 'contract/9002-mark.sql'), LATER);
  await house.sql('ANALYZE TABLE user');
});
after(async () => {
  await house?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const migrate = (...args) => house.run('hirewire', ['migrate', ...args], { env: { SQL_DIR: folder } });
const planned = () => house.sql("SHOW COLUMNS FROM task LIKE 'planned'");

test('the plan tells of each statement, and changes nothing', async () => {
  const { code, stdout, stderr } = await migrate('--plan');
  assert.equal(code, 0, stderr);
  const lines = stdout.trim().split('\n').map((line) => line.replace(/ {2,}/g, ' | '));
  assert.deepEqual(lines.map((line) => line.replace(/about \d+ rows/, 'about N rows')), [
    '9001-mark.sql',
    ' | ALTER TABLE task ADD COLUMN planned INT NULL | at once',
    ' | ALTER TABLE task ADD KEY planned (company_id, planned) | beside reads and writes',
    ' | ALTER TABLE task MODIFY planned BIGINT NOT NULL DEFAULT 0 | writes to it wait',
    ' | UPDATE task SET planned = 1 WHERE planned = 0 | changes rows: hirewire backup FILE first',
    ' | CREATE TABLE planned_one (id BIGINT UNSIGNED PRIMARY KEY) | at once',
    ' | INSERT INTO planned_one (id) SELECT id FROM user | user, about N rows: | '
      + 'changes rows: hirewire backup FILE first',
    lines[7],
    '9002-mark.sql | (hirewire migrate --contract)',
    ' | ALTER TABLE task DROP COLUMN planned | beside reads and writes',
  ]);
  assert.match(lines[7], /nowhere ADD COLUMN n INT \| not tried: .*nowhere/);
  assert.deepEqual(await planned(), []);
  assert.deepEqual(await house.sql("SHOW DATABASES LIKE '%plan'"), []);
  assert.equal((await house.anonymous().get('/health/')).status, 200);
});

test('what breaks the release before waits for the word; then that release refuses', async () => {
  writeFileSync(join(folder, '9001-mark.sql'), STEP.replace(/ALTER TABLE nowhere.*\n/, ''));
  assert.match((await migrate()).stdout, /^1 applied /);
  assert.equal((await planned()).length, 1);
  assert.match((await migrate()).stdout, /^0 applied /);
  const after = (await migrate('--plan')).stdout;
  assert.match(after, /^9002-mark\.sql {2}\(hirewire migrate --contract\)\n/);
  const person = await house.user();
  assert.equal((await person.get('/api/v1/auth/me')).status, 200);
  assert.match((await migrate('--contract')).stdout, /^1 applied /);
  assert.deepEqual(await planned(), []);
  assert.match((await migrate('--plan')).stdout, /^nothing to do\n$/);
  const refused = await house.until(async () => {
    const res = await person.get('/api/v1/auth/me');
    return res.status === 503 && res;
  }, { what: 'programs that know less refuse' });
  assert.equal(refused.json.code, 'io.schema_newer');
  assert.ok(Number(refused.headers['retry-after']) > 0);
});
