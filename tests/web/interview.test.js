// An interview from an applicant's page goes into a colleague's calendar at Bitrix24, once, whatever the portal does.
import assert from 'node:assert/strict';
import { before, beforeEach, after, describe, it } from 'node:test';
import { bitrixEnv, connectBitrix, syncBitrix } from '../lib/bitrix.js';
import { ACCOUNT, applicant, connected } from '../lib/huntflow.js';
import { Bitrix } from '../upstreams/bitrix.js';
import { visit } from './browser.js';
import { end, isSound, startPages } from './pages.js';
import { soon } from './soon.js';

const PEOPLE = 130;
const LAST = 'Яя Последняя';
const DAY = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10).split('-').reverse().join('.');
const sim = new Bitrix({ people: PEOPLE });
await sim.start();
after(() => sim.stop());
const { house, browser } = await startPages({ upstreams: true, env: bitrixEnv() });
let me;
let id;
let path;

before(async () => {
  me = await connected(house, { company: 'Встречи', name: 'Рина Рекрутер' });
  const admin = await house.user({ role: 'admin', company: 'Встречи' });
  [sim.portal.users.get('130').NAME, sim.portal.users.get('130').LAST_NAME] = LAST.split(' ');
  ({ id } = await connectBitrix(house, sim, { admin }));
  await syncBitrix(house, admin, id);
  const [{ id: mine }] = await house.sql('SELECT id FROM employee WHERE external_id = 7');
  await admin.expect(200, 'POST', `/api/v1/bitrix24/employees/${mine}/link/`, { user_id: me.user.id });
  path = `${ACCOUNT}/applicants/${applicant(house).id}/`;
});
beforeEach(() => { sim.clear(); sim.portal.events.clear(); });

async function open(opts) {
  const visitor = await visit(browser, house, { client: me, path, ...opts });
  await visitor.button('Собеседование').click();
  const dialog = visitor.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'День' }).fill(DAY);
  return { visitor, dialog, make: () => dialog.getByRole('button', { name: 'Назначить' }).click() };
}
const events = () => [...sim.portal.events.values()];

describe('the dialog of an interview', () => {
  it('begins with the own calendar, and finds anybody of the portal', async () => {
    const { visitor, dialog, make } = await open();
    const whose = dialog.getByRole('combobox', { name: 'Чей календарь' });
    await soon.match(() => whose.inputValue(), /\S/);
    await isSound(visitor, 'an interview');
    await whose.fill('последняя');
    await visitor.page.getByRole('option', { name: LAST }).click();
    await dialog.getByRole('combobox', { name: 'Время' }).fill('15:30');
    await visitor.page.keyboard.press('Tab');
    await dialog.getByLabel('Заметка').fill('Взять тест');
    await make();
    await visitor.toast('Собеседование в календаре Bitrix24.');
    const [event] = events();
    assert.deepEqual([events().length, event.ownerId, event.name], [1, PEOPLE, 'Собеседование: Тестова Анна']);
    assert.match(event.description, new RegExp(`^Взять тест\n\n${house.url}${path}\n\nhirewire-`));
    await end(visitor);
  });

  it('says what is missing before the portal is asked', async () => {
    const { visitor, dialog, make } = await open();
    await dialog.getByRole('textbox', { name: 'День' }).fill('');
    await dialog.getByRole('combobox', { name: 'Чей календарь' }).fill('');
    await visitor.page.keyboard.press('Tab');
    await make();
    await visitor.see('Выберите день.');
    await visitor.see('Исправьте 2 поля');
    await soon.equal(() => events().length, 0);
    await end(visitor);
  });

  it('says that the portal refuses, and makes the same once it does not', async () => {
    const { visitor, dialog, make } = await open();
    visitor.expect(/status of (4|5)\d\d/);
    for (const [fault, words] of [
      [() => sim.refuse('insufficient_scope', { method: 'calendar.event.get' }), 'Не хватает права «calendar»'],
      [() => sim.fault('status', { status: 500, times: 20 }), 'Bitrix24 временно не отвечает'],
    ]) {
      sim.clear();
      fault();
      await make();
      await dialog.getByText(words).waitFor();
      assert.equal(events().length, 0);
    }
    await visitor.accessible('an interview that was refused');
    sim.clear();
    await make();
    await visitor.toast('Собеседование в календаре Bitrix24.');
    assert.deepEqual(events().map(({ ownerId }) => ownerId), [7]);
    await end(visitor);
  });

  it('makes one of an answer that is lost, and of the same meeting twice', async () => {
    for (const fault of [() => sim.fault('drop_after', { method: 'calendar.event.add' }), () => {}]) {
      fault();
      const { visitor, make } = await open();
      await make();
      await visitor.toast('Собеседование в календаре Bitrix24.');
      await end(visitor);
    }
    assert.equal(events().length, 1);
  });

  it('says that nobody is known yet', async () => {
    const other = await connected(house, { company: 'Пустой портал' });
    await connectBitrix(house, sim, { admin: await house.user({ role: 'admin', company: 'Пустой портал' }) });
    const visitor = await visit(browser, house, { client: other, path });
    await visitor.button('Собеседование').click();
    await visitor.see('Сотрудники Bitrix24 ещё не загружены.');
    await end(visitor);
  });
});
