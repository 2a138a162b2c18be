// auto-reply-form: one rule: what it looks for, what it answers, and its test on past tasks beside it.
import { html, useState, useRef } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Icon, Button } from '../../ui/button.js';
import { Badge } from '../../ui/marks.js';
import { Coming, Note, ErrorNote, Empty } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { TextField, TextArea, Switch } from '../../ui/fields.js';
import { Choices } from '../../ui/filters.js';
import { capital, t, num } from '../../lib/i18n.js';
import { get, post, patch } from '../../lib/api.js';
import { useForm, Fix, FormError } from '../../ui/form.js';
import { required, whole } from '../../lib/checks.js';
import {
  PLACEHOLDERS,
  initialOf,
  bodyOf,
  draftOf,
  linesOf,
  unknownOf,
  holdsTitle,
  filled,
  inserted,
} from './auto-replies-rules.js';

const BASE = '/clickup/api/auto-replies';
const LIMIT = 1000;
/* In a text about placeholders they stay as they are. */
const BRACED = { task: '{task}', name: '{name}', first_name: '{first_name}' };

/* The statuses of the list and the lists of its folder, to choose from. */
function useChoices(rule) {
  const load = useLoad(async () => {
    const [facets, settings] = await Promise.all([get('/clickup/api/task-filters'), get('/clickup/settings')]);
    const lists = settings.space_id
      ? await get(
          '/clickup/api/lists',
          settings.folder_id ? { folder_id: settings.folder_id } : { space_id: settings.space_id },
        ).catch(() => [])
      : [];
    return {
      statuses: facets.statuses,
      lists: lists.length || !settings.list_id ? lists : [{ id: settings.list_id, name: settings.list_name }],
    };
  }, []);
  const known = (rows, values) => [
    ...rows,
    ...values.filter((value) => !rows.some((row) => row.value === value)).map((value) => ({ value, label: value })),
  ];
  return {
    coming: load.data === undefined && !load.error,
    statuses: known(
      (load.data?.statuses || []).map(({ name, count }) => ({ value: name, label: capital(name), count })),
      rule?.statuses || [],
    ),
    lists: known(
      (load.data?.lists || []).map(({ id, name }) => ({ value: String(id), label: name })),
      rule?.lists || [],
    ),
  };
}

function By({ value, onPick }) {
  return html`<div class="segs" role="group" aria-label=${t('replies.by')}>
    ${['keywords', 'regex'].map((name) => html`<button
      key=${name} type="button" aria-pressed=${String(value === name)} onClick=${() => onPick(name)}
    >
      ${t(`replies.by.${name}`)}
    </button>`)}
  </div>`;
}

const Group = ({ name, items, form }) => html`<fieldset class="ticks">
  <legend class="lbl">${t(`replies.${name}`)}</legend>
  <div class="tickbox">
    <${Choices}
      many name=${t(`replies.${name}`)} items=${items} chosen=${form.values[name]}
      onChange=${(value) => form.set(name, value)}
    />
  </div>
  ${form.errors[name]
    ? html`<p class="err"><${Icon} name="triangle-alert" />${form.errors[name]}</p>`
    : html`<p class="hint">${t(`replies.${name}.hint`)}</p>`}
</fieldset>`;

/* The text, the placeholders that it can hold, and how it will read. */
function Reply({ form, example }) {
  const box = useRef();
  const put = (name) => {
    const area = box.current.querySelector('textarea');
    const { text, at } = inserted(form.values.reply, area.selectionStart, area.selectionEnd, name);
    form.set('reply', text);
    requestAnimationFrame(() => {
      area.focus();
      area.setSelectionRange(at, at);
    });
  };
  return html`<div class="replytext" ref=${box}>
    <${TextArea}
      field=${form.field('reply')} label=${t('replies.reply')} hint=${t('replies.reply.hint')} rows="5" maxlength="4000"
    />
    <div class="row wrap" role="group" aria-label=${t('replies.placeholders')}>
      ${PLACEHOLDERS.map((name) => html`<button key=${name} type="button" class="chip" onClick=${() => put(name)}>
        <span class="mono">{${name}}</span>
        ${t(`replies.ph.${name}`)}
      </button>`)}
    </div>
    ${form.values.reply.trim() && html`<div class="said well">
      <b class="lbl">${t('replies.preview')}</b>
      <p>${filled(form.values.reply, example)}</p>
      ${holdsTitle(form.values.reply) && html`<p class="xs warn-t row">
        <${Icon} name="triangle-alert" />${t('replies.preview.title', BRACED)}
      </p>`}
    </div>`}
  </div>`;
}

const checks = {
  name: required,
  hourly_limit: whole(1, 1000),
  keywords: (value, { by }) => (by === 'regex' || linesOf(value).length ? '' : t('field.required')),
  regex: (value, { by }) => (by === 'keywords' || value.trim() ? '' : t('field.required')),
  reply: (value) =>
    required(value) ||
    (unknownOf(value).length
      ? t('replies.unknown', {
          names: unknownOf(value)
            .map((name) => `{${name}}`)
            .join(', '),
        })
      : ''),
};

