// samples: people and things for the gallery; none of them exists.

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
