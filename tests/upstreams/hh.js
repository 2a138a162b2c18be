// hh.js: HH.ru's API, simulated: an employer's account with tokens, resumes to search, quotas and payments.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { person } from './people.js';
import { Reply, Server } from './server.js';

const DEPTH = 2000;
const DAY = 86_400_000;
const AREAS = [
  { id: '113', name: 'Россия', areas: [
    { id: '1', name: 'Москва', areas: [] }, { id: '2', name: 'Санкт-Петербург', areas: [] },
    { id: '1620', name: 'Республика Марий Эл', areas: [{ id: '4228', name: 'Виловатово', areas: [] }] },
  ] },
  { id: '16', name: 'Беларусь', areas: [
    { id: '1002', name: 'Минск', areas: [] }, { id: '1006', name: 'Гродно', areas: [] },
    { id: '1007', name: 'Брест', areas: [] },
  ] },
  { id: '40', name: 'Казахстан', areas: [{ id: '160', name: 'Алматы', areas: [] }] },
  { id: '48', name: 'Кыргызстан', areas: [{ id: '2760', name: 'Бишкек', areas: [] }] },
  { id: '97', name: 'Узбекистан', areas: [{ id: '2759', name: 'Ташкент', areas: [] }] },
  { id: '28', name: 'Грузия', areas: [{ id: '2758', name: 'Тбилиси', areas: [] }] },
];
const EXPERIENCE = {
  noExperience: [0, 12], between1And3: [12, 36], between3And6: [36, 72], moreThan6: [72, Infinity],
};

export const hhError = (status, type, value, more = {}) => new Reply(status, {
  errors: [{ type, value, ...more }], request_id: randomBytes(8).toString('hex'), description: 'Forbidden',
});

/*
 * rate: calls a second and token, 0: no limit. people: how many resumes there are. at: set it where others reach it
 * by another address.
 */
export class HeadHunter extends Server {
  constructor({ rate = 0, people = 30 } = {}) {
    const self = {};
    super({
      name: 'hh', limit: { count: rate, window_ms: 1000 }, routes: routes(self), control: [],
      authorize: (req) => self.server.authorize(req), missing: () => { throw hhError(404, 'not_found', 'not_found'); },
      failure: (status) => hhError(status, status === 429 ? 'too_many' : 'server_error', 'error'),
      reset: () => self.server.renew(),
    });
    self.server = this;
    this.people = people;
    this.renew();
  }

  renew() {
    this.pairs = [];
    this.codes = new Map();
    this.client = { id: 'hh-client-id', secret: 'hh-client-secret-1234' };
    this.me = {
      id: '1702', first_name: 'Мария', last_name: 'Кадрова', middle_name: null, email: 'hr@example.com',
      employer: { id: '1455', name: 'ООО «Северный мост»', manager_id: '1702' }, manager: { id: '1702' },
    };
    this.paid = true;
    this.views = { limit: 500, used: 12 };
    this.searches = Infinity;
    this.ignores = [];		// parameters that it passes over in silence
    this.nameless = false;	// it does not say how many pages there are
    this.resumes = Array.from({ length: this.people }, (_, n) => this.resume(n));
    this.opened = new Set();
    this.vacancies = [];
    this.subscriptions = [];	// { id, url, actions }; one of an account
    this.addresses = [{ id: '15', city: 'Москва', raw: 'Москва, улица Годовикова, 9с10', can_edit: true }];
    this.market = [];	// vacancies of everybody: { name, salary, area, experience }
  }

