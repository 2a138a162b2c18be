// mine: the own data of a candidate who was invited: seen, corrected, taken along, erased; nothing of the team's.
import { html, safeHref, away, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { del, get, patch } from '../../lib/api.js';
import { errorWords } from '../../lib/errors.js';
import { t, plainDay } from '../../lib/i18n.js';
import { forget, me } from '../../lib/session.js';
import { go } from '../../lib/router.js';
import { Button } from '../../ui/button.js';
import { ask } from '../../ui/dialog.js';
import { Badge } from '../../ui/marks.js';
import { Empty, ErrorNote, Note, Skeleton } from '../../ui/states.js';
import { later } from '../../ui/later.js';
import { toast } from '../../ui/toast.js';
import { About, Contacts, Facts, Section } from './candidate-parts.js';
import { nameOf, platformName } from './words.js';

const CandidateDialog = later(() => import('./candidate-form.js'), 'CandidateDialog');

const API = '/api/v1/candidate';
const say = (error) => toast(errorWords(error).detail);

const Sources = ({ one }) => html`<${Section} id="h-sources" title=${t('mine.sources')}>
  ${one.sources.length === 0
    ? html`<p class="sm dim">${t('mine.sources.none')}</p>`
    : html`<ul class="rows sources">${one.sources.map((source) => html`<li key=${source.id}>
        <${Badge} kind="acc">${platformName(source.platform)}</${Badge}>
        ${safeHref(source.profile_url) && html`<a class="breakall" href=${source.profile_url} ...${away}>
          ${source.profile_url.replace(/^https?:\/\/(www\.)?/, '')}
        </a>`}
      </li>`)}</ul>`}
</${Section}>`;

/* What they agreed to, and for how long; everything as a file; everything erased. */
function Personal({ one, put }) {
  const agree = (consent) => patch(API, { consent }).then((next) => {
    put(next);
    toast(t('mine.consent.done'));
  }, say);
  const erase = async () => {
    const yes = await ask({
      title: t('mine.erase.title'), text: t('mine.erase.text'), deed: t('mine.erase'), danger: true,
    });
    if (!yes) return;
    try {
      await del(API);
      forget();
      go('/login/', { replace: true });
      toast(t('mine.erase.done'));
    } catch (error) {
      say(error);
    }
  };
  const given = one.consent === 'given';
  return html`<${Section} id="h-data" title=${t('cand.data')}>
    <p class="sm">
      ${t('cand.consent')}: <b class="mid">${t(`cand.consent.${one.consent}`)}</b>
      ${one.retain_until && html`<span class="block dim">
        ${t('mine.retain', { day: plainDay(one.retain_until, { day: 'numeric', month: 'long', year: 'numeric' }) })}
      </span>`}
    </p>
    <div class="row wrap minedeeds">
      <${Button} small icon=${given ? 'ban' : 'check'} onClick=${() => agree(given ? 'withdrawn' : 'given')}>
        ${t(given ? 'mine.consent.withdraw' : 'mine.consent.give')}
      </${Button}>
      <${Button} small icon="download" href=${`${API}/export?format=zip`} download>${t('mine.export')}</${Button}>
      <${Button} small quiet href=${`${API}/export`} download>${t('cand.export.json')}</${Button}>
      <${Button} small quiet icon="trash-2" onClick=${erase}>${t('mine.erase')}</${Button}>
    </div>
  </${Section}>`;
}

function Body({ one, put }) {
  const [editing, setEditing] = useState(false);
  const close = () => setEditing(false);
  return html`
    <div class="head inline">
      <div>
        <h1>${nameOf(one)}</h1>
        <p class="sub">${one.current_position || t('mine.sub')}</p>
      </div>
      <div class="acts">
        <${Button} main icon="pencil" onClick=${() => setEditing(true)}>${t('mine.edit')}</${Button}>
      </div>
    </div>
    <${Note} class="gap">${t('mine.what', { company: me.value.company?.name || 'Hirewire' })}</${Note}>
    <${Facts} one=${one} />
    <div class="candcols">
      <div class="stack2"><${About} one=${one} /></div>
      <div class="stack2">
        <${Contacts} one=${one} />
        <${Sources} one=${one} />
        <${Personal} one=${one} put=${put} />
      </div>
    </div>
    ${editing && html`<${CandidateDialog}
      one=${one} path=${API} hint=${t('mine.edit.hint')} onClose=${close}
      onSaved=${(next) => { put(next); close(); toast(t('mine.saved')); }}
    />`}
  `;
}

export default function MinePage() {
  useTitle(t('nav.mine'));
  const load = useLoad(async () => (await get(API)) || null, []);
  if (load.data) return html`<${Body} one=${load.data} put=${load.set} />`;
  if (load.data === null) {
    return html`
      <div class="head"><h1>${t('nav.mine')}</h1></div>
      <${Empty} icon="user" text=${t('mine.none')} />
    `;
  }
  return html`
    <div class="head"><h1>${t('nav.mine')}</h1></div>
    ${load.error ? html`<${ErrorNote} error=${load.error} retry=${load.reload} />` : html`<${Skeleton} rows=${8} />`}
  `;
}
