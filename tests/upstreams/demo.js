// demo.js: the demo company: its ClickUp workspace and its Huntflow organisation.
import { cv, mix, person } from './people.js';
import { STATUSES, uuid } from './workspace.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const MAIN_LIST = '901200100';
const MAIN_TASKS = 300;

const MEMBERS = [
  { id: 48210001, username: 'Ирина Белова', email: 'irina.belova@demo.example', color: '#7b68ee', initials: 'ИБ' },
  {
    id: 48210002, username: 'Олег Дорошевич', email: 'oleg.doroshevich@demo.example', color: '#0197a7', initials: 'ОД',
  },
  { id: 48210003, username: 'Светлана Ким', email: 'svetlana.kim@demo.example', color: '#e65100', initials: 'СК' },
  { id: 48210004, username: 'Mark Reed', email: 'mark.reed@demo.example', color: '#2e7d32', initials: 'MR' },
];
const TAGS = ['срочно', 'рекомендация', 'удалённо', 'релокация', 'java', 'qa', 'frontend', 'резерв'];

const LEVELS = [
  'Junior', 'Middle', 'Senior',
].map((name, n) => ({ id: uuid(n, 51), name, color: ['#81b1ff', '#2ecd6f', '#ff7800'][n], orderindex: n }));
const SKILLS = [
  'Java', 'SQL', 'React', 'C', 'Linux', 'Английский B2',
].map((label, n) => ({ id: uuid(n, 52), label, color: n % 2 ? '#f900ea' : null }));

const FIELD_KINDS = [
  ['LinkedIn', 'url', {}], ['rabota.by', 'url', {}], ['Телефон', 'phone', {}], ['E-mail', 'email', {}],
  ['Уровень', 'drop_down', { default: 0, placeholder: null, new_drop_down: true, options: LEVELS }],
  ['Навыки', 'labels', { options: SKILLS }], ['Дата выхода', 'date', {}],
  ['Ожидания', 'currency', { default: null, precision: 2, currency_type: 'USD' }], ['Опыт, лет', 'number', {}],
  ['Проверен', 'checkbox', {}],
  ['Рекрутер', 'users', { single_user: true, include_groups: false, include_guests: true, include_team_members: true }],
  ['Город', 'location', {}], ['Оценка', 'emoji', { count: 5, code_point: '2b50' }], ['Позиция', 'short_text', {}],
  ['Заметки', 'text', {}],
  ['Файлы', 'attachment', {}], ['Связанные', 'tasks', {}],
  [
    'Прогресс', 'automatic_progress',
    { tracking: { subtasks: true, checklists: true, assigned_comments: false }, complete_on: 3 },
  ],
];
const FIELDS = FIELD_KINDS.map(([name, type, type_config], n) => ({ id: uuid(n, 50), name, type, type_config }));
const FIELD = Object.fromEntries(FIELDS.map(({ name, id }) => [name, id]));
const ALL_FIELDS = FIELDS.map(({ id }) => id);

const LISTS = [
  {
    id: MAIN_LIST, name: 'Входящие резюме', folder: '90120010', space: '90120001', fields: ALL_FIELDS,
    content: 'Все отклики за последние недели',
  },
  { id: '901200101', name: 'Интервью', folder: '90120010', space: '90120001', fields: ALL_FIELDS },
  { id: '901200102', name: 'Офферы', folder: '90120010', space: '90120001', fields: ALL_FIELDS.slice(0, 4) },
  {
    id: '901200103', name: 'Старые отклики', folder: '90120011', space: '90120001', fields: ALL_FIELDS, archived: true,
  },
  { id: '901200104', name: 'Разработчики', folder: '90120011', space: '90120001', fields: ALL_FIELDS },
  { id: '901200105', name: 'Кадровый резерв', folder: null, space: '90120001', fields: ALL_FIELDS },
  { id: '901200106', name: 'Закупки', folder: null, space: '90120002', fields: [] },
];

