/**
 * The coupons' dates in coupons.json hold for years, so that the file can be served as it is. A shop window wants nearer ones: one
 * coupon that can be claimed for three days, and one that opens tomorrow night. They are set when the demo starts.
 */

const dayMs = 86_400_000;
const shanghaiMs = 8 * 3_600_000;

/** @param now milliseconds since the epoch */
export function setDates({ coupons, ...others }, now) {
  const near = {
    'shanhai-300': {
      coupon: { validUntil: shanghaiTime(now, 10, '00:00') },
      claim: { closesAt: shanghaiTime(now, 3, '00:00') },
    },
    'night-of-50': {
      claim: { opensAt: shanghaiTime(now, 1, '20:00'), closesAt: shanghaiTime(now, 2, '08:00') },
    },
  };
  return {
    ...others,
    coupons: coupons.map(({ coupon, claim }) => ({
      coupon: { ...coupon, ...near[coupon.id]?.coupon },
      claim: { ...claim, ...near[coupon.id]?.claim },
    })),
  };
}

/** The wall clock of Shanghai, some days from now, as ISO 8601. */
function shanghaiTime(now, days, time) {
  const date = new Date(now + shanghaiMs + days * dayMs).toISOString().slice(0, 10);
  return `${date}T${time}:00+08:00`;
}
