// The rules of the Huntflow pages: the connection, lists, stages, applicants, the call log. No browser.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sideBySide } from '../../www/js/ui/compare-rules.js';
import * as huntflow from '../../www/js/lib/huntflow-rules.js';
import { listQuery, turned } from '../../www/js/lib/list-rules.js';
import * as connection from '../../www/js/pages/huntflow/connection-rules.js';
import * as vacancy from '../../www/js/pages/huntflow/vacancy-rules.js';
import { moneyOf } from '../../www/js/lib/money-rules.js';
import * as applicant from '../../www/js/pages/huntflow/applicant-rules.js';
import * as applicants from '../../www/js/pages/huntflow/applicants-rules.js';
import * as calls from '../../www/js/pages/huntflow/logs-rules.js';
import * as cache from '../../www/js/pages/huntflow/cache-rules.js';

describe('an address of the call log', () => {
  it('is a template: numbers of things are short, what is asked of it is left out', () => {
    const of = calls.templateOf;
    assert.deepEqual(of('/accounts/11/applicants/11000041/logs?page=2&count=30'), [
      '/accounts/11/applicants/', '…041', '/logs',
    ]);
    assert.deepEqual(of('/accounts/11/applicants/11000041'), ['/accounts/11/applicants/', '…041', '']);
    assert.deepEqual(of('/a/5/b/123456/c/7654321'), ['/a/5/b/', '…456', '/c/', '…321', '']);
    assert.deepEqual(of('/me'), ['/me']);
    assert.deepEqual(of('/upload/0f9c2a7e-11d2-4b3a-9c54-7f1e2d3c4b5a'), ['/upload/', '…b5a', '']);
  });
});

describe('Huntflow: the connection and the lists', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  const at = (days) => new Date(now + days * 86400000).toISOString();
  it('how long keys last', () => {
    assert.equal(connection.leftOf(null, now), null);
    assert.deepEqual(connection.leftOf(at(-1), now), { days: 0, hours: 0, look: 'bad', over: true });
    assert.deepEqual(connection.leftOf(at(2.5), now), { days: 2, hours: 12, look: 'warn', over: false });
    assert.equal(connection.leftOf(at(9), now).look, 'ok');
    const alone = connection.keyLooks({ expires_at: at(2), refresh_expires_at: null }, now);
    assert.deepEqual([alone.alone, alone.access.look], [true, 'warn']);
    const kept = connection.keyLooks({ expires_at: at(2), refresh_expires_at: at(9) }, now);
    assert.deepEqual([kept.alone, kept.access.look, kept.refresh.look], [false, 'ok', 'ok']);
    assert.equal(connection.keyLooks(null, now).access, null);
  });
  it('what needs a person', () => {
    const codes = (data) =>
      connection
        .attentionOf({ status: 'ok', accounts: [1], token: {}, calls_today: 0, errors_today: 0, ...data }, now)
        .map(({ code }) => code);
    assert.deepEqual(codes({}), []);
    assert.deepEqual(codes({ status: 'refused' }), ['refused']);
    assert.deepEqual(codes({ status: 'error', accounts: [] }), ['error']);
    assert.deepEqual(codes({ token: { expires_at: at(-1) } }), ['expired']);
    assert.deepEqual(codes({ token: { expires_at: at(3) } }), ['ends']);
    assert.deepEqual(codes({ token: { expires_at: at(-1), refresh_expires_at: at(3) } }), ['refresh_ends']);
    assert.deepEqual(codes({ calls_today: 100, errors_today: 6, accounts: [] }), ['errors', 'no_accounts']);
    assert.deepEqual(codes({ calls_today: 10, errors_today: 9 }), []);
  });
  it('a list and its address', () => {
    const query = listQuery(['tag'], ['q', 'page', 'after']);
    const filters = query.read(new URLSearchParams('tag=a&tag=b&q=x&foreign=1&page=3'));
    assert.deepEqual(filters, { tag: ['a', 'b'], q: 'x', page: '3', after: '' });
    assert.equal(query.write(query.changed(filters, { q: '' })).toString(), 'tag=a&tag=b');
    assert.equal(query.href('/l/', filters, null, 2), null);
    assert.equal(query.href('/l/', filters, new URLSearchParams('after=c1'), 2), '/l/?tag=a&tag=b&q=x&page=2&after=c1');
    assert.equal(query.href('/l/', query.read(new URLSearchParams()), new URLSearchParams(), 1), '/l/');
    assert.deepEqual(
      [turned('a', 'a'), turned('-a', 'a'), turned('a', 'b'), turned('a', 'c', ['c'])],
      ['-a', 'a', 'b', '-c'],
    );
    const list = applicants.query.read(new URLSearchParams('vacancy=1&tag=2'));
    assert.equal(applicants.countSet(list), 2);
    assert.ok(applicants.isNarrowed(list) && !applicants.isNarrowed(applicants.cleared()));
    assert.deepEqual(applicants.choicesOf([{ id: 5, name: 'V' }]), [{ value: '5', label: 'V' }]);
    assert.deepEqual(Object.keys(cache.asked(cache.query.read(new URLSearchParams('view=expired&entry=3&search=v')))), [
      'search',
      'ordering',
      'after',
    ]);
  });
  it('names, addresses, colours', () => {
    assert.equal(huntflow.nameOf({ last_name: 'Мороз', first_name: 'Ян', middle_name: null }), 'Мороз Ян');
    assert.equal(huntflow.applicantHref(11, 5), '/huntflow/accounts/11/applicants/5/');
    assert.equal(huntflow.vacancyHref(11, 5), '/huntflow/accounts/11/vacancies/5/');
    assert.deepEqual(
      [huntflow.colorOf('00ad3b'), huntflow.colorOf('#00AD3B'), huntflow.colorOf('red;x'), huntflow.colorOf(null)],
      ['#00ad3b', '#00AD3B', undefined, undefined],
    );
    assert.deepEqual(huntflow.named(2, [{ id: 2, name: 'b' }]), { id: 2, name: 'b' });
    assert.equal(huntflow.named(null, []), null);
  });
});