// The ClickUp side. epoch: the day all dates are counted back from; with demo false it has no tasks.
export function workspaceData({ demo = true, epoch = today() } = {}) {
  return {
    epoch, team: { id: '9012345678', name: 'Северный мост' }, members: MEMBERS, tags: TAGS, fields: FIELDS,
    lists: LISTS,
    spaces: [
      { id: '90120001', name: 'Подбор' }, { id: '90120002', name: 'Офис' },
      { id: '90120003', name: 'Архив 2023', archived: true },
    ],
    folders: [
      { id: '90120010', name: 'Кандидаты', space: '90120001' }, { id: '90120011', name: 'База', space: '90120001' },
    ],
    tasks: demo ? tasks(epoch) : [],
  };
}

function tasks(epoch) {
  const out = [];
  for (let n = 0; n < MAIN_TASKS; n++) out.push(task(n, MAIN_LIST, epoch));
  const others = { 901200101: 12, 901200102: 5, 901200103: 6, 901200104: 14, 901200105: 9 };
  for (const [list, count] of Object.entries(others)) {
    for (let n = 0; n < count; n++) out.push(task(out.length, list, epoch));
  }
  for (let n = 0; n < 4; n++) {
    out.push({
      ...task(out.length, '901200106', epoch),
      name: ['Купить кофе', 'Кресла в переговорную', 'Бейджи для новых сотрудников', 'Print onboarding booklets'][n],
      attachments: [], fields: {},
    });
  }
  out[7].parent = out[6].id;
  out[8].parent = out[6].id;
  out[21].archived = true;
  out[22].archived = true;
  out[3].custom_id = 'HR-3';
  return out;
}

function task(n, list, epoch) {
  const who = duplicateOf(n) ?? n;
  const p = person(who);
  const created = epoch - 45 * DAY + n * 3 * HOUR + mix(n, 40) % HOUR;
  const status = STATUSES[[0, 0, 0, 1, 1, 2, 3, 0, 4, 0][mix(n, 41) % 10]].status;
  const updated = created + mix(n, 42) % (20 * HOUR) + HOUR;
  const talk = comments(n, updated, p);
  return {
    id: `86d${mix(n, 43).toString(36).padStart(7, '0').slice(-6)}`, list, name: title(n, p),
    description: description(n, p),
    status, priority: [0, 0, 3, 3, 2, 1, 4][mix(n, 44) % 7], created, updated: talk.at(-1)?.date ?? updated,
    closed: status === 'готово' ? updated : null, due: n % 4 === 0 ? created + 14 * DAY : null,
    start: n % 8 === 0 ? created + DAY : null,
    creator: MEMBERS[0].id, assignees: assignees(n), tags: TAGS.filter((_, k) => mix(n, 60 + k) % 6 === 0),
    fields: fields(n, p, epoch), attachments: files(n, p, created, who), comments: talk, order: n + 1,
    ...(n % 5 === 0 ? { estimate: n % 10 === 0 ? null : 3_600_000 } : {}),
  };
}

// These tasks are about someone who already has a task.
function duplicateOf(n) {
  return { 41: 12, 77: 30, 118: 2, 150: 30, 199: 64, 233: 101, 271: 5, 290: 188 }[n];
}

function title(n, p) {
  const odd = {
    17: 'Резюме', 31: '—', 45: ' ', 58: 'Java', 95: 'Кандидат', 130: '???', 166: 'CV_final_2 (1).pdf', 204: p.last,
  };
  if (odd[n] !== undefined) return odd[n];
  if (p.english)
    return [
      `${p.first} ${p.last} - ${p.job}`, `${p.first} ${p.last}, ${p.position}, ${p.city}`, `${p.first} ${p.last}`,
    ][n % 3];
  return [
    `${p.last} ${p.first}, ${p.position}, ${p.city}`, `${p.last} ${p.first}, ${p.position}, ${p.city}`,
    `${p.last} ${p.first} ${p.middle} - ${p.job}`, `${p.last} ${p.first} — ${p.position}`,
    `${p.position} | ${p.first} ${p.last}`,
    `Кандидат: ${p.last} ${p.first}`, `${p.first} ${p.last} (рекомендация)`, `${p.last} ${p.first} ${p.middle}`,
  ][mix(n, 45) % 8];
}

