// candidates: people over all sources: list, filters, words, pages, changes, notes, joined and split.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';

const API = '/api/v1/candidates';
const VIEWS = '/api/v1/candidate-views';

let house;
let me, other, add;
before(async () => {
  house = await startHouse();
  me = watched(await house.user({ role: 'recruiter', company: 'Nova', name: 'Мария Лебедева' }));
  other = await house.user({ role: 'admin', company: 'Другая' });
  add = async (more, by = me) => {
    const { status, json } = await by.send('POST', API, more);
    assert.ok(status === 201 || status === 200, JSON.stringify(json));
    return json;
  };
});
after(() => house?.stop());

const names = (list) => list.map(({ first_name: name }) => name);
const field = async (method, path, body) => {
  const { json, status } = await me.send(method, path, body);
  assert.equal(status, 400, JSON.stringify(json));
  return `${json.errors[0].field} ${json.errors[0].code}`;
};

describe('the list of candidates', () => {
  let tag;
  before(async () => {
    tag = 'список';
    const put = async (person, more) => {
      const { id } = await add(person);
      return me.expect(200, 'PATCH', `${API}/${id}`, { tags: [tag], ...more });
    };
    await put({
      first_name: 'Алёна', last_name: 'Ёлкина', location: 'Минск, Беларусь', skills: ['C++', 'Qt'], experience_years: 3,
      salary_min: 1000, salary_max: 2000, currency: 'usd', current_position: 'Разработчик', email: 'alena@nova.by',
    });
    await put({
      first_name: 'Борис', last_name: 'Чернов', location: 'Москва', skills: ['1С', 'SQL'], experience_years: 7.5,
      salary_min: 3000, currency: 'RUR', phone: '+375 29 123-45-67',
    }, { state: 'keep' });
    await put({ first_name: 'Вера', last_name: 'Щукина', location: 'Гродно', skills: ['c++'] }, { state: 'hidden' });
  });

  const list = async (query) => names(await me.expect(200, 'GET', `${API}/?tag=${encodeURIComponent(tag)}&${query}`));

  it('is narrowed by each filter', async () => {
    assert.deepEqual(await list('ordering=name'), ['Алёна', 'Борис', 'Вера']);
    assert.deepEqual(await list('q=елкина'), ['Алёна']);
    assert.deepEqual(await list('q=ЁЛК'), ['Алёна']);
    assert.deepEqual(await list(`q=${encodeURIComponent('C++')}&ordering=name`), ['Алёна', 'Вера']);
    assert.deepEqual(await list(`q=${encodeURIComponent('1с')}`), ['Борис']);
    assert.deepEqual(await list('q=1234567'), ['Борис']);
    assert.deepEqual(await list('q=alena@nova.by'), ['Алёна']);
    assert.deepEqual(await list('q=!!'), []);
    assert.deepEqual(await list(`skill=${encodeURIComponent('C++')}&ordering=name`), ['Алёна', 'Вера']);
    assert.deepEqual(await list(`skill=${encodeURIComponent('c++')}&skill=qt`), ['Алёна']);
    assert.deepEqual(await list('location=минск'), ['Алёна']);
    assert.deepEqual(await list('experience_min=3&ordering=experience_years'), ['Алёна', 'Борис']);
    assert.deepEqual(await list('experience_max=3.5'), ['Алёна']);
    assert.deepEqual(await list('salary_max=2500'), ['Алёна']);
    assert.deepEqual(await list('salary_min=2500'), ['Борис']);
    assert.deepEqual(await list('salary_min=1500&salary_max=1600'), ['Алёна']);
    assert.deepEqual(await list('currency=RUB'), ['Борис']);
    assert.deepEqual(await list('state=keep&state=hidden&ordering=-name'), ['Вера', 'Борис']);
    assert.deepEqual(await list('has=phone'), ['Борис']);
    assert.deepEqual(await list('platform=manual&platform=hh_ru&ordering=name'), ['Алёна', 'Борис', 'Вера']);
    assert.deepEqual(await list('platform=hh_ru'), []);
    assert.deepEqual(await list('platform=file'), []);
    assert.deepEqual(await list('imported=true'), []);
    assert.equal((await list('imported=false')).length, 3);
    assert.equal((await list('known=none')).length, 3);
    assert.deepEqual(await list('known=huntflow'), []);
    assert.deepEqual(await list('updated_to=2001-01-01'), []);
    assert.equal((await list('created_from=2001-01-01')).length, 3);
    assert.deepEqual(me.wrong, []);
  });

  it('has those without experience or a sum last, both ways', async () => {
    assert.deepEqual(await list('ordering=experience_years'), ['Алёна', 'Борис', 'Вера']);
    assert.deepEqual(await list('ordering=-experience_years'), ['Борис', 'Алёна', 'Вера']);
    assert.deepEqual(await list('ordering=salary'), ['Алёна', 'Борис', 'Вера']);
    assert.deepEqual(await list('ordering=-salary'), ['Борис', 'Алёна', 'Вера']);
  });

  it('goes on by cursor', async () => {
    const path = `${API}/?tag=${encodeURIComponent(tag)}&ordering=name&page_size=2`;
    const first = await me.get(path);
    assert.equal(first.headers['x-total-count'], '3');
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.link)[1];
    assert.deepEqual(names((await me.get(next)).json), ['Вера']);
    assert.equal((await me.get(`${path}&after=zz`)).status, 400);
  });

  it('names what is wrong in a question', async () => {
    const asked = async (query) => {
      const { json, status } = await me.get(`${API}/?${query}`);
      assert.equal(status, 400, query);
      return `${json.errors[0].field} ${json.errors[0].code}`;
    };
    assert.equal(await asked('colour=red'), 'colour unknown');
    assert.equal(await asked('state=gone'), 'state choice');
    assert.equal(await asked('experience_min=abc'), 'experience_min range');
    assert.equal(await asked('experience_min=-1'), 'experience_min range');
    assert.equal(await asked('salary_min=nan'), 'salary_min range');
    assert.equal(await asked('salary_min=9&salary_max=3'), 'salary_max order');
    assert.equal(await asked('updated_from=yesterday'), 'updated_from format');
    assert.equal(await asked(`q=${'a'.repeat(501)}`), 'q length');
    assert.equal(await asked('q=a&q=b'), 'q type');
    assert.equal(await asked('imported=maybe'), 'imported choice');
  });

  it('says what there is to choose from', async () => {
    const facets = await me.expect(200, 'GET', `${API}/facets?tag=${encodeURIComponent(tag)}`);
    assert.equal(facets.total, 3);
    assert.deepEqual(facets.skills.find(({ name }) => name.toLowerCase() === 'c++').count, 2);
    assert.deepEqual(facets.states.map(({ name, count }) => [name, count]),
      [['hidden', 1], ['keep', 1], ['new', 1]]);
    assert.deepEqual(me.wrong, []);
  });

  it('is kept as a view with a count', async () => {
    const made = await me.expect(201, 'POST', VIEWS, { name: 'C++', filter: { skill: ['C++'], tag }, sort: 'name' });
    assert.equal(made.count, 2);
    await me.expect(204, 'DELETE', `${VIEWS}/${made.id}`);
    assert.equal(await field('POST', VIEWS, { name: 'x', filter: { colour: 'red' } }), 'filter.colour unknown');
    assert.deepEqual(me.wrong, []);
  });
});

