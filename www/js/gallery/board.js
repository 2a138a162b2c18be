// board: columns of cards.
import { html, useState } from '../lib/html.js';
import { t, num, whenDay } from '../lib/i18n.js';
import { Icon, Button } from '../ui/button.js';
import { Avatar } from '../ui/avatar.js';
import { Board } from '../ui/board.js';
import { moved } from '../ui/board-rules.js';
import { Drawer, drawerHref } from '../ui/drawer.js';
import { toast } from '../ui/toast.js';
import { State } from './state.js';
import { CARDS } from './samples.js';

const COLUMNS = [
  { id: 'todo', look: 'none' },
  { id: 'doing', look: 'acc' },
  { id: 'review', look: 'info' },
  { id: 'done', look: 'ok' },
  { id: 'closed', look: '', closed: true },
];

const Card = ({ one }) => html`
  <a class="ktitle" href=${drawerHref('card', one.id)} draggable="false"><span>${one.title}</span></a>
  <div class="kfacts">
    ${one.due && html`<span class=${one.late ? 'bad-t' : ''}><${Icon} name="clock" />${whenDay(one.due)}</span>`}
    ${one.comments > 0 && html`<span><${Icon} name="message-square" />${num(one.comments)}</span>`}
    <${Avatar} name=${one.who.name} id=${one.who.id} />
  </div>
`;

export default function Boards() {
  const [columns, setColumns] = useState(
    COLUMNS.map((column) => ({ ...column, cards: CARDS.filter((card) => card.column === column.id) })),
  );
  const titled = columns.map((column) => ({
    ...column,
    title: t(`gallery.board.${column.id}`),
    foot: column.id === 'todo' && html`<${Button} quiet small icon="plus">${t('gallery.board.add')}</${Button}>`,
  }));
  const onMove = (card, place) => {
    const before = columns;
    setColumns(moved(columns, card.id, place));
    toast(t('gallery.board.moved', { name: card.title, column: titled[place.column].title }), {
      action: t('undo'),
      onAction: () => setColumns(before),
    });
  };
  const menuOf = (card) => [{ icon: 'external-link', text: t('open'), href: drawerHref('card', card.id) }];
  return html`
    <${State} title=${t('gallery.board')} wide>
      <${Board}
        label=${t('gallery.board')} level=${3} columns=${titled} titleOf=${({ title }) => title} menuOf=${menuOf}
        card=${(one) => html`<${Card} one=${one} />`} onMove=${onMove}
      />
    </${State}>
    <${Drawer} name="card" title=${(id) => CARDS.find((card) => String(card.id) === id)?.title || id}>
      ${(id) => html`<p class="dim">${t('number', { id })}</p>`}
    </${Drawer}>
  `;
}