function description(n, p) {
  if (mix(n, 46) % 9 === 0) return '';
  const lines = [
    `${p.position}, ${p.city}. Опыт ${p.years} лет.`, `Навыки: ${p.skills.join(', ')}.`,
    `Последнее место: ${p.companies[0]}.`,
    ['Откликнулся сам через сайт.', 'Пришёл по рекомендации.', 'Нашли в поиске, готов к разговору.'][mix(n, 47) % 3],
  ];
  if (n % 7 === 0) lines.push('', `Контакты: ${p.phone}, ${p.email}`);
  if (n % 13 === 0)
    lines.push('', 'Пожелания:', '- удалённая работа', '- <b>без</b> переработок & "срочных" выходных 🙂');
  return lines.join('\n');
}

function assignees(n) {
  const first = MEMBERS[mix(n, 48) % MEMBERS.length].id;
  if (n % 11 === 0) return [];
  if (n % 9 === 0) return [first, MEMBERS[(mix(n, 48) + 1) % MEMBERS.length].id];
  return [first];
}

function fields(n, p, epoch) {
  const has = (name, every) => mix(n, FIELDS.findIndex((field) => field.name === name) + 70) % every === 0;
  const out = {};
  const put = (name, every, value) => { if (has(name, every)) out[FIELD[name]] = value; };
  put('Телефон', 2, p.phone);
  put('E-mail', 2, p.email);
  put('Уровень', 2, p.level ? LEVELS.findIndex(({ name }) => name === p.level) : 9);
  put('Навыки', 2, SKILLS.filter((_, k) => mix(n, 90 + k) % 2).map(({ id }) => id));
  put('Дата выхода', 3, String(epoch + (7 + n % 30) * DAY));
  put('Ожидания', 2, n % 2 ? `${p.salary}.50` : p.salary);
  put('Опыт, лет', 2, n % 2 ? String(p.years) : p.years);
  put('Проверен', 4, n % 2 ? 'true' : true);
  put('Рекрутер', 3, [MEMBERS[n % 4].id]);
  put('Город', 4, { location: { lat: 53.9, lng: 27.56 }, formatted_address: p.city, place_id: `place-${n}` });
  put('Оценка', 3, 1 + n % 5);
  put('Позиция', 3, p.position);
  put('Заметки', 5, 'Просил писать в Telegram.\nЗвонить после 18:00.');
  put('Файлы', 12, [
    {
      id: `${uuid(n, 58)}.pdf`, title: 'Портфолио.pdf', extension: 'pdf', mimetype: 'application/pdf', size: 140970,
      url: 'https://t9012345678.p.clickup-attachments.com/portfolio.pdf', date: String(epoch),
    },
  ]);
  put('Связанные', 15, [
    {
      id: '86d000000', name: 'Собеседование', status: 'новая', color: '#87909e', custom_type: null,
      team_id: '9012345678', deleted: false, url: 'https://app.clickup.com/t/86d000000', access: true,
    },
  ]);
  put('Прогресс', 6, { percent_complete: n % 101 });
  const kind = cvKind(n);
  if (kind === 'linkedin' || mix(n, 88) % 4 === 0) out[FIELD.LinkedIn] = p.linkedin;
  if (kind === 'rabota' || mix(n, 89) % 9 === 0) out[FIELD['rabota.by']] = p.rabota;
  if (kind === 'title') { delete out[FIELD.LinkedIn]; delete out[FIELD['rabota.by']]; }
  return out;
}

