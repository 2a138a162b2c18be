// What comes and goes between us and Huntflow, in a browser: events, the call log, the cache.
import { describe, it } from 'node:test';
import { TAG, base, startHuntflow } from './huntflow.js';
import { soon } from './soon.js';

const { house, ready, one, inHuntflow, newcomer, open } = await startHuntflow();

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
    await soon.equal(async () => (await ready.get('/huntflow/webhook/')).json.registered, false);
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
    await soon.equal(async () => (await ready.get('/huntflow/webhook/')).json.registered, false);
    await visitor.close();
  });
});

describe('Huntflow that does not answer', () => {
  it('is said once, with the button that looks again', async () => {
    await house.up.huntflow.fault({ kind: 'status', status: 503, times: 1000 });
    await ready.post('/huntflow/test-connection', {});
    const visitor = await open('/huntflow/');
    visitor.expect(/50[234]/);
    const item = visitor.page.locator('.att li').filter({ hasText: 'Huntflow не отвечает' });
    await item.waitFor();
    await soon.equal(() => visitor.page.locator('#main .note').count(), 0);
    await soon.equal(() => visitor.page.getByText('Организаций пока не видно').count(), 0);
    await visitor.accessible('Huntflow is down');
    await house.up.huntflow.clearFaults();
    await visitor.button('Проверить', item).click();
    await visitor.toast('Связь есть, ключ работает');
    await item.waitFor({ state: 'detached' });
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
    const call = page.locator('.calls .name').filter({ hasText: /^POST/ }).first();
    await soon.equal(() => call.innerText(), `POST /accounts/11/applicants/…${String(one).slice(-3)}/tags`);
    // A list that moves meanwhile takes the tooltip away.
    const tip = async () => {
      await page.mouse.move(0, 0);
      await call.hover();
      return page.getByRole('tooltip').innerText({ timeout: 2000 }).catch(() => '');
    };
    await soon.equal(tip, `/accounts/11/applicants/${one}/tags`);
    await soon.equal(() => page.locator('.calls tbody tr').first().evaluate((row) => row.offsetHeight), 36);
    await call.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Скопировать как curl' }).click();
    await visitor.toast('Команда скопирована');
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await soon.match(copied, /^curl -X POST 'https?:\/\/\S+\/tags\S*' -H 'Authorization: Bearer \*\*\*'/);
    await soon.ok(async () => !(await copied()).includes(house.up.huntflow.api_key));
    await soon.ok(async () => !(await page.content()).includes(house.up.huntflow.api_key));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await house.until(async () => !visitor.path().includes('call='));
    await visitor.link('С ошибкой').click();
    await visitor.loaded();
    await soon.match(() => visitor.path(), /view=errors/);
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
    await soon.ok(async () => await drawn() > 3, 'nothing is drawn');
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
