// seed.js: what the demo company's team works on: projects, tasks, job boards, and people found there.
// node tests/upstreams/seed.js < the line that main.js prints; DEMO_LINK: what signs an administrator in once.
import fs from 'node:fs';

const DAY = 86_400_000;
const { origin, hash } = new URL(process.env.DEMO_LINK);
const boards = JSON.parse(fs.readFileSync(0, 'utf8').split('\n').find((line) => line.startsWith('{')));

const session = {};

async function send(path, body) {
  const res = await fetch(origin + path, {
    method: 'POST', body: JSON.stringify(body),
    headers: { Origin: origin, 'Content-Type': 'application/json', ...session },
  });
  const text = await res.text();
  if (!res.ok) throw new Error(`${path}: ${res.status} ${text}`);
  const cookie = /hw_session=[^;]*/.exec(res.headers.get('set-cookie') ?? '');
  return { ...(text === '' ? {} : JSON.parse(text)), ...(cookie ? { cookie: cookie[0] } : {}) };
}

async function signIn() {
  const { cookie, csrf } = await send('/api/v1/auth/link', { token: hash.slice(1) });
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

await signIn();
await seedTeam();
await seedBoards();
await send('/api/v1/auth/logout', {});
