// routes: every page: its address, its module, its place in the navigation and who may open it;
// first: the answer it waits for, asked before any module is here (early.js), firstFor: of whom alone; only: that role
// and no higher one; instead: where whoever may not open it is sent; moved: where it is now.

export const routes = [
  {
    path: '/', name: 'today', load: () => import('./pages/today/today.js'),
    css: ['today', 'chart', 'timeline', 'task-lines'], words: ['team'], first: '/clickup', firstFor: 'recruiter',
    role: 'member', instead: '/me/',
  },
  {
    path: '/clickup/', name: 'today', load: () => import('./pages/today/today.js'),
    css: ['today', 'chart', 'timeline', 'task-lines'], words: ['team'], first: '/clickup', firstFor: 'recruiter',
    role: 'member', instead: '/me/',
  },
  { path: '/login/', name: 'login', load: () => import('./pages/account/login.js'), words: ['account'], open: true },
  {
    path: '/me/', name: 'mine', load: () => import('./pages/candidates/mine.js'),
    css: ['form', 'list', 'task', 'candidate', 'fields'], words: ['candidate', 'ui'], role: 'candidate', only: true,
    instead: '/',
  },
  {
    path: '/clickup/tasks/', name: 'tasks', load: () => import('./pages/clickup/tasks.js'),
    css: ['list', 'tasks', 'task', 'fields', 'timeline'], words: ['clickup', 'ui'], first: '/clickup/tasks?',
    role: 'recruiter',
  },
  {
    path: '/clickup/task/:id/', name: 'tasks', load: () => import('./pages/clickup/task.js'),
    css: ['task', 'timeline', 'huntflow', 'task-lines'], words: ['clickup', 'huntflow', 'team', 'ui'],
    first: '/clickup/task/:id', role: 'recruiter',
  },
  {
    path: '/clickup/bulk-import/', name: 'imports', load: () => import('./pages/import/imports.js'),
    css: ['list', 'task', 'import', 'huntflow'], words: ['clickup', 'huntflow', 'import'], role: 'recruiter',
  },
  {
    path: '/clickup/bulk-import/:id/', digits: true, name: 'imports',
    load: () => import('./pages/import/import.js'),
    css: ['list', 'task', 'import', 'chart', 'huntflow'], words: ['clickup', 'huntflow', 'import', 'ui'],
    first: '/clickup/api/bulk-import-progress/:id', role: 'recruiter',
  },
  {
    path: '/clickup/settings/', name: 'clickup', load: () => import('./pages/clickup/settings.js'),
    css: ['form'], words: ['clickup'], role: 'recruiter',
  },
  {
    path: '/clickup/sync-logs/', name: 'syncs', load: () => import('./pages/clickup/sync-logs.js'),
    css: ['list', 'form', 'chart'], words: ['clickup'], role: 'recruiter',
  },
  {
    path: '/clickup/auto-replies/', name: 'replies', load: () => import('./pages/reply/auto-replies.js'),
    css: ['form', 'task', 'timeline', 'replies'], words: ['clickup'], role: 'recruiter',
  },
  {
    path: '/profile/', name: 'profile', load: () => import('./pages/account/profile.js'),
    css: ['form'], words: ['account'],
  },
  {
    path: '/huntflow/', name: 'huntflow', load: () => import('./pages/huntflow/connection.js'),
    css: ['form', 'today', 'huntflow'], words: ['huntflow'], role: 'recruiter',
  },
  {
    path: '/huntflow/logs/', name: 'calls', load: () => import('./pages/huntflow/logs.js'),
    css: ['form', 'list', 'chart', 'huntflow'], words: ['huntflow'], role: 'recruiter',
  },
  {
    path: '/huntflow/cache/', name: 'cache', load: () => import('./pages/huntflow/cache.js'),
    css: ['form', 'list', 'huntflow'], words: ['huntflow'], role: 'recruiter',
  },
  {
    path: '/huntflow/accounts/:a/vacancies/', digits: true, name: 'huntflow',
    load: () => import('./pages/huntflow/vacancies.js'),
    css: ['list', 'huntflow'], words: ['huntflow', 'ui'], role: 'recruiter',
  },
  {
    path: '/huntflow/accounts/:a/vacancies/:v/', digits: true, name: 'huntflow',
    load: () => import('./pages/huntflow/vacancy.js'),
    css: ['list', 'task', 'huntflow', 'fields', 'task-lines'], words: ['huntflow', 'ui', 'team'], role: 'recruiter',
  },
  {
    path: '/huntflow/accounts/:a/applicants/', digits: true, name: 'huntflow',
    load: () => import('./pages/huntflow/applicants.js'),
    css: ['list', 'huntflow'], words: ['huntflow'], role: 'recruiter',
  },
  {
    path: '/huntflow/accounts/:a/applicants/:id/', digits: true, name: 'huntflow',
    load: () => import('./pages/huntflow/applicant.js'),
    css: ['form', 'list', 'task', 'timeline', 'huntflow', 'fields', 'task-lines'], words: ['huntflow', 'ui', 'team'],
    role: 'recruiter',
  },
  {
    path: '/huntflow/accounts/:a/applicants/:id/edit/', digits: true, name: 'huntflow',
    load: () => import('./pages/huntflow/applicant-edit.js'),
    css: ['form', 'huntflow', 'fields'], words: ['huntflow', 'ui'], role: 'recruiter',
  },
  {
    path: '/tasks/', name: 'work', load: () => import('./pages/team/tasks.js'),
    css: ['list', 'team', 'fields'], words: ['team', 'ui'], role: 'member',
    first: {
      '': '/api/v1/tasks/?status=todo&status=in_progress&status=review&ordering=due_date&page_size=50',
      'show=mine':
        '/api/v1/tasks/?status=todo&status=in_progress&status=review&assigned_to=me&ordering=due_date&page_size=50',
      'show=late': '/api/v1/tasks/?due=overdue&ordering=due_date&page_size=50',
      'show=done': '/api/v1/tasks/?status=done&status=cancelled&ordering=due_date&page_size=50',
      'show=all': '/api/v1/tasks/?ordering=due_date&page_size=50',
    },
  },
  {
    path: '/tasks/:id/', digits: true, over: true, beside: 'team', name: 'work',
    load: () => import('./pages/team/task.js'),
    css: ['form', 'team', 'team-task', 'timeline', 'fields'], words: ['team', 'ui'],
    first: '/api/v1/tasks/:id/', role: 'member',
  },
  {
    path: '/tasks/board/', name: 'board', load: () => import('./pages/team/board.js'),
    css: ['list', 'team', 'board', 'fields'], words: ['team', 'ui'],
    first: '/api/v1/tasks/?status={todo,in_progress,review,done,cancelled}&ordering=position&page_size=50',
    role: 'member',
  },
  {
    path: '/tasks/calendar/', name: 'calendar', load: () => import('./pages/team/calendar.js'),
    css: ['list', 'form', 'team', 'calendar', 'fields'], words: ['team', 'ui'], role: 'member',
  },
  {
    path: '/tasks/bin/', name: 'work', load: () => import('./pages/team/bin.js'), css: ['list', 'team'],
    words: ['team', 'ui'], role: 'member',
  },
  {
    path: '/tasks/stats/', name: 'work', load: () => import('./pages/team/stats.js'),
    css: ['list', 'chart', 'team', 'project', 'fields'], words: ['team', 'ui'], role: 'member',
  },
  {
    path: '/inbox/', name: 'inbox', load: () => import('./pages/inbox/inbox.js'),
    css: ['list', 'inbox', 'fields', 'cv'], words: ['inbox', 'ui', 'cv', 'candidate'], role: 'member',
  },
  {
    path: '/tables/', name: 'tables', load: () => import('./pages/tables/tables.js'),
    css: ['list', 'form', 'fields', 'table'], words: ['table', 'ui', 'candidate'], role: 'recruiter',
  },
  {
    path: '/tables/:id/', digits: true, name: 'tables', load: () => import('./pages/tables/table.js'),
    css: ['list', 'form', 'task', 'fields', 'table'], words: ['table', 'ui', 'candidate', 'huntflow', 'clickup'],
    first: '/api/v1/tables/:id/', role: 'recruiter',
  },
  {
    path: '/tables/:id/rows/:row/', digits: true, name: 'tables', load: () => import('./pages/tables/row.js'),
    css: ['list', 'form', 'task', 'fields', 'table'], words: ['table', 'ui', 'candidate', 'huntflow', 'clickup'],
    role: 'recruiter',
  },
  {
    path: '/candidates/', name: 'candidates', load: () => import('./pages/candidates/candidates.js'),
    css: ['list', 'candidate', 'fields', 'cv'], words: ['candidate', 'ui', 'cv'], role: 'recruiter',
  },
  {
    path: '/candidates/duplicates/', name: 'candidates', load: () => import('./pages/candidates/duplicates.js'),
    css: ['list', 'task', 'candidate'], words: ['candidate', 'ui', 'huntflow'], role: 'recruiter',
  },
  {
    path: '/candidates/reports/', name: 'candidates', load: () => import('./pages/candidates/reports.js'),
    css: ['list', 'form', 'chart', 'huntflow', 'report'], words: ['candidate', 'report', 'ui'], role: 'recruiter',
  },
  {
    path: '/candidates/search/', name: 'search', load: () => import('./pages/candidates/search.js'),
    css: ['list', 'fields', 'candidate', 'search', 'chart', 'huntflow'],
    words: ['platform', 'candidate', 'search', 'ui', 'team'],
    role: 'recruiter',
  },
  {
    path: '/candidates/:id/', digits: true, name: 'candidates', load: () => import('./pages/candidates/candidate.js'),
    css: ['form', 'list', 'task', 'timeline', 'task-lines', 'huntflow', 'candidate', 'fields'],
    words: ['candidate', 'ui', 'clickup', 'huntflow', 'team'], first: '/api/v1/candidates/:id/', role: 'recruiter',
  },
  {
    path: '/integrations/', name: 'integrations', load: () => import('./pages/platform/integrations.js'),
    css: ['form', 'list', 'chart', 'huntflow', 'platform'], words: ['platform', 'ui'], role: 'member',
  },
  {
    path: '/bitrix24/', name: 'bitrix', load: () => import('./pages/bitrix/bitrix.js'),
    css: ['form', 'list', 'fields', 'huntflow', 'platform', 'bitrix'], words: ['bitrix'], role: 'member',
  },
  {
    path: '/bitrix24/tasks/', name: 'bitrix', load: () => import('./pages/bitrix/mirrors.js'),
    css: ['list', 'form', 'fields', 'bitrix'], words: ['bitrix', 'mirror', 'team'], role: 'member',
  },
  {
    path: '/projects/', name: 'projects', load: () => import('./pages/team/projects.js'),
    css: ['list', 'project', 'team', 'fields'], words: ['team', 'ui'], role: 'member',
  },
  {
    path: '/projects/:id/', digits: true, name: 'projects', load: () => import('./pages/team/project.js'),
    css: ['list', 'chart', 'team', 'team-task', 'project', 'fields'], words: ['team', 'ui'],
    first: '/api/v1/projects/:id/', role: 'member',
  },
  {
    path: '/admin/', name: 'admin', load: () => import('./pages/admin/people.js'), css: ['form', 'fields', 'admin'],
    words: ['account', 'admin', 'team'], role: 'manager',
  },
  {
    path: '/admin/jobs/', name: 'admin', load: () => import('./pages/admin/jobs.js'), css: ['list', 'admin'],
    words: ['admin'], role: 'admin',
  },
  {
    path: '/admin/audit/', name: 'admin', load: () => import('./pages/admin/audit.js'), css: ['list', 'form'],
    words: ['account', 'admin', 'team', 'ui'], role: 'admin',
  },
  {
    path: '/notion/', name: 'integrations', load: () => import('./pages/notion/notion.js'),
    css: ['form', 'list', 'inbox', 'task', 'huntflow', 'platform'],
    words: ['notion', 'candidate', 'clickup', 'huntflow', 'ui'], role: 'recruiter',
  },
  {
    path: '/admin/bots/', name: 'admin', load: () => import('./pages/admin/bots.js'), css: ['form', 'admin'],
    words: ['admin'], role: 'admin',
  },
  {
    path: '/admin/sessions/', name: 'admin', load: () => import('./pages/admin/sessions.js'), css: ['form', 'admin'],
    words: ['account', 'admin'], role: 'admin',
  },
  {
    path: '/admin/rules/', name: 'admin', load: () => import('./pages/admin/rules.js'), css: ['form'],
    words: ['account', 'admin'], role: 'admin',
  },
  {
    path: '/admin/storage/', name: 'admin', load: () => import('./pages/admin/storage.js'), css: ['form', 'admin'],
    words: ['admin'], role: 'admin',
  },
  { path: '/people/', moved: '/admin/' },
  { path: '/audit/', moved: '/admin/audit/' },
];

