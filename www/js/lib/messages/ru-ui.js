// Слова компонентов, которые нужны не всем страницам.

export default {
  'combo.none': 'Ничего не нашли',
  'combo.busy': 'Ищем…',
  'combo.n': { one: '{n} вариант', few: '{n} варианта', many: '{n} вариантов', other: '{n} варианта' },
  'combo.drop': 'Убрать: {name}',
  'combo.wipe': 'Очистить',
  'date.prev': 'Предыдущий месяц',
  'date.next': 'Следующий месяц',
  'date.open': '{label}: открыть календарь',
  'date.wrong': 'Введите дату, например {sample}',
  'date.today': 'Сегодня',
  'date.tomorrow': 'Завтра',
  'date.day': 'Дата',
  'date.clock': 'Время',
  'time.wrong': 'Введите время, например 09:30',
};
