// selection: the tasks chosen for an import, carried from the list to the form; it survives a reload of the tab.
const KEY = 'selection';

export function keepSelection(tasks) {
  sessionStorage.setItem(KEY, JSON.stringify(tasks.map(({ task_id, name }) => ({ task_id, name }))));
}

export function keptSelection() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) || [];
  } catch {
    return [];
  }
}
