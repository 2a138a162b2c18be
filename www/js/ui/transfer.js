// transfer: one task or candidate to Huntflow: what would be made, a decision about likely doubles, what was done.
import { html, useState, useRef, safeHref, away } from '../lib/html.js';
import { useLoad } from '../lib/load.js';
import { get, start } from '../lib/api.js';
import { required } from '../lib/checks.js';
import { t, fileSize } from '../lib/i18n.js';
import { sourceLook } from '../lib/transfer-rules.js';
import { phoneText } from '../lib/phone-rules.js';
import { Button, Icon } from './button.js';
import { Dialog } from './dialog.js';
import { DoublesDialog } from './duplicates.js';
import { TextField } from './fields.js';
import { useForm, Fix } from './form.js';
import { Time } from './marks.js';
import { Note, Skeleton } from './states.js';
import { HuntflowError } from './huntflow-error.js';
import { Target, isNamed, lastTarget, keepTarget, targetBody } from './target.js';
import { Second } from './second.js';
import { Unsure } from './unsure.js';

/* What the transfer would make, before the click. */
function Preview({ preview }) {
  const { key, icon } = sourceLook(preview);
  const contacts = ['position', 'company', 'money', 'phone', 'email', 'skype', 'telegram', 'birthday']
    .map((name) => [name, preview[name]])
    .filter(([, value]) => value);
  return html`
    <dl class="fields tight">
      <div>
        <dt>${t('preview.cv')}</dt>
        <dd class="row">
          <${Icon} name=${icon} />
          <span>
            ${preview.file
              ? `${preview.file.title}${preview.file.size ? `, ${fileSize(preview.file.size)}` : ''}`
              : t(`preview.source.${key}`)}
          </span>
        </dd>
      </div>
      ${contacts.map(([name, value]) => html`<div key=${name}><dt>${t(`preview.${name}`)}</dt><dd>
        ${name === 'phone' ? phoneText(value) : value}
      </dd></div>`)}
      ${preview.links?.length > 0 && html`<div>
        <dt>${t('preview.links')}</dt>
        <dd>
          ${preview.links.map((link) => html`<a
            key=${link.url || link} class="cut" data-tip="" href=${safeHref(link.url || link)} ...${away}
          >
            ${link.title || link.url || link}
          </a>`)}
        </dd>
      </div>`}
      ${preview.tags?.length > 0 && html`<div>
        <dt>${t('preview.tags')}</dt>
        <dd class="row wrap">
          ${preview.tags.map((tag) => html`<span
            key=${tag.name} class="badge" data-tip=${tag.exists ? '' : t('preview.tag.new')}
          >
            ${tag.name}
            ${!tag.exists && html`<span class="faint"> ${t('preview.tag.mark')}</span>`}
          </span>`)}
        </dd>
      </div>`}
    </dl>
    ${preview.comment && html`<details class="more">
      <summary><span class="chev"><${Icon} name="chevron-right" /></span>${t('preview.comment')}</summary>
      <p class="sm said well">${preview.comment}</p>
    </details>`}
    ${preview.warnings?.map(
      ({ code, text }) => html`<${Note} key=${code} kind="warn" icon="triangle-alert">${text}</${Note}>`,
    )}
  `;
}

function Names({ preview, target, base, onDone }) {
  /* null, or { names, doubles }: people found in Huntflow, waiting for a decision. */
  const [found, setFound] = useState(null);
  const decision = useRef({ duplicate: 'ask' });
  const form = useForm({
    initial: {
      last_name: preview.last_name || '',
      first_name: preview.first_name || '',
      middle_name: preview.middle_name || '',
    },
    checks: { last_name: required, first_name: required },
    save: async (names) => {
      keepTarget(target);
      const options = preview.source === 'title' ? { options: ['name_only'] } : {};
      try {
        onDone(
          await start(`${base}/transfer-to-huntflow`, {
            ...targetBody(target),
            ...names,
            ...options,
            ...decision.current,
          }),
        );
      } catch (error) {
        if (error.code !== 'huntflow.duplicate_found') throw error;
        setFound({ names, doubles: error.duplicates });
      } finally {
        decision.current = { duplicate: 'ask' };
      }
    },
  });
  const decide = (choice) => {
    decision.current = choice;
    setFound(null);
    form.submit();
  };
  return html`
    <form class="names" onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
      <${Fix} form=${form} />
      <div class="pair">
        <${TextField} field=${form.field('last_name')} label=${t('name.last')} maxlength="200" />
        <${TextField} field=${form.field('first_name')} label=${t('name.first')} maxlength="200" />
      </div>
      <${TextField}
        field=${form.field('middle_name')} label=${t('name.middle')} optional maxlength="200"
        hint=${preview.name_from === 'given' ? '' : t(`preview.from.${preview.name_from === 'cv' ? 'cv' : 'title'}`)}
      />
      <${Preview} preview=${preview} />
      ${form.error && html`<${HuntflowError} error=${form.error} />`}
      <div class="acts">
        <${Button} main type="submit" icon="send" busy=${form.busy} disabled=${!isNamed(target)}>
          ${t(form.busy ? 'transfer.busy' : 'transfer.do')}
        </${Button}>
      </div>
    </form>
    ${found && html`<${DoublesDialog}
      person=${{ ...preview, ...found.names }} doubles=${found.doubles}
      onCreate=${() => decide({ duplicate: 'create' })}
      onAttach=${(id) => decide({ duplicate: 'attach', applicant_id: id })} onClose=${() => setFound(null)}
    />`}
  `;
}

