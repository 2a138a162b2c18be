// The search at job boards in a browser: wishes in the address, rows as each board answers, scores with reasons,
// sorted out by keys, compared, imported.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  USUAL, askedOf, bodyOf, facetOf, filtersOfBody, keyOf, merged, query, scoreOf, shownRows, weightsOf, weightsText,
} from '../../www/js/pages/candidates/search-rules.js';
import { connectHh, connectSuperjob, hhEnv, superjobEnv } from '../lib/boards.js';
import { startHouse } from '../lib/house.js';
import { HeadHunter } from '../upstreams/hh.js';
import { SuperJob } from '../upstreams/superjob.js';
import { startBrowser, visit } from './browser.js';
import { end, isSound } from './pages.js';
import { soon } from './soon.js';

const hh = new HeadHunter({ people: 30 });
const sj = new SuperJob({ people: 12 });
let house;
let browser;
before(async () => {
  await Promise.all([hh.start(), sj.start()]);
  [house, browser] = await Promise.all([
    startHouse({ env: { ...hhEnv(hh), ...superjobEnv(sj) } }), startBrowser(),
  ]);
});
after(async () => {
  await browser?.close();
  await house?.stop();
  await Promise.all([hh.stop(), sj.stop()]);
});
beforeEach(() => {
  for (const sim of [hh, sj]) {
    sim.clear();
    sim.renew();
    sim.latencyMs = 0;
  }
});

let companies = 0;
async function boards({ both = true } = {}) {
  const company = `Поиск ${++companies}`;
  const { admin, id } = await connectHh(house, hh, { company, name: 'Основная' });
  const other = both && await connectSuperjob(house, sj, { admin, name: 'Суперджоб' });
  const me = await house.user({ role: 'recruiter', company, name: 'Мария Лебедева' });
  return { company, admin, me, id, other };
}
const PATH = '/candidates/search/';
const row = (visitor, name) => visitor.page.locator('.tbl.searched tbody tr').filter({ hasText: name });
const rows = (visitor) => visitor.page.locator('.tbl.searched tbody tr');
const part = (visitor, name) => visitor.page.locator('.searchparts li').filter({ hasText: name });
const shot = async (visitor, name) => {
  if (process.env.SHOTS) await visitor.page.screenshot({ path: `${process.env.SHOTS}/ip-${name}.png`, fullPage: true });
};

