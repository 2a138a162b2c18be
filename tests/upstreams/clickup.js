// clickup.js: ClickUp API v2, simulated. Its data are in workspace.js.
import { sendClickUp } from './hooks.js';
import { Reply, Server } from './server.js';
import { without } from './without.js';
import { STATUSES, Workspace, secret, uuid } from './workspace.js';

const COMMENTS = 25;
const FAILURES = {
  400: ['Invalid input', 'INPUT_003'], 401: ['Token invalid', 'OAUTH_025'], 402: ['Plan limit reached', 'SUB_002'],
  403: ['You do not have access to this', 'ACCESS_015'], 404: ['Not found', 'ITEM_013'],
  429: ['Rate limit reached', 'APP_002'], 500: ['Internal server error', 'APP_001'],
};

/*
 * data: a function that makes the workspace's data. rate: calls a minute and token, 0 for no
 * limit. tokens: those that are valid, "Bearer ..." ones as OAuth sends them.
 */
export class ClickUp extends Server {
  constructor({ data, rate = 100, tokens = ['pk_demo_1234', 'Bearer oauth_demo_1234'] }) {
    const self = {};
    super({
      name: 'clickup', limit: { count: rate, window_ms: 60_000 },
      routes: routes(self), control: controls(self),
      authorize: (req) => self.authorize(req), failure, missing, limitHeaders, reset: () => self.renew(),
    });
    Object.assign(this, { makeData: data, validTokens: tokens });
    self.authorize = (req) => authorize(req, this.tokens);
    self.renew = () => this.renew();
    self.server = this;
    this.renew();
  }

  renew() {
    this.tokens = new Set(this.validTokens);
    this.workspace = new Workspace(this.makeData());
  }

  save() { return this.workspace.save(); }

  restore(saved) {
    this.makeData = ((make) => () => make(saved.epoch))(this.makeData);
    this.renew();
    this.workspace.restore(saved);
  }
}

