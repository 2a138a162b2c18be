// superjob.js: SuperJob's API, simulated: an application and an employer's tokens, resumes, responses, vacancies.
import { randomBytes } from 'node:crypto';
import { person } from './people.js';
import { Reply, Server } from './server.js';

const DEPTH = 500;
const DAY = 86_400_000;
const TOWNS = [
  [4, 'Москва', 'Moscow'], [14, 'Санкт-Петербург', 'Saint Petersburg'], [100, 'Минск', 'Minsk'],
  [101, 'Бишкек', 'Bishkek'], [102, 'Алматы', 'Almaty'], [103, 'Гродно', 'Grodno'], [104, 'Брест', 'Brest'],
  [105, 'Тбилиси', 'Tbilisi'], [106, 'Ташкент', 'Tashkent'],
].map(([id, title, title_eng]) => ({ id, id_region: 46, id_country: 1, title, title_eng }));
const CATALOGUES = [{
  title_rus: 'IT, Интернет, связь, телеком', url_rus: 'it', title: 'IT, Интернет, связь, телеком', title_trimmed: 'IT',
  key: 33, positions: [
    {
      title_rus: 'Разработка, программирование', url_rus: 'razrabotka', title: 'Разработка, программирование',
      id_parent: 33, key: 48,
    },
    { title_rus: 'Тестирование', url_rus: 'testirovanie', title: 'Тестирование', id_parent: 33, key: 50 },
  ],
}];

export const superjobError = (status, message, more = {}) => new Reply(status, {
  error: { code: status, message, ...more },
});

/* rate: calls a minute and application, 0: no limit. people, jobs: how many resumes and vacancies there are. */
export class SuperJob extends Server {
  constructor({ rate = 0, people = 30, jobs = 0 } = {}) {
    const self = {};
    super({
      name: 'superjob', limit: { count: rate, window_ms: 60_000 }, routes: routes(self), control: [],
      authorize: (req) => self.server.authorize(req),
      missing: () => { throw superjobError(404, 'Not found'); },
      failure: (status) => superjobError(status, status === 429 ? 'Too many requests' : 'Internal error'),
      reset: () => self.server.renew(),
    });
    self.server = this;
    Object.assign(this, { people, jobs });
    this.renew();
  }

  renew() {
    this.pairs = [];
    this.codes = new Map();
    this.client = { id: '4210', secret: 'v3.h.4210.superjob-app-secret-5678' };
    this.me = {
      id: 555, name: 'Анна Петрова', email: 'anna@example.com', phone_number: '79990000000', photo: null,
      date_reg: 1500000000, hr: true, contact_person: { name: 'Анна' },
    };
    this.paid = true;
    this.blocked = null;
    this.overStatus = 410;	// of a token whose time is over
    this.splits = true;		// does it know date_published_to?
    this.corrected = '';
    this.bought = new Set();
    this.resumes = Array.from({ length: this.people }, (_, n) => this.resume(n));
    this.received = [];
    this.vacancies = Array.from({ length: this.jobs }, (_, n) => this.vacancy(n));
  }

  /* A pair of tokens that is good for a week; ends: when it is over. */
  grant({ ends = this.now() + 7 * DAY } = {}) {
    const pair = {
      access: `v3.r.${randomBytes(20).toString('hex')}`, refresh: `v3.r.${randomBytes(20).toString('hex')}`, ends,
      used: false, revoked: false,
    };
    this.pairs.push(pair);
    return pair;
  }

  expire(pair) { pair.ends = this.now() - 1000; }

  /* A resume as a search shows it; contacts only of those that were bought; fields are put over it. */
  resume(n, fields = {}) {
    const one = person(n);
    const at = Math.floor(this.now() / 1000) - n * 3600;
    const town = TOWNS.find(({ title }) => title === one.city) ?? TOWNS[0];
    const [day, month, year] = one.birthday;
    return {
      id: 5000 + n, last_profession: one.job, profession: one.position, payment: one.salary * 100, currency: 'rub',
      birthday: day, birthmonth: month, birthyear: year, age: 2026 - year,
      metro: n % 3 === 0 ? [] : n % 3 === 1 ? null : [{ id: 9, title: 'Арбатская' }], address: null,
      citizenship: n % 2 ? { id: 1, title: 'Россия' } : null, published: { id: 1, title: 'видно всем' }, draft: false,
      photo: n % 2 ? null : '', photo_sizes: null, moveable: false, agreement: false, receive_sms: false,
      moveable_towns: [], type_of_work: { id: 6, title: 'полная занятость' },
      place_of_work: { id: 0, title: 'не имеет значения' }, education: { id: 2, title: 'Высшее' },
      children: { id: 0, title: 'не важно' }, business_trip: { id: 1, title: 'не готов' },
      maritalstatus: n % 2 ? { id: 0, title: 'не важно' } : 0,
      languages: [[{ id: 1, title: 'Английский' }, { id: 3, title: 'Базовый' }]], driving_licence: ['B'],
      catalogues: [{ id: 33, title: 'IT', key: 33, positions: [{ id: 48, title: 'Разработка', key: 48 }] }],
      town: { id: town.id, title: town.title, declension: '', genitive: '' }, region: null,
      experience_text: `${one.years} лет`, experience_month_count: one.years * 12,
      work_history: [{
        name: one.companies[0], town: null, type: { id: 6, title: 'полная занятость' }, monthbeg: 3, yearbeg: 2019,
        monthend: 0, yearend: 0, profession: one.job, work: `<p>${one.skills.join(', ')}</p>`, company_scope: '',
      }],
      base_education_history: [], education_history: [], contacts_bought: false,
      link: `https://www.superjob.ru/resume/${5000 + n}.html`, gender: { id: 2, title: 'мужской' }, achievements: '',
      additional_info: '<ul><li>Git</li><li>Linux &amp; C</li></ul>', date_published: at, date_last_modified: at,
      is_archive: false, id_user: 100 + n, portfolio: [], ...fields,
    };
  }

