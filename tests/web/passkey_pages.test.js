// Passkeys in a browser with an authenticator of its own: made on the profile page, a sign-in without a password, the
// second step, refusals, deleted.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { startBrowser, visit } from './browser.js';
import { soon } from './soon.js';

const PASSWORD = 'верный пароль 42';
const ENTER = 'Войти с ключом доступа';

let house;
let browser;
let me;
before(async () => {
  [house, browser] = await Promise.all([startHouse({ host: 'localhost' }), startBrowser()]);
  me = await house.user({ name: 'Анна Ковалёва' });
  await me.expect(200, 'PATCH', '/api/v1/profile', { new_password: PASSWORD });
});
after(async () => {
  await browser?.close();
  await house?.stop();
});

/* Writes down each question of the page to an authenticator: whether it was put while the click was handled, and how.
 * Safari takes no other; what is offered at a field needs no click. */
function watchQuestions() {
  globalThis.questions = [];
  let clicks = 0;
  for (const type of ['click', 'submit']) {
    addEventListener(type, () => { clicks++; }, true);
    addEventListener(type, () => { clicks--; });
  }
  for (const deed of ['create', 'get']) {
    const real = navigator.credentials[deed].bind(navigator.credentials);
    navigator.credentials[deed] = (options) => {
      globalThis.questions.push({ deed, clicked: clicks > 0, mediation: options.mediation ?? null });
      return real(options);
    };
  }
}

/* A page with an authenticator; keys: of an earlier one. touch: it answers at once. */
async function withAuthenticator({ keys = [], touch = true, verified = true, ...opts }) {
  const visitor = await visit(browser, house, opts);
  await visitor.page.addInitScript(watchQuestions);
  const cdp = await visitor.page.context().newCDPSession(visitor.page);
  await cdp.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: verified,
      automaticPresenceSimulation: touch,
    },
  });
  for (const credential of keys) await cdp.send('WebAuthn.addCredential', { authenticatorId, credential });
  return Object.assign(visitor, {
    touch: (enabled) => cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
    keys: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    questions: () => visitor.page.evaluate(() => globalThis.questions),
  });
}

const section = (visitor) => visitor.page.locator('#passkeys');

async function beginPasskey(visitor) {
  const dialog = visitor.page.getByRole('dialog');
  await section(visitor).getByRole('button', { name: 'Добавить ключ' }).click();
  await dialog.getByLabel('Ваш пароль').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Дальше' }).click();
  await dialog.getByLabel('Название').waitFor();
  return dialog;
}

let keys;

describe('passkeys', () => {
  it('one is made with the password and named; the first brings recovery codes', async () => {
    const visitor = await withAuthenticator({ client: me });
    await visitor.open('/profile/');
    await section(visitor).getByText('Входите по отпечатку').waitFor();
    const dialog = await beginPasskey(visitor);
    await visitor.accessible('name of a passkey');
    await dialog.getByLabel('Название').fill('Ноутбук');
    await dialog.getByRole('button', { name: 'Создать ключ' }).click();
    await dialog.getByText('Сохраните их').waitFor();
    await dialog.getByRole('button', { name: 'Коды сохранены' }).click();
    await section(visitor).getByText('Ноутбук').waitFor();
    await section(visitor).getByText('ещё не использовался').waitFor();
    await visitor.page.locator('#second-factor').getByText('Осталось 10 кодов').waitFor();
    await visitor.accessible('a passkey');
    await soon.deepEqual(() => visitor.questions(), [{ deed: 'create', clicked: true, mediation: null }]);
    keys = await visitor.keys();
    assert.equal(keys.length, 1);
    assert.ok(keys[0].isResidentCredential);
    visitor.quiet();
    await visitor.close();
  });

  it('a device that has one already hears so; a new name', async () => {
    const visitor = await withAuthenticator({ client: me, keys });
    await visitor.open('/profile/');
    const dialog = await beginPasskey(visitor);
    await dialog.getByRole('button', { name: 'Создать ключ' }).click();
    await dialog.getByText('ключ для Hirewire уже есть').waitFor();
    await visitor.accessible('a known passkey');
    await dialog.getByRole('button', { name: 'Отмена' }).click();
    await section(visitor).getByRole('button', { name: 'Переименовать' }).click();
    await dialog.getByLabel('Название').fill('Рабочий ноутбук');
    await dialog.getByRole('button', { name: 'Сохранить' }).click();
    await section(visitor).getByText('Рабочий ноутбук').waitFor();
    visitor.quiet();
    await visitor.close();
  });

  for (const [size, theme] of [['wide', 'light'], ['phone', 'dark']]) {
    it(`signs in without a password: ${size}, ${theme}`, async () => {
      const visitor = await withAuthenticator({ keys, touch: false, size, theme });
      await visitor.open('/login/');
      await visitor.button(ENTER).waitFor();
      await visitor.accessible('sign-in');
      await visitor.noSideways('sign-in');
      await soon.match(() => visitor.field('Почта').getAttribute('autocomplete'), /webauthn/);
      await visitor.page.waitForFunction(() => globalThis.questions.length === 1);
      await visitor.touch(true);
      await visitor.button(ENTER).click();
      await visitor.heading('Сегодня');
      await soon.deepEqual(() => visitor.questions(), [
        { deed: 'get', clicked: false, mediation: 'conditional' }, { deed: 'get', clicked: true, mediation: null },
      ]);
      keys = await visitor.keys();
      visitor.quiet();
      await visitor.close();
    });
  }

  it('is the second step after the password, by the keyboard alone', async () => {
    const visitor = await withAuthenticator({ keys, touch: false });
    const { page } = visitor;
    await visitor.open('/login/');
    visitor.expect(/401/);
    await visitor.field('Почта').fill(me.user.email);
    await visitor.field('Пароль').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByLabel('Или код').waitFor();
    await page.waitForFunction((name) => document.activeElement?.textContent.includes(name), ENTER);
    await visitor.accessible('second step');
    await visitor.touch(true);
    await page.keyboard.press('Enter');
    await visitor.heading('Сегодня');
    keys = await visitor.keys();
    visitor.quiet();
    await visitor.close();
  });

  it('a page of another address says where passkeys work', async () => {
    const { port } = new URL(house.url);
    const visitor = await visit(browser, house, { path: `http://127.0.0.1:${port}/login/` });
    await visitor.button(ENTER).click();
    await visitor.see('только по основному адресу');
    visitor.quiet();
    await visitor.close();
  });

  it('is deleted with the password, and signs in no more', async () => {
    const visitor = await withAuthenticator({ client: me, keys });
    await visitor.open('/profile/');
    const dialog = visitor.page.getByRole('dialog');
    await section(visitor).getByRole('button', { name: 'Удалить' }).click();
    await dialog.getByLabel('Ваш пароль').fill(PASSWORD);
    await visitor.accessible('delete a passkey');
    await dialog.getByRole('button', { name: 'Удалить' }).click();
    await visitor.toast('Ключ доступа удалён');
    await section(visitor).getByText('Входите по отпечатку').waitFor();
    visitor.quiet();
    await visitor.close();
    const later = await withAuthenticator({ keys, touch: false });
    await later.open('/login/');
    later.expect(/401/);
    await later.page.waitForFunction(() => globalThis.questions.length === 1);
    await later.touch(true);
    await later.button(ENTER).click();
    await later.see('он удалён или создан для другой учётной записи');
    await later.accessible('a deleted passkey');
    await soon.equal(async () => (await later.questions()).length, 2, 'it is not asked for again by itself');
    later.quiet();
    await later.close();
  });
});
