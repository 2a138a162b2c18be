// my-tasks: what one has to do: overdue, today, and what waits for one's review.
import { html } from '../../lib/html.js';
import { t, num, zone } from '../../lib/i18n.js';
import { now } from '../../lib/now.js';
import { hrefOf } from '../../lib/team-rules.js';
import { addNew } from '../../lib/adding.js';
import { Button } from '../../ui/button.js';
import { ErrorNote, Skeleton } from '../../ui/states.js';
import { TaskLine, useLines } from '../../ui/task-lines.js';
import { partsOf } from './my-tasks-rules.js';

const SHOWN = 5;

/* The number leads to a list of the same tasks. */
function Part({ name, ask }) {
  const { load, onChange } = useLines({ ...ask, ordering: 'due_date', page_size: SHOWN }, [name]);
  const { data, error, reload } = load;
  if (error && !data) return html`<${ErrorNote} error=${error} retry=${reload} />`;
  if (!data) return html`<${Skeleton} rows=${1} height=${44} />`;
  if (!data.rows.length) return null;
  return html`<div class="mypart">
    <h3 class="row">
      <span class=${name === 'late' ? 'bad-t' : ''}>${t(`today.my.${name}`)}</span>
      <a class="faint sm num" href=${hrefOf('/tasks/', { ...ask, show: 'all' })}>
        ${t('today.my.all', { n: num(data.total) })}
      </a>
    </h3>
    <ul class="tlines">
      ${data.rows.map((task) => html`<${TaskLine} key=${task.id} task=${task} onChange=${onChange(task)} />`)}
    </ul>
  </div>`;
}

export const MyTasks = () => html`<section class="mytasks" aria-labelledby="h-my">
  <div class="row sech">
    <h2 id="h-my">${t('today.my')}</h2>
    <a class="push sm lnk" href="/tasks/?show=mine">${t('all')}</a>
    <${Button} quiet small icon="plus" onClick=${() => addNew()}>${t('today.my.add')}</${Button}>
  </div>
  ${partsOf(new Date(now.value), zone.value).map((part) => html`<${Part} key=${part.name} ...${part} />`)}
  <p class="sm dim mynone">${t('today.my.none')}</p>
</section>`;
