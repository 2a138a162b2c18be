// bitrix_methods.js: the methods of the simulated portal's REST: what each takes, refuses and answers.
import { Reply } from './server.js';

const PAGE = 50;
const HOUR = 3600_000;

// The service's refusals: code -> [status, description].
export const REFUSALS = {
  QUERY_LIMIT_EXCEEDED: [503, 'Too many requests'],
  OVERLOAD_LIMIT: [503, 'REST API is blocked due to overload.'],
  OPERATION_TIME_LIMIT: [429, 'Method is blocked due to operation time limit.'],
  NO_AUTH_FOUND: [401, 'Wrong authorization data'],
  expired_token: [401, 'The access token provided has expired.'],
  INVALID_CREDENTIALS: [401, 'Invalid request credentials'],
  ACCESS_DENIED: [403, 'REST API is available only on commercial plans.'],
  insufficient_scope: [403, 'The request requires higher privileges than provided by the webhook token'],
  ERROR_METHOD_NOT_FOUND: [404, 'Method not found!'],
  INTERNAL_SERVER_ERROR: [500, 'Internal server error'],
};

export function bitrixError(code, description, status) {
  const [known, text] = REFUSALS[code] ?? [400, ''];
  return new Reply(status ?? known, { error: code, error_description: description ?? text });
}

const TIMES = /DATE|DEADLINE/;

function matches(row, name, wanted) {
  const [, sign, field] = /^(!?[<>=%]*)(.*)$/.exec(name);
  if (field === 'TAG') return Object.values([].concat(wanted)).some((tag) => row.TAGS.includes(tag));
  const key = field === 'REAL_STATUS' ? 'STATUS' : field;
  if (!(key in row)) return true;	// the service does not look at a filter that it does not know
  const time = TIMES.test(key);
  const has = time ? row[key] : row[key] === true ? 'Y' : row[key] === false ? 'N' : row[key];
  const want = time ? Date.parse(wanted) : wanted === true ? 'Y' : wanted === false ? 'N' : wanted;
  if (sign.includes('<') || sign.includes('>')) {
    if (has === null) return false;
    const [a, b] = [Number(has), Number(want)];
    return sign.startsWith('>') ? (sign.endsWith('=') ? a >= b : a > b) : (sign.endsWith('=') ? a <= b : a < b);
  }
  const one = (each) => {
    if (key === 'TITLE' && /[%_]/.test(each)) {
      const pattern = each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/%/g, '.*').replace(/_/g, '.');
      return new RegExp(`^${pattern}$`, 'is').test(has);
    }
    if (Array.isArray(has)) return has.map(String).includes(String(each));
    return (has ?? '') === '' ? String(each) === '' : String(has).toLowerCase() === String(each).toLowerCase();
  };
  const hit = [].concat(want && typeof want === 'object' ? Object.values(want) : want).some(one);
  return sign.startsWith('!') ? !hit : hit;
}

/* A page of rows: filtered, ordered by a field, 50 from start; start -1 does not count. */
function page(rows, { filter = {}, start = 0, field = 'ID', descending = false }) {
  const value = (row) => (/^\d+$/.test(row[field] ?? '') || typeof row[field] === 'number'
    ? Number(row[field]) : String(row[field] ?? ''));
  const hit = (row) => Object.entries(filter).every(([name, wanted]) => matches(row, name, wanted));
  // Page after page of very many: no more are looked at than it takes, where they lie in this order already.
  if (Number(start) === -1 && field === 'ID' && !descending &&
      rows.every((row, n) => n === 0 || Number(rows[n - 1].ID) < Number(row.ID))) {
    const list = [];
    for (let n = 0; n < rows.length && list.length < PAGE; n++) if (hit(rows[n])) list.push(rows[n]);
    return { list };
  }
  const found = rows.filter(hit).sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    const way = x < y ? -1 : x > y ? 1 : Number(a.ID) - Number(b.ID);
    return descending ? -way : way;
  });
  const from = Math.max(0, Number(start));
  const list = found.slice(from, from + PAGE);
  if (Number(start) === -1) return { list };
  return { list, total: found.length, ...(from + PAGE < found.length ? { next: from + PAGE } : {}) };
}

const paging = ({ total, next }) => ({
  ...(next === undefined ? {} : { next }), ...(total === undefined ? {} : { total }),
});

