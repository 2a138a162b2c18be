// mirrors: tasks of Bitrix24 portals: which projects mirror which workgroups, the tasks there, the one-off export.
import { html, useEffect, useState } from '../../lib/html.js';
import { errorWords } from '../../lib/errors.js';
import { useLoad } from '../../lib/load.js';
import { useTitle } from '../../lib/title.js';
import { all, del, get, page, post, start } from '../../lib/api.js';
import { num, t } from '../../lib/i18n.js';
import { bare } from '../../lib/list-rules.js';
import { here } from '../../lib/router.js';
import { me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { Button } from '../../ui/button.js';
import { ask } from '../../ui/dialog.js';
import { Time } from '../../ui/marks.js';
import { Menu } from '../../ui/menu.js';
import { Empty, Loaded, Skeleton } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Views } from '../../ui/table.js';
import { toast } from '../../ui/toast.js';
import { tabsOf } from './bitrix-rules.js';
import { MirrorForm } from './mirror-form.js';

const ROOT = '/api/v1/bitrix24/';
const PATH = '/bitrix24/tasks/';
const LOOK_MS = 2000;
const SIZE = 20;
const nameOf = (list, id) => list.find((one) => one.id === id)?.name ?? t('number', { id });

async function readAll() {
  const [accounts, mirrors, projects] = await Promise.all([
    get(`${ROOT}accounts/`), all(`${ROOT}projects/`), all('/api/v1/projects/'),
  ]);
  return { accounts, mirrors, projects };
}

/* What is refused is said; the page stays. */
const told = (fn) => async () => {
  try {
    await fn();
  } catch (error) {
    toast(errorWords(error).detail);
  }
};

function Mirror({ one, data, admin, recruiter, onEdit, onGone }) {
  const name = nameOf(data.projects, one.project_id);
  const sync = told(async () => {
    await post(`${ROOT}accounts/${one.account_id}/sync/`, { what: 'tasks' });
    toast(t('mirror.syncing'));
  });
  const remove = told(async () => {
    if (!(await ask({
      title: t('mirror.remove.title', { name }), text: t('mirror.remove.text'), deed: t('mirror.remove'), danger: true,
    }))) return;
    await del(`${ROOT}projects/${one.id}/`);
    onGone();
  });
  return html`<li>
    <div class="grow">
      <a class="mid" href=${`/projects/${one.project_id}/`}>${name}</a>
      <p class="sm dim">
        ${nameOf(data.accounts, one.account_id)} ·
        ${' '}${one.group_id ? t('mirror.of', { id: one.group_id }) : t('mirror.of.none')}
        ${one.read_at && html` · ${t('mirror.read')} <${Time} at=${one.read_at} />`}
      </p>
    </div>
    <div class="acts">
      ${recruiter && html`<${Button} small icon="refresh-cw" onClick=${sync}>
        ${t('mirror.sync')}<span class="sr"> ${name}</span>
      </${Button}>`}
      ${admin && html`<${Menu} label=${t('mirror.more', { name })} items=${[
        { icon: 'pencil', text: t('mirror.edit'), run: onEdit },
        { icon: 'trash-2', text: t('mirror.remove'), danger: true, run: remove },
      ]} />`}
    </div>
  </li>`;
}

const TaskList = ({ rows }) => html`<ul class="rows">${rows.map((one) => html`<li key=${`${one.account_id}-${one.id}`}>
  <a class="grow" href=${`/tasks/${one.task_id}/`}>${one.fields.title}</a>
  <span class="sm dim">
    ${t(one.state === 'unlinked' ? 'mirror.unlinked' : `work.status.${one.fields.status}`)}
  </span>
  ${one.changed_at && html`<span class="sm dim"><${Time} at=${one.changed_at} /></span>`}
</li>`)}</ul>`;

