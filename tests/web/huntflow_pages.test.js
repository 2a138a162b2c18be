// The Huntflow pages in a browser: each in both themes and all widths; the connection, vacancies, errors that lead on.
import { describe, it } from 'node:test';
import { visit, SIZES } from './browser.js';
import { JAVA, STAGE, base, startHuntflow } from './huntflow.js';
import { soon } from './soon.js';

const { house, browser, ready, one, newcomer, there, open } = await startHuntflow();
const firstCall = async () => (await ready.get('/api/v1/huntflow/logs/?page_size=1')).json[0].id;

const PAGES = {
  Huntflow: async () => '/huntflow/',
  'Вакансии': async () => `${base}/vacancies/`,
  'Вакансия': async () => `${base}/vacancies/${JAVA}/`,
  'Правка вакансии': async () => `${base}/vacancies/${JAVA}/?edit=1`,
  'Кандидаты': async () => `${base}/applicants/`,
  'Кандидат': async () => `${base}/applicants/${one}/`,
  'Редактирование': async () => `${base}/applicants/${one}/edit/`,
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
        await soon.equal(() => visitor.page.locator('h1').count(), 1);
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
      const words = async () => (await visitor.page.locator('#main').innerText()).replace(
        /Тест Тестов|Ирина Белова|Северный мост(: стажёры)?|Системный аналитик|Разработка|Продукт|до (?=\d)|от (?=\d)/g,
        '',
      );
      await soon.doesNotMatch(words, /[а-яА-Я]/, path);
    }
    visitor.quiet();
    await visitor.close();
  });
});

describe('the connection', () => {
  it('says which system, its organisations, what the cache saves; the wire leads on', async () => {
    const visitor = await open('/huntflow/');
    await visitor.see('Рабочая');
    await visitor.see('Работаем от имени: Ирина Белова');
    await visitor.link('Вакансии: Северный мост').click();
    await visitor.heading('Вакансии');
    await visitor.link('Senior Java Developer').click();
    await visitor.heading('Senior Java Developer');
    await soon.equal(() => visitor.path(), `${base}/vacancies/${JAVA}/`);
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
    await soon.equal(() => visitor.page.locator('.side').getByRole('link', { name: 'Huntflow' }).count(), 0);
    await visitor.open('/huntflow/');
    await visitor.heading('Страница не найдена');
    await visitor.close();
  });
});

describe('vacancies', () => {
  it('tabs, search and the address agree', async () => {
    const visitor = await open(`${base}/vacancies/`);
    await soon.equal(() => visitor.page.locator('tbody .name').count(), 5);
    await soon.deepEqual(() => visitor.page.locator('.views a').allInnerTexts(), [
      'Открытые 5', 'На паузе 1', 'Закрытые', 'Все 6',
    ]);
    await soon.match(() => visitor.page.locator('tbody tr').first().innerText(), /3.000–4.500.\$[^]*новы/);
    await visitor.page.getByRole('searchbox', { name: 'Поиск по вакансиям' }).fill('java');
    await visitor.page.waitForFunction(() => document.querySelectorAll('tbody .name').length === 1);
    await soon.equal(() => visitor.path(), `${base}/vacancies/?search=java`);
    await visitor.link('На паузе').click();
    await visitor.see('По запросу ничего не нашли');
    await visitor.button('Сбросить').click();
    await visitor.see('Менеджер проектов');
    visitor.quiet();
    await visitor.close();
  });

  it('a stage of the funnel shows its people below, and leads to the list of them', async () => {
    const visitor = await open(`${base}/vacancies/${JAVA}/`);
    const stage = visitor.page.locator('.funnel [data-tip^=Новые]');
    await stage.click();
    await soon.equal(() => visitor.path(), `${base}/vacancies/${JAVA}/?status=${STAGE.new}`);
    await visitor.link('Ковалёва Анна').waitFor();
    await soon.equal(() => stage.getAttribute('aria-current'), 'true');
    await visitor.page.locator('.funnel [data-tip^=Оффер]').click();
    await visitor.see('На этом этапе никого');
    await visitor.accessible();
    await visitor.link('Этап «Оффер»: показать всех').click();
    await soon.equal(() => visitor.path(), `${base}/vacancies/${JAVA}/`);
    await stage.focus();
    await stage.press('Enter');
    await visitor.link('Все').click();
    await visitor.heading('Кандидаты в Huntflow');
    await soon.equal(() => visitor.path(), `${base}/applicants/?vacancy=${JAVA}&status=${STAGE.new}`);
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
    await soon.equal(async () => (await there(id)).links.length, 1);
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
