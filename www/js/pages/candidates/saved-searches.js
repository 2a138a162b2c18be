// saved-searches: searches that are kept: their schedule, who is new since one last looked, their changes.
import { html, useState } from '../../lib/html.js';
import { del, get, patch, post, start } from '../../lib/api.js';
import { errorWords } from '../../lib/errors.js';
import { required, whole } from '../../lib/checks.js';
import { t, ago, compare } from '../../lib/i18n.js';
import { useLoad } from '../../lib/load.js';
import { useFresh } from '../../lib/live.js';
import { me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { Button } from '../../ui/button.js';
import { Badge } from '../../ui/marks.js';
import { Dialog, ask } from '../../ui/dialog.js';
import { Switch, TextField } from '../../ui/fields.js';
import { Fix, FormError, useForm } from '../../ui/form.js';
import { Menu } from '../../ui/menu.js';
import { ErrorNote, Loaded, Note } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { hrefOf } from './candidates-rules.js';
import { Score } from './search-parts.js';
import { PATH, filtersOfBody, isChanged, query } from './search-rules.js';
import { Known, Platforms, nameOf } from './words.js';

export const SAVED = '/api/v1/saved-searches';
const say = (error) => toast(errorWords(error).detail);
const canChange = (one) => one.mine || may(me.value, 'manager');

/* one: what is changed; none: search is kept as a new one. */
export function SaveDialog({ one, search, onSaved, onClose }) {
  const form = useForm({
    initial: {
      name: one?.name || (search.keywords || []).join(', '), shared: one?.shared || false,
      auto_sync: one?.auto_sync ?? true, sync_interval_hours: String(one?.sync_interval_hours || 24),
    },
    checks: { name: required, sync_interval_hours: whole(1, 720) },
    guard: false,
    save: async (values) => {
      const body = {
        ...values, name: values.name.trim(), sync_interval_hours: Number(values.sync_interval_hours),
        ...(search && { search }),
      };
      onSaved(one ? await patch(`${SAVED}/${one.id}`, body) : await start(SAVED, body));
    },
  });
  return html`<${Dialog}
    title=${t(one ? 'saved.edit' : 'saved.save')} head=${html`<${Fix} form=${form} />`} onClose=${onClose}
  >
    <form onSubmit=${form.submit} noValidate>
      <${TextField} field=${form.field('name')} label=${t('saved.name')} maxlength="100" autofocus />
      <${Switch} field=${form.field('auto_sync')} label=${t('saved.auto')} hint=${t('saved.auto.hint')} />
      <${TextField}
        field=${form.field('sync_interval_hours')} label=${t('saved.interval')} type="number" min="1" max="720"
        inputmode="numeric"
      />
      ${(!one || one.mine) && html`<${Switch}
        field=${form.field('shared')} label=${t('saved.shared')} hint=${t('saved.shared.hint')}
      />`}
      <${FormError} form=${form} />
      <div class="acts dfoot">
        <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
        <${Button} main type="submit" busy=${form.busy}>${t('save')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}

/*
 * The wishes of the address (filters; search: as they are kept) may take the place of those of one.
 * -> { name, busy, run }, or null where there is nothing to change or it is not for this user.
 */
export function useUpdate({ one, filters, search, onDone }) {
  const [busy, setBusy] = useState(false);
  if (!one || !canChange(one) || !(busy || isChanged(filters, one.search))) return null;
  const put = (next) => patch(`${SAVED}/${one.id}`, { search: next }).then(onDone);
  const run = async () => {
    setBusy(true);
    try {
      await put(search);
      toast(t('saved.updated', { name: one.name }), { action: t('undo'), onAction: () => put(one.search).catch(say) });
    } catch (error) {
      say(error);
    }
    setBusy(false);
  };
  return { name: one.name, busy, run };
}

/* The address of one: its wishes, and that it is this one. */
export function savedHref({ id, search }) {
  const filters = { ...query.read(new URLSearchParams()), ...filtersOfBody(search), saved: String(id) };
  return `${PATH}?${query.write(filters)}`;
}

const whenText = (one) =>
  (one.status === 'running' ? t('saved.running')
    : one.status === 'queued' ? t('saved.queued')
      : one.last_run_at ? t('saved.ran', { ago: ago(one.last_run_at) }) : t('saved.never'));

const factsOf = (one) => [
  whenText(one), one.auto_sync && t('saved.every', { n: one.sync_interval_hours }),
  one.shared && (one.mine ? t('saved.is_shared') : t('saved.of', { name: one.owner })),
].filter(Boolean);

async function remove(one, onDone) {
  if (!(await ask({
    title: t('saved.delete.title', { name: one.name }), text: t('saved.delete.text'), deed: t('saved.delete'),
    danger: true,
  }))) return;
  await del(`${SAVED}/${one.id}`);
  onDone();
}

function Row({ one, current, reload, onEdit, onGone }) {
  const act = (fn) => () => fn().then(reload, say);
  const items = [
    { icon: 'play', text: t('saved.run'), run: act(() => post(`${SAVED}/${one.id}/run`)) },
    canChange(one) && { icon: 'pencil', text: t('saved.edit'), run: () => onEdit(one) },
    canChange(one) && {
      icon: 'trash-2', text: t('saved.delete'), danger: true, run: () => remove(one, onGone).catch(say),
    },
  ];
  return html`<li class="savedrow">
    <div class="grow">
      <a class="mid" href=${savedHref(one)} aria-current=${current ? 'true' : undefined}>${one.name}</a>
      <span class="xs faint block">${factsOf(one).join(' · ')}</span>
      ${one.last_error && html`<p class="sm bad-t">${one.last_error}</p>`}
    </div>
    ${one.unseen > 0 && html`<${Badge} kind="acc" href=${`${PATH}?saved=${one.id}`}>
      ${t('saved.new', { n: one.unseen })}
    </${Badge}>`}
    <${Menu} label=${t('saved.menu', { name: one.name })} items=${items} />
  </li>`;
}

/* Who is new since one last looked. */
function NewOnes({ id, onSeen }) {
  const load = useLoad(() => get(`${SAVED}/${id}/found`, { new: 'true' }), [id]);
  const seen = () => post(`${SAVED}/${id}/seen`).then(() => { load.set([]); onSeen(); }, say);
  return html`<${Loaded} load=${load}>
    ${(found) => (found.length === 0
      ? html`<p class="sm dim">${t('saved.none_new')}</p>`
      : html`<ul class="rows savednew">
          ${found.map(({ candidate: one, score, reasons, found_at: at }) => html`<li key=${one.id}>
            <div class="grow">
              <a class="name" href=${hrefOf(one)}>${nameOf(one)}</a>
              <span class="two">${[one.current_position, one.location].filter(Boolean).join(', ')}</span>
              <span class="row wrap marks"><${Platforms} one=${one} /><${Known} one=${one} /></span>
            </div>
            <div><${Score} row=${{ score, reasons }} /></div>
            <span class="xs faint nb">${ago(at)}</span>
          </li>`)}
        </ul>
        <${Button} small icon="check" onClick=${seen}>${t('saved.seen')}</${Button}>`)}
  </${Loaded}>`;
}

/* The address names one that is not there. */
const Gone = ({ onLeave }) => html`<${Note}
  class="gap" kind="warn" icon="triangle-alert" role="status" title=${t('saved.gone')}
  acts=${html`<${Button} small onClick=${onLeave}>${t('saved.gone.leave')}</${Button}>`}
>
  ${t('saved.gone.why')}
</${Note}>`;

/* load: of all; saved: the id of the address, or ''; current: the one it names; onLeave(): it names none. */
export function SavedSearches({ load, saved, current, onLeave }) {
  const [edited, setEdited] = useState(null);
  useFresh('notification', { fits: () => true, ms: 10_000 }, load.reload, []);
  const all = load.data || [];
  const gone = saved && load.data && !current && html`<${Gone} onLeave=${onLeave} />`;
  const leave = (one) => {
    if (one === current) onLeave();
    load.reload();
  };
  if (load.error && !load.data) return html`<${ErrorNote} error=${load.error} retry=${load.reload} />`;
  if (!all.length) return gone || null;
  return html`${gone}<section class="savedbox" aria-labelledby="h-saved">
    <div class="row sech"><h2 id="h-saved">${t('saved.title')}</h2></div>
    <ul class="rows">${[...all].sort((a, b) => b.unseen - a.unseen || compare(a.name, b.name)).map((one) => html`<${Row}
      key=${one.id} one=${one} current=${one === current} reload=${load.reload} onEdit=${setEdited}
      onGone=${() => leave(one)}
    />`)}</ul>
    ${current && html`
      <h3 class="mid">${t('saved.new_of', { name: current.name })}</h3>
      <${NewOnes} id=${current.id} onSeen=${load.reload} />
    `}
    ${edited && html`<${SaveDialog}
      one=${edited} onSaved=${() => { setEdited(null); load.reload(); }} onClose=${() => setEdited(null)}
    />`}
  </section>`;
}
