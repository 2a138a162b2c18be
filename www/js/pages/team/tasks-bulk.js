// tasks-bulk: what is done to the ticked tasks of the team.
import { html, useState } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { STATUSES, allows, asked } from '../../lib/team-rules.js';
import { MANY_MOST } from '../../lib/team.js';
import { changeAll, changeAllFound, removeAll } from '../../ui/team-change.js';
import { dueOf } from '../../ui/due-days.js';
import { usePeopleItems, useProjectItems } from '../../ui/team-edit.js';
import { Icon, Button, IconButton } from '../../ui/button.js';
import { BulkBar } from '../../ui/selection.js';
import { later } from '../../ui/later.js';
import { Menu } from '../../ui/menu.js';
import { Popover } from '../../ui/popover.js';

const [One, Days] = ['One', 'Days'].map((name) => later(() => import('../../ui/team-sheets.js'), name));

function TagForm({ close, onTag }) {
  const [text, setText] = useState('');
  const submit = (event) => {
    event.preventDefault();
    if (!text.trim()) return;
    close();
    onTag(text.trim());
  };
  return html`<form class="tagform" onSubmit=${submit}>
    <label class="lbl" for="bulk-tag">${t('work.tag.new')}</label>
    <input
      class="in" id="bulk-tag" maxlength="50" autocomplete="off" value=${text} autofocus
      onInput=${(event) => setText(event.currentTarget.value)}
    />
    <${Button} small main type="submit">${t('work.tag.add')}</${Button}>
  </form>`;
}

const Sheet = ({ icon, name, children }) => html`<${Popover}
  look="btn sm" label=${name} button=${html`<${Icon} name=${icon} /><span class="wide-only">${name}</span>`}
>
  ${children}
</${Popover}>`;

/* Only what one may change is ticked. */
export const isFree = (task) => allows(task, 'change');

/*
 * pick: of useSelection; filters: of the list, whose total is known unless there are more; onDone: something was
 * changed.
 */
export function Bulk({ pick, filters, total, more, onDone }) {
  const people = usePeopleItems(t('work.nobody'));
  const projects = useProjectItems(t('work.personal'));
  const tasks = [...pick.chosen.values()];
  const { everything } = pick;
  const set = (fields) => (everything
    ? changeAllFound(asked(filters, { bare: true }), fields, () => { pick.clear(); onDone(); })
    : changeAll(tasks, fields, onDone));
  const takes = !more && total <= MANY_MOST;
  const one = (items, name, field) => (close) => html`<${One}
    name=${name} items=${items} chosen="" close=${close} onPick=${(id) => set({ [field]: id })}
  />`;
  return html`<${BulkBar}
    text=${t('work.chosen', { n: everything ? total : tasks.length })}
    note=${!takes && t('work.many.most', { n: MANY_MOST })}
    offer=${takes && !everything && total > tasks.length ? total : 0}
    onEverything=${pick.takeEverything} onClear=${pick.clear}
  >
    <span class="push row bulkacts">
      <${Menu}
        label=${t('work.status')} look="btn sm" align="start"
        button=${html`<${Icon} name="check" /><span>${t('work.status')}</span>`}
        items=${STATUSES.map((status) => ({ text: t(`work.status.${status}`), run: () => set({ status }) }))}
      />
      <${Sheet} icon="user" name=${t('work.assignee')}>${one(people, t('work.assignee'), 'assigned_to')}</${Sheet}>
      <${Sheet} icon="calendar" name=${t('work.due')}>
        ${(close) => html`
          <${Days} value="" onPick=${(day) => { close(); set({ due_date: dueOf(day) }); }}>
            <${Button} small quiet onClick=${() => { close(); set({ due_date: null }); }}>
              ${t('work.due.clear')}
            </${Button}>
          </${Days}>
        `}
      </${Sheet}>
      <${Sheet} icon="briefcase" name=${t('work.project')}>${one(projects, t('work.project'), 'list')}</${Sheet}>
      <${Sheet} icon="bookmark" name=${t('work.tag')}>
        ${(close) => html`<${TagForm} close=${close} onTag=${(tag) => set({ tag })} />`}
      </${Sheet}>
      ${!everything && tasks.every((task) => allows(task, 'delete')) && html`<${IconButton}
        icon="trash-2" label=${t('work.delete')}
        onClick=${() => removeAll(tasks, () => { pick.clear(); onDone(); })}
      />`}
    </span>
  </${BulkBar}>`;
}
