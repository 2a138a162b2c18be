// Tables of people: taken, their columns guessed and chosen, kept for a time; an erasure reaches their rows.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { erase } from '../lib/erasure.js';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { csvBytes, csvText, uploadTable, writeXlsx } from '../lib/tables.js';

const API = '/api/v1/tables/';
const HEAD = ['ФИО', 'Телефон', 'Почта', 'Ссылка', 'Зарплата', 'Город', 'Комментарий'];
const ANNA = ['Ковалёва Анна', '+375 29 111-22-33', 'anna@nova.by', 'https://www.linkedin.com/in/anna-k/', '2000 USD',
  'Минск', 'Может "сразу"; звонить\nпосле шести'];
const OLEG = ['Быков Олег', '', 'oleg@nova.by', '', '', 'Брест', ''];

let house, me, other;

before(async () => {
  house = await startHouse({});
  me = watched(await house.user({ role: 'recruiter', company: 'Таблицы', name: 'Анна' }));
  other = await house.user({ role: 'admin', company: 'Чужие' });
});
after(() => house?.stop());

async function take(rows, { name, ...options } = {}) {
  const res = await uploadTable(me, csvBytes(rows, options), { name });
  assert.equal(res.status, 201, res.text);
  return res.json;
}
const guesses = ({ columns }) => columns.map(({ guess }) => guess);
async function refusal(bytes, more) {
  const { status, json } = await uploadTable(me, bytes, more);
  return [status, json.errors[0].field, json.errors[0].code];
}

