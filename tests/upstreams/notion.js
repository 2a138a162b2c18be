// notion.js: the Notion API, simulated: databases with data sources, pages, blocks, comments, files that expire, in
// both generations of the API. The shapes of its values are in notion_values.js.
import { cv, person } from './people.js';
import { writePdf } from './pdf.js';
import { blockJson, propertyItem, richText, valueOf } from './notion_values.js';
import { Reply, Server } from './server.js';
import { uuid } from './workspace.js';

const OLD = '2022-06-28';
const VERSIONS = [OLD, '2025-09-03', '2026-03-11'];
const FILE_MS = 3_600_000;
const MINUTE = 60_000;
const DAY = 86_400_000;
const SHARE = 'Make sure the relevant pages and databases are shared with your integration.';
const CODES = {
  400: ['validation_error', 'body failed validation.'],
  401: ['unauthorized', 'API token is invalid.'],
  403: ['restricted_resource', 'Insufficient permissions for this endpoint.'],
  404: ['object_not_found', `Could not find page. ${SHARE}`],
  409: ['conflict_error', 'Conflict occurred while saving. Please try again.'],
  429: ['rate_limited', 'You have been rate limited. Please try again in a few minutes.'],
  500: ['internal_server_error', 'Unexpected error occurred.'],
  503: ['service_unavailable', 'Public API service is temporarily unavailable, please try again later.'],
  529: ['service_overload', 'Notion servers are overloaded, please try again later.'],
};

export const DATABASE = uuid(1, 60);
export const SOURCE = uuid(1, 61);
export const ARCHIVE = uuid(2, 61);
const ANNA = uuid(1, 62);
const BOT = uuid(2, 62);

const SCHEMA = [
  ['title', 'title', 'Имя'], ['a%3Aph', 'phone_number', 'Телефон'], ['bb', 'email', 'Email'],
  ['cc', 'rich_text', 'Заметка'], ['dd', 'number', 'Зарплата'], ['ee', 'status', 'Этап'], ['ff', 'select', 'Уровень'],
  ['gg', 'multi_select', 'Навыки'], ['hh', 'date', 'Дата рождения'], ['hi', 'date', 'Встреча'],
  ['jj', 'people', 'Рекрутер'], ['kk', 'files', 'Резюме'], ['ll', 'checkbox', 'Готов'], ['mm', 'url', 'LinkedIn'],
  ['nn', 'formula', 'Формула'], ['oo', 'relation', 'Вакансия'], ['pp', 'rollup', 'Сумма'],
  ['qq', 'created_time', 'Создано'], ['rr', 'created_by', 'Кем'], ['st', 'unique_id', 'ID'],
  ['uu', 'last_edited_time', 'Изменено'], ['vv', 'last_edited_by', 'Кем изменено'], ['ww', 'verification', 'Проверка'],
  ['xx', 'button', 'Кнопка'], ['yy', 'rich_text', 'Должность'],
].map(([id, type, name]) => ({ id, type, name }));

function failure(status, headers = {}, [code, message] = CODES[status] ?? CODES[500]) {
  const wait = status === 429 ? { 'retry-after': '1' } : {};
  return new Reply(status, {
    object: 'error', status, code, message, request_id: '3cf3f0a3-0000-4000-8000-000000000009',
  }, { ...wait, ...headers });
}
const refused = (message, code = 'validation_error') => failure(400, {}, [code, message]);
const absent = (what, id) => failure(404, {}, ['object_not_found', `Could not find ${what} with ID: ${id}. ${SHARE}`]);

const dashed = (id) => id.replaceAll('-', '').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const iso = (ms) => new Date(ms).toISOString();
const minute = (ms) => iso(Math.floor(ms / MINUTE) * MINUTE);

/*
 * rate: calls a second and token, 0: no limit. people: rows of the main data source. versions: those of the API that it
 * takes. What tests turn: comments (may the integration read them?), emails (of people), databases, sources, pages.
 */
export class Notion extends Server {
  constructor({ rate = 0, people = 30, tokens = ['ntn_demo_1234'], versions = VERSIONS } = {}) {
    const self = {};
    super({
      name: 'notion', limit: { count: rate, window_ms: 1000 }, routes: routes(self), control: [],
      authorize: (req) => self.server.authorize(req), failure,
      missing: () => { throw refused('Invalid request URL.', 'invalid_request_url'); },
      reset: () => self.server.renew(),
    });
    self.server = this;
    Object.assign(this, { people, firstTokens: tokens, versions });
    this.renew();
  }

  get url() { return `${this.origin}/v1`; }