describe('one candidate', () => {
  it('is added by hand once more as the same person', async () => {
    const one = await me.expect(201, 'POST', API, { first_name: 'Глеб', last_name: 'Новиков', email: 'Gleb@nova.by' });
    const two = await me.expect(200, 'POST', API, { last_name: 'Новиков', first_name: 'Глеб', email: 'gleb@nova.by',
      phone: '+375 33 111-11-11', skills: ['Go'] });
    assert.equal(two.id, one.id);
    assert.deepEqual([two.phone, two.skills, two.sources.length], ['+375 33 111-11-11', ['Go'], 2]);
    assert.deepEqual(two.history.map(({ action }) => action), ['join', 'found']);
    assert.deepEqual(me.wrong, []);
  });

  it('is corrected by hand, and the correction taken back', async () => {
    const { id } = await add({ first_name: 'Дина', last_name: 'Орлова', location: 'Брест', email: 'dina@nova.by' });
    const fixed = await me.expect(200, 'PATCH', `${API}/${id}`, { location: 'Варшава', email: '', skills: ['Rust'] });
    assert.deepEqual([fixed.location, fixed.email, fixed.skills], ['Варшава', null, ['Rust']]);
    assert.deepEqual(fixed.own, { location: 'Варшава', email: '', skills: ['Rust'] });
    const back = await me.expect(200, 'PATCH', `${API}/${id}`, { location: null, email: null });
    assert.deepEqual([back.location, back.email], ['Брест', 'dina@nova.by']);
    const rest = await me.expect(200, 'PATCH', `${API}/${id}`,
      { state: 'do_not_contact', consent: 'withdrawn', retain_until: '2030-01-31' });
    assert.deepEqual([rest.state, rest.consent, rest.retain_until], ['do_not_contact', 'withdrawn', '2030-01-31']);
    assert.ok(rest.consent_at);
    assert.equal((await me.expect(200, 'PATCH', `${API}/${id}`, { retain_until: null })).retain_until, null);
    assert.equal((await me.expect(409, 'PATCH', `${API}/${id}`, { tags: [], version: rest.version })).code,
      'candidate.version');
    assert.deepEqual(me.wrong, []);
  });

  it('refuses what makes no sense and says where', async () => {
    const { id } = await add({ last_name: 'Полевой' });
    const patch = (body) => field('PATCH', `${API}/${id}`, body);
    assert.equal(await patch({ colour: 'red' }), 'colour unknown');
    assert.equal(await patch({ email: 'not an address' }), 'email format');
    assert.equal(await patch({ birth_date: '2190-01-01' }), 'birth_date format');
    assert.equal(await patch({ skills: 'Java' }), 'skills format');
    assert.equal(await patch({ skills: ['Java', 5, {}] }), 'skills format');
    assert.equal(await patch({ tags: ['a', 5] }), 'tags[1] type');
    assert.equal(await patch({ tags: Array.from({ length: 31 }, (_, i) => `t${i}`) }), 'tags length');
    assert.equal(await patch({ state: 'gone' }), 'state choice');
    assert.equal(await patch({ retain_until: '31.12.2030' }), 'retain_until format');
    assert.equal(await patch({ first_name: ['a'] }), 'first_name type');
    assert.equal(await patch({ last_name: 5 }), 'last_name type');
    assert.equal(await patch({ location: 'я'.repeat(256) }), 'location length');
    assert.equal(await patch({ summary: 'я'.repeat(8001) }), 'summary length');
    assert.equal(await field('POST', API, { last_name: 5 }), 'last_name type');
    assert.equal(await field('POST', API, { last_name: 'x', summary: 'я'.repeat(8001) }), 'summary length');
    assert.equal(await field('POST', API, {}), 'last_name required');
    assert.equal(await field('POST', API, { last_name: 'x', platform: 'hh_ru' }), 'platform unknown');
    assert.equal(await field('POST', API, { last_name: 'x', linkedin_url: 'javascript:1' }), 'linkedin_url format');
    await me.expect(404, 'GET', `${API}/999999999`);
    await me.expect(404, 'PATCH', `${API}/0`, {});
  });

  it('takes no least salary that is more than the most, whichever of them is changed', async () => {
    const { id } = await add({ last_name: 'Денежная', salary_min: 100, salary_max: 100 });
    assert.equal(await field('POST', API, { last_name: 'x', salary_min: 5, salary_max: 1 }),
      'salary_max candidate.salary_below');
    assert.equal(await field('PATCH', `${API}/${id}`, { salary_min: 5, salary_max: 1 }),
      'salary_max candidate.salary_below');
    await me.expect(200, 'PATCH', `${API}/${id}`, { salary_max: 200 });
    await me.expect(200, 'PATCH', `${API}/${id}`, { salary_min: 150 });
    assert.equal(await field('PATCH', `${API}/${id}`, { salary_min: 300 }), 'salary_min candidate.salary_above');
    assert.equal(await field('PATCH', `${API}/${id}`, { salary_max: 10 }), 'salary_max candidate.salary_below');
    await me.expect(200, 'PATCH', `${API}/${id}`, { salary_min: null, salary_max: 10 });
    // What is wrong since before does not forbid other corrections.
    await house.sql(`UPDATE candidate SET own = JSON_SET(own, '$.salary_min', 50) WHERE id = ?`, [id]);
    await me.expect(200, 'PATCH', `${API}/${id}`, { location: 'Минск' });
  });

  it('shows by an example what a field takes, and takes the example', async () => {
    const { id } = await add({ last_name: 'Примерный' });
    const wrong = {
      email: 'x', phone: 'abc', birth_date: '1850-01-01', experience_years: 'x', skills: 5, salary_min: -1,
      salary_max: -1, currency: 'roubles', linkedin_url: 'javascript:1', github_url: 'x',
    };
    for (const [name, value] of Object.entries(wrong)) {
      const { errors: [{ detail }] } = await me.expect(400, 'PATCH', `${API}/${id}`, { [name]: value });
      const example = /^Неверный вид\. Пример: (.+)\.$/.exec(detail)?.[1];
      const given = /^(experience|skills|salary)/.test(name) ? JSON.parse(example) : example;
      await me.expect(200, 'PATCH', `${API}/${id}`, { [name]: given });
    }
  });

  it('has notes that their authors remove', async () => {
    const { id } = await add({ last_name: 'Записной' });
    const note = await me.expect(201, 'POST', `${API}/${id}/notes`, { text: 'Хорошо говорит <b>по-английски</b>' });
    const igor = await house.user({ role: 'recruiter', company: 'Nova' });
    await igor.expect(404, 'DELETE', `${API}/${id}/notes/${note.id}`);
    const seen = await me.expect(200, 'GET', `${API}/${id}`);
    assert.deepEqual([seen.notes_count, seen.notes[0].text, seen.notes[0].user_name],
      [1, 'Хорошо говорит <b>по-английски</b>', 'Мария Лебедева']);
    await me.expect(204, 'DELETE', `${API}/${id}/notes/${note.id}`);
    assert.equal((await me.expect(200, 'GET', `${API}/${id}`)).notes_count, 0);
    assert.equal(await field('POST', `${API}/${id}/notes`, { text: '  ' }), 'text required');
    assert.deepEqual(me.wrong, []);
  });

  it('is one of many that are changed at once', async () => {
    const ids = [(await add({ last_name: 'Один' })).id, (await add({ last_name: 'Два' })).id];
    const change = { ids, state: 'keep', add_tags: ['Финал', 'финал'] };
    assert.deepEqual(await me.expect(200, 'POST', `${API}/bulk`, change), {
      changed: 2, before: ids.map((id) => ({ id, state: 'new', tags: [] })),
    });
    assert.deepEqual(await me.expect(200, 'POST', `${API}/bulk`, change), { changed: 0, before: [] });
    assert.deepEqual((await me.expect(200, 'GET', `${API}/${ids[1]}`)).tags, ['Финал']);
    await me.expect(404, 'POST', `${API}/bulk`, { ids: [...ids, 999999999], remove_tags: ['Финал'] });
    assert.deepEqual((await me.expect(200, 'GET', `${API}/${ids[0]}`)).tags, ['Финал']);
    assert.equal(await field('POST', `${API}/bulk`, { ids: [] }), 'ids length');
  });

  it('is one of all that match a filter, changed at once, and told what each was', async () => {
    const ids = [];
    for (const last of ['Три', 'Четыре', 'Пять']) ids.push((await add({ last_name: last, skills: ['Ада'] })).id);
    const at = `${API}/bulk?skill=${encodeURIComponent('Ада')}`;
    await me.expect(200, 'PATCH', `${API}/${ids[1]}`, { state: 'keep' });
    const { changed, before } = await me.expect(200, 'POST', at, { all: true, state: 'hidden' });
    assert.deepEqual([changed, before.map(({ id, state }) => [id, state])], [
      3, [[ids[0], 'new'], [ids[1], 'keep'], [ids[2], 'new']],
    ]);
    const none = await me.expect(200, 'POST', `${at}&state=new`, { all: true, add_tags: ['x'] });
    assert.deepEqual(none, { changed: 0, before: [] });
    assert.equal(await field('POST', at, { all: true, ids, state: 'new' }), 'ids unknown');
    assert.equal(await field('POST', `${at}&colour=red`, { all: true, state: 'new' }), 'colour unknown');
    assert.deepEqual(me.wrong, []);
  });

  it('gains a task with the others of a filter, once each', async () => {
    const boss = watched(await house.user({ role: 'manager', company: 'Nova' }));
    const { id: project_id } = await boss.expect(201, 'POST', '/api/v1/projects', { name: 'Обзвон' });
    for (const last of ['Шесть', 'Семь']) await add({ last_name: last, skills: ['Лисп'] });
    const at = `${API}/tasks?skill=${encodeURIComponent('Лисп')}`;
    assert.deepEqual(await boss.expect(200, 'POST', at, { all: true, project_id }), { made: 2, skipped: 0 });
    await add({ last_name: 'Восемь', skills: ['Лисп'] });
    assert.deepEqual(await boss.expect(200, 'POST', at, { all: true, project_id }), { made: 1, skipped: 2 });
    const tasks = await boss.expect(200, 'GET', `/api/v1/tasks/?list=${project_id}`);
    assert.deepEqual(tasks.map(({ title, link }) => [title, link.kind]).sort(), [
      ['Восемь', 'candidate'], ['Семь', 'candidate'], ['Шесть', 'candidate'],
    ]);
    assert.equal(await field('POST', at, { all: true, project_id: 999999 }), 'project_id team.no_list');
    assert.deepEqual(boss.wrong, []);
  });
});

