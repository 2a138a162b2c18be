// settings: the key, its check, the way to the list (team, space, folder, list), how often to sync.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Icon, Button } from '../../ui/button.js';
import { Time } from '../../ui/marks.js';
import { Note, ErrorNote, Skeleton, Loaded } from '../../ui/states.js';
import { ask, Dialog } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { TextField, SelectField, Switch } from '../../ui/fields.js';
import { t, num, ago, when } from '../../lib/i18n.js';
import { get, post, patch } from '../../lib/api.js';
import { useForm, Fix, FormError } from '../../ui/form.js';
import { required, whole } from '../../lib/checks.js';
import { loadOverview } from '../../lib/session.js';
import { FieldsPart } from './fields.js';
import { HookPart, NextSync } from './webhook.js';
import { bodyOf, initialOf, below, stateLook, options, listsOf, placeOf, MARKS } from './settings-rules.js';

function useCheck() {
  const [check, setCheck] = useState({ busy: false, ok: null, error: null });
  const run = async (key) => {
    setCheck({ busy: true, ok: null, error: null });
    try {
      const ok = await post('/clickup/api/test-connection', key ? { api_key: key } : {});
      setCheck({ busy: false, ok, error: null });
      return ok;
    } catch (error) {
      setCheck({ busy: false, ok: null, error });
      return null;
    }
  };
  return { ...check, run };
}

function KeyForm({ known, onSaved, onCancel }) {
  const check = useCheck();
  const form = useForm({
    initial: { clickup_api_key: '' },
    checks: { clickup_api_key: required },
    save: async ({ clickup_api_key: key }) => {
      if (!(await check.run(key.trim()))) return { clickup_api_key: key };
      await patch('/api/v1/profile', { clickup_api_key: key.trim() });
      toast(t('clickup.key.saved'));
      onSaved();
      return { clickup_api_key: '' };
    },
  });
  return html`<form onSubmit=${form.submit} noValidate>
    <${TextField}
      field=${form.field('clickup_api_key')} type="password" label=${t('clickup.key')} hint=${t('clickup.key.where')}
      spellcheck="false" maxlength="200"
    />
    ${check.error && html`<${ErrorNote} error=${check.error} />`}
    <${FormError} form=${form} />
    <div class="acts">
      <${Button} main type="submit" icon="plug" busy=${form.busy}>${t('clickup.key.connect')}</${Button}>
      ${known && html`<${Button} quiet onClick=${onCancel}>${t('cancel')}</${Button}>`}
    </div>
  </form>`;
}