  renew() {
    Object.assign(this, {
      tokens: new Set(this.firstTokens), comments: true, emails: true, made: 0, bytes: new Map(), pages: new Map(),
    });
    this.users = new Map([
      [ANNA, { name: 'Анна Петрова', email: 'anna@example.com' }], [BOT, { name: 'Hirewire', bot: true }],
    ]);
    this.sources = new Map([[SOURCE, {
      id: SOURCE, database: DATABASE, name: 'Кандидаты', shared: true, properties: structuredClone(SCHEMA),
    }]]);
    this.databases = new Map([[DATABASE, { id: DATABASE, name: 'Подбор' }]]);
    for (let n = 0; n < this.people; n++) this.addPerson(n);
  }

  /* A second data source in the same database: what the older API cannot read. */
  addSource({ id = ARCHIVE, database = DATABASE, name = 'Архив', shared = true, properties = SCHEMA } = {}) {
    if (!this.databases.has(database)) this.databases.set(database, { id: database, name });
    this.sources.set(id, { id, database, name, shared, properties: structuredClone(properties) });
    return id;
  }

  property(name, source = SOURCE) {
    return this.sources.get(source).properties.find((one) => one.name === name);
  }

  rename(from, to, source = SOURCE) { this.property(from, source).name = to; }

  /* values: by the property's name. blocks, comments: of notion_values.js, [{ text, user? }]. */
  addPage({ source = SOURCE, values = {}, blocks = [], comments = [], ...more } = {}) {
    const number = ++this.made;
    const at = minute(this.now());
    const page = {
      id: uuid(number, 63), source, number, created_time: at, last_edited_time: at, created_by: ANNA, in_trash: false,
      values: {}, comments: comments.map((one, n) => ({ id: uuid(number * 100 + n, 64), at, ...one })), ...more,
    };
    this.setValues(page, values);
    page.blocks = this.numbered(blocks, page);
    this.pages.set(page.id, page);
    return page;
  }

  setValues(page, values) {
    for (const [name, value] of Object.entries(values)) page.values[this.property(name, page.source).id] = value;
  }

  numbered(blocks, page) {
    return blocks.map((block) => ({
      id: uuid(++this.made, 65), ...block, ...(block.children && { children: this.numbered(block.children, page) }),
    }));
  }

  change(id, { values = {}, ...more }) {
    const page = this.pages.get(id);
    this.setValues(page, values);
    return Object.assign(page, { last_edited_time: minute(this.now()) }, more);
  }

  addPerson(n) {
    const one = person(n);
    const [day, month, year] = one.birthday;
    const two = (number) => String(number).padStart(2, '0');
    return this.addPage({
      values: {
        Имя: [`${one.last} `, { text: one.first, bold: true }], Телефон: one.phone, Email: one.email,
        Заметка: n % 3 ? `Город: ${one.city}` : null, Зарплата: n % 4 ? one.salary : null, Этап: 'Новый',
        Уровень: one.level, Навыки: one.skills, 'Дата рождения': `${year}-${two(month)}-${two(day)}`,
        Рекрутер: n % 2 ? [ANNA] : [], Резюме: n % 5 ? [{ name: `${one.last}.pdf`, lines: cv(one) }] : [],
        LinkedIn: n % 7 ? null : one.linkedin, Формула: { type: 'number', number: one.years }, Должность: one.position,
      },
      blocks: [
        { type: 'heading_2', text: 'Опыт' },
        { type: 'toggle', text: 'Подробнее', children: [{ type: 'paragraph', text: one.companies[0] }] },
      ],
      comments: n % 3 ? [] : [{ text: 'Созвонились, ждёт оффера' }],
      ...(n < 30 && { created_time: minute(this.now() - n * DAY), last_edited_time: minute(this.now() - n * DAY) }),
    });
  }

  // --- what every call is held against ---

  authorize(req) {
    const version = req.headers['notion-version'];
    if (version === undefined)
      throw refused('Notion-Version header failed validation: it should be defined, instead was `undefined`.',
        'missing_version');
    if (!this.versions.includes(version))
      throw refused(`Notion-Version header failed validation: it should be supported, instead was ${version}.`);
    req.token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
    if (!this.tokens.has(req.token)) throw failure(401);
    if (req.body.length > 500_000) throw refused('Request body is too large.');
    req.old = version === OLD;
  }

  // --- shapes ---

  user(id) {
    const one = this.users.get(id);
    if (!one) return { object: 'user', id };
    if (one.bot) return { object: 'user', id, type: 'bot', name: one.name, avatar_url: null, bot: {} };
    return {
      object: 'user', id, type: 'person', name: one.name, avatar_url: null,
      person: this.emails ? { email: one.email } : {},
    };
  }

