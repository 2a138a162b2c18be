// samples: people and things for the gallery; none of them exists.
import { zone } from '../lib/i18n.js';
import { dayOf } from '../lib/i18n-rules.js';
import { addDays, momentOf } from '../lib/day-rules.js';

export const PEOPLE = [
  { id: 1, name: 'Ковалёва Анна' },
  { id: 2, name: 'Орлов Дмитрий' },
  { id: 3, name: 'Сидоренко Павел' },
  { id: 4, name: 'Мельник Ольга' },
  { id: 5, name: 'Ахметов Тимур' },
  { id: 6, name: 'Громова Екатерина' },
  { id: 7, name: 'Литвин Сергей' },
];

export const TAGS = ['java', 'kotlin', 'senior', 'middle', 'junior', 'lead', 'qa', 'devops', 'design', 'sales'].map(
  (name, i) => ({ value: name, label: name, count: 208 >> i }),
);

const STATUSES = [
  ['новая', 'none'],
  ['в работе', 'acc'],
  ['ждёт ответа', 'warn'],
  ['готово', 'ok'],
];
const ROLES = ['Senior Java', 'QA Automation', 'Team Lead', 'DevOps', 'Kotlin', 'Аналитик', 'Дизайнер'];
const DAY = 86400000;

/* 60 tasks, each day a few older. */
export const TASKS = Array.from({ length: 60 }, (_, i) => {
  const [status, look] = STATUSES[(i * 7) % 4];
  const who = PEOPLE[(i * 3) % PEOPLE.length];
  return {
    id: `86c1v${(1000 + i * 37).toString(36)}`,
    name: `${PEOPLE[(i * 5 + 1) % PEOPLE.length].name}, ${ROLES[i % ROLES.length]}`,
    tag: TAGS[(i * 3) % TAGS.length].value,
    status,
    look,
    who,
    at: new Date(Date.now() - i * DAY * 0.7).toISOString(),
    transfer: ['none', 'done', 'none', 'running', 'failed'][i % 5],
  };
});

export const STATUS_ITEMS = STATUSES.map(([value]) => ({ value, label: value }));

export const VACANCIES = [
  'Java-разработчик',
  'Kotlin-разработчик',
  'Аналитик данных',
  'Руководитель отдела продаж',
].map((label, i) => ({ value: String(40 + i), label, hint: ['Nova', 'Северный банк', 'Линия', 'Nova'][i] }));

const HOUR = 3600000;
const ago = (hours) => new Date(Date.now() - hours * HOUR).toISOString();
/* Counted from today: on what day something is hangs neither on the hour nor on the zone. */
const dayAt = (days) => addDays(dayOf(new Date(), zone.value), days);
const at = (days, clock) => new Date(momentOf(dayAt(days), clock, zone.value)).toISOString();

export const EVENTS = [
  { id: 1, kind: 'stages', at: ago(0.2), look: 'now', from: 'Интервью', to: 'Команда', facts: 'Мария Лебедева' },
  {
    id: 2,
    kind: 'comments',
    at: ago(4),
    look: '',
    text: 'Сильный кандидат, задачу решила за 25 минут.\nЖдём ответа до пятницы.',
    facts: 'Дина Ким',
    files: [{ id: 7, name: 'Резюме Ковалёва.pdf', url: 'https://example.com/cv.pdf' }],
  },
  { id: 3, kind: 'stages', at: ago(30), look: 'acc', from: 'Отбор', to: 'Интервью', facts: 'Мария Лебедева' },
  { id: 4, kind: 'stages', at: at(-9, '14:20'), look: 'warn', from: 'Новые', to: 'Отбор', facts: 'Игорь Соколов' },
  {
    id: 5,
    kind: 'comments',
    at: at(-9, '12:05'),
    look: '',
    text: 'Созвонились.\nГотова выйти через две недели.\nОжидания: 3 500 $.\nПросит удалёнку.\n'
      + 'Тест взяла.\nЗвонить после 18:00.',
    facts: 'Дина Ким',
  },
  { id: 6, kind: 'stages', at: at(-12, '10:00'), look: 'ok', from: 'ClickUp', to: 'Новые', facts: 'Импорт № 141' },
];

export const CARDS = [
  { id: 11, column: 'todo', title: 'Позвонить Орлову Дмитрию', due: ago(20), late: true, who: PEOPLE[0], comments: 2 },
  {
    id: 12,
    column: 'todo',
    title: 'Согласовать вилку по вакансии «Java-разработчик» с заказчиком',
    due: ago(-30),
    who: PEOPLE[2],
  },
  { id: 13, column: 'todo', title: 'Описание вакансии аналитика', who: PEOPLE[4], comments: 5 },
  { id: 14, column: 'doing', title: 'Интервью: Ковалёва Анна', due: ago(-3), who: PEOPLE[0] },
  { id: 15, column: 'doing', title: 'Отчёт заказчику за неделю', due: ago(-50), who: PEOPLE[5], comments: 1 },
  { id: 16, column: 'done', title: 'Оффер: Громова Екатерина', who: PEOPLE[3] },
];

export const MEETINGS = [
  { id: 1, title: 'Созвон с Nova: вакансия Team Lead', start: at(0, '11:00'), end: at(0, '12:00'), look: 'acc' },
  { id: 2, title: 'Интервью: Ковалёва Анна', start: at(0, '15:00'), end: at(0, '16:30'), look: 'info' },
  { id: 3, title: 'Позвонить Орлову Дмитрию', start: at(0, '15:30'), end: at(0, '16:00'), look: 'warn' },
  { id: 4, title: 'Отчёт заказчику за неделю', start: at(0, '18:00'), end: at(0, '18:30'), look: '' },
  { id: 5, title: 'Разбор откликов', start: at(0, '16:00'), end: at(0, '17:00'), look: 'ok' },
  { id: 6, title: 'Ярмарка вакансий', start: dayAt(2), end: dayAt(4), all_day: true, look: 'acc' },
  { id: 7, title: 'Интервью: Мельник Ольга', start: at(1, '10:00'), end: at(1, '11:00'), look: 'info' },
  { id: 8, title: 'Ночная выгрузка', start: at(-1, '23:00'), end: at(0, '01:00'), look: '' },
  { id: 9, title: 'Оффер: Громова Екатерина', start: at(-6, '09:15'), end: at(-6, '09:45'), look: 'ok' },
  { id: 10, title: 'Интервью: Ахметов Тимур', start: at(9, '13:00'), end: at(9, '14:00'), look: 'info' },
];
