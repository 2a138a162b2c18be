// vacancy: one vacancy: the funnel of its stages on the wire, its texts and fields, its applicants;
// editing in a drawer.
import { html, safeHref, away, cls } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { Button, Icon } from '../../ui/button.js';
import { Badge, Time } from '../../ui/marks.js';
import { Empty, Skeleton, Loaded } from '../../ui/states.js';
import { Dialog } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { LinkedTasks } from '../../ui/task-lines.js';
import { TextField, TextArea, Switch } from '../../ui/fields.js';
import { DateField } from '../../ui/date-field.js';
import { MoneyField } from '../../ui/grouped-fields.js';
import { moneyText } from '../../ui/money.js';
import { Rich } from '../../ui/rich.js';
import { htmlNodes } from '../../lib/html-nodes.js';
import { t, num, percent } from '../../lib/i18n.js';
import { get, page, patch } from '../../lib/api.js';
import { here, setQuery } from '../../lib/router.js';
import { useLive } from '../../lib/live.js';
import { useForm, asksToLeave, Fix, FormError } from '../../ui/form.js';
import { required } from '../../lib/checks.js';
import { HuntflowError } from '../../ui/huntflow-error.js';
import { Crumbs, VacancyState, ApplicantTable, Gone, useAccount } from '../../ui/huntflow-words.js';
import { vacanciesHref, vacancyHref, applicantsHref } from '../../lib/huntflow-rules.js';
import { useAccountName } from './dictionaries.js';
import { funnelOf, totalOf, formOf, bodyOf, isEdited, fieldName, shownValue, TEXTS } from './vacancy-rules.js';

const nodesOf = (vacancy, name) => vacancy[`${name}_nodes`] || htmlNodes(vacancy[name]);

function Step({ stage, before, href, chosen }) {
  const known = Number.isInteger(stage.count);
  const share = stage.share === null ? '' : percent(stage.share);
  return html`<li class=${cls(stage.type === 'hired' && 'hired', known && stage.count > 0 && 'some')}>
    <a
      href=${href} style=${{ '--a': `${stage.tall}%` }} aria-current=${chosen ? 'true' : undefined}
      data-tip=${known ? t('funnel.step', { name: stage.name, n: stage.count }) : undefined}
    >
      <b>${known ? num(stage.count) : '–'}</b>
      <span class="fname">${stage.name}</span>
      <span class="fshare">${share && t('funnel.share', { share, name: before })}</span>
    </a>
  </li>`;
}

/* A click shows the people of that stage below, a second one everybody. */
function Funnel({ vacancy, chosen }) {
  const { way, out } = funnelOf(vacancy.statuses);
  if (!way.length) return null;
  const href = (id) => (String(id) === chosen ? here.value.path : `?status=${id}`);
  const total = totalOf(vacancy.statuses);
  return html`<section aria-labelledby="h-funnel">
    <div class="row sech">
      <h2 id="h-funnel">${t('funnel.title')}</h2>
      <span class="faint sm">${t('applicants.n', { n: total })}</span>
    </div>
    <ol class="funnel" tabindex="0" aria-label=${t('funnel.title')}>
      ${way.map((stage, i) => html`<${Step}
        key=${stage.id} stage=${stage} before=${way[i - 1]?.name} href=${href(stage.id)}
        chosen=${String(stage.id) === chosen}
      />`)}
    </ol>
    ${out.length > 0 && html`<p class="row wrap outs sm">
      ${out.map((stage) => html`<a
        key=${stage.id} class="st bad lnk plain" href=${href(stage.id)}
        aria-current=${String(stage.id) === chosen ? 'true' : undefined}
      >
        ${stage.name}
        ${Number.isInteger(stage.count) ? ` · ${num(stage.count)}` : ''}
      </a>`)}
    </p>`}
  </section>`;
}

