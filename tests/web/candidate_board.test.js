// What is done at a job board from a person's page: contacts are opened, a response is answered.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { connectHh, hhEnv } from '../lib/boards.js';
import { startHouse } from '../lib/house.js';
import { HeadHunter } from '../upstreams/hh.js';
import { startBrowser, visit } from './browser.js';
import { end, isSound } from './pages.js';
import { soon } from './soon.js';

const hh = new HeadHunter({ people: 30 });
let house;
let browser;
before(async () => {
  await hh.start();
  [house, browser] = await Promise.all([startHouse({ env: hhEnv(hh) }), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await house?.stop();
  await hh.stop();
});
beforeEach(() => { hh.clear(); hh.renew(); });

let companies = 0;
async function connect() {
  const company = `Отклики ${++companies}`;
  const { admin, id } = await connectHh(house, hh, { company });
  await admin.expect(200, 'POST', `/api/integrations/${id}/test-connection`);
  const me = await house.user({ role: 'recruiter', company, name: 'Мария Лебедева' });
  return { admin, id, me };
}
const found = async (admin) =>
  (await admin.expect(200, 'POST', '/api/integrations/search-candidates', { limit: 1 })).candidates[0];
const open = (me, id) => visit(browser, house, { client: me, path: `/candidates/${id}/` });
const dialog = (visitor) => visitor.page.getByRole('dialog');
const history = (visitor) => visitor.page.getByRole('list', { name: 'История' });
const shot = async (visitor, name) => {
  if (process.env.SHOTS) await visitor.page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
};

describe('contacts', () => {
  it('are opened after what is left was shown, and are a line of the timeline', async () => {
    const { admin, me } = await connect();
    const first = await found(admin);
    const visitor = await open(me, first.id);
    await visitor.button('Контакты').click();
    await dialog(visitor).getByText('осталось 40').waitFor();
    assert.equal(hh.opened.size, 0);
    await shot(visitor, 'contact');
    await isSound(visitor, 'contact');
    await visitor.page.keyboard.press('Escape');
    await dialog(visitor).waitFor({ state: 'detached' });
    assert.equal(hh.opened.size, 0);
    await visitor.button('Контакты').click();
    await dialog(visitor).getByRole('button', { name: 'Открыть контакты' }).click();
    await visitor.page.getByRole('link', { name: 'opened@example.com' }).waitFor();
    await history(visitor).getByText('Открыты контакты: HH.ru').waitFor();
    assert.equal(hh.opened.size, 1);
    await soon.equal(() => visitor.button('Контакты').count(), 0);
    await end(visitor);
  });

  it('that cannot be paid for say so', async () => {
    const { admin, me } = await connect();
    const first = await found(admin);
    const visitor = await open(me, first.id);
    hh.paid = false;
    visitor.expect(/502/);
    await visitor.button('Контакты').click();
    await dialog(visitor).getByRole('button', { name: 'Открыть контакты' }).click();
    await dialog(visitor).getByRole('alert').waitFor();
    assert.equal(hh.opened.size, 0);
    await end(visitor);
  });
});

describe('a response', () => {
  it('is answered by one of the actions that the board gives', async () => {
    const { admin, id, me } = await connect();
    const vacancy = hh.addVacancy('Бэкендер', [101]);
    await admin.expect(202, 'POST', `/api/integrations/${id}/sync`);
    const source = await house.until(async () =>
      (await house.sql('SELECT candidate_id FROM candidate_source WHERE connection_id = ?', [id]))[0]);
    const visitor = await open(me, source.candidate_id);
    visitor.expect(/400/);
    await visitor.button('Отклик').click();
    await dialog(visitor).getByText('Сейчас: Отклик').waitFor();
    await dialog(visitor).getByLabel('Действие').selectOption('interview');
    await dialog(visitor).getByLabel('Отправить и по СМС').check();
    await dialog(visitor).getByLabel('Адрес встречи').selectOption('Москва, улица Годовикова, 9с10');
    await dialog(visitor).getByRole('button', { name: 'Ответить' }).click();
    await dialog(visitor).locator('textarea[aria-invalid]').waitFor();
    await dialog(visitor).getByLabel('Сообщение').fill('Приходите в среду');
    await shot(visitor, 'response');
    await isSound(visitor, 'response');
    await dialog(visitor).getByRole('button', { name: 'Ответить' }).click();
    await history(visitor).getByText('Ответ на отклик: HH.ru').waitFor();
    assert.deepEqual(vacancy.items[0].told, { message: 'Приходите в среду', send_sms: 'true', address_id: '15' });
    await end(visitor);
  });
});

describe('in the rows of a search', () => {
  it('contacts are opened and responses answered, where there are any', async () => {
    const { id, admin, me } = await connect();
    hh.addVacancy('Бэкендер', [2]);
    await admin.expect(202, 'POST', `/api/integrations/${id}/sync`);
    await house.until(async () =>
      (await admin.expect(200, 'GET', `/api/integrations/${id}/sync-status`)).status === 'success');
    const visitor = await visit(browser, house, { client: me, path: '/candidates/search/?platforms=hh_ru' });
    const row = (n) => visitor.page.locator('tr', { hasText: hh.resumes[n].last_name }).first();
    await row(1).getByRole('button', { name: /^Контакты/ }).click();
    await dialog(visitor).getByText('осталось 40').waitFor();
    await dialog(visitor).getByRole('button', { name: 'Открыть контакты' }).click();
    await row(1).getByRole('link', { name: 'opened@example.com' }).waitFor();
    assert.equal(hh.opened.size, 1);
    await soon.equal(() => row(1).getByRole('button', { name: /^Контакты/ }).count(), 0);
    await soon.equal(() => row(1).getByRole('button', { name: /^Отклик/ }).count(), 0);
    await shot(visitor, 'search-row');
    await isSound(visitor, 'search-row');
    await row(2).getByRole('button', { name: /^Отклик/ }).click();
    await dialog(visitor).getByText('Сейчас: Отклик').waitFor();
    await end(visitor);
  });
});