  shown(resume) {
    if (!this.bought.has(resume.id)) return resume;
    const one = person(resume.id - 5000);
    return {
      ...resume, contacts_bought: true, firstname: one.first, lastname: one.last, middlename: one.middle,
      phone1: one.phone, phone2: null, email: one.email, best_time_to_call: null,
    };
  }

  /* Somebody answers a vacancy: with contacts. */
  respond(n, { vacancy = 47000001, message = 'Добрый день' } = {}) {
    const resume = this.resumes[n];
    this.bought.add(resume.id);
    this.received.unshift({
      id: this.received.length + 1, date_sent: Math.floor(this.now() / 1000), id_vacancy: vacancy, resume, message,
    });
  }

  vacancy(n, fields = {}) {
    const one = person(n);
    return {
      id: 47000000 + n, id_client: 1000, payment_from: n % 3 === 1 ? 0 : one.salary * 100,
      payment_to: n % 3 === 2 ? 0 : one.salary * 150, payment: null, profession: one.position, work: null,
      compensation: null, candidat: one.skills.join(', '), metro: [], currency: 'rub', vacancyRichText: '<p>x</p>',
      address: null, date_published: Math.floor(this.now() / 1000) - n * 3600, date_pub_to: 0, date_archived: 0,
      moveable: false, agreement: false, anonymous: false, is_archive: false, is_storage: false,
      type_of_work: { id: 6, title: 'Полный рабочий день' }, place_of_work: { id: 1, title: 'У работодателя' },
      education: { id: 2, title: 'Высшее' }, experience: { id: 2, title: 'От 1 года' },
      maritalstatus: { id: 0, title: 'Не имеет значения' }, children: { id: 0, title: 'Не имеет значения' },
      client: { id: 1000, title: 'ООО Ромашка', link: 'https://www.superjob.ru/clients/romashka-1000.html' },
      town: TOWNS[n % 2], link: `https://www.superjob.ru/vakansii/${47000000 + n}.html`, firm_name: 'ООО Ромашка',
      already_sent_on_vacancy: false, ...fields,
    };
  }

  authorize(req) {
    if (req.headers['x-api-app-id'] !== this.client.secret)
      throw superjobError(403, 'Необходимо передать ключ приложения');
    req.token = this.client.secret;
    const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
    req.pair = undefined;
    if (token === undefined) return;
    req.pair = this.pairs.find(({ access }) => access === token);
    if (!req.pair || req.pair.revoked) throw superjobError(401, 'Authorization required');
    if (this.now() >= req.pair.ends)
      throw superjobError(this.overStatus, 'Access token expired', { error: 'invalid_token' });
    if (this.blocked) throw superjobError(403, 'Ваша регистрация заблокирована', { errors: [this.blocked] });
  }

  /* A code or a refresh token for a new pair: each once. */
  trade(query) {
    if (query.get('client_id') !== this.client.id || query.get('client_secret') !== this.client.secret)
      throw superjobError(401, 'Invalid client');
    if (query.has('refresh_token')) {
      const pair = this.pairs.find(({ refresh }) => refresh === query.get('refresh_token'));
      if (!pair || pair.revoked || pair.used) throw superjobError(400, 'Invalid refresh token');
      pair.used = true;
      pair.ends = 0;
      return this.grant();
    }
    const redirect = this.codes.get(query.get('code'));
    this.codes.delete(query.get('code'));
    if (!redirect || redirect !== query.get('redirect_uri')) throw superjobError(400, 'Invalid code');
    return this.grant();
  }
}

const number = (query, name) => (query.has(name) ? Number(query.get(name)) : undefined);

