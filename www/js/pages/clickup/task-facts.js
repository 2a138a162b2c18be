// task-facts: what a ClickUp task says of itself: its facts, its fields, its text.
import { html, safeHref, away } from '../../lib/html.js';
import { Icon } from '../../ui/button.js';
import { Time } from '../../ui/marks.js';
import { Avatar } from '../../ui/avatar.js';
import { Rich } from '../../ui/rich.js';
import { oneSum } from '../../ui/sum.js';
import { t, list, num, percent, whenDay } from '../../lib/i18n.js';
import { Status } from '../../ui/task-words.js';
import { facts, shownFields } from './task-rules.js';

const People = ({ people }) =>
  people.length === 0
    ? html`<span class="faint">${t('tasks.nobody')}</span>`
    : people.map(({ id, username, initials }) => html`<span class="row" key=${id}>
        <${Avatar} name=${username} initials=${initials} id=${id} />
        ${username}
      </span>`);

const FACTS = {
  status: (task) => html`<${Status} task=${task} />`,
  assignees: (task) => html`<${People} people=${task.assignees} />`,
  priority: (task) => html`<span class="row"><${Icon} name="flag" />${t(`priority.${task.priority}`)}</span>`,
  due_date: (task) => html`<${Time} at=${task.due_date} />`,
  date_created: (task) => html`<${Time} at=${task.date_created} />`,
  date_updated: (task) => html`<${Time} at=${task.date_updated} />`,
  tags: (task) => html`<span class="row wrap">
    ${task.tags.map(({ name }) => html`<span class="badge" key=${name}>${name}</span>`)}
  </span>`,
};

export const Facts = ({ task }) => html`<dl class="facts2">
  ${facts(task).map((name) => html`<div key=${name}><dt>${t(`fact.${name}`)}</dt><dd>${FACTS[name](task)}</dd></div>`)}
</dl>`;

/* A field as the language writes it, where what it shows has the form of its kind. */
const WRITTEN = {
  date: [/^(\d{4}-\d\d-\d\d)$/, (day) => whenDay(`${day}T12:00:00Z`)],
  currency: [/^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/, (sum, currency) => oneSum(Number(sum), currency, 2)],
  number: [/^(-?\d+(?:\.\d+)?)$/, (sum) => num(Number(sum), 6)],
  checkbox: [/^(✓)$/, () => t('task.field.yes')],
  automatic_progress: [/^(\d+(?:\.\d+)?)%$/, (part) => percent(part / 100, 1)],
};
WRITTEN.manual_progress = WRITTEN.automatic_progress;

function fieldText({ type, display }) {
  const [form, write] = WRITTEN[type] ?? [];
  const [, ...found] = form?.exec(display) ?? [];
  return found.length ? write(...found) : display;
}

/* Those that say nothing are named in one line. */
export function Fields({ task }) {
  const all = shownFields(task.custom_fields);
  if (!all.length) return null;
  const fields = all.filter(({ display }) => display);
  const empty = all.filter(({ display }) => !display);
  return html`<section aria-labelledby="h-fields">
    <h2 id="h-fields">${t('task.fields')}</h2>
    ${fields.length > 0 && html`<dl class="fields">
      ${fields.map((field) => html`<div key=${field.id}>
        <dt>${field.name}</dt>
        <dd>
          ${safeHref(field.href)
            ? html`<a href=${field.href} ...${away}>${field.display}</a>`
            : fieldText(field)}
        </dd>
      </div>`)}
    </dl>`}
    ${empty.length > 0 && html`<p class="sm faint">
      ${t('task.fields.empty', { names: list(empty.map(({ name }) => name)) })}
    </p>`}
  </section>`;
}

export const Description = ({ task }) => html`<section aria-labelledby="h-text">
  <h2 id="h-text">${t('task.description')}</h2>
  ${task.description_nodes?.length
    ? html`<div class="prose"><${Rich} nodes=${task.description_nodes} /></div>`
    : html`<p class="sm dim">${t('task.description.none')}</p>`}
</section>`;