function routes(self) {
  const space = () => self.server.workspace;
  const now = () => self.server.now();
  const at = (path) => `/api/v2${path}`;
  return [
    ['GET', at('/user'), () => ({ user: me(space()) })],
    ['GET', at('/team'), () => ({ teams: [teamJson(space())] })],
    ['GET', at('/team/:team/space'), (req) => {
      ofTeam(space(), req);
      return { spaces: space().data.spaces.filter(archivedAs(req)).map((one) => spaceJson(space(), one)) };
    }],
    ['GET', at('/space/:space'), (req) => spaceJson(space(), known(space().data.spaces, req.params.space))],
    ['GET', at('/space/:space/folder'), (req) => ({
      folders: space().data.folders.filter(({ space: id }) => id === known(space().data.spaces, req.params.space).id)
        .filter(archivedAs(req)).map((folder) => folderJson(space(), folder)),
    })],
    ['GET', at('/space/:space/list'), (req) => ({
      lists: [
        ...space().lists.values()
      ].filter((list) => !list.folder && list.space === known(space().data.spaces, req.params.space).id)
        .filter(archivedAs(req)).map((list) => listJson(space(), list)),
    })],
    ['GET', at('/space/:space/tag'), (req) => {
      known(space().data.spaces, req.params.space);
      return { tags: space().data.tags.map((name) => space().tagJson(name)) };
    }],
    ['GET', at('/folder/:folder'), (req) => folderJson(space(), known(space().data.folders, req.params.folder))],
    ['GET', at('/folder/:folder/list'), (req) => ({
      lists: [
        ...space().lists.values()
      ].filter((list) => list.folder === known(space().data.folders, req.params.folder).id)
        .filter(archivedAs(req)).map((list) => listJson(space(), list)),
    })],
    ['GET', at('/list/:list'), (req) => ({
      ...listJson(space(), listOf(space(), req)), due_date_time: false, start_date_time: null, statuses: STATUSES,
      inbound_address: `add.task.${req.params.list}@tasks.clickup.com`,
    })],
    [
      'GET', at('/list/:list/task'),
      (req) => space().page([listOf(space(), req)], filterOf(req.query), pageOf(req.query)),
    ],
    ['GET', at('/team/:team/task'), (req) => {
      ofTeam(space(), req);
      const ids = values(req.query, 'list_ids');
      const lists = [...space().lists.values()].filter((list) => !ids || ids.includes(list.id));
      return space().page(lists, filterOf(req.query), pageOf(req.query));
    }],
    [
      'GET', at('/list/:list/field'),
      (req) => ({ fields: listOf(space(), req).fields.map((id) => fieldJson(space(), id)) }),
    ],
    ['GET', at('/task/:task'), (req) => space().taskJson(taskOf(space(), req), {
      attachments: true, origin: self.server.origin, markdown: req.query.get('include_markdown_description') === 'true',
    })],
    ['PUT', at('/task/:task'), (req) => {
      const task = space().change(taskOf(space(), req).id, taskInput(bodyOf(req)), now());
      return space().taskJson(task);
    }],
    ['GET', at('/task/:task/comment'), (req) => ({ comments: commentPage(space(), taskOf(space(), req), req.query) })],
    ['GET', at('/comment/:comment/reply'), (req) => {
      const comments = space().replies(req.params.comment);
      if (!comments) throw failure(404);
      return { comments };
    }],
    ['POST', at('/task/:task/comment'), (req) => {
      const task = taskOf(space(), req);
      const body = bodyOf(req);
      const text = body.comment_text ?? (Array.isArray(body.comment) ? body.comment.map(
        (part) => part.text ?? ''
      ).join('') : undefined);
      if (typeof text !== 'string' || text === '') throw invalid('Comment text invalid', 'COMM_006');
      const comment = space().addComment(task, { text, parts: body.comment, assignee: body.assignee }, now());
      return { id: comment.id, hist_id: String(comment.id + 26_508), date: comment.date };
    }],
    [
      'POST', at('/task/:task/field/:field'),
      (req) => setField(space(), taskOf(space(), req), req.params.field, bodyOf(req), now()),
    ],
    ['POST', at('/task/:task/tag/:tag'), (req) => {
      const task = taskOf(space(), req);
      space().change(task.id, { tags: [...new Set([...task.tags, req.params.tag])] }, now());
      return {};
    }],
    [
      'GET', at('/team/:team/webhook'),
      (req) => { ofTeam(space(), req); return { webhooks: [...space().webhooks.values()] }; },
    ],
    ['POST', at('/team/:team/webhook'), (req) => { ofTeam(space(), req); return addWebhook(space(), bodyOf(req)); }],
    ['PUT', at('/webhook/:hook'), (req) => changeWebhook(space(), req.params.hook, bodyOf(req))],
    ['DELETE', at('/webhook/:hook'), (req) => {
      if (!space().webhooks.delete(req.params.hook)) throw failure(404);
      return {};
    }],
    ['GET', '/attachments/:team/:task/:file/:name', (req) => attachment(self.server, req), { open: true }],
  ];
}

// What the real service has and a test may want to turn, see README.md.
function controls(self) {
  const space = () => self.server.workspace;
  const now = () => self.server.now();
  return [
    ['POST', '/seed', (req) => space().seed(req.json())],
    ['POST', '/tasks', (req) => space().keep(newTask(space(), req.json(), now()))],
    ['GET', '/tasks/:task', (req) => space().task(req.params.task) ?? null],
    ['PATCH', '/tasks/:task', (req) => space().change(req.params.task, req.json(), now())],
    ['DELETE', '/tasks/:task', (req) => { space().remove(req.params.task); }],
    ['POST', '/hooks/send', (req) => sendClickUp(space(), req.json(), now())],
    ['POST', '/expire-urls', () => { space().urlEpoch++; }],
    ['POST', '/tokens', (req) => {
      const { add = [], remove = [] } = req.json();
      for (const token of add) self.server.tokens.add(token);
      for (const token of remove) self.server.tokens.delete(token);
    }],
  ];
}