const Done = ({ href, title, text }) => html`<div class="note done" role="status">
  <${Icon} name="check" />
  <div><b class="mid">${title}</b>${text && html`<p class="sm dim">${text}</p>`}</div>
  ${href && html`<div class="acts">
    <${Button} small icon="external-link" href=${href} ...${away}>${t('task.open_huntflow')}</${Button}>
  </div>`}
</div>`;

/*
 * base: the address of what is sent; sent: its newest transfer, or null; version: of it, a later one is previewed anew;
 * onDone: it was sent.
 */
export function TransferPanel({ base, sent, version, onDone }) {
  const [target, setTarget] = useState(lastTarget);
  const [result, setResult] = useState(null);
  const [closed, setClosed] = useState(null);
  const inside = sent?.state === 'done' ? sent : null;
  const preview = useLoad(
    async () =>
      inside || result || !target.account_id
        ? null
        : get(`${base}/transfer-preview`, { account_id: target.account_id }),
    [base, target.account_id, version, Boolean(inside || result)],
  );
  const onTarget = (change) => setTarget((old) => ({ ...old, ...change }));
  const finish = (made) => {
    setResult(made);
    onDone();
  };
  if (result) {
    return html`<${Done}
      href=${result.url} title=${t(result.created ? 'transfer.done' : 'transfer.was')}
      text=${result.doubles?.length ? t('transfer.doubles', { n: result.doubles.length }) : ''}
    />`;
  }
  if (inside) {
    return html`
      <${Done} href=${inside.url} title=${t('transfer.done.title')} text=${t('transfer.done.text')} />
      ${inside.second_id && html`<${Second}
        base=${base} account=${inside.account_id} first=${inside.applicant_id} second=${inside.second_id}
        onDone=${onDone}
      />`}
    `;
  }
  const { data, error, reload, busy } = preview;
  const choice = html`<${Target} target=${target} onTarget=${onTarget} onError=${setClosed} />`;
  if (closed) return choice;
  return html`
    ${choice}
    ${error && html`<${HuntflowError} error=${error} retry=${reload} />`}
    ${data?.already
      ? html`<${Done} href=${data.already.url} title=${t('transfer.done.title')} text=${t('transfer.done.text')} />`
      : data?.unsure
        ? html`<${Unsure}
            base=${base} target=${targetBody(target)} preview=${data} onDone=${finish} reload=${reload}
          />`
      : data
        ? html`<div aria-busy=${busy ? 'true' : undefined}>
            <${Names}
              key=${`${version}${data.first_name}${data.last_name}`} preview=${data} target=${target}
              base=${base} onDone=${finish}
            />
          </div>`
        : !error && target.account_id && html`<${Skeleton} rows=${5} height=${40} />`}
    ${!target.account_id && html`<p class="hint">${t('preview.first')}</p>`}
  `;
}

/* all: every transfer, the newest first. */
export const TransferPast = ({ all }) =>
  all?.length > 1
    ? html`<section class="past">
        <h3>${t('task.transfers')}</h3>
        <ul class="rows">
          ${all.map((one) => html`<li key=${`${one.account_id}-${one.created_at}`}>
            ${one.url
              ? html`<a href=${one.url} ...${away}>${t('task.open_huntflow')}</a>`
              : html`<span>${t(`transfer.${one.state}`)}</span>`}
            <span class="xs faint push"><${Time} at=${one.created_at} /></span>
          </li>`)}
        </ul>
      </section>`
    : null;

/* The same over a page that is about more than that. */
export const TransferDialog = ({ name, onClose, ...panel }) => html`<${Dialog} title=${name} onClose=${onClose}>
  <div class="hf"><${TransferPanel} ...${panel} /></div>
</${Dialog}>`;
