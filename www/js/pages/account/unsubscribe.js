// unsubscribe: where the link of a letter leads: one question, one button; nobody need be signed in.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { t, needWords } from '../../lib/i18n.js';
import { get, post } from '../../lib/api.js';
import { Button } from '../../ui/button.js';
import { Brand } from '../../ui/brand.js';
import { ErrorNote, Note, Skeleton } from '../../ui/states.js';

const wordsOf = ({ kind }) => t(`notice.${kind}`);

function Question({ url, state, onDone }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const end = async () => {
    setBusy(true);
    await post(url, {}, { open: true }).then(onDone, setError);
    setBusy(false);
  };
  return html`
    <p>${t('notice.off.ask', { kind: wordsOf(state) })}</p>
    ${error && html`<${ErrorNote} class="gap" error=${error} retry=${end} />`}
    <div class="acts"><${Button} main busy=${busy} onClick=${end}>${t('notice.off.deed')}</${Button}></div>
  `;
}

/* The component, once its words are here. */
export const ready = () => needWords('notice').then(() => Unsubscribe);

function Unsubscribe({ token }) {
  useTitle(t('notice.off.title'));
  const url = `/unsubscribe/${encodeURIComponent(token)}`;
  const { data, error, set, reload } = useLoad(() => get(url, undefined, { open: true }), [url]);
  const wrong = error?.status === 404;
  return html`<div class="gate">
    <header class="row"><${Brand} /></header>
    <main class="gatebox" id="main" tabindex="-1">
      <div class="gatehead"><h1>${t('notice.off.title')}</h1></div>
      ${wrong && html`<${Note} kind="bad" icon="triangle-alert" role="alert">${t('notice.off.wrong')}</${Note}>`}
      ${error && !wrong && html`<${ErrorNote} error=${error} retry=${reload} />`}
      ${!data && !error && html`<${Skeleton} rows=${2} />`}
      ${data && !data.wanted && html`<${Note} kind="done" icon="check" role="status">
        ${t('notice.off.done', { kind: wordsOf(data) })}
      </${Note}>`}
      ${data?.wanted && html`<${Question} url=${url} state=${data} onDone=${set} />`}
    </main>
  </div>`;
}
