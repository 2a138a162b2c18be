// task-look: how a task's status and transfer look. No DOM.

/* { key, look, icon, live } of the badge: what Hirewire knows about the transfer. */
export function transferLook({ transfer, cv }) {
  if (transfer?.state === 'done') return { key: 'done', look: 'acc', icon: 'check' };
  if (transfer?.state === 'running') return { key: 'running', look: 'info', live: true };
  if (transfer?.state === 'unsure') return { key: 'unsure', look: 'warn', icon: 'clock' };
  if (transfer?.state === 'failed') return { key: 'failed', look: 'bad', icon: 'triangle-alert' };
  if (cv === 'none') return { key: 'no_cv', look: 'bad', icon: 'triangle-alert' };
  return { key: 'none', look: 'line' };
}

/* ClickUp's kinds of status as dots; a custom status keeps its own colour. */
export const statusLook = (type) => ({ open: 'none', done: 'ok', closed: 'ok' })[type] || 'own';