// Where a task's CV is.
function cvKind(n) {
  const luck = mix(n, 49) % 100;
  if (duplicateOf(n) !== undefined) return n % 2 ? 'same' : 'pdf';
  if (luck < 62) return 'pdf';
  if (luck < 74) return 'two';
  if (luck < 82) return 'linkedin';
  if (luck < 88) return 'rabota';
  if (luck < 93) return 'title';
  if (luck < 96) return 'scan';
  if (luck < 98) return 'broken';
  return 'image';
}

function files(n, p, created, who) {
  const file = (k, more) => ({
    id: uuid(n * 4 + k, 53), title: `${p.last} ${p.first} - CV.pdf`, date: created + (k + 1) * 5 * MINUTE, person: who,
    ...more
  });
  switch (cvKind(n)) {
    case 'pdf': return [file(0, { stamp: n % 5 === 0 ? undefined : `Отклик № ${1000 + n}`, text_size: n % 10 === 3 })];
    case 'same': return [file(0, {})];
    case 'two': return [
      file(1, {
        date: created + 2 * DAY, title: `${p.last} - новое резюме.pdf`,
        lines: [...cv(p), '', 'Обновлено: добавлен последний проект.'],
      }),
      file(0, {}),
    ];
    case 'scan': return [file(0, { scan: true, title: 'scan0001.pdf' })];
    case 'broken': return [file(0, { broken: true, title: 'resume.pdf' })];
    case 'image': return [
      file(0, {
        base64: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        title: 'photo.png',
      }),
    ];
    default: return [];
  }
}

function comments(n, from, p) {
  const count = n === 10 ? 60 : [0, 0, 1, 0, 2, 0, 3][mix(n, 54) % 7];
  const texts = [
    'Созвонились, интересно предложение.', 'Отправил тестовое задание.', `Ждём ответа от ${p.first}.`,
    'Зарплатные ожидания уточнить.', 'Good English, let us invite to the tech interview.',
  ];
  return Array.from({ length: count }, (_, k) => {
    const text = texts[mix(n * 64 + k, 55) % texts.length];
    const user = MEMBERS[mix(n * 64 + k, 56) % 4];
    const rich = k === 1 && {
      text: `@${user.username} ${text}`,
      parts: [
        {
          type: 'tag',
          user: {
            id: user.id, username: user.username, email: user.email, color: user.color, initials: user.initials,
            profilePicture: null,
          },
          text: `@${user.username}`,
        },
        { text: ' ' }, { text, attributes: { bold: true } }, { text: '\n', attributes: { 'block-id': 'block-1' } },
      ],
    };
    return {
      id: 4_580_000 + n * 64 + k, date: from + k * 17 * MINUTE, user: MEMBERS[mix(n + k, 57) % 4].id, text, ...rich
    };
  });
}

const STAGES = [
  ['Новые', 'user'], ['Отбор', 'user'], ['Интервью', 'user'], ['Команда', 'user'], ['Оффер', 'user'],
  ['Старый этап', 'user', '2024-02-01T00:00:00+03:00'],
  ['Вышел на работу', 'hired'], ['Отказ', 'trash'],
];
const POSITIONS = [
  ['Senior Java Developer', '3000–4500 USD'], ['QA Engineer', 'до 2500 USD'],
  ['Frontend Developer (React)', '2000–3500 USD'],
  ['C Developer (Linux, nginx)', 'от 3500 USD'], ['Системный аналитик', null],
  ['Менеджер проектов', '2500 USD', 'HOLD'],
];
const COLORS = ['00ad3b', 'ed1c24', '3e4684', 'f8ae00'];

// The Huntflow side; with demo false it has no applicants.
export function huntflowData({ demo = true } = {}) {
  return {
    me: {
      id: 501, name: 'Ирина Белова', position: 'Рекрутер', email: 'irina.belova@demo.example', phone: null,
      locale: 'ru_RU',
    },
    accounts: [
      { ...account(11, 'Северный мост', 'north-bridge'), applicants: demo ? earlier(11) : [] },
      account(12, 'Северный мост: стажёры', 'north-bridge-interns'),
    ],
  };
}

