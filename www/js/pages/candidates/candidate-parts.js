// candidate-parts: the pieces of a person's page: contacts, what sources say, sources, joins, notes.
import { html, safeHref, away, useState } from '../../lib/html.js';
import { del, post } from '../../lib/api.js';
import { t, list } from '../../lib/i18n.js';
import { me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { phoneText } from '../../lib/phone-rules.js';
import { Button, IconButton } from '../../ui/button.js';
import { ask } from '../../ui/dialog.js';
import { Badge, Time } from '../../ui/marks.js';
import { Note } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { SourceDeeds, SourceDialog } from './candidate-board.js';
import { API, hrefOf, onePerPair } from './candidates-rules.js';
import { join, say, setApart } from './deeds.js';
import { Texts, nameOf, periodText, platformName, salaryText, yearsText } from './words.js';

export const Section = ({ id, title, children, acts }) => html`<section aria-labelledby=${id}>
  <div class="row sech"><h2 id=${id}>${title}</h2>${acts && html`<span class="push">${acts}</span>`}</div>
  ${children}
</section>`;

/* --- who they are --- */

export const Facts = ({ one }) => {
  const facts = [
    ['location', one.location], ['current_company', one.current_company], ['experience_years', yearsText(one)],
    ['salary', salaryText(one)],
  ].filter(([, value]) => value);
  if (!facts.length && !one.skills.length && !one.tags?.length) return null;
  return html`<dl class="facts2">
    ${facts.map(([name, value]) => html`<div key=${name}><dt>${t(`cand.column.${name}`)}</dt><dd>${value}</dd></div>`)}
    ${one.skills.length > 0 && html`<div>
      <dt>${t('cand.column.skills')}</dt><dd><${Texts} texts=${one.skills} most=${12} /></dd>
    </div>`}
    ${one.tags?.length > 0 && html`<div>
      <dt>${t('cand.tags')}</dt><dd><${Texts} texts=${one.tags} most=${12} /></dd>
    </div>`}
  </dl>`;
};

export function Contacts({ one }) {
  const { emails, phones, links } = one.contacts;
  const lines = [
    ...phones.map((text) => ({ text: phoneText(text), href: `tel:${text.replace(/[^\d+]/g, '')}` })),
    ...emails.map((text) => ({ text, href: `mailto:${text}` })),
    ...links.map((text) => ({ text: text.replace(/^https?:\/\/(www\.)?/, ''), href: text, out: true })),
  ];
  return html`<${Section} id="h-contacts" title=${t('cand.contacts')}>
    ${lines.length === 0
      ? html`<p class="sm dim">${t('cand.contacts.none')}</p>`
      : html`<ul class="rows contacts">
          ${lines.map(({ text, href, out }) => html`<li key=${href}>
            <a class="breakall" href=${safeHref(href)} ...${out ? away : {}}>${text}</a>
          </li>`)}
        </ul>`}
  </${Section}>`;
}

const Place = ({ title, under, period, text }) => html`<li>
  <b class="mid">${title}</b>
  <p class="sm dim">${[under, period].filter(Boolean).join(', ')}</p>
  ${text && html`<p class="sm said">${text}</p>`}
</li>`;

export function About({ one }) {
  const jobs = one.experience || [];
  const schools = one.education || [];
  const languages = (one.languages || []).map(({ language, level }) => [language, level].filter(Boolean).join(' — '));
  const empty = !one.summary && !jobs.length && !schools.length && !languages.length;
  return html`
    ${(one.summary || empty) && html`<${Section} id="h-about" title=${t('cand.about')}>
      ${one.summary
        ? html`<p class="said">${one.summary}</p>`
        : html`<p class="sm dim">${t('cand.about.none')}</p>`}
    </${Section}>`}
    ${jobs.length > 0 && html`<${Section} id="h-jobs" title=${t('cand.experience')}>
      <ul class="places">
        ${jobs.map((job, i) => html`<${Place}
          key=${i} title=${job.position || job.company} under=${job.position ? job.company : ''}
          period=${periodText(job)} text=${job.description}
        />`)}
      </ul>
    </${Section}>`}
    ${schools.length > 0 && html`<${Section} id="h-schools" title=${t('cand.education')}>
      <ul class="places">
        ${schools.map((school, i) => html`<${Place}
          key=${i} title=${school.institution || school.field}
          under=${[school.institution && school.field, school.degree].filter(Boolean).join(', ')} period=${school.year}
        />`)}
      </ul>
    </${Section}>`}
    ${languages.length > 0 && html`<${Section} id="h-langs" title=${t('cand.languages')}>
      <p>${list(languages)}</p>
    </${Section}>`}
  `;
}

/* --- one or two people --- */

const otherOf = (pair, id) => pair.candidates.find((one) => one.id !== id) || pair.candidates[0];

export const Suggestions = ({ one, onDone }) => onePerPair(one.suggestions).slice(0, 3).map((pair) => {
  const other = otherOf(pair, one.id);
  return html`<${Note}
    key=${pair.id} class="gap" kind="warn" icon="copy" role="status"
    title=${t('cand.suggest', { name: nameOf(other) })}
    acts=${html`
      <${Button} small href=${hrefOf(other)}>${t('cand.compare')}</${Button}>
      <${Button} small onClick=${() => join([one.id, other.id], onDone)}>${t('cand.join')}</${Button}>
      <${Button} small quiet onClick=${() => setApart([one.id, other.id], () => onDone())}>
        ${t('cand.apart')}
      </${Button}>
    `}
  >
    ${list(pair.reasons.map((reason) => t(`cand.reason.${reason}`)))}
  </${Note}>`;
});

export function Sources({ one, onDone }) {
  const [open, setOpen] = useState(null);
  const split = async (source) => {
    if (!(await ask({ title: t('cand.split.title'), text: t('cand.split.text'), deed: t('cand.split') }))) return;
    try {
      await post(`${API}${one.id}/split`, { source_ids: [source.id] });
      toast(t('cand.split.done'));
      onDone();
    } catch (error) {
      say(error);
    }
  };
  return html`<${Section} id="h-sources" title=${t('cand.sources')}>
    <ul class="rows sources">
      ${one.external_candidates.map((source) => html`<li key=${source.id}>
        <${Badge} kind="acc">${platformName(source.found.platform)}</${Badge}>
        <span class="grow">
          ${safeHref(source.found.profile_url)
            ? html`<a href=${source.found.profile_url} ...${away}>
                ${source.found.current_position || source.found.last_name || source.found.external_id}
              </a>`
            : source.found.current_position || source.found.last_name || t('cand.nobody')}
          <span class="xs faint"> ${t('cand.source.synced')} <${Time} at=${source.last_synced_at} /></span>
        </span>
        <${SourceDeeds}
          source=${{ id: source.id, platform: source.found.platform, deeds: source.deeds }} onOpen=${setOpen}
        />
        ${one.external_candidates.length > 1 && html`<${Button} small quiet onClick=${() => split(source)}>
          ${t('cand.split')}
        </${Button}>`}
      </li>`)}
    </ul>
    <${Joins} one=${one} onDone=${onDone} />
    ${open && html`<${SourceDialog}
      open=${open} onClose=${() => setOpen(null)} onDone=${() => { setOpen(null); onDone(); }}
    />`}
  </${Section}>`;
}

function Joins({ one, onDone }) {
  const undo = (id) => post(`${API}joins/${id}/undo`).then(() => { toast(t('cand.undone')); onDone(); }, say);
  if (!one.joins.length) return null;
  return html`<h3 class="sm">${t('cand.joins')}</h3>
    <ul class="rows">
      ${one.joins.map((each) => html`<li key=${each.id}>
        <span class="grow sm">
          ${t(`cand.${each.kind}.was`, { name: each.other_name || t('cand.nobody') })}
          <span class="xs faint"> ${each.user_name || t('cand.by_itself')}, <${Time} at=${each.created_at} /></span>
        </span>
        ${each.undone_at
          ? html`<span class="xs faint">${t('cand.undone.mark')}</span>`
          : html`<${Button} small quiet icon="undo-2" onClick=${() => undo(each.id)}>${t('cand.undo')}</${Button}>`}
      </li>`)}
    </ul>`;
}

/* --- what the team says --- */

export function Notes({ one, onDone }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const add = async (event) => {
    event.preventDefault();
    if (!text.trim() || busy) return;
    setBusy(true);
    try {
      await post(`${API}${one.id}/notes`, { text: text.trim() });
      setText('');
      onDone();
    } catch (error) {
      say(error);
    } finally {
      setBusy(false);
    }
  };
  const drop = (id) => del(`${API}${one.id}/notes/${id}`).then(onDone, say);
  return html`<${Section} id="h-notes" title=${t('cand.notes')}>
    <form class="noteform" onSubmit=${add}>
      <label class="sr" for="note">${t('cand.note.new')}</label>
      <textarea
        class="in" id="note" rows="2" maxlength="5000" placeholder=${t('cand.note.new')} value=${text}
        onInput=${(event) => setText(event.currentTarget.value)}
        onKeyDown=${(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) add(event); }}
      ></textarea>
      <${Button} small type="submit" busy=${busy}>${t('cand.note.add')}</${Button}>
    </form>
    <ul class="rows notes">
      ${one.notes.map((note) => html`<li key=${note.id}>
        <span class="grow">
          <span class="said">${note.text}</span>
          <span class="xs faint block">${note.user_name}, <${Time} at=${note.created_at} /></span>
        </span>
        ${(note.user === me.value?.id || may(me.value, 'manager')) && html`<${IconButton}
          icon="trash-2" label=${t('cand.note.delete')} onClick=${() => drop(note.id)}
        />`}
      </li>`)}
    </ul>
  </${Section}>`;
}
