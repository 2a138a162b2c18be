// task-reminders: when one is reminded of a task: before its deadline, or at a time.
import { cls, html, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { del, get, post } from '../../lib/api.js';
import { dayNow, t, when } from '../../lib/i18n.js';
import { now } from '../../lib/now.js';
import { TASKS } from '../../lib/team.js';
import { isOpen } from '../../lib/team-rules.js';
import { say } from '../../ui/team-change.js';
import { Button, IconButton, Icon } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { MomentField } from '../../ui/date-field.js';
import { Menu } from '../../ui/menu.js';
import { beforeOf, isAhead, usualLeft } from './task-reminders-rules.js';

const OFFERED = [0, 15, 60, 180, 1440, 2880];

const beforeText = (minutes) => {
  const { unit, n } = beforeOf(minutes);
  return t(`work.remind.${unit}`, { n });
};

const wordsOf = ({ at, before_minutes: before }) =>
  before === null || before === undefined ? when(at) : beforeText(before);

function AtDialog({ onAt, onClose }) {
  const [at, setAt] = useState('');
  const past = Boolean(at) && Date.parse(at) <= now.value;
  return html`<${Dialog}
    title=${t('work.remind.when')} onClose=${onClose}
    foot=${html`
      <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
      <${Button} main disabled=${!at || past} onClick=${() => { onAt(at); onClose(); }}>
        ${t('work.remind.add')}
      </${Button}>
    `}
  >
    <${MomentField}
      label=${t('work.remind.when')} min=${dayNow.value} value=${at} onChange=${setAt}
      hint=${past && t('work.remind.past')}
    />
  </${Dialog}>`;
}

export function Reminders({ task }) {
  const [asks, setAsks] = useState(false);
  const url = `${TASKS}${task.id}/reminders/`;
  const load = useLoad(() => get(url), [url, task.due_date]);
  const add = (body) => post(url, body).then(load.reload, say);
  const rows = load.data || [];
  const due = task.due_date;
  const offered = due ? OFFERED.filter((n) => isAhead(due, n, now.value)) : [];
  const items = [
    ...offered.map((n) => ({ text: beforeText(n), run: () => add({ before_minutes: n }) })),
    { icon: 'clock', text: t('work.remind.at'), run: () => setAsks(true) },
  ];
  return html`
    <div class="row wrap reminders">
      ${rows.map((one) => html`<span class=${cls('badge', one.sent_at && 'faint')} key=${one.id}>
        <${Icon} name=${one.sent_at ? 'check' : 'bell'} />${wordsOf(one)}
        ${one.sent_at && html`<span>· ${t('work.remind.over')}</span>`}
        <${IconButton}
          icon="x" label=${t('work.remind.drop', { when: wordsOf(one) })}
          onClick=${() => del(`${url}${one.id}/`).then(load.reload, say)}
        />
      </span>`)}
      ${rows.length === 0 && load.data && html`<span class="sm faint">
        ${due ? t(`work.remind.usual.${usualLeft({ due, open: isOpen(task) }, now.value)}`) : t('none')}
      </span>`}
      <${Menu}
        label=${t('work.remind.add')} look="btn quiet sm" align="start"
        button=${html`<${Icon} name="plus" /><span>${t('work.remind.add')}</span>`} items=${items}
      />
    </div>
    ${asks && html`<${AtDialog} onAt=${(at) => add({ at })} onClose=${() => setAsks(false)} />`}
  `;
}
