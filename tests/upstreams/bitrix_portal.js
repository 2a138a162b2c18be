// bitrix_portal.js: one Bitrix24 portal's data and their shapes: users, departments, tasks, calendars, notices.
import { person } from './people.js';

const DAY = 86_400_000;
const ZONE_S = 3 * 3600;	// the portal's time zone, +03:00
const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const STATUSES = [2, 3, 4, 5, 6];
const USER_FIELDS = [
  'ID', 'XML_ID', 'ACTIVE', 'NAME', 'LAST_NAME', 'SECOND_NAME', 'EMAIL', 'LAST_LOGIN', 'DATE_REGISTER', 'TIME_ZONE',
  'IS_ONLINE', 'TIMESTAMP_X', 'LAST_ACTIVITY_DATE', 'PERSONAL_GENDER', 'PERSONAL_PHOTO', 'PERSONAL_BIRTHDAY',
  'PERSONAL_MOBILE', 'WORK_PHONE', 'WORK_POSITION', 'UF_DEPARTMENT', 'USER_TYPE',
];
const CONTACTS = ['EMAIL', 'PERSONAL_MOBILE', 'WORK_PHONE', 'PERSONAL_BIRTHDAY'];
// What a scope shows of a user, least first.
const SHOWN = {
  user: USER_FIELDS,
  user_basic: USER_FIELDS.filter((name) => !CONTACTS.includes(name)),
  user_brief: ['ID', 'ACTIVE', 'NAME', 'LAST_NAME', 'SECOND_NAME', 'PERSONAL_PHOTO', 'WORK_POSITION', 'UF_DEPARTMENT'],
};

// PHP's empty map is a list.
export const phpMap = (entries) => (entries.length ? Object.fromEntries(entries) : []);

/* Epoch ms as the portal writes a time; null stays. */
export function iso(ms, zone = ZONE_S) {
  if (ms === null || ms === undefined) return null;
  const sign = zone < 0 ? '-' : '+';
  const minutes = Math.abs(zone) / 60;
  const two = (n) => String(n).padStart(2, '0');
  return `${new Date(ms + zone * 1000).toISOString().slice(0, 19)}${sign}${two(Math.floor(minutes / 60))}:${
    two(minutes % 60)}`;
}

/* A time that somebody gave: without a zone it is in the portal's. Empty: null; not a time: undefined. */
export function moment(text, zone = ZONE_S) {
  if (text === '' || text === null || text === false || text === undefined) return null;
  const bare = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?$/.test(text);
  const at = Date.parse(bare ? `${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}` : text);
  if (Number.isNaN(at)) return undefined;
  return bare ? at - zone * 1000 : at;
}

const offsetOf = (name, at) => {
  if (!name) return ZONE_S;
  const there = new Date(at).toLocaleString('sv-SE', { timeZone: name }).replace(' ', 'T');
  return Math.round((Date.parse(`${there}Z`) - Math.floor(at / 1000) * 1000) / 1000);
};

export class Portal {
  constructor({ people = 0, now }) {
    this.now = now;
    this.users = new Map();
    this.departments = new Map();
    this.tasks = new Map();
    this.events = new Map();
    this.comments = [];
    this.nextComment = 1;
    this.notices = [];
    this.tags = new Map();
    this.silent = new Set();	// ids of users whom im.notify does not reach
    this.nextTask = 101;
    this.nextEvent = 1001;
    this.nextSort = 1;
    this.addDepartment({ ID: '1', NAME: 'Компания', PARENT: undefined });
    for (let n = 0; n < people; n++) this.addUser(n);
  }

  addDepartment(fields) {
    const id = String(fields.ID ?? this.departments.size + 1);
    this.departments.set(id, { SORT: 500, PARENT: '1', UF_HEAD: '1', ...fields, ID: id });
    return id;
  }

  /* Person n of people.js as the portal's user n + 1; fields are put over it. */
  addUser(n, fields = {}) {
    const one = person(n);
    const id = String(fields.ID ?? n + 1);
    this.users.set(id, {
      XML_ID: null, ACTIVE: true, NAME: one.first, LAST_NAME: one.last, SECOND_NAME: one.middle ?? '',
      EMAIL: one.email, LAST_LOGIN: iso(this.now()), DATE_REGISTER: '2024-07-15T00:00:00+00:00',
      TIME_ZONE: '', IS_ONLINE: 'N', TIMESTAMP_X: n % 2 ? {} : [], LAST_ACTIVITY_DATE: {}, PERSONAL_GENDER: '',
      PERSONAL_BIRTHDAY: '', PERSONAL_MOBILE: n % 3 ? one.phone : '', WORK_PHONE: n % 3 ? '' : one.phone,
      WORK_POSITION: one.position, UF_DEPARTMENT: [1], USER_TYPE: 'employee', ...fields, ID: id,
    });
    return id;
  }

