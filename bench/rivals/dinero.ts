import { allocate, dinero, type Dinero } from 'dinero.js';
import { allocate as allocateBigint, dinero as dineroBigint } from 'dinero.js/bigint';
import { USD as usdBigint } from 'dinero.js/bigint/currencies';
import { USD as usd } from 'dinero.js/currencies';

/** A total to split over weights. */
export interface Split {
  readonly total: number;
  readonly weights: readonly number[];
}

/** Who splits, too. Only what `prepare` returns is measured: amounts are wrapped before, and taken out of what comes back after it. */
export interface Splitter<Answer> {
  readonly name: string;
  prepare(split: Split): () => Answer;
  sharesOf(answer: Answer): readonly number[];
}

/** dinero.js as one calls it first, exact as long as products are safe integers. */
export const dineroOfNumbers: Splitter<readonly Dinero<number>[]> = {
  name: 'dinero.js',
  prepare({ total, weights }) {
    const money = dinero({ amount: total, currency: usd });
    return () => allocate(money, weights);
  },
  sharesOf: (answer) => answer.map((part) => part.toJSON().amount),
};

/** The same of bigints, exact for any amount. */
export const dineroOfBigints: Splitter<readonly Dinero<bigint>[]> = {
  name: 'dinero.js/bigint',
  prepare({ total, weights }) {
    const money = dineroBigint({ amount: BigInt(total), currency: usdBigint });
    const ratios = weights.map(BigInt);
    return () => allocateBigint(money, ratios);
  },
  sharesOf: (answer) => answer.map((part) => Number(part.toJSON().amount)),
};
