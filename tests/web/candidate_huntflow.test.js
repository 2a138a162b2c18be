// A candidate goes to Huntflow from the page: the dialogs say all in words, and nothing is left out silently.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visit } from './browser.js';
import { end, inMain, isSound, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages({ upstreams: true });
const API = '/api/v1/candidates';
let made = 0;

async function one() {
  const { huntflow } = house.up;
  const me = await house.user({ role: 'recruiter', company: `Перенос ${++made}`, name: 'Мария Лебедева' });
  await me.expect(200, 'PATCH', '/api/v1/profile', {
    huntflow_prod_url: huntflow.url, huntflow_prod_api_key: huntflow.api_key,
    huntflow_prod_refresh_token: huntflow.refresh_token,
  });
  const anna = await me.expect(201, 'POST', API, { first_name: 'Анна', last_name: 'Ковалёва', email: 'anna@nova.by' });
  const visitor = await visit(browser, house, { client: me, path: `/candidates/${anna.id}/` });
  return { me, anna, visitor, dialog: visitor.page.getByRole('dialog') };
}
/* The key of a message is shown where its words are not loaded. */
const inWords = async (part) => soon.doesNotMatch(() => part.innerText(), /(^|\s)[a-z]+\.[a-z_.]+(\s|$)/);

describe('a candidate to Huntflow', () => {
  it('is shown in words before it goes, and after it did not', async () => {
    const { me, anna, visitor, dialog } = await one();
    const gone = { account_id: 11, vacancy_id: 999999 };
    await me.expect(400, 'POST', `${API}/${anna.id}/transfer-to-huntflow`, gone);
    await visitor.open(`/candidates/${anna.id}/`);
    await inMain(visitor, 'button', 'Решить…').click();
    await dialog.getByLabel('Организация в Huntflow').waitFor();
    await visitor.open(`/candidates/${anna.id}/?to=huntflow`); // the same by a link
    await dialog.getByLabel('Организация в Huntflow').selectOption('11');
    await dialog.getByLabel('Фамилия', { exact: true }).waitFor();
    await inWords(dialog);
    await isSound(visitor, 'a candidate to Huntflow');
    const send = dialog.getByRole('button', { name: 'Перенести в Huntflow' });
    await soon.equal(() => send.isDisabled(), true);   // nobody said that there is to be no vacancy
    await dialog.getByLabel('Вакансия').selectOption('none');
    await send.click();
    await dialog.getByRole('link', { name: 'Открыть в Huntflow' }).waitFor();
    await soon.equal(async () => (await me.expect(200, 'GET', `${API}/${anna.id}`)).transfers[0].state, 'done');
    await end(visitor);
  });

  it('is not imported without Huntflow when it is wanted and no organisation is chosen', async () => {
    const { me, anna, visitor, dialog } = await one();
    await inMain(visitor, 'button', 'Импортировать').click();
    await dialog.getByRole('switch').click();
    await dialog.getByLabel('Организация в Huntflow').waitFor();
    const send = dialog.getByRole('button', { name: 'Импортировать' });
    await soon.equal(() => send.isDisabled(), true);
    await dialog.getByLabel('Организация в Huntflow').selectOption('11');
    await dialog.getByLabel('Вакансия').waitFor();
    await soon.equal(() => send.isDisabled(), true);
    await dialog.getByLabel('Вакансия').selectOption('none');
    await send.click();
    await inMain(visitor, 'button', 'Пригласить').waitFor();
    const now = await me.expect(200, 'GET', `${API}/${anna.id}`);
    assert.deepEqual([now.is_imported, now.transfers.length], [true, 1]);
    await end(visitor);
  });
});
