// duplicates: pairs that may be one person, side by side, to be joined or set apart; by mouse and by keys.
import { html, useRef, useState, cls } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useMore } from '../../lib/more.js';
import { t, list } from '../../lib/i18n.js';
import { letters, useKeys } from '../../lib/keys.js';
import { phoneText } from '../../lib/phone-rules.js';
import { Button } from '../../ui/button.js';
import { Crumbs } from '../../ui/huntflow-words.js';
import { Badge } from '../../ui/marks.js';
import { Empty, Loaded } from '../../ui/states.js';
import { join, setApart } from './deeds.js';
import { API, PATH, hrefOf, onePerPair } from './candidates-rules.js';
import { Known, Platforms, nameOf, salaryText, yearsText } from './words.js';

const FIELDS = ['current_position', 'current_company', 'location', 'email', 'phone', 'birth_date'];

const Fact = ({ name, one, other }) => {
  const value = one[name];
  if (!value && !other[name]) return null;
  return html`<div>
    <dt>${t(`cand.field.${name}`)}</dt>
    <dd class=${cls(value && value === other[name] && 'mid')}>
      ${(name === 'phone' ? phoneText(value) : value) || html`<span class="faint">${t('none')}</span>`}
    </dd>
  </div>`;
};

/* What is said of both in words of its own; nothing where neither has it. */
const Said = ({ name, words, one, other }) => (words(one) || words(other)) && html`<div>
  <dt>${t(`cand.column.${name}`)}</dt>
  <dd>${words(one) || html`<span class="faint">${t('none')}</span>`}</dd>
</div>`;

const Person = ({ one, other }) => html`<section class="pairone">
  <h2><a href=${hrefOf(one)}>${nameOf(one)}</a></h2>
  <p class="row wrap marks"><${Platforms} one=${one} /><${Known} one=${one} /></p>
  <dl class="fields tight">
    ${FIELDS.map((name) => html`<${Fact} key=${name} name=${name} one=${one} other=${other} />`)}
    <${Said} name="experience_years" words=${yearsText} one=${one} other=${other} />
    <${Said} name="salary" words=${salaryText} one=${one} other=${other} />
  </dl>
</section>`;

function Pair({ pair, at, judge, onFocus }) {
  const [a, b] = pair.candidates;
  return html`<li class=${cls('pair', at && 'at')} data-row=${pair.id} onFocusIn=${onFocus}>
    <div class="row wrap pairhead">
      ${pair.reasons.map((reason) => html`<${Badge} key=${reason} kind="acc">${t(`cand.reason.${reason}`)}</${Badge}>`)}
      <span class="push row wrap">
        <${Button} small onClick=${() => judge(setApart, pair)}>${t('cand.apart')}</${Button}>
        <${Button} small main onClick=${() => judge(join, pair)}>${t('cand.join')}</${Button}>
      </span>
    </div>
    <div class="two-people"><${Person} one=${a} other=${b} /><${Person} one=${b} other=${a} /></div>
  </li>`;
}

export default function DuplicatesPage() {
  useTitle(t('cand.duplicates'));
  const [at, setAt] = useState(0);
  const { load, more } = useMore(`${API}duplicates`);
  const judged = useRef(new Set());
  const pairs = onePerPair(load.data?.rows || []);
  const here = Math.min(at, pairs.length - 1);
  /* A key that is pressed twice judges once. */
  const judge = async (deed, pair) => {
    if (judged.current.has(pair.id)) return;
    judged.current.add(pair.id);
    let shown = null;
    await deed(pair.candidates.map(({ id }) => id), () => { shown = load.reload(); });
    await shown;
    judged.current.delete(pair.id);
  };
  useKeys((event) => {
    if (!letters(event) || !pairs.length) return;
    const move = { KeyJ: 1, KeyK: -1 }[event.code];
    if (move) {
      const next = Math.max(0, Math.min(pairs.length - 1, here + move));
      setAt(next);
      document.querySelector(`[data-row="${pairs[next].id}"]`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.code === 'KeyY') judge(join, pairs[here]);
    else if (event.code === 'KeyN') judge(setApart, pairs[here]);
  });
  return html`
    <${Crumbs} links=${[[PATH, t('nav.candidates')]]} />
    <div class="head"><h1>${t('cand.duplicates')}</h1><p class="sub">${t('cand.duplicates.what')}</p></div>
    <${Loaded} load=${load}>
      ${() => pairs.length === 0
        ? html`<${Empty} icon="check" text=${t('cand.duplicates.none')}>
            <${Button} href=${PATH}>${t('cand.back')}</${Button}>
          </${Empty}>`
        : html`<ul class="pairs" aria-label=${list([t('cand.duplicates')])}>
            ${pairs.map((pair, i) => html`<${Pair}
              key=${pair.id} pair=${pair} at=${i === here} judge=${judge} onFocus=${() => setAt(i)}
            />`)}
          </ul>
          ${load.data.links.next && html`<div class="acts">
            <${Button} busy=${load.busy} onClick=${more}>${t('cand.duplicates.more')}</${Button}>
          </div>`}`}
    </${Loaded}>
  `;
}
