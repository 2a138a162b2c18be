// workspace.js: the ClickUp side's data: spaces, lists, tasks (kept or generated), comments, and their API shapes.
import crypto from 'node:crypto';
import { cv, mix, person } from './people.js';
import { writePdf, writeScan } from './pdf.js';
import { without } from './without.js';

export const STATUSES = [
  { id: 'p9012_new', status: 'новая', type: 'open', orderindex: 0, color: '#87909e' },
  { id: 'p9012_work', status: 'в работе', type: 'custom', orderindex: 1, color: '#5f55ee' },
  { id: 'p9012_review', status: 'на проверке', type: 'custom', orderindex: 2, color: '#f8ae00' },
  { id: 'p9012_wait', status: 'ждёт ответа', type: 'custom', orderindex: 3, color: '#b660e0' },
  { id: 'p9012_done', status: 'готово', type: 'closed', orderindex: 4, color: '#008844' },
];
const PRIORITIES = [null,
  { id: '1', priority: 'urgent', color: '#f50000', orderindex: '1' },
  { id: '2', priority: 'high', color: '#f8ae00', orderindex: '2' },
  { id: '3', priority: 'normal', color: '#6fddff', orderindex: '3' },
  { id: '4', priority: 'low', color: '#d8d8d8', orderindex: '4' },
];
const PAGE = 100;
const MINUTE = 60_000;
const FILLER = 'Кандидат откликнулся на вакансию, готов к интервью на этой неделе. Есть опыт работы в распределённых ' +
  'командах и рекомендации. ';

/*
 * data: { team, members, spaces, folders, lists, fields, tasks }, see demo.js. A kept task is
 * short: ids, ms numbers, names of statuses and tags; taskJson makes the API's shape of it. Its
 * raw: {} and omit: [] replace and take away members of that shape.
 */
export class Workspace {
  constructor(data) {
    this.data = data;
    this.lists = new Map(data.lists.map((list) => [
      list.id, { ...list, tasks: new Map(), seeds: [], version: 0, queries: new Map() },
    ]));
    this.tasks = new Map();
    this.deleted = new Set();
    this.changed = new Set();
    this.users = new Map(data.members.map((user) => [user.id, user]));
    this.fields = new Map(data.fields.map((field) => [field.id, field]));
    this.seeds = [];
    this.webhooks = new Map();
    this.nextComment = 9_000_000;
    this.urlEpoch = 0;
    this.shapes = new WeakMap();
    this.bytes = new WeakMap();
    for (const task of data.tasks) this.keep(task);
  }

  keep(task) {
    const old = this.tasks.get(task.id);
    if (old && old.list !== task.list) this.lists.get(old.list).tasks.delete(task.id);
    this.tasks.set(task.id, task);
    this.deleted.delete(task.id);
    const list = this.lists.get(task.list);
    list.tasks.set(task.id, task);
    this.take(task.id);
    this.touch(list);
    return task;
  }

  touch(list) {
    list.version++;
    list.queries.clear();
  }

  // N generated tasks for a list: made when asked for, the same every time.
  seed({ list: id, count, description_bytes: size = 1024, pdf = 0.9, comments = 0.3, first = 0, epoch }) {
    const list = this.lists.get(String(id));
    if (!list) throw new Error('list: unknown');
    if (!(count >= 0 && count <= 1_000_000)) throw new Error('count: 0 to 1000000');
    const seed = {
      taken: new Set(), no: this.seeds.length, list: list.id, count, size, pdf, comments, first,
      epoch: (epoch ?? this.data.epoch) - count * MINUTE,
    };
    this.seeds.push(seed);
    list.seeds.push(seed);
    this.touch(list);
    return { first: seedId(seed, 0), last: seedId(seed, count - 1), count };
  }

  task(id) {
    if (this.deleted.has(id)) return undefined;
    const kept = this.tasks.get(id);
    if (kept) return kept;
    const [seed, n] = this.seedOf(id);
    return seed && generate(seed, n, this.data);
  }

  seedOf(id) {
    const hit = /^8g([0-9a-z]{2})([0-9a-z]{5})$/.exec(id);
    const seed = hit && this.seeds[parseInt(hit[1], 36)];
    const n = hit && parseInt(hit[2], 36);
    return seed && n < seed.count ? [seed, n] : [];
  }

  change(id, fields, now) {
    const task = this.task(id);
    if (!task) throw new Error(`task ${id}: unknown`);
    const next = { ...task, updated: now, ...fields };
    if (fields.fields) next.fields = { ...task.fields, ...fields.fields };
    this.changed.add(id);
    return this.keep(next);
  }