function Key({ settings, onChange }) {
  const [edit, setEdit] = useState(false);
  const check = useCheck();
  const { set, tail } = settings.api_key || {};
  const remove = async () => {
    if (
      !(await ask({
        title: t('clickup.key.remove.title'),
        text: t('clickup.key.remove.text'),
        deed: t('clickup.key.remove'),
        danger: true,
      }))
    ) {
      return;
    }
    try {
      await patch('/api/v1/profile', { clickup_api_key: '' });
      onChange();
    } catch (error) {
      toast(errorWords(error).detail);
    }
  };
  const look = check.error ? 'bad' : check.ok ? 'ok' : stateLook(settings);
  return html`<section class="part" aria-labelledby="h-key">
    <div class="row sech">
      <h2 id="h-key">${t('clickup.access')}</h2>
      ${set && html`<span class=${`st ${look}`}>
        ${t(`clickup.state.${check.ok ? 'ok' : check.error ? 'error' : settings.status || 'new'}`)}
      </span>`}
    </div>
    ${!set || edit
      ? html`<${KeyForm}
          known=${set} onCancel=${() => setEdit(false)} onSaved=${() => { setEdit(false); onChange(); }}
        />`
      : html`
          <div class="keyrow">
            <${Icon} name="key-round" />
            <div class="grow">
              <b class="mid">${t('key.tail', { tail })}</b>
              <span class="xs faint">
                ${settings.checked_at ? t('key.checked', { ago: ago(settings.checked_at) }) : t('key.unchecked')}
              </span>
            </div>
            <div class="acts">
              <${Button}
                small icon="refresh-cw" busy=${check.busy}
                onClick=${async () => { if (await check.run()) loadOverview(); }}
              >
                ${t('check')}
              </${Button}>
              <${Button} small quiet onClick=${() => setEdit(true)}>${t('replace')}</${Button}>
              <${Button} small quiet danger onClick=${remove}>${t('remove')}</${Button}>
            </div>
          </div>
          ${check.ok && html`<div class="note done" role="status">
            <${Icon} name="check" />
            <div>
              <b class="mid">${t('clickup.check.ok')}</b>
              <p class="sm dim">
                ${t('clickup.check.who', {
                  name: check.ok.user?.username || check.ok.user?.email || '',
                  n: check.ok.teams?.length || 0,
                })}
              </p>
            </div>
          </div>`}
          ${check.error && html`<${ErrorNote} error=${check.error} />`}
          ${!check.error && (settings.status === 'refused' || settings.status === 'error') && html`<${Note}
            kind="bad" icon="triangle-alert" title=${t(`clickup.state.${settings.status}`)}
          >
            ${settings.status_text}
          </${Note}>`}
        `}
  </section>`;
}

/* Each level waits for the one above it; changing a level empties those below. */
function useLevels({ team_id: team, space_id: space, folder_id: folder }) {
  return {
    team_id: useLoad(async () => (await get('/clickup/api/path-options')).teams, []),
    space_id: useLoad(async () => (team ? get('/clickup/api/spaces', { team_id: team }) : []), [team]),
    folder_id: useLoad(async () => (space ? get('/clickup/api/folders', { space_id: space }) : []), [space]),
    list_id: useLoad(
      async () => (space ? get('/clickup/api/lists', folder ? { folder_id: folder } : { space_id: space }) : []),
      [space, folder],
    ),
  };
}

const LEVELS = ['team_id', 'space_id', 'folder_id', 'list_id'];

function Path({ form, levels }) {
  const { values } = form;
  const above = { team_id: true, space_id: values.team_id, folder_id: values.space_id, list_id: values.space_id };
  const pick = (name) => (event) => {
    form.set(name, event.currentTarget.value);
    for (const lower of below(name)) form.set(lower, '');
  };
  return html`<ol class="path form">
    ${LEVELS.map((name) => {
      const { data, busy, error, reload } = levels[name];
      const loading = busy && Boolean(above[name]);
      return html`<li
        key=${name}
        class=${values[name] || (name === 'folder_id' && values.list_id) ? 'done' : above[name] ? 'now' : ''}
      >
        <div>
          <${SelectField}
            field=${{ ...form.field(name), onInput: pick(name) }} label=${t(`clickup.${name}`)}
            disabled=${!above[name] || loading || undefined} busy=${loading}
            none=${loading ? t('loading') : name === 'folder_id' ? t('clickup.no_folder') : t('target.choose')}
            options=${options(data, values[name], values[name.replace('_id', '_name')])}
            hint=${name === 'folder_id' ? t('clickup.folder.hint') : ''}
          />
          ${error && html`<${ErrorNote} error=${error} retry=${reload} />`}
        </div>
      </li>`;
    })}
  </ol>`;
}

const saveDone = (settings) =>
  toast(
    t('clickup.saved'),
    settings.tasks_cached
      ? {}
      : {
          action: t('sync.do'),
          onAction: () =>
            post('/clickup/api/sync-tasks', {}).then(
              () => { toast(t('sync.started')); loadOverview(); },
              (error) => toast(errorWords(error).detail),
            ),
        },
  );

