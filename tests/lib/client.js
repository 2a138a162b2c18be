// client.js: a person or a script that speaks to a house over HTTP.
import http from 'node:http';
import { connect } from 'node:net';
import { within } from './within.js';

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
// nginx gives up on a program after 120 s at most, and says so.
const ANSWER_MS = 150_000;

export class Client {
  constructor(house) {
    this.house = house;
    this.headers = {};
  }

  /*
   * body: a string or bytes as they are. from: the own address (127.0.0.N).
   * -> {status, headers, json, text}; json undefined: not JSON.
   */
  raw(method, path, { headers = {}, body, from } = {}) {
    const url = new URL(path, this.house.url);
    const sent = body === undefined ? undefined : Buffer.from(body);
    const all = {
      Accept: 'application/json',
      ...this.headers,
      ...(UNSAFE.has(method) && this.unsafe),
      ...(sent && { 'Content-Length': sent.length }),
      ...headers,
    };
    for (const name of Object.keys(all)) if (all[name] === undefined || all[name] === null) delete all[name];
    const asked = ask(url, { method, headers: all, agent, localAddress: from }, sent);
    return within(`an answer to ${method} ${path}`, asked, ANSWER_MS);
  }

  send(method, path, json, { headers = {}, from } = {}) {
    return this.raw(method, path, json === undefined ? { headers, from }
      : { headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(json), from });
  }

  get(path, opts) { return this.raw('GET', path, opts); }
  post(path, json, opts) { return this.send('POST', path, json, opts); }
  put(path, json, opts) { return this.send('PUT', path, json, opts); }
  patch(path, json, opts) { return this.send('PATCH', path, json, opts); }
  del(path, opts) { return this.send('DELETE', path, undefined, opts); }

  /* Takes the session of a one-time link. */
  async signIn(token) {
    this.session(await this.post('/api/v1/auth/link', { token }, { headers: { Origin: this.house.url } }));
    return this;
  }

  async login(email, password) {
    this.session(await this.post('/api/v1/auth/login', { email, password }, { headers: { Origin: this.house.url } }));
    return this;
  }

  session(res) {
    if (res.status !== 200) throw new Error(`sign-in: ${res.status} ${res.text}`);
    this.cookie = /hw_session=[^;]*/.exec(String(res.headers['set-cookie']))[0];
    this.csrf = res.json.csrf;
    this.user = res.json.user;
    this.headers = { Cookie: this.cookie };
    this.unsafe = { 'X-CSRF-Token': this.csrf, Origin: this.house.url };
  }

  /* A client of the same person with an API token. */
  async token({ scopes = ['read', 'write'], name = 'test', ...more } = {}) {
    const res = await this.post('/api/v1/tokens', { name, scopes, ...more });
    if (res.status !== 201) throw new Error(`token: ${res.status} ${res.text}`);
    const client = new Client(this.house);
    client.headers = { Authorization: `Bearer ${res.json.token}` };
    client.bearer = res.json.token;
    client.user = this.user;
    return client;
  }

  /* The keys of the simulated services, and ClickUp's main list (settings: over the usual ones). */
  async connect({ settings = {} } = {}) {
    const { clickup, huntflow } = this.house.up;
    await this.expect(200, 'PATCH', '/api/v1/profile', {
      clickup_api_key: clickup.token, huntflow_prod_url: huntflow.url, huntflow_prod_api_key: huntflow.api_key,
      huntflow_prod_refresh_token: huntflow.refresh_token,
    });
    await this.expect(200, 'POST', '/clickup/settings', { ...await listPath(clickup), ...settings });
    return this;
  }

  /* As send, but another status than this one is an error; gives the document. */
  async expect(status, method, path, json, opts) {
    const res = await this.send(method, path, json, opts);
    if (res.status !== status) throw new Error(`${method} ${path}: ${res.status}, not ${status}: ${res.text}`);
    return res.json;
  }
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/*
 * A kept connection that the server closes while a request is on its way brings no answer, and nothing was done: nginx
 * closes idle ones alone. It is asked again, over another.
 */
function ask(url, options, sent) {
  return new Promise((done, fail) => {
    const req = http.request(url, options, (res) => {
      const chunks = [];
      res.on('data', (chunk) => chunks.push(chunk));
      res.on('error', fail);
      res.on('end', () => done(answer(res, Buffer.concat(chunks))));
    });
    req.on('error', (error) => {
      if (req.reusedSocket && error.code === 'ECONNRESET') done(ask(url, options, sent));
      else fail(error);
    });
    req.end(sent);
  });
}

function answer(res, bytes) {
  const text = bytes.toString('utf8');
  const out = { status: res.statusCode, headers: res.headers, text, bytes };
  if (/[/+]json/.test(res.headers['content-type'] ?? '') && text !== '') out.json = JSON.parse(text);
  return out;
}

// Where the main list lies, asked of ClickUp itself.
async function listPath({ url, token, list }) {
  const ask = async (path) => (await fetch(`${url}${path}`, { headers: { Authorization: token } })).json();
  const found = await ask(`/list/${list}`);
  const { teams } = await ask('/team');
  const folder = found.folder && !found.folder.hidden ? found.folder.id : null;
  return { team_id: teams[0].id, space_id: found.space.id, folder_id: folder, list_id: list };
}

// What is answered to these bytes.
export function talk(house, text) {
  return within(`the end of what is answered to ${text.slice(0, 80)}`, new Promise((done, fail) => {
    const socket = connect(new URL(house.url).port, '127.0.0.1', () => socket.write(text));
    let said = '';
    socket.on('data', (chunk) => { said += chunk; });
    socket.on('error', fail);
    socket.on('close', () => done(said));
  }));
}
