// huntflow.js: Huntflow API v2, simulated. Its data are in account.js.
import { Account } from './account.js';
import { pingHuntflow, sendHuntflow } from './hooks.js';
import { Reply, Server } from './server.js';
import { without } from './without.js';

const UPLOAD_MAX = 15 * 1024 * 1024;
const TYPES = {
  400: 'bad_request', 401: 'authorization_error', 402: 'payment_required', 403: 'access_denied', 404: 'not_found',
  413: 'file_too_large', 429: 'too_many_requests', 500: 'server_error',
};
const TITLES = {
  400: 'Bad request', 401: 'Authorization Error', 402: 'Payment Required', 403: 'Access denied', 404: 'Not found',
  413: 'File too large', 429: 'Too Many Requests', 500: 'Internal Server Error',
};
const DAY = 86_400_000;

/*
 * data: a function that makes the accounts' data. rate: calls a second and token, 0 for no
 * limit. access, refresh: the token pair at the start.
 */
export class Huntflow extends Server {
  constructor({ data, rate = 10, access = 'demo-access-1234', refresh = 'demo-refresh-1234' }) {
    const self = {};
    super({
      name: 'huntflow', limit: { count: rate, window_ms: 1000 },
      routes: routes(self), control: controls(self),
      authorize: (req) => self.server.authorize(req), failure, missing, reset: () => self.server.renew(),
    });
    self.server = this;
    Object.assign(this, { makeData: data, firstPair: { access, refresh } });
    this.renew();
  }

  renew() {
    const now = this.now();
    const data = this.makeData();
    this.me = data.me;
    this.settings = { paid: true, parse: 'some', index_lag_ms: 0, ping: true };
    this.accounts = new Map(data.accounts.map((account) => [
      account.id, new Account(account, this).fill(account.applicants),
    ]));
    this.pairs = [{ ...this.firstPair, accessEnds: now + 7 * DAY, refreshEnds: now + 14 * DAY, used: false }];
  }

  authorize(req) {
    if (!req.headers['user-agent'])
      throw problem(400, { type: 'bad_user_agent', title: 'User-Agent header is required' });
    const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
    const pair = this.pairs.find(({ access }) => access === token);
    if (!pair) throw problem(401, { type: 'authorization_error', title: 'Authorization Error' });
    if (this.now() >= pair.accessEnds)
      throw problem(401, { type: 'authorization_error', title: 'Authorization Error', detail: 'token_expired' });
    req.token = token;
  }

  // A refresh token works once, and only when its access token has ended.
  refresh(token) {
    const pair = this.pairs.find(({ refresh }) => refresh === token);
    if (!pair || pair.used || this.now() >= pair.refreshEnds)
      throw problem(404, { type: 'not_found', title: 'error.robot_token.not_found' });
    if (this.now() < pair.accessEnds)
      throw problem(403, { type: 'access_denied', title: 'error.robot_token.refresh_too_early' });
    pair.used = true;
    const n = this.pairs.length + 1;
    const next = {
      access: `access-${n}-${pair.access.slice(-12)}`, refresh: `refresh-${n}-${pair.refresh.slice(-12)}`,
      accessEnds: this.now() + 7 * DAY, refreshEnds: this.now() + 14 * DAY, used: false,
    };
    this.pairs.push(next);
    return {
      access_token: next.access, token_type: 'bearer', expires_in: 604800, refresh_token_expires_in: 1209600,
      refresh_token: next.refresh,
    };
  }

  save() {
    return { pairs: this.pairs, accounts: [...this.accounts.values()].map((account) => account.save()) };
  }

  restore(saved) {
    this.pairs = saved.pairs;
    for (const one of saved.accounts) this.accounts.get(one.id)?.restore(one);
  }
}

