// seed.js: what the demo company's team works on: projects, tasks, job boards, people found there, its portal, tables.
// node tests/upstreams/seed.js < the line that main.js prints; DEMO_LINK: what signs an administrator in once.
import fs from 'node:fs';

const DAY = 86_400_000;
const { origin, hash } = new URL(process.env.DEMO_LINK);
const boards = JSON.parse(fs.readFileSync(0, 'utf8').split('\n').find((line) => line.startsWith('{')));

const session = {}, me = {};

async function ask(method, path, body, type) {
  const res = await fetch(origin + path, {
    method, body, headers: { Origin: origin, ...(type && { 'Content-Type': type }), ...session },
  });
  const text = await res.text();
  if (!res.ok) throw new Error(`${path}: ${res.status} ${text}`);
  if (text.startsWith('[')) return JSON.parse(text);
  const cookie = /hw_session=[^;]*/.exec(res.headers.get('set-cookie') ?? '');
  return { ...(text === '' ? {} : JSON.parse(text)), ...(cookie ? { cookie: cookie[0] } : {}) };
}

const send = (path, body) => ask('POST', path, JSON.stringify(body), 'application/json');
const get = (path) => ask('GET', path);

async function signIn() {
  const { cookie, csrf, user } = await send('/api/v1/auth/link', { token: hash.slice(1) });
  Object.assign(me, user);
  Object.assign(session, { Cookie: cookie, 'X-CSRF-Token': csrf });
}

const inDays = (n, hour = 15) => {
  const at = new Date(Date.now() + n * DAY);
  at.setUTCHours(hour, 0, 0, 0);
  return at.toISOString();
};

const COLLEAGUES = [
  { name: 'Олег Дорошевич', email: 'oleg.doroshevich@demo.example', role: 'recruiter' },
  { name: 'Светлана Ким', email: 'svetlana.kim@demo.example', role: 'recruiter' },
];

const PROJECTS = [
  { name: 'Java-команда для «Ориона»', client: 'Орион', status: 'active', deadline: inDays(30).slice(0, 10) },
  { name: 'Аналитики в «Северный мост»', client: 'Северный мост', status: 'active' },
];

// Title, project (-1: none), colleague (-1: nobody), days until due (null: none), and what differs from the usual.
const TASKS = [
  ['Позвонить Анне Ковалёвой по офферу', 0, 0, 0, { priority: 'urgent', status: 'in_progress', tags: ['оффер'] }],
  ['Согласовать вилку с «Орионом»', 0, 1, -2, { priority: 'high', tags: ['клиент'] }],
  ['Собрать обратную связь после интервью', 0, 0, 1, {
    status: 'review', checklist: [{ text: 'техлид', done: true }, { text: 'HR', done: false }],
  }],
  ['Обновить описание вакансии Java Senior', 0, 1, 3, {}],
  ['Проверить тестовые задания', 0, 0, 4, { checklist: [{ text: 'Петрова', done: false }] }],
  ['Подготовить бриф по аналитикам', 1, 1, -1, { status: 'in_progress', tags: ['клиент'] }],
  ['Разобрать отклики за неделю', 1, 0, 2, { priority: 'high', tags: ['отклики'] }],
  ['Назначить интервью с тремя аналитиками', 1, 1, 5, {}],
  ['Запросить рекомендации', 1, -1, null, { priority: 'low' }],
  ['Отправить отчёт заказчику', 1, 0, -5, { status: 'done' }],
  ['Закрыть вакансию QA', 0, 1, -7, { status: 'done' }],
  ['Продлить доступ к HH.ru', -1, -1, 10, { tags: ['площадки'] }],
];

async function seedTeam() {
  const people = [];
  for (const one of COLLEAGUES) people.push(await send('/api/v1/users/', one));
  const ids = people.map((one) => one.id ?? one.user.id);
  const members = ids.map((user) => ({ user, role: 'executor' }));
  const projects = [];
  for (const one of PROJECTS) projects.push(await send('/api/v1/projects/', { ...one, members }));
  for (const [title, project, who, due, more] of TASKS) {
    await send('/api/v1/tasks/', {
      title, ...(project >= 0 && { list: projects[project].id }), ...(who >= 0 && { assigned_to: ids[who] }),
      ...(due !== null && { due_date: inDays(due) }), ...more,
    });
  }
}

