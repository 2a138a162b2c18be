// vacancy: one vacancy: the funnel of its stages on the wire, its texts and fields, its applicants;
// editing in a drawer.
import { html, safeHref, away, cls } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { Badge, Time } from '../../ui/marks.js';
import { Empty, Skeleton, Loaded } from '../../ui/states.js';
import { Dialog } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { LinkedTasks } from '../../ui/task-lines.js';
import { TextField, TextArea, Switch } from '../../ui/fields.js';
import { DateField } from '../../ui/date-field.js';
import { Rich } from '../../ui/rich.js';
import { htmlNodes } from '../../lib/html-nodes.js';
import { t, num } from '../../lib/i18n.js';
import { get, page, patch } from '../../lib/api.js';
import { here, setQuery } from '../../lib/router.js';
import { useLive } from '../../lib/live.js';
import { useForm, asksToLeave, Fix, FormError } from '../../ui/form.js';
import { required } from '../../lib/checks.js';
import { HuntflowError } from '../../ui/target.js';
import { Crumbs, VacancyState, ApplicantTable, Gone, useAccount } from '../../ui/huntflow-words.js';
import { vacanciesHref, vacancyHref, applicantsHref } from '../../lib/huntflow-rules.js';
import { useAccountName } from './dictionaries.js';
import { funnelOf, totalOf, formOf, bodyOf, isEdited, fieldName, shownValue, TEXTS } from './vacancy-rules.js';

const nodesOf = (vacancy, name) => vacancy[`${name}_nodes`] || htmlNodes(vacancy[name]);

function Step({ stage, href }) {
  const known = stage.count !== null && stage.count !== undefined;
  const slope = { '--a': `${stage.tall}%`, '--b': `${stage.next}%` };
  return html`<li class=${cls(stage.type === 'hired' && 'hired', known && stage.count > 0 && 'some')}>
    <a href=${href} style=${slope} title=${known ? t('funnel.step', { name: stage.name, n: stage.count }) : undefined}>
      <span class="fbar" aria-hidden="true"></span>
      <b>${known ? num(stage.count) : ''}</b> <span class="fname">${stage.name}</span>
    </a>
  </li>`;
}

function Funnel({ vacancy, account }) {
  const { way, out } = funnelOf(vacancy.statuses);
  if (!way.length) return null;
  const href = (id) => `${applicantsHref(account)}?vacancy=${vacancy.id}&status=${id}`;
  const total = totalOf(vacancy.statuses);
  return html`<section aria-labelledby="h-funnel">
    <div class="row sech">
      <h2 id="h-funnel">${t('funnel.title')}</h2>
      <span class="faint sm">${t('applicants.n', { n: total })}</span>
    </div>
    <ol class="funnel" tabindex="0" aria-label=${t('funnel.title')}>
      ${way.map((stage) => html`<${Step} key=${stage.id} stage=${stage} href=${href(stage.id)} />`)}
    </ol>
    ${out.length > 0 && html`<p class="row wrap outs sm">
      ${out.map((stage) => html`<a key=${stage.id} class="st bad lnk plain" href=${href(stage.id)}>
        ${stage.name}
        ${stage.count !== null && stage.count !== undefined ? ` · ${num(stage.count)}` : ''}
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
    ['money', vacancy.money],
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

function Applicants({ vacancy, account }) {
  const load = useLoad(
    () => page(applicantsHref(account), { vacancy: vacancy.id, page_size: 10 }),
    [account, vacancy.id],
  );
  useLive('applicant', () => load.reload(), [vacancy.id]);
  return html`<section aria-labelledby="h-people">
    <div class="row sech">
      <h2 id="h-people">${t('hf.applicants')}</h2>
      <a class="push sm lnk" href=${`${applicantsHref(account)}?vacancy=${vacancy.id}`}>${t('all')}</a>
    </div>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${5} />`}>
      ${({ rows }) =>
        rows.length === 0
          ? html`<${Empty} icon="users" text=${t('vacancy.nobody')}>
              <${Button} href="/clickup/tasks/">${t('nav.tasks')}</${Button}>
            </${Empty}>`
          : html`<${ApplicantTable}
              rows=${rows.slice(0, 10)} account=${account} vacancy label=${t('hf.applicants')}
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
        <${TextField} field=${form.field('money')} label=${t('vacancy.fact.money')} maxlength="255" />
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
        <p class="sub">${[vacancy.company, vacancy.money].filter(Boolean).join(' · ')}</p>
      </div>
      <div class="acts">
        ${safeHref(vacancy.url) && html`<${Button} icon="external-link" href=${vacancy.url} ...${away}>
          ${t('task.open_huntflow')}
        </${Button}>`}
        <${Button} icon="pencil" onClick=${() => setQuery(new URLSearchParams('edit=1'))}>${t('edit')}</${Button}>
      </div>
    </div>
    ${load.error && html`<div class="gap"><${HuntflowError} error=${load.error} retry=${load.reload} /></div>`}
    <${Funnel} vacancy=${vacancy} account=${account} />
    <div class="hfcols wide">
      <div class="stack2"><${Applicants} vacancy=${vacancy} account=${account} /></div>
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
      vacancy=${vacancy} path=${path} onSaved=${load.set} onClose=${() => setQuery(new URLSearchParams())}
    />`}
  `;
}
