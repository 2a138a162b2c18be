// Слова страниц учётной записи: профиль, люди, вход.

export default {
  'account.moved': 'Адрес на другом сервере: сохранённые ключи будут удалены, новые введите здесь же.',
  'account.forgot': 'Забыли? Администратор может его сбросить.',
  'account.password.hint': 'Не короче 10 знаков. Несколько не связанных слов лучше одного.',
  'account.password.first': 'Задать пароль',
  'account.end_tokens': 'Отозвать и ключи API',
  'account.end_tokens.hint':
    'Другие браузеры выйдут, неиспользованные ссылки для входа перестанут действовать в любом случае.',
  'account.confirm': 'Ваш пароль',
  'account.confirm.hint': 'Чтобы убедиться, что это Вы.',
  'account.by_link': 'вход по ссылке',
  'account.reset': 'Забыт пароль: сбросить',
  'account.reset.title': 'Сбросить пароль: {name}?',
  'account.reset.text':
    'Нынешний пароль, все сеансы и ключи API этого человека перестанут действовать. Вы получите ссылку, ' +
    'по которой он войдёт и задаст новый пароль.',
  'account.reset.link':
    'Пароль сброшен. Передайте ссылку лично: по ней человек войдёт один раз и задаст новый пароль в ' +
    'профиле.',
  'account.rules': 'Сроки входа и ключей',
  'account.rules.what': 'Действуют для всех в компании, сразу и для тех, кто уже вошёл.',
  'account.rules.session_idle_days': 'Сеанс без действий, дней',
  'account.rules.session_max_days': 'Сеанс всего, дней',
  'account.rules.token_max_days': 'Ключ API, дней',
  'account.rules.token_max_days.hint': '0: ключи могут быть без срока.',
  'account.code': 'Код',
  'account.code.hint': 'Из приложения или код восстановления.',
  'account.code.recovery': 'Шесть цифр из приложения. Нет телефона под рукой? Подойдёт код восстановления.',
  'account.code.back': 'Назад',
  'account.factor': 'Второй шаг входа',
  'account.factor.app': 'Приложение с кодами',
  'account.factor.is_on': 'Включено',
  'account.factor.what': 'Одного пароля станет мало: при входе понадобится код с телефона.',
  'account.factor.on': 'Включить',
  'account.factor.begin': 'Включить второй шаг входа',
  'account.factor.begin.text':
    'Понадобится приложение с кодами на телефоне: Google Authenticator, Яндекс Ключ, Aegis или любое ' +
    'другое.',
  'account.factor.begin.do': 'Дальше',
  'account.factor.scan': 'Отсканируйте код',
  'account.factor.scan.what':
    'Откройте приложение, добавьте запись и наведите камеру. Потом введите шесть цифр, которые оно ' +
    'покажет.',
  'account.factor.qr': 'QR-код для приложения; рядом тот же ключ текстом',
  'account.factor.secret': 'Или введите ключ вручную',
  'account.factor.first': 'Код из приложения',
  'account.factor.codes': 'Новые коды восстановления',
  'account.factor.codes.text': 'Прежние коды перестанут действовать.',
  'account.factor.codes.do': 'Новые коды',
  'account.factor.remove': 'Отключить второй шаг входа?',
  'account.factor.remove.text':
    'Для входа снова хватит одного пароля. Коды восстановления тоже перестанут действовать.',
  'account.factor.remove.do': 'Отключить',
  'account.factor.removed': 'Второй шаг входа отключён',
  'account.codes': 'Коды восстановления',
  'account.codes.what':
    'Сохраните их в надёжном месте, не на том же телефоне: каждый один раз заменит код из приложения. ' +
    'Больше мы их не покажем.',
  'account.codes.kept': 'Коды сохранены',
  'account.codes.left': {
    one: 'Остался {n} код восстановления',
    few: 'Осталось {n} кода восстановления',
    many: 'Осталось {n} кодов восстановления',
    other: 'Осталось {n} кода восстановления',
  },
};
