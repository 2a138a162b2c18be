// Words of the ClickUp pages in Russian.
export default {
  // columns, views, files
  'column.status': 'Статус', 'column.assignees': 'Ответственный', 'column.priority': 'Приоритет', 'column.tags': 'Метки', 'column.cv': 'Резюме', 'column.date_created': 'Создана', 'column.due_date': 'Срок', 'column.date_updated': 'Обновлена', 'column.transfer': 'Huntflow', 'columns.button': 'Столбцы',
  'columns.label': 'Столбцы таблицы', 'views.save': 'Сохранить вид', 'views.store': 'Сохранить изменения', 'views.save_as': 'Сохранить как новый…', 'views.rename': 'Переименовать…', 'views.delete': 'Удалить вид', 'views.export': 'Скачать CSV…', 'views.menu': 'Действия с видом', 'views.save.title': 'Новый вид',
  'views.rename.title': 'Название вида', 'views.name': 'Название', 'views.name.hint': 'Например, «Java за ноябрь».', 'views.shared': 'Показать коллегам', 'views.shared.hint': 'Каждый увидит в нём свои задачи.', 'views.saved': 'Вид «{name}» сохранён', 'views.deleted': 'Вид «{name}» удалён',
  'views.of': 'Вид коллеги, {name}', 'export.do': 'Скачать', 'export.separator': 'Чем разделены столбцы', 'export.semicolon': 'Точка с запятой', 'export.semicolon.what': 'Excel на русском откроет сразу', 'export.comma': 'Запятая', 'export.comma.what': 'Excel на английском, Google Таблицы', 'export.tab': 'Табуляция',
  'export.tab.what': 'Удобно вставлять в таблицу', 'export.tasks': 'Список задач в CSV',
  'export.tasks.what': { one: '{n} задача по нынешним фильтрам, с показанными столбцами.', few: '{n} задачи по нынешним фильтрам, с показанными столбцами.', many: '{n} задач по нынешним фильтрам, с показанными столбцами.', other: '{n} задачи по нынешним фильтрам, с показанными столбцами.' },
  'export.tasks.over': 'Больше {n} задач по нынешним фильтрам, с показанными столбцами.', 'export.import': 'Итог импорта № {id} в CSV', 'export.import.what': 'Все задачи импорта: что стало с каждой и почему.',

  // undo of an import
  'undo.open': 'Отменить перенос…', 'undo.title': 'Отменить перенос, импорт № {id}?', 'undo.how': 'Что сделать с кандидатами', 'undo.reject': 'Перевести в отказ', 'undo.reject.what': 'Кандидаты останутся в базе Huntflow, на этапе отказа.', 'undo.remove': 'Удалить из Huntflow',
  'undo.remove.what': 'Вернуть нельзя. Задачи снова можно будет перенести.', 'undo.stage': 'Этап отказа', 'undo.reason': 'Причина отказа', 'undo.vacancy.hint': 'Импорт был без вакансии, а отказ ставится в вакансии.', 'undo.no_stage': 'В организации нет этапа отказа. Добавьте его в Huntflow.',
  'undo.what': { one: 'Речь о {n} кандидате, которого создал этот импорт. Тех, кто был в Huntflow раньше, не тронем.', few: 'Речь о {n} кандидатах, которых создал этот импорт. Тех, кто был в Huntflow раньше, не тронем.', many: 'Речь о {n} кандидатах, которых создал этот импорт. Тех, кто был в Huntflow раньше, не тронем.', other: 'Речь о {n} кандидатах, которых создал этот импорт. Тех, кто был в Huntflow раньше, не тронем.' },
  'undo.reject.do': { one: 'Перевести {n} в отказ', few: 'Перевести {n} в отказ', many: 'Перевести {n} в отказ', other: 'Перевести {n} в отказ' }, 'undo.remove.do': { one: 'Удалить {n} кандидата', few: 'Удалить {n} кандидатов', many: 'Удалить {n} кандидатов', other: 'Удалить {n} кандидатов' },
  'undo.running': 'Отменяем перенос', 'undo.over': { one: 'Перенос отменён: {n} кандидат', few: 'Перенос отменён: {n} кандидата', many: 'Перенос отменён: {n} кандидатов', other: 'Перенос отменён: {n} кандидата' }, 'undo.failed': 'Не удалось: {n}.', 'import.status.undoing': 'Отменяется',
  'import.status.undone': 'Перенос отменён', 'import.status.undone_partly': 'Отменён не весь',

  // webhook, next sync
  'events.title': 'События ClickUp', 'events.state.active': 'Приходят', 'events.state.failing': 'Со сбоями', 'events.state.suspended': 'Остановлены ClickUp', 'events.state.off': 'Выключены', 'events.active.what': 'ClickUp сам сообщает об изменениях, и задачи обновляются за секунды.',
  'events.failing.what': 'Часть событий не дошла. Пропущенное возьмёт ближайшая синхронизация.', 'events.suspended.what': 'ClickUp перестал присылать события после повторных сбоев. До включения работает синхронизация по расписанию.', 'events.off.what': 'Включите, чтобы изменения появлялись сразу, а не по расписанию.',
  'events.last': 'Последнее событие', 'events.events': 'Событий получено', 'events.fails': 'Сбоев доставки', 'events.checked': 'Проверено', 'events.endpoint': 'Адрес', 'events.on': 'Включить события', 'events.again': 'Включить снова', 'events.done': 'События включены', 'events.off': 'Отключить',
  'events.off.title': 'Отключить события ClickUp?', 'events.off.text': 'Изменения будут появляться только по расписанию. Включить можно в любой момент.', 'events.off.deed': 'Отключить события', 'events.removed': 'События отключены', 'next.off': 'Автоматической синхронизации нет.',
  'next.running': 'Синхронизация идёт сейчас.', 'next.soon': 'Следующая синхронизация вот-вот начнётся.', 'next.at': { one: 'Следующая: {at}, через {n} минуту.', few: 'Следующая: {at}, через {n} минуты.', many: 'Следующая: {at}, через {n} минут.', other: 'Следующая: {at}, через {n} минуты.' },
  'next.failed': 'Последняя не удалась: {at}', 'next.details': 'Подробнее',

  // a sync run, its charts
  'syncs.chart.title': 'За месяц', 'syncs.chart.tasks': 'Изменилось задач', 'syncs.chart.tasks.bar': '{day}: новых {created}, изменено {updated}', 'syncs.chart.tasks.say': 'Изменения задач по дням за месяц: новых {created}, изменено {updated}', 'syncs.chart.runs': 'Запуски', 'syncs.chart.clean': 'без ошибок',
  'syncs.chart.runs.bar': '{day}: запусков {n}, с ошибкой {errors}, в среднем {time}', 'syncs.chart.runs.say': 'Запуски синхронизации по дням за месяц: всего {n}, с ошибкой {errors}', 'syncs.col.runs': 'Запусков', 'syncs.col.mean': 'В среднем', 'run.open': 'Подробнее:', 'run.title': 'Синхронизация № {id}',
  'run.started': 'Начата', 'run.created': 'Новые', 'run.updated': 'Изменённые', 'run.deleted': 'Удалённые', 'run.calls': 'Обращения к ClickUp', 'run.no_answer': 'нет ответа', 'run.same': 'Ничего не изменилось.',

  // files, comments
  'files.new_tab': '(в новой вкладке)', 'files.save': 'Скачать {name}', 'comments.more': 'Показать ещё',

  // auto-replies
  'replies.sub': 'Hirewire отвечает в задачах, где есть нужные слова', 'replies.what': 'Что искать в задачах и что ответить. Правило включится только после проверки.', 'replies.empty': 'Правил автоответа нет. Добавьте первое.', 'replies.first': 'Добавить правило', 'replies.new': 'Новое правило',
  'replies.new.crumb': 'Новое', 'replies.on': 'Включено', 'replies.off': 'Выключено', 'replies.untested': 'Не проверено', 'replies.try': 'Проверить', 'replies.turn_on': 'Включить', 'replies.turn_off': 'Выключить', 'replies.turned_on': 'Правило «{name}» включено', 'replies.turned_off': 'Правило «{name}» выключено',
  'replies.by_words': 'Слова: {words}', 'replies.by_regex': 'Выражение: {words}', 'replies.sent': { one: '{n} ответ', few: '{n} ответа', many: '{n} ответов', other: '{n} ответа' }, 'replies.tested': 'проверено {ago}', 'replies.name': 'Название', 'replies.name.hint': 'Видно только Вам.', 'replies.by': 'Как искать',
  'replies.by.keywords': 'Слова', 'replies.by.regex': 'Выражение', 'replies.keywords': 'Слова и фразы', 'replies.keywords.hint': 'По одному в строке, достаточно любого. Ищем по началу слова в названии и описании.', 'replies.regex': 'Регулярное выражение',
  'replies.regex.hint': 'Например, java(?!script). Большие и малые буквы равны.', 'replies.statuses': 'Статусы', 'replies.statuses.hint': 'Ничего не отмечено: любые.', 'replies.lists': 'Списки', 'replies.lists.hint': 'Ничего не отмечено: любые.', 'replies.reply': 'Ответ',
  'replies.reply.hint': 'Станет комментарием к задаче, один раз.', 'replies.placeholders': 'Вставить в ответ', 'replies.ph.name': 'название', 'replies.ph.status': 'статус', 'replies.ph.assignee': 'ответственный', 'replies.ph.url': 'ссылка', 'replies.ph.list': 'список', 'replies.preview': 'Так его прочтут',
  'replies.unknown': 'Таких вставок нет: {names}', 'replies.ex.name': 'Ковалёва Анна, Senior Java', 'replies.ex.status': 'Новая', 'replies.ex.assignee': 'Мария Лебедева', 'replies.ex.list': 'Входящие резюме', 'replies.notify_all': 'Уведомить всех участников задачи',
  'replies.notify_all.hint': 'Иначе комментарий появится без уведомлений.', 'replies.hourly': 'Ответов в час, не больше', 'replies.hourly.hint': 'Остальные подождут и уйдут позже, ни один не потеряется.', 'replies.edit.on': 'После сохранения проверьте правило ещё раз, чтобы оно снова работало.', 'replies.test': 'Проверка на прошлых задачах', 'replies.test.what': 'Покажем задачи, которым правило ответило бы, и сам ответ. Ничего не отправим.',
  'replies.test.do': 'Проверить на прошлых задачах', 'replies.test.draft': 'без сохранения', 'replies.test.then': 'Сохраните правило и проверьте его, чтобы включить.', 'replies.test.none': 'Ни одна прошлая задача не подходит. Измените слова или условия.',
  'replies.test.found': { one: 'Подходит {n} задача', few: 'Подходят {n} задачи', many: 'Подходят {n} задач', other: 'Подходят {n} задачи' }, 'replies.log': 'Что отправлено', 'replies.log.empty': 'Ответов ещё не было.', 'replies.state.sent': 'Отправлен', 'replies.state.failed': 'Ошибка',
  'replies.state.sending': 'Отправляется', 'replies.state.waiting': 'Ждёт отправки', 'replies.state.cancelled': 'Отменён', 'replies.delete.title': 'Удалить правило «{name}»?', 'replies.delete.text': 'Правило и список его ответов удалятся, сами ответы останутся в задачах. Вернуть правило нельзя.',
};