describe('the rules', () => {
  const read = (text) => query.read(new URLSearchParams(text));
  const person = (id, fields = {}) => ({
    id, full_name: `П${id}`, location: null, skills: [], experience_years: null, salary_min: null, salary_max: null,
    updated_at: null, sources: [{ platform: 'hh_ru', external_candidate_id: id * 10 }], reasons: [], state: 'new',
    known: { huntflow: false, clickup: false, rejected: false }, is_imported: false, ...fields,
  });

  it('sum a score as the server does', () => {
    const cases = JSON.parse(readFileSync(new URL('../data/platform/scores.json', import.meta.url), 'utf8'));
    for (const { what, reasons, weights, score } of cases) {
      assert.equal(scoreOf(reasons, { ...USUAL, ...weights }), score, what);
    }
  });

  it('keep a search in the address', () => {
    const wishes = 'keywords=java&keywords=sql&experience_min=3&only_new=1';
    const filters = read(`${wishes}&weights=1-2-3-4-5-6&sort=name&skill=Go`);
    assert.deepEqual(bodyOf(filters), { keywords: ['java', 'sql'], experience_min: 3, only_new: true });
    assert.equal(keyOf(filters), keyOf({ ...filters, sort: '', skill: [], weights: '' }));
    assert.equal(weightsOf(filters.weights).locations, 2);
    assert.equal(weightsOf('9'), USUAL);
    assert.equal(weightsText(USUAL), '');
    const back = filtersOfBody({ ...bodyOf(filters), weights: weightsOf(filters.weights) });
    assert.deepEqual([back.keywords, back.experience_min, back.weights], [['java', 'sql'], '3', '1-2-3-4-5-6']);
  });

  it('make one row of a person at two boards', () => {
    const reason = (met) => [{ wish: 'locations', value: null, met }];
    const other = { platform: 'superjob', external_candidate_id: 99 };
    const all = merged(
      [person(1, { reasons: reason('no') })],
      [person(1, { location: 'Минск', sources: [other], reasons: reason('yes') }), person(2)],
    );
    assert.deepEqual(all.map(({ id }) => id), [1, 2]);
    assert.deepEqual([all[0].location, all[0].sources.length, all[0].reasons[0].met], ['Минск', 2, 'yes']);
    assert.equal(merged(all, all)[0].sources.length, 2);
  });

  it('narrow and sort what is here; those put away are not shown unless asked for', () => {
    const all = [
      person(1, { skills: ['Go', 'SQL'], experience_years: 2, reasons: [{ wish: 'keywords', value: 'x', met: 'no' }] }),
      person(2, { skills: ['Go'], experience_years: 7, reasons: [{ wish: 'keywords', value: 'x', met: 'yes' }] }),
      person(3, { state: 'hidden', skills: ['Go'] }), person(4),
    ];
    const ids = (text) => shownRows(all, read(text), USUAL, (a, b) => a.localeCompare(b)).map(({ id }) => id);
    assert.deepEqual(ids(''), [2, 1, 4]);
    assert.deepEqual(ids('sort=experience'), [1, 2, 4]);
    assert.deepEqual(ids('sort=-experience'), [2, 1, 4]);
    assert.deepEqual(ids('sort=name'), [1, 2, 4]);
    assert.deepEqual(ids('state=hidden'), [3]);
    assert.deepEqual(ids('skill=Go&skill=SQL'), [1]);
    assert.deepEqual(facetOf(all, read('skill=SQL'), 'skill').map(({ name, count }) => [name, count]), [
      ['Go', 2], ['SQL', 1],
    ]);
  });

  it('ask those that can be searched', () => {
    const platforms = [
      { platform: 'hh_ru', no_search: null, integrations: 1 }, { platform: 'linkedin', no_search: { ru: 'нет' } },
    ];
    const all = [
      { id: 1, platform: 'hh_ru', is_active: true, status: 'active' },
      { id: 2, platform: 'hh_ru', is_active: true, status: 'expired' },
      { id: 3, platform: 'linkedin', is_active: true, status: 'pending' },
    ];
    const { asked, mute } = askedOf(all, platforms, []);
    assert.deepEqual([asked.map(({ id }) => id), mute.map(({ platform }) => platform)], [[1], ['linkedin']]);
    assert.deepEqual(askedOf(all, platforms, ['linkedin']).asked, []);
  });
});

