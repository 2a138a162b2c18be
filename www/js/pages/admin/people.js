// people: who works here, their roles, inviting, letting go, whose tasks wait for another. Managers see, admins change.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Button } from '../../ui/button.js';
import { Badge } from '../../ui/marks.js';
import { Avatar } from '../../ui/avatar.js';
import { FirstRows } from '../../ui/first-rows.js';
import { Menu } from '../../ui/menu.js';
import { Skeleton, Loaded, Empty } from '../../ui/states.js';
import { Dialog, ask } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { TextField, SelectField } from '../../ui/fields.js';
import { OnceDialog } from '../../ui/once.js';
import { t, ago, compare, lang } from '../../lib/i18n.js';
import { all, get, page, post, patch } from '../../lib/api.js';
import { TASKS } from '../../lib/team.js';
import { useForm, Fix, FormError } from '../../ui/form.js';
import { HandOver } from './hand-over.js';
import { Head } from './head.js';
import { OPEN, inOrder, tasksLeft } from './people-rules.js';
import { required, email } from '../../lib/checks.js';
import { me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';

const ROLES = ['member', 'recruiter', 'manager', 'admin'];
const roleOptions = () => ROLES.map((value) => ({ value, label: t(`role.${value}`) }));

/* said: what is said of the link; onReset: the password may be taken away, too. */
const LinkDialog = ({ link, mailed, name, said, onReset, onClose }) => html`<${OnceDialog}
  title=${t('people.link', { name })} label=${t('people.link.label')} value=${link} onClose=${onClose}
  before=${onReset && html`<${Button} quiet danger onClick=${onReset}>${t('account.reset')}</${Button}>`}
>
  <p class="dim">${t(said)}</p>
  ${mailed && html`<p class="dim">${t('account.mail.sent')}</p>`}
</${OnceDialog}>`;

function Invite({ onClose, onMade }) {
  const form = useForm({
    initial: { email: '', name: '', role: 'recruiter' },
    guard: false,
    checks: { email, name: required },
    save: async (values) => {
      onMade(await post('/api/v1/users', { ...values, email: values.email.trim(), locale: lang.value }));
    },
  });
  return html`<${Dialog} title=${t('people.invite')} head=${html`<${Fix} form=${form} />`} onClose=${onClose}>
    <form onSubmit=${form.submit} noValidate>
      <${TextField} field=${form.field('name')} label=${t('profile.name')} autofocus maxlength="150" />
      <${TextField}
        field=${form.field('email')} type="email" inputmode="email" label=${t('login.email')} maxlength="200"
      />
      <${SelectField}
        field=${form.field('role')} label=${t('people.role')} hint=${t(`role.${form.values.role}.what`)}
        options=${roleOptions()}
      />
      <${FormError} form=${form} />
      <div class="acts dfoot">
        <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
        <${Button} main type="submit" busy=${form.busy}>${t('people.invite.do')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}

/* The role is one of several; what is done to a person stands under it. */
const deedsOf = ({ one, onRole, onActive, onLink }) => {
  const active = one.active !== false;
  return [
    { head: t('people.role') },
    ...[...new Set([...ROLES, one.role])].map((role) => ({
      text: t(`role.${role}`), on: role === one.role, run: () => role !== one.role && onRole(one, role),
    })),
    { head: t('people.deeds') },
    active && { icon: 'link', text: t(one.invited ? 'people.invite.again' : 'people.link.do'), run: () => onLink(one) },
    {
      icon: active ? 'ban' : 'check', danger: active, run: () => onActive(one),
      text: t(active ? one.invited ? 'people.invite.revoke' : 'people.disable' : 'people.on'),
    },
  ];
};

function Person({ one, admin, tasks, onRole, onActive, onLink, onTasks }) {
  const self = one.id === me.value.id;
  return html`<li class=${one.active === false ? 'off' : ''}>
    <${Avatar} name=${one.name || one.email} id=${one.id} />
    <div class="grow">
      <b class="mid">${one.name || one.email}</b>
      ${self && html` <span class="faint">${t('people.you')}</span>`}
      <span class="xs faint">
        ${one.email}
        ${one.seen_at ? ` · ${t('sessions.seen', { ago: ago(one.seen_at) })}` : ''}
      </span>
    </div>
    ${one.active === false && html`<${Badge}>${t('people.off')}</${Badge}>`}
    ${one.invited && one.active !== false && html`<${Badge} kind="info">${t('people.invited')}</${Badge}>`}
    ${admin && tasks > 0 && html`<${Button} small onClick=${() => onTasks(one)}>
      ${t('people.tasks', { n: tasks })}
    </${Button}>`}
    <${Badge} kind="line">${t(`role.${one.role}`)}</${Badge}>
    ${admin && !self && html`<${Menu}
      label=${t('people.menu', { name: one.name || one.email })} items=${deedsOf({ one, onRole, onActive, onLink })}
    />`}
  </li>`;
}

const PART = 50;   // of the values that a filter takes

/* All of them, and how many open tasks those have who were disabled. */
async function readPeople(admin) {
  const people = await all('/api/v1/users');
  const gone = people.filter(({ active }) => admin && active === false).map(({ id }) => id);
  const tally = [];
  for (let at = 0; at < gone.length; at += PART) {
    const asked = { status: OPEN, assigned_to: gone.slice(at, at + PART) };
    tally.push(...(await get(`${TASKS}stats/`, asked)).by_assignee);
  }
  return { people: inOrder(people, compare), tasks: tasksLeft(people, tally) };
}

/* How many open tasks one has; 0 when it cannot be known. */
const openCount = (id) =>
  page(TASKS, { assigned_to: id, status: OPEN, page_size: 1 }).then(({ total }) => total, () => 0);

export default function PeoplePage() {
  useTitle(t('admin.people.title'));
  const admin = may(me.value, 'admin');
  const load = useLoad(() => readPeople(admin), []);
  const [leaver, setLeaver] = useState(null);
  const [inviting, setInviting] = useState(false);
  const [link, setLink] = useState(null);
  const change = async (one, fields, said) => {
    try {
      await patch(`/api/v1/users/${one.id}`, fields);
      if (said) toast(said.text, said);
      load.reload();
      return true;
    } catch (error) {
      toast(errorWords(error).detail);
      load.reload();
      return false;
    }
  };
  const onRole = (one, role) =>
    change(
      one,
      { role },
      {
        text: t('people.role.done', { name: one.name || one.email, role: t(`role.${role}`) }),
        action: t('undo'),
        onAction: () => change(one, { role: one.role }),
      },
    );
  const onActive = async (one) => {
    const off = one.active !== false;
    const open = off ? await openCount(one.id) : 0;
    if (
      off &&
      !(await ask({
        title: t('people.disable.title', { name: one.name || one.email }),
        text: [t('people.disable.text'), open > 0 && t('people.disable.tasks', { n: open })].filter(Boolean).join(' '),
        deed: t('people.disable'),
        danger: true,
      }))
    ) {
      return;
    }
    /* What they had in hand is handed over at once, or later from the list. */
    if (await change(one, { active: !off }) && open > 0) setLeaver(one);
  };
  /* Who forgot the password: it is taken away, the new link lets them set another one. */
  const onReset = async (one) => {
    const name = one.name || one.email;
    setLink(null);
    const sure = {
      title: t('account.reset.title', { name }),
      text: t('account.reset.text'),
      deed: t('account.reset'),
      danger: true,
    };
    if (!await ask(sure)) return;
    try {
      const { login_link: made, mailed } = await post(`/api/v1/users/${one.id}/reset-password`, {});
      setLink({ link: made, mailed, name, said: 'account.reset.link' });
    } catch (error) {
      toast(errorWords(error).detail);
    }
  };
  const onLink = async (one) => {
    try {
      const { login_link: made, mailed } = await post(`/api/v1/users/${one.id}/login-link`, {});
      setLink({
        link: made, mailed, name: one.name || one.email, said: 'people.link.what', onReset: () => onReset(one),
      });
    } catch (error) {
      toast(errorWords(error).detail);
    }
  };
  const onGiven = (n, to) => {
    setLeaver(null);
    toast(t('people.tasks.given', { n, to }));
    load.reload();
  };
  const onMade = (user) => {
    setInviting(false);
    setLink({ link: user.login_link, mailed: user.mailed, name: user.name, said: 'people.link.what' });
    load.reload();
  };
  return html`
    <${Head} name="people">
      ${admin && html`
        <${Button} main icon="user-plus" onClick=${() => setInviting(true)}>${t('people.invite.do')}</${Button}>
      `}
    </${Head}>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${4} />`}>
      ${({ people, tasks }) => html`
        <${FirstRows} rows=${people}>${(rows) => html`<ul class="rows tall people">
          ${rows.map((one) => html`<${Person}
            key=${one.id} one=${one} admin=${admin} tasks=${tasks.get(one.id)} onRole=${onRole} onActive=${onActive}
            onLink=${onLink} onTasks=${setLeaver}
          />`)}
        </ul>`}</${FirstRows}>
        ${people.length < 2 && html`<${Empty} icon="users" text=${t('people.alone')}>
          ${admin && html`<${Button} onClick=${() => setInviting(true)}>${t('people.invite.do')}</${Button}>`}
        </${Empty}>`}
      `}
    </${Loaded}>
    ${leaver && html`<${HandOver}
      one=${leaver} onDone=${onGiven} onClose=${() => { setLeaver(null); load.reload(); }}
    />`}
    ${inviting && html`<${Invite} onClose=${() => setInviting(false)} onMade=${onMade} />`}
    ${link && html`<${LinkDialog} ...${link} onClose=${() => setLink(null)} />`}
  `;
}
