// task: one ClickUp task: description, fields, files, comments; beside them what would be created in Huntflow.
import { html, useState, useEffect, useRef, safeHref, away } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Icon, Button } from '../../ui/button.js';
import { Time } from '../../ui/marks.js';
import { Avatar } from '../../ui/avatar.js';
import { Note, Skeleton, ErrorNote, Empty } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { TextField } from '../../ui/fields.js';
import { Rich } from '../../ui/rich.js';
import { t, ago, fileSize } from '../../lib/i18n.js';
import { get, post, start } from '../../lib/api.js';
import { useForm, Fix } from '../../ui/form.js';
import { DoublesDialog } from '../../ui/duplicates.js';
import { Second, Unsure } from '../../ui/unsure.js';
import { Target, HuntflowError, lastTarget, keepTarget, targetBody } from '../../ui/target.js';
import { loadOverview } from '../../lib/session.js';
import { required } from '../../lib/checks.js';
import { Status, Transfer } from '../../ui/task-words.js';
import { LinkedTasks } from '../../ui/task-lines.js';
import { Files, Comments } from './task-parts.js';
import { facts, shownFields, sourceLook } from './task-rules.js';

const url = (id) => `/clickup/task/${encodeURIComponent(id)}`;

const People = ({ people }) =>
  people.length === 0
    ? html`<span class="faint">${t('tasks.nobody')}</span>`
    : people.map(({ id, username, initials }) => html`<span class="row" key=${id}>
        <${Avatar} name=${username} initials=${initials} id=${id} />
        ${username}
      </span>`);

const FACTS = {
  status: (task) => html`<${Status} task=${task} />`,
  assignees: (task) => html`<${People} people=${task.assignees} />`,
  priority: (task) => html`<span class="row"><${Icon} name="flag" />${t(`priority.${task.priority}`)}</span>`,
  due_date: (task) => html`<${Time} at=${task.due_date} />`,
  date_created: (task) => html`<${Time} at=${task.date_created} />`,
  date_updated: (task) => html`<${Time} at=${task.date_updated} />`,
  tags: (task) => html`<span class="row wrap">
    ${task.tags.map(({ name }) => html`<span class="badge" key=${name}>${name}</span>`)}
  </span>`,
};

const Facts = ({ task }) => html`<dl class="facts2">
  ${facts(task).map((name) => html`<div key=${name}><dt>${t(`fact.${name}`)}</dt><dd>${FACTS[name](task)}</dd></div>`)}
</dl>`;

function Fields({ task }) {
  const fields = shownFields(task.custom_fields);
  if (!fields.length) return null;
  return html`<section aria-labelledby="h-fields">
    <h2 id="h-fields">${t('task.fields')}</h2>
    <dl class="fields">
      ${fields.map((field) => html`<div key=${field.id}>
        <dt>${field.name}</dt>
        <dd>
          ${safeHref(field.href)
            ? html`<a href=${field.href} ...${away}>${field.display}</a>`
            : field.display || html`<span class="faint">${t('none')}</span>`}
        </dd>
      </div>`)}
    </dl>
  </section>`;
}