describe('Huntflow: stages and vacancies', () => {
  const stages = [
    { id: 9, name: 'no', type: 'trash', order: 9999 },
    { id: 2, type: 'user', order: 1 },
    { id: 1, type: 'user', order: 0 },
    { id: 3, type: 'hired', order: 0 },
    { id: 4, type: 'user', order: 2, removed: true },
  ];
  it('the way: dead stages are gone, a refusal is shown when it happened', () => {
    assert.deepEqual(huntflow.stagesOf(stages).map(({ id }) => id), [1, 2, 3, 9]);
    const looks = (id) => huntflow.wayOf(stages, id).map((stage) => `${stage.id}${stage.look}`);
    assert.deepEqual(looks(2), ['1done', '2now', '3']);
    assert.deepEqual(looks(9), ['1', '2', '3', '9fail']);
    assert.deepEqual(looks(undefined), ['1', '2', '3']);
  });
  it('the funnel: how full each stage is, and how many of the one before', () => {
    const { way, out } = vacancy.funnelOf(
      stages.map((stage) => ({ ...stage, count: { 1: 200, 2: 50, 3: 0, 9: 7 }[stage.id] ?? null })),
    );
    assert.deepEqual(way.map(({ tall, share }) => [tall, share]), [[100, null], [25, 0.25], [0, 0]]);
    const none = vacancy.funnelOf(stages.map((stage) => ({ ...stage, count: { 1: 0, 2: 3 }[stage.id] ?? null })));
    assert.deepEqual(none.way.map(({ share }) => share), [null, null, null]);
    assert.deepEqual(out.map(({ id }) => id), [9]);
    assert.equal(vacancy.totalOf([{ count: 2 }, { count: null }, { count: 3 }]), 5);
  });
  it('a vacancy stands still since the last one moved, or since it was made while nobody is there', () => {
    const now = Date.parse('2026-11-30T08:00:00Z');
    const days = (one) => vacancy.stillDays({ created: '2026-11-01T08:00:00Z', ...one }, now);
    assert.equal(days({ applicants_count: 3, moved_at: '2026-11-16T07:59:00Z' }), 14);
    assert.equal(days({ applicants_count: 3, moved_at: '2026-11-30T07:59:00Z' }), 0);
    assert.equal(days({ applicants_count: 0, moved_at: null }), 29);
    assert.equal(days({ applicants_count: 300, moved_at: null }), null, 'too many to look at');
    assert.equal(days({ applicants_count: null }), null, 'not known yet');
    assert.deepEqual([vacancy.isStill(13), vacancy.isStill(14)], [false, true]);
  });
  it('numbers of the tabs', () => {
    const states = { OPEN: 5, HOLD: 1, CLOSED: 0 };
    assert.deepEqual(['OPEN', 'CLOSED', 'all'].map((key) => vacancy.countOf(states, key)), [5, 0, 6]);
    assert.equal(vacancy.countOf(undefined, 'OPEN'), undefined);
    assert.equal(vacancy.countOf({ ...states, HOLD: null }, 'all'), undefined, 'one is not told');
  });
  it('a sum that is kept as a text', () => {
    const sum = (min, max, currency) => ({ min, max, currency });
    for (const [text, money] of [
      ['3000–4500 USD', sum(3000, 4500, 'USD')], ['3 000 - 4 500 $', sum(3000, 4500, 'USD')],
      ['до 2500 USD', sum(null, 2500, 'USD')], ['от 120\u00a0000 ₽', sum(120000, null, 'RUB')],
      ['100 руб.', sum(100, 100, 'RUB')], ['2000', sum(2000, 2000, '')],
      ['по договорённости', null], ['3000 net', null], ['от 1 до 2', null], ['', null], [null, null],
    ]) assert.deepEqual(moneyOf(text), money, text);
  });
  it('texts go from HTML to plain and back', () => {
    const nodes = [
      { t: 'p', c: ['Ищем ', { t: 'b', c: ['C'] }, { t: 'br' }, 'сразу'] },
      { t: 'ul', c: [{ t: 'li', c: ['один'] }, '\n', { t: 'li', c: ['два'] }] },
    ];
    assert.equal(vacancy.plainOf(nodes), 'Ищем C\nсразу\n\n– один\n– два');
    assert.equal(
      vacancy.htmlOf('Ищем C\nсразу\n\n– один\n- <два>'),
      '<p>Ищем C<br>сразу</p><ul><li>один</li><li>&lt;два&gt;</li></ul>',
    );
    assert.equal(vacancy.htmlOf('  '), '');
  });
  it('only what changed is sent', () => {
    const fields = [
      { id: 1, name: 'team', type: 'string', value: 'a' },
      { id: 2, name: 'head', type: 'integer', value: 3 },
      { id: 3, name: 'kind', type: 'dictionary', value: { id: 1, name: 'D' } },
    ];
    const before = vacancy.formOf({ position: 'P', priority: 1, additional_fields: fields }, () => []);
    assert.deepEqual(Object.keys(before).slice(-2), ['x_team', 'x_head']);
    assert.deepEqual(vacancy.bodyOf(before, before, fields), {});
    assert.deepEqual(
      vacancy.bodyOf(
        before,
        { ...before, company: ' Nova ', priority: false, body: 'Текст', x_head: '4', x_team: '' },
        fields,
      ),
      { company: 'Nova', priority: 0, body: '<p>Текст</p>', head: 4, team: null },
    );
    assert.deepEqual(
      [vacancy.shownValue([{ name: 'a' }, 'b']), vacancy.shownValue(null), vacancy.shownValue({ id: 1 })],
      ['a, b', '', ''],
    );
  });
});

