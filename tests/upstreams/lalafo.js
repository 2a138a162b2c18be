// lalafo.js: the JSON of Lalafo's site, simulated: ads of people who look for work among others, padded answers.
import { person } from './people.js';
import { Reply, Server } from './server.js';

const PEOPLE = 6062;
const COURIERS = 6063;
const CITIES = [[103184, 'Бишкек', 'bishkek'], [103218, 'Ош', 'osh']];
const TREE = [
  { id: 1, parent_id: null, name: 'Транспорт', children: [{ id: 2, parent_id: 1, name: 'Легковые', children: [] }] },
  {
    id: 6060, parent_id: null, name: 'Работа', children: [
      { id: 6061, parent_id: 6060, name: 'Вакансии', children: null },
      { id: PEOPLE, parent_id: 6060, name: 'Ищу работу (резюме)', children: [
        { id: COURIERS, parent_id: PEOPLE, name: 'Курьеры', children: [] },
      ] },
    ],
  },
];

const refusal = (status, message) => new Reply(status, { name: 'Error', message, code: 0, status });

/* rate: calls a second, 0: no limit. people: how many ads of people there are. */
export class Lalafo extends Server {
  constructor({ rate = 0, people = 30 } = {}) {
    const self = {};
    super({
      name: 'lalafo', limit: { count: rate, window_ms: 1000 }, routes: routes(self), control: [],
      authorize: (req) => {
        for (const name of ['device', 'country-id', 'language'])
          if (!req.headers[name]) throw refusal(417, `Header ${name} is required`);
        req.token = 'everybody';
      },
      missing: () => { throw refusal(404, 'Not found'); },
      failure: (status) => refusal(status, status === 429 ? 'Rate limit exceeded.' : 'Internal error'),
      reset: () => self.server.renew(),
    });
    self.server = this;
    this.people = people;
    this.renew();
  }

  renew() {
    this.ignores = new Set();	// filters that make no difference: category_id, city_id, price
    this.tree = TREE;
    this.ads = Array.from({ length: this.people }, (_, n) => this.ad(n));
    this.padding = [
      this.ad(900, { title: 'Требуется java developer', category_id: 6061 }),
      this.ad(901, { title: 'Продаю iPhone', category_id: 2, description: 'java', price: 500, currency: 'USD' }),
    ];
  }

  ad(n, fields = {}) {
    const one = person(n);
    const [city_id, city, city_alias] = CITIES[n % CITIES.length];
    const at = Math.floor(this.now() / 1000) - n * 3600;
    return {
      id: 114_000_000 + n, title: `Ищу работу: ${one.job}`,
      description: `Опыт ${one.years} лет, ${one.skills.join(', ')}\n0555 12 34 ${10 + n % 90}`,
      price: n % 3 ? 20_000 + n * 500 : null, old_price: null, currency: 'KGS', symbol: 'сом',
      category_id: n % 2 ? PEOPLE : COURIERS, city, city_id, city_alias, lat: 42.87, lng: 74.59, mobile: null,
      is_negotiable: n % 3 === 0, is_vip: false, is_premium: false, is_select: false, views: 1, impressions: 2,
      favorite_count: 0, created_time: at - 100, updated_time: at, images: [], params: [],
      user: {
        id: n + 1, username: n % 4 ? `${one.first} ${one.last}` : null, avatar: null, pro: false, is_banned: false,
        response_rate: null, response_time: null, response_info: null,
      },
      user_id: n + 1, country_id: 12, status_id: 2, url: `/${city_alias}/ads/ishu-rabotu-id-${114_000_000 + n}`,
      ...fields,
    };
  }

  find(query) {
    const words = (query.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const asked = (name) => (this.ignores.has(name.replace(/\[.*/, '')) ? null : query.get(name));
    const category = Number(asked('category_id'));
    const city = Number(asked('city_id'));
    const [from, to] = ['price[from]', 'price[to]'].map(asked);
    const below = { [PEOPLE]: [PEOPLE, COURIERS] };
    return [...this.ads, ...this.padding].filter((ad) =>
      words.every((word) => `${ad.title} ${ad.description}`.toLowerCase().includes(word)) &&
      (!category || (below[category] ?? [category]).includes(ad.category_id)) && (!city || ad.city_id === city) &&
      ((from === null && to === null) || ad.price === null ||
        (ad.price >= Number(from ?? 0) && ad.price <= Number(to ?? Infinity))));
  }
}

function routes(self) {
  const page = ({ query }) => {
    const found = self.server.find(query);
    const size = Number(query.get('per-page') ?? 20);
    const at = Number(query.get('page') ?? 1);
    const items = found.slice((at - 1) * size, at * size);
    // A page has ads that nobody asked for; the number of all has them not.
    if (at === 1 && size > 1 && query.has('category_id') && !self.server.ignores.size)
      items.unshift(...self.server.padding);
    return {
      items, _links: { self: { href: `${self.server.origin}/v3/feed/search?page=${at}` } },
      _meta: {
        totalCount: found.length, pageCount: Math.ceil(found.length / size), currentPage: at, perPage: size,
        feed: 'search', feed_id: 1,
      },
    };
  };
  return [
    ['GET', '/v3/feed/search', page],
    ['GET', '/v3/categories/tree', () => self.server.tree],
  ];
}