describe('a search', () => {
  it('takes wishes, keeps them in the address, and shows each board as it answers', async () => {
    const { me } = await boards();
    const visitor = await visit(browser, house, { client: me, path: PATH });
    await visitor.see('Задайте условия и нажмите «Найти». Площадки ответят по мере готовности.');
    await shot(visitor, 'start');
    await visitor.page.getByLabel('Ключевые слова').fill('developer');
    await visitor.page.getByLabel('Ключевые слова').press('Enter');
    await visitor.page.getByRole('group', { name: 'Опыт, лет' }).getByLabel('От').fill('3');
    hh.latencyMs = 1500;
    await visitor.button('Найти').click();
    await part(visitor, 'Суперджоб').locator('.badge.ok').waitFor();
    await part(visitor, 'Основная').getByText('Ищет…').waitFor();
    await part(visitor, 'Основная').locator('.badge.ok').waitFor();
    await soon.equal(() => visitor.path(), `${PATH}?keywords=developer&experience_min=3`);
    await rows(visitor).first().waitFor();
    await rows(visitor).first().locator('.reasons').getByText('developer').waitFor();
    await shot(visitor, 'rows');
    await isSound(visitor, 'search');
    await visitor.button('Карточками').click();
    await visitor.page.locator('.searchcards > li').first().waitFor();
    await shot(visitor, 'cards');
    await isSound(visitor, 'cards');
    await end(visitor);
  });

  it('of one board that fails hides no other, and says what to do', async () => {
    const { me } = await boards();
    hh.addFault({ path: '/resumes', kind: 'html', status: 403 });
    const visitor = await visit(browser, house, { client: me, path: `${PATH}?keywords=developer` });
    await part(visitor, 'Основная').getByText('Не ответила', { exact: true }).waitFor();
    await part(visitor, 'Основная').getByText(/Защита площадки от атак отклонила запрос/).waitFor();
    await rows(visitor).first().waitFor();
    await shot(visitor, 'failed');
    visitor.expect(/502/);
    await part(visitor, 'Основная').getByRole('button', { name: /Повторить/ }).click();
    await part(visitor, 'Основная').locator('.badge.ok').waitFor();
    await end(visitor);
  });

  it('finds nobody in words, and has an empty state without boards', async () => {
    const { me } = await boards();
    const path = `${PATH}?keywords=${encodeURIComponent('нетслова')}`;
    const visitor = await visit(browser, house, { client: me, path });
    await visitor.see('Никого не нашли. Уберите часть условий.');
    await end(visitor);
    const bare = await house.user({ role: 'recruiter', company: `Поиск ${++companies}` });
    const other = await visit(browser, house, { client: bare, path: PATH });
    await other.see('Ни одна площадка не подключена. Попросите администратора.');
    await other.accessible();
    await end(other);
  });

  it('goes on where the answer ended', async () => {
    const { me } = await boards({ both: false });
    hh.resumes = Array.from({ length: 70 }, (_, n) => hh.resume(n, { title: 'Developer' }));
    const visitor = await visit(browser, house, { client: me, path: `${PATH}?keywords=developer` });
    await part(visitor, 'Основная').getByText('50 из 70').waitFor();
    await visitor.button('Ещё', visitor.page.locator('.searchmore')).click();
    await part(visitor, 'Основная').getByText('70 человек').waitFor();
    await soon.equal(() => rows(visitor).count(), 70);
    await soon.equal(() => visitor.page.locator('.searchmore').count(), 0);
    await end(visitor);
  });

  it('is weighed anew without asking anybody', async () => {
    const { me } = await boards({ both: false });
    hh.resumes = [
      hh.resume(1, { title: 'Developer', total_experience: null }),
      hh.resume(2, { title: 'Developer', total_experience: { months: 60 } }),
    ];
    hh.addFault({ path: '/resumes', kind: 'status', status: 200, body: {
      found: 2, pages: 1, page: 0, per_page: 20, items: hh.resumes,
    } });
    const visitor = await visit(browser, house, {
      client: me, path: `${PATH}?keywords=developer&experience_min=3`,
    });
    const scores = () => visitor.page.locator('.scorenum').evaluateAll((all) => all.map((one) => one.firstChild.data));
    await rows(visitor).nth(1).waitFor();
    await soon.deepEqual(scores, ['100', '81']);
    const calls = hh.calls.length;
    await visitor.button('Веса').click();
    await visitor.accessible('weights');
    await visitor.page.getByRole('slider', { name: 'Ключевые слова' }).fill('0');
    await visitor.page.waitForFunction(() => document.querySelectorAll('.scorenum')[1]?.firstChild.data === '50');
    await soon.equal(() => visitor.path(), `${PATH}?keywords=developer&experience_min=3&weights=0-3-3-3-1-1`);
    assert.equal(hh.calls.length, calls);
    await end(visitor);
  });
});

