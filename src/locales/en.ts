/**
 * English, and the reference: which keys there are, and which placeholders each has. It stands here, not beside the code that
 * speaks it, because a page in another language must not load it.
 *
 * Keys of a coupon follow its kind and the field that they speak of: `amount.face.everySpend`, `condition.minSpend`, `reason.min-spend`.
 * How placeholders are written: `create-locale.ts`.
 */
export const messages = {
  // What a coupon gives. `face` is the ticket's large print.
  'coupon.face': 'Special offer',
  'coupon.title': '{face} over {spend:money}',
  'amount.face': '{amount:money} off',
  'amount.face.everySpend': '{amount:money} off every {everySpend:money}',
  'amount.title': '{amount:money} off over {spend:money}',
  'amount.title.none': '{amount:money} off',
  'percent.face': '{percentOff:percent} off',
  'percent.face.free': 'Free',
  'tiered.face.amount': 'Up to {amount:money} off',
  'tiered.face.percentOff': 'Up to {percentOff:percent} off',
  'tiered.tier.minSpend': 'Spend {minSpend:money}: {reward}',
  'tiered.tier.minQuantity': 'Buy {minQuantity:number}: {reward}',
  'each.face': '{reward} each',
  'each.face.price': 'Special price {price:money}',
  'each.face.free': 'Free',
  'buyXGetY.face': 'Buy {buy:number}, get {get:number} {reward}',
  'buyXGetY.face.getScope': 'Buy {buy:number}, get {get:number} {reward}',
  'buyXGetY.reward.price': 'for {price:money}',
  'buyXGetY.reward.percentOff': 'at {percentOff:percent} off',
  'buyXGetY.threshold': 'From {units:plural:one # item|other # items}',
  'bundle.face': 'Bundle: {reward}',
  'bundle.threshold': 'Bought together',
  'shipping.face.amount': '{amount:money} off shipping',
  'shipping.face.percentOff': '{percentOff:percent} off shipping',
  'shipping.face.price': 'Shipping for {price:money}',
  'shipping.face.free': 'Free shipping',
  'reward.amount': '{amount:money} off',
  'reward.percentOff': '{percentOff:percent} off',
  'reward.price': '{price:money}',
  'reward.half': 'half price',
  'reward.free': 'free',

  // What limits it.
  'term.maxAmount': 'Up to {maxAmount:money} off',
  'term.maxTimes': 'Up to {maxTimes:plural:one # time|other # times}',
  'term.maxUnits': 'Up to {maxUnits:plural:one # item|other # items}',
  'term.wholeOrder': 'Only if everything in the order is eligible',
  'term.alone': 'Not with other coupons',
  'condition.none': 'No minimum',
  'condition.minSpend': 'Spend {value:money}',
  'condition.minCartSpend': 'Spend {value:money} in all',
  'condition.minQuantity': 'Buy {value:plural:one # item|other # items}',
  'condition.requires': 'Only together with certain items',
  'condition.shopperTags': 'For selected members',
  'condition.maxOrders': '{value:plural:=0 First order only|one Up to # order|other Up to # orders}',
  'condition.minOrders': 'After {value:plural:one # order|other # orders}',
  'condition.paymentMethods': 'With selected payment methods',
  'condition.regions': 'For selected regions',
  'condition.attributes': 'With a certain order option',
  'scope.all': 'All items',
  'scope.shop': 'This shop’s items',
  'scope.products': 'Selected items',
  'scope.brands': 'Selected brands',
  'scope.shops': 'Selected shops',
  'scope.categories': 'Selected categories',
  'scope.tags': 'Selected items',
  'scope.exclude': '{scope}, with exceptions',

  // Where the shopper stands with it: on its button, and as a reason.
  'state.available': 'Get coupon',
  'state.claimed': 'Claimed',
  'state.used': 'Used',
  'state.sold-out': 'All claimed',
  'state.upcoming': 'Starts soon',
  'state.ended': 'Ended',
  'state.sign-in': 'Sign in to get it',

  // What went wrong, also where nothing more can be loaded.
  'fault.unspecified': 'It can’t be used here',
  'fault.unavailable': 'That didn’t work. Please try again.',
  'fault.rate-limited': 'Too many tries. Please wait a moment.',

  // Claiming: banner and product page.
  'claim.claiming': 'Getting…',
  'claim.use': 'Use now',
  'claim.done': 'Claimed: {title}',
  'claim.remaining': 'Only {remaining:number} left',
  'claim.points': 'For {points:plural:one # point|other # points}',
  'claim.amount': 'For {amount:money}',
  'claim.opens': 'Starts in {ms:clock}',
  'claim.closes': 'Ends in {ms:clock}',
  'claim.opening': 'Starts {ms:relative}',
  'claim.closing': 'Ends {ms:relative}',
  'claim.price': 'After coupons',
  'claim.list': 'List price',
  'claim.save': 'Save {amount:money}',
  'claim.all': '{count:plural:one # coupon|other # coupons}',
  'banner.dismiss': 'Dismiss',

  // The cart panel, as it is first seen.
  'cart.saves': 'You save {amount:money}',
  'cart.saves-nothing': 'No coupon fits this cart yet',
  'cart.looking': 'Looking for your coupons…',
  'cart.unused': 'No coupon used',
  'cart.empty': 'Your cart is empty',
  'cart.best': 'The best combination, applied for you',
  'cart.coupons': 'Coupons',
  'cart.selected': '{n:number} selected',
  'cart.in-use': 'Coupons in use',
  'cart.remove': 'Remove {title}',
  'cart.goods': 'Goods',
  'cart.discounts': 'Discounts',
  'cart.shipping': 'Shipping',
  'cart.tax': 'Tax',
  'cart.due': 'Amount due',
  'cart.estimate': 'Estimate',
  'cart.provisional': 'Estimate. Confirming with the shop…',
  'cart.verified': 'Price confirmed',
  'cart.changed': 'The price has changed',
  'cart.failed': 'Estimate. Can’t reach the shop, retrying…',
  'cart.checkout': 'Check out',
  'cart.checking-out': 'Confirming the price…',
  'cart.have-code': 'Have a code?',

  // From here on: what is said later, when something opens, or is refused (`later-sections.ts`).
  // Until when a coupon is good.
  'validity.until': 'Until {validUntil:date}',
  'validity.from': 'From {validFrom:date}',
  'validity.between': '{validFrom:date} – {validUntil:date}',

  // Why one cannot be used, or claimed.
  'reason.not-started': 'Starts {validFrom:date}',
  'reason.expired': 'It has expired',
  'reason.wrong-currency': 'Only for orders in {currency}',
  'reason.no-eligible-items': 'Nothing in the cart is eligible',
  'reason.excluded-items': 'Some items in the cart are not eligible',
  'reason.invalid': 'There is a mistake in this coupon',
  'reason.min-spend': 'Add {missing:money} more',
  'reason.min-cart-spend': 'Add {missing:money} more to the order',
  'reason.min-quantity': 'Add {missing:plural:one # more item|other # more items}',
  'reason.requires': 'Add {missing:plural:one # more item|other # more items} that it asks for',
  'reason.shopper-tags': 'For selected members',
  'reason.max-orders': '{required:plural:=0 First order only|one Up to # order|other Up to # orders}',
  'reason.min-orders': 'After {required:plural:one # order|other # orders}',
  'reason.payment-method': 'Choose another payment method to use it',
  'reason.region': 'Not for your region',
  'reason.attribute': 'Choose the order option that it asks for',
  'reason.incomplete': 'Add what is missing from the set',
  'reason.no-benefit': 'It would save nothing',
  'reason.conflict': 'Can’t be combined with the coupons in use',
  'reason.outvalued': 'Other coupons save more',
  'reason.shopper-limit': 'You have claimed all you can',
  'reason.not-found': 'This coupon isn’t available',
  'reason.not-held': 'Claim it first',
  'reason.cost': 'You don’t have enough points',
  'reason.reserved': 'It is kept for another order',

  // The list of a product's coupons.
  'list.title': 'Coupons for this item',
  'list.close': 'Close',

  // What a floating banner says of a coupon in reach.
  'reach.spend': 'Only {missing:money} to go: {face}',
  'reach.amount': '{missing:money} more to save {amount:money}',
  'reach.quantity': 'Only {missing:plural:one # item|other # items} to go: {face}',

  // The cart's list of all coupons.
  'chooser.available': 'Available ({n:number})',
  'chooser.unavailable': 'Unavailable ({n:number})',
  'chooser.no-available': 'Nothing can be used for this cart yet.',
  'chooser.no-unavailable': 'Every coupon you have can be used.',
  'chooser.saves-now': 'Saves {amount:total}',
  'chooser.saves-in-all': 'With it you save {amount:total} in all',
  'chooser.claims': 'Claimed for you at checkout',
  'chooser.replaces': 'Replaces {titles}',
  'chooser.none': 'Don’t use a coupon',
  'chooser.done': 'Done',

  // What the cart has to say.
  'notice.own': 'Your own choice',
  'notice.use-best': 'Use the best combination (save {amount:money} more)',
  'notice.payable': 'It was {before:total}, now it is {after:total}.',
  'notice.unit-price': '{title}: {before:total} → {after:total} each',
  'notice.coupon-amount': '{title} takes off {after:total} instead of {before:total}',
  'notice.coupon-dropped': '{title} no longer applies: {reasons}',
  'notice.accept': 'Accept new price',
  'notice.dismiss': 'Dismiss',
  'notice.invalid': 'The last change of the cart could not be read. These are the numbers before it.',
  'notice.announce': '{headline}. Amount due: {due:total}.',

  // The field for a code.
  'code.label': 'Discount code',
  'code.submit': 'Apply',
  'code.submitting': 'Checking…',
  'code.accepted': 'Added: {title}',

  // What each coupon takes off.
  'breakdown.item': 'Item offers',
  'breakdown.shop': 'Shop coupons',
  'breakdown.platform': 'Platform coupons',
  'breakdown.shipping': 'Shipping coupons',
  'breakdown.payment': 'Payment coupons',
  'breakdown.automatic': 'Taken off by the shop',
  'breakdown.funding': 'Platform {platform:total} · shop {shop:total}',
  'breakdown.returns': 'If you return it, you get back',
  'breakdown.comes-back': 'And the coupon: {titles}',
  'breakdown.stay-used': 'Other coupons stay used.',

  // While the coupons are held for an order.
  'hold.left': 'Held for you for {left}',
  'hold.why': 'Your coupons are kept for this order while you pay.',
  'hold.minutes': 'Your coupons are held for {n:plural:one # more minute|other # more minutes}.',
  'hold.back': 'Go back and change',
  'hold.extend': 'Hold longer',
  'hold.over': 'The time is over',
  'hold.over-why': 'Your coupons are free again; none is lost. Check out anew to hold them.',
  'hold.again': 'Check out anew',
  'hold.kept': 'Kept for this order',
  'hold.pending': 'Its payment is not confirmed yet',
  'hold.until': 'Until {until:date}',
  'hold.refused':
    'Your coupons could not be held just now. Please look at the price and check out once more.',
  'hold.too-many-holds':
    'You have several orders under way. Finish one, or wait until its coupons are free again.',

  // From here on: what is said by the elements by which a shopper comes by coupons.
  // Why the shop said no.
  'refusal.taken': 'You have taken part as often as you can',
  'refusal.not-eligible': 'This is not for you this time',
  'refusal.points-too-few':
    'You need {required:plural:one # point|other # points}; you have {available:number}',
  'refusal.own-invitation': 'This is your own invitation. Send it to a friend.',
  'refusal.already-invited': 'You have accepted an invitation before',
  'refusal.unknown-campaign': 'This is over or not there',
  'refusal.unknown-invitation': 'This invitation is over or not there',
  'refusal.cancelled': 'Cancelled. Nothing is lost: press again to see what became of it.',

  // Taking part, whatever it is.
  'campaign.sign-in': 'Sign in to take part',
  'campaign.taken': 'Done for now',
  'campaign.not-eligible': 'Not available to you',
  'campaign.slow': 'The shop takes longer than usual.',
  'campaign.cancel': 'Cancel',
  'campaign.unavailable':
    'The shop can’t be reached. Nothing is lost: try again, and you see what became of it.',
  'campaign.after-unavailable': 'Try again',
  'campaign.after-cancelled': 'See what became of it',
  'campaign.again': 'Next time: {againAt:date}',
  'campaign.cost': 'For {points:plural:one # point|other # points}',
  'campaign.balance': 'You have {points:number}',
  'campaign.left': '{left:plural:one Once more|other # times left}',
  'campaign.remaining': 'Only {remaining:number} left',

  // The coupon center.
  'center.title': 'Coupon center',
  'center.close': 'Close',
  'center.loading': 'Looking for coupons…',
  'center.empty': 'No coupons right now. New ones will be here.',
  'center.failed': 'The coupons could not be loaded.',
  'center.retry': 'Try again',
  'center.search': 'Search coupons',
  'center.search-hint': 'Name, amount or shop',
  'center.clear': 'Clear search',
  'center.none': 'No coupon matches “{query}”.',
  'center.found': '{n:plural:=0 No coupon found|one # coupon found|other # coupons found}',
  'center.groups': 'Coupons by shop and category',
  'center.all': 'All',
  'center.platform': 'Sitewide',
  'center.saves': 'Saves {amount:money} on your cart',
  'center.claim-all': 'Get all {n:number}',
  'center.claiming-all': 'Getting {done:number} of {n:number}…',
  'center.stop': 'Stop',
  'center.claimed-all': '{done:plural:one # coupon|other # coupons} claimed',
  'center.claimed-some': '{done:number} of {n:number} claimed. The others say why.',

  // My coupons.
  'wallet.title': 'My coupons',
  'wallet.unused': 'Unused ({n:number})',
  'wallet.used': 'Used ({n:number})',
  'wallet.expired': 'Expired ({n:number})',
  'wallet.no-unused': 'You have no coupons to use yet.',
  'wallet.no-used': 'You have not used a coupon yet.',
  'wallet.no-expired': 'None of your coupons has expired.',
  'wallet.to-center': 'Get coupons',
  'wallet.failed': 'Your coupons could not be loaded.',

  // A coupon as a card, also one that the shopper holds.
  'card.expired': 'Expired',
  'card.expiring': 'Expires {ms:relative}',
  'card.expires': 'Expires in {ms:clock}',
  'card.reserved': 'Kept for an order until {until:date}',
  'card.reserved-here': 'Kept for the order that you are paying, until {until:date}',
  'card.pending': 'Its payment is being confirmed, until {until:date}',
  'card.credit': 'Store credit',
  'card.credit-use': 'Taken off by itself when you pay; the rest stays yours',

  // A countdown.
  'countdown.starts': 'Starts in',
  'countdown.ends': 'Ends in',
  'countdown.days': '{days:plural:one # day|other # days}',
  'countdown.started': 'It has started',
  'countdown.over': 'It is over',
} as const;

export type MessageKey = keyof typeof messages;

/** What a language's file exports. */
export type Messages = Readonly<Record<MessageKey, string>>;