function Tasks({ query: asked, of }) {
  const filters = bare.read(asked);
  const load = useLoad(() => page(`${ROOT}tasks/`, { ...filters, page_size: SIZE }), [String(bare.write(filters)), of]);
  return html`<section class="part bitrixpart" aria-labelledby="h-mtasks">
    <div class="row sech">
      <h2 id="h-mtasks">${t('mirror.tasks')}</h2><span class="dim">${load.data && num(load.data.total)}</span>
    </div>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${4} />`}>
      ${({ rows }) => (rows.length === 0
        ? html`<${Empty} icon="list-checks" text=${t('mirror.tasks.none')} />`
        : html`
            <${TaskList} rows=${rows} />
            <${Pages} query=${bare} path=${PATH} filters=${filters} got=${load.data} />
          `)}
    </${Loaded}>
  </section>`;
}

/* One account's export: begun, under way, its file. */
function Export({ account }) {
  const [run, setRun] = useState(null);
  const open = run && ['queued', 'running'].includes(run.status);
  useEffect(() => {
    const last = get(`${ROOT}accounts/${account.id}/sync-logs/`, { sync_type: 'export', page_size: 1 });
    last.then(([one]) => setRun((now) => now ?? one ?? null), () => {});
  }, [account.id]);
  useEffect(() => {
    if (!open) return undefined;
    const timer = setInterval(told(async () => setRun(await get(`${ROOT}sync-logs/${run.id}/`))), LOOK_MS);
    return () => clearInterval(timer);
  }, [run?.id, open]);
  const begin = told(async () => {
    const { id } = await start(`${ROOT}export/`, { account_id: account.id });
    setRun({ id, status: 'queued', records_synced: 0 });
  });
  return html`<li>
    <span class="grow">${account.name}</span>
    <span class="sm dim" role="status">
      ${open && t('mirror.export.open', { n: num(run.records_synced) })}
      ${run && !open && run.status === 'error' && (run.error_message || t('mirror.export.failed'))}
    </span>
    <div class="acts">
      ${run && !open && run.status !== 'error' && html`
        <span class="sm dim"><${Time} at=${run.completed_at} /></span>
        <a class="lnk" href=${`${ROOT}export/${run.id}/`} download>
          ${t('mirror.export.file', { n: num(run.records_synced) })}
        </a>
      `}
      <${Button} small icon="download" busy=${open} onClick=${begin}>
        ${t('mirror.export')}<span class="sr"> ${account.name}</span>
      </${Button}>
    </div>
  </li>`;
}

export default function MirrorsPage() {
  useTitle(t('mirror.title'));
  const [form, setForm] = useState(null);
  const load = useLoad(readAll, []);
  const admin = may(me.value, 'admin');
  const recruiter = may(me.value, 'recruiter');
  const data = load.data;
  const saved = () => { setForm(null); load.reload(); };
  return html`
    <div class="head inline">
      <div><h1>${t('nav.bitrix')}</h1><p class="sub">${t('mirror.sub')}</p></div>
      ${admin && data?.accounts.length > 0 && html`<div class="acts">
        <${Button} main icon="plus" onClick=${() => setForm({})}>${t('mirror.add')}</${Button}>
      </div>`}
    </div>
    <${Views}
      label=${t('bitrix.tabs')} items=${tabsOf('tasks').map((one) => ({ ...one, text: t(`bitrix.tab.${one.key}`) }))}
    />
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${4} />`}>
      ${() => html`
        ${data.mirrors.length === 0
          ? html`<${Empty}
              icon="refresh-cw" text=${t(data.accounts.length > 0 ? 'mirror.none' : 'mirror.no_account')}
            />`
          : html`<section class="part" aria-labelledby="h-mlinked">
              <div class="row sech"><h2 id="h-mlinked">${t('mirror.linked')}</h2></div>
              <ul class="rows tall bitrixrows">${data.mirrors.map((one) => html`<${Mirror}
                key=${one.id} one=${one} data=${data} admin=${admin} recruiter=${recruiter}
                onEdit=${() => setForm({ one })} onGone=${load.reload}
              />`)}</ul>
            </section>`}
        <${Tasks} query=${here.value.query} of=${data} />
        ${admin && data.accounts.length > 0 && html`<section class="part bitrixpart" aria-labelledby="h-mexport">
          <div class="row sech"><h2 id="h-mexport">${t('mirror.exports')}</h2></div>
          <p class="sm dim">${t('mirror.exports.what')}</p>
          <ul class="rows tall bitrixrows">
            ${data.accounts.map((account) => html`<${Export} key=${account.id} account=${account} />`)}
          </ul>
        </section>`}
      `}
    </${Loaded}>
    ${form && html`<${MirrorForm}
      one=${form.one} accounts=${data.accounts} projects=${data.projects} onSaved=${saved}
      onClose=${() => setForm(null)}
    />`}
  `;
}
