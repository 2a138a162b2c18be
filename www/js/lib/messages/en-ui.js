// Words of components that not all pages need.

export default {
  'combo.none': 'Nothing found',
  'combo.busy': 'Searching…',
  'combo.n': { one: '{n} option', other: '{n} options' },
  'combo.drop': 'Remove: {name}',
  'combo.wipe': 'Clear',
  'date.prev': 'Previous month',
  'date.next': 'Next month',
  'date.open': '{label}: open the calendar',
  'date.wrong': 'Enter a date, such as {sample}',
  'date.today': 'Today',
  'date.tomorrow': 'Tomorrow',
  'date.day': 'Date',
  'date.clock': 'Time',
  'time.wrong': 'Enter a time, such as 09:30',
};
