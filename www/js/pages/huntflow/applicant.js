// applicant: one person of Huntflow: stages, doubles, CV, fields, questionary, tags, linked task, history.
import { html, useState, useEffect, useRef, safeHref, away, cls } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Icon, IconButton, Button } from '../../ui/button.js';
import { Time } from '../../ui/marks.js';
import { Coming, Note, Skeleton } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { PdfLook } from '../../ui/pdf-look.js';
import { Rich } from '../../ui/rich.js';
import { CvText } from '../../ui/cv-text.js';
import { Files } from '../../ui/said.js';
import { t, list, whenDay } from '../../lib/i18n.js';
import { get, put, del } from '../../lib/api.js';
import { useLive } from '../../lib/live.js';
import { HuntflowError } from '../../ui/huntflow-error.js';
import { letters, useKeys } from '../../lib/keys.js';
import { Crumbs, Photo, Tags, Gone, personName, useAccount } from '../../ui/huntflow-words.js';
import { applicantHref, applicantsHref, vacancyHref, wayOf } from '../../lib/huntflow-rules.js';
import { LinkedTasks } from '../../ui/task-lines.js';
import { useDictionaries } from './dictionaries.js';
import { ApplicantForm, useApplicantForm } from './applicant-form.js';
import { Fix } from '../../ui/form.js';
import { later } from '../../ui/later.js';
import { History } from './applicant-history.js';
import { shownValue } from './vacancy-rules.js';
import { MAIN, isPdf, linksOf, questionsOf, canEdit } from './applicant-rules.js';

const dialogs = () => import('./applicant-dialogs.js');
const [StageDialog, TagsDialog, CompareDialog, QuestionaryDialog, FileDialog] =
  ['StageDialog', 'TagsDialog', 'CompareDialog', 'QuestionaryDialog', 'FileDialog'].map((name) => later(dialogs, name));
const InterviewDialog = later(() => import('./interview.js'), 'InterviewDialog');

/* What a person found is the company's: who is somebody else is not warned of again. */
function useDoubles(one, load, path) {
  const mark = async (double, different) => {
    try {
      await (different ? put : del)(`${path}different/${double.id}/`);
    } catch (error) {
      toast(errorWords(error).detail);
      return;
    }
    load.set((old) => ({
      ...old,
      doubles: old.doubles.map((each) => (each.id === double.id ? { ...each, different } : each)),
    }));
    if (different) toast(t('double.dismissed'), { action: t('undo'), onAction: () => mark(double, false) });
  };
  const all = one.doubles || [];
  return { doubles: all.filter(({ different }) => !different), others: all.filter(({ different }) => different), mark };
}

const nameOfDouble = ({ id, name }) => name || t('number', { id });

const matchedText = ({ matched }) =>
  matched?.length
    ? t('double.matched', { what: list(matched.map((one) => t(`double.by.${one}`))) })
    : t('double.similar');

function Doubles({ one, account, doubles, onCompare, onDismiss }) {
  const [first] = doubles;
  if (!first) return null;
  const name = one.first_name || personName(one);
  return html`<${Note}
    class="gap" kind="warn" icon="copy" role="status" title=${t('double.title', { name })}
    acts=${html`
      <${Button} small onClick=${() => onCompare(first)}>${t('double.compare')}</${Button}>
      <${Button} small quiet onClick=${() => onDismiss(first)}>${t('compare.different')}</${Button}>
    `}
  >
    ${matchedText(first)} <a href=${applicantHref(account, first.id)}>${nameOfDouble(first)}</a>${[
      first.created && t('double.added', { day: whenDay(first.created) }), first.source?.name,
    ].filter(Boolean).map((text) => `, ${text}`)}.
    ${doubles.length > 1 && ` ${t('double.more', { n: doubles.length - 1 })}`}
  </${Note}>`;
}

const Others = ({ all, account, onBack }) =>
  all.length
    ? html`<p class="row wrap xs dim gap">
        <${Icon} name="copy" />
        <span>${t('double.others')}</span>
        ${all.map((one) => html`<span key=${one.id} class="row">
          <a href=${applicantHref(account, one.id)}>${nameOfDouble(one)}</a>
          <${Button} small quiet onClick=${() => onBack(one)}>${t('double.back')}</${Button}>
        </span>`)}
      </p>`
    : null;

