// task-words: a task's status and its transfer as marks.
import { html, away, cls } from '../lib/html.js';
import { Badge } from './marks.js';
import { t, capital } from '../lib/i18n.js';
import { transferLook, statusLook } from '../lib/task-look.js';

export const Status = ({ task }) => {
  const look = statusLook(task.status_type);
  return html`<span
    class=${cls('st', look)} style=${look === 'own' && task.status_color ? { '--dot': task.status_color } : undefined}
  >
    ${task.status ? capital(task.status) : t('none')}
  </span>`;
};

export function Transfer({ task }) {
  const { key, look, icon, live } = transferLook(task);
  const url = task.transfer?.url;
  return html`<${Badge}
    kind=${look} icon=${icon} live=${live} href=${key === 'done' ? url : undefined}
    ...${key === 'done' && url ? away : {}} data-tip=${key === 'done' && url ? t('task.open_huntflow') : undefined}
  >
    ${t(`transfer.${key}`)}
  </${Badge}>`;
}