function listTasks(portal, { filter, select, order = {}, start }) {
  const [[field, way]] = [...Object.entries(order), ['ID', 'desc']];
  const rows = [...portal.tasks.values()];
  const found = page(rows, {
    filter, start, field: field === 'REAL_STATUS' ? 'STATUS' : field, descending: way.toLowerCase() === 'desc',
  });
  const names = select && Object.values(select);
  return { result: { tasks: found.list.map((task) => portal.taskJson(task, names)) }, ...paging(found) };
}

function need(method, input, ...names) {
  for (const name of names)
    if (input[name.toLowerCase()] === undefined)
      throw bitrixError('', `The required parameter "${name}" for the method "${method}" is not set`);
}

function taskOf(portal, input) {
  if (input.taskid === undefined) throw bitrixError('100', 'Could not find value for parameter {taskId}');
  const task = portal.tasks.get(String(input.taskid));
  if (!task) throw bitrixError('0', 'Action on the task is not allowed');
  return task;
}

// These methods take their parameters by place: a name in another place is another parameter.
function inOrder(input, ...names) {
  const given = Object.keys(input).filter((name) => names.includes(name));
  if (given.join() !== names.join()) throw bitrixError('100', 'Could not find value for parameter {taskId}');
}

function commentOf(portal, input) {
  const task = taskOf(portal, input).ID;
  const one = portal.comments.find(({ task: of, json }) => of === task && json.ID === String(input.itemid));
  if (!one) throw bitrixError('ERROR_CORE', 'Action failed; 8/TE/ACTION_FAILED_TO_BE_PROCESSED');
  return one;
}

function eventChecked(method, input, ...names) {
  need(method, input, ...names);
  if (input.from === undefined && input.from_ts === undefined) need(method, input, 'from');
  if (input.to === undefined && input.to_ts === undefined) need(method, input, 'to');
  const { id, auth, ...fields } = input;
  const camel = { ownerid: 'ownerId' };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [camel[name] ?? name, value]));
}

function notify(portal, { user_id: user, message }) {
  if (!user) throw bitrixError('USER_ID_EMPTY', 'User ID can\'t be empty');
  if (!message) throw bitrixError('MESSAGE_EMPTY', 'Message can\'t be empty');
  if (!portal.users.has(String(user)) || portal.silent.has(String(user))) return { result: false };
  return { result: portal.notices.push({ user: String(user), message }) };
}

const USER = ['user', 'user_basic', 'user_brief'];
const notices = { scopes: ['im'], run: notify };