function routes(self) {
  const out = [];
  const route = (method, path, handler, options) => out.push([method, `/v2${path}`, handler, options]);
  // A path inside one account: the handler gets it first.
  const inside = (method, path, handler) => route(
    method, `/accounts/:account${path}`, (req) => handler(accountOf(self.server, req), req),
  );
  // A path of one applicant.
  const person = (method, path, handler) => inside(method, `/applicants/:applicant${path}`, (account, req) =>
    handler(account, account.applicant(number(req.params.applicant)) ?? lost(), req));
  const paid = () => { if (!self.server.settings.paid) throw failure(402); };

  route('POST', '/token/refresh', (req) => {
    if (!req.headers['user-agent'])
      throw problem(400, { type: 'bad_user_agent', title: 'User-Agent header is required' });
    const body = bodyOf(req);
    check(body, { refresh_token: [text, true] });
    return self.server.refresh(body.refresh_token);
  }, { open: true });
  route('GET', '/me', () => self.server.me);
  route('GET', '/accounts', () => ({ items: [...self.server.accounts.values()].map((account) => account.item()) }));
  inside('GET', '', (account) => account.json());
  inside('GET', '/vacancies', (account, req) => paged(account.listVacancies(vacancyFilter(req.query)), req.query));
  inside('GET', '/vacancies/statuses', (account) => ({ items: account.data.statuses }));
  inside('GET', '/vacancies/additional_fields', (account) => account.data.additional_fields);
  inside('GET', '/vacancies/:vacancy', (account, req) => account.vacancyJson(vacancyOf(account, req)));
  inside('PATCH', '/vacancies/:vacancy', (account, req) => {
    const body = bodyOf(req);
    check(body, {
      position: [text], company: [text], money: [text], body: [text], requirements: [text], conditions: [text],
      priority: [whole], hidden: [flag], state: [text], files: [wholes],
    });
    return account.vacancyJson(Object.assign(vacancyOf(account, req), body, { updated: account.stamp() }));
  });
  inside('GET', '/tags', (account) => ({ items: account.data.tags }));
  inside('POST', '/tags', (account, req) => {
    const body = bodyOf(req);
    check(body, { name: [text, true], color: [text, true] });
    return account.addTag(body);
  });
  inside(
    'GET', '/tags/:tag', (account, req) => account.data.tags.find(({ id }) => id === number(req.params.tag)) ?? lost(),
  );
  inside('GET', '/applicants/sources', (account) => ({ items: account.data.sources }));
  inside('GET', '/rejection_reasons', (account) => ({ items: account.data.rejection_reasons }));
  inside('GET', '/coworkers', (account, req) => paged(account.data.coworkers, req.query));
  inside('GET', '/divisions', (account) => ({
    items: account.data.divisions, meta: { levels: 1, has_inactive: false },
  }));
  inside('POST', '/upload', (account, req) => upload(account, req, self.server.settings));
  inside('GET', '/applicants', (account, req) => paged(account.listApplicants({
    status: wholeOf(req.query, 'status'), vacancy: wholeOf(req.query, 'vacancy'),
  }), req.query, (one) => account.applicantJson(healthy(one))));
  inside('POST', '/applicants', (account, req) => {
    paid();
    const body = bodyOf(req);
    checkApplicant(account, body, true);
    return account.addApplicant(body);
  });
  inside('GET', '/applicants/questionary', (account) => account.data.questionary);
  inside('GET', '/applicants/search', (account, req) => {
    const found = account.search(searchFilter(req.query));
    if (found.length > 20_000)
      throw problem(400, { type: 'value_error', title: 'too many results, use search_by_cursor' });
    return paged(found, req.query, (one, n) => ({ ...account.foundJson(one), order: n + 1 }));
  });
  inside('GET', '/applicants/search_by_cursor', (account, req) => {
    const found = account.search(searchFilter(req.query));
    const { count } = paging(req.query);
    const cursor = req.query.get('next_page_cursor');
    const from = cursor ? Number(Buffer.from(cursor, 'base64url').toString()) : 0;
    if (!Number.isInteger(from)) throw fieldProblem('value_error', 'invalid cursor', 'next_page_cursor');
    const next = from + count < found.length ? Buffer.from(String(from + count)).toString('base64url') : null;
    return { items: found.slice(from, from + count).map((one) => account.foundJson(one)), next_page_cursor: next };
  });
  person('GET', '', (account, one) => account.applicantJson(healthy(one)));
  person('PATCH', '', (account, one, req) => {
    const body = bodyOf(req);
    checkApplicant(account, body, false);
    return account.applicantJson(account.changeApplicant(one, body));
  });
  person('DELETE', '', (account, one) => { account.removeApplicant(one); return new Reply(204); });
  for (const method of ['POST', 'PUT']) {
    person(method, '/vacancy', (account, one, req) => {
      if (method === 'POST') paid();
      const body = bodyOf(req);
      check(body, {
        vacancy: [whole, true], status: [whole, true], comment: [text], rejection_reason: [whole], fill_quota: [whole],
        employment_date: [date], files: [wholes],
      });
      checkLink(account, one, body, method);
      return account.link(one, body);
    });
  }
  person('GET', '/tags', (account, one) => ({ tags: one.tags }));
  person('POST', '/tags', (account, one, req) => {
    const body = bodyOf(req);
    check(body, { tags: [wholes, true] });
    for (const [n, id] of body.tags.entries()) {
      if (!account.data.tags.some((tag) => tag.id === id))
        throw fieldProblem('value_error', 'tag not found', `tags/${n}`);
    }
    return { tags: account.setTags(one, body.tags) };
  });
  person('GET', '/questionary', (account, one) => one.questionary ?? lost());
  person(
    'POST', '/questionary', (account, one, req) => account.setQuestionary(one, checkQuestionary(account, bodyOf(req))),
  );
  person('PATCH', '/questionary', (account, one, req) => {
    if (!one.questionary) lost();
    return account.setQuestionary(one, { ...one.questionary, ...checkQuestionary(account, bodyOf(req)) });
  });
  person('GET', '/logs', (account, one, req) => {
    const personal = req.query.get('personal') === 'true';
    const vacancy = wholeOf(req.query, 'vacancy');
    if (personal && vacancy !== undefined)
      throw fieldProblem('value_error', 'personal and vacancy are mutually exclusive', 'personal');
    const types = req.query.getAll('type');
    return without(
      paged(account.logs(one, { types, personal, vacancy }), req.query, (log) => account.logJson(log)), 'total_items',
    );
  });
  person('POST', '/logs', (account, one, req) => {
    const body = bodyOf(req);
    check(body, { comment: [text], vacancy: [whole], files: [wholes] });
    checkFiles(account, body.files);
    if (body.vacancy != null && !account.vacancies.has(body.vacancy))
      throw fieldProblem('value_error', 'vacancy not found', 'vacancy');
    if (!body.comment && !body.files?.length) throw fieldProblem('value_error.missing', 'field required', 'comment');
    return account.createdLogJson(
      account.addLog(one, {
        type: 'COMMENT', comment: body.comment ?? null, vacancy: body.vacancy ?? null, files: body.files ?? [],
      }),
      one,
    );
  });
  person('GET', '/externals/:external', (account, one, req) => account.externalJson(externalOf(one, req)));
  person('PUT', '/externals/:external', (account, one, req) => {
    const body = bodyOf(req);
    check(body, { account_source: [whole], files: [wholes], data: [object] });
    checkFiles(account, body.files);
    return account.externalJson(account.changeExternal(one, externalOf(one, req), body));
  });
  person('DELETE', '/externals/:external', (account, one, req) => {
    const external = externalOf(one, req);
    if (one.externals.length < 2)
      throw problem(400, { type: 'bad_request', title: 'last external can not be deleted' });
    one.externals = one.externals.filter((other) => other !== external);
    return new Reply(204);
  });
  inside('GET', '/hooks', (account) => ({ items: account.hooks.map((hook) => without(hook, 'secret')) }));
  inside('POST', '/hooks', async (account, req) => {
    const body = bodyOf(req);
    check(body, { secret: [text, true], url: [text, true], active: [flag, true], webhook_events: [list, true] });
    if (body.secret.length > 64)
      throw fieldProblem('value_error.any_str.max_length', 'ensure this value has at most 64 characters', 'secret');
    if (account.hooks.length >= 5) throw problem(400, { type: 'bad_request', title: 'too many webhooks' });
    if (self.server.settings.ping && !await pingHuntflow(body))
      throw problem(400, { type: 'bad_request', title: 'webhook did not answer PING' });
    return without(account.addHook(body), 'secret');
  });
  inside('DELETE', '/hooks/:hook', (account, req) => {
    if (!account.removeHook(number(req.params.hook))) lost();
    return new Reply(204);
  });
  route('GET', '/files/:file', (req) => fileOf(self.server, number(req.params.file)), { open: true });
  return out;
}

