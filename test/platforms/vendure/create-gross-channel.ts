import type { Vendure } from './start-vendure.js';

/** Makes a channel with the same products, promotions and deliveries, but with prices that include the tax; returns its token. */
export async function createGrossChannel({ askAdmin }: Pick<Vendure, 'askAdmin'>): Promise<string> {
  const token = 'with-tax';
  const { zones, products, promotions, shippingMethods } = await askAdmin(
    '{ zones { items { id } } products { items { id } } promotions { items { id } } shippingMethods { items { id } } }',
  );
  const ids = (all: { items: readonly { id: string }[] }) => all.items.map(({ id }) => id);
  const [zone] = ids(zones);
  const { createChannel } = await askAdmin(
    'mutation ($input: CreateChannelInput!) { createChannel(input: $input) { ... on Channel { id } } }',
    {
      input: {
        code: token,
        token,
        defaultLanguageCode: 'en',
        availableLanguageCodes: ['en'],
        defaultCurrencyCode: 'USD',
        availableCurrencyCodes: ['USD'],
        pricesIncludeTax: true,
        defaultTaxZoneId: zone,
        defaultShippingZoneId: zone,
      },
    },
  );
  const channelId = createChannel.id;
  await askAdmin(
    'mutation ($input: AssignProductsToChannelInput!) { assignProductsToChannel(input: $input) { id } }',
    { input: { channelId, productIds: ids(products), priceFactor: 1 } },
  );
  await askAdmin(
    'mutation ($input: AssignPromotionsToChannelInput!) { assignPromotionsToChannel(input: $input) { id } }',
    { input: { channelId, promotionIds: ids(promotions) } },
  );
  await askAdmin(
    'mutation ($input: AssignShippingMethodsToChannelInput!) { assignShippingMethodsToChannel(input: $input) { id } }',
    { input: { channelId, shippingMethodIds: ids(shippingMethods) } },
  );
  return token;
}