  remove(id) {
    const task = this.task(id);
    if (!task) throw new Error(`task ${id}: unknown`);
    const list = this.lists.get(task.list);
    list.tasks.delete(id);
    this.tasks.delete(id);
    this.deleted.add(id);
    this.take(id);
    this.touch(list);
  }

  // A generated task that was changed or deleted is not generated any more.
  take(id) {
    const [seed, n] = this.seedOf(id);
    seed?.taken.add(n);
  }

  // One page of tasks of these lists as a JSON text, with last_page.
  page(lists, filter, page) {
    const refs = lists.length === 1 ? this.query(lists[0], filter)
      : lists.flatMap((list) => this.query(list, filter)).sort((a, b) => this.order(filter, a, b));
    const part = refs.slice(page * PAGE, (page + 1) * PAGE);
    const texts = part.map((ref) => this.taskText(ref, filter.markdown));
    return `{"tasks":[${texts.join(',')}],"last_page":${(page + 1) * PAGE >= refs.length}}`;
  }

  // Tasks that pass the filter, in its order: kept ones as objects, generated ones as [seed, n].
  query(list, filter) {
    const key = JSON.stringify(filter);
    let refs = list.queries.get(key);
    if (!refs) {
      refs = this.collect(list, filter);
      if (list.queries.size > 50) list.queries.clear();
      list.queries.set(key, refs);
    }
    return refs;
  }

  collect(list, filter) {
    const order = (a, b) => this.order(filter, a, b);
    let refs = [...list.tasks.values()].filter((task) => passes(task, filter)).sort(order);
    for (const seed of list.seeds) {
      const part = [];
      for (let n = seed.count - 1; n >= 0; n--) {
        if (!seed.taken.has(n) && passes(brief(seed, n, this.data), filter)) part.push([seed, n]);
      }
      if (filter.order === 'due_date') part.sort(order);
      else if (filter.reverse) part.reverse();
      refs = merged(refs, part, order);
    }
    return refs;
  }

  // Newest first unless reversed; tasks without the value come last.
  order({ order, reverse }, a, b) {
    const value = (ref) => (
      Array.isArray(ref) ? brief(...ref, this.data) : ref
    )[order === 'id' ? 'created' : KEYS[order]];
    const x = value(a) ?? -1;
    const y = value(b) ?? -1;
    return reverse ? x - y : y - x;
  }

  taskText(ref, markdown) {
    const generated = Array.isArray(ref);
    const task = generated ? generate(...ref, this.data) : ref;
    if (generated || markdown) return JSON.stringify(this.taskJson(task, { markdown }));
    let text = this.shapes.get(task);
    if (!text) {
      text = JSON.stringify(this.taskJson(task, {}));
      this.shapes.set(task, text);
    }
    return text;
  }

  taskJson(task, { markdown = false, attachments = false, origin } = {}) {
    const list = this.lists.get(task.list);
    const folder = this.folder(list);
    const status = STATUSES.find(({ status: name }) => name === task.status) ?? STATUSES[0];
    const json = {
      id: task.id, custom_id: task.custom_id ?? null, custom_item_id: 0, name: task.name,
      text_content: task.description, description: task.description,
      ...(markdown ? { markdown_description: task.description } : {}),
      status, orderindex: `${task.order ?? 1}.00000000000000000000000000000000`,
      date_created: String(task.created), date_updated: String(task.updated),
      date_closed: text(task.closed), date_done: text(task.closed), archived: task.archived ?? false,
      creator: this.userJson(task.creator), assignees: task.assignees.map((id) => this.userJson(id)),
      group_assignees: [], watchers: [this.userJson(task.creator)], checklists: [],
      tags: task.tags.map((name) => this.tagJson(name)),
      parent: task.parent ?? null, top_level_parent: task.parent ?? null,
      priority: PRIORITIES[task.priority ?? 0], due_date: text(task.due), start_date: text(task.start),
      points: null, ...(task.estimate === undefined ? {} : { time_estimate: task.estimate }),
      custom_fields: list.fields.map((id) => this.fieldJson(this.fields.get(id), task)),
      dependencies: [], linked_tasks: [], locations: [], team_id: this.data.team.id,
      url: `https://app.clickup.com/t/${task.id}`,
      sharing: {
        public: false, public_share_expires_on: null, public_fields: ['assignees', 'priority'], token: null,
        seo_optimized: false,
      },
      permission_level: 'create',
      list: { id: list.id, name: list.name, access: true },
      project: folder, folder, space: { id: list.space },
      ...(attachments ? {
        attachments: (task.attachments ?? []).map((file) => this.attachmentJson(task, file, origin)),
      } : {}),
      ...task.raw,
    };
    for (const name of task.omit ?? []) delete json[name];
    return json;
  }

