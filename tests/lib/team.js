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