describe('a table', () => {
  it('is taken in the encoding and with the separator that it comes in', async () => {
    for (const encoding of ['UTF-8', 'WINDOWS-1251', 'UTF-16']) {
      const one = await take([HEAD, ANNA, OLEG], { encoding, name: `${encoding}.csv` });
      assert.deepEqual(
        [one.name, one.kind, one.rows, one.sheet, one.sheets, one.created_by],
        [`${encoding}.csv`, 'csv', 2, null, [], 'Анна'],
      );
      assert.deepEqual(one.columns.map(({ name }) => name), HEAD);
      assert.deepEqual(guesses(one), ['name', 'phone', 'email', 'link', 'money', 'comment', 'comment']);
      assert.deepEqual(one.sample.map(({ number, name }) => [number, name]), [[2, 'Ковалёва Анна'], [3, 'Быков Олег']]);
      assert.deepEqual(one.sample[0].cells, ANNA.map((text) => text.replaceAll('\r', '')));
    }
  });

  it('is read in the encoding that is asked for, and that is another table', async () => {
    const bytes = csvBytes([['Имя', 'Город'], ['Ян', 'Уфа']], { encoding: 'IBM866' });
    const read = async (encoding) => {
      const { status, json } = await uploadTable(me, bytes, encoding && { encoding });
      assert.equal(status, 201);
      return [json.encoding, json.columns.map(({ name }) => name)];
    };
    assert.deepEqual(await read('IBM866'), ['IBM866', ['Имя', 'Город']]);
    assert.deepEqual(await read('KOI8-R').then(([encoding]) => encoding), 'KOI8-R');
    assert.equal((await uploadTable(me, bytes, { encoding: 'IBM866' })).status, 200);
    assert.deepEqual(await refusal(bytes, { encoding: 'EBCDIC' }), [400, 'encoding', 'choice']);
    const whole = await take([HEAD, ANNA, OLEG], { encoding: 'IBM866', name: 'dos.csv' });
    assert.deepEqual([whole.encoding, whole.columns[0].name], ['IBM866', 'ФИО']);
    const same = await uploadTable(me, csvBytes([HEAD, ANNA, OLEG], { encoding: 'IBM866' }), { encoding: 'IBM866' });
    assert.deepEqual([same.status, same.json.id], [200, whole.id]);
  });

  it('says of its first rows what would be sent', async () => {
    const { sample: [first], columns } = await take([HEAD, ANNA, OLEG], { separator: '\t', name: 'x.tsv' });
    assert.deepEqual(Object.fromEntries(first.members.map(({ to, text }) => [to, text])), {
      link: 'https://www.linkedin.com/in/anna-k', phone: '+375 29 111-22-33', email: 'anna@nova.by', money: '2000 USD',
    });
    assert.deepEqual(first.lines.map(({ name }) => name), ['ФИО', 'Город', 'Комментарий']);
    assert.deepEqual(columns.map(({ filled }) => filled), [2, 1, 2, 1, 1, 2, 1]);
  });

  it('is guessed by English names, by parts of a name, and by what it holds', async () => {
    const english = await take([['First Name', 'Surname', 'E-mail', 'Mobile', 'Job title', 'Company', 'Manager name'],
      ['Anna', 'Petrova', 'a@b.by', '+375291112233', 'Lead', 'Nova', 'Ivan Ivanov']]);
    assert.deepEqual(guesses(english),
      ['first_name', 'last_name', 'email', 'phone', 'position', 'company', 'comment']);
    assert.equal(english.sample[0].name, 'Petrova Anna');
    const bare = await take([['Петрова Анна', 'a@b.by', '+375 29 111 22 33', 'linkedin.com/in/a', 'Минск'],
      ['Быков Олег', 'o@b.by', '+375 29 111 22 34', 'linkedin.com/in/o', 'Брест']]);
    assert.deepEqual([bare.rows, bare.columns[0].name, guesses(bare)],
      [2, 'A', ['name', 'email', 'phone', 'link', 'comment']]);
  });

  it('has its columns go where somebody says, until they say otherwise', async () => {
    const { id } = await take([HEAD, OLEG, ['Зуева Вера', '', '', '', '', 'Гродно', 'строго никому']]);
    const url = `${API}${id}/`;
    const map = (mapping) => me.expect(200, 'PATCH', url, { mapping });
    const changed = await map({ c7: 'none', c6: 'company', c3: null });
    assert.deepEqual(changed.columns.map(({ to, chosen }) => [to, chosen]).slice(5),
      [['company', true], ['none', true]]);
    assert.deepEqual(changed.sample[1].kept, ['Комментарий']);
    assert.deepEqual(changed.sample[0].members.find(({ to }) => to === 'company').text, 'Брест');
    assert.deepEqual((await me.expect(200, 'GET', url)).columns, changed.columns);
    assert.equal((await map({})).columns.some(({ chosen }) => chosen), false);
    for (const [body, field, code] of [
      [{}, 'mapping', 'required'], [{ mapping: { c99: 'phone' } }, 'mapping.c99', 'unknown'],
      [{ mapping: { c1: 'shoe' } }, 'mapping.c1', 'choice'], [{ mapping: { c1: 'phone' }, more: 1 }, 'more', 'unknown'],
    ]) {
      const { status, json } = await me.send('PATCH', url, body);
      assert.deepEqual([status, json.errors[0].field, json.errors[0].code], [400, field, code]);
    }
  });

  it('is one table however often it comes', async () => {
    const bytes = csvBytes([HEAD, ANNA, ['Повторов Пётр']]);
    const [first, second] = await Promise.all([uploadTable(me, bytes), uploadTable(me, bytes)]);
    assert.deepEqual([first.status, second.status].sort(), [200, 201]);
    assert.equal(first.json.id, second.json.id);
    assert.equal(second.json.rows, 2);
    assert.equal((await me.raw('DELETE', `${API}${first.json.id}/`)).status, 204);
    assert.equal((await uploadTable(me, bytes)).status, 201);
  });

  it('is a sheet of a workbook: the first with people in it, or the one that is asked for', async () => {
    const bytes = writeXlsx({ Пусто: [], Люди: [HEAD.slice(0, 2), ['Ковалёва Анна', 375291112233]],
      Ещё: [['Имя'], ['Олег'], ['Вера']] });
    const { status, json } = await uploadTable(me, bytes, { name: 'люди.xlsx' });
    assert.equal(status, 201);
    assert.deepEqual([json.kind, json.sheet, json.sheets, json.rows, json.sample[0].cells],
      ['xlsx', 'Люди', ['Пусто', 'Люди', 'Ещё'], 1, ['Ковалёва Анна', '375291112233']]);
    const named = await uploadTable(me, bytes, { name: 'люди.xlsx', sheet: 'Ещё' });
    assert.deepEqual([named.status, named.json.sheet, named.json.rows], [201, 'Ещё', 2]);
    assert.deepEqual(await refusal(bytes, { sheet: 'Никакой' }), [400, 'sheet', 'table.sheet']);
  });

  it('is refused by the name of what is wrong', async () => {
    assert.deepEqual(await refusal(''), [400, 'file', 'table.empty']);
    assert.deepEqual(await refusal('\0\0\0'), [400, 'file', 'table.kind']);
    assert.deepEqual(await refusal('a,b\nАнна,"c'), [400, 'file', 'table.quote']);
    assert.deepEqual(await refusal('a', { field: 'x' }), [400, 'file', 'required']);
    assert.deepEqual(await refusal('a,b\nc,d', { colour: 'red' }), [400, 'colour', 'unknown']);
    const { json } = await uploadTable(me, 'a,b\nАнна,"c');
    assert.match(json.errors[0].detail ?? json.detail, /строк[аеи]? ?2|В строке 2/);
  });

  it('gives its rows by pages, by words, and by what became of them', async () => {
    const people = Array.from({ length: 25 }, (_, n) =>
      [`Рядов Ряд${n}`, '', `r${n}@nova.by`, '', '', n % 2 ? 'Рига' : '50%_"']);
    const { id } = await take([HEAD, ...people]);
    const page = await me.raw('GET', `${API}${id}/rows/?page_size=20`);
    assert.deepEqual([page.json.length, page.headers['x-total-count'], page.json[0].number], [20, '25', 2]);
    const next = /<([^>]+)>; rel="next"/.exec(page.headers.link)[1];
    assert.deepEqual((await me.expect(200, 'GET', next)).map(({ number }) => number), [22, 23, 24, 25, 26]);
    const found = (query) => me.expect(200, 'GET', `${API}${id}/rows/?${query}`);
    assert.equal((await found('search=рига&page_size=50')).length, 12);
    assert.equal((await found(`search=${encodeURIComponent('50%_"')}&page_size=50`)).length, 13);
    assert.equal((await found('transfer=none&page_size=50')).length, 25);
    assert.equal((await found('transfer=done')).length, 0);
    const [row] = await found('search=ряд24');
    assert.deepEqual(await me.expect(200, 'GET', `${API}${id}/rows/${row.id}/`), row);
    assert.deepEqual([row.name, row.transfer], ['Рядов Ряд24', null]);
  });

  it('is the company\'s own, and recruiters\'', async () => {
    const { id } = await take([HEAD, ['Своя Анна']]);
    const [{ id: row }] = await me.expect(200, 'GET', `${API}${id}/rows/`);
    for (const [method, path, body] of [
      ['GET', `${id}/`], ['PATCH', `${id}/`, { mapping: {} }], ['DELETE', `${id}/`], ['GET', `${id}/rows/`],
      ['GET', `${id}/rows/${row}/`],
    ]) assert.equal((await other.send(method, `${API}${path}`, body)).status, 404, path);
    assert.deepEqual(await other.expect(200, 'GET', API), []);
    const member = await house.user({ role: 'member', company: 'Таблицы' });
    assert.equal((await member.raw('GET', API)).status, 403);
    const [newest] = await me.expect(200, 'GET', API);
    assert.deepEqual([newest.id, newest.rows, newest.columns], [id, 1, undefined]);
  });

  it('loses who is erased, and goes when its time is over', async () => {
    const { id } = await take([HEAD, ANNA, ['Стираемая Вера', '', 'vera@nova.by']]);
    const { json: person } = await me.send('POST', '/api/v1/candidates', {
      first_name: 'Вера', last_name: 'Стираемая', email: 'vera@nova.by' });
    const admin = await house.user({ role: 'admin', company: 'Таблицы' });
    await erase(house, admin, person.id);
    assert.deepEqual((await me.expect(200, 'GET', `${API}${id}/rows/`)).map(({ name }) => name), ['Ковалёва Анна']);
    await house.sql('UPDATE sheet SET created_at = NOW(3) - INTERVAL 31 DAY WHERE id = ?', [id]);
    assert.equal((await house.run('tick')).code, 0);
    const gone = await me.raw('GET', `${API}${id}/`);
    assert.deepEqual([gone.status, gone.json.code], [404, 'table.absent']);
    assert.deepEqual(await house.sql('SELECT id FROM sheet_row WHERE sheet_id = ?', [id]), []);
  });

  it('of fifty thousand rows is read and stored in one request', async () => {
    const rows = Array.from({ length: 50_000 }, (_, n) => [`Длиннов Имя${n}`, '', `long${n}@nova.by`, '', '', 'Минск']);
    const { status, json, text } = await uploadTable(me, csvText([HEAD, ...rows]));
    assert.equal(status, 201, text.slice(0, 300));
    assert.equal(json.rows, 50_000);
    assert.deepEqual(await refusal(csvText([HEAD, ...rows, OLEG])), [400, 'file', 'table.rows']);
  });

  it('answers as it is described', () => assert.deepEqual(me.wrong, []));
});
