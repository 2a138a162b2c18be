// candidate-erasing: a person who is being erased: how far it is, what went wrong, that it is done.
import { html, useEffect, useState } from '../../lib/html.js';
import { del, get } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { useFresh } from '../../lib/live.js';
import { useLoad } from '../../lib/load.js';
import { me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { Button, Icon } from '../../ui/button.js';
import { Crumbs, Gone } from '../../ui/huntflow-words.js';
import { Progress } from '../../ui/marks.js';
import { ErrorNote, Skeleton } from '../../ui/states.js';
import { API, PATH } from './candidates-rules.js';
import { say } from './deeds.js';

const AGAIN_MS = 2000;
const JOBS = '/admin/jobs/?kind=erasures';
const moves = (state) => state === 'waiting' || state === 'running';

const Underway = ({ erasure: { done, total } }) => html`
  <div class="head"><h1>${t('cand.erasing')}</h1></div>
  <div class="empty" role="status">
    <span class="mark"><${Icon} name="trash-2" /></span>
    <p>${t('cand.erasing.what')}</p>
    <div class="erasing">
      <${Progress} thin value=${done} max=${total} label=${t('cand.erasing.far', { n: done, all: total })} />
      <p class="sm dim">${t('cand.erasing.far', { n: done, all: total })}</p>
    </div>
    <a class="btn" href=${PATH}>${t('cand.back')}</a>
  </div>
`;

function Failed({ erasure, load }) {
  const [busy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    await del(`${API}${erasure.candidate_id}/`).then(load.set, say);
    setBusy(false);
  };
  return html`
    <div class="head"><h1>${t('cand.erasing.failed')}</h1></div>
    <div class="empty" role="alert">
      <span class="mark"><${Icon} name="triangle-alert" /></span>
      <p>${t('cand.erasing.failed.what')}</p>
      <p class="sm dim">${erasure.error?.text}</p>
      <div class="row wrap">
        ${may(me.value, 'manager') && html`<${Button} main icon="rotate-ccw" busy=${busy} onClick=${again}>
          ${t('cand.erasing.again')}
        </${Button}>`}
        ${may(me.value, 'admin') && html`<a class="btn" href=${JOBS}>${t('cand.erasing.jobs')}</a>`}
      </div>
    </div>
  `;
}

/* id: of somebody who is not shown any more; perhaps nobody ever was. */
export function Erasing({ id }) {
  const load = useLoad(() => get(`${API}${id}/erasure`), [id]);
  const state = load.data?.state;
  useFresh('erasure', { fits: ({ candidate_id: one }) => one === Number(id), ms: 300 }, load.reload, [id]);
  useEffect(() => {
    if (!moves(state)) return undefined;
    const timer = setInterval(() => { if (!document.hidden) load.reload(); }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [state, load.reload]);
  if (moves(state)) return html`<${Underway} erasure=${load.data} />`;
  if (state === 'failed') return html`<${Failed} erasure=${load.data} load=${load} />`;
  if (state === 'done') {
    return html`<${Gone}
      icon="check" title=${t('cand.erase.done')} text=${t('cand.erased.what')} href=${PATH} back=${t('cand.back')}
    />`;
  }
  if (load.error?.status === 404) {
    return html`<${Gone} title=${t('cand.gone')} text=${t('cand.gone.what')} href=${PATH} back=${t('cand.back')} />`;
  }
  return html`
    <${Crumbs} links=${[[PATH, t('nav.candidates')]]} />
    <div class="head"><h1>${t('cand.one')}</h1></div>
    ${load.error ? html`<${ErrorNote} error=${load.error} retry=${load.reload} />` : html`<${Skeleton} rows=${4} />`}
  `;
}
