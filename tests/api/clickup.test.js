// tasks: the list, its filters and orders, the search, one task, the dashboard.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { changed } from '../lib/seed.js';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 1);
const LIST = '901200106';	// no tasks of the demo's in it
let house;
let clickup;
let me;

// n: which task; the rest as the simulator keeps it.
const TASKS = [
  {
    id: 'a1', name: 'Фёдоров Пётр - Java-разработчик', description: 'Опыт с Kubernetes. Ёмкое резюме.', status: 'новая',
    priority: 1, tags: ['java', 'срочно'], assignees: [48210001], created: NOW, updated: NOW + 5000, due: NOW + 3 * DAY,
  },
  {
    id: 'a2', name: 'федоров иван - QA', description: 'kubernetes-админ, back-end, 1С, тел. 8 029 111-22-33',
    status: 'новая', priority: 0, tags: ['qa'], assignees: [48210002], created: NOW + 1000, updated: NOW + 4000,
    due: NOW + DAY,
  },
  {
    id: 'a3', name: 'Smith John - JavaScript', description: 'C++ и Perl; e-mail: john@example.com', status: 'в работе',
    priority: 2, tags: ['java'], assignees: [], created: NOW + 2000, updated: NOW + 3000, due: null,
  },
  {
    id: 'a4', name: '王伟 - Разработчик', description: '', status: 'на проверке', priority: 4, tags: [],
    assignees: [48210001, 48210002], created: NOW + 3000, updated: NOW + 2000, due: null,
  },
  {
    id: 'a5', name: 'Йорк Эмилия', description: 'х'.repeat(300), status: 'готово', closed: NOW, priority: 3,
    tags: ['срочно'], assignees: [48210002], created: NOW + 4000, updated: NOW + 1000, due: NOW + 2 * DAY,
  },
];
const BULK = 60;

before(async () => {
  house = await startHouse({ upstreams: true });
  ({ clickup } = house.up);
  await clickup.limit(1_000_000);
  me = watched(await house.user());
  await me.connect({
    settings: {
      max_tasks: 1000, include_closed: true, subtasks: true, team_id: '9012345678', space_id: '90120002',
      folder_id: null, list_id: LIST,
    },
  });
  for (const { task_id: id } of await listed(clickup)) await clickup.deleteTask(id);
  for (const task of TASKS) await clickup.addTask({ list: LIST, comments: [], attachments: [], fields: {}, ...task });
  for (let n = 0; n < BULK; n++) {
    await clickup.addTask({
      id: `b${n}`, list: LIST, name: `Запись ${n % 7}`, description: 'массовая', created: NOW - n * 1000,
      updated: NOW - (n % 10) * 1000, due: n % 4 ? null : NOW - n * DAY, priority: n % 5,
    });
  }
  await sync();
});
after(() => house.stop());

async function listed({ url, token }) {
  const { tasks } = await (await fetch(
    `${url}/list/${LIST}/task?include_closed=true&subtasks=true`, { headers: { Authorization: token } },
  )).json();
  return tasks.map(({ id }) => ({ task_id: id }));
}

async function sync() {
  const { id } = await me.expect(202, 'POST', '/clickup/api/sync-tasks', {});
  const log = await house.until(async () => {
    const one = (await me.get(`/clickup/sync-logs/${id}`)).json;
    return one.status !== 'running' && one;
  });
  assert.equal(log.status, 'success', log.error_message);
}

const query = (params) => new URLSearchParams(params).toString();
const ids = async (params) => {
  const res = await me.get(`/clickup/tasks?${query(params)}`);
  assert.equal(res.status, 200, res.text);
  return res.json.map((task) => task.task_id);
};
const mine = async (params) => (await ids([
  ['page_size', 100], ...(Array.isArray(params) ? params : Object.entries(params))
])).filter((id) => id.startsWith('a')).sort();

