// candidates-bulk: what is done to the ticked candidates, or to all that match the filters of the list.
import { html, useState } from '../../lib/html.js';
import { page } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { BulkDialog } from '../../ui/bulk.js';
import { Icon, Button } from '../../ui/button.js';
import { Choices } from '../../ui/filters.js';
import { Menu } from '../../ui/menu.js';
import { Popover } from '../../ui/popover.js';
import { BulkBar, useThere } from '../../ui/selection.js';
import { useProjectItems } from '../../ui/team-edit.js';
import { API, STATES, asked } from './candidates-rules.js';
import { addTag, addTasks, joinAsked, setStateOf } from './deeds.js';

/* Of a filter: to Huntflow, changed, given tasks at once. */
const MOST = { huntflow: 10_000, change: 1000, tasks: 200 };

/* Those of deeds.js, as an import takes them. */
const scopeOf = ({ people, found }) => (found
  ? { scope: 'filter', filter: found }
  : { scope: 'selection', task_ids: people.map(({ id }) => String(id)) });

function TagForm({ close, onTag }) {
  const [text, setText] = useState('');
  const submit = (event) => {
    event.preventDefault();
    if (!text.trim()) return;
    close();
    onTag(text.trim());
  };
  return html`<form class="candpanel" onSubmit=${submit}>
    <label class="lbl" for="bulk-tag">${t('cand.tag.new')}</label>
    <input
      class="in" id="bulk-tag" maxlength="50" autocomplete="off" value=${text} autofocus
      onInput=${(event) => setText(event.currentTarget.value)}
    />
    <${Button} small main type="submit">${t('cand.tag.add')}</${Button}>
  </form>`;
}

const Sheet = ({ icon, name, children }) => html`<${Popover}
  look="btn sm" label=${name} button=${html`<${Icon} name=${icon} /><span class="wide-only">${name}</span>`}
>
  ${children}
</${Popover}>`;

/* pick: of useSelection; filters, total: of the list; onDone: something was changed. */
export function Bulk({ pick, filters, total = 0, onDone }) {
  const [sending, setSending] = useState(false);
  const projects = useProjectItems();
  const { everything } = pick;
  const people = [...pick.chosen.values()];
  const n = everything ? total : people.length;
  const whom = everything ? { found: asked(filters) } : { people };
  const done = () => {
    pick.clear();
    onDone();
  };
  const fits = (deed) => !everything || n <= MOST[deed];
  const found = useThere(
    everything && !filters.known.length, () => page(API, { ...asked(filters), known: 'huntflow', page_size: 1 }),
    [JSON.stringify(asked(filters))],
  );
  const there = everything ? found : people.filter(({ known }) => known.huntflow).length;
  const notes = [
    there > 0 && t('bulk.already', { n: there }), !fits('change') && t('cand.many.most', { n: MOST.change }),
  ].filter(Boolean);
  return html`<${BulkBar}
    text=${t('cand.chosen', { n })} note=${notes.join(', ')}
    offer=${!everything && total > people.length && total <= MOST.huntflow ? total : 0}
    onEverything=${pick.takeEverything} onClear=${pick.clear}
  >
    <span class="push row bulkacts">
      ${fits('change') && html`
        <${Menu}
          label=${t('cand.state')} look="btn sm" align="start"
          button=${html`<${Icon} name="check" /><span>${t('cand.state')}</span>`}
          items=${STATES.map((state) => ({
            text: t(`cand.deed.${state}`), run: () => setStateOf(whom, state, done),
          }))}
        />
        <${Sheet} icon="bookmark" name=${t('cand.tag.new')}>
          ${(close) => html`<${TagForm} close=${close} onTag=${(tag) => addTag(whom, tag, done)} />`}
        </${Sheet}>
      `}
      ${fits('tasks') && projects.length > 0 && html`<${Sheet} icon="list-checks" name=${t('cand.tasks')}>
        ${(close) => html`<${Choices}
          name=${t('cand.tasks')} items=${projects} chosen=""
          onChange=${(value) => { close(); addTasks(whom, Number(value), done); }}
        />`}
      </${Sheet}>`}
      ${!everything && people.length > 1 && html`<${Button} small icon="users" onClick=${() => joinAsked(people, done)}>
        ${t('cand.join')}
      </${Button}>`}
      <${Button} small icon="send" onClick=${() => setSending(true)}>${t('cand.huntflow.start')}</${Button}>
    </span>
    ${sending && html`<${BulkDialog}
      title=${t('cand.huntflow.many', { n })} n=${n} wish=${{ source: { kind: 'candidate' }, ...scopeOf(whom) }}
      onClose=${() => setSending(false)}
    />`}
  </${BulkBar}>`;
}
