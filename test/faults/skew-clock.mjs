// A machine whose clock is wrong: `CLOCK_SKEW_MS=600000 node --import ./skew-clock.mjs server.js` sees all times shifted.
const skewMs = Number(process.env.CLOCK_SKEW_MS ?? 0);
const { Date: RightDate } = globalThis;

globalThis.Date = class Date extends RightDate {
  constructor(...parts) {
    if (parts.length === 0) super(RightDate.now() + skewMs);
    else super(...parts);
  }

  static now() {
    return RightDate.now() + skewMs;
  }
};
