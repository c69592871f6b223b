/** What any Vendure storefront does: it shows products and the cart, changes quantities, and checks out. It knows nothing of coupons. */

const { shopApi } = document.documentElement.dataset;
const tokenName = 'vendure-auth-token';
const find = (id) => document.getElementById(id);

const orderFields = `
  code state currencyCode total
  lines { id quantity linePrice featuredAsset { preview } productVariant { id name } }
  shippingLines { shippingMethod { id } }
`;
const orderOrError = `{ ... on Order { ${orderFields} } ... on ErrorResult { errorCode } }`;

/** One change at a time. */
let turn = Promise.resolve();

// The first answer brings the session's token.
await showCart();
await showProducts();

/** Returns the data of an answer of the Shop API. */
async function ask(query, variables = {}) {
  const token = localStorage.getItem(tokenName);
  const response = await fetch(shopApi, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const given = response.headers.get(tokenName);
  if (given) localStorage.setItem(tokenName, given);
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

async function showProducts() {
  const { products } = await ask(`{
    products(options: { sort: { id: ASC } }) {
      items { name featuredAsset { preview } variants { id name price currencyCode } }
    }
  }`);
  for (const { name, featuredAsset, variants } of products.items) {
    const item = clone('product');
    const [select, button] = item.querySelectorAll('select, button');
    const chosen = () => variants[select.selectedIndex];
    const showPrice = () => {
      item.querySelector('.price').textContent = money(chosen().price, chosen().currencyCode);
    };
    item.querySelector('img').src = featuredAsset?.preview ?? '';
    item.querySelector('h3').textContent = name;
    for (const variant of variants) select.add(new Option(variant.name, variant.id));
    select.hidden = variants.length === 1;
    select.addEventListener('change', showPrice);
    showPrice();
    button.setAttribute('aria-label', `${button.textContent}: ${name}`);
    button.addEventListener('click', () =>
      change(
        `mutation ($id: ID!) { order: addItemToOrder(productVariantId: $id, quantity: 1) ${orderOrError} }`,
        { id: chosen().id },
      ),
    );
    find('products').append(item);
  }
}

async function showCart() {
  const { activeOrder, eligibleShippingMethods } = await ask(
    `{ activeOrder { ${orderFields} } eligibleShippingMethods { id name price } }`,
  );
  if (!activeOrder) return show({ state: 'AddingItems', lines: [], shippingLines: [] });
  const select = find('delivery');
  for (const { id, name, price } of eligibleShippingMethods)
    if (!select.querySelector(`[value="${CSS.escape(id)}"]`))
      select.add(new Option(`${name} ${money(price, activeOrder.currencyCode)}`, id));
  show(activeOrder);
}

/** Does it after what is under way, and shows the order as it is then. */
function change(query, variables) {
  turn = turn.then(async () => {
    const { order } = await ask(query, variables);
    // Vendure says no where the cart is another by now.
    if (order.errorCode || find('delivery').length === 1) await showCart();
    else show(order);
  });
  return turn;
}

function show({ state, lines, shippingLines, currencyCode }) {
  const isCart = state === 'AddingItems';
  find('empty').hidden = lines.length > 0;
  find('fields').hidden = lines.length === 0;
  find('back').hidden = isCart;
  find('delivery').value = shippingLines[0]?.shippingMethod.id ?? '';
  for (const field of [find('delivery'), find('email')]) field.disabled = !isCart;
  for (const label of find('checkout').children) label.hidden = label.dataset.state !== state;
  find('lines').replaceChildren(
    ...lines.map(({ id, quantity, linePrice, featuredAsset, productVariant }) => {
      const item = clone('line');
      item.querySelector('img').src = featuredAsset?.preview ?? '';
      item.querySelector('.title').textContent = productVariant.name;
      item.querySelector('output').textContent = quantity;
      item.querySelector('.sum').textContent = money(linePrice, currencyCode);
      for (const [name, step] of [
        ['fewer', -1],
        ['more', 1],
      ]) {
        const button = item.querySelector(`.${name}`);
        button.disabled = !isCart;
        button.addEventListener('click', () =>
          change(
            `mutation ($id: ID!, $quantity: Int!) {
              order: adjustOrderLine(orderLineId: $id, quantity: $quantity) ${orderOrError}
            }`,
            { id, quantity: quantity + step },
          ),
        );
      }
      return item;
    }),
  );
}

find('delivery').addEventListener('change', ({ target }) => {
  if (target.value)
    void change(
      `mutation ($id: [ID!]!) { order: setOrderShippingMethod(shippingMethodId: $id) ${orderOrError} }`,
      { id: [target.value] },
    );
});

find('back').addEventListener('click', () =>
  change(`mutation { order: transitionOrderToState(state: "AddingItems") ${orderOrError} }`),
);

// The panel lets the press through once the price is confirmed.
find('checkout').addEventListener('click', async () => {
  if (find('back').hidden) await arrangePayment();
  else await pay();
});

async function arrangePayment() {
  await ask(
    `mutation ($customer: CreateCustomerInput!, $address: CreateAddressInput!) {
      setCustomerForOrder(input: $customer) { __typename }
      setOrderShippingAddress(input: $address) { __typename }
    }`,
    {
      customer: { firstName: 'Ann', lastName: 'Lee', emailAddress: find('email').value },
      address: { streetLine1: '1 Main Street', countryCode: 'US' },
    },
  );
  const [, first] = find('delivery').options;
  if (!find('delivery').value)
    await change(
      `mutation ($id: [ID!]!) { order: setOrderShippingMethod(shippingMethodId: $id) ${orderOrError} }`,
      { id: [first.value] },
    );
  await change(`mutation { order: transitionOrderToState(state: "ArrangingPayment") ${orderOrError} }`);
}

async function pay() {
  const { order } = await ask(
    `mutation { order: addPaymentToOrder(input: { method: "test", metadata: {} }) ${orderOrError} }`,
  );
  if (!order.errorCode) {
    find('paid').textContent = money(order.total, order.currencyCode);
    find('thanks').hidden = false;
  }
  await showCart();
}

function clone(id) {
  return find(id).content.firstElementChild.cloneNode(true);
}

function money(amount, currency) {
  const options = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' };
  return new Intl.NumberFormat(document.documentElement.lang, options).format(amount / 100);
}