  /* An event, as it is sent to whoever is subscribed to its kind: what the receiver answered. */
  notify(action_type, payload, { id = randomUUID() } = {}) {
    const [to] = this.subscriptions.filter(({ actions }) => actions.some(({ type }) => type === action_type));
    return to && fetch(to.url, {
      method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id, subscription_id: to.id, action_type, user_id: '0', payload }),
    });
  }

  /* A vacancy of the employer, with people (numbers of resumes) who answered it. */
  addVacancy(name, people) {
    const id = String(9000 + this.vacancies.length);
    const items = people.map((n) => {
      const topic = `${id}${n}`;
      return {
        id: topic, created_at: '2026-11-01T10:00:00+0300', updated_at: '2026-11-02T10:00:00+0300', has_updates: false,
        state: { id: 'response', name: 'Отклик' },
        resume: this.resume(n, {
          contact: [{ contact_value: `anna${n}@example.com`, kind: 'email', preferred: true, type: { id: 'email' } }],
        }),
        actions: ['phone_interview', 'interview', 'discard_by_employer'].map((action) => ({
          id: action, name: action, method: 'PUT', enabled: true, hidden: false,
          arguments: [
            { id: 'message', required: false, required_arguments: [] },
            ...(action === 'discard_by_employer' ? [] : ['send_sms', 'address_id'].map((more) => ({
              id: more, required: false, required_arguments: [{ id: 'message' }],
            }))),
          ],
          resulting_employer_state: { id: action, name: action },
          url: `${this.at ?? this.origin}/negotiations/${action}/${topic}`,
        })),
      };
    });
    this.vacancies.push({ id, name, items, denied: false });
    return this.vacancies.at(-1);
  }

  /* A pair of tokens that is good for two weeks; ends: when it is over. */
  grant({ ends = this.now() + 14 * DAY } = {}) {
    const pair = {
      access: `HHA${randomBytes(20).toString('hex')}`, refresh: `HHR${randomBytes(20).toString('hex')}`, ends,
      used: false, revoked: false,
    };
    this.pairs.push(pair);
    return pair;
  }

  expire(pair) { pair.ends = this.now() - 1000; }

  /* A resume as a search shows it; fields are put over it. */
  resume(n, fields = {}) {
    const one = person(n);
    const id = createHash('md5').update(`resume ${n}`).digest('hex');
    const at = new Date(Date.now() - n * 3_600_000).toISOString().replace(/\.\d+Z/, '+0000');
    const area = find(AREAS, (each) => each.name === one.city) ?? AREAS[0].areas[0];
    return {
      id, title: one.position, first_name: one.first, last_name: one.last, middle_name: one.middle, age: 20 + one.years,
      alternate_url: `https://hh.ru/resume/${id}`, area: { id: area.id, name: area.name, url: '' },
      can_view_full_info: true, certificate: [], created_at: at, updated_at: at,
      education: {
        level: { id: 'higher', name: 'Высшее' }, primary: [{ id: '1', name: 'БГУИР', result: 'ПО', year: 2015 }],
      },
      experience: [{
        area: null, company: one.company ?? 'Вектор Софт', position: one.position, start: '2020-02-01', end: null,
        industries: [],
      }],
      gender: { id: 'male', name: 'Мужской' }, hidden_fields: [], marked: false, owner: { id: String(5000 + n) },
      photo: null, platform: { id: 'headhunter' }, salary: { amount: one.salary * 100, currency: 'RUR' },
      total_experience: { months: one.years * 12 }, url: '', viewed: false, skill_set: one.skills,
      employments: [{ id: 'full', name: 'Полная занятость' }],
      actions: {
        download: {},
        get_with_contact: {
          url: `${this.at ?? this.origin ?? ''}/resumes/${id}?with_contact=${id.slice(0, 8)}`,
        },
      },
      ...fields,
    };
  }

  checkAgent(req) {
    const agent = req.headers['hh-user-agent'] ?? req.headers['user-agent'];
    if (!agent) throw hhError(400, 'bad_user_agent', 'unset');
    if (!/^[^/]+\/\S+ \(.+\)$/.test(agent)) throw hhError(400, 'bad_user_agent', 'blacklisted');
  }

  authorize(req) {
    this.checkAgent(req);
    const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
    const pair = this.pairs.find(({ access }) => access === token);
    if (!pair) throw hhError(403, 'oauth', 'bad_authorization');
    if (pair.revoked) throw hhError(403, 'oauth', 'token_revoked');
    if (this.now() >= pair.ends) throw hhError(403, 'oauth', 'token_expired');
    req.token = token;
  }

  /* grant_type refresh_token or authorization_code; the words are HH.ru's. */
  trade(form) {
    const bad = (error, description) => new Reply(400, { error, error_description: description });
    if (form.get('grant_type') === 'refresh_token') {
      const pair = this.pairs.find(({ refresh }) => refresh === form.get('refresh_token'));
      if (!pair || pair.revoked) throw bad('invalid_grant', 'token was revoked');
      if (pair.used) throw bad('invalid_grant', 'token has already been refreshed');
      if (this.now() < pair.ends) throw bad('invalid_grant', 'token not expired');
      pair.used = true;
      return this.grant();
    }
    if (form.get('grant_type') !== 'authorization_code')
      throw bad('unsupported_grant_type', 'unsupported grant_type');
    if (form.get('client_id') !== this.client.id || form.get('client_secret') !== this.client.secret)
      throw bad('invalid_client', 'client_id or client_secret not found');
    const code = this.codes.get(form.get('code'));
    this.codes.delete(form.get('code'));
    if (!code) throw bad('invalid_grant', 'code not found');
    if (code.redirect !== form.get('redirect_uri')) throw bad('invalid_request', 'bad redirect url');
    const proof = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
    if (code.challenge && code.challenge !== proof) throw bad('invalid_grant', 'code_verifier is wrong');
    return this.grant();
  }
}