// method -> {scopes: any of which lets one call it; none: everybody, run(portal, input, {server, who})}
export const METHODS = {
  scope: { run: (portal, input, { who }) => ({ result: who.scopes }) },
  profile: {
    run: (portal, input, { who }) => {
      const user = portal.users.get(who.user);
      return { result: {
        ID: who.user, ADMIN: who.user === '1', NAME: user?.NAME ?? '', LAST_NAME: user?.LAST_NAME ?? '',
        PERSONAL_GENDER: '', PERSONAL_PHOTO: '', TIME_ZONE: 'Europe/Moscow', TIME_ZONE_OFFSET: 0,
      } };
    },
  },
  'user.current': {
    scopes: USER, run: (portal, input, { who }) => ({
      result: portal.userJson(portal.users.get(who.user), who.scopes),
    }),
  },
  'user.get': {
    scopes: USER, run: (portal, input, { who }) => {
      const found = page([...portal.users.values()], {
        filter: input.filter ?? {}, start: input.start, field: input.sort ?? 'ID',
        descending: String(input.order ?? '').toLowerCase() === 'desc',
      });
      return { result: found.list.map((user) => portal.userJson(user, who.scopes)), ...paging(found) };
    },
  },
  'department.get': {
    scopes: ['department'], run: (portal, input) => {
      const { start, sort, order, auth, ...filter } = input;
      const upper = Object.fromEntries(Object.entries(filter).map(([name, value]) => [name.toUpperCase(), value]));
      const found = page([...portal.departments.values()], { filter: upper, start });
      return { result: found.list, ...paging(found) };
    },
  },
  'tasks.task.list': { scopes: ['task'], run: listTasks },
  'tasks.task.get': {
    scopes: ['task'], run: (portal, input) => ({
      result: { task: portal.taskJson(taskOf(portal, input), input.select && Object.values(input.select)) },
    }),
  },
  'tasks.task.add': {
    scopes: ['task'], run: (portal, { fields }, { who }) => {
      if (!fields) throw bitrixError('100', 'Could not find value for parameter {fields}');
      if (!String(fields.TITLE ?? '').trim()) throw bitrixError('ERROR_CORE', 'Task title is not specified<br>');
      const probe = {};
      const wrong = portal.putTask(probe, { RESPONSIBLE_ID: '', ...fields });
      if (wrong) throw bitrixError('ERROR_CORE', wrong);
      const id = portal.addTask({ CREATED_BY: who.user, ...probe });
      return { result: { task: portal.taskJson(portal.tasks.get(id)) } };
    },
  },
  'tasks.task.update': {
    scopes: ['task'], run: (portal, input) => {
      const task = taskOf(portal, input);
      if (!input.fields || !Object.keys(input.fields).length)
        throw bitrixError('100', 'Could not find value for parameter {fields}');
      const wrong = portal.putTask(task, input.fields);
      if (wrong) throw bitrixError('ERROR_CORE', wrong);
      return { result: { task: portal.taskJson(task) } };
    },
  },
  'tasks.task.delete': {
    scopes: ['task'], run: (portal, input) => {
      portal.tasks.delete(taskOf(portal, input).ID);
      return { result: { task: true } };
    },
  },
  'task.commentitem.getlist': {
    scopes: ['task'], run: (portal, input) => ({
      result: portal.comments.filter(({ task }) => task === taskOf(portal, input).ID).map((one) => one.json),
    }),
  },
  'task.commentitem.add': {
    scopes: ['task'], run: (portal, input, { who }) => {
      inOrder(input, 'taskid', 'fields');
      return { result: Number(portal.addComment(taskOf(portal, input).ID, {
        AUTHOR_ID: who.user, ...input.fields,
      })) };
    },
  },
  'task.commentitem.update': {
    scopes: ['task'], run: (portal, input) => {
      inOrder(input, 'taskid', 'itemid', 'fields');
      commentOf(portal, input).json.POST_MESSAGE = String(input.fields?.POST_MESSAGE ?? '');
      return { result: null };
    },
  },
  'task.commentitem.delete': {
    scopes: ['task'], run: (portal, input) => {
      inOrder(input, 'taskid', 'itemid');
      portal.comments.splice(portal.comments.indexOf(commentOf(portal, input)), 1);
      return { result: true };
    },
  },
  'calendar.event.get': {
    scopes: ['calendar'], run: (portal, input) => {
      need('calendar.event.get', input, 'type', 'ownerId');
      const month = 30 * 24 * HOUR;
      const at = (text, otherwise) => (text ? Date.parse(text) : otherwise);
      return { result: portal.occurrences(
        input.type, Number(input.ownerid || 0), at(input.from, portal.now() - month),
        at(input.to, portal.now() + 3 * month),
      ) };
    },
  },
  'calendar.event.getbyid': {
    scopes: ['calendar'], run: (portal, input) => {
      const event = portal.events.get(String(input.id));
      return { result: event ? portal.eventJson(event, portal.span(event).from) : null };
    },
  },
  'calendar.event.add': {
    scopes: ['calendar'], run: (portal, input) => ({
      result: portal.addEvent(eventChecked('calendar.event.add', input, 'type', 'ownerId', 'name')),
    }),
  },
  'calendar.event.update': {
    scopes: ['calendar'], run: (portal, input) => {
      need('calendar.event.update', input, 'id', 'type', 'ownerId', 'name');
      if (!portal.events.has(String(input.id))) throw bitrixError('', 'Access denied');
      return { result: portal.putEvent(
        String(input.id), eventChecked('calendar.event.update', input, 'type', 'ownerId', 'name')) };
    },
  },
  'calendar.event.delete': {
    scopes: ['calendar'], run: (portal, input) => {
      need('calendar.event.delete', input, 'id');
      if (!portal.events.delete(String(input.id))) throw bitrixError('', 'Access denied');
      return { result: true };
    },
  },
  'im.notify': notices, 'im.notify.personal.add': notices, 'im.notify.system.add': notices,
};