/* On a narrow screen the line scrolls: the present stage comes into view. */
function Way({ statuses, link }) {
  const line = useRef();
  const way = link ? wayOf(statuses, link.status?.id) : [];
  useEffect(() => {
    const now = line.current?.querySelector('[aria-current]');
    if (now) line.current.scrollLeft = now.offsetLeft - (line.current.clientWidth - now.offsetWidth) / 2;
  }, [link?.status?.id, way.length]);
  if (!way.length) return null;
  return html`<ol
    class="stages" ref=${line} tabindex="0"
    aria-label=${t('stages.label', { name: link.vacancy.position || link.vacancy.name })}
  >
    ${way.map(({ id, name, look }) => html`<li
      key=${id} class=${look} aria-current=${look === 'now' || look === 'fail' ? 'step' : undefined}
    >
      ${name}
    </li>`)}
  </ol>`;
}

const LinkTabs = ({ links, at, onPick }) =>
  links.length > 1
    ? html`<div class="segs" role="group" aria-label=${t('applicant.vacancies')}>
        ${links.map(({ vacancy }, i) => html`<button
          key=${vacancy.id} type="button" aria-pressed=${String(i === at)} onClick=${() => onPick(i)}
        >
          ${vacancy.position || vacancy.name}
        </button>`)}
      </div>`
    : null;

/* A part that Huntflow did not give: the others are shown, this one says why. */
const Problems = ({ all, retry }) =>
  all?.length
    ? html`<${Note}
        class="gap" kind="warn" icon="triangle-alert" title=${t('applicant.part')}
        acts=${html`<${Button} small icon="rotate-ccw" onClick=${retry}>${t('retry')}</${Button}>`}
      >
        ${[
          ...new Set(all.map(({ part, text }) => t('applicant.part.of', { part: t(`applicant.part.${part}`), text }))),
        ].join(' ')}
      </${Note}>`
    : null;

const CvBody = ({ shown }) => html`<article class="paper prose" lang=${shown.lang}>
  ${shown.body_nodes?.length
    ? html`<${Rich} nodes=${shown.body_nodes} />`
    : shown.body
      ? html`<${CvText} text=${shown.body} />`
      : html`<p class="dim">${t('cv.no_text')}</p>`}
</article>`;

/* A résumé as its text or as the files themselves that a page can show. */
function CvLook({ shown, path }) {
  const pdfs = shown.files.filter(isPdf);
  const hasText = Boolean(shown.body_nodes?.length || shown.body);
  const [picked, setPicked] = useState(null);
  const pdf = picked === null && hasText ? null : pdfs.find(({ id }) => id === picked) ?? pdfs[0];
  const looks = [hasText && { id: null, name: t('cv.text') }, ...pdfs].filter(Boolean);
  return html`
    ${looks.length > 1 && html`<div class="segs" role="group" aria-label=${t('cv.look')}>
      ${looks.map(({ id, name }) => html`<button
        key=${id} type="button" class=${id === null ? '' : 'cut1'} data-tip=""
        aria-pressed=${String(id === (pdf?.id ?? null))}
        onClick=${() => setPicked(id)}
      >
        ${id !== null && pdfs.length === 1 ? 'PDF' : name}
      </button>`)}
    </div>`}
    ${pdf
      ? html`<${PdfLook}
          key=${pdf.id} look="paper pdf" href=${`${path}externals/${shown.id}/files/${pdf.id}/`} name=${pdf.name}
        />`
      : html`<${CvBody} shown=${shown} />`}
    <div class="cvfile"><${Files} files=${shown.files} /></div>
  `;
}

function Cv({ one, path, onUpload }) {
  const all = one.externals || [];
  const [at, setAt] = useState(0);
  const shown = all[Math.min(at, all.length - 1)];
  return html`<section class="cv" aria-labelledby="h-cv">
    <div class="row sech">
      <h2 id="h-cv">${t('col.cv')}</h2>
      ${shown && html`<span class="xs faint">
        ${[shown.source?.name, shown.updated && t('cv.updated')].filter(Boolean).join(', ')} <${Time}
          at=${shown.updated}
        />
      </span>`}
      <${IconButton} class="push" icon="upload" label=${t('file.title')} onClick=${onUpload} />
    </div>
    ${all.length > 1 && html`<div class="segs" role="group" aria-label=${t('cv.which')}>
      ${all.map((external, i) => html`<button
        key=${external.id} type="button" aria-pressed=${String(external === shown)} onClick=${() => setAt(i)}
      >
        ${external.source?.name || t('cv.n', { n: i + 1 })}
      </button>`)}
    </div>`}
    ${!shown
      ? html`<div class="empty">
          <span class="mark"><${Icon} name="file-text" /></span>
          <p>${t('cv.empty')}</p>
          <${Button} icon="upload" onClick=${onUpload}>${t('file.title')}</${Button}>
        </div>`
      : html`<${CvLook} key=${shown.id} shown=${shown} path=${path} />`}
  </section>`;
}