const Description = ({ task }) => html`<section aria-labelledby="h-text">
  <h2 id="h-text">${t('task.description')}</h2>
  ${task.description_nodes?.length
    ? html`<div class="prose"><${Rich} nodes=${task.description_nodes} /></div>`
    : html`<p class="sm dim">${t('task.description.none')}</p>`}
</section>`;

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
      ${contacts.map(([name, value]) => html`<div key=${name}><dt>${t(`preview.${name}`)}</dt><dd>${value}</dd></div>`)}
      ${preview.links?.length > 0 && html`<div>
        <dt>${t('preview.links')}</dt>
        <dd>
          ${preview.links.map((link) => html`<a
            key=${link.url || link} class="cut" href=${safeHref(link.url || link)} ...${away}
          >
            ${link.title || link.url || link}
          </a>`)}
        </dd>
      </div>`}
      ${preview.tags?.length > 0 && html`<div>
        <dt>${t('preview.tags')}</dt>
        <dd class="row wrap">
          ${preview.tags.map((tag) => html`<span
            key=${tag.name} class="badge" title=${tag.exists ? '' : t('preview.tag.new')}
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

function Names({ preview, target, task, onDone }) {
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
          await start(`${url(task.task_id)}/transfer-to-huntflow`, {
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
        hint=${t(`preview.from.${preview.name_from === 'cv' ? 'cv' : 'title'}`)}
      />
      <${Preview} preview=${preview} />
      ${form.error && html`<${HuntflowError} error=${form.error} />`}
      <div class="acts">
        <${Button} main type="submit" icon="send" busy=${form.busy} disabled=${!target.account_id}>
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

function TransferPanel({ task, onDone }) {
  const [target, setTarget] = useState(lastTarget);
  const [result, setResult] = useState(null);
  const [closed, setClosed] = useState(null);
  const inside = task.transfer?.state === 'done' ? task.transfer : null;
  const preview = useLoad(
    async () =>
      inside || result || !target.account_id
        ? null
        : get(`${url(task.task_id)}/transfer-preview`, { account_id: target.account_id }),
    [task.task_id, target.account_id, task.detailed_at, Boolean(inside || result)],
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
        task=${task.task_id} account=${inside.account_id} first=${inside.applicant_id} second=${inside.second_id}
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
            task=${task.task_id} target=${targetBody(target)} preview=${data} onDone=${finish} reload=${reload}
          />`
      : data
        ? html`<div aria-busy=${busy ? 'true' : undefined}>
            <${Names}
              key=${`${task.detailed_at}${data.first_name}${data.last_name}`} preview=${data} target=${target}
              task=${task} onDone=${finish}
            />
          </div>`
        : !error && target.account_id && html`<${Skeleton} rows=${5} height=${40} />`}
    ${!target.account_id && html`<p class="hint">${t('preview.first')}</p>`}
  `;
}

const History = ({ all }) =>
  all?.length > 1
    ? html`<section class="past">
        <h3>${t('task.transfers')}</h3>
        <ul class="rows">
          ${all.map((one) => html`<li key=${`${one.account_id}-${one.created_at}`}>
            ${one.url
              ? html`<a href=${one.url} ...${away}>${t('task.applicant', { id: one.applicant_id })}</a>`
              : html`<span>${t(`transfer.${one.state}`)}</span>`}
            <span class="xs faint push"><${Time} at=${one.created_at} /></span>
          </li>`)}
        </ul>
      </section>`
    : null;

function Body({ task, load, refresh, busy }) {
  useTitle(task.name || t('task.unnamed'));
  const reload = () => {
    load.reload();
    loadOverview();
  };
  return html`
    <nav class="crumbs" aria-label=${t('crumbs')}>
      <a href="/clickup/tasks/">${t('nav.tasks')}</a>
      <span aria-hidden="true">/</span>
      <span>${task.task_id}</span>
    </nav>
    <div class="head">
      <div>
        <div class="row wrap titled"><h1>${task.name || t('task.unnamed')}</h1><${Transfer} task=${task} /></div>
        <p class="sub">${task.detailed_at ? t('task.read', { ago: ago(task.detailed_at) }) : t('task.unread')}</p>
      </div>
      <div class="acts">
        <${Button} icon="refresh-cw" busy=${busy} onClick=${refresh}>${t('task.refresh')}</${Button}>
        ${safeHref(task.url) && html`<${Button} class="wide-only" icon="external-link" href=${task.url} ...${away}>
          ClickUp
        </${Button}>`}
      </div>
    </div>
    <div class="cols task">
      <div class="left">
        <${Facts} task=${task} />
        <${Description} task=${task} />
        <${Fields} task=${task} />
        <${Files} task=${task} />
        <${Comments} key=${task.detailed_at} task=${task} />
      </div>
      <aside class="right">
        <section class="panel hf" aria-labelledby="h-hf">
          <div class="ph"><h2 id="h-hf">${t('transfer.title')}</h2></div>
          <${TransferPanel} task=${task} onDone=${reload} />
          <${History} all=${task.transfers} />
        </section>
        <${LinkedTasks} link=${{ kind: 'clickup_task', id: task.task_id, title: task.name }} />
      </aside>
    </div>
  `;
}

export default function TaskPage({ params }) {
  const load = useLoad(() => get(url(params.id)), [params.id]);
  const [busy, setBusy] = useState(false);
  const task = load.data;
  const refresh = async () => {
    setBusy(true);
    try {
      load.set(await post(`${url(params.id)}/refresh`, {}));
    } catch (error) {
      toast(errorWords(error).detail, { action: t('retry'), onAction: refresh });
    }
    setBusy(false);
  };
  useEffect(() => { if (task && !task.detailed_at && !busy) refresh(); }, [task?.task_id]);
  if (!task && load.error) {
    return load.error.status === 404
      ? html`<${Gone} />`
      : html`
          <div class="head"><h1>${t('task.one')}</h1></div>
          <${ErrorNote} error=${load.error} retry=${load.reload} />
        `;
  }
  if (!task) {
    return html`<div class="head"><div><h1 class="sr">${t('task.one')}</h1></div></div><${Skeleton} rows=${9} />`;
  }
  return html`<${Body} task=${task} load=${load} refresh=${refresh} busy=${busy} />`;
}

function Gone() {
  useTitle(t('task.gone'));
  return html`
    <div class="head"><h1>${t('task.gone')}</h1></div>
    <${Empty} icon="search" text=${t('task.gone.what')}>
      <${Button} main href="/clickup/tasks/">${t('nav.tasks')}</${Button}>
    </${Empty}>
  `;
}
