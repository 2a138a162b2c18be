// The bell: what one was told, counted live, read, led to; its settings in the profile; a letter's link that ends them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visit } from './browser.js';
import { end, isSound, missing, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages({ env: { SMTP_URL: 'smtp://127.0.0.1:9', SMTP_FROM: 'hr@nova.test' } });

const tell = (client, kind, about, text, href = '/profile/') => house.sql(
  `INSERT INTO notice (company_id, user_id, kind, about, text, href)
    SELECT company_id, id, ?, ?, ?, ? FROM user WHERE id = ?`, [kind, about, text, href, client.user.id],
);
async function ring(client) {
  await house.sql(`INSERT INTO live_post (company_id, people, type, data)
    SELECT company_id, JSON_ARRAY(id), 'notification', '{}' FROM user WHERE id = ?`, [client.user.id]);
  await house.run('tick', ['live']);
}
const bell = (visitor, name) => visitor.page.getByRole('button', { name, exact: true });

describe('the bell', () => {
  it('counts, lists, leads to the thing and marks it as read; a new one shows by itself', async () => {
    const me = await house.user();
    await tell(me, 'import_failed', '', '3', '');
    await tell(me, 'assigned', 'Борис Ким', 'Позвонить кандидату и договориться о встрече');
    const visitor = await visit(browser, house, { client: me, path: '/' });
    const { page } = visitor;
    await bell(visitor, 'Уведомления, непрочитанных: 2').waitFor();
    await tell(me, 'due', '', 'Отправить оффер');
    await ring(me);
    await bell(visitor, 'Уведомления, непрочитанных: 3').click();
    const list = page.getByRole('list', { name: 'Уведомления' });
    await list.getByText('Отправить оффер').waitFor();
    await soon.equal(() => list.getByRole('listitem').count(), 3);
    await isSound(visitor, 'bell');
    await list.getByRole('listitem').nth(2).getByRole('button', { name: 'Отметить прочитанным' }).click();
    await list.getByRole('button', { name: 'Отметить прочитанным' }).nth(2).waitFor({ state: 'detached' });
    await list.getByRole('link', { name: /Борис Ким/ }).click();
    await page.waitForURL(/\/profile\/$/);
    await bell(visitor, 'Уведомления, непрочитанных: 1').click();
    await page.getByRole('button', { name: 'Прочитать все' }).click();
    await list.getByRole('button', { name: 'Отметить прочитанным' }).first().waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await bell(visitor, 'Уведомления, непрочитанных: 0').waitFor();
    await end(visitor);
  });

  it('says so when there is nothing; older ones are a button away', async () => {
    const me = await house.user();
    const visitor = await visit(browser, house, { client: me, path: '/profile/', size: 'phone' });
    await bell(visitor, 'Уведомления, непрочитанных: 0').click();
    await visitor.page.getByText('Уведомлений пока нет').waitFor();
    for (let n = 0; n < 25; n++) await tell(me, 'comment', 'Анна', `№ ${n}`);
    await ring(me);
    const list = visitor.page.getByRole('list', { name: 'Уведомления' });
    await list.getByText('№ 24').waitFor();
    await soon.equal(() => list.getByRole('listitem').count(), 20);
    await visitor.page.getByRole('button', { name: 'Показать раньше' }).click();
    await list.getByText('№ 0', { exact: true }).waitFor();
    await soon.equal(() => list.getByRole('listitem').count(), 25);
    await end(visitor);
  });
});

describe('the settings', () => {
  it('say which kinds come how, and the hours; each is stored as it is made', async () => {
    const me = await house.user();
    const visitor = await visit(browser, house, { client: me, path: '/profile/#notices' });
    const part = visitor.page.getByRole('region', { name: 'Уведомления' });
    const box = part.getByRole('checkbox', { name: 'Новый комментарий: Почта' });
    await soon.equal(() => box.isChecked(), false);
    const saved = () => visitor.page.waitForResponse((res) => res.request().method() === 'PATCH' && res.ok());
    await Promise.all([saved(), box.press('Space')]);
    await Promise.all([saved(), part.getByLabel('Тихие часы с').selectOption('22')]);
    await Promise.all([saved(), part.getByLabel('Сводка дел').selectOption('9')]);
    const settings = await me.expect(200, 'GET', '/api/v1/notifications/settings');
    assert.equal(settings.kinds.comment.email, true);
    assert.deepEqual([settings.quiet_from, settings.quiet_to, settings.digest_hour], [22, 8, 9]);
    await Promise.all([saved(), part.getByLabel('до', { exact: true }).selectOption('')]);
    await soon.equal(async () => (await me.expect(200, 'GET', '/api/v1/notifications/settings')).quiet_from, null);
    await isSound(visitor, 'settings');
    await end(visitor);
  });
});

describe('the link of a letter', () => {
  it('asks, and ends the letters, of whoever is not signed in', async () => {
    const me = await house.user();
    await tell(me, 'assigned', 'Борис', 'Позвонить');
    await house.run('tick', ['notices']);
    const [{ id }] = await house.sql('SELECT MAX(id) id FROM outbox WHERE user_id = ?', [me.user.id]);
    assert.ok(id);
    const broken = await visit(browser, house);
    await missing(broken, 'account-unsubscribe', 1);
    await broken.page.goto(await linkOf(me.user.id, 'assigned'));
    await broken.button('Повторить').click();
    await broken.button('Не присылать').waitFor();
    await end(broken);
    const visitor = await visit(browser, house, { path: await linkOf(me.user.id, 'assigned') });
    await isSound(visitor, 'unsubscribe');
    await visitor.page.getByRole('button', { name: 'Не присылать' }).click();
    await visitor.page.getByText('больше не придут').waitFor();
    await soon.equal(
      async () => (await me.expect(200, 'GET', '/api/v1/notifications/settings')).kinds.assigned.email,
      false,
    );
    await end(visitor);
    const wrong = await visit(browser, house, { path: '/unsubscribe/1.assigned.00' });
    await wrong.page.getByText('Эта ссылка неверна').waitFor();
    wrong.expect(/404/);
    await end(wrong);
  });
});

// As a letter has it: signed with the key of the house.
async function linkOf(id, kind) {
  const { createHmac } = await import('node:crypto');
  const mark = createHmac('sha256', house.conf('SECRET_KEY')).update(`unsubscribe:${id}.${kind}`).digest('hex');
  return `/unsubscribe/${id}.${kind}.${mark.slice(0, 32)}`;
}
