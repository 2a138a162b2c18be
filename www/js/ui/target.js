// target: where applicants go: Huntflow account, vacancy, stage. Each level is read when the one above it is known.
import { html, useEffect, useLayoutEffect } from '../lib/html.js';
import { useLoad } from '../lib/load.js';
import { ask } from './dialog.js';
import { HuntflowError } from './huntflow-error.js';
import { ErrorNote } from './states.js';
import { Field } from './fields.js';
import { t } from '../lib/i18n.js';
import { get } from '../lib/api.js';
import { lastAccount } from '../lib/account.js';

const KEY = 'target';
/* In place of a vacancy: it is wanted that there is none. */
const NONE = 'none';

/* The number of the chosen vacancy as text, or ''. */
export const vacancyOf = ({ vacancy_id: id }) => (id === NONE ? '' : id);
/* Is the place named, be it one without a vacancy? */
export const isNamed = ({ account_id, vacancy_id }) => Boolean(account_id && vacancy_id);

/* The last choice is offered again. */
export function lastTarget() {
  try {
    return { account_id: '', vacancy_id: '', status_id: '', ...JSON.parse(localStorage.getItem(KEY)) };
  } catch {
    return { account_id: '', vacancy_id: '', status_id: '' };
  }
}

/* The only one, or the one whose pages were open last. */
function likelyIn(accounts) {
  const last = lastAccount();
  if (accounts.length === 1) return String(accounts[0].id);
  return accounts.some(({ id }) => String(id) === last) ? last : '';
}

export function keepTarget({ account_id, vacancy_id, status_id }) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ account_id, vacancy_id, status_id }));
  } catch {
    // then the next time starts empty
  }
}

/* The numbers for a request's body; what is not chosen stays away. */
export const targetBody = (target) => ({
  account_id: Number(target.account_id),
  ...(vacancyOf(target) ? { vacancy_id: Number(target.vacancy_id) } : {}),
  ...(vacancyOf(target) && target.status_id ? { status_id: Number(target.status_id) } : {}),
});

const ASKS_ABOVE = 200;

/* Of many one is asked before they go: how many, and where. place: of onPlace; deed: on the button. */
export const confirmed = async ({ n, place, deed }) => n <= ASKS_ABOVE || ask({
  title: t('imports.sure', { n }), text: t('imports.sure.where', { place: place.join(' / ') }), deed,
});

function Choice({ label, hint, value, none, rows, busy, error, onPick, text }) {
  return html`<${Field} label=${label} hint=${hint} error=${error}>
    ${(props) => html`<select
      class="in" ...${props} value=${value} aria-busy=${busy ? 'true' : undefined}
      onChange=${(event) => onPick(event.currentTarget.value)}
    >
      <option value="">${busy ? t('loading') : none}</option>
      ${rows.map((row) => html`<option
        key=${row.id} value=${String(row.id)} selected=${String(row.id) === String(value)}
      >
        ${text(row)}
      </option>`)}
    </select>`}
  </${Field}>`;
}

const vacancyText = ({ position, company }) => (company ? t('vacancy.of', { position, company }) : position);
const still = (rows, id) => rows.some((row) => String(row.id) === String(id));

const nameIn = (rows, id) => (rows || []).find((row) => String(row.id) === String(id));

/*
 * target: { account_id, vacancy_id, status_id } as text; onTarget(change); onError: the accounts cannot be read.
 * No vacancy is a choice, too, until which there is none; onPlace: the names of what is chosen, in a list.
 */
export function Target({ target, onTarget, onError, onPlace, errors = {} }) {
  const accounts = useLoad(() => get('/api/v1/huntflow/accounts'), []);
  const account = target.account_id;
  const vacancies = useLoad(
    async () => (account ? get(`/api/v1/huntflow/accounts/${account}/vacancies`) : []),
    [account],
  );
  const chosen = vacancyOf(target);
  const stages = useLoad(async () => (account ? get(`/api/v1/huntflow/accounts/${account}/statuses`) : []), [account]);
  useLayoutEffect(() => onError?.(accounts.error), [accounts.error]);
  // Before anyone can choose from what has just come: a later effect would take the choice back.
  useLayoutEffect(() => {
    if (!accounts.data) return;
    if (!still(accounts.data, account)) {
      onTarget({
        account_id: likelyIn(accounts.data),
        vacancy_id: '',
        status_id: '',
      });
    }
  }, [accounts.data]);
  useLayoutEffect(() => {
    if (chosen && vacancies.data && !vacancies.busy && !still(vacancies.data, chosen)) {
      onTarget({ vacancy_id: '', status_id: '' });
    }
  }, [vacancies.data, vacancies.busy]);
  useLayoutEffect(() => {
    if (chosen && !target.status_id && stages.data?.length) {
      onTarget({ status_id: String(stages.data[0].id) });
    } else if (target.status_id && stages.data && !stages.busy && !still(stages.data, target.status_id)) {
      onTarget({ status_id: '' });
    }
  }, [target.vacancy_id, stages.data, stages.busy]);
  const vacancy = nameIn(vacancies.data, chosen);
  const place = [
    nameIn(accounts.data, account)?.name,
    vacancy ? vacancyText(vacancy) : t('target.no_vacancy'),
    vacancy && nameIn(stages.data, target.status_id)?.name,
  ].filter(Boolean);
  useEffect(() => onPlace?.(place), [place.join('/')]);
  if (accounts.error) return html`<${HuntflowError} error=${accounts.error} retry=${accounts.reload} />`;
  return html`<div class="target">
    <${Choice}
      label=${t('target.account')} value=${account} none=${t('target.choose')} rows=${accounts.data || []}
      busy=${accounts.busy && !accounts.data} error=${errors.account_id} text=${({ name }) => name}
      onPick=${(id) => onTarget({ account_id: id, vacancy_id: '', status_id: '' })}
    />
    ${account && html`<${Choice}
      label=${t('target.vacancy')} hint=${t('target.vacancy.hint')} value=${target.vacancy_id}
      none=${t('target.choose')} rows=${[...(vacancies.data || []), { id: NONE, position: t('target.no_vacancy') }]}
      busy=${vacancies.busy && !vacancies.data?.length}
      error=${errors.vacancy_id} text=${vacancyText} onPick=${(id) => onTarget({ vacancy_id: id })}
    />`}
    ${vacancies.error && html`<${ErrorNote} error=${vacancies.error} retry=${vacancies.reload} />`}
    ${vacancy && html`<${Choice}
      label=${t('target.stage')} value=${target.status_id} none=${t('target.choose')} rows=${stages.data || []}
      busy=${stages.busy && !stages.data?.length} error=${errors.status_id} text=${({ name }) => name}
      onPick=${(id) => onTarget({ status_id: id })}
    />`}
  </div>`;
}