const Texts = ({ vacancy }) =>
  TEXTS.map((name) => {
    const nodes = nodesOf(vacancy, name);
    if (!nodes.length) return null;
    return html`<section key=${name} aria-labelledby=${`h-${name}`}>
      <h2 id=${`h-${name}`}>${t(`vacancy.${name}`)}</h2>
      <div class="prose"><${Rich} nodes=${nodes} /></div>
    </section>`;
  });

const Facts = ({ vacancy }) => html`<dl class="fields tight">
  ${[
    ['company', vacancy.company],
    ['money', moneyText(vacancy.money)],
    ['division', vacancy.account_division?.name],
  ].filter(([, value]) => value).map(([name, value]) => html`<div key=${name}>
    <dt>${t(`vacancy.fact.${name}`)}</dt>
    <dd>${value}</dd>
  </div>`)}
  <div><dt>${t('vacancy.fact.created')}</dt><dd><${Time} at=${vacancy.created} /></dd></div>
  ${vacancy.deadline && html`<div>
    <dt>${t('vacancy.fact.deadline')}</dt>
    <dd><${Time} at=${vacancy.deadline} /></dd>
  </div>`}
  ${(vacancy.additional_fields || []).map((field) => html`<div key=${field.id}>
    <dt>${field.title}</dt>
    <dd>
      ${shownValue(field.value) === ''
        ? html`<span class="faint">${t('none')}</span>`
        : String(shownValue(field.value))}
    </dd>
  </div>`)}
</dl>`;

/* status: of the stage that is chosen in the funnel, '' for everybody. */
function Applicants({ vacancy, account, status }) {
  const asked = { vacancy: vacancy.id, ...(status && { status }) };
  const load = useLoad(
    () => page(applicantsHref(account), { ...asked, page_size: 10 }, { lane: 'stage' }),
    [account, vacancy.id, status],
  );
  useLive('applicant', () => load.reload(), [vacancy.id, status]);
  const stage = vacancy.statuses.find(({ id }) => String(id) === status);
  return html`<section aria-labelledby="h-people">
    <div class="row sech">
      <h2 id="h-people">${t('hf.applicants')}</h2>
      ${stage && html`<a class="chip on" href=${here.value.path} aria-label=${t('funnel.drop', { name: stage.name })}>
        ${stage.name}<${Icon} name="x" />
      </a>`}
      <a class="push sm lnk" href=${`${applicantsHref(account)}?${new URLSearchParams(asked)}`}>${t('all')}</a>
    </div>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${5} />`}>
      ${({ rows }) =>
        rows.length === 0
          ? html`<${Empty} icon="users" text=${t(stage ? 'applicants.none_stage' : 'vacancy.nobody')}>
              <${Button} href="/clickup/tasks/">${t('nav.tasks')}</${Button}>
            </${Empty}>`
          : html`<${ApplicantTable}
              rows=${rows.slice(0, 10)} account=${account} vacancy label=${t('hf.applicants')} busy=${load.busy}
            />`}
    </${Loaded}>
  </section>`;
}

function Edit({ vacancy, path, onSaved, onClose }) {
  const initial = formOf(vacancy, nodesOf);
  const form = useForm({
    initial,
    checks: { position: required },
    save: async (values) => {
      const body = bodyOf(initial, values, vacancy.additional_fields);
      if (Object.keys(body).length) onSaved(await patch(path, body));
      toast(t('saved'));
      onClose();
    },
  });
  const leave = async () => { if (!form.dirty || (await asksToLeave())) onClose(); };
  const extra = (vacancy.additional_fields || []).filter(isEdited);
  return html`<${Dialog} drawer title=${t('vacancy.edit')} onClose=${leave}>
    <form onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
      <${Fix} form=${form} />
      <${TextField} field=${form.field('position')} label=${t('vacancy.fact.position')} maxlength="255" />
      <div class="pair">
        <${TextField} field=${form.field('company')} label=${t('vacancy.fact.company')} maxlength="255" />
        <${MoneyField} field=${form.field('money')} label=${t('vacancy.fact.money')} />
      </div>
      <${Switch} field=${form.field('priority')} label=${t('vacancy.urgent')} hint=${t('vacancy.urgent.hint')} />
      ${TEXTS.map((name) => html`<${TextArea}
        key=${name} field=${form.field(name)} label=${t(`vacancy.${name}`)}
        hint=${name === 'body' ? t('vacancy.text.hint') : undefined} rows="6"
      />`)}
      ${extra.map((field) => html`<${field.type === 'date' ? DateField : TextField}
        key=${field.id} field=${form.field(fieldName(field))} label=${field.title} optional=${!field.required}
        inputmode=${field.type === 'integer' ? 'numeric' : undefined}
      />`)}
      <${FormError} form=${form} />
      <div class="acts dfoot">
        <${Button} onClick=${leave}>${t('cancel')}</${Button}>
        <${Button} main type="submit" busy=${form.busy}>${t('save')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}

