import { sendKeys } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import { assert } from 'chai';
import { states } from '../../demo/elements/coupon-nudge.js';
import { createStage } from '../../demo/elements/stage.js';
import { CouponNudge } from '../../src/elements/coupon-nudge.js';
import type { ItemsDetail } from '../../src/elements/internal/item-events.js';
import * as engine from '../../src/engine/index.js';
import type { Cart, Line } from '../../src/model/cart.js';
import type { Coupon } from '../../src/model/coupon.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { elementContract, textOf, until } from '../contracts/element-contract.js';

declare const axe: {
  run(context: Element, options?: object): Promise<{ violations: { id: string }[] }>;
};

const fifty = {
  id: 'fifty',
  currency: 'CNY',
  title: { en: 'Autumn fair', 'zh-Hans': '金秋大促' },
  conditions: { minSpend: 30_000 },
  benefit: { kind: 'amount', amount: 5000 },
} as Coupon;
const products = [
  { product: 'socks', title: 'Socks', unitPrice: 5200, url: '/socks' },
  { product: 'cap', title: 'Cap', unitPrice: 8800 },
];
const line = (product: string, unitPrice: number, quantity = 1): Line => ({
  id: product,
  product,
  unitPrice,
  quantity,
});
const cartOf = (...lines: Line[]): Cart => ({ currency: 'CNY', lines });
const near = cartOf(line('shirt', 25_000));

const open = (cart: unknown = near, coupons: readonly Coupon[] = [fifty]) => {
  const offers = coupons.map((coupon) => ({ coupon, claim: { state: 'available' as const } }));
  const session = createSession({ adapter: createStage({ offers }), engine });
  if (cart) session.setCart(cart);
  void session.loadOffers();
  return session;
};

elementContract({
  tag: 'coupon-nudge',
  constructor: CouponNudge,
  createSession: () => open(),
  prepare: (element) => {
    (element as CouponNudge).products = products;
  },
  says: { en: '¥50 more to save ¥50', 'zh-Hans': '还差 ¥50，立省 ¥50' },
});

