// team.js: what tests of the team's tasks begin with: a manager, a colleague, a project, tasks of every kind.
export async function team(house, { company = 'Nova' } = {}) {
  const me = await house.user({ role: 'manager', company, name: 'Мария Лебедева' });
  const igor = await house.user({ role: 'recruiter', company, name: 'Игорь Соколов' });
  const members = [{ user: igor.user.id, role: 'executor' }];
  const project = await me.expect(201, 'POST', '/api/v1/projects/', { name: 'Нова: Java', client: 'Нова', members });
  const add = (title, more = {}) => me.expect(201, 'POST', '/api/v1/tasks/', { title, ...more });
  return { me, igor, project, add };
}

export const inDays = (n) => new Date(Date.now() + n * 86400000).toISOString();

/* The calendar that shows the day n days from now, which need not be of this month. */
export const calendarAt = (n) =>
  `/tasks/calendar/?day=${new Date(inDays(n)).toLocaleDateString('sv', { timeZone: 'Europe/Minsk' })}`;

/* Tasks that were written by SQL: each gets a row of history with a number, so that the index hears of it. */
export async function touched(house, ids) {
  const list = ids.map(() => '?').join(', ');
  await house.sql(`INSERT INTO task_history (company_id, task_id, via, action, slot, turn)
    SELECT t.company_id, t.id, 'service', 'spread', 0, IFNULL(n.n, 0) + ROW_NUMBER() OVER
    (PARTITION BY t.company_id ORDER BY t.id) FROM task t LEFT JOIN task_turn n ON n.company_id = t.company_id
    AND n.slot = 0 WHERE t.id IN (${list})`, ids);
  await house.sql(`INSERT INTO task_turn (company_id, slot, n) SELECT company_id, 0, COUNT(*) FROM task
    WHERE id IN (${list}) GROUP BY company_id ON DUPLICATE KEY UPDATE n = n + VALUES(n)`, ids);
}