function authorize(req, tokens) {
  const token = req.headers.authorization;
  if (!token) throw new Reply(400, { err: 'Authorization header required', ECODE: 'OAUTH_017' });
  if (!tokens.has(token))
    throw new Reply(401, { err: 'Token invalid', ECODE: token.startsWith('Bearer ') ? 'OAUTH_019' : 'OAUTH_025' });
  req.token = token;
}

function failure(status, headers) {
  const [err, ECODE] = FAILURES[status] ?? [`Error ${status}`, `APP_${status}`];
  return new Reply(status, { err, ECODE }, headers);
}

function invalid(err, ECODE = 'INPUT_003') {
  return new Reply(400, { err, ECODE });
}

// An address the service does not know is answered by its web framework, in HTML.
function missing(req) {
  const page = [
    '<!DOCTYPE html>', '<html lang="en">', '<head>', '<meta charset="utf-8">', '<title>Error</title>', '</head>',
    '<body>', `<pre>Cannot ${req.method} ${req.path.replace(/[<>&]/g, '')}</pre>`, '</body>', '</html>', '',
  ];
  throw new Reply(404, Buffer.from(page.join('\n')), { 'content-type': 'text/html; charset=utf-8' });
}

function limitHeaders(count, left, ends) {
  return {
    'x-ratelimit-limit': count || 100, 'x-ratelimit-remaining': count ? left : 99,
    'x-ratelimit-reset': Math.ceil(ends / 1000),
  };
}

function bodyOf(req) {
  try {
    const body = req.json();
    if (body && typeof body === 'object' && !Array.isArray(body)) return body;
  } catch { /* answered below */ }
  throw invalid('Invalid JSON', 'APP_003');
}

function known(list, id) {
  const one = list.find((item) => item.id === id);
  if (!one) throw new Reply(401, { err: 'Team(s) not authorized', ECODE: 'OAUTH_027' });
  return one;
}

function ofTeam(space, req) { known([space.data.team], req.params.team); }

function listOf(space, req) { return known([...space.lists.values()], req.params.list); }

function taskOf(space, req) {
  const { task: id } = req.params;
  const task = space.task(id)
    ?? (req.query.get('custom_task_ids') === 'true' && req.query.get('team_id') === space.data.team.id
      ? [...space.tasks.values()].find((one) => one.custom_id === id) : undefined);
  if (!task) throw new Reply(404, { err: 'Task not found, deleted', ECODE: 'ITEM_013' });
  return task;
}

function archivedAs(req) {
  const archived = req.query.get('archived') === 'true';
  return (one) => (one.archived ?? false) === archived;
}

function pageOf(query) {
  const page = Number(query.get('page') ?? 0);
  if (!Number.isInteger(page) || page < 0) throw invalid('Page must be a number', 'INPUT_005');
  return page;
}

function filterOf(query) {
  const flag = (name) => query.get(name) === 'true';
  const order = query.get('order_by') ?? 'created';
  if (!['id', 'created', 'updated', 'due_date'].includes(order)) throw invalid('Order by invalid', 'ITEM_087');
  return {
    archived: flag('archived'), closed: flag('include_closed'), subtasks: flag('subtasks'), reverse: flag('reverse'),
    order,
    markdown: flag('include_markdown_description'),
    statuses: values(query, 'statuses')?.map((status) => status.toLowerCase()),
    tags: values(query, 'tags'), assignees: values(query, 'assignees')?.map(Number),
    updated: range(query, 'date_updated'), made: range(query, 'date_created'), due: range(query, 'due_date'),
  };
}

function values(query, name) {
  const list = [...query.getAll(`${name}[]`), ...query.getAll(name)];
  return list.length ? list : undefined;
}