describe('<coupon-nudge>', () => {
  const cleanUp: (() => void)[] = [];
  let session: Session;
  let nudge: CouponNudge;

  const place = (attributes: Record<string, string> = {}, content?: Node) => {
    nudge = document.createElement('coupon-nudge');
    nudge.lang = 'en';
    for (const [name, value] of Object.entries(attributes)) nudge.setAttribute(name, value);
    if (content) nudge.append(content);
    nudge.session = session;
    document.body.append(nudge);
    cleanUp.push(
      () => nudge.remove(),
      () => session.destroy(),
    );
  };
  const find = (selector: string) => nudge.shadowRoot!.querySelector<HTMLElement>(selector)!;
  const findAll = (selector: string) => [...nudge.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
  const said = () => find('[role=status]').textContent;
  const says = (text: string, ms?: number) => until(() => textOf(nudge).includes(text), ms);
  const heard = (...names: string[]) => {
    const events: [string, ItemsDetail][] = [];
    for (const name of names)
      nudge.addEventListener(name, (event) =>
        events.push([name, (event as CustomEvent<ItemsDetail>).detail]),
      );
    return events;
  };
  /** A page that does what it is asked for, after a while. */
  const fulfil = (delayMs = 0) => {
    const change = async ({ product, quantity }: ItemsDetail['lines'][number], sign: number) => {
      if (delayMs) await new Promise((resolve) => setTimeout(resolve, delayMs));
      const { lines } = session.$cart.get()!;
      const price = products.find((each) => each.product === product)?.unitPrice ?? 16_800;
      const all = lines.some((each) => each.product === product)
        ? lines
        : [...lines, line(product, price, 0)];
      session.setCart(
        cartOf(
          ...all
            .map((each) =>
              each.product === product ? { ...each, quantity: each.quantity + sign * quantity } : each,
            )
            .filter((each) => each.quantity > 0),
        ),
      );
    };
    nudge.addEventListener('coupon-add-items', ({ detail }) => {
      for (const each of detail.lines) void change(each, 1);
    });
    nudge.addEventListener('coupon-remove-items', ({ detail }) => {
      for (const each of detail.lines) void change(each, -1);
    });
  };

  afterEach(() => {
    for (const undo of cleanUp.splice(0).reverse()) undo();
    document.documentElement.removeAttribute('dir');
  });

  it('says what is missing, what it saves, how far the cart is, and what is to pay in all', async () => {
    session = open();
    place();
    await says('¥50 more to save ¥50');
    assert.include(textOf(nudge), 'Autumn fair');
    assert.include(textOf(nudge), 'Total now ¥250.00, then ¥250.00');
    assert.include(textOf(nudge), 'The same in all');
    const bar = find('progress') as HTMLProgressElement;
    assert.deepEqual([bar.value, bar.max], [25_000, 30_000]);
    assert.equal(bar.getAttribute('aria-valuetext'), '¥250 of ¥300');
    assert.isTrue(nudge.matches(':state(gap)'));
  });

  it('shows what fills the gap, the least extra first, each with the whole price before and after', async () => {
    session = open();
    place();
    nudge.products = products;
    await until(() => findAll('[part=product]').length === 2);
    const [first, second] = findAll('[part=product]').map(({ textContent }) =>
      textContent.replace(/\s+/g, ' '),
    );
    assert.include(first, 'Socks');
    assert.include(first, 'Total now ¥250.00, then ¥252.00');
    assert.include(first, '¥2.00 more in all');
    assert.include(second, '¥38.00 more in all');
    assert.equal(find('a').getAttribute('href'), '/socks');
  });

  it('says where more goods cost less', async () => {
    session = open(cartOf(line('shirt', 29_000)));
    place();
    nudge.products = [{ product: 'button', unitPrice: 1000 }];
    await says('¥40.00 less in all');
    assert.include(textOf(nudge), 'Total now ¥290.00, then ¥250.00');
  });

  for (const [way, give] of [
    ['a child', () => Object.assign(document.createElement('script'), { type: 'application/json' })],
    [
      'a selector',
      () => {
        const script = Object.assign(document.createElement('script'), {
          type: 'application/json',
          id: 'fillers',
        });
        cleanUp.push(() => script.remove());
        nudge.products = '#fillers';
        return document.body.appendChild(script);
      },
    ],
  ] as const) {
    it(`takes the products from a JSON script element: ${way}, also where it is written later`, async () => {
      session = open();
      place();
      await says('more to save');
      const script = give();
      if (way === 'a child') nudge.append(script);
      script.append(document.createTextNode(JSON.stringify(products)));
      await until(() => findAll('[part=product]').length === 2);
    });
  }

  it('has one added in one act: asks the page, waits for the cart, tells, and says what was saved', async () => {
    session = open();
    place();
    nudge.products = products;
    fulfil(60);
    const events = heard('coupon-add-items', 'coupon-items-added');
    await until(() => find('[part=button]'));
    find('[part=button]').focus();
    await sendKeys({ press: 'Enter' });
    await says('Adding…');
    assert.isTrue(nudge.matches(':state(adding)'));
    assert.deepEqual(
      findAll('[part=button]').map((button) => button.getAttribute('aria-disabled')),
      ['true', 'true'],
    );
    await says('¥50 saved with Autumn fair', 2000);
    const detail = { lines: [{ product: 'socks', quantity: 1 }] };
    assert.deepEqual(events, [
      ['coupon-add-items', detail],
      ['coupon-items-added', detail],
    ]);
    await until(() => nudge.shadowRoot!.activeElement === find('[part=undo]'), 2000);
    await until(() => said().includes('¥50 saved with Autumn fair'), 2000);
    assert.isTrue(nudge.matches(':state(reached)'));
  });

  it('offers to undo it, and is back where it was', async () => {
    session = open();
    place();
    nudge.products = products;
    fulfil();
    const events = heard('coupon-remove-items', 'coupon-items-removed');
    await until(() => find('[part=button]'));
    find('[part=button]').click();
    await until(() => find('[part=undo]'));
    find('[part=undo]').click();
    await until(() => session.$cart.get()!.lines.length === 1);
    await says('¥50 more to save ¥50', 2000);
    assert.deepEqual(
      events.map(([name]) => name),
      ['coupon-remove-items', 'coupon-items-removed'],
    );
    await until(() => !find('[part=undo]'));
    assert.notInclude(textOf(nudge), 'saved with');
  });

  it('waits for nothing where the page prevents it', async () => {
    session = open();
    place();
    nudge.products = products;
    nudge.addEventListener('coupon-add-items', (event) => event.preventDefault());
    await until(() => find('[part=button]'));
    find('[part=button]').click();
    await nudge.updateComplete;
    assert.equal(find('[part=button]').getAttribute('aria-disabled'), 'false');
    assert.isFalse(nudge.matches(':state(adding)'));
  });

  it('says that nothing came of it where the page does nothing, also where it was moved meanwhile', async () => {
    session = open();
    place();
    nudge.products = products;
    await until(() => find('[part=button]'));
    const { setTimeout: real } = window;
    const waits: (() => void)[] = [];
    window.setTimeout = ((run: () => void, ms?: number) =>
      ms === 10_000 ? waits.push(run) : real(run, ms)) as typeof setTimeout;
    try {
      find('[part=button]').click();
      await nudge.updateComplete;
      const box = document.body.appendChild(document.createElement('div'));
      cleanUp.push(() => box.remove());
      box.append(nudge);
      await nudge.updateComplete;
      assert.isTrue(nudge.matches(':state(adding)'));
      assert.isAbove(waits.length, 1);
      waits.at(-1)!();
    } finally {
      window.setTimeout = real;
    }
    await until(() => find('[role=alert]').textContent !== '');
    assert.isFalse(nudge.matches(':state(adding)'));
  });

  it('leaves the focus where the shopper has gone since', async () => {
    session = open();
    place();
    nudge.products = products;
    await until(() => find('[part=button]'));
    const field = document.body.appendChild(document.createElement('input'));
    cleanUp.push(() => field.remove());
    nudge.addEventListener('coupon-add-items', (event) => event.preventDefault());
    const last = findAll('[part=button]').at(-1)!;
    last.focus();
    last.click();
    await nudge.updateComplete;
    field.focus();
    nudge.products = products.slice(0, 1);
    await until(() => findAll('[part=button]').length === 1);
    await nudge.updateComplete;
    assert.isTrue(document.activeElement === field);
  });

  it('leads to web pages only', async () => {
    session = open();
    place();
    nudge.products = [{ ...products[0]!, url: 'javascript:alert(1)' }];
    await until(() => find('[part=product]'));
    assert.isNull(find('[part=product] a'));
  });

  it('asks for several items at once, and for the product of the page with them', async () => {
    session = open(cartOf(line('pin', 1000)));
    place({ product: 'shirt', price: '168.00', currency: 'CNY' });
    nudge.products = [
      { product: 'socks', unitPrice: 6500, maxQuantity: 1 },
      { product: 'cap', unitPrice: 6600, maxQuantity: 1 },
    ];
    const events = heard('coupon-add-items');
    await says('With this item in the cart');
    await until(() => find('[part=button]'));
    const both = findAll('[part=product]').find(({ textContent }) => textContent.includes('+'))!;
    both.querySelector('button')!.click();
    assert.deepEqual(
      events.map(([, { lines }]) => lines.map(({ product, quantity }) => [product, quantity])),
      [
        [
          ['shirt', 1],
          ['socks', 1],
          ['cap', 1],
        ],
      ],
    );
  });

  it('says on a product page what the product itself saves, with what is to pay then', async () => {
    session = open();
    place({ product: 'cap', price: '88.00', currency: 'CNY' });
    await says('Adding this item saves ¥50');
    assert.include(textOf(nudge), 'Total now ¥250.00, then ¥288.00');
    assert.include(textOf(nudge), '¥38.00 more in all');
  });

  it('counts the product of the page once', async () => {
    session = open(cartOf(line('shirt', 25_000)));
    place({ product: 'shirt', price: '250.00', currency: 'CNY' });
    await says('¥50 more to save ¥50');
    assert.notInclude(textOf(nudge), 'With this item');
  });

  it('is nothing where nothing is near, and what stands in it is seen', async () => {
    for (const cart of [null, cartOf(), cartOf(line('pin', 1000)), cartOf(line('coat', 90_000))]) {
      session = open(cart);
      place({}, document.createTextNode('Free returns'));
      await until(() => session.$offers.get());
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.isTrue(nudge.matches(':state(empty)'));
      assert.isNull(find('section'));
      assert.isAbove(nudge.getBoundingClientRect().height, 0);
    }
  });

  it('nudges for the coupon that is named only', async () => {
    const other = { ...fifty, id: 'other', title: 'Other', benefit: { kind: 'amount', amount: 6000 } };
    session = open(near, [fifty, other]);
    place({ coupon: 'fifty' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.isTrue(nudge.matches(':state(empty)'), 'it is outvalued by the other');
    nudge.coupon = 'other';
    await says('Other');
  });

  it('follows the cart, and says what is new politely, not what was there', async () => {
    session = open();
    place();
    await says('¥50 more to save ¥50');
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.equal(said(), '');
    session.setCart(cartOf(line('shirt', 27_000)));
    await says('¥30 more to save ¥50');
    await until(() => said() === '¥30 more to save ¥50', 2000);
  });

  it('names a product that is wrong in the console, and goes on', async () => {
    const { error } = console;
    const complaints: unknown[] = [];
    console.error = (...words) => void complaints.push(words.join(' '));
    cleanUp.push(() => (console.error = error));
    session = open();
    place();
    nudge.products = [{ product: 'socks', unitPrice: -1 }];
    await until(() => complaints.length > 0);
    assert.include(String(complaints[0]), 'products[0].unitPrice');
  });

  for (const state of states) {
    it(`keeps to 320 pixels, from the right too, and gives axe nothing to find: ${state.name}`, async () => {
      document.documentElement.dir = 'rtl';
      const box = document.body.appendChild(document.createElement('div'));
      box.style.inlineSize = '320px';
      const made = createSession({ adapter: createStage(state.facts), engine });
      cleanUp.push(
        () => box.remove(),
        () => made.destroy(),
      );
      made.setCart(state.facts.cart);
      const element = document.createElement('coupon-nudge');
      element.lang = 'en';
      for (const [name, value] of Object.entries(state.attributes ?? {}))
        element.setAttribute(name, value === true ? '' : value);
      element.session = made;
      element.append('before');
      box.append(element);
      await until(() => made.$offers.get());
      await state.act?.(element);
      await until(() => element.matches(':state(empty)') === (state.name === 'nothing'));
      await element.updateComplete;
      assert.isAtMost(element.scrollWidth, 320);
      for (const part of element.shadowRoot!.querySelectorAll('[part]'))
        assert.isAtMost(part.getBoundingClientRect().width, 320, part.getAttribute('part')!);
      const { violations } = await axe.run(element, { resultTypes: ['violations'] });
      assert.deepEqual(
        violations.map(({ id }) => id),
        [],
      );
    });
  }
});
