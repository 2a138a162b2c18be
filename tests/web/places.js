// places.js: every page there is, in a house where each has something to show: for pictures and for figures.
import { spawn } from 'node:child_process';
import { startHouse } from '../lib/house.js';
import { QUICK, reaches, start, sync } from '../lib/recruiter.js';
import { csvBytes, uploadTable } from '../lib/tables.js';
import { end } from '../lib/within.js';
import { demoEnv, startBoards } from '../upstreams/main.js';
import { ACCOUNT, JAVA, STAGE, base } from './huntflow.js';

const TASKS = 400;
const MOVED = 12;
const DEMO = new URL('../upstreams/seed.js', import.meta.url).pathname;

/*
 * -> { house, client (an administrator), places: { name: address }, stop() }. env: of the house, over its small sizes.
 */
export async function startPlaces({ env } = {}) {
  const boards = await startBoards();
  let house = null;
  const stop = async () => {
    await house?.stop();
    await boards.stop();
  };
  try {
    house = await startHouse({
      upstreams: true, demo: true, env: { ...QUICK, ...demoEnv(boards.facts), ...env },
    });
    const client = await house.user({ role: 'admin', company: 'Северный мост', name: 'Мария Лебедева' });
    const places = await furnish(house, client, boards);
    return { house, client, places, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function furnish(house, client, boards) {
  await client.connect({ settings: { max_tasks: TASKS } });
  await sync(house, client);
  await seedDemo(house, client, boards);
  const candidate = await seedPeople(client);
  const applicant = await seedApplicant(house);
  const table = await seedTable(client);
  const [{ task_id: task }] = (await client.get('/clickup/tasks?page_size=1')).json;
  const job = await seedImport(house, client);
  const [work] = (await client.get('/api/v1/tasks/')).json;
  const [project] = (await client.get('/api/v1/projects/')).json;
  return {
    today: '/', tasks: '/tasks/', task: `/tasks/${work.id}/`, board: '/tasks/board/', calendar: '/tasks/calendar/',
    bin: '/tasks/bin/', stats: '/tasks/stats/', projects: '/projects/', project: `/projects/${project.id}/`,
    inbox: '/inbox/', candidates: '/candidates/', candidate: `/candidates/${candidate}/`,
    duplicates: '/candidates/duplicates/', reports: '/candidates/reports/', search: '/candidates/search/',
    salaries: '/candidates/search/?tab=salary', 'clickup-tasks': '/clickup/tasks/',
    'clickup-task': `/clickup/task/${task}/`, imports: '/clickup/bulk-import/',
    'import-new': '/clickup/bulk-import/?new=1', import: `/clickup/bulk-import/${job}/`,
    'clickup-settings': '/clickup/settings/', syncs: '/clickup/sync-logs/', replies: '/clickup/auto-replies/',
    'reply-new': '/clickup/auto-replies/?rule=new', huntflow: '/huntflow/', vacancies: `${base}/vacancies/`,
    vacancy: `${base}/vacancies/${JAVA}/`, applicants: `${base}/applicants/`,
    applicant: `${base}/applicants/${applicant}/`, 'applicant-edit': `${base}/applicants/${applicant}/edit/`,
    calls: '/huntflow/logs/', cache: '/huntflow/cache/', tables: '/tables/', table: `/tables/${table.id}/`,
    row: `/tables/${table.id}/rows/${table.row}/`, integrations: '/integrations/', bitrix: '/bitrix24/',
    mirrors: '/bitrix24/tasks/', notion: '/notion/', profile: '/profile/', people: '/admin/', jobs: '/admin/jobs/',
    audit: '/admin/audit/', bots: '/admin/bots/', sessions: '/admin/sessions/', rules: '/admin/rules/',
    storage: '/admin/storage/', missing: '/nothing/here/',
  };
}

/* What `make demo` begins with, too: the team's work, boards, people found there. */
async function seedDemo(house, client, boards) {
  const link = `${house.url}/login/#${await house.loginToken(client.user.email)}`;
  const child = spawn(process.execPath, [DEMO], { env: { ...process.env, DEMO_LINK: link } });
  let said = '';
  child.stderr.on('data', (chunk) => { said += chunk; });
  child.stdin.end(`${JSON.stringify(boards.facts)}\n`);
  if (await end(child) !== 0) throw new Error(`the demo's data: ${said}`);
}

async function seedPeople(client) {
  const add = (fields) => client.send('POST', '/api/v1/candidates', fields).then(({ json }) => json.id);
  const one = await add({
    first_name: 'Анна', last_name: 'Ковалёва', email: 'anna@nova.by', current_position: 'Разработчик',
    location: 'Минск', skills: ['C++', 'Qt'], salary_min: 2000, currency: 'USD', summary: 'Пишу серверы.',
  });
  await add({ first_name: 'Anna', last_name: 'Kovaleva', location: 'Минск' });
  return one;
}

async function seedApplicant(house) {
  const { url, api_key: key } = house.up.huntflow;
  const send = async (path, body) => (await fetch(`${url}/accounts/${ACCOUNT}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'User-Agent': 'test', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })).json();
  const { id } = await send('/applicants', {
    last_name: 'Ковалёва', first_name: 'Анна', email: 'anna.k@example.com', phone: '+375 29 555-01-47',
    position: 'Senior Java Developer', company: 'Линия',
    externals: [{ auth_type: 'NATIVE', data: { body: 'Java, Spring Boot\n\nОпыт: шесть лет' }, files: [] }],
  });
  await send(`/applicants/${id}/vacancy`, { vacancy: JAVA, status: STAGE.new });
  return id;
}

async function seedTable(client) {
  const { json: { id } } = await uploadTable(client, csvBytes([
    ['ФИО', 'Телефон', 'Почта', 'Город'],
    ['Ковалёва Анна', '+375 29 111-22-33', 'anna@nova.by', 'Минск'], ['Быков Олег', '', 'oleg@nova.by', 'Брест'],
  ]), { name: 'отклики.csv' });
  const [row] = (await client.get(`/api/v1/tables/${id}/rows/`)).json;
  return { id, row: row.id };
}

async function seedImport(house, client) {
  const some = (await client.get(`/clickup/tasks?page_size=${MOVED}`)).json.map(({ task_id: id }) => id);
  const { id } = await start(client, { scope: 'selection', task_ids: some });
  await reaches(house, client, id, 'completed');
  return id;
}
