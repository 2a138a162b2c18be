// words: a candidate in small pieces: platforms, experience, money, state, tags.
import { html } from '../../lib/html.js';
import { t, has, num, plainDay } from '../../lib/i18n.js';
import { spanText } from '../../ui/money.js';
import { KnownPlaces } from '../../ui/known.js';
import { Badge } from '../../ui/marks.js';
import { platformsOf } from './candidates-rules.js';

/* What a person is called, where no name is known, too. */
export const nameOf = ({ full_name: name, email, phone, id }) => name || email || phone || t('number', { id });

export const platformName = (name) => (has(`cand.platform.${name}`) ? t(`cand.platform.${name}`) : name);

export const Platforms = ({ one }) => html`<span class="row wrap marks">
  ${platformsOf(one).map((name) => html`<${Badge} key=${name} kind="line">${platformName(name)}</${Badge}>`)}
</span>`;

const LOOKS = { new: '', keep: 'ok', hidden: 'line', blacklist: 'bad', do_not_contact: 'warn' };
export const State = ({ state }) => html`<${Badge} kind=${LOOKS[state]}>${t(`cand.state.${state}`)}</${Badge}>`;

export const Known = ({ one }) => html`
  <${KnownPlaces} known=${one.known} />
  ${one.is_imported && html`<${Badge} kind="ok" icon="check">${t('cand.imported.mark')}</${Badge}>`}
`;

export const yearsText = ({ experience_years: years }) => (years === null ? '' : t('cand.years', { n: years }));

export const salaryText = ({ salary_min: min, salary_max: max, currency }) => spanText({ min, max, currency });

/* "2020-02" and "2020-02-14" are months for people; "2020" stays what it is. */
const monthOf = (day) =>
  /^\d{4}-\d{2}/.test(day ?? '') ? plainDay(`${day.slice(0, 7)}-01`, { month: 'long', year: 'numeric' }) : day;

export const periodText = ({ from, to }) =>
  [monthOf(from), from ? monthOf(to) || t('cand.until_now') : monthOf(to)].filter(Boolean).join(' – ');

const MOST = 4;
export const Texts = ({ texts, most = MOST }) => html`<span class="row wrap marks">
  ${texts.slice(0, most).map((text) => html`<${Badge} key=${text} kind="line">${text}</${Badge}>`)}
  ${texts.length > most && html`<span class="xs faint">+${num(texts.length - most)}</span>`}
</span>`;