describe('duplicates', () => {
  it('of one phone, e-mail or profile with other first names are suggested, not joined', async () => {
    const put = async (body) => me.expect(201, 'POST', API, body);
    for (const [shared, reason] of [[{ phone: '+375 29 700-10-20' }, 'phone'], [{ email: 'hr@agency.by' }, 'email'],
      [{ linkedin_url: 'https://www.linkedin.com/in/family' }, 'link']]) {
      const brother = await put({ first_name: 'Игорь', last_name: 'Зимин', ...shared });
      const sister = await put({ first_name: 'Ольга', last_name: 'Зимина', ...shared });
      assert.notEqual(sister.id, brother.id, reason);
      const mine = sister.suggestions.filter(({ candidates }) => candidates.some(({ id }) => id === brother.id));
      assert.deepEqual(mine.map(({ reasons }) => reasons), [[reason]]);
      const again = await me.expect(200, 'POST', API, { first_name: 'Оля', last_name: 'Зимина', ...shared });
      assert.equal(again.id, sister.id, `${reason}: the same one, for short`);
    }
    assert.deepEqual(me.wrong, []);
  });

  it('are suggested with the reason, judged, joined and undone', async () => {
    const a = await add({ first_name: 'Егор', last_name: 'Двойников', location: 'Минск' });
    const b = await add({ first_name: 'Egor', last_name: 'Dvoynikov', location: 'Минск, Беларусь', skills: ['Go'] });
    assert.notEqual(a.id, b.id);
    assert.deepEqual(b.suggestions.map(({ reasons }) => [...reasons].sort()), [['name', 'town']]);
    const pair = (await me.expect(200, 'GET', `${API}/duplicates`)).find(
      ({ candidates }) => candidates.some(({ id }) => id === b.id)
    );
    assert.ok(pair);
    const one = await me.expect(200, 'POST', `${API}/join`, { ids: [a.id, b.id] });
    assert.deepEqual([one.id, one.skills, one.sources.length, one.suggestions], [a.id, ['Go'], 2, []]);
    assert.equal((await me.expect(200, 'GET', `${API}/${b.id}`)).id, a.id);
    const found = async (q) => (await me.expect(200, 'GET', `${API}/?q=${encodeURIComponent(q)}`)).map(({ id }) => id);
    assert.deepEqual([await found('Dvoynikov'), await found('двойников егор')], [[a.id], [a.id]]);
    const undone = await me.expect(200, 'POST', `${API}/joins/${one.joins[0].id}/undo`);
    assert.deepEqual([undone.id, undone.sources.length], [a.id, 1]);
    assert.equal((await me.expect(409, 'POST', `${API}/joins/${one.joins[0].id}/undo`)).code, 'candidate.undone');
    assert.deepEqual([await found('Dvoynikov'), await found('двойников егор')], [[b.id], [a.id]]);
    assert.deepEqual(me.wrong, []);
  });

  it('that are parts of others are set apart with them, once and for all, until that is taken back', async () => {
    const a = await add({ first_name: 'Ия', last_name: 'Отдельнова', location: 'Брест' });
    const b = await add({ first_name: 'Ия', last_name: 'Отдельнова', location: 'Брест' });
    const c = await add({ first_name: 'Ия', last_name: 'Отдельнова', location: 'Брест' });
    const likely = async (id) => (await me.expect(200, 'GET', `${API}/${id}`)).suggestions
      .map(({ candidates, reasons }) => [candidates.map((one) => one.id).sort(), [...reasons].sort()]);
    const pair = [[a.id, c.id], ['name', 'town']];
    await me.expect(200, 'POST', `${API}/join`, { ids: [a.id, b.id] });
    assert.deepEqual(await likely(c.id), [pair, pair], 'c is like a and like b, who are one');
    const ids = [a.id, c.id];
    await me.expect(204, 'POST', `${API}/apart`, { ids });
    assert.deepEqual([await likely(c.id), await likely(a.id)], [[], []]);
    await me.expect(204, 'POST', `${API}/apart`, { ids, undo: true });
    assert.deepEqual(await likely(c.id), [pair, pair]);
    await me.expect(204, 'POST', `${API}/apart`, { ids });
    assert.deepEqual(await likely(c.id), []);
    const others = await Promise.all(['Первый', 'Второй'].map((name) => add({ last_name: `Чужой${name}` })));
    for (const undo of [false, true]) {
      await me.expect(204, 'POST', `${API}/apart`, { ids: others.map(({ id }) => id), undo });
      assert.deepEqual(await likely(others[0].id), [], 'what nothing suggested is not suggested');
    }
    assert.equal(await field('POST', `${API}/apart`, { ids, undo: 'yes' }), 'undo type');
    assert.deepEqual(me.wrong, []);
  });

  it('are split for good', async () => {
    const one = await add({ first_name: 'Зоя', last_name: 'Раздельная', email: 'zoya@nova.by' });
    const both = await add({ first_name: 'Зоя', last_name: 'Раздельная', email: 'zoya@nova.by' });
    assert.equal(one.id, both.id);
    const apart = await me.expect(201, 'POST', `${API}/${one.id}/split`, { source_ids: [both.sources[0].id] });
    assert.notEqual(apart.id, one.id);
    assert.equal((await me.expect(409, 'POST', `${API}/${apart.id}/split`,
      { source_ids: [both.sources[0].id] })).code, 'candidate.last_source');
    assert.equal(await field('POST', `${API}/${one.id}/split`, { source_ids: [999999999] }), 'source_ids unknown');
    await me.expect(204, 'POST', `${API}/apart`, { ids: [one.id, apart.id] });
    assert.deepEqual((await me.expect(200, 'GET', `${API}/${one.id}`)).suggestions, []);
    assert.deepEqual(me.wrong, []);
  });

  it('are joined by several at once without a loss', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, (_, i) => add({ last_name: `Общий${i}` })));
    const ids = people.map(({ id }) => id);
    const results = await Promise.all(ids.slice(1).map((id) => me.send('POST', `${API}/join`, { ids: [ids[0], id] })));
    assert.deepEqual(results.map(({ status }) => status), [200, 200, 200, 200, 200]);
    assert.equal((await me.expect(200, 'GET', `${API}/${ids[3]}`)).sources.length, 6);
  });
});