  /* scopes: of who asks; the widest of them decides. Nothing for none. */
  userJson(user, scopes) {
    const scope = ['user', 'user_basic', 'user_brief'].find((name) => scopes.includes(name));
    return Object.fromEntries((SHOWN[scope] ?? []).filter((name) => name in user).map((name) => [name, user[name]]));
  }

  tagId(title) {
    if (!this.tags.has(title)) this.tags.set(title, this.tags.size + 35);
    return this.tags.get(title);
  }

  /* fields in the service's upper case; the error's description, or null when they are taken. */
  putTask(task, fields) {
    const given = (name) => name in fields;
    const wrong = (given('TITLE') && !String(fields.TITLE).trim() && 'Task title is not specified<br>') ||
      (given('RESPONSIBLE_ID') && !this.users.has(String(fields.RESPONSIBLE_ID)) &&
        'The user specified in the "Assignee" field is not found<br>') ||
      (given('STATUS') && !STATUSES.includes(Number(fields.STATUS)) && 'Invalid status<br>') ||
      (given('DEADLINE') && moment(fields.DEADLINE) === undefined && 'Invalid deadline<br>');
    if (wrong) return wrong;
    for (const [name, value] of Object.entries(fields)) {
      if (name === 'DEADLINE') task.DEADLINE = moment(value);
      else if (name === 'TAGS') task.TAGS = [...new Set(Object.values(value || []).map(String))];
      else if (['AUDITORS', 'ACCOMPLICES'].includes(name)) task[name] = Object.values(value || []).map(String);
      else task[name] = value === null ? null : String(value);
    }
    if (given('STATUS')) task.CLOSED_DATE = task.STATUS === '5' ? this.now() : null;
    task.CHANGED_DATE = this.now();
    return null;
  }

  /* A task straight into the portal, past its checks; its id. */
  addTask(fields = {}) {
    const id = String(fields.ID ?? this.nextTask++);
    this.tasks.set(id, {
      TITLE: `Задача ${id}`, DESCRIPTION: '', DEADLINE: null, CREATED_BY: '1', RESPONSIBLE_ID: '1', STATUS: '2',
      PRIORITY: '1', GROUP_ID: '0', TAGS: [], AUDITORS: [], ACCOMPLICES: [], CLOSED_DATE: null,
      CREATED_DATE: this.now(), CHANGED_DATE: this.now(), XML_ID: null, ...fields, ID: id,
    });
    return id;
  }

  /* A comment straight into the portal; its id. */
  addComment(task, fields = {}) {
    const author = String(fields.AUTHOR_ID ?? '1');
    const id = String(this.nextComment++);
    this.comments.push({ task: String(task), json: {
      POST_MESSAGE: '', POST_DATE: iso(this.now()), ...fields, ID: id, AUTHOR_ID: author,
      AUTHOR_NAME: this.member(author).name,
    } });
    return id;
  }

  changeTask(id, fields) {
    const task = this.tasks.get(String(id));
    return task ? this.putTask(task, fields) : 'not found';
  }

  member(id) {
    const user = this.users.get(id);
    return {
      id, name: user ? `${user.NAME} ${user.LAST_NAME}` : '', link: `/company/personal/user/${id}/`,
      icon: '/bitrix/images/tasks/default_avatar.png', workPosition: user?.WORK_POSITION ?? '',
    };
  }

  /* select: names of fields, upper case; undefined: all. */
  taskJson(task, select) {
    const camel = (name) => name.toLowerCase().replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
    const out = { id: task.ID };
    const names = (select?.length && !select.includes('*') ? select : Object.keys(task)).map((name) =>
      (/[a-z]/.test(name) ? name.replace(/[A-Z]/g, (letter) => `_${letter}`) : name).toUpperCase());
    for (const name of names) {
      if (!(name in task)) continue;
      if (name === 'TAGS') {
        out.tags = phpMap(task.TAGS.map((title) => [String(this.tagId(title)), { id: this.tagId(title), title }]));
      } else if (/DATE|DEADLINE/.test(name)) {
        out[camel(name)] = iso(task[name]);
      } else {
        out[camel(name)] = task[name];
      }
    }
    if (names.includes('COMMENTS_COUNT'))
      out.commentsCount = String(this.comments.filter((one) => one.task === task.ID).length);
    if (names.includes('STATUS')) out.subStatus = task.STATUS;
    if (names.includes('RESPONSIBLE_ID')) out.responsible = this.member(task.RESPONSIBLE_ID);
    for (const name of ['AUDITORS', 'ACCOMPLICES'])
      if (names.includes(name))
        out[`${name.toLowerCase()}Data`] = phpMap(task[name].map((id) => [id, this.member(id)]));
    return { ...out, group: [] };
  }

  /* fields as calendar.event.add takes them, whole; the id. */
  putEvent(id, fields) {
    const known = this.events.get(id);
    const event = { ...known, ...fields, id, created: known?.created ?? this.now(), changed: this.now() };
    event.ownerId = Number(event.ownerId || 0);
    this.events.set(id, event);
    return Number(id);
  }