// What the real service has and a test may want to turn, see README.md.
function controls(self) {
  const account = (req) => self.server.accounts.get(number(req.query.get('account'))) ?? [
    ...self.server.accounts.values()
  ][0];
  return [
    [
      'GET', '/applicants',
      (req) => ({ items: [...account(req).applicants.values()].map((one) => account(req).wholeJson(one)) }),
    ],
    ['PATCH', '/applicants/:id', (req) => Object.assign(account(req).applicant(number(req.params.id)), req.json())],
    ['POST', '/applicants/:id/merge', (req) => account(req).merge(number(req.params.id), req.json().into)],
    ['POST', '/hooks/send', (req) => sendHuntflow(account(req), req.json())],
    ['GET', '/uploads', (req) => ({ items: [...account(req).files.values()].map((file) => without(file, 'bytes')) })],
    ['POST', '/settings', (req) => Object.assign(self.server.settings, req.json())],
    [
      'POST', '/expire-access',
      () => { for (const pair of self.server.pairs) pair.accessEnds = Math.min(pair.accessEnds, self.server.now()); },
    ],
    ['GET', '/tokens', () => self.server.pairs],
  ];
}

export function problem(status, ...errors) {
  return new Reply(status, { errors });
}

function failure(status, headers) {
  const { body } = problem(status, { type: TYPES[status] ?? 'error', title: TITLES[status] ?? `Error ${status}` });
  return new Reply(status, body, headers);
}