function range(query, name) {
  const limit = (text) => {
    if (text === null) return null;
    if (!/^-?\d+$/.test(text)) throw invalid(`${name} invalid`, 'INPUT_006');
    return Number(text);
  };
  const both = [limit(query.get(`${name}_gt`)), limit(query.get(`${name}_lt`))];
  return both[0] === null && both[1] === null ? undefined : both;
}

function me(space) {
  return {
    ...memberJson(space.data.members[0]), week_start_day: 1, global_font_support: true, timezone: 'Europe/Minsk',
  };
}

function memberJson(user) {
  return {
    id: user.id, username: user.username, email: user.email, color: user.color, profilePicture: null,
    initials: user.initials,
  };
}

function teamJson(space) {
  const { team, members } = space.data;
  return {
    id: team.id, name: team.name, color: '#40bc86', avatar: null,
    members: members.map((user, n) => ({ user: { ...memberJson(user), role: n === 0 ? 1 : 3 } })),
  };
}

function spaceJson(space, one) {
  const on = { enabled: true };
  return {
    id: one.id, name: one.name, private: false, color: null, avatar: null, admin_can_manage: true,
    archived: one.archived ?? false,
    members: space.data.members.map((user) => ({ user: memberJson(user) })), statuses: STATUSES,
    multiple_assignees: true,
    features: {
      due_dates: { enabled: true, start_date: true, remap_due_dates: false, remap_closed_due_date: false },
      time_tracking: { enabled: false },
      tags: on, time_estimates: on, checklists: on, custom_fields: on, remap_dependencies: { enabled: false },
      dependency_warning: { enabled: false }, portfolios: { enabled: false },
    },
  };
}

function folderJson(space, folder) {
  const lists = [...space.lists.values()].filter((list) => list.folder === folder.id);
  return {
    id: folder.id, name: folder.name, orderindex: space.data.folders.indexOf(folder), override_statuses: false,
    hidden: false,
    space: spaceRef(space, folder.space),
    task_count: String(lists.reduce((sum, list) => sum + space.listCount(list), 0)),
    archived: folder.archived ?? false, statuses: [], lists: lists.map((list) => listJson(space, list)),
    permission_level: 'create',
  };
}

function listJson(space, list) {
  return {
    id: list.id, name: list.name, orderindex: space.data.lists.findIndex(({ id }) => id === list.id),
    content: list.content ?? '',
    status: null, priority: null, assignee: null, task_count: String(space.listCount(list)), due_date: null,
    start_date: null,
    folder: space.folder(list), space: spaceRef(space, list.space), archived: list.archived ?? false,
    override_statuses: false,
    permission_level: 'create',
  };
}

function spaceRef(space, id) {
  return { id, name: space.data.spaces.find((one) => one.id === id).name, access: true };
}

function fieldJson(space, id) {
  return without(space.fieldJson(space.fields.get(id)), 'required');
}

function commentPage(space, task, query) {
  const start = query.get('start');
  const startId = query.get('start_id');
  const all = space.comments(task);
  let from = 0;
  if (start !== null && startId !== null) from = all.findIndex(({ id }) => String(id) === startId) + 1;
  else if (start !== null) from = all.findIndex(({ date }) => date < Number(start));
  return (from < 0 ? [] : all.slice(from, from + COMMENTS)).map((comment) => space.commentJson(comment));
}

function setField(space, task, id, body, now) {
  const field = space.fields.get(id);
  if (!field || !space.lists.get(task.list).fields.includes(id))
    throw new Reply(404, { err: 'Field not found', ECODE: 'FIELD_001' });
  if (!('value' in body)) throw invalid('Value is required', 'FIELD_010');
  space.change(task.id, { fields: { [id]: storedValue(space, task, field, body.value) } }, now);
  return {};
}