describe('those found', () => {
  it('are sorted out by keys, and taken back', async () => {
    const { me } = await boards({ both: false });
    const visitor = await visit(browser, house, { client: me, path: `${PATH}?keywords=developer` });
    await rows(visitor).first().waitFor();
    const count = await rows(visitor).count();
    const first = await rows(visitor).first().locator('.name').textContent();
    await visitor.page.locator('h1').click();
    await visitor.page.keyboard.press('j');
    await visitor.page.keyboard.press('n');
    await visitor.toast(`${first}: скрыт`);
    await row(visitor, first).waitFor({ state: 'detached' });
    await soon.equal(() => rows(visitor).count(), count - 1);
    await soon.match(() => visitor.page.locator('.searchcount').innerText(), /^Показан\S* \d+\. Скрыт 1: /);
    await visitor.takeBack();
    await row(visitor, first).waitFor();
    await visitor.page.keyboard.press('y');
    await visitor.page.locator('.tbl.searched .badge.ok').getByText('Оставлен').waitFor();
    await end(visitor);
  });

  it('are imported with notes, one by a key and many from ticked rows', async () => {
    const { me } = await boards({ both: false });
    const visitor = await visit(browser, house, { client: me, path: `${PATH}?keywords=developer` });
    await rows(visitor).nth(2).waitFor();
    const names = await visitor.page.locator('.tbl.searched .name').allTextContents();
    await visitor.page.locator('h1').click();
    await visitor.page.keyboard.press('j');
    await visitor.page.keyboard.press('i');
    await visitor.page.getByRole('heading', { name: `Импорт: ${names[0]}` }).waitFor();
    await soon.equal(() => visitor.page.locator('dialog textarea').inputValue(), '');
    await visitor.page.getByRole('dialog').getByLabel(/Заметк|Комментар|Примечан/).fill('Сильный');
    await visitor.accessible('the import');
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Импортировать' }).click();
    await visitor.toast(`${names[0]}: импортирован`);
    await row(visitor, names[0]).locator('.badge.ok').waitFor();
    for (const name of names.slice(1, 3)) await row(visitor, name).getByRole('checkbox').check();
    await visitor.button('Импортировать 2').click();
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Импортировать 2' }).click();
    await visitor.see('Импортированы 2 кандидата.');
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Закрыть' }).last().click();
    const done = await house.sql(
      `SELECT COUNT(*) AS n FROM candidate c JOIN user u ON u.company_id = c.company_id
       WHERE c.user_id IS NOT NULL AND u.id = ?`, [me.user.id],
    );
    assert.equal(done[0].n, 3);
    await end(visitor);
  });

  it('are compared side by side', async () => {
    const { me } = await boards({ both: false });
    hh.resumes = [1, 2, 3].map((n) => hh.resume(n, { title: 'Java developer' }));
    Object.assign(hh.resumes[0], {
      skill_set: [], experience: [], education: { level: null, primary: [] }, language: [], area: null, salary: null,
    });
    hh.resumes[1].experience = [{ company: 'Нова', position: 'Инженер', start: '2020-03-01', end: null }];
    const visitor = await visit(browser, house, { client: me, path: `${PATH}?keywords=developer` });
    await rows(visitor).nth(2).waitFor();
    for (const n of [0, 1, 2]) await rows(visitor).nth(n).getByRole('checkbox').check();
    await visitor.button('Сравнить').click();
    await visitor.page.getByRole('heading', { name: 'Сравнение: 3 человека' }).waitFor();
    await soon.equal(() => visitor.page.locator('.searchcompare thead th').count(), 3);
    await soon.deepEqual(() => visitor.page.locator('.searchcompare tbody td')
      .evaluateAll((cells) => cells.filter(({ innerText }) => !innerText.trim()).length), 0, 'no cell is blank');
    await visitor.page.locator('.comparejobs').getByText('март 2020 – по настоящее время').waitFor();
    await visitor.accessible('compare');
    await shot(visitor, 'compare');
    await end(visitor);
  });
});