function ListForm({ settings, onSaved }) {
  const form = useForm({
    initial: initialOf(settings),
    checks: {
      team_id: required,
      space_id: required,
      list_id: required,
      sync_interval: whole(1, 1440),
      max_tasks: whole(1, 1000000),
      mark_status: (value, { mark }) => (mark === 'status' ? required(value) : ''),
    },
    save: async (values) => {
      const saved = await post('/clickup/settings', bodyOf(values));
      onSaved(saved);
      saveDone(saved);
      loadOverview();
      return initialOf(saved);
    },
  });
  const levels = useLevels(form.values);
  return html`<form class="stack" onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
    <section class="part" aria-labelledby="h-list">
      <div class="row sech"><h2 id="h-list">${t('clickup.list')}</h2><${Fix} form=${form} /></div>
      <p class="sm dim">${t('clickup.list.what')}</p>
      <${Path} form=${form} levels=${levels} />
    </section>
    <section class="part" aria-labelledby="h-auto">
      <h2 id="h-auto">${t('clickup.sync')}</h2>
      <${Switch} field=${form.field('auto_sync')} label=${t('clickup.auto_sync')} hint=${t('clickup.auto_sync.hint')} />
      <${NextSync} settings=${settings} />
      <div class="pair">
        <${TextField}
          field=${form.field('sync_interval')} type="number" inputmode="numeric" min="1" max="1440"
          label=${t('clickup.sync_interval')} hint=${t('clickup.sync_interval.hint')}
        />
        <${TextField}
          field=${form.field('max_tasks')} type="number" inputmode="numeric" min="1" label=${t('clickup.max_tasks')}
          hint=${t('clickup.max_tasks.hint')}
        />
      </div>
      <${Switch}
        field=${form.field('include_closed')} label=${t('clickup.include_closed')}
        hint=${t('clickup.include_closed.hint')}
      />
      <${Switch} field=${form.field('subtasks')} label=${t('clickup.subtasks')} hint=${t('clickup.subtasks.hint')} />
    </section>
    <section class="part" aria-labelledby="h-mark">
      <h2 id="h-mark">${t('clickup.mark')}</h2>
      <div class="pair">
        <${SelectField}
          field=${form.field('mark')} label=${t('clickup.mark.how')} hint=${t('clickup.mark.hint')}
          options=${MARKS.map((value) => ({ value, label: t(`clickup.mark.${value}`) }))}
        />
        ${form.values.mark === 'status' && html`<${TextField}
          field=${form.field('mark_status')} label=${t('clickup.mark.to')} hint=${t('clickup.mark.to.hint')}
          maxlength="200"
        />`}
      </div>
    </section>
    <${FormError} form=${form} />
    <div class="acts save">
      <${Button} main type="submit" busy=${form.busy}>${t('save')}</${Button}>
      ${form.dirty && html`<${Button} quiet onClick=${() => form.reset()}>${t('form.reset')}</${Button}>`}
    </div>
  </form>`;
}

function AddList({ settings, onSaved, onClose }) {
  const form = useForm({
    initial: { ...initialOf(settings), list_id: '' },
    checks: { team_id: required, space_id: required, list_id: required },
    guard: false,
    save: async (values) => {
      onSaved(await post('/clickup/settings', { lists: [...listsOf(settings), placeOf(values)] }));
      onClose();
    },
  });
  const levels = useLevels(form.values);
  return html`<${Dialog} title=${t('clickup.lists.add')} onClose=${onClose}>
    <form class="stack" onSubmit=${form.submit} noValidate>
      <${Path} form=${form} levels=${levels} />
      <${FormError} form=${form} />
      <div class="acts"><${Button} main type="submit" busy=${form.busy}>${t('clickup.lists.add')}</${Button}></div>
    </form>
  </${Dialog}>`;
}

