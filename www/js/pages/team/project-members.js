// project-members: who works in a project, and as what.
import { html } from '../../lib/html.js';
import { del, post } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { ROLES } from '../../lib/team-rules.js';
import { PROJECTS, usePeople } from '../../lib/team.js';
import { say } from '../../ui/team-change.js';
import { Icon, IconButton } from '../../ui/button.js';
import { Avatar } from '../../ui/avatar.js';
import { FirstRows } from '../../ui/first-rows.js';
import { later } from '../../ui/later.js';
import { Popover } from '../../ui/popover.js';
import { toast } from '../../ui/toast.js';

const One = later(() => import('../../ui/team-sheets.js'), 'One');

function Member({ member, may, onRole, onDrop }) {
  return html`<li>
    <${Avatar} name=${member.name} id=${member.user} />
    <span class="grow">
      <span data-person=${member.user}>${member.name}</span>
      ${!member.user_active && html`<span class="xs faint">${t('project.member.left')}</span>`}
    </span>
    ${may
      ? html`
          <select
            class="in role" aria-label=${t('project.role.of', { name: member.name })} value=${member.role}
            onChange=${(event) => onRole(event.currentTarget.value)}
          >
            ${ROLES.map((role) => html`<option key=${role} value=${role} selected=${role === member.role}>
              ${t(`project.role.${role}`)}
            </option>`)}
          </select>
          <${IconButton} icon="x" label=${t('project.member.drop', { name: member.name })} onClick=${onDrop} />
        `
      : html`<span class="dim sm">${t(`project.role.${member.role}`)}</span>`}
  </li>`;
}

/* onDone(): the members changed. */
export function Members({ project, may, onDone }) {
  const url = `${PROJECTS}${project.id}/members/`;
  const inside = new Set(project.members.filter(({ is_active: on }) => on).map(({ user }) => user));
  const people = usePeople().filter(({ id }) => !inside.has(id));
  const put = (user, role) => post(url, { user, role, is_active: true }).then(onDone, say);
  const drop = async (member) => {
    try {
      await del(`${url}${member.user}/`);
      onDone();
      toast(t('project.member.dropped', { name: member.name }), {
        action: t('undo'),
        onAction: () => put(member.user, member.role),
      });
    } catch (error) {
      say(error);
    }
  };
  const shown = project.members.filter(({ is_active: on }) => on);
  return html`
    ${shown.length === 0
      ? html`<p class="sm dim">${t('project.members.none')}</p>`
      : html`<${FirstRows} rows=${shown}>${(rows) => html`<ul class="rows members">
          ${rows.map((member) => html`<${Member}
            key=${member.user} member=${member} may=${may} onRole=${(role) => put(member.user, role)}
            onDrop=${() => drop(member)}
          />`)}
        </ul>`}</${FirstRows}>`}
    ${may && html`<${Popover}
      look="btn quiet sm" named label=${t('project.member.add')}
      button=${html`<${Icon} name="plus" />${t('project.member.add')}`}
    >
      ${(close) => html`<${One}
        name=${t('project.member.add')} items=${people.map(({ id, name }) => ({ value: String(id), label: name }))}
        chosen="" close=${close} onPick=${(id) => put(id, 'executor')}
      />`}
    </${Popover}>`}
  `;
}
