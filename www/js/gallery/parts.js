// parts: the pages of the gallery: name, module, styles beside the core's.

export const parts = [
  { name: 'marks', load: () => import('./marks.js') },
  { name: 'states', load: () => import('./states.js') },
  { name: 'menu', load: () => import('./menu.js'), css: ['list'] },
  { name: 'drawer', load: () => import('./drawer.js'), css: ['form'] },
  { name: 'list', load: () => import('./list.js'), css: ['list', 'tasks'] },
  { name: 'form', load: () => import('./form.js'), css: ['form', 'fields'] },
  { name: 'combobox', load: () => import('./combobox.js'), css: ['fields'] },
  { name: 'dates', load: () => import('./dates.js'), css: ['fields'] },
  { name: 'charts', load: () => import('./charts.js'), css: ['chart'] },
  { name: 'timeline', load: () => import('./timeline.js'), css: ['timeline'] },
  { name: 'board', load: () => import('./board.js'), css: ['board'] },
  { name: 'calendar', load: () => import('./calendar.js'), css: ['form', 'calendar'] },
  { name: 'task', load: () => import('./task.js'), css: ['team', 'team-task', 'fields'] },
  { name: 'files', load: () => import('./files.js'), css: ['fields'] },
];
