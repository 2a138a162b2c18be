// bitrix.js: Bitrix24's REST, simulated: a portal behind incoming webhooks and a local application, both budgets.
import { randomBytes } from 'node:crypto';
import { bitrixError, METHODS, REFUSALS } from './bitrix_methods.js';
import { phpMap, Portal } from './bitrix_portal.js';
import { phpForm, readPhpForm } from './php_form.js';
import { Reply, Server } from './server.js';

const WINDOW_MS = 600_000;
const BATCH_MAX = 50;
const HOUR = 3600_000;
const SCOPES = ['user', 'department', 'task', 'calendar', 'im'];

/*
 * rate, bucket: calls a second and at once of the portal, 0: no limit. people: how many users there are.
 * scopes: of the webhook that it begins with.
 */
export class Bitrix extends Server {
  constructor({ rate = 0, bucket = 50, people = 5, scopes = SCOPES } = {}) {
    const self = {};
    super({
      name: 'bitrix', limit: { count: rate, window_ms: 1000 }, routes: routes(self), control: [],
      authorize: (req) => self.server.authorize(req),
      missing: () => { throw bitrixError('ERROR_METHOD_NOT_FOUND'); },
      failure: (status) => {
        const code = Object.keys(REFUSALS).find((name) => REFUSALS[name][0] === status);
        return bitrixError(code ?? '', undefined, status);
      },
      reset: () => self.server.renew(),
    });
    self.server = this;
    Object.assign(this, { bucket, people, scopes });
    this.renew();
  }

  renew() {
    this.portal = new Portal({ people: this.people, now: () => this.now() });
    this.webhooks = [];
    this.pairs = [];
    this.codes = new Set();
    this.client = { id: 'local.6501a0b2c3d4e5.12345678', secret: 'bitrixLocalSecret1234567890' };
    this.memberId = 'a223c6b3710f85df22e9377d6c4f7553';
    this.counted = new Map();	// method -> calls, those in batches too
    this.cost = {};		// method -> operating seconds of a call
    this.operatingLimit = 480;
    this.used = new Map();	// method -> {seconds, ends}
    this.unrun = 0;		// so many commands of the next batch end up in neither map
    this.busyOnce = new Set();	// methods whose next call is one too many, in a batch too
    this.level = 0;
    this.levelAt = 0;
    this.code = this.webhook({ scopes: this.scopes }).code;
  }

  /* Another incoming webhook; its address is `${origin}/rest/${user}/${code}/`. */
  webhook({ user = '1', scopes = SCOPES } = {}) {
    const hook = { user, code: randomBytes(8).toString('hex'), scopes };
    this.webhooks.push(hook);
    return hook;
  }

  url({ user, code } = this.webhooks[0]) { return `${this.origin}/rest/${user}/${code}/`; }

  /* The next calls (of a method, when it is named) are refused with a code of the service, or any other. */
  refuse(code, { method, times = 1, skip = 0, status, description } = {}) {
    const reply = bitrixError(code, description, status);
    return this.addFault({
      kind: 'status', status: reply.status, body: reply.body, times, skip,
      path: method ? methodPath(method) : undefined,
    });
  }

  /* A fault of server.js for a method's calls. */
  fault(kind, { method, ...more } = {}) {
    return this.addFault({ kind, path: method ? methodPath(method) : undefined, ...more });
  }

  count(method) { return this.counted.get(method) ?? 0; }

  grant({ ends = this.now() + HOUR, scopes = SCOPES } = {}) {
    const pair = {
      access: randomBytes(30).toString('hex'), refresh: randomBytes(30).toString('hex'), ends, scopes, user: '1',
    };
    this.pairs.push(pair);
    return pair;
  }

  expire(pair) { pair.ends = this.now() - 1000; }