function fieldProblem(type, title, variable, entity = 'request') {
  return problem(400, { type, title, location: { entity, variable: `/${variable}` } });
}

function missing() { throw failure(404); }

function lost() { throw failure(404); }

function bodyOf(req) {
  try {
    const body = req.json();
    if (body && typeof body === 'object' && !Array.isArray(body)) return body;
  } catch { /* answered below */ }
  throw problem(400, {
    type: 'value_error.jsondecode', title: 'invalid JSON', location: { entity: 'request', variable: '/' },
  });
}

// Kinds of values, each with the error it gives.
const text = { is: (v) => typeof v === 'string', type: 'type_error.str', title: 'str type expected' };
const whole = { is: Number.isInteger, type: 'type_error.integer', title: 'value is not a valid integer' };
const flag = {
  is: (v) => typeof v === 'boolean', type: 'type_error.bool', title: 'value could not be parsed to a boolean',
};
const list = { is: Array.isArray, type: 'type_error.list', title: 'value is not a valid list' };
const object = {
  is: (v) => v && typeof v === 'object' && !Array.isArray(v), type: 'type_error.dict',
  title: 'value is not a valid dict',
};
const date = {
  is: (v) => /^\d{4}-\d\d-\d\d$/.test(v) && !Number.isNaN(Date.parse(v)), type: 'value_error.date',
  title: 'invalid date format',
};
const email = {
  is: (v) => /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(v), type: 'value_error.email',
  title: 'value is not a valid email address',
};
const wholes = { ...list, each: whole };

// fields: name -> [kind, required]. Every wrong field is named, as the real service does.
function check(body, fields, prefix = '') {
  const errors = [];
  const wrong = (type, title, name) => errors.push({
    type, title, location: { entity: 'request', variable: `/${prefix}${name}` },
  });
  for (const [name, [kind, required]] of Object.entries(fields)) {
    const value = body[name];
    if (value === undefined || value === null) {
      if (required)
        wrong(
          value === null ? 'type_error.none.not_allowed' : 'value_error.missing',
          value === null ? 'none is not an allowed value' : 'field required', name,
        );
    } else if (!kind.is(value)) wrong(kind.type, kind.title, name);
    else if (kind.each)
      value.forEach((item, n) => { if (!kind.each.is(item)) wrong(kind.each.type, kind.each.title, `${name}/${n}`); });
  }
  if (errors.length) throw problem(400, ...errors);
}

