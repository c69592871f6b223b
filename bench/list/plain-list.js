/**
 * The floor: what one would write by hand for this very page. A windowed list of plain nodes without any library: as many cards as a window shows, of the same markup and
 * under the same styles, an empty box as high as the rest; a search field and the tabs above. It sorts nothing, knows one language and no state but two, and neither
 * the browser's search nor a screen reader finds what is out of sight.
 */
/** A card of three lines; what does not fit is cut. */
const rowPx = 140;
const overscan = 2;

let money;
let date;

function makeFormats() {
  money = new Intl.NumberFormat('en', {
    style: 'currency',
    currency: 'CNY',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: 0,
  });
  date = new Intl.DateTimeFormat('en', {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  });
}

export function mountPlainList(offers, styles) {
  makeFormats();
  const element = document.createElement('div');
  const root = element.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = styles.map(({ styleSheet }) => styleSheet);
  const search = make('search', 'search');
  search.append(
    makeGlass(),
    make('input', '', {
      id: 'search',
      part: 'search',
      type: 'search',
      'aria-label': 'Search coupons',
      placeholder: 'Name, amount or shop',
      autocomplete: 'off',
      maxlength: 100,
    }),
  );
  const tabs = make('div', 'tabs', {
    part: 'tabs',
    role: 'tablist',
    'aria-label': 'Coupons by shop and category',
  });
  const names = namesIn(offers);
  for (const name of names) {
    const isSelected = name === 'All';
    const state = { 'aria-controls': 'panel', 'aria-selected': isSelected, tabindex: isSelected ? 0 : -1 };
    tabs.append(make('button', 'tab', { part: 'tab', role: 'tab', ...state }, name));
  }
  const list = make('div', 'scroll list', {
    id: 'panel',
    tabindex: -1,
    role: 'tabpanel',
    'aria-label': 'All',
  });
  const bar = make('div', 'bar');
  bar.append(
    make('button', 'button quiet', { part: 'claim-all' }, `Get all ${offers.filter(isFree).length}`),
  );
  const cards = make('ul', 'cards', { role: 'list' });
  const columns = Math.max(1, Math.min(2, Math.floor(innerWidth / 464)));
  const count = (Math.ceil(innerHeight / rowPx) + overscan) * columns;
  // What can be claimed first, by its amount.
  const rank = ({ coupon, claim }) =>
    (claim.state === 'available' ? 1e9 : 0) + (coupon.benefit.amount ?? coupon.benefit.maxAmount ?? 0);
  const sorted = [...offers].sort((a, b) => rank(b) - rank(a));
  cards.append(...sorted.slice(0, count).map(makeCard));
  cards.addEventListener('click', ({ target }) =>
    target.closest('button')?.setAttribute('aria-disabled', 'true'),
  );
  const rest = make('div', '');
  rest.style.blockSize = `${(Math.max(0, offers.length - count) / columns) * rowPx}px`;
  list.append(bar, cards, rest);
  const section = make('section', 'center', { lang: 'en', 'aria-label': 'Coupon center' });
  section.append(search, tabs, list);
  root.append(section, make('p', 'hidden', { role: 'status', lang: 'en' }));
  document.body.append(element);
  return element;
}

function isFree({ claim }) {
  return claim.state === 'available' && !claim.cost;
}

function makeGlass() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  const line = { d: 'm11 11 4 4M12.5 7a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0', fill: 'none' };
  const stroke = { stroke: 'currentColor', 'stroke-width': '1.5', 'stroke-linecap': 'round' };
  for (const [name, value] of Object.entries({ ...line, ...stroke })) path.setAttribute(name, value);
  svg.append(path);
  return svg;
}

function namesIn(offers) {
  const names = new Set(['All', 'Sitewide']);
  for (const { coupon } of offers) {
    if (coupon.issuer) names.add(coupon.issuer.shop);
    for (const category of coupon.scope?.categories ?? []) names.add(category);
  }
  return names;
}

function makeCard({ coupon, claim }) {
  const { benefit, conditions } = coupon;
  const face =
    benefit.kind === 'amount'
      ? [money.format(benefit.amount / 100), ' off']
      : benefit.kind === 'percent'
        ? [`${benefit.percentOff}%`, ' off']
        : benefit.kind === 'tiered'
          ? ['Up to ', money.format(benefit.tiers.at(-1).amount / 100), ' off']
          : ['Free shipping'];
  const spend = money.format((conditions?.minSpend ?? benefit.tiers?.[0].minSpend ?? 0) / 100);
  const item = make('li', '');
  const edge = make('div', 'edge');
  const ticket = make('div', 'ticket', { part: 'ticket' });
  const stub = make('div', 'stub', { part: 'stub' });
  const large = make('p', 'face', { part: 'face' });
  for (const part of face) large.append(/\d/.test(part) ? make('b', '', {}, part) : part);
  stub.append(large, make('p', 'small', {}, `Spend ${spend}`));
  const text = make('div', 'text detailed');
  const notes = make('p', 'notes small', { part: 'notes' });
  if (claim.remaining < 100) notes.append(make('b', '', {}, `Only ${claim.remaining} left`));
  text.append(
    make('p', 'title', { part: 'title' }, coupon.title),
    make('p', 'line small muted', {}, coupon.scope ? 'Selected categories' : 'All items'),
    make('p', 'line small muted', {}, `Until ${date.format(Date.parse(coupon.validUntil))} (GMT+8)`),
    notes,
    make('p', 'error', { role: 'alert' }),
  );
  const isOpen = claim.state === 'available';
  const button = make(
    'button',
    'button',
    { part: 'button', 'aria-disabled': !isOpen },
    isOpen ? 'Get coupon' : 'Starts soon',
  );
  button.append(make('span', 'hidden', {}, ` ${coupon.title}`));
  const action = make('div', 'action');
  action.append(button);
  const body = make('div', 'body', { part: 'body' });
  body.append(text, action);
  ticket.append(stub, body);
  edge.append(ticket);
  item.append(edge);
  return item;
}

function make(tag, className, attributes = {}, text = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  return element;
}
