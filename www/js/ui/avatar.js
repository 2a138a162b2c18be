// avatar: a person's initials on one of a few grounds.
import { html, cls } from '../lib/html.js';

const AVATARS = ['a', 'b', 'c'];
export const Avatar = ({ name, initials, id = 0, large }) => html`<span
  class=${cls('ava', AVATARS[Math.abs(Number(id) || 0) % 3], large && 'lg')} aria-hidden="true"
>
  ${initials || initialsOf(name)}
</span>`;

/* Several faces that lie over each other; those that do not fit are a number. people: [{ id, name, initials? }] */
export function Avatars({ people, most = 3 }) {
  const shown = people.slice(0, most);
  const names = people.map(({ name }) => name).join(', ');
  const others = people.length - shown.length;
  return html`<span class="avas" role="img" aria-label=${names} data-tip="">
    ${shown.map((one) => html`<${Avatar} key=${one.id} ...${one} />`)}
    ${others > 0 && html`<span class="ava more" aria-hidden="true">+${others}</span>`}
  </span>`;
}

export const initialsOf = (name) =>
  (name || '?')
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part[0])
    .join('')
    .toUpperCase();