function find(areas, test) {
  for (const area of areas) {
    const hit = test(area) ? area : find(area.areas, test);
    if (hit) return hit;
  }
}

function idsUnder(area) {
  return [area.id, ...area.areas.flatMap(idsUnder)];
}

function search(server, query) {
  const texts = query.getAll('text');
  for (const more of ['logic', 'field', 'period']) {
    const given = query.getAll(`text.${more}`).length;
    if (given !== 0 && given !== texts.length) throw hhError(400, 'bad_argument', `text.${more}`);
  }
  if (query.has('period') && (query.has('date_from') || query.has('date_to')))
    throw hhError(400, 'bad_argument', 'period');
  if (query.has('date_to') && !query.has('date_from')) throw hhError(400, 'bad_argument', 'date_to');
  const areas = query.getAll('area').flatMap((id) => {
    const area = find(AREAS, (each) => each.id === id);
    if (!area) throw hhError(400, 'bad_argument', 'area');
    return idsUnder(area);
  });
  const ranges = query.getAll('experience').map((name) => EXPERIENCE[name]);
  const from = query.has('period') ? server.now() - Number(query.get('period')) * DAY
    : query.has('date_from') ? Date.parse(query.get('date_from').replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : 0;
  const to = query.has('date_to') ? Date.parse(query.get('date_to').replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : Infinity;
  const amount = ({ salary }) => salary?.amount;
  return server.resumes.filter((one) => {
    const words = JSON.stringify([one.title, one.skill_set, one.experience]).toLowerCase();
    const at = Date.parse(one.updated_at.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
    const months = one.total_experience?.months ?? 0;
    return texts.every((text) => text.toLowerCase().split(/\s+/).every((word) => words.includes(word))) &&
      (areas.length === 0 || areas.includes(one.area?.id)) && at >= from && at <= to &&
      (ranges.length === 0 || ranges.some(([low, high]) => months >= low && months < high)) &&
      (!query.has('salary_from') || amount(one) === undefined || amount(one) >= Number(query.get('salary_from'))) &&
      (!query.has('salary_to') || amount(one) === undefined || amount(one) <= Number(query.get('salary_to'))) &&
      (!query.has('employment') || one.employments.some(({ id }) => query.getAll('employment').includes(id)));
  }).sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1));
}

function paged(all, query) {
  const page = Number(query.get('page') ?? 0);
  const per = Number(query.get('per_page') ?? 20);
  if (!(per >= 1 && per <= 100) || !(page >= 0) || (page + 1) * per > DEPTH)
    throw hhError(400, 'bad_argument', 'page');
  return {
    found: all.length, pages: Math.ceil(Math.min(all.length, DEPTH) / per), page, per_page: per,
    items: all.slice(page * per, page * per + per),
  };
}

function routes(self) {
  const out = [];
  const route = (method, path, handler, options) => out.push([method, path, handler, options]);
  const paid = () => { if (!self.server.paid) throw hhError(403, 'api_access_payment', 'action_must_be_payed'); };

  // In a browser: the person agrees at once.
  route('GET', '/oauth/authorize', ({ query }) => {
    if (query.get('client_id') !== self.server.client.id) return new Reply(400, { error: 'invalid_client' });
    const code = randomBytes(12).toString('hex').toUpperCase();
    self.server.codes.set(code, { challenge: query.get('code_challenge'), redirect: query.get('redirect_uri') });
    const to = new URL(query.get('redirect_uri'));
    to.searchParams.set('code', code);
    to.searchParams.set('state', query.get('state') ?? '');
    return new Reply(302, '', { location: String(to) });
  }, { open: true });
  route('POST', '/token', (req) => {
    self.server.checkAgent(req);
    if (!/^application\/x-www-form-urlencoded/.test(req.headers['content-type'] ?? ''))
      throw new Reply(400, { error: 'invalid_request', error_description: 'bad content type' });
    const pair = self.server.trade(new URLSearchParams(req.body.toString()));
    return {
      access_token: pair.access, token_type: 'bearer', refresh_token: pair.refresh,
      expires_in: Math.round((pair.ends - self.server.now()) / 1000),
    };
  }, { open: true });
  route('GET', '/me', () => ({
    auth_type: 'employer', is_admin: false, is_applicant: false, is_application: false,
    is_employer: self.server.me.employer !== null, is_employer_integration: false, ...self.server.me,
  }));
  route('GET', '/employers/:employer/managers/:manager/limits/resume', () => {
    const { limit, used } = self.server.views;
    const each = (n) => ({ resume_view: n, resume_view_from_api: n });
    return { limits: each(limit), spend: each(used), left: each(limit - used) };
  });
  route('GET', '/employers/:employer/services/payable_api_actions/active', () => ({
    items: self.server.paid ? [{
      id: '77', service_type: { id: 'API_LIMITED', name: 'Доступ к API: просмотр контактов' },
      balance: { actual: 40 - self.server.opened.size, initial: 50 }, activated_at: '2026-01-10T00:00:00+0300',
      expires_at: '2027-01-10T00:00:00+0300',
    }] : [],
  }));
  route('GET', '/employers/:employer/addresses', () => {
    if (!self.server.addresses) throw hhError(403, 'forbidden', 'forbidden');
    return { found: 1, page: 0, pages: 1, per_page: 200, items: self.server.addresses };
  });
  route('GET', '/areas', (req) => {
    const etag = '"areas-1"';
    return req.headers['if-none-match'] === etag ? new Reply(304, Buffer.alloc(0), { etag })
      : new Reply(200, AREAS, { etag, 'cache-control': 'max-age=86400' });
  }, { open: true });
  route('GET', '/resumes', ({ query }) => {
    paid();
    if (self.server.searches-- <= 0) throw hhError(429, 'resumes', 'daily_resume_search_limit_exceeded');
    for (const name of self.server.ignores) query.delete(name);
    const { pages, ...list } = paged(search(self.server, query), query);
    return self.server.nameless ? list : { ...list, pages };
  });
  // With the key of an action the contacts are opened: one is spent the first time.
  route('GET', '/resumes/:id', ({ params, query }) => {
    const one = self.server.resumes.find(({ id }) => id === params.id);
    if (!one) throw hhError(404, 'not_found');
    self.server.views.used++;
    if (query.get('with_contact')) {
      paid();
      self.server.opened.add(one.id);
    }
    if (!self.server.opened.has(one.id)) return { ...one, contact: null };
    return {
      ...one, actions: { download: {} },
      contact: [
        {
          value: { country: '7', city: '916', number: '1234567', formatted: '+7 (916) 123-45-67' },
          type: { id: 'cell' },
        },
        { contact_value: 'opened@example.com', kind: 'email', preferred: true, type: { id: 'email' } },
      ],
    };
  });
  const topicOf = (topic) => {
    const found = self.server.vacancies.flatMap(({ items }) => items).find(({ id }) => id === topic);
    if (!found) throw hhError(404, 'not_found');
    return found;
  };
  // The number of a response, or the name of a collection.
  const isTopic = (name) => /^\d+$/.test(name);
  route('PUT', '/negotiations/:collection/:topic', (req) => {
    const one = topicOf(req.params.topic);
    if (one.state.id === req.params.collection) throw hhError(403, 'negotiations', 'already_applied');
    one.state = { id: req.params.collection, name: req.params.collection };
    one.actions = one.actions.filter(({ id }) => id !== req.params.collection);
    one.told = Object.fromEntries(new URLSearchParams(req.body.toString()));
    return new Reply(204, Buffer.alloc(0));
  });
  const subscriptionOf = ({ id }) => {
    const at = self.server.subscriptions.findIndex((one) => one.id === id);
    if (at < 0) throw hhError(404, 'not_found', 'not_found');
    return at;
  };
  route('GET', '/webhook/subscriptions', () => ({ items: self.server.subscriptions }));
  route('POST', '/webhook/subscriptions', ({ body }) => {
    const { url, actions } = JSON.parse(body.toString());
    if (self.server.subscriptions.length > 0) throw hhError(400, 'webhook', 'already_exist');
    if (!URL.canParse(url) || !actions?.length) throw hhError(400, 'bad_json_data', 'bad_json_data');
    self.server.subscriptions.push({ id: `s${randomBytes(4).toString('hex')}`, url, actions });
    return new Reply(201, Buffer.alloc(0));
  });
  route('DELETE', '/webhook/subscriptions/:id', ({ params }) => {
    self.server.subscriptions.splice(subscriptionOf(params), 1);
    return new Reply(204, Buffer.alloc(0));
  });
  const paging = (all, query) => {
    const page = Number(query.get('page') ?? 0);
    const per = Number(query.get('per_page') ?? 20);
    return {
      found: all.length, page, per_page: per, pages: Math.ceil(all.length / per),
      items: all.slice(page * per, page * per + per),
    };
  };
  const vacancyOf = (query) => {
    const vacancy = self.server.vacancies.find(({ id }) => id === query.get('vacancy_id'));
    if (!vacancy) throw hhError(404, 'not_found', 'not_found');
    if (vacancy.denied) throw hhError(403, 'negotiations', 'no_permission');
    return vacancy;
  };
  route('GET', '/employers/:employer/vacancies/active', ({ query, params }) => {
    if (params.employer !== self.server.me.employer?.id) throw hhError(403, 'forbidden', 'forbidden');
    return paging(self.server.vacancies.map(({ id, name }) => ({ id, name, area: AREAS[0] })), query);
  });
  route('GET', '/negotiations', ({ query }) => {
    const { id, items } = vacancyOf(query);
    const total = (state) => items.filter((one) => one.state.id === state).length;
    return {
      collections: ['response', 'phone_interview', 'interview', 'discard_by_employer'].map((state) => ({
        id: state, name: state, counters: { total: total(state), with_updates: 0 }, hidden: false, sub_collections: [],
        url: `${self.server.at ?? self.server.origin}/negotiations/${state}?vacancy_id=${id}`,
      })),
      employer_states: [], generated_collections: [],
    };
  });
  route('GET', '/negotiations/:collection', ({ query, params }) => (isTopic(params.collection)
    ? topicOf(params.collection)
    : paging(vacancyOf(query).items.filter(({ state }) => state.id === params.collection), query)));
  route('GET', '/vacancies', ({ query }) => {
    const words = (query.get('text') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const paid = query.get('label') === 'with_salary';
    return paging(self.server.market.filter(({ name, salary }) =>
      words.every((word) => name.toLowerCase().includes(word)) && (!paid || salary)), query);
  });
  // A POST where GET is meant.
  route('POST', '/resumes', () => { throw hhError(403, 'forbidden', 'forbidden'); });
  return out;
}
