// A vacancy in Huntflow: the team's tasks that hang on it, and the way to a new one.
import { describe, it } from 'node:test';
import { end, startRecruiter } from './pages.js';

const { me, open } = await startRecruiter({ tasks: { count: 1, pdf: 0 } });

describe('a vacancy', () => {
  it('has the tasks that hang on it, and gets another', async () => {
    const [account] = await me.expect(200, 'GET', '/api/v1/huntflow/accounts');
    const [{ id, position }] = await me.expect(200, 'GET', `/huntflow/accounts/${account.id}/vacancies`);
    await me.expect(201, 'POST', '/api/v1/tasks/', { title: 'Согласовать вилку', link: { kind: 'vacancy', id } });
    const visitor = await open(`/huntflow/accounts/${account.id}/vacancies/${id}/`);
    const part = visitor.page.getByRole('region', { name: 'Задачи команды' });
    await part.getByRole('link', { name: 'Согласовать вилку' }).waitFor();
    await part.getByRole('button', { name: 'Создать задачу' }).click();
    const dialog = visitor.page.getByRole('dialog');
    await dialog.getByText(position).waitFor();
    await dialog.getByRole('textbox', { name: 'Название' }).fill('Собрать требования');
    await visitor.page.keyboard.press('Control+Enter');
    await part.getByRole('link', { name: 'Собрать требования' }).waitFor();
    await visitor.accessible('a vacancy with tasks');
    await end(visitor);
  });
});
