// demo_portal.js: the demo company's Bitrix24 portal: departments, staff, a workgroup's tasks, calendars.
export const GROUP = 12;	// the workgroup that a project mirrors
export const OWNER = '2';	// who is the demo's administrator

const DAY = 86_400_000;
const DEPARTMENTS = [
  { ID: '2', NAME: 'Подбор персонала' }, { ID: '3', NAME: 'Разработка' }, { ID: '4', NAME: 'Бэкенд', PARENT: '3' },
  { ID: '5', NAME: 'Аналитика', PARENT: '3' }, { ID: '6', NAME: 'Офис' },
];

// Title, status, responsible, days until due, and what differs.
const TASKS = [
  ['Оформить пропуск для Петровой', '2', OWNER, 1, { TAGS: ['адаптация'] }],
  ['Выдать ноутбук новому аналитику', '3', '4', 2, { PRIORITY: '2', TAGS: ['адаптация', 'техника'] }],
  ['Собрать документы для трудового договора', '4', OWNER, 0, { DESCRIPTION: 'Паспорт, диплом, трудовая книжка.' }],
  ['Познакомить с командой бэкенда', '2', '5', 4, {}],
  ['План на испытательный срок', '2', OWNER, 6, { TAGS: ['адаптация'] }],
  ['Экскурсия по офису', '5', '3', -3, {}],
  ['Заказать мерч', '6', '6', 14, {}],
];

const at = (now, days, hour) => {
  const day = new Date(now + days * DAY);
  day.setUTCHours(hour, 0, 0, 0);
  return day.toISOString().replace('.000Z', 'Z');
};

// Name, whose (0: the company's), days from today, hours from and to (UTC; none: the whole day), and what differs.
const EVENTS = [
  ['Итоги недели', 0, 1, 9, 10, { location: 'Переговорная «Север»' }],
  ['День компании', 0, 8, null, null, {}],
  ['Собеседование: Анна Ковалёва', 2, 0, 11, 12, { location: 'Zoom', description: 'Java-разработчик, техлид Олег' }],
  ['Собеседование: Дмитрий Орлов', 2, 2, 8, 9, { location: 'Переговорная «Юг»' }],
  ['Созвон с «Орионом»', 2, 1, 13, 14, {}],
  ['Отпуск', 2, 20, null, null, {}],
];

export function furnishPortal(portal) {
  const now = portal.now();
  for (const one of DEPARTMENTS) portal.addDepartment(one);
  for (const [id, user] of portal.users) Object.assign(user, { UF_DEPARTMENT: [2 + Number(id) % 5] });
  Object.assign(portal.users.get(OWNER), {
    NAME: 'Ирина', LAST_NAME: 'Белова', SECOND_NAME: '', WORK_POSITION: 'Руководитель подбора',
    EMAIL: 'irina.belova@demo.example', UF_DEPARTMENT: [2],
  });
  portal.users.get('9').ACTIVE = false;
  for (const [TITLE, STATUS, who, due, more] of TASKS) {
    portal.addTask({
      TITLE, STATUS, RESPONSIBLE_ID: who, GROUP_ID: String(GROUP), DEADLINE: Date.parse(at(now, due, 15)), ...more,
    });
  }
  for (const [name, owner, days, from, to, more] of EVENTS) {
    const whole = from === null;
    portal.addEvent({
      type: owner === 0 ? 'company_calendar' : 'user', ownerId: owner, name, skip_time: whole ? 'Y' : 'N',
      from: whole ? at(now, days, 0).slice(0, 10) : at(now, days, from),
      to: whole ? at(now, days, 0).slice(0, 10) : at(now, days, to), ...more,
    });
  }
}