  addEvent(fields) {
    return this.putEvent(String(this.nextEvent++), {
      type: 'user', ownerId: 1, name: 'Встреча', description: '', skip_time: 'N', ...fields,
    });
  }

  span(event) {
    const whole = event.skip_time === 'Y';
    const at = (text, ts, zone) => {
      if (ts !== undefined && ts !== '') return Number(ts) * 1000;
      const guess = moment(text, whole ? 0 : ZONE_S);
      return whole || !zone || /[Z+]|T.*-/.test(text) ? guess : moment(text, offsetOf(zone, guess));
    };
    const from = at(event.from, event.from_ts, event.timezone_from);
    return { whole, from, to: at(event.to, event.to_ts, event.timezone_to ?? event.timezone_from) };
  }

  /* Every occurrence of the events of one calendar between two times, in order; a repeated one as often as it is. */
  occurrences(type, owner, from, to) {
    const out = [];
    for (const event of this.events.values()) {
      if (event.type !== type || (type !== 'company_calendar' && event.ownerId !== owner)) continue;
      for (const start of this.starts(event, to)) {
        const span = this.span(event);
        const ends = start + span.to - span.from + (span.whole ? DAY : 0);
        if (ends >= from && start <= to) out.push(this.eventJson(event, start));
      }
    }
    return out.sort((a, b) => a.DATE_FROM_TS_UTC - b.DATE_FROM_TS_UTC);
  }

  * starts(event, last) {
    const { from } = this.span(event);
    const rule = event.rrule;
    if (!rule?.FREQ) { yield from; return; }
    const until = rule.UNTIL ? moment(rule.UNTIL, 0) + DAY : Infinity;
    const step = Number(rule.INTERVAL || 1);
    const days = Object.values(rule.BYDAY ?? []);
    let left = Number(rule.COUNT || 0) || Infinity;
    for (let n = 0; n < 4000 && left > 0; n++) {
      const at = from + n * DAY;
      if (at > last || at >= until) return;
      const week = Math.floor(n / 7);
      const due = rule.FREQ === 'DAILY' ? n % step === 0
        : rule.FREQ === 'WEEKLY' ? week % step === 0 && (days.length
          ? days.includes(DAYS[new Date(at).getUTCDay()]) : n % 7 === 0)
          : new Date(at).getUTCDate() === new Date(from).getUTCDate() &&
            (rule.FREQ === 'MONTHLY' || new Date(at).getUTCMonth() === new Date(from).getUTCMonth());
      if (!due) continue;
      left--;
      yield at;
    }
  }

  eventJson(event, start) {
    const { whole, from, to } = this.span(event);
    const length = Math.max(0, to - from);
    const zone = event.timezone_from || 'Europe/Moscow';
    const offset = whole ? 0 : offsetOf(zone, start);
    const local = (at) => {
      const [date, time] = iso(at, offset).split('T');
      const day = date.split('-').reverse().join('.');
      return whole ? day : `${day} ${time.slice(0, 8)}`;
    };
    const rule = event.rrule?.FREQ;
    const byday = Object.values(event.rrule?.BYDAY ?? []);
    return {
      ID: event.id, PARENT_ID: event.id, DELETED: 'N', CAL_TYPE: event.type, OWNER_ID: String(event.ownerId),
      NAME: event.name, DATE_FROM: local(start), DATE_TO: local(start + length), ORIGINAL_DATE_FROM: null,
      TZ_FROM: whole ? '' : zone, TZ_TO: whole ? '' : event.timezone_to || zone, TZ_OFFSET_FROM: String(offset),
      TZ_OFFSET_TO: String(offset), DATE_FROM_TS_UTC: String(start / 1000),
      DATE_TO_TS_UTC: String((start + length) / 1000), DT_SKIP_TIME: whole ? 'Y' : 'N',
      DT_LENGTH: whole ? length / 1000 + DAY / 1000 : length / 1000, EVENT_TYPE: null, CREATED_BY: '1',
      DATE_CREATE: local(event.created), TIMESTAMP_X: local(event.changed), DESCRIPTION: event.description ?? '',
      PRIVATE_EVENT: event.private_event === 'Y' ? '1' : '', ACCESSIBILITY: event.accessibility ?? 'busy',
      IMPORTANCE: event.importance ?? 'normal', IS_MEETING: event.is_meeting === 'Y', LOCATION: event.location ?? '',
      REMIND: [], COLOR: '#9dcf00',
      RRULE: rule ? {
        FREQ: rule, INTERVAL: Number(event.rrule.INTERVAL || 1),
        ...(byday.length ? { BYDAY: Object.fromEntries(byday.map((day) => [day, day])) } : {}),
      } : '',
      EXDATE: '', SECTION_ID: '4', SECT_ID: '4', ATTENDEES_CODES: event.is_meeting === 'Y'
        ? Object.values(event.attendees ?? []).map((id) => `U${id}`) : [],
      VERSION: '1', '~DESCRIPTION': event.description ?? '',
    };
  }
}