describe('Huntflow: one applicant', () => {
  it('the form sends what differs, null for what was wiped', () => {
    const before = applicant.formOf({ phone: '1', email: null, money: 5 }, ['phone', 'email', 'money']);
    assert.deepEqual(before, { phone: '1', email: '', money: '5' });
    assert.deepEqual(applicant.bodyOf(before, { phone: '', email: ' a@b.c ', money: '5' }), {
      phone: null,
      email: 'a@b.c',
    });
    assert.deepEqual(
      [applicant.mended('a@b,c'), applicant.mended('a@b.c'), applicant.mended('a b')],
      ['a@b.c', '', ''],
    );
  });
  it('the timeline: known and unknown kinds, the stage before', () => {
    const rows = {
      statuses: [
        { id: 1, name: 'N', type: 'user' },
        { id: 9, name: 'X', type: 'trash' },
      ],
      vacancies: [{ id: 5, position: 'V' }],
      reasons: [],
    };
    const event = (log) => applicant.eventOf({ id: 1, created: 'x', ...log }, rows);
    assert.equal(event({ type: 'SOMETHING-NEW' }).key, 'other');
    assert.deepEqual(
      [
        event({ type: 'STATUS', status: 9 }).look,
        event({ type: 'STATUS', status: 1 }).look,
        event({ type: 'DOUBLE' }).look,
      ],
      ['warn', 'acc', 'warn'],
    );
    assert.equal(event({ type: 'COMMENT', author: { name: 'Дина' }, vacancy: { id: 5, position: 'V' } }).who, 'Дина');
    const line = [
      event({ type: 'STATUS', status: 9, vacancy: 5 }),
      event({ type: 'STATUS', status: 1, vacancy: 6 }),
      event({ type: 'VACANCY-ADD', status: 1, vacancy: 5 }),
    ];
    assert.equal(applicant.stageBefore(line, 0).name, 'N');
    assert.equal(applicant.stageBefore(line, 2), null);
  });
  it('links: the latest first; two people side by side', () => {
    assert.deepEqual(
      applicant
        .linksOf({ links: [{ updated: null }, { updated: '2026-02' }, { updated: '2026-01' }] })
        .map(({ updated }) => updated),
      ['2026-02', '2026-01', null],
    );
    const rows = sideBySide(
      { name: 'A', phone: '+375 29 111-22-33', email: 'X@y.z' },
      { name: 'B', phone: '8 029 111 22 33', email: 'x@Y.z' },
    );
    assert.deepEqual(rows.map(({ name, same }) => [name, same]), [['name', false], ['phone', true], ['email', true]]);
  });
  it('a parsed CV: what it would change, empty fields first', () => {
    assert.deepEqual(applicant.parsedOf(null), {});
    const parsed = applicant.parsedOf({
      first_name: 'Анна',
      last_name: null,
      phones: ['1', '2'],
      money: 3500,
      position: '',
    });
    assert.deepEqual(parsed, { first_name: 'Анна', phone: '1', money: '3500' });
    assert.deepEqual(applicant.changesOf({ first_name: 'Аня', phone: null, money: '3500' }, parsed), [
      { name: 'phone', old: '', now: '1' },
      { name: 'first_name', old: 'Аня', now: 'Анна' },
    ]);
  });
  it('the questionary in its order; what may be edited', () => {
    const all = applicant.questionsOf({
      schema: [
        { name: 'b', order: 2, type: 'string' },
        { name: 'a', order: 1, type: 'dictionary', values: [{ id: 1, name: 'B1' }] },
        { name: 'c', order: 3, type: 'dictionary', values: null },
      ],
      values: { b: 'x' },
    });
    assert.deepEqual(all.map(({ key, value }) => [key, value]), [['a', null], ['b', 'x'], ['c', null]]);
    assert.deepEqual(all.map(applicant.canEdit), [true, true, false]);
    assert.deepEqual(applicant.questionsOf(null), []);
  });
});