  authorize(req) {
    req.input = inputOf(req);
    const { user, code } = req.params;
    if (code) {
      req.who = this.webhooks.find((hook) => hook.user === user && hook.code === code);
      if (!req.who) throw bitrixError('INVALID_CREDENTIALS');
      return;
    }
    const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1] ?? req.input.auth;
    if (!token) throw bitrixError('NO_AUTH_FOUND');
    req.who = this.pairs.find(({ access }) => access === token);
    if (!req.who) throw bitrixError('NO_AUTH_FOUND');
    if (this.now() >= req.who.ends) throw bitrixError('expired_token');
  }

  // A leaky bucket of the whole portal: each call is a drop, so many of them leak a second.
  spend() {
    const { count } = this.limit;
    if (!count) return {};
    const now = this.now();
    this.level = Math.max(0, this.level - (now - this.levelAt) / 1000 * count);
    this.levelAt = now;
    if (this.level + 1 > this.bucket) throw bitrixError('QUERY_LIMIT_EXCEEDED');
    this.level++;
    return {};
  }

  // Operating seconds of a method: refused when they are used up; the members of `time` that tell them.
  operate(method) {
    const now = this.now();
    let used = this.used.get(method);
    if (!used || now >= used.ends) {
      used = { seconds: 0, ends: now + WINDOW_MS };
      this.used.set(method, used);
    }
    const told = () => ({ operating_reset_at: Math.ceil(used.ends / 1000), operating: used.seconds });
    if (used.seconds >= this.operatingLimit) {
      const refusal = bitrixError('OPERATION_TIME_LIMIT');
      refusal.body.time = told();
      throw refusal;
    }
    used.seconds += this.cost[method] ?? 0;
    return told();
  }

  /* One method for one caller: {result, next, total, time}, or a Reply that is thrown. */
  run(method, input, who) {
    const known = METHODS[method];
    if (!known) throw bitrixError('ERROR_METHOD_NOT_FOUND');
    if (known.scopes && !known.scopes.some((scope) => who.scopes.includes(scope)))
      throw bitrixError('insufficient_scope');
    if (this.busyOnce.delete(method)) throw bitrixError('QUERY_LIMIT_EXCEEDED');
    this.counted.set(method, this.count(method) + 1);
    const start = this.now() / 1000;
    const operating = this.operate(method);
    const date = new Date(this.now()).toISOString().replace(/\.\d+Z/, '+00:00');
    return {
      ...known.run(this.portal, input, { server: this, who }),
      time: {
        start, finish: start + 0.05, duration: 0.05, processing: 0.02, date_start: date, date_finish: date,
        ...operating,
      },
    };
  }

  batch(input, who) {
    const commands = Object.entries(input.cmd ?? {});
    if (commands.length > BATCH_MAX) throw bitrixError('ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded');
    const maps = { result: [], result_error: [], result_total: [], result_next: [], result_time: [] };
    const done = {};
    const ran = commands.slice(0, commands.length - this.unrun);
    this.unrun = 0;
    for (const [name, text] of ran) {
      try {
        const at = text.indexOf('?');
        const method = at < 0 ? text : text.slice(0, at);
        if (method === 'batch') throw bitrixError('ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch');
        const query = at < 0 ? '' : text.slice(at + 1);
        const answer = this.run(method, lowered(referenced(readPhpForm(query), done)), who);
        done[name] = answer.result;
        maps.result.push([name, answer.result]);
        maps.result_time.push([name, answer.time]);
        if ('total' in answer) maps.result_total.push([name, answer.total]);
        if ('next' in answer) maps.result_next.push([name, answer.next]);
      } catch (err) {
        if (!(err instanceof Reply)) throw err;
        maps.result_error.push([name, err.body]);
        if (Number(input.halt)) break;
      }
    }
    return { result: Object.fromEntries(Object.entries(maps).map(([name, list]) => [name, phpMap(list)])) };
  }

  /* A delivery of the portal's outgoing webhook: a form with PHP's brackets. The statuses of the answers. */
  async deliver(url, event, data, { token = 'app-token-1234', domain = new URL(this.origin).host, times = 1 } = {}) {
    const body = phpForm({
      event, event_handler_id: '185', data, ts: String(Math.floor(this.now() / 1000)),
      auth: {
        domain, client_endpoint: `https://${domain}/rest/`, server_endpoint: 'https://oauth.bitrix.info/rest/',
        member_id: this.memberId, application_token: token,
      },
    });
    const out = [];
    for (let n = 0; n < times; n++) {
      const res = await fetch(url, {
        method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      await res.arrayBuffer();
      out.push(res.status);
    }
    return out;
  }

  taskEvent(url, kind, id, options) {
    const gone = kind === 'DELETE';
    return this.deliver(url, `ONTASK${kind}`, {
      FIELDS_BEFORE: gone ? { ID: id } : 'undefined', FIELDS_AFTER: gone ? 'undefined' : { ID: id },
      IS_ACCESSIBLE_BEFORE: 'N', IS_ACCESSIBLE_AFTER: 'undefined',
    }, options);
  }

  /* A code or a refresh token for a pair of tokens: each once. */
  trade(query) {
    if (query.get('client_id') !== this.client.id || query.get('client_secret') !== this.client.secret)
      throw new Reply(401, { error: 'invalid_client', error_description: 'Client not found' });
    if (query.get('grant_type') === 'refresh_token') {
      const pair = this.pairs.find(({ refresh }) => refresh === query.get('refresh_token'));
      if (!pair || pair.traded) throw new Reply(400, { error: 'invalid_grant', error_description: 'Invalid grant' });
      pair.traded = true;
      return this.grant({ scopes: pair.scopes });
    }
    if (query.get('grant_type') !== 'authorization_code' || !this.codes.delete(query.get('code')))
      throw new Reply(400, { error: 'invalid_grant', error_description: 'Invalid grant' });
    return this.grant();
  }
}

const methodPath = (method) => `/${method.replace(/\./g, '\\.')}(\\.json)?(\\?|$)`;

// The names of parameters are the same in either case.
const lowered = (input) => Object.fromEntries(Object.entries(input).map(([name, value]) => [
  name === 'taskId' ? 'taskid' : name.toLowerCase(), value,
]));

function inputOf(req) {
  const query = readPhpForm(req.target.split('?')[1] ?? '');
  if (!req.body.length) return lowered(query);
  const text = req.body.toString();
  let body;
  try {
    body = /json/.test(req.headers['content-type'] ?? '') ? JSON.parse(text) : readPhpForm(text);
  } catch {
    throw bitrixError('', 'Syntax error');
  }
  return lowered({ ...query, ...body });
}

// "$result[name][field]" of a command is what an earlier one answered.
function referenced(value, done) {
  if (typeof value === 'string' && value.startsWith('$result'))
    return [...value.matchAll(/\[([^\]]*)\]/g)].reduce((at, [, name]) => at?.[name], done) ?? '';
  if (value && typeof value === 'object')
    return Array.isArray(value) ? value.map((one) => referenced(one, done)) : Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, referenced(one, done)]));
  return value;
}

