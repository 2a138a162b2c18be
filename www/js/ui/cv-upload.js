// cv-upload: CVs are dropped, what was understood of each is shown and mended, then candidates are made of them.
import { html, useRef, useState } from '../lib/html.js';
import { get, post } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { carrier } from '../lib/upload.js';
import { Button } from './button.js';
import { Doubles, Fields, Marks, makeOf } from './cv-person.js';
import { Dialog } from './dialog.js';
import { FileDrop, useFiles } from './file-drop.js';
import { Note } from './states.js';
import { API, LIMITS, chosen, isSomebody, personOf, turns } from './cv-upload-rules.js';

const AT_ONCE = 3;
const urlOf = ({ id }) => `${API}${id}/candidate/`;

async function send(file, opts) {
  const form = new FormData();
  form.append('file', file, file.name);
  const [one] = await post(API, form, { carry: carrier(opts) });
  return one.state === 'waiting' ? get(`${API}${one.id}/`) : one;
}

const nameOf = ({ document, values: { last_name: last, first_name: first } }) =>
  [last, first].filter(Boolean).join(' ') || document.name;

/* One file: who it is of, whether a candidate is made, its fields behind a click. */
function Person({ person, onChange }) {
  const { document, values, made, left, shown, words } = person;
  const name = nameOf(person);
  return html`<li class="cvone">
    <div class="row wrap">
      ${!made && html`<input
        type="checkbox" checked=${!left && isSomebody(person)} disabled=${!isSomebody(person)}
        aria-label=${t('cv.choose', { name })} onChange=${(event) => onChange({ left: !event.currentTarget.checked })}
      />`}
      <span class="mid">${name}</span>
      <span class="dim sm">${[values.current_position, values.location].filter(Boolean).join(', ')}</span>
      <${Button}
        small class="push" icon=${shown ? 'chevron-down' : 'pencil'} aria-expanded=${String(!!shown)}
        aria-label=${t('cv.fields.of', { name })} onClick=${() => onChange({ shown: !shown })}
      >
        ${t('cv.fields')}
      </${Button}>
    </div>
    <div class="row wrap">
      <span class="faint sm">${document.name}</span>
      <${Marks} person=${person} />
    </div>
    <${Doubles} person=${person} onChange=${onChange} />
    ${words && html`<${Note} kind="bad" icon="triangle-alert">${words}</${Note}>`}
    ${shown && html`<${Fields} person=${person} onChange=${onChange} />`}
  </li>`;
}

/* people: those of the files that were read. -> { people, change(id, fields), add(document) } */
function usePeople() {
  const [people, setPeople] = useState([]);
  return {
    people,
    add: (document) => setPeople((old) => [...old, { ...personOf(document), shown: document.problem !== null }]),
    change: (id, fields) =>
      setPeople((old) => old.map((one) => (one.document.id === id ? { ...one, ...fields } : one))),
  };
}

/* The drop zone and what came of it. onDone: candidates were made. */
export function CvUpload({ onDone, onClose }) {
  const { people, add, change } = usePeople();
  const [busy, setBusy] = useState(false);
  const turn = useRef(null);
  turn.current ||= turns(AT_ONCE);
  const files = useFiles({
    limits: LIMITS, auto: true, send: (file, opts) => turn.current(() => send(file, opts)), onDone: add,
  });
  const ready = chosen(people);
  const makeAll = async () => {
    setBusy(true);
    for (const person of ready) change(person.document.id, await makeOf(urlOf(person.document), person));
    setBusy(false);
    onDone?.();
  };
  return html`<${Dialog}
    wide title=${t('cv.title')} onClose=${onClose}
    foot=${html`
      <${Button} onClick=${onClose}>${t('close')}</${Button}>
      <${Button} main busy=${busy} disabled=${ready.length === 0 || files.busy} onClick=${makeAll}>
        ${t('cv.make', { n: ready.length })}
      </${Button}>
    `}
  >
    <div class="cvbox">
      <${FileDrop} files=${files} limits=${LIMITS} label=${t('cv.files')} hint=${t('cv.hint')} />
      <p class="sm"><a class="lnk" href="/tables/">${t('cv.table')}</a></p>
      ${people.length > 0 && html`<ul class="cvlist" aria-label=${t('cv.understood')}>
        ${people.map((person) => html`<${Person}
          key=${person.document.id} person=${person} onChange=${(fields) => change(person.document.id, fields)}
        />`)}
      </ul>`}
    </div>
  </${Dialog}>`;
}
