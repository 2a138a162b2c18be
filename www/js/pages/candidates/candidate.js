// candidate: one person over all sources: contacts, what sources say, likely doubles, notes, import, tasks, timeline.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { get } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { letters, useKeys } from '../../lib/keys.js';
import { go, here } from '../../lib/router.js';
import { Button, Icon } from '../../ui/button.js';
import { Crumbs } from '../../ui/huntflow-words.js';
import { later } from '../../ui/later.js';
import { Menu } from '../../ui/menu.js';
import { ErrorNote, Skeleton } from '../../ui/states.js';
import { LinkedTasks } from '../../ui/task-lines.js';
import { toast } from '../../ui/toast.js';
import { Erasing } from './candidate-erasing.js';
import { Imported } from './candidate-imported.js';
import { InHuntflow } from './candidate-sent.js';
import { About, Contacts, Facts, Notes, Sources, Suggestions } from './candidate-parts.js';
import { Files } from './candidate-files.js';
import { History } from './candidate-timeline.js';
import { Personal } from './candidate-personal.js';
import { API, PATH, STATES, hrefOf } from './candidates-rules.js';
import { setState } from './deeds.js';
import { Known, Platforms, State, nameOf } from './words.js';

const CandidateDialog = later(() => import('./candidate-form.js'), 'CandidateDialog');
const HuntflowDialog = later(() => import('./candidate-huntflow.js'), 'HuntflowDialog');
const [ImportDialog, InviteDialog] =
  ['ImportDialog', 'InviteDialog'].map((name) => later(() => import('./candidate-import.js'), name));

const KEYS = { KeyY: 'keep', KeyN: 'hidden', KeyU: 'new' };

function Acts({ one, onState, onOpen }) {
  return html`<div class="acts">
    <${Menu}
      label=${t('cand.state')} look="btn" align="end"
      button=${html`<${Icon} name="check" /><span>${t('cand.state')}</span>`}
      items=${STATES.map((state) => ({
        text: t(`cand.deed.${state}`), on: one.state === state, run: () => onState(state),
      }))}
    />
    <${Button} icon="pencil" onClick=${() => onOpen('edit')}>${t('cand.edit')}</${Button}>
    <${Button} icon="send" onClick=${() => onOpen('huntflow')}>${t('cand.huntflow')}</${Button}>
    ${one.is_imported
      ? html`<${Button} main icon="user-plus" onClick=${() => onOpen('invite')}>${t('cand.invite')}</${Button}>`
      : html`<${Button} main icon="user-plus" onClick=${() => onOpen('import')}>${t('cand.import')}</${Button}>`}
  </div>`;
}

function Body({ one, load, onErased }) {
  /* ?to=huntflow: what a link asks for is open at once. */
  const [open, setOpen] = useState(() => (here.value.query.get('to') === 'huntflow' ? 'huntflow' : ''));
  const close = () => setOpen('');
  const put = (next) => load.set(next);
  const again = () => load.reload();
  /* After a join the page is that of the one who stayed. */
  const joined = (next) => {
    if (next && next.id !== one.id) go(hrefOf(next), { replace: true });
    else again();
  };
  const onState = (state) => setState([one], state, again);
  useKeys((event) => {
    if (!letters(event)) return;
    if (KEYS[event.code]) onState(KEYS[event.code]);
    else if (event.code === 'KeyE') setOpen('edit');
  });
  return html`
    <${Crumbs} links=${[[PATH, t('nav.candidates')]]} />
    <div class="head person-h">
      <div>
        <h1>${nameOf(one)}</h1>
        <p class="sub row wrap marks">
          ${one.current_position && html`<span>${one.current_position}</span>`}
          <${State} state=${one.state} /><${Platforms} one=${one} /><${Known} one=${one} />
        </p>
      </div>
      <${Acts} one=${one} onState=${onState} onOpen=${setOpen} />
    </div>
    ${load.error && html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`}
    <${Suggestions} one=${one} onDone=${joined} />
    <${Facts} one=${one} />
    <div class="candcols">
      <div class="stack2">
        <${About} one=${one} />
        <${Files} one=${one} />
        <${Notes} one=${one} onDone=${again} />
        <${History} one=${one} />
      </div>
      <div class="stack2">
        <${Contacts} one=${one} />
        <${InHuntflow} one=${one} onOpen=${() => setOpen('huntflow')} onChanged=${again} />
        <${Sources} one=${one} onDone=${again} />
        <${LinkedTasks} link=${{ kind: 'candidate', id: String(one.id), title: nameOf(one) }} />
        ${one.import && html`<${Imported} made=${one.import} onDone=${again} />`}
        <${Personal} one=${one} put=${put} onErased=${onErased} />
      </div>
    </div>
    ${open === 'edit' && html`<${CandidateDialog}
      one=${one} onClose=${close} onSaved=${(next) => { put(next); close(); toast(t('cand.saved')); }}
    />`}
    ${open === 'import' && html`<${ImportDialog}
      one=${one} onClose=${close} onDone=${() => { again(); close(); toast(t('cand.imported')); }}
    />`}
    ${open === 'huntflow' && html`<${HuntflowDialog} one=${one} onDone=${again} onClose=${close} />`}
    ${open === 'invite' && html`<${InviteDialog} one=${one} onClose=${close} onDone=${again} />`}
  `;
}

export default function CandidatePage({ params }) {
  const load = useLoad(() => get(`${API}${params.id}/`), [params.id]);
  const one = load.data;
  /* Whom this page has had erased. */
  const [erased, setErased] = useState(0);
  const away = erased === one?.id || (!one && load.error?.status === 404);
  useTitle(one && !away ? nameOf(one) : t('cand.one'));
  if (away) return html`<${Erasing} id=${one?.id || params.id} />`;
  if (one) return html`<${Body} key=${one.id} one=${one} load=${load} onErased=${() => setErased(one.id)} />`;
  return html`
    <${Crumbs} links=${[[PATH, t('nav.candidates')]]} />
    <div class="head"><h1>${t('cand.one')}</h1></div>
    ${load.error
      ? html`<${ErrorNote} error=${load.error} retry=${load.reload} />`
      : html`<${Skeleton} rows=${8} />`}
  `;
}