/* Lists beside the first: their tasks come into the same cache. */
function Lists({ settings, onSaved }) {
  const [adding, setAdding] = useState(false);
  const remove = async (id) => {
    try {
      onSaved(await post('/clickup/settings', { lists: listsOf(settings).filter((list) => list.list_id !== id) }));
    } catch (error) {
      toast(errorWords(error).detail);
    }
  };
  return html`<section class="part" aria-labelledby="h-lists">
    <h2 id="h-lists">${t('clickup.lists')}</h2>
    <p class="sm dim">${t('clickup.lists.what')}</p>
    <ul class="rows">
      ${(settings.lists || []).map(({ list_id: id, path }) => html`<li key=${id}>
        <span>${path}</span>
        <${Button}
          small quiet danger class="push" aria-label=${t('clickup.lists.remove', { name: path })}
          onClick=${() => remove(id)}
        >
          ${t('remove')}
        </${Button}>
      </li>`)}
    </ul>
    <div class="acts">
      <${Button} small icon="plus" onClick=${() => setAdding(true)}>${t('clickup.lists.add')}</${Button}>
    </div>
    ${adding && html`<${AddList} settings=${settings} onSaved=${onSaved} onClose=${() => setAdding(false)} />`}
  </section>`;
}

function Cache({ settings, onChange }) {
  const clear = async () => {
    if (
      !(await ask({
        title: t('clickup.clear.title'),
        text: t('clickup.clear.text'),
        deed: t('clickup.clear'),
        danger: true,
      }))
    ) {
      return;
    }
    try {
      const { deleted } = await post('/clickup/api/clear-cache', {});
      toast(t('clickup.cleared', { n: deleted }));
      onChange();
      loadOverview();
    } catch (error) {
      toast(errorWords(error).detail);
    }
  };
  return html`<section class="part" aria-labelledby="h-cache">
    <h2 id="h-cache">${t('clickup.cache')}</h2>
    <dl class="fields tight">
      <div><dt>${t('clickup.cached')}</dt><dd>${num(settings.tasks_cached || 0)}</dd></div>
      <div>
        <dt>${t('clickup.last_sync')}</dt>
        <dd>${settings.last_sync_at ? html`<${Time} at=${settings.last_sync_at} />` : t('never')}</dd>
      </div>
      ${settings.auto_sync && settings.status !== 'refused' && settings.next_run_at && html`<div>
        <dt>${t('clickup.next_sync')}</dt>
        <dd>${when(settings.next_run_at)}</dd>
      </div>`}
    </dl>
    <div class="acts">
      <${Button} small href="/clickup/sync-logs/">${t('nav.syncs')}</${Button}>
      ${settings.tasks_cached > 0 && html`<${Button} small quiet danger onClick=${clear}>
        ${t('clickup.clear')}
      </${Button}>`}
    </div>
  </section>`;
}

export default function ClickUpSettingsPage() {
  useTitle(t('clickup.title'));
  const load = useLoad(() => get('/clickup/settings'), []);
  const [round, setRound] = useState(0);
  const renew = () => {
    load.reload();
    setRound((n) => n + 1);
    loadOverview();
  };
  return html`
    <div class="head">
      <div><h1>${t('clickup.title')}</h1><p class="sub">${load.data?.path || t('clickup.sub')}</p></div>
    </div>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${8} />`}>
      ${(settings) => html`<div class="formpage">
        <${Key} settings=${settings} onChange=${renew} />
        ${settings.api_key?.set && html`<${ListForm} key=${round} settings=${settings} onSaved=${load.set} />`}
        ${settings.list_id && html`<${Lists} settings=${settings} onSaved=${load.set} />`}
        ${settings.list_id && html`<${FieldsPart} key=${`fields${settings.list_id} ${settings.tasks_cached}`} />`}
        ${settings.list_id && html`<${HookPart} key=${`hook${settings.list_id}`} />`}
        ${settings.list_id && html`<${Cache} settings=${settings} onChange=${renew} />`}
      </div>`}
    </${Loaded}>
  `;
}