export default function VacancyPage({ params }) {
  const { a: account, v: id } = params;
  const path = vacancyHref(account, id);
  useAccount(account);
  const name = useAccountName(account);
  const load = useLoad(() => get(path), [path]);
  useLive('vacancy', (event) => { if (String(event?.id) === id) load.reload(); }, [path]);
  const vacancy = load.data;
  useTitle(vacancy?.position || t('vacancy.one'));
  const editing = here.value.query.get('edit') === '1';
  const status = here.value.query.get('status') || '';
  const edit = (open) => setQuery(new URLSearchParams({ ...(status && { status }), ...(open && { edit: '1' }) }));
  const crumbs = html`<${Crumbs}
    links=${[
      ['/huntflow/', 'Huntflow'],
      [vacanciesHref(account), name],
    ]}
  />`;
  if (!vacancy && load.error?.status === 404) {
    return html`
      ${crumbs}
      <${Gone}
        icon="briefcase" title=${t('vacancy.gone')} text=${t('vacancy.gone.what')} href=${vacanciesHref(account)}
        back=${t('vacancies.title')}
      />
    `;
  }
  if (!vacancy) {
    return html`
      ${crumbs}
      <div class="head"><h1>${t('vacancy.one')}</h1></div>
      ${load.error
        ? html`<${HuntflowError} error=${load.error} retry=${load.reload} />`
        : html`<${Skeleton} rows=${9} />`}
    `;
  }
  return html`
    ${crumbs}
    <div class="head">
      <div>
        <div class="row wrap titled">
          <h1>${vacancy.position}</h1>
          <${VacancyState} state=${vacancy.state} />
          ${vacancy.priority > 0 && html`<${Badge} kind="warn" icon="flag">${t('vacancy.urgent')}</${Badge}>`}
        </div>
        <p class="sub">${[vacancy.company, moneyText(vacancy.money)].filter(Boolean).join(' · ')}</p>
      </div>
      <div class="acts">
        ${safeHref(vacancy.url) && html`<${Button} icon="external-link" href=${vacancy.url} ...${away}>
          ${t('task.open_huntflow')}
        </${Button}>`}
        <${Button} icon="pencil" onClick=${() => edit(true)}>${t('edit')}</${Button}>
      </div>
    </div>
    ${load.error && html`<div class="gap"><${HuntflowError} error=${load.error} retry=${load.reload} /></div>`}
    <${Funnel} vacancy=${vacancy} chosen=${status} />
    <div class="hfcols wide">
      <div class="stack2"><${Applicants} vacancy=${vacancy} account=${account} status=${status} /></div>
      <div class="stack2">
        <section aria-labelledby="h-facts">
          <div class="row sech"><h2 id="h-facts">${t('vacancy.facts')}</h2></div>
          <${Facts} vacancy=${vacancy} />
        </section>
        <${LinkedTasks} link=${{ kind: 'vacancy', id: vacancy.id, title: vacancy.position }} />
        <${Texts} vacancy=${vacancy} />
      </div>
    </div>
    ${editing && html`<${Edit}
      vacancy=${vacancy} path=${path} onSaved=${load.set} onClose=${() => edit(false)}
    />`}
  `;
}