describe('Huntflow: the call log', () => {
  const rows = [
    { at: '2026-01-01T01', GET: 3, POST: 1, PATCH: 1, DELETE: 0, ERROR: 1, errors: 1, p50_ms: 100, p95_ms: 400 },
    { at: '2026-01-01T00', GET: 6, POST: 0, PATCH: 0, DELETE: 0, ERROR: 0, errors: 0, p50_ms: 200, p95_ms: 200 },
    { at: '2026-01-01T02', GET: 0, errors: 0, p50_ms: null, p95_ms: null },
  ];
  it('steps in their order, joined when they are many', () => {
    const steps = calls.chartRows(rows);
    assert.deepEqual(
      steps.map(({ total, reads, writes, errors }) => [total, reads, writes, errors]),
      [
        [6, 6, 0, 0],
        [6, 3, 2, 1],
        [0, 0, 0, 0],
      ],
    );
    assert.deepEqual(calls.summary(steps), { total: 12, errors: 1, p50: 150, p95: 300 });
    assert.deepEqual(calls.merged(steps, 2).map(({ total, p50 }) => [total, p50]), [[12, 150], [0, null]]);
    assert.equal(calls.merged(steps, 3), steps);
    assert.deepEqual(['24', '168', '720'].map(calls.daysOf), [1, 7, 30]);
  });
  it('the page\'s own names stay out of the request', () => {
    const filters = calls.query.read(new URLSearchParams('view=errors&hours=168&call=5&method=GET&search=x'));
    assert.deepEqual(Object.keys(calls.asked(filters)), [
      'log_type',
      'method',
      'status_code',
      'user',
      'search',
      'ordering',
      'after',
    ]);
    assert.equal(calls.countSet(filters), 1);
    assert.deepEqual(
      [calls.cleared(filters).view, calls.cleared(filters).hours, calls.cleared(filters).method],
      ['errors', '168', ''],
    );
  });
  it('a call as curl: no key, quotes held', () => {
    assert.equal(
      calls.curlOf({ method: 'GET', endpoint: '/accounts/1/tags', request_data: {} }, calls.baseOf(undefined)),
      "curl 'https://api.huntflow.ru/v2/accounts/1/tags' -H 'Authorization: Bearer ***' -H 'User-Agent: Hirewire'",
    );
    assert.equal(
      calls.baseOf({ active_system: 'SANDBOX', huntflow_sandbox_url: 'https://s.example/v2', huntflow_prod_url: 'x' }),
      'https://s.example/v2',
    );
    const text = calls.curlOf(
      { method: 'POST', endpoint: '/v2/accounts/1/tags', request_data: { name: "it's" } },
      'https://h.example/v2/',
    );
    assert.ok(text.startsWith("curl -X POST 'https://h.example/v2/accounts/1/tags'"));
    assert.ok(text.endsWith(`--data '{"name":"it'\\''s"}'`));
  });
  it('how an answer looks', () => {
    assert.deepEqual(
      [
        { status_code: 200 },
        { status_code: 404, is_error: true },
        { status_code: 404, is_error: false },
        { status_code: 429, is_error: true },
        { status_code: null },
      ].map(calls.codeLook),
      ['ok', 'bad', 'none', 'warn', 'none'],
    );
    assert.deepEqual([{}, [], '', null, { a: 1 }].map(calls.isEmpty), [true, true, true, true, false]);
    assert.equal(calls.pretty({ a: 1 }), '{\n  "a": 1\n}');
  });
});