function checkApplicant(account, body, creating) {
  check(body, {
    first_name: [text, creating], last_name: [text, creating], middle_name: [text], money: [text], phone: [text],
    email: [email], skype: [text],
    position: [text], company: [text], photo: [whole], birthday: [date], externals: [list], social: [list],
  });
  for (const name of ['first_name', 'last_name']) {
    if (body[name] !== undefined && (body[name] === null || !body[name].trim()))
      throw fieldProblem('value_error', 'value is empty', name);
  }
  checkLengths(body);
  if (body.externals?.length > 1)
    throw fieldProblem('value_error.list.max_items', 'ensure this value has at most 1 items', 'externals');
  if (body.social?.length > 1)
    throw fieldProblem('value_error.list.max_items', 'ensure this value has at most 1 items', 'social');
  if (body.photo != null && !account.files.has(body.photo))
    throw fieldProblem('value_error', 'file not found', 'photo');
  for (const social of body.social ?? []) {
    check(social, { social_type: [text, true], value: [text, true] }, 'social/0/');
    if (social.social_type !== 'TELEGRAM')
      throw fieldProblem('type_error.enum', 'value is not a valid enumeration member', 'social/0/social_type');
  }
  for (const external of body.externals ?? []) {
    if (!object.is(external)) throw fieldProblem(object.type, object.title, 'externals/0');
    check(external, { auth_type: [text], account_source: [whole], data: [object], files: [wholes] }, 'externals/0/');
    if (external.auth_type !== 'NATIVE')
      throw fieldProblem('value_error', 'auth_type: unexpected value', 'externals/0/auth_type');
    if (external.account_source != null && !account.data.sources.some(({ id }) => id === external.account_source))
      throw fieldProblem('value_error', 'account source not found', 'externals/0/account_source');
    if (external.data) check(external.data, { body: [text] }, 'externals/0/data/');
    checkFiles(account, external.files, 'externals/0/files');
  }
}

function checkLengths(body) {
  for (const [name, most] of Object.entries({
    first_name: 255, last_name: 255, middle_name: 255, position: 1000, company: 1000, money: 255, phone: 255,
    email: 255, skype: 255,
  })) {
    if (body[name]?.length > most)
      throw fieldProblem('value_error.any_str.max_length', `ensure this value has at most ${most} characters`, name);
  }
}

function checkFiles(account, files, at = 'files') {
  for (const [n, id] of (files ?? []).entries()) {
    if (!account.files.has(id)) throw fieldProblem('value_error', 'file not found', `${at}/${n}`);
  }
  if (files?.length > 15)
    throw fieldProblem('value_error.list.max_items', 'ensure this value has at most 15 items', at);
}

function checkLink(account, one, body, method) {
  checkFiles(account, body.files);
  const status = account.data.statuses.find(({ id }) => id === body.status);
  if (!account.vacancies.has(body.vacancy)) throw fieldProblem('value_error', 'vacancy not found', 'vacancy');
  if (!status || status.removed) throw fieldProblem('value_error', 'status not found', 'status');
  if (status.type === 'trash' && body.rejection_reason == null)
    throw fieldProblem('value_error.missing', 'field required', 'rejection_reason');
  const linked = one.links.some(({ vacancy }) => vacancy === body.vacancy);
  if (method === 'POST' && linked)
    throw problem(400, { type: 'bad_request', title: 'applicant is already on this vacancy' });
  if (method === 'PUT' && !linked) throw problem(404, { type: 'not_found', title: 'applicant is not on this vacancy' });
}

function checkQuestionary(account, body) {
  for (const name of Object.keys(body)) {
    if (!account.data.questionary[name]) throw fieldProblem('value_error.extra', 'extra fields not permitted', name);
  }
  return body;
}

// A stored value the service itself refuses: 400 on a plain GET.
function healthy(one) {
  if (one.broken) throw fieldProblem('value_error.email', 'value is not a valid email address', 'email', 'response');
  return one;
}

function accountOf(server, req) {
  return server.accounts.get(number(req.params.account)) ?? lost();
}

function vacancyOf(account, req) {
  return account.vacancies.get(number(req.params.vacancy)) ?? lost();
}

function externalOf(one, req) {
  return one.externals.find(({ id }) => id === number(req.params.external)) ?? lost();
}

function number(text) {
  return /^\d+$/.test(text) ? Number(text) : NaN;
}

function wholeOf(query, name) {
  const value = query.get(name);
  if (value === null) return undefined;
  if (!/^\d+$/.test(value)) throw fieldProblem(whole.type, whole.title, name);
  return Number(value);
}

