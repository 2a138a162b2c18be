// The own page of a candidate who was invited: seen, corrected, taken along, erased; no other page opens.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { routes } from '../../www/js/routes.js';
import { Client } from '../lib/client.js';
import { visit } from './browser.js';
import { end, isSound, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const API = '/api/v1/candidates';
let guests = 0;

/* Somebody whom a recruiter found, imported and invited, and their page. */
async function invited(opts) {
  const boss = await house.user({ role: 'recruiter', company: 'Нова', name: 'Мария Лебедева' });
  guests += 1;
  const one = await boss.expect(201, 'POST', API, {
    first_name: 'Анна', last_name: 'Гостья', email: `guest${guests}@nova.by`, current_position: 'Разработчик',
    location: 'Брест', skills: ['C++', 'Qt'], phone: `+375 29 11122${10 + guests}`,
  });
  await boss.expect(201, 'POST', `${API}/${one.id}/notes`, { text: 'Тайная заметка' });
  await boss.expect(200, 'PATCH', `${API}/${one.id}`, { tags: ['тайная'] });
  await boss.expect(201, 'POST', '/api/integrations/import-candidate', { external_candidate_id: one.sources[0].id });
  const { login_link: link } = await boss.expect(200, 'POST', `${API}/${one.id}/invite`, {});
  const guest = await new Client(house).signIn(link.split('#')[1]);
  const visitor = await visit(browser, house, { client: guest, path: '/', ...opts });
  await visitor.heading('Гостья Анна');
  return { boss, one, visitor, page: visitor.page };
}

describe('a candidate who was invited', () => {
  it('comes to the own data, and sees nothing of the team', async () => {
    const { visitor, page } = await invited();
    await soon.equal(() => new URL(page.url()).pathname, '/me/');
    await visitor.see('Здесь Ваши данные, которые хранит Нова.');
    await soon.doesNotMatch(() => page.locator('body').innerText(), /айная|Мария/);
    await soon.deepEqual(
      () => page.locator('nav.side a').evaluateAll((all) => all.map((a) => a.getAttribute('href'))),
      ['/me/', '/profile/'],
    );
    await isSound(visitor, 'mine');
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/ir-mine.png`, fullPage: true });
    await end(visitor);
  });

  it('opens no other page', async () => {
    const { visitor, page } = await invited();
    const refused = [];
    page.on('response', (answer) => { if (answer.status() === 403) refused.push(answer.url()); });
    const paths = routes.filter(({ open, moved, path }) => !open && !moved && !['/me/', '/profile/'].includes(path))
      .map(({ path }) => path.replace(/:\w+/g, '1'));
    for (const path of paths) {
      await visitor.open(path);
      const home = ['/', '/clickup/'].includes(path);
      await visitor.see(home ? 'Здесь Ваши данные, которые хранит Нова' : 'Страница не найдена');
    }
    assert.deepEqual(refused, []);
    await end(visitor);
  });

  it('corrects what is wrong, and gives and withdraws consent', async () => {
    const { boss, one, visitor, page } = await invited();
    await page.getByRole('button', { name: 'Исправить' }).click();
    await page.getByRole('dialog').getByLabel('Город').fill('Вильнюс');
    await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();
    await visitor.see('Данные сохранены');
    await visitor.see('Вильнюс');
    await page.getByRole('button', { name: 'Дать согласие' }).click();
    await page.getByRole('button', { name: 'Отозвать согласие' }).waitFor();
    const now = await boss.expect(200, 'GET', `${API}/${one.id}`);
    assert.deepEqual([now.location, now.consent], ['Вильнюс', 'given']);
    await end(visitor);
  });

  it('takes the data along, then erases them and the account', async () => {
    const { boss, one, visitor, page } = await invited({ size: 'phone', theme: 'dark' });
    const [file] = await Promise.all([
      page.waitForEvent('download'), page.getByRole('link', { name: 'Без файлов, JSON' }).click(),
    ]);
    const text = readFileSync(await file.path(), 'utf8');
    assert.match(text, /Гостья/);
    assert.doesNotMatch(text, /айная/);
    await page.getByRole('button', { name: 'Удалить мои данные' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Удалить мои данные' }).click();
    await page.waitForURL(/\/login\//);
    await boss.expect(404, 'GET', `${API}/${one.id}`);
    await end(visitor);
  });
});

describe('a candidate of whom nothing is kept', () => {
  it('is told so, and nothing fails', async () => {
    const client = await house.user({ role: 'candidate', company: 'Нова' });
    const visitor = await visit(browser, house, { client, path: '/me/' });
    await visitor.see('О Вас здесь ничего не хранится.');
    await isSound(visitor, 'nothing is kept');
    await end(visitor);
  });
});

describe('a colleague', () => {
  it('has no such page', async () => {
    const client = await house.user({ role: 'member', company: 'Нова' });
    const visitor = await visit(browser, house, { client, path: '/me/' });
    await visitor.page.waitForURL(`${house.url}/`);
    await end(visitor);
  });
});