function Found({ result }) {
  if (!result.matched) return html`<${Empty} icon="search" text=${t('replies.test.none')} />`;
  return html`
    <p class="mid" role="status">${t('replies.test.found', { n: result.matched })}</p>
    <ul class="tests">
      ${result.sample.map((one) => html`<li key=${one.task_id}>
        <a href=${`/clickup/task/${encodeURIComponent(one.task_id)}/`}>${one.name || one.task_id}</a>
        <p class="sm said">${one.reply}</p>
      </li>`)}
      ${result.matched > result.sample.length && html`<li class="faint sm">
        ${t('and_more', { n: num(result.matched - result.sample.length) })}
      </li>`}
    </ul>
  `;
}

/* A kept rule is tried as it is kept, so that it may be switched on; a draft as it is. */
function Test({ rule, form, onTested }) {
  const [state, setState] = useState({ busy: false, result: null, error: null });
  const run = async () => {
    setState({ busy: true, result: null, error: null });
    try {
      const kept = rule && !form.dirty;
      const result = await post(`${BASE}/test`, { ...(kept ? { id: rule.id } : draftOf(form.values)), limit: LIMIT });
      setState({ busy: false, result, error: null });
      if (kept) onTested();
    } catch (error) {
      setState({ busy: false, result: null, error });
    }
  };
  return html`<aside class="panel check" aria-labelledby="h-test">
    <div class="ph">
      <h2 id="h-test">${t('replies.test')}</h2>
      ${rule && form.dirty && html`<${Badge} kind="warn">${t('replies.test.draft')}</${Badge}>`}
    </div>
    <p class="sm dim">${t('replies.test.what')}</p>
    <div class="acts">
      <${Button} icon="search" busy=${state.busy} onClick=${run}>${t('replies.test.do')}</${Button}>
    </div>
    ${state.error && html`<${ErrorNote} error=${state.error} />`}
    ${state.result && html`<${Found} result=${state.result} />`}
    ${!rule && html`<p class="hint">${t('replies.test.then')}</p>`}
  </aside>`;
}

export function RuleForm({ rule, onSaved, onTested }) {
  const choices = useChoices(rule);
  const form = useForm({
    initial: initialOf(rule),
    checks,
    save: async (values) => {
      const next = await (rule ? patch(`${BASE}/${rule.id}`, bodyOf(values)) : post(BASE, bodyOf(values)));
      toast(t('saved'));
      onSaved(next);
      return initialOf(next);
    },
  });
  const { by } = form.values;
  return html`<div class="newimport">
    <form class="formcol" onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
      <${Fix} form=${form} />
      <${TextField}
        field=${form.field('name')} label=${t('replies.name')} hint=${t('replies.name.hint')} maxlength="100"
      />
      <${By} value=${by} onPick=${(name) => form.set('by', name)} />
      ${by === 'keywords'
        ? html`<${TextArea}
            field=${form.field('keywords')} label=${t('replies.keywords')} hint=${t('replies.keywords.hint')} rows="4"
          />`
        : html`<${TextField}
            field=${form.field('regex')} label=${t('replies.regex')} hint=${t('replies.regex.hint')} class="monofield"
            spellcheck="false" maxlength="500"
          />`}
      ${choices.coming && html`<${Coming} />`}
      <${Group} name="statuses" items=${choices.statuses} form=${form} />
      <${Group} name="lists" items=${choices.lists} form=${form} />
      <${Reply}
        form=${form}
        example=${{
          first_name: t('replies.ex.first_name'),
          task: t('replies.ex.task'),
          name: t('replies.ex.task'),
          status: choices.statuses[0]?.label || t('replies.ex.status'),
          assignee: t('replies.ex.assignee'),
          url: 'https://app.clickup.com/t/86c1v9k2t',
          list: choices.lists[0]?.label || t('replies.ex.list'),
        }}
      />
      <${Switch}
        field=${form.field('notify_all')} label=${t('replies.notify_all')} hint=${t('replies.notify_all.hint')}
      />
      <${TextField}
        field=${form.field('hourly_limit')} type="number" inputmode="numeric" min="1" max="1000"
        label=${t('replies.hourly')} hint=${t('replies.hourly.hint')}
      />
      <${FormError} form=${form} />
      ${rule?.enabled && form.dirty && html`<${Note} kind="warn" icon="triangle-alert">
        ${t('replies.edit.on')}
      </${Note}>`}
      <div class="acts save">
        <${Button} main type="submit" busy=${form.busy}>${t('save')}</${Button}>
        ${form.dirty && rule && html`<${Button} quiet onClick=${() => form.reset()}>${t('form.reset')}</${Button}>`}
      </div>
    </form>
    <${Test} rule=${rule} form=${form} onTested=${onTested} />
  </div>`;
}
