// avatar: a person's initials on one of a few grounds.
import { html, cls } from '../lib/html.js';

const AVATARS = ['a', 'b', 'c'];
export const Avatar = ({ name, initials, id = 0, large }) => html`<span
  class=${cls('ava', AVATARS[Math.abs(Number(id) || 0) % 3], large && 'lg')} aria-hidden="true"
>
  ${initials || initialsOf(name)}
</span>`;

export const initialsOf = (name) =>
  (name || '?')
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part[0])
    .join('')
    .toUpperCase();
