// person-card: who a colleague is: role, the contacts that one may see, open tasks.
import { html, render } from '../lib/html.js';
import { get } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { phoneText } from '../lib/phone-rules.js';
import { OPEN, taskHref } from '../lib/team-rules.js';
import { listTasks } from '../lib/team.js';
import { Avatar } from './avatar.js';
import { DueMark } from './team-words.js';

const MOST = 3;

const Tasks = ({ rows, total, id }) => total === 0 ? html`<p class="sm faint">${t('work.person.none')}</p>` : html`
  <p class="row"><a class="lnk sm" href=${`/tasks/?assigned_to=${id}`}>
    ${t('work.person.open', { n: total })}
  </a></p>
  <ul>
    ${rows.map((task) => html`<li key=${task.id}>
      <a class="cut1" href=${taskHref(task)}>${task.title}</a>
      ${task.due_date && html`<${DueMark} task=${task} short />`}
    </li>`)}
  </ul>
`;

/* tasks: { rows, total } of those that are open and that one sees. */
export const PersonCard = ({ one, tasks }) => html`<div class="personcard">
  <div class="row">
    <${Avatar} name=${one.name} id=${one.id} />
    <div class="grow">
      <b class="mid">${one.name}</b>
      <p class="xs faint">
        ${[t(`role.${one.role}`), one.position, !one.active && t('work.person.left')].filter(Boolean).join(', ')}
      </p>
    </div>
  </div>
  ${(one.email || one.phone) && html`<p class="sm contacts">
    ${one.email && html`<a href=${`mailto:${one.email}`}>${one.email}</a>`}
    ${one.phone && html`<a class="nb" href=${`tel:${one.phone.replace(/[^\d+]/g, '')}`}>${phoneText(one.phone)}</a>`}
  </p>`}
  <${Tasks} ...${tasks} id=${one.id} />
</div>`;

/* -> true: it is drawn. Throws when the person cannot be read. */
export async function drawPerson(box, id) {
  const [one, tasks] = await Promise.all([
    get(`/api/v1/colleagues/${id}/`),
    listTasks({ assigned_to: id, status: OPEN, ordering: 'due_date', page_size: MOST }),
  ]);
  render(html`<${PersonCard} one=${one} tasks=${tasks} />`, box);
  box.setAttribute('aria-label', one.name);
  return true;
}