describe('who is known elsewhere', () => {
  it('says so in the row, and is found by it', async () => {
    const sent = await add({ last_name: 'Переданный', email: 'sent@nova.by' });
    const begun = await add({ last_name: 'Начатый', email: 'begun@nova.by' });
    const [{ company }] = await house.sql('SELECT company_id company FROM user WHERE id = ?', [me.user.id]);
    for (const [task, email, state] of [['a1', 'Sent@nova.by', 'done'], ['a2', 'begun@nova.by', 'new'],
      ['a3', 'begun@nova.by', 'removed']]) {
      await house.sql(`INSERT INTO transfer (company_id, user_id, connection_id, account_id, task_id, state, marker,
        fields) VALUES (?, ?, 1, 1, ?, ?, ?, JSON_OBJECT('email', ?))`,
      [company, me.user.id, task, state, task, email]);
    }
    await house.run('tick', ['known']);
    const known = async ({ id }) => (await me.expect(200, 'GET', `${API}/${id}`)).known;
    const nowhere = { rejected: false, huntflow_url: null, clickup_url: null };
    assert.deepEqual(await known(sent), { huntflow: true, clickup: true, ...nowhere });
    assert.deepEqual(await known(begun), { huntflow: false, clickup: true, ...nowhere });
    await me.expect(200, 'POST', `${API}/bulk`, { ids: [sent.id, begun.id], add_tags: ['известный'] });
    const tagged = `${API}/?tag=${encodeURIComponent('известный')}`;
    const list = async (query) => (await me.expect(200, 'GET', `${tagged}&${query}`)).length;
    assert.deepEqual([await list('known=huntflow'), await list('known=clickup'), await list('known=none')], [1, 2, 0]);
    assert.deepEqual(me.wrong, []);
  });
});