  userJson(id) {
    const user = this.users.get(id) ?? {
      id, username: 'ClickBot', email: 'clickbot@clickup.com', color: '#ffffff', initials: 'CB',
    };
    return {
      id: user.id, username: user.username, color: user.color, initials: user.initials, email: user.email,
      profilePicture: null,
    };
  }

  tagJson(name) {
    return {
      name, tag_fg: '#ffffff',
      tag_bg: `#${mix(name.length, name.charCodeAt(0)).toString(16).padStart(6, '0').slice(-6)}`,
      creator: this.data.members[0].id,
    };
  }

  // A field without a value has no "value" key at all.
  fieldJson(field, task) {
    const json = {
      id: field.id, name: field.name, type: field.type, type_config: field.type_config,
      date_created: '1577378759142', hide_from_guests: false, required: false,
    };
    let value = task?.fields?.[field.id];
    if (value === undefined || value === null) return json;
    if (field.type === 'users') value = value.map((id) => this.userJson(id));
    return { ...json, value };
  }

  attachmentJson(task, file, origin) {
    const id = file.id;
    const extension = file.title.includes('.') ? file.title.split('.').pop() : '';
    const mimetype = file.mimetype ?? {
      pdf: 'application/pdf', docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      png: 'image/png',
    }[extension] ?? 'application/octet-stream';
    const folder = `${origin}/attachments/t${this.data.team.id}/${task.id}/${id}`;
    const url = file.url ?? `${folder}/${encodeURIComponent(file.title)}?e=${this.urlEpoch}`;
    return {
      id: `${id}.${extension}`, date: String(file.date), title: file.title, type: 1, source: 1, version: 0, extension,
      thumbnail_small: null, thumbnail_medium: null, thumbnail_large: null, is_folder: null, mimetype,
      hidden: false, parent_id: task.id,
      size: file.text_size ? String(this.attachment(file).length) : file.size ?? this.attachment(file).length,
      total_comments: 0, resolved_comments: 0, user: this.userJson(task.creator), deleted: false, orientation: null,
      url, email_data: null, workspace_id: null, url_w_query: `${url}${url.includes('?') ? '&' : '?'}view=open`,
      url_w_host: url,
    };
  }

  attachment(file) {
    if (!file.pad_mb) return this.makeFile(file);
    if (!this.bytes.has(file)) this.bytes.set(file, this.makeFile(file));
    return this.bytes.get(file);
  }

  makeFile(file) {
    if (file.scan) return writeScan();
    if (file.broken) return Buffer.from('%PDF-1.4\n%%%% broken file, no objects here\n');
    if (file.text !== undefined) return Buffer.from(file.text);
    if (file.base64 !== undefined) return Buffer.from(file.base64, 'base64');
    const lines = file.lines ?? cv(person(file.person ?? 0));
    return writePdf(file.stamp ? [...lines, '', file.stamp] : lines, {
      title: file.title, pad: (file.pad_mb ?? 0) * 2 ** 20,
    });
  }

  folder(list) {
    const folder = this.data.folders.find(({ id }) => id === list.folder);
    return folder
      ? { id: folder.id, name: folder.name, hidden: false, access: true }
      : { id: `90${list.id}`, name: 'hidden', hidden: true, access: true };
  }

  listCount(list) {
    return list.tasks.size + list.seeds.reduce((sum, seed) => sum + seed.count, 0);
  }

  // Comments newest first.
  comments(task) {
    return [...(task.comments ?? [])].sort((a, b) => b.date - a.date || b.id - a.id);
  }

  commentJson(comment) {
    return {
      id: String(comment.id), comment: comment.parts ?? [{ text: comment.text }], comment_text: comment.text,
      user: comment.guest ? guestJson(comment.guest) : this.userJson(comment.user), resolved: false,
      assignee: comment.assignee ? this.userJson(comment.assignee) : null,
      assigned_by: comment.assignee ? this.userJson(comment.user) : null, reactions: [], date: String(comment.date),
      reply_count: comment.replies?.length ?? 0,
    };
  }

  // What is answered to a comment, oldest first.
  replies(id) {
    for (const task of this.tasks.values()) {
      const comment = task.comments?.find((one) => String(one.id) === id);
      if (comment) return (comment.replies ?? []).map((one) => this.commentJson(one));
    }
    return undefined;
  }

  addComment(task, { text: flat, parts, assignee, user }, now) {
    const comment = {
      id: this.nextComment++, date: now, user: user ?? this.data.members[0].id, text: flat, parts, assignee,
    };
    this.change(task.id, { comments: [...(task.comments ?? []), comment] }, now);
    return comment;
  }

  // What differs from the data it was made of, to go on from after a restart.
  save() {
    return {
      epoch: this.data.epoch,
      seeds: this.seeds.map((seed) => ({
        ...without(seed, 'taken'), epoch: seed.epoch + seed.count * MINUTE, description_bytes: seed.size,
      })),
      tasks: [...this.changed].map((id) => this.tasks.get(id)).filter(Boolean), deleted: [...this.deleted],
      webhooks: [...this.webhooks.values()], nextComment: this.nextComment,
    };
  }

