// parts: the pages of the gallery: name, module, styles beside the core's.

export const parts = [
  { name: 'marks', load: () => import('./marks.js') },
  { name: 'states', load: () => import('./states.js') },
  { name: 'menu', load: () => import('./menu.js'), css: ['tasks'] },
  { name: 'drawer', load: () => import('./drawer.js'), css: ['form'] },
];