export const missing = { path: '', name: '', load: () => import('./pages/missing.js') };

/* The box for a new task, over any page. */
export const adding = {
  path: 'adding', load: () => import('./ui/team-add.js'), css: ['fields', 'team'], words: ['team', 'ui'],
};

/* The navigation: groups of pages; key is the second letter of the "g" shortcut; inside: the pages
 * whose section it is, the first that one may open: found by Ctrl-K, not listed. */
export const groups = [
  { key: '', pages: [
    { name: 'mine', href: '/me/', icon: 'user', key: 'm', role: 'candidate', only: true },
    { name: 'today', href: '/', icon: 'sun', key: 'd', role: 'member' },
    { name: 'work', href: '/tasks/', icon: 'list-checks', key: 't', role: 'member' },
    { name: 'board', href: '/tasks/board/', icon: 'columns-3', key: 'o', role: 'member' },
    { name: 'calendar', href: '/tasks/calendar/', icon: 'calendar-days', key: 'e', role: 'member' },
    { name: 'projects', href: '/projects/', icon: 'folder', key: 'j', role: 'member' },
    { name: 'bin', href: '/tasks/bin/', icon: 'trash-2', role: 'member', inside: ['work'] },
  ] },
  { key: 'nav.hiring', pages: [
    { name: 'inbox', href: '/inbox/', icon: 'mail', key: 'n', role: 'member' },
    { name: 'candidates', href: '/candidates/', icon: 'user', key: 'a', role: 'recruiter' },
    { name: 'reports', href: '/candidates/reports/', icon: 'chart-column', role: 'recruiter', inside: ['candidates'] },
    { name: 'search', href: '/candidates/search/', icon: 'search', key: 'f', role: 'recruiter' },
    { name: 'tasks', href: '/clickup/tasks/', icon: 'inbox', key: 'k', role: 'recruiter' },
    { name: 'imports', href: '/clickup/bulk-import/', icon: 'download', key: 'i', role: 'recruiter' },
    { name: 'tables', href: '/tables/', icon: 'file-text', key: 'y', role: 'recruiter' },
    { name: 'replies', href: '/clickup/auto-replies/', icon: 'reply', key: 'r', role: 'recruiter' },
    { name: 'huntflow', href: '/huntflow/', icon: 'briefcase', key: 'h', role: 'recruiter' },
  ] },
  { key: 'nav.system', pages: [
    { name: 'integrations', href: '/integrations/', icon: 'layers', key: 'w', role: 'member' },
    { name: 'bitrix', href: '/bitrix24/', icon: 'users', key: 'x', role: 'member' },
    { name: 'notion', href: '/notion/', icon: 'file-text', role: 'recruiter', inside: ['integrations'] },
    { name: 'mirrors', href: '/bitrix24/tasks/', icon: 'refresh-cw', role: 'member', inside: ['bitrix'] },
    { name: 'clickup', href: '/clickup/settings/', icon: 'plug', key: 's', role: 'recruiter' },
    { name: 'profile', href: '/profile/', icon: 'sliders-horizontal', key: 'p' },
    { name: 'admin', href: '/admin/', icon: 'shield-check', key: 'u', role: 'manager' },
    { name: 'people', href: '/admin/', icon: 'users', role: 'manager', inside: ['admin'] },
    { name: 'audit', href: '/admin/audit/', icon: 'shield-check', role: 'admin', inside: ['admin'] },
    { name: 'syncs', href: '/clickup/sync-logs/', icon: 'refresh-cw', key: 'l', role: 'recruiter',
      inside: ['admin', 'clickup'] },
    { name: 'calls', href: '/huntflow/logs/', icon: 'activity', key: 'v', role: 'recruiter',
      inside: ['admin', 'huntflow'] },
    { name: 'cache', href: '/huntflow/cache/', icon: 'database', key: 'b', role: 'manager', inside: ['admin'] },
    { name: 'api', href: '/api/docs/', icon: 'code-xml', role: 'manager', inside: ['admin'] },
  ] },
];
