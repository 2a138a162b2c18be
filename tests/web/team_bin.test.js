// The bin of the team's tasks: the way there, what is in it, and back out of it.
import { describe, it } from 'node:test';
import { team } from '../lib/team.js';
import { visit } from './browser.js';
import { end, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const { me, igor, project, add } = await team(house);

async function deleted(title) {
  const task = await add(title, { list: project.id });
  await me.expect(204, 'DELETE', `/api/v1/tasks/${task.id}/`);
  return task;
}

describe('the bin', () => {
  it('is reached from the list, and gives a task back', async () => {
    const { id } = await deleted('Брошенная');
    const visitor = await visit(browser, house, { client: me, path: '/tasks/' });
    await visitor.button('Действия с видом').click();
    await visitor.page.getByRole('menuitem', { name: 'Корзина' }).click();
    await visitor.heading('Корзина');
    await visitor.see(me.user.name);
    await visitor.button('Вернуть задачу «Брошенная»').click();
    await visitor.toast('Задача «Брошенная» возвращена');
    await visitor.see(/Корзина пуста/);
    await visitor.takeBack('Открыть');
    await visitor.page.getByRole('heading', { name: 'Брошенная' }).waitFor();
    await soon.equal(() => visitor.path(), `/tasks/${id}/`);
    await end(visitor);
  });

  it('is named where a deleted task was, and by Ctrl-K', async () => {
    const { id } = await deleted('Была тут');
    const visitor = await visit(browser, house, { client: me, path: `/tasks/${id}/` });
    visitor.expect(/404/);
    await visitor.link('Корзина').click();
    await visitor.heading('Корзина');
    await visitor.see('Была тут');
    await visitor.open('/');
    await visitor.page.keyboard.press('Control+k');
    await visitor.page.keyboard.type('корзина');
    await visitor.page.getByRole('option', { name: 'Корзина задач' }).click();
    await visitor.heading('Корзина');
    await end(visitor);
  });

  it('of another shows what it was, and who may bring it back', async () => {
    await deleted('Чужая');
    for (const [size, theme] of [['wide', 'light'], ['phone', 'dark'], ['narrow', 'light']]) {
      const visitor = await visit(browser, house, { client: igor, path: '/tasks/bin/', size, theme });
      await visitor.see('Чужая');
      await visitor.see('Вернуть может автор или руководитель');
      await soon.equal(() => visitor.page.getByRole('button', { name: /Вернуть задачу/ }).count(), 0);
      await visitor.noSideways();
      await visitor.accessible(`${size} ${theme}`);
      await end(visitor);
    }
  });
});
