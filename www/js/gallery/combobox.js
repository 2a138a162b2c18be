// combobox: a field with a list, known or asked for, of one or many.
import { html, useState } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { ApiError } from '../lib/api.js';
import { found } from '../lib/find-rules.js';
import { Combobox } from '../ui/combobox.js';
import { State } from './state.js';
import { PEOPLE, TAGS, VACANCIES } from './samples.js';

const people = PEOPLE.map(({ id, name }) => ({ value: String(id), label: name }));
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

/* A service that takes its time, and fails when it is asked to. */
async function findVacancy(text) {
  await pause(text ? 300 : 60);
  if (text === '503') throw new ApiError({ code: 'down', errors: [] });
  return found(VACANCIES, text, ({ label }) => label);
}

/* As many as a large company has. */
const ids = Array.from({ length: 5000 }, (_, i) => String(i + 1));
const numbered = () => ids.map((id) => ({ value: id, label: t('number', { id }) }));

export default function Comboboxes() {
  const [who, setWho] = useState('3');
  const [tags, setTags] = useState(['java', 'senior']);
  const [vacancy, setVacancy] = useState('');
  const [far, setFar] = useState('4000');
  return html`
    <${State} title=${t('gallery.combo.one')}>
      <${Combobox}
        class="bigger" label=${t('filter.assignee')} options=${people} value=${who} onChange=${setWho} optional
      />
    </${State}>
    <${State} title=${t('gallery.combo.many')}>
      <${Combobox}
        class="bigger" many label=${t('filter.tag')} options=${TAGS} value=${tags} onChange=${setTags}
        hint=${t('gallery.combo.many.hint')}
      />
    </${State}>
    <${State} title=${t('gallery.combo.asked')}>
      <${Combobox}
        class="bigger" label=${t('gallery.combo.vacancy')} find=${findVacancy} value=${vacancy} onChange=${setVacancy}
        hint=${t('gallery.combo.asked.hint')}
      />
    </${State}>
    <${State} title=${t('gallery.combo.long')}>
      <${Combobox}
        class="bigger" label=${t('gallery.combo.long.label')} options=${numbered()} value=${far} onChange=${setFar}
      />
    </${State}>
    <${State} title=${t('gallery.combo.wrong')}>
      <${Combobox}
        class="bigger" label=${t('gallery.combo.vacancy')} options=${VACANCIES} value="" onChange=${() => {}}
        error=${t('field.required')}
      />
    </${State}>
  `;
}