// Drop-down options are written by id and read by their place.
function storedValue(space, task, field, value) {
  if (value === null) return null;
  const options = field.type_config.options ?? [];
  if (field.type === 'drop_down') {
    const option = options.find((one) => one.id === value || one.orderindex === value);
    if (!option) throw invalid('Value must be an option index or uuid', 'FIELD_011');
    return option.orderindex;
  }
  if (field.type === 'labels' && (!Array.isArray(value) || value.some((one) => !options.some(({ id }) => id === one))))
    throw invalid('Label invalid', 'FIELD_012');
  if (field.type === 'users') {
    const kept = (task.fields?.[field.id] ?? []).filter((id) => !value.rem?.includes(id));
    return [...new Set([...kept, ...(value.add ?? [])])];
  }
  if (['number', 'currency'].includes(field.type) && !Number.isFinite(Number(value)))
    throw invalid('Value is not a valid number', 'FIELD_013');
  if (field.type === 'email' && !/^\S+@\S+\.\S+$/.test(value)) throw invalid('Value is not a valid email', 'FIELD_014');
  return field.type === 'date' ? String(value) : value;
}

function taskInput(body) {
  const out = {};
  if ('name' in body) {
    if (typeof body.name !== 'string' || !body.name) throw invalid('Task name invalid', 'INPUT_005');
    out.name = body.name;
  }
  if ('description' in body) out.description = body.description;
  if ('status' in body) {
    const status = STATUSES.find((one) => one.status === String(body.status).toLowerCase());
    if (!status) throw invalid('Status not found', 'ITEM_114');
    out.status = status.status;
  }
  if ('priority' in body) out.priority = body.priority;
  if ('due_date' in body) out.due = body.due_date;
  if ('archived' in body) out.archived = body.archived;
  return out;
}

function newTask(space, task, now) {
  const idOf = (n) => `87t${n.toString(36).padStart(6, '0')}`;
  let n = space.tasks.size;
  while (space.task(idOf(n)) || space.deleted.has(idOf(n))) n++;
  return {
    id: idOf(n), list: space.data.lists[0].id, name: `Новая задача ${n}`, description: '', status: 'новая',
    created: now, updated: now, creator: space.data.members[0].id, assignees: [], tags: [], ...task,
  };
}

function addWebhook(space, body) {
  if (!/^https?:\/\//.test(body.endpoint ?? '')) throw invalid('Endpoint invalid', 'HOOK_001');
  if (!Array.isArray(body.events) && body.events !== '*') throw invalid('Events invalid', 'HOOK_002');
  const id = uuid(space.nextComment++, 9);
  const hook = {
    id, userid: space.data.members[0].id, team_id: Number(space.data.team.id), endpoint: body.endpoint,
    client_id: 'HWDEMO', events: [].concat(body.events),
    task_id: body.task_id ?? null, list_id: number(body.list_id), folder_id: number(body.folder_id),
    space_id: number(body.space_id),
    health: { status: 'active', fail_count: 0 }, secret: secret(),
  };
  space.webhooks.set(id, hook);
  return { id, webhook: hook };
}

function changeWebhook(space, id, body) {
  const hook = space.webhooks.get(id);
  if (!hook) throw failure(404);
  if (body.endpoint) hook.endpoint = body.endpoint;
  if (body.events) hook.events = [].concat(body.events);
  if (body.status === 'active') hook.health = { status: 'active', fail_count: 0 };
  return { id, webhook: hook };
}

function number(value) { return value == null ? null : String(value); }

// Signed storage, another host in reality: it refuses a second kind of credentials and old signatures.
function attachment(server, req) {
  const space = server.workspace;
  const xml = (status, code) => new Reply(
    status, Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`),
    { 'content-type': 'application/xml' },
  );
  if (req.headers.authorization) throw xml(400, 'InvalidArgument');
  if (Number(req.query.get('e')) !== space.urlEpoch) throw xml(403, 'AccessDenied');
  const file = space.task(req.params.task)?.attachments?.find(({ id }) => id === req.params.file);
  if (!file) throw xml(404, 'NoSuchKey');
  const bytes = space.attachment(file);
  return new Reply(200, bytes, {
    'content-type': file.mimetype ?? (file.title.endsWith('.pdf') ? 'application/pdf' : 'application/octet-stream'),
  });
}