describe('search', () => {
  for (const [text, found] of [
    ['федоров', ['a1', 'a2']], ['ФЁДОРОВ', ['a1', 'a2']], ['фёд', ['a1', 'a2']], ['java', ['a1', 'a3']],
    ['javas', ['a3']],
    ['разраб', ['a1', 'a4']], ['kubern', ['a1', 'a2']], ['емкое', ['a1']], ['федоров java', ['a1']],
    ['java федоров', ['a1']],
    ['федоров qa', ['a2']], ['админ', ['a2']], ['example', ['a3']], ['john@example.com', ['a3']], ['c++', ['a3']],
    ['王', ['a4']], ['йорк', ['a5']], ['иорк', []],
    ['оров', []], ['java нетакого', []], ['!!!', []], ['"java" -qa (a*)', []], ['java;', ['a1', 'a3']],
    ['  java  ', ['a1', 'a3']], ['х'.repeat(300), ['a5']],
    ['\u0438\u0306орк', ['a5']], ['c#', []], ['e-mail', ['a3']], ['email', ['a3']], ['backend', ['a2']],
    ['back-end', ['a2']], ['1C', ['a2']], ['1С', ['a2']],
    ['a2', ['a2']], [' #a2 ', ['a2']], ['https://app.clickup.com/t/a2', ['a2']],
    ['http://127.0.0.1/clickup/task/a2/?x=1', ['a2']], ['https://app.clickup.com/t/nobody', []],
    ['+375 29 111-22-33', ['a2']], ['80291112233', ['a2']], ['1112233', ['a2']], ['29 111', ['a2']],
    ["' OR 1=1 --", []],
  ]) {
    test(text.slice(0, 40), async () => assert.deepEqual(await mine({ search: text }), found));
  }

  test('an empty search is none', async () => {
    assert.equal((await ids({ search: '   ', page_size: 100 })).length, TASKS.length + BULK);
  });

  test('counts what it found', async () => {
    const res = await me.get(`/clickup/tasks?${query({ search: 'массов', page_size: 7 })}`);
    assert.equal(res.headers['x-total-count'], String(BULK));
    assert.equal(res.json.length, 7);
  });

  test('finds a task under its new name only', async () => {
    await clickup.changeTask('a3', { name: 'Совершенно Другой - Scala' });
    await sync();
    assert.deepEqual(await mine({ search: 'smith' }), []);
    assert.deepEqual(await mine({ search: 'scala' }), ['a3']);
    // An older version is believed when it was read a good while later.
    await house.sql('UPDATE clickup_task SET read_at = read_at - INTERVAL 1 HOUR WHERE task_id = ?', ['a3']);
    await clickup.changeTask('a3', TASKS[2]);
    await sync();
    assert.deepEqual(await mine({ search: 'smith' }), ['a3']);
  });
});

