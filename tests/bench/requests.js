// requests.js: what the pages of tasks ask for, each filter, order and tab of them: names and addresses.
import { PEOPLE, RARE, STATUSES, TAGS } from '../lib/texts.js';

const DAY = 86_400_000;
const LIST = '/clickup/tasks';
const [JAVA, , PYTHON] = TAGS;
const [CLOSED] = STATUSES.map(({ name }) => name);

export const ORDERS = ['-date_updated', 'date_updated', 'name', '-name', 'due_date', '-due_date', 'date_created',
  '-date_created', 'priority', '-priority'];
export const PRIORITIES = ['urgent', 'high', 'normal', 'low', 'none'];
export const CVS = ['pdf', 'file', 'linkedin', 'rabota', 'none', 'unknown'];
export const TRANSFERS = ['none', 'done', 'running', 'failed', 'unsure'];

export const list = (asked = {}) => {
  const text = String(new URLSearchParams(Object.entries(asked).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, one]))));
  return text === '' ? LIST : `${LIST}?${text}`;
};
export const days = (n) => new Date(Date.now() + n * DAY).toISOString().slice(0, 10);

/* name -> the filter alone */
const FILTERS = {
  ...Object.fromEntries(STATUSES.map(({ name }) => [`status ${name}`, { status: name }])),
  'two statuses': { status: STATUSES.slice(3, 5).map(({ name }) => name) },
  ...Object.fromEntries(PRIORITIES.map((priority) => [`priority ${priority}`, { priority }])),
  'tag of a third of them': { tag: JAVA },
  'tag of a few': { tag: TAGS.at(-1) },
  'two tags': { tag: [JAVA, PYTHON] },
  'assignee of many': { assignee: PEOPLE[0] },
  'assignee of a few': { assignee: PEOPLE.at(-1) },
  ...Object.fromEntries(CVS.map((cv) => [`CV ${cv}`, { cv }])),
  ...Object.fromEntries(TRANSFERS.map((transfer) => [`transfer ${transfer}`, { transfer }])),
  'updated since a week': { updated_from: days(-7) },
  'updated since a year': { updated_from: days(-365) },
  'updated in a month of long ago': { updated_from: days(-1000), updated_to: days(-970) },
  'due in a month': { due_from: days(-10), due_to: days(20) },
  'due before a year ago': { due_to: days(-365) },
  'common word': { search: 'опыт' },
  'rare word': { search: RARE },
  'no such word': { search: 'нетникогда' },
  'one letter': { search: 'р' },
  'two letters': { search: 'ра' },
  'two words': { search: 'java разработчик' },
  'eight words': { search: 'java опыт работы знание команды проект от лет' },
  'C++': { search: 'C++' },
  'end of a phone': { search: '2345' },
  'tag, status': { tag: JAVA, status: CLOSED },
  'rare tag, status': { tag: TAGS.at(-1), status: CLOSED },
  'word, status': { search: 'опыт', status: CLOSED },
  'word, tag, assignee': { search: 'опыт', tag: JAVA, assignee: PEOPLE[0] },
  'letter, tag, status, CV, since a year': {
    search: 'р', tag: JAVA, status: CLOSED, cv: 'pdf', updated_from: days(-365),
  },
};

/* -> [{name, paths}]. total: how many tasks there are; deep: the address of a page by its cursor. */
export function requests({ total, deep, details, job }) {
  const pages = Math.ceil(total / 20);
  const rows = Object.entries(FILTERS).map(([name, asked]) => [name, list(asked)]);
  for (const sort of ORDERS) {
    rows.push([`order ${sort}`, list({ sort })]);
    rows.push([`order ${sort}, status`, list({ sort, status: CLOSED })]);
    rows.push([`order ${sort}, tag, word`, list({ sort, tag: JAVA, search: 'опыт' })]);
  }
  rows.push(
    ['page 250', list({ page: 250 })],
    ['page 250, status', list({ page: 250, status: CLOSED })],
    ['page 100, common word', list({ page: 100, search: 'опыт' })],
    ['page in the middle', list({ page: pages >> 1 })],
    ['last page', list({ page: pages })],
    ['last page, order name', list({ page: pages, sort: 'name' })],
    ['page by Link at depth 300', deep],
    ['count of a tab', TRANSFERS.slice(0, 4).map((transfer) => list({ transfer, page_size: 1 }))],
    ['choices of the filters', '/clickup/api/task-filters'],
    ['saved views, with counts', '/clickup/api/views'],
    ['missing tasks', '/clickup/api/missing-tasks'],
    ['sync logs', '/clickup/sync-logs'],
    ['a task', details],
    ['progress of an import', `/clickup/api/bulk-import-progress/${job}`],
    ['dashboard', '/clickup'],
    ['statistics of the log', '/api/v1/huntflow/logs/stats/'],
    ['log', '/api/v1/huntflow/logs/'],
  );
  return rows.map(([name, paths]) => ({ name, paths: [paths].flat() }));
}