  /* file: { name, lines | bytes } is kept here and expires, { name, url } is somebody else's. */
  file({ name, url, lines, bytes }, page) {
    if (url) return { name, type: 'external', external: { url } };
    const path = `${page.id}/${encodeURIComponent(name)}`;
    this.bytes.set(`${page.id}/${name}`, bytes ?? writePdf(lines));
    const until = this.now() + FILE_MS;
    return {
      name, type: 'file',
      file: { url: `${this.origin}/files/${path}?X-Amz-Expires=3600&until=${until}`, expiry_time: iso(until) },
    };
  }

  pageJson(page, old) {
    const source = this.sources.get(page.source);
    const properties = Object.fromEntries(source.properties.map((one) => [one.name, valueOf(one, page, this)]));
    return {
      object: 'page', id: page.id, created_time: page.created_time, last_edited_time: page.last_edited_time,
      created_by: { object: 'user', id: page.created_by }, last_edited_by: { object: 'user', id: page.created_by },
      cover: null, icon: null, archived: page.in_trash, in_trash: page.in_trash, is_locked: false, properties,
      parent: old ? { type: 'database_id', database_id: source.database }
        : { type: 'data_source_id', data_source_id: source.id, database_id: source.database },
      url: `https://www.notion.so/${page.id.replaceAll('-', '')}`, public_url: null,
      request_id: '3cf3f0a3-0000-4000-8000-000000000001',
    };
  }

  schemaJson({ properties }) {
    return Object.fromEntries(properties.map(({ id, name, type }) => [name, { id, name, type, [type]: {} }]));
  }

  sourceJson(source) {
    return {
      object: 'data_source', id: source.id, title: richText(source.name), description: [],
      parent: { type: 'database_id', database_id: source.database },
      database_parent: { type: 'workspace', workspace: true }, properties: this.schemaJson(source), archived: false,
      in_trash: false, created_time: iso(0), last_edited_time: iso(0), icon: null, cover: null, is_inline: false,
      url: `https://www.notion.so/${source.database.replaceAll('-', '')}`, public_url: null,
    };
  }

  databaseJson({ id, name }, old) {
    const sources = [...this.sources.values()].filter(({ database, shared }) => database === id && shared);
    return {
      object: 'database', id, title: richText(name), description: [], parent: { type: 'workspace', workspace: true },
      is_inline: false, in_trash: false, archived: false, is_locked: false, created_time: iso(0),
      last_edited_time: iso(0), icon: null, cover: null, public_url: null,
      url: `https://www.notion.so/${id.replaceAll('-', '')}`,
      ...(old ? { properties: this.schemaJson(sources[0]) }
        : { data_sources: sources.map((one) => ({ id: one.id, name: one.name })) }),
    };
  }

  // --- what is asked for ---

  shared(id) {
    const source = this.sources.get(dashed(id));
    if (!source?.shared) throw absent('data source', id);
    return source;
  }

  databaseOf(id) {
    const one = this.databases.get(dashed(id));
    if (!one || ![...this.sources.values()].some(({ database, shared }) => database === one.id && shared))
      throw absent('database', id);
    return one;
  }

  /* The only data source of a database, for the older API. */
  only(id) {
    const { id: database } = this.databaseOf(id);
    const all = [...this.sources.values()].filter((one) => one.database === database);
    if (all.length > 1)
      throw refused('Databases with multiple data sources are not supported in this API version.');
    return all[0];
  }

  page(id) {
    const page = this.pages.get(dashed(id));
    if (!page || !this.sources.get(page.source)?.shared) throw absent('page', id);
    return page;
  }

  find(source, { filter, sorts = [] }) {
    const from = filter?.timestamp === 'last_edited_time' ? filter.last_edited_time?.on_or_after : undefined;
    if (filter && from === undefined) throw refused('body.filter.last_edited_time should be defined.');
    const rows = [...this.pages.values()].filter((page) => page.source === source.id && !page.in_trash &&
      (from === undefined || Date.parse(page.last_edited_time) >= Date.parse(from)));
    const [sort] = sorts;
    if (sort) {
      const back = sort.direction === 'descending' ? -1 : 1;
      const at = (page) => Date.parse(page[sort.timestamp]);
      rows.sort((a, b) => back * (at(a) - at(b) || a.number - b.number));
    }
    return rows;
  }
}

/* A part of a list. Its cursor is the id of the next one. */
function paged(all, { start_cursor: cursor, page_size: size = 100 }, kind, shape = (one) => one) {
  const count = Number(size);
  if (!(count >= 1 && count <= 100)) throw refused('page_size should be a number between 1 and 100.');
  const at = cursor ? all.findIndex(({ id }) => id === cursor) : 0;
  if (at < 0) throw refused('The start_cursor provided is invalid.');
  const next = all[at + count]?.id ?? null;
  return {
    object: 'list', results: all.slice(at, at + count).map(shape), next_cursor: next, has_more: next !== null,
    type: kind, [kind]: {}, request_id: '3cf3f0a3-0000-4000-8000-000000000002',
  };
}