describe('filters', () => {
  for (const [params, found] of [
    [{ status: 'новая', search: 'федоров' }, ['a1', 'a2']], [{ status: 'готово' }, ['a5']],
    [[['status', 'готово'], ['status', 'в работе']], ['a3', 'a5']],
    [{ priority: 'urgent', tag: 'java' }, ['a1']], [{ tag: 'java' }, ['a1', 'a3']],
    [[['tag', 'qa'], ['tag', 'java']], ['a1', 'a2', 'a3']], [{ tag: 'нет такой' }, []],
    [{ tag: 'срочно', status: 'готово' }, ['a5']], [{ due_from: '2026-11-02', due_to: '2026-11-03' }, ['a2', 'a5']],
    [{ due_from: '2026-11-04' }, ['a1']],
    [{ updated_from: '2026-11-01T00:00:03Z' }, ['a1', 'a2', 'a3']],
    [{ updated_to: '2026-11-01T00:00:01Z', updated_from: '2026-11-01T00:00:01Z' }, ['a5']],
    [{ cv: 'pdf' }, []], [{ transfer: 'done' }, []],
  ]) {
    test(query(params), async () => assert.deepEqual((await mine(params)), found));
  }

  test('by a person', async () => {
    const { assignees } = await me.expect(200, 'GET', '/clickup/api/task-filters');
    for (const { name, count } of assignees)
      assert.equal((await ids({ assignee: name, page_size: 100 })).length, count);
    assert.equal(assignees.reduce((sum, { count }) => sum + count, 0), 5);
  });

  test('what there is to choose from, with counts', async () => {
    const all = await me.expect(200, 'GET', '/clickup/api/task-filters');
    assert.equal(all.total, TASKS.length + BULK);
    for (const [name, list] of [
      ['status', all.statuses], ['priority', all.priorities], ['tag', all.tags], ['cv', all.cvs],
    ]) {
      for (const { name: value, count } of list)
        assert.equal((await ids({ [name]: value, page_size: 100 })).length, count, `${name}=${value}`);
    }
    assert.deepEqual(all.tags, [{ name: 'java', count: 2 }, { name: 'срочно', count: 2 }, { name: 'qa', count: 1 }]);
  });

  test('by transfer', async () => {
    const put = async (task, state, code, lease, account = 11) => {
      await house.sql(`INSERT INTO transfer (company_id, user_id, connection_id, account_id, task_id, state,
        applicant_id, url, error_code, lease_until)
        SELECT company_id, owner_id, id, ?, ?, ?, 77, 'https://huntflow.ru/77', ?, NOW(3) + INTERVAL ? MINUTE
          FROM connection WHERE owner_id = ? AND provider = 'huntflow'`,
        [account, task, state, code, lease, me.user.id]);
      await newest(task);
    };
    const newest = async (task) => {
      await house.sql(
        `UPDATE clickup_task t SET t.transfer_id = (SELECT MAX(x.id) FROM transfer x
           WHERE x.user_id = t.user_id AND x.task_id = t.task_id) WHERE t.task_id = ?`,
        [task],
      );
      await changed(house, list.id);
    };
    const [list] = await house.sql(
      "SELECT id FROM connection WHERE owner_id = ? AND provider = 'clickup'", [me.user.id],
    );
    await put('a1', 'done', '', -5);
    await put('a2', 'created', 'huntflow.down', -5);
    await put('a3', 'intent', '', 5);
    assert.deepEqual(await mine({ transfer: 'done' }), ['a1']);
    assert.deepEqual(await mine({ transfer: 'failed' }), ['a2']);
    assert.deepEqual(await mine({ transfer: 'running' }), ['a3']);
    assert.deepEqual(await mine({ transfer: 'none' }), ['a4', 'a5']);
    const [task] = (await me.get('/clickup/tasks?transfer=done')).json;
    const { created_at: begun, ...sent } = task.transfer;
    assert.deepEqual(sent, {
      account_id: 11, applicant_id: 77, second_id: null, state: 'done', url: 'https://huntflow.ru/77',
      error_code: null,
    });
    assert.deepEqual((await me.get('/clickup/task/a1')).json.transfers, [{ ...sent, created_at: begun }]);
    assert.equal((await me.get('/clickup/task/a2')).json.transfers[0].error_code, 'huntflow.down');

    // Into another organisation as well: the newest is what the row shows, and the filter follows it.
    await put('a1', 'created', 'huntflow.down', -5, 12);
    assert.deepEqual(await mine({ transfer: 'failed' }), ['a1', 'a2']);
    assert.deepEqual(await mine({ transfer: 'done' }), []);
    const [{ transfer: shown }] = (await me.get('/clickup/tasks?search=a1')).json;
    assert.deepEqual([shown.account_id, shown.state], [12, 'failed']);
    await house.sql("DELETE FROM transfer WHERE task_id = 'a1' AND account_id = 12");
    await newest('a1');
  });
});

