/** What the marketplace looks at in the morning: what it owes each shop for coupons, what became of each coupon, and whether both books agree. */
import { markup } from '../server/markup.mjs';
import { page } from './page.mjs';

/** @param books what `createBooks` read; `undefined` while the coupon server is away */
export function merchantPage(view, books) {
  const { t, language } = view.words;
  return page(view, {
    title: `${t('merchant.title')} · ${t('name')}`,
    path: 'merchant/',
    content: markup`
      <div class="books">
        <h1 class="page-title">${t('merchant.title')}</h1>
        <p class="lead">${t('merchant.lead')}</p>
        ${
          books
            ? markup`
                ${statements(view, books)}
                ${reconciliation(view, books)}
                ${coupons(view, books)}
              `
            : markup`<p class="verdict" role="alert">${t('merchant.away')}</p>`
        }
        <p class="centered"><a class="button quiet" href="/${language}/">${t('product.home')}</a></p>
      </div>
    `,
  });
}

/** What the platform owes each shop: what it owed before, what came and went today. */
function statements(view, { day, statements }) {
  const { t, language } = view.words;
  const columns = ['opening', 'redemptions', 'reversals', 'payouts', 'closing', 'borneByShop', 'paid'];
  return section(view, 'statements', { day }, [
    table(
      view,
      'statements',
      [t('merchant.shop'), ...columns.map((column) => t(`merchant.${column}`))],
      statements.map((statement) => [
        shopName(view, statement.shop),
        ...columns.map((column) => amount(view, statement[column])),
      ]),
    ),
    markup`
      <p><a href="/${language}/merchant/statements.csv" download>${t('merchant.csv')}</a></p>
    `,
  ]);
}

function coupons(view, { standings, titleOf }) {
  const { t, pick } = view.words;
  return section(view, 'coupons', {}, [
    table(
      view,
      'coupons',
      ['coupon', 'claimed', 'reserved', 'redeemed', 'rate', 'discount', 'platform'].map((column) =>
        t(`merchant.${column}`),
      ),
      standings.map(({ coupon, claimed, reserved, redeemed, redemptionRateBps, discount }) => [
        pick(titleOf(coupon)),
        claimed,
        reserved,
        redeemed,
        `${Math.round(redemptionRateBps / 100)}%`,
        ...['amount', 'platform'].map((side) =>
          amount(
            view,
            discount.reduce((sum, each) => sum + each[side], 0),
          ),
        ),
      ]),
    ),
  ]);
}

/** The same orders in both books? */
function reconciliation(view, { agreed, differences }) {
  const { t } = view.words;
  return section(view, 'reconciliation', {}, [
    markup`<p class="verdict${differences.length === 0 && ' good'}"><b>${t(differences.length === 0 ? 'merchant.agree' : 'merchant.differ', { n: agreed })}</b></p>`,
    differences.length > 0 &&
      table(
        view,
        'reconciliation',
        ['order', 'why', 'ours', 'theirs'].map((column) => t(`merchant.${column}`)),
        differences.map(({ order, why, ours, theirs }) => [
          order,
          t(`merchant.why.${why}`),
          amount(view, ours),
          amount(view, theirs),
        ]),
      ),
  ]);
}

function section({ words: { t } }, name, params, parts) {
  return markup`
    <section>
      <h2 class="minor" id="${name}-heading">${t(`merchant.${name}`, params)}</h2>
      <p class="small">${t(`merchant.${name}.text`)}</p>
      ${parts}
    </section>
  `;
}

/** The first cell of a row names it. A narrow window shows a part of it, and moves. */
function table({ words: { t } }, name, head, rows) {
  if (rows.length === 0) return markup`<p class="small">${t('merchant.none')}</p>`;
  return markup`
    <div class="table" role="region" tabindex="0" aria-labelledby="${name}-heading">
      <table>
        <thead>
          <tr>${head.map((cell) => markup`<th scope="col">${cell}</th>`)}</tr>
        </thead>
        <tbody>
          ${rows.map(
            ([first, ...others]) => markup`
              <tr>
                <th scope="row">${first}</th>
                ${others.map((cell) => markup`<td>${cell}</td>`)}
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}

function shopName({ words: { t } }, shop) {
  return shop ? t(`shop.${shop}`) : t('name');
}

function amount({ words: { money } }, value) {
  return value === undefined ? '' : money(value).replace('-', '−');
}
