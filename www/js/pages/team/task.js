// task: one task of the team: over the list that it was opened from, or as a page of its own.
import { html, useRef, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { t } from '../../lib/i18n.js';
import { lettersOver, useKeys } from '../../lib/keys.js';
import { go, uncover } from '../../lib/router.js';
import { me } from '../../lib/session.js';
import { allows, differences, taskHref } from '../../lib/team-rules.js';
import { changeTask, getTask, knownTask, order, useTaskChanges, watchTask } from '../../lib/team.js';
import { useTaskKeys } from '../../ui/team-acts.js';
import { change, remove, say } from '../../ui/team-change.js';
import { Button, IconButton } from '../../ui/button.js';
import { Badge } from '../../ui/marks.js';
import { Checklist } from '../../ui/checklist.js';
import { Dialog } from '../../ui/dialog.js';
import { EditLine, EditMarkdown } from '../../ui/edit-text.js';
import { Empty, ErrorNote, Note, Skeleton } from '../../ui/states.js';
import { Menu } from '../../ui/menu.js';
import { Kinds } from '../../ui/timeline.js';
import { useTurn } from '../../ui/turns.js';
import { copyText } from '../../ui/copy.js';
import { Comments } from './task-comments.js';
import { Conflict } from './task-conflict.js';
import { Facts } from './task-facts.js';
import { Files } from './task-files.js';
import { History } from './task-history.js';

const Part = ({ level, name, id, count, look, children }) => html`<section class=${look} aria-labelledby=${`h-${id}`}>
  <div class="row sech">
    <${level} id=${`h-${id}`}>${name}</${level}>
    ${count && html`<span class="faint sm num">${count}</span>`}
  </div>
  ${children}
</section>`;

/* What people say and what became of it: one of both at a time. */
function Talk({ task, rights }) {
  const [kind, setKind] = useState('comments');
  const kinds = [
    { name: 'comments', text: t('work.comments') },
    { name: 'history', text: t('work.history') },
  ];
  return html`<section class="talk" aria-label=${t('work.talk')}>
    <${Kinds} label=${t('work.talk')} kinds=${kinds} chosen=${kind} onChoose=${setKind} />
    ${kind === 'comments'
      ? html`<${Comments} id=${task.id} may=${rights} />`
      : html`<${History} id=${task.id} />`}
  </section>`;
}

/* Texts are saved with the version that they were made of: who changes what another changed meanwhile sees both. */
function useTexts(task, put) {
  const [conflict, setConflict] = useState(null);
  const save = async (fields, { value, version }) => {
    try {
      put(await changeTask(task.id, { ...fields, version }));
      return true;
    } catch (error) {
      if (error.status === 409 && error.current) {
        const same = Object.keys(fields).every((name) => error.current[name] === value);
        if (same) return save(fields, { value, version: error.current.version });
        return new Promise((done) => setConflict({ fields, current: error.current, done }));
      }
      say(error);
      return false;
    }
  };
  const end = async (keeps) => {
    const { fields, current, done } = conflict;
    setConflict(null);
    if (keeps) done(await save(fields, { version: current.version }));
    else {
      put(current);
      done(true);
    }
  };
  /* Nothing is decided: what was written is still there to be edited. */
  const later = () => {
    setConflict(null);
    conflict.done(false);
  };
  return { save, conflict, end, later };
}

function Acts({ task, rights, set, onGone, over }) {
  const mine = task.watchers.includes(me.value?.id);
  const done = task.status === 'done';
  const copy = () => copyText(new URL(taskHref(task), location.origin).href, t('work.copied'));
  const items = [
    { icon: 'link', text: t('work.copy'), run: copy },
    over && { icon: 'external-link', text: t('work.full'), run: () => location.assign(taskHref(task)) },
    { icon: 'bell', text: t(mine ? 'work.unwatch' : 'work.watch'), run: () => watchTask(task.id, !mine).catch(say) },
    rights.delete && {
      icon: 'trash-2', danger: true, text: t('work.delete'), run: () => remove(task, { onDone: onGone }),
    },
  ];
  return html`
    ${rights.change && html`<${Button}
      small main=${!done} icon=${done ? 'rotate-ccw' : 'check'} onClick=${() => set({ is_completed: !done })}
    >
      ${t(done ? 'work.uncomplete' : 'work.complete')}
    </${Button}>`}
    <${Menu} label=${t('work.menu')} items=${items} />
  `;
}

const RIGHTS = ['comment', 'change', 'delete', 'moderate'];
/* Each of them is said, also that it is lacking: what may be changed is so unless it is denied. */
const rightsOf = (task) => Object.fromEntries(RIGHTS.map((name) => [name, allows(task, name)]));

/* whole: the task was read, and is no row of a list. The title and the facts are painted before the rest is drawn. */
/* acts: what stands beside the title. */
function Body({ task, whole, put, rights, set, as, acts }) {
  const texts = useTexts(task, put);
  const turn = useTurn(1);
  return html`
    <${EditLine}
      id="task-title" as=${as} value=${task.title} version=${task.version} label=${t('work.title.edit')}
      may=${rights.change} onSave=${(title, from) => texts.save({ title }, from)}
    />
    ${acts}
    ${task.source !== 'own' && html`<${Badge} kind="info" icon="info">${t(`work.source.${task.source}`)}</${Badge}>`}
    ${!rights.change && task.source === 'own' && html`<${Note}>${t('work.denied')}</${Note}>`}
    <${Facts} task=${task} may=${rights.change} onChange=${set} />
    ${whole && turn
      ? html`<${Rest} task=${task} texts=${texts} rights=${rights} set=${set} level=${as === 'h1' ? 'h2' : 'h3'} />`
      : html`<${Skeleton} rows=${6} />`}
    ${texts.conflict && html`<${Conflict}
      differences=${differences(texts.conflict.fields, texts.conflict.current)}
      onKeep=${() => texts.end(true)} onTake=${() => texts.end(false)} onClose=${texts.later}
    />`}
  `;
}

function Rest({ task, texts, rights, set, level }) {
  const done = task.checklist.filter((point) => point.done).length;
  return html`
    <${Part} level=${level} id="text" name=${t('work.description')}>
      <${EditMarkdown}
        value=${task.description} nodes=${task.description_nodes} version=${task.version}
        label=${t('work.text.edit')} may=${rights.change}
        none=${t(rights.change ? 'work.text.none' : 'work.text.none.read')}
        onSave=${(description, from) => texts.save({ description }, from)}
      />
    </${Part}>
    ${(rights.change || task.checklist.length > 0) && html`<${Part}
      level=${level} id="points" name=${t('work.checklist')}
      count=${task.checklist.length > 0 && t('work.points', { done, all: task.checklist.length })}
    >
      <${Checklist}
        points=${task.checklist} may=${rights.change} onChange=${(checklist) => set({ checklist }, { quiet: true })}
      />
    </${Part}>`}
    <${Part} level=${level} id="files" name=${t('work.files')} look="tfiles">
      <${Files} id=${task.id} may=${rights.change} />
    </${Part}>
    <${Talk} task=${task} rights=${rights} />
  `;
}

/*
 * Fields that are saved one after the other while their person goes on: own, the newest of them, stand over
 * whatever is read meanwhile, so that the next change begins from them.
 */
function useSaves() {
  const [own, setOwn] = useState({});
  const queue = useRef({ last: Promise.resolve(), left: 0 });
  const save = (fields, send) => {
    setOwn((old) => ({ ...old, ...fields }));
    queue.current.left += 1;
    queue.current.last = queue.current.last.then(send).finally(() => {
      queue.current.left -= 1;
      if (queue.current.left === 0) setOwn({});
    });
    return queue.current.last;
  };
  return { own, save };
}

/* The task and what is done to it; it is read anew when others change it. What was read before a change and comes
 * after it is older: the newer of two is kept. row: what a list knows of it, until it is read. */
function useTask(id, row) {
  const known = useRef({});
  const newer = (task) => {
    const old = known.current;
    if (old.id !== task.id) known.current = task;
    else if (task.version >= old.version) known.current = { ...old, ...task };
    return known.current;
  };
  const load = useLoad(async () => newer(await getTask(id)), [id]);
  const [gone, setGone] = useState(false);
  const put = (task) => load.set(newer(task));
  useTaskChanges((change) => {
    if (change.id && change.id !== Number(id)) return;
    if (change.gone) setGone(true);
    else if (change.task?.description !== undefined) put(change.task);
    else load.reload();
  });
  const { own, save } = useSaves();
  const read = load.data ?? (load.error ? undefined : row);
  const task = read && { ...read, ...own };
  const quietly = (fields) => changeTask(id, fields).then(put, (error) => { load.reload(); say(error); });
  const set = (fields, { quiet } = {}) =>
    save(fields, () => (quiet ? quietly(fields) : change(task, fields, put)));
  if (gone) return { load: { data: undefined, error: { status: 404 } }, put, set };
  return { load: { ...load, data: task }, whole: Boolean(load.data), put, set };
}

const Gone = () => html`<${Empty} icon="list-checks" text=${`${t('work.gone')}. ${t('work.gone.what')}`}>
  <div class="acts">
    <${Button} href="/tasks/">${t('work.back')}</${Button}>
    <${Button} href="/tasks/bin/" icon="trash-2">${t('bin.open')}</${Button}>
  </div>
</${Empty}>`;

const Failed = ({ load }) =>
  load.error?.status === 404
    ? html`<${Gone} />`
    : load.error
      ? html`<${ErrorNote} error=${load.error} retry=${load.reload} />`
      : html`<${Skeleton} rows=${8} />`;

/* The next and the former one of the list beneath. */
function Steps({ id }) {
  const at = order.value.indexOf(id);
  if (at < 0) return null;
  const step = (n) => go(taskHref({ id: order.value[n] }), { replace: true });
  return html`
    <${IconButton}
      icon="arrow-up" label=${t('work.prev')} aria-disabled=${at === 0 ? 'true' : undefined}
      onClick=${() => at > 0 && step(at - 1)}
    />
    <${IconButton}
      icon="arrow-down" label=${t('work.next')} aria-disabled=${at === order.value.length - 1 ? 'true' : undefined}
      onClick=${() => at < order.value.length - 1 && step(at + 1)}
    />
  `;
}

/* j and k lead to the next and the former one, as in the list. */
function useSteps(id) {
  useKeys((event) => {
    const move = lettersOver(event) && { KeyJ: 1, KeyK: -1 }[event.code];
    const at = order.value.indexOf(id);
    const next = move && at >= 0 && order.value[at + move];
    if (next) go(taskHref({ id: next }), { replace: true });
  });
}

export function Over({ params }) {
  const id = Number(params.id);
  const [row] = useState(() => knownTask(id));
  const { load, whole, put, set } = useTask(params.id, row);
  const task = load.data;
  const rights = task ? rightsOf(task) : {};
  useSteps(id);
  useTaskKeys(() => task, { set: (_, fields) => set(fields), over: true });
  return html`<${Dialog} drawer letters class="taskbox" label=${task?.title || t('work.one')} onClose=${uncover}>
    <div class="row dhead">
      <span class="dim sm grow cut1" data-tip="">
        ${task?.list ? html`<a href=${`/projects/${task.list}/`}>${task.list_name}</a>` : t('work.personal')}
        ${' '}<span class="faint">#${id}</span>
      </span>
      ${task && html`<${Acts} task=${task} rights=${rights} set=${set} onGone=${uncover} over />`}
      <${Steps} id=${id} />
      <${IconButton} icon="x" label=${t('close')} onClick=${uncover} />
    </div>
    <div class="tbody" tabindex="-1" autofocus>
      ${task
        ? html`<${Body} key=${id} task=${task} whole=${whole} put=${put} rights=${rights} set=${set} as="h2" />`
        : html`<${Failed} load=${load} />`}
    </div>
  </${Dialog}>`;
}

export default function TaskPage({ params }) {
  const { load, whole, put, set } = useTask(params.id);
  const task = load.data;
  useTitle(task?.title || t('work.one'));
  const rights = task ? rightsOf(task) : {};
  useTaskKeys(() => task, { set: (_, fields) => set(fields) });
  return html`
    <nav class="crumbs" aria-label=${t('crumbs')}>
      <a href="/tasks/">${t('nav.work')}</a>
      <span aria-hidden="true">/</span>
      ${task?.list && html`<a href=${`/projects/${task.list}/`}>${task.list_name}</a><span aria-hidden="true">/</span>`}
      <span>#${params.id}</span>
    </nav>
    <div class="tpage">
      ${task
        ? html`<${Body}
            task=${task} whole=${whole} put=${put} rights=${rights} set=${set} as="h1"
            acts=${html`<div class="acts tacts">
              <${Acts} task=${task} rights=${rights} set=${set} onGone=${() => go('/tasks/')} />
            </div>`}
          />`
        : html`<h1>${t('work.one')}</h1><${Failed} load=${load} />`}
    </div>
  `;
}