function account(id, name, nick) {
  const at = (n) => id * 100 + n;
  return {
    id, name, nick,
    vacancies: POSITIONS.map(([position, money, state = 'OPEN'], n) => ({
      account_division: at(1 + n % 2), account_region: null, position, company: name, money, priority: n === 0 ? 1 : 0,
      hidden: false, state,
      id: at(10 + n), created: `2026-0${1 + n}-12T10:00:00+03:00`, additional_fields_list: [], multiple: false,
      parent: null,
      account_vacancy_status_group: null, updated: null, body: `<p>Ищем: ${position}.</p>`,
      requirements: '<ul><li>Опыт от трёх лет</li></ul>', conditions: '<p>Удалённо или офис.</p>',
      files: [], source: null, blocks: [],
    })),
    statuses: STAGES.map(([stage, type, removed = null], n) => ({
      id: at(40 + n), type, name: stage, removed, order: type === 'user' ? n : 9998 + (type === 'trash' ? 1 : 0),
      stay_duration: n === 2 ? 10 : null,
    })),
    tags: [
      ...MEMBERS.map(({ username }) => username), 'Чёрный список', 'Рекомендация',
    ].map((tag, n) => ({ id: at(60 + n), name: tag, color: COLORS[n % COLORS.length] })),
    sources: [
      ['LinkedIn', 'system'], ['rabota.by', 'system'], ['HeadHunter', 'system'], ['ClickUp', 'user'],
      ['Рекомендация', 'user'],
    ].map(([source, type], n) => ({
      id: at(70 + n), foreign: type === 'system' ? source.toUpperCase() : null, name: source, type,
    })),
    rejection_reasons: [
      ['Высокие ожидания', 1], ['Нет опыта', 2], ['Выбрал другую компанию', 3],
    ].map(([reason, n]) => ({ id: at(80 + n), name: reason, order: n })).concat({ id: null, name: 'Другое', order: 4 }),
    coworkers: MEMBERS.map(({ username, email }, n) => ({
      id: at(90 + n), member: 500 + n + 1, name: username, type: n === 0 ? 'owner' : 'manager', head: null, email,
      meta: null, permissions: [],
    })),
    divisions: ['Разработка', 'Продукт'].map((division, n) => ({
      id: at(1 + n), name: division, order: n, active: true, parent: null, deep: 0, foreign: `div-${n + 1}`, meta: {},
    })),
    additional_fields: {
      category: {
        id: at(5), type: 'dictionary', title: 'Категория', required: false, order: 1, value: null, pass_to_report: true,
        name: 'category', dictionary: 'category', search_field: 'multi_field_2', filterable: true,
        disableAutofill: true, account: id,
      },
    },
    questionary: {
      english: {
        type: 'dictionary', id: at(6), title: 'Английский', required: false, order: 1, value: null,
        show_in_profile: true, dictionary: 'english', search_filter: true, account: id, search_field: 'multi_field_1',
      },
      relocation: {
        type: 'string', id: at(7), title: 'Готовность к переезду', required: false, order: 2, value: null,
        show_in_profile: true, account: id,
      },
    },
  };
}

// People the company knew already; the first six have tasks too.
function earlier(id) {
  return [0, 5, 9, 26, 60, 111, 900, 901, 902, 903, 904, 905].map((n, k) => {
    const p = person(n);
    return {
      first_name: p.first, last_name: p.last, middle_name: p.middle, email: p.email, phone: p.phone,
      position: p.position, company: p.companies[0], money: `${p.salary} USD`,
      externals: [{ auth_type: 'NATIVE', account_source: id * 100 + 72, data: { body: cv(p).join('\n') }, files: [] }],
      tags: k % 3 === 0 ? [id * 100 + 60 + k % 4] : [],
      link: k % 2 === 0 ? { vacancy: id * 100 + 10 + k % 5, status: id * 100 + 40 + k % 5 } : undefined,
    };
  });
}

function today() {
  return Math.floor(Date.now() / DAY) * DAY;
}