describe('a saved search', () => {
  it('is kept with a schedule, says who is new, and leads there from a notice', async () => {
    const { me } = await boards({ both: false });
    hh.resumes = [1, 2].map((n) => hh.resume(n, { title: 'Java developer' }));
    const visitor = await visit(browser, house, { client: me, path: `${PATH}?keywords=java` });
    await rows(visitor).nth(1).waitFor();
    await visitor.button('Сохранить поиск').click();
    await visitor.page.getByLabel('Название').fill('Джависты');
    await visitor.accessible('the form of a saved search');
    await visitor.button('Сохранить').click();
    await visitor.toast('Поиск сохранён. Новыми будут те, кто появится позже.');
    const one = visitor.page.locator('.savedrow').filter({ hasText: 'Джависты' });
    await one.waitFor();
    const [{ id }] = (await me.get('/api/v1/saved-searches')).json;
    await soon.equal(() => visitor.path(), `${PATH}?keywords=java&saved=${id}`);
    const ran = () => house.until(async () => {
      const now = (await me.get(`/api/v1/saved-searches/${id}`)).json;
      return now.status === 'idle' && now.last_run_at && now;
    }, { timeout: 60_000, what: 'the run' });
    await ran();
    hh.resumes.push(hh.resume(5, { title: 'Java lead', updated_at: new Date().toISOString() }));
    await house.sql('UPDATE saved_search SET last_run_at = last_run_at - INTERVAL 1 DAY, next_run_at = NOW(3)');
    const { code } = await house.run('tick', ['searches']);
    assert.equal(code, 0);
    await visitor.page.goto(`${house.url}${PATH}?saved=${id}`);
    await visitor.see('Новые с прошлого раза: Джависты');
    await visitor.page.locator('.savednew li').filter({ hasText: 'Java lead' }).waitFor();
    await one.getByText('1 новый').waitFor();
    await shot(visitor, 'saved');
    await isSound(visitor, 'saved');
    await visitor.button('Отметить просмотренными').click();
    await visitor.see('Новых с прошлого раза нет.');
    await one.getByRole('button', { name: 'Действия: Джависты' }).click();
    await visitor.page.getByRole('menuitem', { name: 'Удалить' }).click();
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Удалить' }).click();
    await one.waitFor({ state: 'detached' });
    await soon.equal(() => visitor.path(), PATH);
    await end(visitor);
  });

  it('takes the wishes of the address by a button, and gives them back', async () => {
    const { me } = await boards({ both: false });
    hh.resumes = [1, 2].map((n) => hh.resume(n, { title: 'Java developer' }));
    const search = { keywords: ['java'], weights: { ...USUAL, keywords: 9 } };
    const { id } = (await me.post('/api/v1/saved-searches', { name: 'Джависты', search })).json;
    const visitor = await visit(browser, house, { client: me, path: `${PATH}?saved=${id}` });
    const kept = async () => (await me.get(`/api/v1/saved-searches/${id}`)).json.search;
    const update = visitor.button('Обновить сохранённый');
    await visitor.button('Найти').click();
    await rows(visitor).nth(1).waitFor();
    await soon.equal(() => visitor.path(), `${PATH}?keywords=java&weights=9-3-3-3-1-1&saved=${id}`);
    await soon.equal(() => update.count(), 0, 'nothing was changed');
    await visitor.page.getByLabel('Места').fill('Минск');
    await visitor.button('Найти').click();
    await update.waitFor();
    await shot(visitor, 'update');
    await visitor.accessible('a search to be updated');
    await update.click();
    await visitor.toast('Условия поиска «Джависты» обновлены. Новыми будут те, кто появится позже.');
    await update.waitFor({ state: 'detached' });
    await soon.deepEqual(kept, { ...search, locations: ['Минск'] });
    await visitor.takeBack();
    await update.waitFor();
    await soon.deepEqual(kept, search);
    await end(visitor);
  });

  it('of a colleague is not for a recruiter to update', async () => {
    const { me, admin } = await boards({ both: false });
    const { id } = (await admin.post('/api/v1/saved-searches', {
      name: 'Чужой', shared: true, search: { keywords: ['java'] },
    })).json;
    const visitor = await visit(browser, house, { client: me, path: `${PATH}?keywords=python&saved=${id}` });
    await visitor.page.locator('.savedrow').filter({ hasText: 'Чужой' }).waitFor();
    await visitor.button('Сохранить поиск').waitFor();
    await soon.equal(() => visitor.button('Обновить сохранённый').count(), 0);
    await end(visitor);
  });

  it('that is gone is told, and nothing is asked of it', async () => {
    const { me } = await boards({ both: false });
    for (const saved of ['999999999', 'zz']) {
      const visitor = await visit(browser, house, { client: me, path: `${PATH}?saved=${saved}` });
      await visitor.see('Этого сохранённого поиска нет');
      await isSound(visitor, 'gone');
      await visitor.button('Понятно').click();
      await soon.equal(() => visitor.path(), PATH);
      await soon.equal(() => visitor.page.getByText('Этого сохранённого поиска нет').count(), 0);
      await end(visitor);
    }
  });
});

