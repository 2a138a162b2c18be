// hand-over: open tasks of one who works here no longer go to a colleague.
import { html, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { t, num } from '../../lib/i18n.js';
import { changeMany, listTasks } from '../../lib/team.js';
import { taskHref } from '../../lib/team-rules.js';
import { usePeopleItems } from '../../ui/team-edit.js';
import { Button } from '../../ui/button.js';
import { Combobox } from '../../ui/combobox.js';
import { Dialog } from '../../ui/dialog.js';
import { Time } from '../../ui/marks.js';
import { Empty, Loaded, Skeleton } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { OPEN } from './people-rules.js';

const PART = 100;   // of a page of tasks, and of one change

const openTasks = (id) => listTasks({ assigned_to: id, status: OPEN, ordering: 'due_date', page_size: PART });

/* All of them: first seen to the last page, then changed part by part. */
async function giveAll(id, to) {
  const ids = [];
  for (let got = await openTasks(id); ; got = await listTasks(got.links.next)) {
    ids.push(...got.rows.map((task) => task.id));
    if (!got.links.next) break;
  }
  for (let at = 0; at < ids.length; at += PART) await changeMany(ids.slice(at, at + PART), { assigned_to: to });
  return ids.length;
}

const Task = ({ task, picked, onPick }) => html`<li>
  <label class="tick">
    <input
      type="checkbox" aria-label=${t('table.pick', { name: task.title })} checked=${picked}
      onChange=${(event) => onPick(event.currentTarget.checked)}
    />
  </label>
  <div class="grow">
    <a href=${taskHref(task)}>${task.title}</a>
    <span class="xs faint">
      ${[task.list_name, t(`work.status.${task.status}`)].filter(Boolean).join(' · ')}
      ${task.due_date && html` · <${Time} at=${task.due_date} />`}
    </span>
  </div>
</li>`;

function Tasks({ rows, left, onPick }) {
  return html`<ul class="rows tall hand">
    ${rows.map((task) => html`<${Task}
      key=${task.id} task=${task} picked=${!left.has(task.id)} onPick=${(on) => onPick(task.id, on)}
    />`)}
  </ul>`;
}

/* one: the person; onDone(n): so many were handed over. */
export function HandOver({ one, onDone, onClose }) {
  const load = useLoad(() => openTasks(one.id), [one.id]);
  const [left, setLeft] = useState(new Set());   // those that stay
  const [to, setTo] = useState('');
  const [state, setState] = useState({ busy: false, missing: false });
  const people = usePeopleItems().filter(({ value }) => value !== String(one.id));
  const rows = load.data?.rows || [];
  const total = load.data?.total || 0;
  const n = left.size ? rows.length - left.size : total;
  const pick = (id, on) => {
    const next = new Set(left);
    if (on) next.delete(id);
    else next.add(id);
    setLeft(next);
  };
  const give = async () => {
    if (!to) {
      setState({ busy: false, missing: true });
      document.querySelector('.handto input')?.focus();
      return;
    }
    setState({ busy: true, missing: false });
    const ids = rows.filter(({ id }) => !left.has(id)).map(({ id }) => id);
    try {
      const given = left.size
        ? await changeMany(ids, { assigned_to: Number(to) }).then(() => ids.length)
        : await giveAll(one.id, Number(to));
      onDone(given, people.find(({ value }) => value === to)?.label);
    } catch (error) {
      toast(errorWords(error).detail);
      setState({ busy: false, missing: false });
      load.reload();
    }
  };
  return html`<${Dialog}
    drawer title=${t('people.tasks.title', { name: one.name || one.email })} onClose=${onClose}
    foot=${rows.length > 0 && html`
      <${Button} quiet onClick=${onClose}>${t('people.tasks.later')}</${Button}>
      <${Button} main class="push" busy=${state.busy} disabled=${n === 0} onClick=${give}>
        ${t('people.tasks.give', { n })}
      </${Button}>
    `}
  >
    <p class="dim">${t('people.tasks.what')}</p>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${4} />`}>
      ${() => (rows.length
        ? html`
            <${Combobox}
              class="handto" label=${t('people.tasks.to')} value=${to} options=${people}
              error=${state.missing ? t('people.tasks.whom') : undefined}
              onChange=${(value) => { setTo(value); setState({ ...state, missing: false }); }}
            />
            ${total > rows.length && html`<p class="sm faint">
              ${t('people.tasks.first', { n: num(rows.length), all: num(total) })}
            </p>`}
            <${Tasks} rows=${rows} left=${left} onPick=${pick} />
          `
        : html`<${Empty} icon="check" text=${t('people.tasks.none')} />`)}
    </${Loaded}>
  </${Dialog}>`;
}
