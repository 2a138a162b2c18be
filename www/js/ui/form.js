// form: values, checks on blur, errors of the server at their fields, a guard against losing changes; how many fields
// want mending, and what belongs to none of them.
import { html, useState, useEffect, useRef, cls } from '../lib/html.js';
import { ask } from './dialog.js';
import { Badge } from './marks.js';
import { Note, ErrorNote } from './states.js';
import { setGuard } from '../lib/router.js';
import { fieldErrors } from '../lib/field-errors.js';
import { t } from '../lib/i18n.js';

/* True when one may leave the changes behind. */
export const asksToLeave = () =>
  ask({ title: t('leave.title'), text: t('leave.text'), deed: t('leave.deed'), stay: t('leave.stay'), danger: true });

/*
 * initial: the saved values. checks: { name: (value, values) => message key or '' }. save(values) ->
 * the saved values or nothing.
 * guard: leaving with changes asks. -> { values, field(name), errors, count, error, dirty, busy, submit, reset }
 */
export function useForm({ initial, checks = {}, save, guard = true }) {
  const [values, setValues] = useState(initial);
  const [saved, setSaved] = useState(initial);
  const [errors, setErrors] = useState({});
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const form = useRef(null);
  const dirty = Object.keys(values).some((name) => values[name] !== saved[name]);

  useEffect(() => {
    if (!guard || !dirty) return undefined;
    setGuard(asksToLeave);
    return () => setGuard(null);
  }, [dirty, guard]);

  const check = (name) => checks[name]?.(values[name], values) || '';
  const set = (name, value) => {
    setValues((old) => ({ ...old, [name]: value }));
    setErrors(({ [name]: gone, ...rest }) => rest);
  };
  /* Not when a button is being pressed: an error that appears would move it from under the pointer. */
  const blur = (name, event) => {
    if (event.relatedTarget?.closest?.('button')) return;
    const message = values[name] !== saved[name] && check(name);
    if (message) setErrors((old) => ({ ...old, [name]: message }));
  };
  const field = (name) => ({
    name,
    value: values[name],
    error: errors[name],
    onInput: (event) => set(name, event.currentTarget.value),
    onBlur: (event) => blur(name, event),
  });
  const show = (found) => {
    setErrors(found);
    [...(form.current?.elements ?? [])].find(({ name }) => name in found)?.focus();
  };
  const submit = async (event) => {
    event?.preventDefault();
    if (event) form.current = event.currentTarget.closest('form');
    if (busy) return;
    const found = {};
    for (const name of Object.keys(checks)) if (check(name)) found[name] = check(name);
    setError(null);
    if (Object.keys(found).length) {
      show(found);
      return;
    }
    setBusy(true);
    try {
      const next = (await save(values)) || values;
      setGuard(null);
      setSaved(next);
      setValues(next);
      setErrors({});
    } catch (problem) {
      const told = Object.entries(fieldErrors(problem.errors || [], (code) => t(`field.${code}`)));
      const known = told.filter(([name]) => name in values);
      const others = told.filter(([name]) => !(name in values));
      if (known.length) show(Object.fromEntries(known));
      if (!known.length || others.length) setError(Object.assign(problem, { others }));
    } finally {
      setBusy(false);
    }
  };
  const onKeyDown = (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
  };
  return {
    values,
    errors,
    error,
    dirty,
    busy,
    submit,
    set,
    field,
    onKeyDown,
    count: Object.keys(errors).length,
    reset: (next = saved) => {
      setSaved(next);
      setValues(next);
      setErrors({});
      setError(null);
    },
  };
}

/* At the title of a form: how many fields are to be mended. */
export const Fix = ({ form, class: look }) =>
  form?.count > 0
    ? html`<${Badge} kind="warn" class=${cls('badge warn', look)} role="status">
        ${t('form.fix', { n: form.count })}
      </${Badge}>`
    : null;

/* What the server said that no field of the form can show. */
export function FormError({ form }) {
  const { error } = form;
  if (!error) return null;
  if (!error.others?.length) return html`<${ErrorNote} error=${error} />`;
  return html`<${Note} kind="bad" icon="triangle-alert" role="alert" title=${t('error.title')}>
    <ul>${error.others.map(([name, text]) => html`<li key=${name}>${t('form.other', { name, text })}</li>`)}</ul>
  </${Note}>`;
}