function paged(server, all, query) {
  const page = number(query, 'page') ?? 0;
  const count = number(query, 'count') ?? 20;
  if (!(count >= 1 && count <= 100) || !(page >= 0)) throw superjobError(400, 'Invalid parameter');
  const end = Math.min((page + 1) * count, DEPTH);
  return {
    objects: all.slice(page * count, end), total: all.length, corrected_keyword: server.corrected,
    more: all.length > end && end < DEPTH,
  };
}

function wordsOf(query) {
  const words = query.has('keyword') ? [query.get('keyword')] : [];
  for (let n = 0; query.has(`keywords[${n}][keys]`); n++) words.push(query.get(`keywords[${n}][keys]`));
  return words.flatMap((each) => each.toLowerCase().split(/\s+/));
}

function search(server, query) {
  const words = wordsOf(query);
  const towns = query.getAll('t[]').map(Number);
  const since = query.has('period') ? server.now() / 1000 - number(query, 'period') * DAY / 1000 : 0;
  const to = server.splits ? number(query, 'date_published_to') ?? Infinity : Infinity;
  const from = (name, least) => number(query, name) ?? least;
  return server.resumes.filter((one) => {
    const text = JSON.stringify([one.profession, one.work_history, one.additional_info]).toLowerCase();
    const years = one.experience_month_count / 12;
    return words.every((word) => text.includes(word)) && (!towns.length || towns.includes(one.town?.id)) &&
      (!one.payment || (one.payment >= from('payment_from', 0) && one.payment <= from('payment_to', Infinity))) &&
      years >= from('experience_from', 0) && years <= from('experience_to', Infinity) &&
      (!query.has('catalogues') || one.catalogues.some(({ key, positions }) =>
        [key, ...positions.map((each) => each.key)].includes(number(query, 'catalogues')))) &&
      one.date_published >= since && one.date_published <= to;
  }).sort((a, b) => b.date_published - a.date_published);
}

// A method's name ends with a slash: without one the service redirects.
function slashed(req) {
  if (!req.path.endsWith('/'))
    throw new Reply(301, '', { location: `${req.path}/${req.target.slice(req.path.length)}` });
}

function routes(self) {
  const out = [];
  const route = (method, path, handler, options) => out.push([method, path, (req) => {
    if (path !== '/authorize') slashed(req);
    return handler(req, self.server);
  }, options]);
  const signedIn = ({ pair }) => { if (!pair) throw superjobError(401, 'Authorization required'); };
  const paid = (server) => { if (!server.paid) throw superjobError(403, 'Доступ запрещён'); };
  const pairJson = (server, pair) => ({
    access_token: pair.access, refresh_token: pair.refresh, ttl: Math.round(pair.ends / 1000),
    expires_in: Math.round((pair.ends - server.now()) / 1000), token_type: 'bearer',
  });

  // In a browser: the person agrees at once.
  route('GET', '/authorize', ({ query }, server) => {
    if (query.get('client_id') !== server.client.id) return superjobError(400, 'Invalid client');
    const code = randomBytes(12).toString('hex');
    server.codes.set(code, query.get('redirect_uri'));
    const to = new URL(query.get('redirect_uri'));
    to.searchParams.set('code', code);
    to.searchParams.set('state', query.get('state') ?? '');
    return new Reply(302, '', { location: String(to) });
  }, { open: true });
  for (const grant of ['access_token', 'refresh_token'])
    route('GET', `/2.0/oauth2/${grant}`, ({ query }, server) => pairJson(server, server.trade(query)), { open: true });
  route('GET', '/2.0/towns', (_, server) => ({
    objects: TOWNS, total: TOWNS.length, corrected_keyword: server.corrected, more: false,
  }), { open: true });
  route('GET', '/2.0/catalogues', () => CATALOGUES, { open: true });
  route('GET', '/2.0/user/current', (req, server) => { signedIn(req); return server.me; });
  route('GET', '/2.0/resumes/received', (req, server) => {
    signedIn(req);
    return paged(server, server.received.map((one) => ({ ...one, resume: server.shown(one.resume) })), req.query);
  });
  route('GET', '/2.0/resumes/received/:vacancy', (req, server) => {
    signedIn(req);
    return paged(server, server.received.filter(({ id_vacancy: id }) => String(id) === req.params.vacancy)
      .map((one) => ({ ...one, resume: server.shown(one.resume) })), req.query);
  });
  route('GET', '/2.0/resumes', ({ query }, server) => {
    paid(server);
    return paged(server, search(server, query).map((one) => server.shown(one)), query);
  });
  route('GET', '/2.0/vacancies', ({ query }, server) => {
    const words = wordsOf(query);
    const town = number(query, 'town');
    return paged(server, server.vacancies.filter((one) =>
      words.every((word) => JSON.stringify([one.profession, one.candidat]).toLowerCase().includes(word)) &&
      (town === undefined || one.town?.id === town)), query);
  });
  return out;
}
