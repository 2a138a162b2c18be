// unsure: a transfer whose answer was lost: who it may have become, what a person decides.
import { html, useState, away, safeHref } from '../lib/html.js';
import { useLoad } from '../lib/load.js';
import { Button } from './button.js';
import { Note, Skeleton } from './states.js';
import { Dialog, ask } from './dialog.js';
import { Field } from './fields.js';
import { HuntflowError } from './huntflow-error.js';
import { Photo, personName } from './huntflow-words.js';
import { t, list, ago, duration, when } from '../lib/i18n.js';
import { get, start } from '../lib/api.js';
import { applicantHref } from '../lib/huntflow-rules.js';
import { applicantOf, candidatesOf } from '../lib/unsure-rules.js';

const wordsOf = ({ likely, matched }) =>
  [
    likely && t('unsure.then'),
    matched.length > 0 && t('doubles.matched', { what: list(matched.map((name) => t(`double.by.${name}`))) }),
  ].filter(Boolean);

const Candidate = ({ one, account, busy, onKeep }) => html`<li>
  <${Photo} person=${one} />
  <span class="grow">
    <a class="mid" href=${safeHref(one.url) || applicantHref(account, one.id)} ...${away}>
      ${one.name || one.last_name ? personName(one) : t('task.applicant', { id: one.id })}
    </a>
    <span class="xs faint">${wordsOf(one).join(' · ')}</span>
  </span>
  <${Button}
    small busy=${busy} aria-label=${t('unsure.keep.of', { name: one.name || one.id })} onClick=${() => onKeep(one.id)}
  >
    ${t('unsure.keep')}
  </${Button}>
</li>`;

/* Somebody whom the search does not find. */
function Other({ busy, onKeep }) {
  const [text, setText] = useState('');
  const id = applicantOf(text);
  const submit = (event) => {
    event.preventDefault();
    if (id) onKeep(id);
  };
  return html`<form class="unsure-other" onSubmit=${submit}>
    <${Field} label=${t('unsure.other')}>
      ${(props) => html`<input
        class="in" type="text" autocomplete="off" maxlength="300" ...${props} value=${text}
        onInput=${(event) => setText(event.currentTarget.value)}
      />`}
    </${Field}>
    <${Button} type="submit" busy=${busy} disabled=${!id}>${t('unsure.keep')}</${Button}>
  </form>`;
}

function history({ since, looks, look_in_seconds: next }) {
  const parts = [since && t('unsure.since', { at: when(since) }), t('unsure.looks', { n: looks })];
  if (next !== null) parts.push(next > 0 ? t('unsure.next', { time: duration(next) }) : t('unsure.soon'));
  return parts.filter(Boolean).join(' ');
}

/*
 * base: the address of what was sent; preview: of it, with unsure and duplicates; target: account_id, vacancy_id and
 * status_id as the transfer takes them; onDone(answer): it is known now; reload: of the preview.
 */
export function Unsure({ base, target, preview, onDone, reload }) {
  const [state, setState] = useState({ busy: '', error: null, looked: false });
  const send = async (busy, body) => {
    setState({ busy, error: null, looked: false });
    try {
      const answer = await start(`${base}/transfer-to-huntflow`, { ...target, ...body });
      setState({ busy: '', error: null, looked: false });
      onDone(answer);
    } catch (error) {
      const still = error.code === 'transfer.unsure';
      setState({ busy: '', error: still ? null : error, looked: still });
      if (still) reload();
    }
  };
  const keep = (id) => send('keep', { duplicate: 'attach', applicant_id: id });
  const create = async () => {
    const yes = await ask({
      title: t('unsure.create.title'),
      text: t('unsure.create.text'),
      deed: t('unsure.create'),
      stay: t('cancel'),
      danger: true,
    });
    if (yes) send('create', { resend: true });
  };
  const found = candidatesOf(preview);
  return html`<div class="unsure">
    <${Note} kind="warn" icon="clock" title=${t('unsure.title')}>
      ${t('unsure.what')} ${history(preview.unsure)}
    </${Note}>
    <div role="status">${state.looked && html`<p class="sm">${t('unsure.still')}</p>`}</div>
    ${state.error && html`<${HuntflowError} error=${state.error} />`}
    <div class="acts">
      <${Button}
        main icon="search" busy=${state.busy === 'look'} disabled=${Boolean(state.busy)}
        onClick=${() => send('look', {})}
      >
        ${t('unsure.look')}
      </${Button}>
      <${Button}
        quiet danger busy=${state.busy === 'create'} disabled=${Boolean(state.busy)} onClick=${create}
      >
        ${t('unsure.create.open')}
      </${Button}>
    </div>
    ${found.length > 0 && html`
      <h3>${t('unsure.maybe')}</h3>
      <ul class="rows unsure-list">
        ${found.map((one) => html`<${Candidate}
          key=${one.id} one=${one} account=${target.account_id} busy=${state.busy === 'keep'} onKeep=${keep}
        />`)}
      </ul>
    `}
    <${Other} busy=${state.busy === 'keep'} onKeep=${keep} />
  </div>`;
}

/* The same over a list: it reads the task's preview itself. */
export function UnsureDialog({ base, name, target, onDone, onClose }) {
  const load = useLoad(() => get(`${base}/transfer-preview`, { account_id: target.account_id }), [base]);
  const { data, error, reload } = load;
  return html`<${Dialog}
    title=${name} onClose=${onClose} foot=${html`<${Button} onClick=${onClose}>${t('close')}</${Button}>`}
  >
    ${error && html`<${HuntflowError} error=${error} retry=${reload} />`}
    ${!data
      ? !error && html`<${Skeleton} rows=${3} />`
      : data.unsure
        ? html`<${Unsure} base=${base} target=${target} preview=${data} onDone=${onDone} reload=${reload} />`
        : html`<${Note} icon="check" title=${t('unsure.known')}>
            ${data.already && t('preview.sent', { who: data.already.by, ago: ago(data.already.at) })}
          </${Note}>`}
  </${Dialog}>`;
}