describe('orders and pages', () => {
  const KEYS = {
    date_updated: (task) => task.date_updated, date_created: (task) => task.date_created, name: (task) => task.name,
    due_date: (task) => task.due_date,
    priority: (task) => ['urgent', 'high', 'normal', 'low', null].indexOf(task.priority),
  };

  // Every page by Link from the first to the last.
  async function walk(params) {
    const all = [];
    for (let path = `/clickup/tasks?${query(params)}`; path;) {
      const res = await me.get(path);
      assert.equal(res.status, 200, res.text);
      assert.equal(res.headers['x-total-count'], String(TASKS.length + BULK));
      all.push(...res.json);
      path = /<([^>]+)>; rel="next"/.exec(res.headers.link ?? '')?.[1];
    }
    return all;
  }

  for (const [name, key] of Object.entries(KEYS)) {
    for (const sort of [name, `-${name}`]) {
      test(`${sort}: by Link and by number alike, each task once`, async () => {
        const all = await walk({ sort, page_size: 9 });
        assert.equal(new Set(all.map((task) => task.task_id)).size, TASKS.length + BULK);
        assert.equal(all.length, TASKS.length + BULK);
        const numbered = [];
        for (let page = 1; page <= 8; page++) numbered.push(...await ids({ sort, page_size: 9, page }));
        assert.deepEqual(numbered, all.map((task) => task.task_id));
        const keys = all.map(key).filter((value) => value !== null);
        if (name === 'name') return;	// by the database's alphabet
        const sorted = [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        assert.deepEqual(keys, sort === name ? sorted : sorted.reverse());
        if (name === 'due_date') assert.equal(all.at(-1).due_date, null, 'those without come last');
      });
    }
  }

  test('newest update first, twenty on a page', async () => {
    const list = await ids({});
    assert.deepEqual(list.slice(0, 5), ['a1', 'a2', 'a3', 'a4', 'a5']);
    assert.equal(list.length, 20);
  });

  test('a page behind the end is empty', async () => {
    const res = await me.get('/clickup/tasks?page=900');
    assert.deepEqual(res.json, []);
    assert.match(res.headers.link, /rel="prev"/);
  });
});

describe('wrong questions', () => {
  for (const [text, field, code] of [
    ['page=0', 'page', 'range'], ['page=x', 'page', 'type'], ['page_size=101', 'page_size', 'range'],
    ['sort=size', 'sort', 'choice'], ['priority=big', 'priority', 'choice'],
    ['cv=doc', 'cv', 'choice'], ['transfer=maybe', 'transfer', 'choice'],
    ['updated_from=soon', 'updated_from', 'format'], ['due_to=2026-13-01', 'due_to', 'format'],
    ['updated_from=2026-11-02&updated_to=2026-11-01', 'updated_to', 'order'],
    ['updated_from=2026-11-01&updated_to=2026-11-01', null, null],
    ['due_from=2026-11-02T10:00Z&due_to=2026-11-02T09:00Z', 'due_to', 'order'],
    ['after=zz', 'after', 'cursor'], ['sort=name&after=x0261.5', null, null], ['after=61.5', 'after', 'cursor'],
    [`after=x01${'80'.repeat(8)}.5`, null, null], [`after=x00${'80'.repeat(8)}.5`, 'after', 'cursor'],
    [`sort=name&after=x02${'61'.repeat(201)}.5`, 'after', 'cursor'], ['after=x.5', 'after', 'cursor'],
    ['sort=priority&after=x0a61.5', 'after', 'cursor'], ['sort=priority&after=61.5x', 'after', 'cursor'],
    ['after=31.x', 'after', 'cursor'], ['unknown=1', 'unknown', 'unknown'],
    [`search=${'a'.repeat(501)}`, 'search', 'length'],
    [Array.from({ length: 21 }, (_, n) => `status=${n}`).join('&'), 'status', 'range'],
    ['search=a&search=b', 'search', 'type'],
  ]) {
    test(text.slice(0, 40), async () => {
      const res = await me.get(`/clickup/tasks?${text}`);
      if (field === null) return assert.equal(res.status, 200, res.text);
      assert.equal(res.status, 400, res.text);
      assert.deepEqual(res.json.errors.map((error) => [error.field, error.code]), [[field, code]]);
    });
  }

  test('unknown tasks', async () => {
    for (const id of ['nothing', 'a'.repeat(41), "a'b"])
      assert.equal((await me.get(`/clickup/task/${id}`)).status, 404, id);
    assert.equal((await me.get('/clickup/sync-logs/999999')).status, 404);
    assert.equal((await (await house.user()).del('/clickup/tasks')).status, 405);
    assert.equal((await house.anonymous().get('/clickup/tasks')).status, 401);
    assert.equal((await (await house.user({ role: 'member' })).get('/clickup/tasks')).status, 403);
  });
});

describe('one task', () => {
  const field = (
    name, type, value, config = {}
  ) => ({ id: `f-${name}`, name, type, type_config: config, ...(value === undefined ? {} : { value }) });
  const options = {
    options: [{ id: 'o1', name: 'Junior', orderindex: 0 }, { id: 'o2', name: 'Middle', orderindex: 1 }],
  };

  test('custom fields of every type are shown', async () => {
    const fields = [
      [field('уровень', 'drop_down', 1, options), 'Middle', null],
      [field('по id', 'drop_down', 'o1', options), 'Junior', null],
      [field('удалён', 'drop_down', 7, options), '7', null],
      [
        field('навыки', 'labels', ['l2', 'l1', 'l9'], {
          options: [{ id: 'l1', label: 'C' }, { id: 'l2', label: 'nginx' }],
        }),
        'nginx, C, l9', null,
      ],
      [field('кто', 'users', [{ id: 1, username: 'Анна' }, { id: 2, username: 'Олег' }]), 'Анна, Олег', null],
      [field('дата', 'date', '1714734000000'), '2024-05-03', null],
      [field('проверен', 'checkbox', 'true'), '✓', null], [field('нет', 'checkbox', false), '✗', null],
      [field('деньги', 'currency', '1500.50', { currency_type: 'USD' }), '1500.50 USD', null],
      [field('оценка', 'emoji', 4, { count: 5 }), '4/5', null],
      [field('ссылка', 'url', 'https://hh.ru/resume/1'), 'https://hh.ru/resume/1', 'https://hh.ru/resume/1'],
      [field('злая', 'url', 'javascript:alert(1)'), 'javascript:alert(1)', null],
      [field('почта', 'email', 'a@b.by'), 'a@b.by', 'mailto:a@b.by'],
      [field('телефон', 'phone', '+996 555 123-456'), '+996 555 123-456', 'tel:+996555123456'],
      [field('город', 'location', { location: { lat: 1, lng: 2 }, formatted_address: 'Бишкек' }), 'Бишкек', null],
      [field('задачи', 'tasks', [{ id: 'x', name: 'Собеседование' }]), 'Собеседование', null],
      [
        field('файлы', 'attachment', [{ id: 'y', title: 'cv.pdf', url: 'https://x.by/cv.pdf' }]), 'cv.pdf',
        'https://x.by/cv.pdf',
      ],
      [field('ход', 'automatic_progress', { percent_complete: 40 }), '40%', null],
      [field('число', 'number', 5.5), '5.5', null], [field('пусто', 'short_text'), '', null],
      [field('null', 'text', null), '', null],
      [field('новое', 'something_new', { name: 'Имя' }), 'Имя', null],
    ];
    await clickup.changeTask('a1', { raw: { custom_fields: fields.map(([one]) => one) } });
    await sync();
    const task = await me.expect(200, 'GET', '/clickup/task/a1');
    assert.deepEqual(
      task.custom_fields.map(({ name, display, href }) => [name, display, href]),
      fields.map(([{ name }, display, href]) => [name, display, href]),
    );
    assert.equal(task.custom_fields[0].value, 1);
    assert.equal(task.attachments, null);
  });

  test('refresh reads files, comments and the formatted text', async () => {
    await clickup.changeTask('a2', {
      description: 'Первый **важный** абзац\n\n<script>alert(1)</script>\n\n- один\n- два\n\n' +
        '[ссылка](https://hh.by/) [зло](javascript:alert(1))',
      attachments: [
        { id: 'f2', title: 'новый.PDF', date: NOW + 2000, person: 1 },
        { id: 'f1', title: 'старый.pdf', date: NOW + 1000, person: 2 },
        { id: 'f3', title: 'фото.png', date: NOW, text: 'x' },
      ],
      comments: Array.from({ length: 60 }, (_, n) => ({
        id: 5000 + n, date: NOW + n * 1000, user: 48210001, text: `Комментарий ${n}`,
      })),
    });
    const task = await me.expect(200, 'POST', '/clickup/task/a2/refresh');
    assert.deepEqual(task.attachments.map(({ title }) => title), ['фото.png', 'старый.pdf', 'новый.PDF']);
    assert.equal(task.cv, 'pdf');
    assert.equal(task.cv_count, 2);
    assert.deepEqual(task.comments.map(({ text }) => text), Array.from({ length: 60 }, (_, n) => `Комментарий ${n}`));
    assert.ok(task.detailed_at);
    const nodes = JSON.stringify(task.description_nodes);
    assert.match(nodes, /"t":"b"/);
    assert.match(nodes, /"t":"li"/);
    assert.match(nodes, /"href":"https:\/\/hh.by\/"/);
    assert.doesNotMatch(nodes, /"t":"script"|"href":"javascript/);
    await sync();
    const after = await me.expect(200, 'GET', '/clickup/task/a2');
    assert.equal(after.comments.length, 60);
    assert.equal(after.cv, 'pdf');
    assert.equal((await ids({ cv: 'pdf' })).join(), 'a2');
  });

  test('refresh of one that is gone, not there, or of a dead key', async () => {
    await clickup.addTask({ id: 'gone1', list: LIST, name: 'Уйдёт' });
    await sync();
    await clickup.deleteTask('gone1');
    const res = await me.post('/clickup/task/gone1/refresh');
    assert.equal(res.status, 404);
    assert.equal(res.json.code, 'clickup.absent');
    await clickup.fault({ kind: 'status', status: 401, path: '/(task/a1|user)$', times: 2 });
    const refused = await me.post('/clickup/task/a1/refresh');
    assert.equal(refused.status, 424);
    assert.equal(refused.json.code, 'clickup.token');
    assert.ok((await me.get('/clickup')).json.attention.some(({ code }) => code === 'clickup_refused'));
    assert.equal((await me.post('/clickup/task/a1/refresh')).status, 200);
    assert.ok(!(await me.get('/clickup')).json.attention.some(({ code }) => code === 'clickup_refused'));
    assert.equal((await (await house.user()).post('/clickup/task/a1/refresh')).status, 404);
  });
});

describe('the dashboard', () => {
  test('of a new person says what to do first', async () => {
    const fresh = watched(await house.user());
    const board = await fresh.expect(200, 'GET', '/clickup/');
    assert.deepEqual(
      board.attention.map(({ code, kind }) => [code, kind]), [['clickup_key', 'setup'], ['huntflow_key', 'setup']],
    );
    for (const { title, text, action } of board.attention) assert.ok(title && text && action.label && action.href);
    assert.deepEqual(board.tasks, { total: 0, transferred: 0, not_transferred: 0, no_cv: 0, by_status: [] });
    assert.equal(board.calls.length, 14);
    assert.deepEqual(board.calls.map(({ day }) => day), board.imported.map(({ day }) => day), 'one period for all');
    assert.equal(board.imported.length, 14);
    assert.deepEqual(fresh.wrong, []);
  });

  test('counts tasks, transfers, calls', async () => {
    await house.sql(
      'INSERT INTO transfer_slot (user_id, slot, done) VALUES (?, UNIX_TIMESTAMP() DIV 900 - 2 * 96, 7)', [me.user.id],
    );
    for (const [type, calls] of [['GET', 2], ['ERROR', 1]]) {
      await house.sql(
        `INSERT INTO call_hour (company_id, provider, hour, user_id, log_type, calls) SELECT company_id, 'clickup',
         DATE_FORMAT(NOW() - INTERVAL 72 HOUR, '%Y-%m-%d %H:00:00'), id, ?, ? FROM user WHERE id = ?`,
        [type, calls, me.user.id],
      );
    }
    const board = await me.expect(200, 'GET', '/clickup');
    assert.equal(board.imported.at(-3).count, 7);
    assert.equal(board.tasks.transferred, 1);
    assert.equal(
      board.tasks.total, (await house.sql('SELECT COUNT(*) n FROM clickup_task WHERE user_id = ?', [me.user.id]))[0].n,
    );
    assert.ok(board.calls.at(-1).total + board.calls.at(-2).total > 5);
    assert.equal(board.calls.at(-4).total, 3);
    assert.equal(board.calls.at(-4).errors, 1);
    assert.ok(board.last_syncs.length > 1);
    assert.equal(board.running_import, null);
  });

  test('every answer was as described', () => assert.deepEqual(me.wrong, []));
});