function Fields({ one, path, onSaved }) {
  const form = useApplicantForm({ one, path, names: MAIN, onSaved });
  return html`
    <div class="row sech">
      <h2 id="h-fields">${t('applicant.fields')}</h2>
      <${Fix} form=${form} class="push" />
      <a class=${cls('sm lnk', form.count === 0 && 'push')} href=${`${path}edit/`}>${t('applicant.all_fields')}</a>
    </div>
    <${ApplicantForm} form=${form} names=${MAIN} />
  `;
}

function Questionary({ one, onEdit }) {
  const questions = questionsOf(one.questionary);
  if (!questions.length) return null;
  return html`<section aria-labelledby="h-quest">
    <div class="row sech">
      <h2 id="h-quest">${t('questionary.title')}</h2>
      ${questions.some(canEdit) && html`<${Button} quiet small class="push" icon="pencil" onClick=${onEdit}>
        ${t('edit')}
      </${Button}>`}
    </div>
    <dl class="fields tight">
      ${questions.map((field) => html`<div key=${field.key}>
        <dt>${field.title}</dt>
        <dd>
          ${shownValue(field.value) === ''
            ? html`<span class="faint">${t('none')}</span>`
            : String(shownValue(field.value))}
        </dd>
      </div>`)}
    </dl>
  </section>`;
}

const Linked = ({ tasks }) =>
  tasks?.length
    ? html`<section aria-labelledby="h-task">
        <div class="row sech"><h2 id="h-task">${t('applicant.task')}</h2></div>
        <ul class="rows">
          ${tasks.map((task) => html`<li key=${task.task_id}>
            <${Icon} name="list-checks" />
            <a class="grow" href=${`/clickup/task/${encodeURIComponent(task.task_id)}/`}>${task.name}</a>
            <span class="xs faint">${task.task_id}</span>
          </li>`)}
        </ul>
      </section>`
    : null;

