// Secrets: a service that repeats the key it was asked with, in whatever form, shows it nowhere: not in answers, logs,
// the call log, the cache or any table.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { QUICK, reaches, recruiter, start } from '../lib/recruiter.js';

// Of no known shape, with signs that encodings change.
const CLICKUP_KEY = 'cu/own+key=7f3a9Zq1x0Vb2Lm4';
const FOREIGN = 'pk_48219999_ZYXWVUTSRQPONMLKJ';

const escaped = (text) => text.replace(/[/]/g, '\\/');
const unicode = (text) => [...text].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const base64 = (text) => [0, 1, 2].map((n) => Buffer.from(
  `${'x'.repeat(n)}${text}`
).toString('base64').slice(n && 4, -4));
const FORMS = [(key) => key, encodeURIComponent, escaped, unicode, (key) => base64(key)[0]];

// The traces of a key that must be nowhere.
const traces = (key) => [key, encodeURIComponent(key), escaped(key), unicode(key), key.slice(0, 14), ...base64(key)];

let house, up, me;
before(async () => {
  house = await startHouse({ upstreams: true, env: { ...QUICK, FETCH_TIMEOUT_MS: '3000' } });
  up = house.up;
  await up.clickup.tokens({ add: [CLICKUP_KEY] });
  await up.clickup.seed({ count: 3, description_bytes: 50, pdf: 1 });
  me = await recruiter(house);
  await me.expect(200, 'PATCH', '/api/v1/profile', { clickup_api_key: CLICKUP_KEY });
});
after(() => house?.stop());

// Everything that is stored, but the sealed secrets.
async function stored() {
  const tables = await house.sql(
    "SELECT table_name t, GROUP_CONCAT(CONCAT('COALESCE(CONVERT(`', column_name, '` USING utf8mb4),\"\")')) c FROM " +
    "information_schema.columns WHERE table_schema = DATABASE() AND table_name <> 'secret' GROUP BY table_name"
  );
  const out = [];
  for (const { t, c } of tables)
    for (const { row } of await house.sql(`SELECT CONCAT_WS(' ', ${c}) \`row\` FROM \`${t}\``))
      out.push(`${t}: ${row}`);
  return out;
}

async function nowhere(keys, answers) {
  const places = [
    ...answers.map((text) => `answer: ${text}`), ...await stored(),
    ...house.logs().flatMap(({ name, text }) => text.split('\n').map((line) => `${name}: ${line}`))
  ];
  for (const place of places)
    for (const key of keys)
      for (const trace of traces(key)) assert.ok(!place.includes(trace), `${trace} in ${place.slice(0, 3000)}`);
}

// Each way that a service may say it, at each status.
async function says(side, key, status, form) {
  const said = form(key);
  const text = `Token ${said} (${FOREIGN}, Bearer ${said}, {"token":["${said}"]}) is not valid`;
  const quoted = JSON.stringify(text).replaceAll('\\\\', '\\');
  const body = Buffer.from(side === up.clickup
    ? `{"err":${quoted},"ECODE":"APP_001","sent":{"headers":["${said}"]}}`
    : `{"errors":[{"type":"x","title":${quoted},"location":{"entity":"request","variable":"/${said}"}}]}`);
  side.server.faults.push({
    kind: 'status', status, body, headers: { 'content-type': 'application/json' }, left: 1000, hits: 0, match: /./,
  });
}

describe('a service that repeats the key', () => {
  const [plain, percent, slashes, codes, encoded] = FORMS;
  test('at each status, in each form', async () => {
    const answers = [];
    for (const [status, form] of [
      [400, plain], [401, percent], [403, slashes], [404, codes], [422, encoded], [401, plain], [500, slashes],
    ]) {
      await says(up.clickup, CLICKUP_KEY, status, form);
      await says(up.huntflow, up.huntflow.api_key, status, form);
      for (const [method, path, body] of [
        ['POST', '/clickup/api/test-connection', {}], ['GET', '/clickup/api/spaces/?team_id=9012345678'],
        ['POST', '/huntflow/test-connection/', {}],
        ['POST', '/api/v1/huntflow/request/', { endpoint: '/accounts/11/vacancies', use_cache: true }],
        ['GET', '/huntflow/accounts/11/vacancies/'],
        ['GET', '/clickup/sync-logs'], ['GET', '/api/v1/profile'], ['GET', '/api/v1/huntflow/logs/'],
      ]) answers.push((await me.send(method, path, body)).text);
      await up.clickup.clearFaults();
      await up.huntflow.clearFaults();
    }
    assert.equal(answers.length, 56);
    await nowhere([CLICKUP_KEY, up.huntflow.api_key, FOREIGN], answers);
  });

  test('in a sync and in an import, whose errors are kept', async () => {
    const answers = [];
    await says(up.clickup, CLICKUP_KEY, 403, (key) => key);
    await me.expect(202, 'POST', '/clickup/api/sync-tasks', { full: true });
    await house.until(async () => {
      const logs = await me.get('/clickup/sync-logs');
      answers.push(logs.text);
      return logs.json[0].status !== 'running';
    });
    await up.clickup.clearFaults();
    await says(up.huntflow, up.huntflow.api_key, 400, escaped);
    const { id } = await start(me);
    await reaches(house, me, id, 'failed');
    for (const path of [`/clickup/api/bulk-import-progress/${id}`, `/clickup/api/bulk-import-items/${id}`])
      answers.push((await me.get(path)).text);
    await up.huntflow.clearFaults();
    assert.match(answers.at(-1), /\*{14}/);
    await nowhere([CLICKUP_KEY, up.huntflow.api_key, FOREIGN], answers);
  });

  test('in a good answer, which goes into the cache', async () => {
    const account = up.huntflow.server.accounts.get(11);
    const [first] = account.vacancies.values();
    first.position = `Инженер ${up.huntflow.api_key}`;
    const got = await me.expect(200, 'POST', '/api/v1/huntflow/request/', {
      endpoint: '/accounts/11/vacancies', use_cache: true,
    });
    assert.match(JSON.stringify(got), /Инженер \*{16}/);
    await nowhere([up.huntflow.api_key], [JSON.stringify(got)]);
  });
});

test('what create-log is given', async () => {
  const texts = FORMS.map((form) => form(CLICKUP_KEY));
  const answers = [];
  for (const text of [...texts, FOREIGN, `Bearer ${FOREIGN}`]) {
    const res = await me.post('/api/v1/huntflow/logs/create-log/', {
      log_type: 'POST', endpoint: `/accounts/${text}`.slice(0, 500),
      request_data: { a: [{ b: text }], note: `key ${text}` },
      response_data: [text, { errors: [{ title: `no ${text}` }] }], error_message: `Token ${text} is not valid`,
    });
    assert.equal(res.status, 201, res.text);
    answers.push(res.text);
  }
  await nowhere([CLICKUP_KEY, FOREIGN], answers);
});