describe('an analysis of salaries', () => {
  const SALARY = `${PATH}?tab=salary`;
  const pay = (n, from, to, currency = 'rub') =>
    sj.vacancy(n, { payment_from: from, payment_to: to, currency, profession: 'Java Developer' });

  it('asks the market, and shows vacancies against resumes', async () => {
    const { me } = await boards();
    sj.vacancies = [pay(0, 100000, 200000), pay(1, 0, 200000), pay(2, 250000, 0), pay(3, 5000, 6000, 'usd')];
    sj.resumes = [sj.resume(0, { profession: 'Java Developer', payment: 300000 })];
    const visitor = await visit(browser, house, { client: me, path: SALARY });
    const { page } = visitor;
    await visitor.see('Назовите должность или навык');
    await page.getByLabel('Ключевые слова').fill('java');
    await page.getByLabel('Ключевые слова').press('Enter');
    await page.getByRole('button', { name: 'Посчитать' }).click();
    await page.getByRole('heading', { name: 'Сколько платят' }).waitFor();
    await visitor.see('Люди просят на 50 % больше, чем предлагают вакансии.');
    await visitor.see('В других валютах, не посчитаны: USD: 1');
    await soon.equal(() => new URL(page.url()).searchParams.get('keywords'), 'java');
    await isSound(visitor, 'salaries');
    await shot(visitor, 'salaries');
    await page.reload();
    await page.getByRole('heading', { name: 'Сколько платят' }).waitFor();
    await end(visitor);
  });

  it('says when nobody names a sum, what failed, and that no board can', async () => {
    const { me } = await boards({ both: false });
    hh.market = [];
    const visitor = await visit(browser, house, { client: me, path: `${SALARY}&keywords=cobol` });
    await visitor.see('Никто не назвал суммы.');
    visitor.expect(/502/);
    await visitor.open(`${SALARY}&keywords=java&location=Нигдеевск`);
    await visitor.see('Площадка не знает места «Нигдеевск»');
    await visitor.page.route('**/salary-analysis?**', (route) => route.fulfill({ status: 503, body: '' }));
    visitor.expect(/503/);
    await visitor.open(`${SALARY}&keywords=java`);
    await visitor.page.getByRole('button', { name: /Повторить/ }).waitFor();
    await end(visitor);
    const other = await house.user({ role: 'recruiter', company: 'Без площадок' });
    const alone = await visit(browser, house, { client: other, path: SALARY });
    await alone.see('Ни одна подключённая площадка не показывает зарплат.');
    await end(alone);
  });
});

describe('what the team decides', () => {
  it('is learned, shown beside the weights, switched off and forgotten', async () => {
    const { me } = await boards({ both: false });
    const visitor = await visit(browser, house, { client: me, path: `${PATH}?keywords=java&experience_min=3` });
    const { page } = visitor;
    await rows(visitor).nth(4).waitFor();
    const weights = page.getByRole('button', { name: 'Веса' });
    await weights.click();
    await visitor.see('Нужно ещё 10 решений');
    await page.keyboard.press('Escape');
    const taught = () => page.waitForResponse((answer) => answer.url().endsWith('/candidate-ranking/lessons'));
    for (const name of ['Оставить', 'Скрыть']) {
      for (let i = 0; i < 5; i++) await rows(visitor).nth(i).getByRole('checkbox').check();
      const heard = taught();
      await page.locator('.bulkacts').getByRole('button', { name }).click();
      const answer = await heard;
      assert.equal(answer.status(), 200);
    }
    await weights.click();
    await visitor.see('Порядок выучен на 10 решениях');
    await page.getByText(/выучено: \d/).first().waitFor();
    await isSound(visitor, 'learned');
    await shot(visitor, 'learned');
    await page.getByRole('switch', { name: 'Учитывать решения команды' }).click();
    await visitor.see('Выключено: порядок зависит только от весов');
    await page.getByRole('button', { name: 'Забыть выученное' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Забыть выученное' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await soon.equal(async () => (await me.expect(200, 'GET', '/api/v1/candidate-ranking')).liked, 0);
    await end(visitor);
  });
});