  restore(saved) {
    for (const seed of saved.seeds) this.seed(seed);
    for (const task of saved.tasks) { this.changed.add(task.id); this.keep(task); }
    for (const id of saved.deleted) if (this.task(id)) this.remove(id);
    this.webhooks = new Map(saved.webhooks.map((hook) => [hook.id, hook]));
    this.nextComment = saved.nextComment;
  }
}

// Somebody who was invited by an e-mail address and has not signed up.
function guestJson(email) {
  return { id: 9, username: null, email, color: null, initials: null, profilePicture: null };
}

const KEYS = { created: 'created', updated: 'updated', due_date: 'due' };

function passes(task, filter) {
  return (task.archived ?? false) === filter.archived
    && (filter.closed || task.status !== 'готово')
    && (filter.subtasks || !task.parent)
    && (!filter.statuses || filter.statuses.includes(task.status))
    && (!filter.tags || task.tags.some((tag) => filter.tags.includes(tag)))
    && (!filter.assignees || task.assignees.some((id) => filter.assignees.includes(id)))
    && within(task.updated, filter.updated) && within(task.created, filter.made) && within(task.due, filter.due);
}

function merged(a, b, order) {
  if (!a.length || !b.length) return a.length ? a : b;
  const out = [];
  let n = 0;
  for (const item of a) {
    while (n < b.length && order(b[n], item) < 0) out.push(b[n++]);
    out.push(item);
  }
  while (n < b.length) out.push(b[n++]);
  return out;
}

function within(value, range) {
  if (!range) return true;
  return value != null && (range[0] === null || value > range[0]) && (range[1] === null || value < range[1]);
}

function seedId(seed, n) {
  return `8g${seed.no.toString(36).padStart(2, '0')}${n.toString(36).padStart(5, '0')}`;
}

const TAGS = [['java'], ['qa', 'срочно'], [], ['frontend'], ['devops', 'удалённо']];

// The members of a generated task that filters look at.
function brief(seed, n, data) {
  const created = seed.epoch + n * MINUTE;
  return {
    created, updated: created + MINUTE / 2, status: STATUSES[mix(n, 21) % STATUSES.length].status,
    due: n % 3 === 0 ? created + 7 * 1440 * MINUTE : null, tags: TAGS[mix(n, 22) % TAGS.length],
    assignees: n % 7 === 0 ? [] : [data.members[mix(n, 23) % data.members.length].id],
  };
}

function generate(seed, n, data) {
  const p = person(seed.first + n);
  const at = brief(seed, n, data);
  const id = seedId(seed, n);
  const fields = {};
  for (const { id: field, type } of data.fields) {
    if (
      type === 'url' && /LinkedIn/.test(data.fields.find((f) => f.id === field).name)
    ) { if (n % 4 === 1) fields[field] = p.linkedin; }
    if (type === 'email' && n % 2) fields[field] = p.email;
    if (type === 'phone' && n % 3) fields[field] = p.phone;
    if (type === 'drop_down') fields[field] = n % 3;
  }
  const files = mix(n, 24) % 1000 < seed.pdf * 1000
    ? [{ id: uuid(n, 1), title: `${p.last}_${p.first}.pdf`, date: at.created + 1000, person: p.n }] : [];
  return {
    id, list: seed.list, name: `${p.last} ${p.first} - ${p.position}`, description: describe(p, seed.size),
    ...at, priority: mix(n, 25) % 5, closed: at.status === 'готово' ? at.updated : null, creator: data.members[0].id,
    fields, attachments: files, estimate: null,
    comments: mix(n, 26) % 1000 < seed.comments * 1000
      ? [
        {
          id: 100_000_000 + seed.no * 2_000_000 + n, date: at.updated, user: data.members[1].id,
          text: 'Созвонились, интересно предложение.',
        },
      ] : [],
  };
}

function describe(p, size) {
  const head = `${p.position}, ${p.city}. Опыт: ${p.years} лет. `;
  const body = head + FILLER.repeat(Math.ceil(size / FILLER.length));
  return body.slice(0, Math.round(size / 1.8)); // Cyrillic: about 1.8 bytes a letter
}

export function uuid(n, salt) {
  const h = [1, 2, 3, 4].map((k) => mix(n, salt * 100 + k).toString(16).padStart(8, '0')).join('');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

export function secret() {
  return crypto.randomBytes(48).toString('base64url').toUpperCase().replace(/[^A-Z0-9]/g, 'X');
}

function text(ms) {
  return ms == null ? null : String(ms);
}
