// auto-replies: rules that answer ClickUp tasks by their words: the list, and one rule with its test and log.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Button } from '../../ui/button.js';
import { Badge, Time } from '../../ui/marks.js';
import { ErrorNote, Empty, Skeleton, Loaded } from '../../ui/states.js';
import { Switch } from '../../ui/fields.js';
import { ask } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { Pages } from '../../ui/pager.js';
import { t, ago } from '../../lib/i18n.js';
import { get, page, patch, del } from '../../lib/api.js';
import { listQuery } from '../../lib/list-rules.js';
import { here, go } from '../../lib/router.js';
import { RuleForm } from './auto-reply-form.js';
import { soughtOf, switchLook } from './auto-replies-rules.js';

const PATH = '/clickup/auto-replies/';
const BASE = '/clickup/api/auto-replies';
const say = (error) => toast(errorWords(error).detail);

/* On and off are seen by the switch. */
const State = ({ rule }) =>
  switchLook(rule).key === 'untested' &&
  html`<${Badge} kind="warn" icon="triangle-alert">${t('replies.untested')}</${Badge}>`;

/* Off at once; on only after a test. */
function Turn({ rule, onChange }) {
  // What was asked for is shown at once, and taken back when it was refused.
  const [wish, setWish] = useState(null);
  const turn = async () => {
    if (wish !== null) return;
    setWish(!rule.enabled);
    try {
      onChange(await patch(`${BASE}/${rule.id}`, { enabled: !rule.enabled }));
      toast(t(rule.enabled ? 'replies.turned_off' : 'replies.turned_on', { name: rule.name }));
    } catch (error) {
      say(error);
    }
    setWish(null);
  };
  if (switchLook(rule).key === 'untested') return null;
  return html`<${Switch}
    field=${{ name: `rule-${rule.id}`, value: wish ?? rule.enabled, onInput: turn }}
    label=${html`${t('replies.answers')}<span class="sr">: ${rule.name}</span>`}
  />`;
}

const Row = ({ rule, onChange }) => html`<li>
  <div class="grow">
    <a class="name" href=${`${PATH}?rule=${rule.id}`}>${rule.name}</a>
    <span class="xs faint">${t(rule.regex ? 'replies.by_regex' : 'replies.by_words', { words: soughtOf(rule) })}</span>
  </div>
  <span class="sm dim nb wide-only">${t('replies.sent', { n: rule.sent_count })}</span>
  <${State} rule=${rule} />
  ${switchLook(rule).key === 'untested'
    ? html`<${Button} small href=${`${PATH}?rule=${rule.id}`}>${t('replies.try')}</${Button}>`
    : html`<${Turn} rule=${rule} onChange=${onChange} />`}
</li>`;

function Rules() {
  useTitle(t('nav.replies'));
  const load = useLoad(() => get(BASE), []);
  const put = (next) => load.set((rows) => rows.map((row) => (row.id === next.id ? next : row)));
  return html`
    <div class="head">
      <div><h1>${t('nav.replies')}</h1><p class="sub">${t('replies.sub')}</p></div>
      <div class="acts"><${Button} main icon="plus" href=${`${PATH}?rule=new`}>${t('replies.new')}</${Button}></div>
    </div>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${4} />`}>
      ${(rows) =>
        rows.length === 0
          ? html`<${Empty} icon="reply" text=${t('replies.empty')}>
              <${Button} href=${`${PATH}?rule=new`}>${t('replies.first')}</${Button}>
            </${Empty}>`
          : html`<ul class="rows tall replies">
              ${rows.map((rule) => html`<${Row} key=${rule.id} rule=${rule} onChange=${put} />`)}
            </ul>`}
    </${Loaded}>
  `;
}

const LOG_LOOK = { sent: 'ok', failed: 'bad', cancelled: 'none' };

/* The page of the log in the address, beside the rule. */
const logQuery = listQuery([], ['rule', 'page', 'after']);

function Log({ id }) {
  const filters = logQuery.read(here.value.query);
  const { page: at, after } = filters;
  const load = useLoad(() => page(`${BASE}/${id}/log`, { page: at, after }), [id, at, after]);
  return html`<section class="part" aria-labelledby="h-log">
    <h2 id="h-log">${t('replies.log')}</h2>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${3} />`}>
      ${({ rows }) =>
        rows.length === 0
          ? html`<p class="sm dim">${t('replies.log.empty')}</p>`
          : html`
              <ul class="rows">
                ${rows.map((row) => html`<li key=${row.id}>
                  <span class=${`st ${LOG_LOOK[row.state] || 'info'}`}>${t(`replies.state.${row.state}`)}</span>
                  <div class="grow">
                    <a href=${`/clickup/task/${encodeURIComponent(row.task_id)}/`}>${row.task_name || row.task_id}</a>
                    ${row.error_message && html`<span class=${`xs ${row.state === 'failed' ? 'bad-t' : 'dim'}`}>
                      ${row.error_message}
                    </span>`}
                  </div>
                  <${Time} class="xs faint nb" at=${row.sent_at || row.created_at} />
                </li>`)}
              </ul>
              <${Pages} query=${logQuery} path=${PATH} filters=${filters} got=${load.data} />
            `}
    </${Loaded}>
  </section>`;
}

function usedText({ sent_count: sent, tested_at: tested }) {
  const text = t('replies.sent', { n: sent });
  return tested ? `${text} · ${t('replies.tested', { ago: ago(tested) })}` : text;
}

function Rule({ id }) {
  const fresh = id === 'new';
  const load = useLoad(async () => (fresh ? null : get(`${BASE}/${id}`)), [id]);
  const rule = load.data;
  useTitle(rule?.name || t('replies.new'));
  const remove = async () => {
    if (
      !(await ask({
        title: t('replies.delete.title', { name: rule.name }),
        text: t('replies.delete.text'),
        deed: t('remove'),
        danger: true,
      }))
    ) {
      return;
    }
    try {
      await del(`${BASE}/${id}`);
      go(PATH);
    } catch (error) {
      say(error);
    }
  };
  const saved = (next) => {
    load.set(next);
    if (fresh) go(`${PATH}?rule=${next.id}`, { replace: true });
  };
  return html`
    <nav class="crumbs" aria-label=${t('crumbs')}>
      <a href=${PATH}>${t('nav.replies')}</a>
      <span aria-hidden="true">/</span>
      <span>${rule?.name || t('replies.new.crumb')}</span>
    </nav>
    <div class="head">
      <div>
        <div class="row wrap titled">
          <h1>${rule?.name || t('replies.new')}</h1>
          ${rule && html`<${State} rule=${rule} />`}
        </div>
        <p class="sub">
          ${rule ? usedText(rule) : t('replies.what')}
        </p>
      </div>
      ${rule && html`<div class="acts">
        <${Turn} rule=${rule} onChange=${load.set} />
        <${Button} quiet danger icon="trash-2" onClick=${remove}>${t('remove')}</${Button}>
      </div>`}
    </div>
    ${load.error && !rule
      ? html`<${ErrorNote} error=${load.error} retry=${load.reload} />`
      : rule === undefined
        ? html`<${Skeleton} rows=${8} />`
        : html`
            <${RuleForm} key=${id} rule=${rule} onSaved=${saved} onTested=${load.reload} />
            ${rule && html`<${Log} id=${id} />`}
          `}
  `;
}

export default function AutoRepliesPage() {
  const id = here.value.query.get('rule');
  return id && /^(new|\d+)$/.test(id) ? html`<${Rule} key=${id} id=${id} />` : html`<${Rules} />`;
}
