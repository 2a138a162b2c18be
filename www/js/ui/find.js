// find: the Ctrl-K box: what one looked at, actions, pages, people, tasks and projects, each in its group.
import { html, useState, useEffect, useRef } from '../lib/html.js';
import { errorWords } from '../lib/errors.js';
import { Icon } from './button.js';
import { Dialog } from './dialog.js';
import { toast } from './toast.js';
import { t } from '../lib/i18n.js';
import { post } from '../lib/api.js';
import { go } from '../lib/router.js';
import { may } from '../lib/session-rules.js';
import { me, flipTheme, flipLang } from '../lib/session.js';
import { lastAccount } from '../lib/account.js';
import { applicantsHref, vacanciesHref } from '../lib/huntflow-rules.js';
import { addNew } from '../lib/adding.js';
import { recent } from '../lib/recent.js';
import { step } from '../lib/step-rules.js';
import { found, groupsOf, markedOf } from '../lib/find-rules.js';
import { useFound, useOpened } from './find-search.js';

async function syncNow() {
  try {
    await post('/clickup/api/sync-tasks', {});
    toast(t('sync.started'));
  } catch (error) {
    toast(errorWords(error).detail);
  }
}

/* { pages, acts } */
function commands({ pages, signOut, onHelp }) {
  const open = pages.map((page) => ({
    id: page.name,
    icon: page.icon,
    text: t(`nav.${page.name}`),
    run: () => (page.name === 'api' ? location.assign(page.href) : go(page.href)),
  }));
  const account = may(me.value, 'recruiter') && lastAccount();
  const inside = account
    ? [
        ['applicants', 'users', applicantsHref(account)],
        ['vacancies', 'briefcase', vacanciesHref(account)],
      ]
    : [];
  open.push(
    ...inside.map(([name, icon, href]) => ({
      id: name,
      icon,
      text: t(`find.${name}`),
      run: () => go(href),
    })),
  );
  const acts = [
    may(me.value, 'member') && { id: 'a-task', icon: 'plus', text: t('work.new'), run: () => addNew() },
    may(me.value, 'recruiter') && {
      id: 'a-import',
      icon: 'download',
      text: t('imports.new'),
      run: () => go('/clickup/bulk-import/?new=1'),
    },
    may(me.value, 'recruiter') && { id: 'a-sync', icon: 'refresh-cw', text: t('find.sync'), run: syncNow },
    { id: 'a-theme', icon: 'contrast', text: t('theme.switch'), run: flipTheme },
    { id: 'a-lang', icon: 'globe', text: t('lang.switch'), run: flipLang },
    { id: 'a-help', icon: 'keyboard', text: t('help.title'), run: onHelp },
    { id: 'a-out', icon: 'log-out', text: t('logout'), run: signOut },
  ];
  return { pages: open, acts: acts.filter(Boolean) };
}

const recentItem = ({ path, text }) => ({
  id: `r-${path}`, icon: 'clock', text, href: path, run: () => go(path),
});

/* The page that is open is no news. */
const seenBefore = () => recent().filter(({ path }) => path !== location.pathname).map(recentItem);

/* What is done to one of the found: all that the box shows then. */
const withActs = (item) => item.acts().map((act) => ({ ...act, id: `${item.id}-${act.id}` }));

/* What was typed, where it stands in the name. */
const Name = ({ text, typed }) => html`<span class="cut1">
  ${markedOf(text, typed).map((piece, i) => (i % 2 ? html`<mark>${piece}</mark>` : piece))}
</span>`;

const Item = ({ item, i, at, typed, pick, into, setAt }) => html`<li
  id=${`f-${item.id}`} role="option" aria-selected=${String(i === at)} onClick=${() => pick(item)}
  onMouseMove=${() => at !== i && setAt(i)}
>
  <${Icon} name=${item.icon} />
  <${Name} text=${item.text} typed=${typed} />
  <span class="xs faint push cut1 fhint">${item.hint}</span>
  ${item.acts && html`<span
    class="facts" title=${t('find.acts')} aria-hidden="true"
    onClick=${(event) => { event.stopPropagation(); into(item); }}
  >
    ${i === at ? html`<kbd>Tab</kbd>` : html`<${Icon} name="chevron-right" />`}
  </span>`}
</li>`;

export function Find({ onClose, ...given }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [inside, setInside] = useState(null);
  const box = useRef();
  const field = useRef();
  const wanted = inside ? '' : text;
  const { people, tasks, projects } = useFound(wanted);
  const opened = useOpened();
  const { pages, acts } = commands(given);
  const groups = inside
    ? [{ key: 'acts', head: t('find.group.acts'), items: found(withActs(inside), text) }]
    : groupsOf([
        { key: 'here', head: opened.name, items: found(opened.acts, text) },
        { key: 'recent', head: t('find.group.recent'), items: found(seenBefore(), text) },
        { key: 'pages', head: t('find.group.pages'), items: text.trim() ? found(pages, text) : [] },
        { key: 'acts', head: t('find.group.acts'), items: found(acts, text) },
        { key: 'people', head: t('find.group.people'), items: people },
        { key: 'tasks', head: t('find.group.tasks'), items: tasks },
        { key: 'projects', head: t('find.group.projects'), items: projects },
        { key: 'pages', head: t('find.group.pages'), items: text.trim() ? [] : pages },
      ]);
  const items = groups.flatMap((group) => group.items);
  useEffect(() => {
    box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const pick = (item) => {
    onClose();
    item.run();
  };
  const into = (item) => {
    setInside(item);
    setText('');
    setAt(0);
    field.current.focus();
  };
  const leave = () => (inside ? into(null) : onClose());
  const onKeyDown = (event) => {
    const item = items[at];
    const act =
      {
        ArrowDown: () => setAt(Math.max(0, step(at, items.length, event.key))),
        ArrowUp: () => setAt(Math.max(0, step(at, items.length, event.key))),
        Enter: item && (() => pick(item)),
        Tab: item?.acts && !event.shiftKey && (() => into(item)),
        Backspace: inside && !text && leave,
        // A search field would be emptied first.
        Escape: leave,
      }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return html`<${Dialog} class="findbox" label=${t('find.label')} onClose=${leave}>
    <div class="search">
      <${Icon} name="search" />
      <input
        class="in" type="search" role="combobox" autofocus aria-expanded="true" ref=${field}
        aria-label=${inside ? t('find.acts.of', { name: inside.text }) : t('find.label')}
        aria-controls="found" aria-autocomplete="list"
        aria-activedescendant=${items[at] ? `f-${items[at].id}` : undefined}
        placeholder=${inside ? inside.text : t('find.hint')} value=${text}
        onInput=${(event) => { setText(event.currentTarget.value); setAt(0); }} onKeyDown=${onKeyDown}
      />
    </div>
    <div class="found" id="found" role="listbox" aria-label=${t('find.results')} ref=${box}>
      ${groups.map(({ key, head, items: mine }) => html`<div key=${key}>
        <div class="fhead xs faint cut1" id=${`fg-${key}`}>${head}</div>
        <ul role="group" aria-labelledby=${`fg-${key}`}>
          ${mine.map((item) => html`<${Item}
            key=${item.id} item=${item} i=${items.indexOf(item)} at=${at} typed=${text} pick=${pick} into=${into}
            setAt=${setAt}
          />`)}
        </ul>
      </div>`)}
    </div>
    ${items.length === 0 && html`<p class="dim none">${t('find.none')}</p>`}
  </${Dialog}>`;
}
