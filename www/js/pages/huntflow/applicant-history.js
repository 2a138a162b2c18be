// applicant-history: the timeline of an applicant: filters, pages, the comment.
import { html, useState, useEffect, useRef } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { Timeline, Kinds } from '../../ui/timeline.js';
import { Skeleton, Loaded, Empty } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { TextArea, SelectField } from '../../ui/fields.js';
import { t, has } from '../../lib/i18n.js';
import { page, post } from '../../lib/api.js';
import { useLive } from '../../lib/live.js';
import { useForm } from '../../ui/form.js';
import { required } from '../../lib/checks.js';
import { HuntflowError } from '../../ui/huntflow-error.js';
import { eventOf, stageBefore, KINDS } from './applicant-rules.js';

function title(event, before) {
  if (event.key === 'STATUS' && event.status) {
    return before
      ? t('event.STATUS.from', { from: before.name, to: event.status.name })
      : t('event.STATUS.to', { to: event.status.name });
  }
  if (event.key === 'VACANCY-ADD' && event.vacancy) {
    return t('event.VACANCY-ADD.to', { name: event.vacancy.position || event.vacancy.name });
  }
  return has(`event.${event.key}`) ? t(`event.${event.key}`) : t('event.other');
}

/* A log of Huntflow as the timeline takes it. */
function lineOf(event, before) {
  const facts = [
    event.who,
    event.key === 'STATUS' && event.vacancy && (event.vacancy.position || event.vacancy.name),
    event.status && event.key === 'VACANCY-ADD' && t('import.to.stage', { name: event.status.name }),
  ];
  return {
    id: event.id,
    at: event.at,
    look: event.look,
    title: title(event, before),
    text: event.comment,
    files: event.files,
    facts: facts.filter(Boolean).join(', '),
    extra:
      event.reason && html`<p class="sm"><span class="faint">${t('stage.reason')}:</span> ${event.reason.name}</p>`,
  };
}

const linesOf = (logs, rows) => {
  const events = logs.map((log) => eventOf(log, rows));
  return events.map((event, i) => lineOf(event, stageBefore(events, i)));
};

export function Comment({ path, links, onDone, onClose }) {
  const box = useRef();
  const form = useForm({
    initial: { comment: '', vacancy_id: links[0] ? String(links[0].vacancy.id) : '' },
    checks: { comment: required },
    save: async ({ comment, vacancy_id: vacancy }) => {
      await post(`${path}comment/`, { comment: comment.trim(), ...(vacancy ? { vacancy_id: Number(vacancy) } : {}) });
      toast(t('comment.done'));
      onDone();
      return { comment: '', vacancy_id: vacancy };
    },
  });
  useEffect(() => box.current?.querySelector('textarea')?.focus(), []);
  return html`<form class="comment" ref=${box} onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
    <${TextArea}
      field=${form.field('comment')} label=${t('comment.label')} hint=${t('comment.hint')} rows="3" maxlength="10000"
    />
    ${links.length > 0 && html`<${SelectField}
      field=${form.field('vacancy_id')} label=${t('comment.where')} none=${t('comment.person')}
      options=${links.map(({ vacancy }) => ({ value: String(vacancy.id), label: vacancy.position || vacancy.name }))}
    />`}
    ${form.error && html`<${HuntflowError} error=${form.error} />`}
    <div class="acts">
      <${Button} main small icon="send" type="submit" busy=${form.busy}>${t('comment.send')}</${Button}>
      <${Button} quiet small onClick=${() => { form.reset(); onClose(); }}>${t('cancel')}</${Button}>
    </div>
  </form>`;
}

/* Of one kind: those of another would be no answer while they are on their way. stamp: read anew when it changes. */
function Lines({ path, account, id, rows, kind, stamp }) {
  const [pages, setPages] = useState(1);
  const load = useLoad(async () => {
    const parts = [];
    for (let at = 1; at <= pages; at += 1) {
      const got = await page(`${path}logs/`, { page: at, type: KINDS[kind] });
      parts.push(...got.rows);
      if (!got.links.next) return { events: parts, more: false };
    }
    return { events: parts, more: true };
  }, [path, kind, pages, stamp]);
  useLive(
    'applicant',
    (event) => {
      if (String(event?.id) === String(id) && String(event?.account_id) === String(account)) load.reload();
    },
    [path, kind, pages],
  );
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${5} height=${60} />`}>
    ${({ events, more }) =>
      events.length === 0
        ? html`<${Empty} icon="message-square" text=${t(KINDS[kind].length ? 'history.none' : 'history.empty')} />`
        : html`<${Timeline}
            events=${linesOf(events, rows)} label=${t('history.title')} more=${more} busy=${load.busy}
            onMore=${() => setPages(pages + 1)}
          />`}
  </${Loaded}>`;
}

export function History({ stamp, ...applicant }) {
  const { path, links } = applicant;
  const [kind, setKind] = useState('all');
  const [writes, setWrites] = useState(false);
  const [said, setSaid] = useState(0);
  const onDone = () => {
    setWrites(false);
    setSaid(said + 1);
  };
  return html`<section class="history" aria-labelledby="h-history">
    <div class="row sech">
      <h2 id="h-history">${t('history.title')}</h2>
      ${!writes && html`<${Button} quiet small class="push" icon="message-square" onClick=${() => setWrites(true)}>
        ${t('comment.add')}
      </${Button}>`}
    </div>
    ${writes && html`<${Comment} path=${path} links=${links} onDone=${onDone} onClose=${() => setWrites(false)} />`}
    <${Kinds}
      label=${t('history.filter')} kinds=${Object.keys(KINDS).map((name) => ({ name, text: t(`history.${name}`) }))}
      chosen=${kind} onChoose=${setKind}
    />
    <${Lines} key=${kind} ...${applicant} kind=${kind} stamp=${`${stamp} ${said}`} />
  </section>`;
}