const queryOf = (req) => Object.fromEntries(req.query);

function bodyOf(req) {
  try { return req.json(); } catch { throw refused('Error parsing JSON body.', 'invalid_json'); }
}

function found(blocks, id) {
  for (const block of blocks ?? []) {
    const one = block.id === id ? block : found(block.children, id);
    if (one) return one;
  }
  return undefined;
}

/* A page, or a block of one, by its id. */
function held(server, id) {
  if (server.pages.has(dashed(id))) { const page = server.page(id); return { page, children: page.blocks }; }
  for (const page of server.pages.values()) {
    const block = found(page.blocks, dashed(id));
    if (block && !block.elsewhere) return { page, children: block.children ?? [] };
  }
  throw absent('block', id);
}

function routes(self) {
  const s = () => self.server;
  const newer = (work) => (req) => {
    if (req.old) throw refused('Invalid request URL.', 'invalid_request_url');
    return work(req);
  };
  const rows = (source, req) => {
    const body = bodyOf(req);
    return paged(s().find(source, body), body, 'page_or_data_source', (page) => s().pageJson(page, req.old));
  };
  return [
    ['GET', '/v1/users/me', () => ({
      ...s().user(BOT), bot: { owner: { type: 'workspace', workspace: true }, workspace_name: 'Подбор' },
    })],
    ['GET', '/v1/users/:id', (req) => {
      if (!s().users.has(dashed(req.params.id))) throw absent('user', req.params.id);
      return s().user(dashed(req.params.id));
    }],
    ['POST', '/v1/search', (req) => {
      const body = bodyOf(req);
      const wanted = body.filter?.value;
      if (wanted && wanted !== (req.old ? 'database' : 'data_source') && wanted !== 'page')
        throw refused('body.filter.value should be a kind of object of this API version.');
      const shared = [...s().sources.values()].filter((one) => one.shared);
      const all = req.old ? [...new Set(shared.map(({ database }) => database))].map((id) => s().databases.get(id))
        : shared;
      return paged(all, body, 'page_or_data_source', (one) => (req.old ? s().databaseJson(one, true)
        : s().sourceJson(one)));
    }],
    ['GET', '/v1/databases/:id', (req) => {
      if (req.old) s().only(req.params.id);
      return s().databaseJson(s().databaseOf(req.params.id), req.old);
    }],
    ['POST', '/v1/databases/:id/query', (req) => {
      if (!req.old) throw refused('Invalid request URL.', 'invalid_request_url');
      return rows(s().only(req.params.id), req);
    }],
    ['GET', '/v1/data_sources/:id', newer((req) => s().sourceJson(s().shared(req.params.id)))],
    ['POST', '/v1/data_sources/:id/query', newer((req) => rows(s().shared(req.params.id), req))],
    ['GET', '/v1/pages/:id', (req) => s().pageJson(s().page(req.params.id), req.old)],
    ['GET', '/v1/pages/:id/properties/:property', (req) => {
      const page = s().page(req.params.id);
      const property = s().sources.get(page.source).properties
        .find(({ id }) => decodeURIComponent(id) === req.params.property);
      if (!property) throw absent('property', req.params.property);
      const { start_cursor: at = 0, page_size: size = 100 } = queryOf(req);
      return propertyItem(property, page, s(), Number(at), Number(size));
    }],
    ['GET', '/v1/blocks/:id/children', (req) => {
      const { page, children } = held(s(), req.params.id);
      return paged(children, queryOf(req), 'block', (block) => blockJson(block, page, s()));
    }],
    ['GET', '/v1/comments', (req) => {
      if (!s().comments) throw failure(403);
      const page = s().page(req.query.get('block_id') ?? '');
      return paged(page.comments, queryOf(req), 'comment', ({ id, text, at, user = page.created_by }) => ({
        object: 'comment', id, parent: { type: 'page_id', page_id: page.id }, discussion_id: uuid(page.number, 66),
        created_time: at, last_edited_time: at, created_by: { object: 'user', id: user }, rich_text: richText(text),
      }));
    }],
    ['GET', '/files/:page/:name', (req) => {
      const bytes = s().bytes.get(`${req.params.page}/${req.params.name}`);
      if (!bytes || s().now() > Number(req.query.get('until'))) {
        const page = Buffer.from('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>');
        return new Reply(403, page, { 'content-type': 'application/xml' });
      }
      return new Reply(200, bytes, { 'content-type': 'application/pdf' });
    }, { open: true }],
  ];
}