function routes(self) {
  const out = [];
  const call = (req) => {
    const method = req.params.method.replace(/\.json$/, '');
    if (method === 'batch') return { ...self.server.batch(req.input, req.who), time: {} };
    return self.server.run(method, req.input, req.who);
  };
  const token = (query) => {
    const { server } = self;
    const pair = server.trade(query);
    return {
      access_token: pair.access, expires: Math.round(pair.ends / 1000),
      expires_in: Math.round((pair.ends - server.now()) / 1000), scope: pair.scopes.join(','),
      domain: 'oauth.bitrix.info', server_endpoint: `${server.origin}/rest/`, status: 'L',
      client_endpoint: `${server.origin}/rest/`, member_id: server.memberId, user_id: Number(pair.user),
      refresh_token: pair.refresh,
    };
  };
  // In a browser: the person agrees at once.
  out.push(['GET', '/oauth/authorize', ({ query }) => {
    if (query.get('client_id') !== self.server.client.id)
      return new Reply(400, { error: 'invalid_client', error_description: 'Client not found' });
    const code = randomBytes(20).toString('hex');
    self.server.codes.add(code);
    const to = new URL(query.get('redirect_uri') ?? `${self.server.origin}/`);
    for (const [name, value] of Object.entries({
      code, state: query.get('state') ?? '', domain: new URL(self.server.origin).host,
      member_id: self.server.memberId, scope: SCOPES.join(','), server_domain: 'oauth.bitrix.info',
    })) to.searchParams.set(name, value);
    return new Reply(302, '', { location: String(to) });
  }, { open: true }]);
  out.push(['GET', '/oauth/token', ({ query }) => token(query), { open: true }]);
  out.push(['POST', '/oauth/token', ({ query, body }) => token(new URLSearchParams([
    ...query, ...new URLSearchParams(body.toString()),
  ])), { open: true }]);
  for (const method of ['GET', 'POST']) {
    out.push([method, '/rest/:user/:code/:method', call]);
    out.push([method, '/rest/:method', call]);
  }
  return out;
}