function Body({ one, load, account, path }) {
  const rows0 = useDictionaries(account, ['vacancies', 'statuses', 'tags', 'rejection-reasons']);
  const rows = { ...rows0, reasons: rows0['rejection-reasons'] };
  const [open, setOpen] = useState(null);
  const [at, setAt] = useState(0);
  const [round, setRound] = useState(0);
  const [form, setForm] = useState(0);
  const { doubles, others, mark } = useDoubles(one, load, path);
  const portals = useLoad(() => get('/api/v1/bitrix24/accounts/'), []);
  const links = linksOf(one);
  const link = links[Math.min(at, links.length - 1)];
  const close = () => setOpen(null);
  /* What the answer holds is shown at once; everything else is read anew, and so is the history. */
  const done = (saved) => {
    if (saved?.id === one.id) load.set((old) => ({ ...old, ...saved }));
    load.reload();
    setRound((n) => n + 1);
    close();
  };
  useKeys((event) => {
    if (letters(event) && event.code === 'KeyE') setOpen({ name: 'stage' });
  }, []);
  const crumbs = link
    ? [
        [vacancyHref(account, link.vacancy.id), link.vacancy.position || link.vacancy.name],
        [`${applicantsHref(account)}?vacancy=${link.vacancy.id}`, t('hf.applicants')],
      ]
    : [
        ['/huntflow/', 'Huntflow'],
        [applicantsHref(account), t('applicants.title')],
      ];
  const dialog = { one, account, path, rows, onDone: done, onClose: close };
  return html`
    <${Crumbs} links=${crumbs} />
    <div class="head person-h">
      <div class="row">
        <span class="wide-only"><${Photo} person=${one} large /></span>
        <div>
          <h1>${personName(one)}</h1>
          <p class="sub row wrap">
            <span>${[one.position, one.company].filter(Boolean).join(', ') || t('applicant.no_position')}</span>
            <${Tags} tags=${one.tags} />
            <button type="button" class="badge line tagadd" onClick=${() => setOpen({ name: 'tags' })}>
              <${Icon} name=${one.tags?.length ? 'pencil' : 'plus'} />
              ${t(one.tags?.length ? 'tags.edit' : 'tags.add')}
            </button>
          </p>
        </div>
      </div>
      <div class="acts">
        ${safeHref(one.url) && html`<${Button} icon="external-link" href=${one.url} ...${away}>
          ${t('task.open_huntflow')}
        </${Button}>`}
        ${portals.data?.length > 0 && html`<${Button}
          icon="calendar-days" onClick=${() => setOpen({ name: 'interview' })}
        >
          ${t('interview.title')}
        </${Button}>`}
        <${Button} main onClick=${() => setOpen({ name: 'stage' })}>
          ${t(link ? 'stage.change' : 'stage.add')}
        </${Button}>
      </div>
    </div>
    ${load.error && html`<div class="gap"><${HuntflowError} error=${load.error} retry=${load.reload} /></div>`}
    <${Problems} all=${one.problems} retry=${load.reload} />
    <${LinkTabs} links=${links} at=${at} onPick=${setAt} />
    ${rows0.coming && html`<${Coming} />`}
    <${Way} statuses=${rows.statuses} link=${link} />
    <${Doubles}
      one=${one} account=${account} doubles=${doubles} onCompare=${(double) => setOpen({ name: 'compare', double })}
      onDismiss=${(double) => mark(double, true)}
    />
    <${Others} all=${others} account=${account} onBack=${(double) => mark(double, false)} />
    <div class="trio">
      <${Cv} one=${one} path=${path} onUpload=${() => setOpen({ name: 'file' })} />
      <div class="stack2">
        <section aria-labelledby="h-fields" key=${form}>
          <${Fields}
            one=${one} path=${path}
            onSaved=${(saved) => {
              load.set((old) => ({ ...old, ...saved }));
              setRound((n) => n + 1);
            }}
          />
        </section>
        <${Questionary} one=${one} onEdit=${() => setOpen({ name: 'questionary' })} />
        <${Linked} tasks=${one.tasks} />
        <${LinkedTasks} link=${{ kind: 'applicant', id: one.id, title: personName(one) }} />
      </div>
      <${History} path=${path} account=${account} id=${one.id} links=${links} rows=${rows} stamp=${round} />
    </div>
    ${open?.name === 'stage' && html`<${StageDialog} ...${dialog} link=${link} />`}
    ${open?.name === 'tags' && html`<${TagsDialog} ...${dialog} tags=${rows.tags} />`}
    ${open?.name === 'compare' && html`<${CompareDialog}
      ...${dialog} double=${open.double} onDismiss=${() => { mark(open.double, true); close(); }}
    />`}
    ${open?.name === 'questionary' && html`<${QuestionaryDialog} ...${dialog} />`}
    ${open?.name === 'interview' && html`<${InterviewDialog} one=${one} onClose=${close} />`}
    ${open?.name === 'file' && html`<${FileDialog}
      ...${dialog} onSent=${() => setRound((n) => n + 1)} onDone=${(saved) => { done(saved); setForm((n) => n + 1); }}
    />`}
  `;
}

export default function ApplicantPage({ params }) {
  const { a: account, id } = params;
  const path = applicantHref(account, id);
  useAccount(account);
  const load = useLoad(() => get(path), [path]);
  useLive(
    'applicant',
    (event) => {
      if (String(event?.id) === id && String(event?.account_id) === account) load.reload();
    },
    [path],
  );
  const one = load.data;
  useTitle(one ? personName(one) : t('applicant.one'));
  if (one) return html`<${Body} one=${one} load=${load} account=${account} path=${path} />`;
  const crumbs = html`<${Crumbs}
    links=${[
      ['/huntflow/', 'Huntflow'],
      [applicantsHref(account), t('applicants.title')],
    ]}
  />`;
  if (load.error?.status === 404) {
    return html`
      ${crumbs}
      <${Gone}
        title=${t('applicant.gone')} text=${t('applicant.gone.what')} href=${applicantsHref(account)}
        back=${t('applicants.title')}
      />
    `;
  }
  return html`
    ${crumbs}
    <div class="head"><h1>${t('applicant.one')}</h1></div>
    ${load.error
      ? html`<${HuntflowError} error=${load.error} retry=${load.reload} />`
      : html`<${Skeleton} rows=${9} />`}
  `;
}