describe('candidates of others', () => {
  it('are not there', async () => {
    const { id, sources } = await add({ last_name: 'Чужой', email: 'alien@nova.by' });
    const note = await me.expect(201, 'POST', `${API}/${id}/notes`, { text: 'x' });
    await other.expect(404, 'GET', `${API}/${id}`);
    await other.expect(404, 'PATCH', `${API}/${id}`, { tags: ['x'] });
    await other.expect(404, 'GET', `${API}/${id}/history`);
    await other.expect(404, 'POST', `${API}/${id}/notes`, { text: 'x' });
    await other.expect(404, 'DELETE', `${API}/${id}/notes/${note.id}`);
    await other.expect(404, 'POST', `${API}/${id}/split`, { source_ids: [sources[0].id] });
    await other.expect(404, 'POST', `${API}/bulk`, { ids: [id], state: 'keep' });
    const own = await add({ last_name: 'Свой', email: 'alien@nova.by' }, other);
    assert.notEqual(own.id, id);
    await other.expect(404, 'POST', `${API}/join`, { ids: [own.id, id] });
    await other.expect(404, 'POST', `${API}/apart`, { ids: [own.id, id] });
    assert.deepEqual(names(await other.expect(200, 'GET', `${API}/`)), [null]);
  });

  it('are for recruiters', async () => {
    for (const role of ['candidate', 'member']) {
      const one = await house.user({ role, company: 'Nova' });
      await one.expect(403, 'GET', `${API}/`);
      await one.expect(403, 'POST', API, { last_name: 'x' });
      await one.expect(403, 'GET', VIEWS);
    }
  });
});
