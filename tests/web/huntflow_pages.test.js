// The Huntflow pages in a browser: each page in both themes and all widths; the way of an applicant;
// errors that lead on.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { writePdf } from '../upstreams/pdf.js';
import { person as invented, cv } from '../upstreams/people.js';
import { visit, SIZES } from './browser.js';
import { startPages } from './pages.js';

const ACCOUNT = 11;
const JAVA = 1110;
const STAGE = { new: 1140, team: 1143, trash: 1147 };
const TAG = 1160;

const { house, browser } = await startPages({ upstreams: true });
await house.up.huntflow.settings({ parse: 'all' });
const ready = await (await house.user({ role: 'admin', company: 'Nova', name: 'Мария Лебедева' })).connect();
const one = await newcomer({
  last_name: 'Ковалёва',
  first_name: 'Анна',
  email: 'anna.k@example.com',
  phone: '+375 29 555-01-47',
});
/* What somebody does in Huntflow itself. */
async function inHuntflow(method, path, json) {
  const { url, api_key: key } = house.up.huntflow;
  const answer = await fetch(`${url}/accounts/${ACCOUNT}${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'User-Agent': 'test', 'Content-Type': 'application/json' },
    body: JSON.stringify(json),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

/* An applicant made in Huntflow itself, on the first vacancy. */
async function newcomer(body) {
  const { id } = await inHuntflow('POST', '/applicants', {
    position: 'Senior Java Developer',
    company: 'Линия',
    externals: [{ auth_type: 'NATIVE', data: { body: 'Java, Spring Boot\n\nОпыт: шесть лет' }, files: [] }],
    ...body,
  });
  await inHuntflow('POST', `/applicants/${id}/vacancy`, { vacancy: JAVA, status: STAGE.new });
  return id;
}

const there = async (id) => (await house.up.huntflow.applicants(ACCOUNT)).find((row) => row.id === id);
const base = `/huntflow/accounts/${ACCOUNT}`;
const open = (path, more = {}) => visit(browser, house, { client: ready, path, ...more });
const firstCall = async () => (await ready.get('/api/v1/huntflow/logs/?page_size=1')).json[0].id;

const PAGES = {
  Huntflow: async () => '/huntflow/',
  'Вакансии': async () => `${base}/vacancies/`,
  'Вакансия': async () => `${base}/vacancies/${JAVA}/`,
  'Правка вакансии': async () => `${base}/vacancies/${JAVA}/?edit=1`,
  'Кандидаты': async () => `${base}/applicants/`,
  'Кандидат': async () => `${base}/applicants/${one}/`,
  'Правка кандидата': async () => `${base}/applicants/${one}/edit/`,
  'Журнал вызовов': async () => '/huntflow/logs/',
  'Вызов': async () => `/huntflow/logs/?call=${await firstCall()}`,
  'Кэш': async () => '/huntflow/cache/',
};

describe('each page, both themes and all widths', () => {
  for (const [name, address] of Object.entries(PAGES)) {
    it(name, async () => {
      for (const [theme, sizes] of [['light', ['wide', 'tablet', 'narrow']], ['dark', ['wide', 'phone']]]) {
        const visitor = await open(await address(), { theme });
        for (const size of sizes) {
          await visitor.page.setViewportSize(SIZES[size]);
          await visitor.loaded();
          await visitor.noSideways(`${name} ${size}`);
          if (size !== 'tablet') await visitor.accessible(`${name} ${theme} ${size}`);
        }
        assert.equal(await visitor.page.locator('h1').count(), 1);
        visitor.quiet();
        await visitor.close();
      }
    });
  }

  it('in English', async () => {
    const person = await (await house.user({ locale: 'en', role: 'manager', company: 'English' })).connect();
    const visitor = await visit(browser, house, { client: person, locale: 'en-GB', path: '/huntflow/' });
    for (const path of ['/huntflow/', `${base}/vacancies/`, '/huntflow/logs/', '/huntflow/cache/']) {
      await visitor.open(path);
      const words = (await visitor.page.locator('#main').innerText()).replace(
        /Тест Тестов|Ирина Белова|Северный мост(: стажёры)?|Системный аналитик|Разработка|Продукт|до (?=\d)|от (?=\d)/g,
        '',
      );
      assert.doesNotMatch(words, /[а-яА-Я]/, path);
    }
    visitor.quiet();
    await visitor.close();
  });
});

describe('the connection', () => {
  it('says which system, its organisations, what the cache saves; the wire leads on', async () => {
    const visitor = await open('/huntflow/');
    await visitor.see('Рабочая система');
    await visitor.see('Работаем от имени: Ирина Белова');
    await visitor.link('Вакансии: Северный мост').click();
    await visitor.heading('Вакансии');
    await visitor.link('Senior Java Developer').click();
    await visitor.heading('Senior Java Developer');
    assert.equal(visitor.path(), `${base}/vacancies/${JAVA}/`);
    visitor.quiet();
    await visitor.close();
  });

  it('in the sandbox the banner says so', async () => {
    const person = await (await house.user({ company: 'Sand' })).connect();
    await person.expect(200, 'PATCH', '/api/v1/profile', {
      active_system: 'SANDBOX',
      huntflow_sandbox_url: house.up.huntflow.url,
      huntflow_sandbox_api_key: house.up.huntflow.api_key,
    });
    const visitor = await visit(browser, house, { client: person, path: '/huntflow/' });
    await visitor.see('Песочница');
    await visitor.see('рабочая система не изменится');
    await visitor.accessible();
    await visitor.close();
  });

  it('without a key one button leads to the profile', async () => {
    const person = await house.user({ company: 'Empty' });
    const visitor = await visit(browser, house, { client: person, path: '/huntflow/' });
    await visitor.see('Huntflow не подключён');
    await visitor.accessible();
    await visitor.page.locator('#main').getByRole('link', { name: 'Подключить' }).click();
    await visitor.heading('Профиль и ключи');
    visitor.quiet();
    await visitor.close();
  });

  it('who may not, does not see it', async () => {
    const person = await house.user({ role: 'member', company: 'Nova' });
    const visitor = await visit(browser, house, { client: person, path: '/' });
    assert.equal(await visitor.page.locator('.side').getByRole('link', { name: 'Huntflow' }).count(), 0);
    await visitor.open('/huntflow/');
    await visitor.heading('Страницы нет');
    await visitor.close();
  });
});

describe('vacancies', () => {
  it('tabs, search and the address agree', async () => {
    const visitor = await open(`${base}/vacancies/`);
    assert.equal(await visitor.page.locator('tbody .name').count(), 5);
    await visitor.page.getByRole('searchbox', { name: 'Поиск по вакансиям' }).fill('java');
    await visitor.page.waitForFunction(() => document.querySelectorAll('tbody .name').length === 1);
    assert.equal(visitor.path(), `${base}/vacancies/?search=java`);
    await visitor.link('На паузе').click();
    await visitor.see('По запросу ничего не нашли');
    await visitor.button('Сбросить').click();
    await visitor.see('Менеджер проектов');
    visitor.quiet();
    await visitor.close();
  });

  it('the funnel leads to the people of a stage', async () => {
    const visitor = await open(`${base}/vacancies/${JAVA}/`);
    await visitor.page.locator('.funnel').getByRole('link', { name: /Новые/ }).click();
    await visitor.heading('Кандидаты в Huntflow');
    assert.equal(visitor.path(), `${base}/applicants/?vacancy=${JAVA}&status=${STAGE.new}`);
    await visitor.link('Ковалёва Анна').waitFor();
    visitor.quiet();
    await visitor.close();
  });

  it('is edited in a drawer; leaving with changes asks; texts go back as they were', async () => {
    const visitor = await open(`${base}/vacancies/1111/`);
    await visitor.button('Изменить').click();
    const drawer = visitor.page.getByRole('dialog');
    await drawer.getByLabel('Название').fill('');
    await drawer.getByRole('button', { name: 'Сохранить' }).click();
    await drawer.getByText('Исправьте 1 поле').waitFor();
    await drawer.getByLabel('Название').fill('QA Lead');
    await drawer.getByRole('button', { name: 'Отмена' }).click();
    await visitor.button('Остаться').click();
    await drawer.getByLabel('Название').press('Control+Enter');
    await visitor.heading('QA Lead');
    await visitor.toast('Сохранено');
    await visitor.see('Опыт от трёх лет');
    visitor.quiet();
    await visitor.close();
  });
});

describe('the way of an applicant', () => {
  let visitor;
  let page;
  before(async () => {
    visitor = await open(`${base}/applicants/`);
    page = visitor.page;
  });
  after(() => visitor?.close());

  it('is found by name and opened', async () => {
    await page.getByRole('searchbox', { name: 'Поиск кандидатов' }).fill('Ковалёва Анна');
    await page.waitForFunction(() => document.querySelectorAll('tbody .name').length === 1);
    await visitor.link('Ковалёва Анна').click();
    await visitor.heading('Ковалёва Анна');
    await visitor.loaded();
    assert.equal(await page.locator('.stages [aria-current]').innerText(), 'Новые');
    await visitor.see('Spring Boot');
  });

  it('a wrong address is explained at its field; a mended one is saved', async () => {
    await visitor.field('Почта').fill('anna.k@example,com');
    await page.locator('.pform').getByRole('button', { name: 'Сохранить' }).click();
    await visitor.see('Исправьте на anna.k@example.com');
    await visitor.see('Исправьте 1 поле');
    await visitor.field('Почта').fill('anna.new@example.com');
    await visitor.field('Должность').fill('Java Team Lead');
    await visitor.field('Должность').press('Control+Enter');
    await visitor.toast('Сохранено');
    const row = await there(one);
    assert.deepEqual([row.email, row.position, row.company], ['anna.new@example.com', 'Java Team Lead', 'Линия']);
  });

  it('a comment is sent by Ctrl-Enter and stands on top of the history', async () => {
    await visitor.button('Комментарий').first().click();
    await page.locator('.comment').getByLabel('Комментарий').fill('Готова выйти через две недели');
    await page.locator('.comment textarea').press('Control+Enter');
    await visitor.toast('Комментарий добавлен');
    await page.locator('.tl li').filter({ hasText: 'Готова выйти через две недели' }).waitFor();
    await visitor.button('Комментарии').click();
    await page.waitForFunction(() => document.querySelectorAll('.tl li').length === 1);
    await visitor.button('Всё').click();
  });

  it('a tag is added without losing others', async () => {
    await visitor.button(/Добавить метку|Изменить метки/).click();
    await page.getByRole('dialog').getByRole('checkbox').first().check();
    await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('.head .badge.tag').waitFor();
    assert.deepEqual((await there(one)).tags, [TAG]);
  });

  it('goes to another stage with a comment', async () => {
    await visitor.button('Сменить этап').click();
    const dialog = page.getByRole('dialog');
    await visitor.accessible('the stage dialog');
    await dialog.getByRole('button', { name: 'Сменить этап' }).click();
    await dialog.getByText('Выберите этап').waitFor();
    await dialog.getByRole('radio', { name: 'Команда' }).check();
    await dialog.getByLabel(/Комментарий/).fill('Сильный кандидат');
    await dialog.getByRole('button', { name: 'Сменить этап' }).click();
    await visitor.toast('Этап: Команда');
    await page.locator('.stages .now').filter({ hasText: 'Команда' }).waitFor();
    await visitor.see('Этап: Новые → Команда');
    assert.equal((await there(one)).links.at(-1).status, STAGE.team);
  });

  it('a refusal wants its reason', async () => {
    await visitor.button('Сменить этап').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Отказ' }).check();
    await dialog.getByRole('button', { name: 'Отказать' }).click();
    await dialog.getByText('Выберите причину').last().waitFor();
    await dialog.getByLabel('Причина отказа').selectOption({ label: 'Нет опыта' });
    await dialog.getByRole('button', { name: 'Отказать' }).click();
    await visitor.toast('Этап: Отказ');
    await page.locator('.stages .fail').waitFor();
    await visitor.see('Нет опыта');
    const link = (await there(one)).links.at(-1);
    assert.deepEqual([link.status, link.rejection_reason], [STAGE.trash, 1182]);
    await visitor.accessible();
  });

  it('the questionary is filled in', async () => {
    await page.getByRole('region', { name: 'Анкета' }).getByRole('button', { name: 'Изменить' }).click();
    await page.getByRole('dialog').getByLabel(/Готовность к переезду/).fill('Да, в Минск');
    await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();
    await page.getByRole('region', { name: 'Анкета' }).getByText('Да, в Минск').waitFor();
  });

  it('a CV is uploaded, read, and only what one agrees to is changed', async () => {
    const p = invented(7);
    await visitor.button('Загрузить файл').click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByLabel('Файл')
      .setInputFiles({ name: 'cv', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') });
    await dialog.getByText('У файла нет расширения').waitFor();
    await dialog
      .getByLabel('Файл')
      .setInputFiles({ name: 'cv.pdf', mimeType: 'application/pdf', buffer: Buffer.from(writePdf(cv(p))) });
    await dialog.getByRole('button', { name: 'Загрузить' }).click();
    await dialog.getByText('Что прочитано в резюме').waitFor();
    await visitor.accessible('the parsed CV');
    for (const box of await dialog.getByRole('checkbox').all()) await box.uncheck();
    await dialog.getByRole('checkbox', { name: /Телефон/ }).check();
    await dialog.getByRole('button', { name: 'Заполнить 1 поле' }).click();
    await dialog.waitFor({ state: 'detached' });
    const row = await there(one);
    assert.equal(row.phone.replace(/\D/g, ''), p.phone.replace(/\D/g, ''));
    assert.equal(row.email, 'anna.new@example.com');
    assert.equal(row.externals[0].files.length, 1);
  });

  it('the console stayed quiet', () => visitor.quiet());
});

describe('duplicates and the edit page', () => {
  it('a double is compared side by side, dismissed, and brought back', async () => {
    const left = await newcomer({
      last_name: 'Мороз',
      first_name: 'Ольга',
      email: 'olga@example.com',
      phone: '+375 29 700-00-01',
    });
    await newcomer({ last_name: 'Мороз', first_name: 'Оля', email: 'olga@example.com', phone: '+375 29 700-00-02' });
    const visitor = await open(`${base}/applicants/${left}/`);
    await visitor.see('Похоже, Ольга уже есть в базе');
    await visitor.button('Сравнить').click();
    const dialog = visitor.page.getByRole('dialog');
    await dialog.locator('tr.same').filter({ hasText: 'olga@example.com' }).waitFor();
    await visitor.accessible('the comparison');
    await visitor.page.setViewportSize(SIZES.narrow);
    assert.ok(await dialog.evaluate((node) => node.scrollWidth <= node.clientWidth), 'the comparison fits the phone');
    await visitor.accessible('the comparison on the phone');
    await dialog.getByRole('button', { name: 'Это разные люди' }).click();
    await visitor.page.getByText('Похоже, Ольга уже есть в базе').waitFor({ state: 'detached' });
    await visitor.page.getByRole('button', { name: 'Вернуть', exact: true }).click();
    await visitor.see('Похоже, Ольга уже есть в базе');
    await visitor.button('Это разные люди').click();
    await visitor.see('Уже проверено, это другие люди:');
    await visitor.open(`${base}/applicants/${left}/`);
    await visitor.see('Уже проверено, это другие люди:');
    await visitor.accessible('an applicant with doubles that were checked');
    assert.equal(await visitor.page.getByText('Похоже, Ольга уже есть в базе').count(), 0);
    await visitor.button('Вернуть предупреждение').click();
    await visitor.see('Похоже, Ольга уже есть в базе');
    visitor.quiet();
    await visitor.close();
  });

  it('before a transfer: who is there already, side by side; skipped, then made all the same', async () => {
    const body = { last_name: 'Тарасевич', first_name: 'Вероника', phone: '+375 29 733-00-01' };
    await newcomer(body);
    const file = (id) => ({
      id,
      title: 'CV.pdf',
      date: Date.now(),
      lines: ['Тарасевич Вероника', 'Аналитик', '', `Телефон: ${body.phone}`, 'E-mail: v@example.com'],
    });
    const newTask = async (id) =>
      (
        await house.up.clickup.addTask({
          id,
          list: house.up.clickup.list,
          name: 'Тарасевич Вероника',
          assignees: [],
          tags: [],
          attachments: [file(`${id}a`)],
        })
      ).id;
    const task = await newTask('86dweb1');
    const sync = async () => {
      const log = await ready.expect(202, 'POST', '/clickup/api/sync-tasks', {});
      await house.until(async () => (await ready.get(`/clickup/sync-logs/${log.id}`)).json.status === 'success', {
        timeout: 60_000,
      });
    };
    await sync();
    const visitor = await open(`/clickup/task/${task}/`);
    visitor.expect(/409/);
    await visitor.see(/Прочитана из ClickUp/);
    await visitor.page.getByLabel('Организация в Huntflow').selectOption(String(ACCOUNT));
    const namesakes = async () =>
      (await house.up.huntflow.applicants(ACCOUNT)).filter(({ last_name: last }) => last === body.last_name).length;
    const send = visitor.page.locator('.names').getByRole('button', { name: 'Перенести в Huntflow' });
    await send.click();
    const dialog = visitor.page.getByRole('dialog');
    await dialog.getByText(/Совпало: .*телефон/).waitFor();
    await visitor.accessible('the doubles');
    await dialog.getByRole('button', { name: 'Не переносить' }).click();
    assert.equal(await namesakes(), 1);
    await send.click();
    await dialog.getByRole('button', { name: 'Это другой, перенести' }).click();
    await visitor.page.locator('.hf .note.done').waitFor();
    assert.equal(await namesakes(), 2);
    const again = await newTask('86dweb2');
    await sync();
    await visitor.open(`/clickup/task/${again}/`);
    await visitor.see(/Прочитана из ClickUp/);
    await send.click();
    await dialog.getByRole('button', { name: 'Это он, добавить к нему' }).click();
    await visitor.page.locator('.hf .note.done').waitFor();
    assert.equal(await namesakes(), 2);
    visitor.quiet();
    await visitor.close();
  });

  it('the edit page keeps changes from being lost and saves by Ctrl-Enter', async () => {
    const id = await newcomer({ last_name: 'Жданович', first_name: 'Павел', phone: '+375 29 711-00-01' });
    const visitor = await open(`${base}/applicants/${id}/edit/`, { size: 'phone' });
    await visitor.field('Фамилия').fill('');
    await visitor.field('Telegram').fill('@pavel');
    await visitor.button('Сохранить').click();
    await visitor.see('Заполните это поле');
    assert.equal(await visitor.page.evaluate(() => document.activeElement.name), 'last_name');
    await visitor.page.getByRole('link', { name: 'Отмена' }).click();
    await visitor.button('Остаться').click();
    await visitor.field('Фамилия').fill('Жданович');
    await visitor.field('Отчество').fill('Ильич');
    await visitor.field('Отчество').press('Control+Enter');
    await visitor.heading('Жданович Павел Ильич');
    assert.equal(visitor.path(), `${base}/applicants/${id}/`);
    const row = await there(id);
    assert.deepEqual([row.middle_name, row.social[0].value], ['Ильич', '@pavel']);
    visitor.quiet();
    await visitor.close();
  });

  it('texts from Huntflow stay texts', async () => {
    const id = await newcomer({
      last_name: '<img src=x onerror=alert(1)>',
      first_name: 'Пётр',
      externals: [
        {
          auth_type: 'NATIVE',
          data: { body: '<p>CV<script>alert(2)</script><a href="javascript:alert(3)">x</a></p>' },
          files: [],
        },
      ],
    });
    const visitor = await open('/');
    let alerts = 0;
    visitor.page.on('dialog', (dialog) => { alerts += 1; dialog.dismiss(); });
    await visitor.open(`${base}/applicants/${id}/`);
    await visitor.heading(/<img src=x/);
    assert.equal(await visitor.page.locator('#main img, #main script, #main a[href^="javascript"]').count(), 0);
    assert.equal(alerts, 0);
    visitor.quiet();
    await visitor.close();
  });
});

describe('events of Huntflow', () => {
  const panel = (visitor) => visitor.page.getByRole('region', { name: 'События Huntflow' });

  it('are switched on, change open pages as they come, and are switched off after a question', async () => {
    const id = await newcomer({ last_name: 'Живая', first_name: 'Ева', phone: '+375 29 788-00-01' });
    const visitor = await open('/huntflow/');
    await panel(visitor).getByText('Выключены').waitFor();
    await visitor.button('Включить', panel(visitor)).click();
    await panel(visitor).getByText('Включены').waitFor();
    await panel(visitor).getByText('Ещё не было').waitFor();
    await visitor.accessible('the panel of events');

    const pages = {};
    for (const [name, path] of [
      ['one', `${base}/applicants/${id}/`],
      ['list', `${base}/applicants/?q=${encodeURIComponent('Живая')}`],
      ['vacancy', `${base}/vacancies/1112/`],
      ['vacancies', `${base}/vacancies/`],
    ]) {
      pages[name] = await open(path);
    }
    await pages.one.heading('Живая Ева');
    await pages.list.see('Живая Ева');
    await inHuntflow('PATCH', `/applicants/${id}`, { first_name: 'Елена' });
    await house.up.huntflow.sendHook({ applicant: id });
    await pages.one.heading('Живая Елена');
    await pages.list.see('Живая Елена');
    await inHuntflow('PATCH', '/vacancies/1112', { position: 'Вакансия под новым именем' });
    await house.up.huntflow.sendHook({ vacancy: 1112 });
    await pages.vacancy.heading('Вакансия под новым именем');
    await pages.vacancies.see('Вакансия под новым именем');
    for (const page of Object.values(pages)) {
      page.quiet();
      await page.close();
    }

    await visitor.open('/huntflow/');
    await panel(visitor).getByText('2', { exact: true }).waitFor();
    await visitor.button('Отключить', panel(visitor)).click();
    await visitor.button('Не сейчас', visitor.page.getByRole('dialog')).click();
    await panel(visitor).getByText('Включены').waitFor();
    await visitor.button('Отключить', panel(visitor)).click();
    await visitor.button('Отключить', visitor.page.getByRole('dialog')).click();
    await panel(visitor).getByText('Выключены').waitFor();
    assert.equal((await ready.get('/huntflow/webhook/')).json.registered, false);
    visitor.quiet();
    await visitor.close();
  });

  it('that cannot be switched on: says why, and they stay off', async () => {
    await house.up.huntflow.fault({ kind: 'status', status: 403, path: '/hooks', times: 20 });
    const visitor = await open('/huntflow/');
    visitor.expect(/40[349]|502/);
    await visitor.button('Включить', panel(visitor)).click();
    await panel(visitor).getByRole('alert').waitFor();
    await panel(visitor).getByText('Выключены').waitFor();
    await house.up.huntflow.clearFaults();
    assert.equal((await ready.get('/huntflow/webhook/')).json.registered, false);
    await visitor.close();
  });
});

describe('the call log and the cache', () => {
  it('shows calls by kind, filters them, opens one, gives curl without the key', async () => {
    await ready.expect(200, 'PUT', `${base}/applicants/${one}/tags/`, { add: [TAG] });
    const visitor = await open('/huntflow/logs/');
    const { page } = visitor;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('img', { name: /Вызовы по времени/ }).waitFor();
    await page.getByRole('searchbox', { name: /Поиск по адресу/ }).fill('/comment-that-is-nowhere');
    await visitor.see('По фильтру ничего не нашли');
    await page.getByRole('searchbox', { name: /Поиск по адресу/ }).fill('tags');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.calls .name')].some((node) => node.textContent.startsWith('POST')),
    );
    await page.locator('.calls .name').filter({ hasText: /^POST/ }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Скопировать как curl' }).click();
    await visitor.toast('Команда скопирована');
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(text, /^curl -X POST 'https?:\/\/\S+\/tags\S*' -H 'Authorization: Bearer \*\*\*'/);
    assert.ok(!text.includes(house.up.huntflow.api_key));
    assert.ok(!(await page.content()).includes(house.up.huntflow.api_key));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await house.until(async () => !visitor.path().includes('call='));
    await visitor.link('С ошибкой').click();
    await visitor.loaded();
    assert.match(visitor.path(), /view=errors/);
    visitor.quiet();
    await visitor.close();
  });

  it('draws how long the calls took, and says what is under the cursor', async () => {
    const { user } = ready;
    await house.sql(`INSERT INTO call_hour (company_id, provider, hour, user_id, log_type, calls, b3)
      SELECT company_id, 'huntflow', DATE_FORMAT(NOW() - INTERVAL n HOUR, '%Y-%m-%d %H:00:00'), id, 'GET', 5, 5
      FROM user JOIN (SELECT 2 n UNION SELECT 3) hours WHERE id = ?`, [user.id]);
    const visitor = await open('/huntflow/logs/');
    const { page } = visitor;
    const plot = page.getByRole('img', { name: /медиана/i });
    await plot.locator('canvas').waitFor();
    const drawn = () => page.evaluate(() => {
      const canvas = document.querySelector('.plot:not(.barplot) canvas');
      return new Set(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data).size;
    });
    assert.ok(await drawn() > 3, 'nothing is drawn');
    const box = await plot.boundingBox();
    await page.mouse.move(box.x + box.width * 0.9, box.y + 60);
    await plot.locator('.said').filter({ hasText: /^\d\d:\d\d$/ }).waitFor();
    await page.locator('.legend b').filter({ hasText: /мс/ }).first().waitFor();
    await page.setViewportSize({ width: 500, height: 800 });
    await page.waitForFunction(() => document.querySelector('.plot:not(.barplot) canvas').clientWidth < 480);
    visitor.quiet();
    await visitor.close();
  });

  it('an entry is read and removed, the whole cache is cleared after a question', async () => {
    const visitor = await open('/huntflow/cache/');
    const { page } = visitor;
    await page.locator('.entries .name').first().click();
    await page.getByRole('dialog').locator('pre').waitFor();
    await visitor.accessible('an entry');
    await page.keyboard.press('Escape');
    await page.locator('.entries').getByRole('button', { name: /Удалить запись/ }).first().click();
    await visitor.toast('Запись удалена');
    await visitor.button('Очистить кэш').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Очистить кэш' }).click();
    await visitor.toast('Кэш очищен');
    await visitor.see('Кэш пуст');
    visitor.quiet();
    await visitor.close();
  });
});

describe('when Huntflow does not do as asked', () => {
  const failing = async (fault, path) => {
    await ready.expect(200, 'POST', '/api/v1/huntflow/cache/clear-cache/', {});
    await house.up.huntflow.fault(fault);
    const visitor = await open('/');
    visitor.expect(/40\d|42\d|50\d/);
    await visitor.page.goto(path);
    return visitor;
  };
  const well = async (visitor) => {
    await visitor.accessible();
    await house.up.huntflow.clearFaults();
    visitor.quiet();
  };

  it('down: what, why, again; then it works', async () => {
    const visitor = await failing({ kind: 'status', status: 503, times: 50, path: '/accounts' }, `${base}/vacancies/`);
    await visitor.page.getByRole('alert').waitFor();
    await well(visitor);
    await visitor.button('Повторить').click();
    await visitor.link('Senior Java Developer').waitFor();
    await visitor.close();
  });

  it('a refused key leads to the settings', async () => {
    const person = await (await house.user({ company: 'Refused' })).connect();
    await person.expect(200, 'PATCH', '/api/v1/profile', {
      huntflow_prod_api_key: 'wrong-key',
      huntflow_prod_refresh_token: '',
    });
    const visitor = await visit(browser, house, { client: person, path: '/' });
    visitor.expect(/42\d/);
    await visitor.open('/huntflow/');
    await visitor.see('Huntflow не принял ключ');
    await visitor.page.goto(`${base}/applicants/`);
    await visitor.page.locator('#main').getByRole('link', { name: 'Обновить ключ' }).click();
    await visitor.heading('Профиль и ключи');
    visitor.quiet();
    await visitor.close();
  });

  it('not paid: the stage stays, the dialog says why', async () => {
    const id = await newcomer({ last_name: 'Неоплаченный', first_name: 'Иван', phone: '+375 29 722-00-01' });
    const visitor = await open(`${base}/applicants/${id}/`);
    visitor.expect(/402|502/);
    await house.up.huntflow.settings({ paid: false });
    await visitor.button('Сменить этап').click();
    const dialog = visitor.page.getByRole('dialog');
    await dialog.getByLabel('Вакансия').selectOption('1111');
    await dialog.getByRole('radio', { name: 'Отбор' }).check();
    await dialog.getByRole('button', { name: 'Сменить этап' }).click();
    await dialog.getByRole('alert').waitFor();
    await house.up.huntflow.settings({ paid: true });
    assert.equal((await there(id)).links.length, 1);
    await dialog.getByRole('button', { name: 'Сменить этап' }).click();
    await visitor.toast('Этап: Отбор');
    visitor.quiet();
    await visitor.close();
  });

  it('an applicant that is not there says so', async () => {
    const visitor = await open('/');
    visitor.expect(/404/);
    await visitor.open(`${base}/applicants/999999/`);
    await visitor.heading('Кандидата нет');
    await visitor.accessible();
    await visitor.open(`${base}/vacancies/999999/`);
    await visitor.heading('Вакансии нет');
    visitor.quiet();
    await visitor.close();
  });
});