function wholesOf(query, name) {
  const out = query.getAll(name);
  if (out.some((value) => !/^\d+$/.test(value))) throw fieldProblem(whole.type, whole.title, name);
  return out.length ? out.map(Number) : undefined;
}

function paging(query) {
  const page = wholeOf(query, 'page') ?? 1;
  const count = wholeOf(query, 'count') ?? 30;
  if (page < 1)
    throw fieldProblem('value_error.number.not_ge', 'ensure this value is greater than or equal to 1', 'page');
  if (count < 1 || count > 100)
    throw fieldProblem('value_error.number.not_le', 'ensure this value is less than or equal to 100', 'count');
  return { page, count };
}

function paged(items, query, shape = (one) => one) {
  const { page, count } = paging(query);
  const from = (page - 1) * count;
  return {
    page, count, total_pages: Math.ceil(items.length / count), total_items: items.length,
    items: items.slice(from, from + count).map((one, n) => shape(one, from + n)),
  };
}

function vacancyFilter(query) {
  const states = query.getAll('state');
  return {
    states: states.length ? states : undefined, opened: query.get('opened') === 'true',
    mine: query.get('mine') === 'true',
  };
}

function searchFilter(query) {
  const field = query.get('field') ?? 'all';
  if (!['all', 'education', 'experience', 'position'].includes(field))
    throw fieldProblem('type_error.enum', 'value is not a valid enumeration member', 'field');
  const vacancies = query.getAll('vacancy');
  return {
    q: query.get('q') ?? '', field, tags: wholesOf(query, 'tag'), statuses: wholesOf(query, 'status'),
    vacancies: vacancies.length ? vacancies.map((id) => (id === 'null' ? null : Number(id))) : undefined,
    rejections: wholesOf(query, 'rejection_reason'), sources: wholesOf(query, 'account_source'),
    current: query.get('only_current_status') === 'true',
  };
}

function upload(account, req, settings) {
  const part = filePart(req);
  if (!part) throw fieldProblem('value_error.missing', 'field required', 'file');
  if (part.bytes.length > UPLOAD_MAX) throw failure(413);
  if (!/\.[^.]+$/.test(part.name)) throw fieldProblem('value_error', 'file name has no extension', 'file');
  if (/\.html?$/i.test(part.name) || part.type.startsWith('text/html'))
    throw fieldProblem('value_error', 'unsupported file type', 'file');
  const set = (name) => /^(true|1)$/i.test(req.headers[name] ?? '');
  return account.upload(part, {
    parse: set('x-file-parse') && settings.parse !== 'none', some: settings.parse === 'some',
    ignore: { last_names: set('x-ignore-lastname'), emails: set('x-ignore-email'), phones: set('x-ignore-phone') },
  });
}

// The part "file" of a multipart body: { name, type, bytes }.
function filePart(req) {
  const boundary = /boundary="?([^";]+)"?/.exec(req.headers['content-type'] ?? '')?.[1];
  if (!boundary) return null;
  const mark = Buffer.from(`--${boundary}`);
  for (let at = req.body.indexOf(mark); at >= 0;) {
    const next = req.body.indexOf(mark, at + mark.length);
    if (next < 0) return null;
    const split = req.body.indexOf('\r\n\r\n', at);
    const head = req.body.toString('utf8', at + mark.length, split);
    if (split < next && /name="?file"?[;\r\s]|name="file"/.test(`${head} `)) {
      const plain = /filename="((?:\\.|[^"])*)"/.exec(head)?.[1]?.replace(/%22/g, '"') ?? '';
      const coded = /filename\*=UTF-8''([^;\r]+)/i.exec(head)?.[1];
      return {
        name: coded ? decodeURIComponent(coded) : plain,
        type: /content-type:\s*([^\r\n]+)/i.exec(head)?.[1] ?? 'application/octet-stream',
        bytes: req.body.subarray(split + 4, next - 2),
      };
    }
    at = next;
  }
  return null;
}

function fileOf(server, id) {
  for (const account of server.accounts.values()) {
    const file = account.files.get(id);
    if (file?.bytes) return new Reply(200, file.bytes, { 'content-type': file.content_type });
  }
  return lost();
}
