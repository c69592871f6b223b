/** Why a promotion cannot be said as a coupon: the message, in one sentence for a merchant. */
export class LeftOut extends Error {}