async function seedBoards() {
  const keys = ({ id, secret, access, refresh }) => ({
    api_key: id, api_secret: secret, access_token: access, refresh_token: refresh,
  });
  const found = [
    { platform: 'hh_ru', name: 'Основная', ...keys(boards.hh) },
    { platform: 'superjob', name: 'Основная', ...keys(boards.superjob) },
    { platform: 'lalafo', name: 'Бишкек', is_active: true },
  ];
  for (const one of found) {
    const { id } = await send('/api/integrations/', one);
    await send(`/api/integrations/${id}/test-connection`, {});
  }
  const wish = { platforms: ['hh_ru', 'superjob'], keywords: ['Java'], limit: 40 };
  await send('/api/integrations/search-candidates', wish);
}

/* A sync of an account to its end; one that lasts goes on by itself. */
async function sync(accounts, id, what) {
  await send(`${accounts}${id}/sync/`, what);
  for (let tries = 0; tries < 300; tries++) {
    const [{ status }] = await get(`${accounts}${id}/sync-logs/`);
    if (!['queued', 'running'].includes(status)) return;
    await new Promise((done) => { setTimeout(done, 100); });
  }
}

async function seedPortal() {
  const ACCOUNTS = '/api/v1/bitrix24/accounts/';
  const { url, group, owner } = boards.bitrix;
  const { id } = await send(ACCOUNTS, { name: 'Портал компании', credentials: { webhook_url: url } });
  await send(`${ACCOUNTS}${id}/test-connection/`, {});
  await sync(ACCOUNTS, id, { what: 'employees' });
  const staff = await get('/api/v1/bitrix24/employees/?page_size=100');
  const self = staff.find(({ metadata }) => String(metadata.bitrix_id) === owner);
  await send(`/api/v1/bitrix24/employees/${self.id}/link/`, { user_id: me.id });
  const project = await send('/api/v1/projects/', { name: 'Адаптация новых сотрудников', status: 'active' });
  await send('/api/v1/bitrix24/projects/', { account_id: id, project_id: project.id, group_id: group });
  await sync(ACCOUNTS, id, { what: 'all' });
}

async function seedNotion() {
  const ACCOUNTS = '/api/v1/notion/accounts/';
  const { id } = await send(ACCOUNTS, {
    name: 'База кандидатов', credentials: { token: boards.notion.token },
    settings: { data_source_id: boards.notion.source },
  });
  await send(`${ACCOUNTS}${id}/test-connection/`, {});
  await sync(ACCOUNTS, id, {});
}

const FAIR = `ФИО;Телефон;Почта;Профиль;Должность;Зарплата;Город;Комментарий
Ковалёва Анна Сергеевна;+375 29 111-22-33;anna.kovaleva@demo.example;https://www.linkedin.com/in/anna-k;Аналитик;1800 USD;Минск;Говорили у стенда
Быков Олег;+375 33 222-33-44;oleg.bykov@demo.example;;Java-разработчик;2500 USD;Брест;Готов к переезду
Зуева Вера Игоревна;+375 25 333-44-55;vera.zueva@demo.example;https://hh.ru/resume/0123456789;Тестировщик;1500 USD;Гродно;
Лис Ян;;yan.lis@demo.example;https://github.com/yanlis;DevOps;;Варшава;Только удалённо
Ким Светлана;+996 555 123 456;;;Рекрутер;900 USD;Бишкек;Позвонить после 18
`;

function seedTable() {
  const form = new FormData();
  form.append('file', new Blob([FAIR], { type: 'text/csv' }), 'Ярмарка вакансий.csv');
  return ask('POST', '/api/v1/tables/', form);
}

await signIn();
await seedTeam();
await seedBoards();
await seedPortal();
await seedNotion();
await seedTable();
await send('/api/v1/auth/logout', {});
