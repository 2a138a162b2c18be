// huntflow.js: what tests of the Huntflow pages begin with: a connected admin, and an applicant on the first vacancy.
import assert from 'node:assert/strict';
import { visit } from './browser.js';
import { startPages } from './pages.js';

export const ACCOUNT = 11;
export const JAVA = 1110;
export const STAGE = { new: 1140, team: 1143, trash: 1147 };
export const TAG = 1160;
export const base = `/huntflow/accounts/${ACCOUNT}`;

/*
 * one: the applicant; ready: the admin; inHuntflow(): done there, not through us; newcomer(): another applicant;
 * stored(): a file there; there(id): what Huntflow has of one; open(path): a page shown to the admin.
 */
export async function startHuntflow() {
  const { house, browser } = await startPages({ upstreams: true });
  async function inHuntflow(method, path, json) {
    const { url, api_key: key } = house.up.huntflow;
    const answer = await fetch(`${url}/accounts/${ACCOUNT}${path}`, {
      method,
      headers: { Authorization: `Bearer ${key}`, 'User-Agent': 'test', 'Content-Type': 'application/json' },
      body: JSON.stringify(json),
    });
    const said = await answer.text();
    assert.equal(answer.status, 200, said);
    return JSON.parse(said);
  }

  async function newcomer(body) {
    const { id } = await inHuntflow('POST', '/applicants', {
      position: 'Senior Java Developer',
      company: 'Линия',
      externals: [{ auth_type: 'NATIVE', data: { body: 'Java, Spring Boot\n\nОпыт: шесть лет' }, files: [] }],
      ...body,
    });
    await inHuntflow('POST', `/applicants/${id}/vacancy`, { vacancy: JAVA, status: STAGE.new });
    return id;
  }

  /* A file that lies with Huntflow. -> its id */
  async function stored(name, bytes) {
    const { url, api_key: key } = house.up.huntflow;
    const body = new FormData();
    body.append('file', new Blob([bytes], { type: 'application/pdf' }), name);
    const answer = await fetch(`${url}/accounts/${ACCOUNT}/upload`, {
      method: 'POST', headers: { Authorization: `Bearer ${key}`, 'User-Agent': 'test' }, body,
    });
    assert.equal(answer.status, 200);
    return (await answer.json()).id;
  }

  await house.up.huntflow.settings({ parse: 'all' });
  const ready = await (await house.user({ role: 'admin', company: 'Nova', name: 'Мария Лебедева' })).connect();
  const one = await newcomer({
    last_name: 'Ковалёва',
    first_name: 'Анна',
    email: 'anna.k@example.com',
    phone: '+375 29 555-01-47',
  });
  const there = async (id) => (await house.up.huntflow.applicants(ACCOUNT)).find((row) => row.id === id);
  const open = (path, more = {}) => visit(browser, house, { client: ready, path, ...more });
  return { house, browser, ready, one, inHuntflow, newcomer, stored, there, open };
}
