import type { Adapter, Refused } from '../../src/adapters/adapter.js';
import type { Coupon } from '../../src/model/coupon.js';
import type {
  CampaignsAnswer,
  CampaignView,
  InvitationAnswer,
  ParticipationAnswer,
} from '../../src/protocol/campaigns.js';
import type {
  ClaimAnswer,
  ExchangeAnswer,
  Held,
  HoldAnswer,
  Offer,
  OffersAnswer,
  Verdict,
} from '../../src/protocol/messages.js';

/** Plain data, read at each call. */
export interface StageFacts {
  offers?: readonly Offer[];
  wallet?: readonly Held[];
  /** Absent: the adapter has no campaigns. */
  campaigns?: readonly CampaignView[];
  points?: number;
  /** What codes bring. */
  codes?: readonly Coupon[];
  /** Minor units, by product: where the stage's price is another than the page's. */
  prices?: Readonly<Record<string, number>>;
  /** How long the coupons of an order are held, milliseconds; absent: they are not. */
  holdMs?: number;
  /** The server's clock when the stage is made, milliseconds since the epoch; absent: as the page's. It runs from there. */
  now?: number;
  /** What a call is answered, instead of what would follow from the facts. */
  answers?: {
    offers?: StageAnswer<OffersAnswer>;
    verify?: StageAnswer<Verdict>;
    claim?: StageAnswer<ClaimAnswer>;
    exchange?: StageAnswer<ExchangeAnswer>;
    campaigns?: StageAnswer<CampaignsAnswer>;
    participate?: StageAnswer<ParticipationAnswer>;
    invite?: StageAnswer<InvitationAnswer>;
    invitation?: StageAnswer<InvitationAnswer>;
    reserve?: StageAnswer<HoldAnswer>;
    extend?: StageAnswer<HoldAnswer>;
    release?: StageAnswer<HoldAnswer>;
  };
}

/** `slow`: no answer until the call is aborted. `gone`: no network. */
export type StageAnswer<T> = T | Refused | 'slow' | 'gone' | undefined;

/** In every language. */
export type StateText = Readonly<Record<'en' | 'zh-Hans' | 'zh-Hant', string>>;

/** One state of an element: what its session knows, how the element is written, and what is done to it. */
export interface ElementState {
  /** Kebab-case: `sold-out`. */
  readonly name: string;
  /** Absent: the name. */
  readonly title?: StateText;
  readonly facts: StageFacts & {
    /** As for `session.setCart` and `session.setShopper`. */
    readonly cart?: unknown;
    readonly shopper?: unknown;
  };
  /** `true`: the attribute without a value. */
  readonly attributes?: Readonly<Record<string, string | true>>;
  /** The text in the element, shown until there is something to show. */
  readonly content?: string | StateText;
  /** What a shopper does to reach the state; the element is defined, and has shown what its session knows. */
  readonly act?: (element: HTMLElement) => unknown;
  /** It lies over the whole page: the gallery shows it when it is asked to. */
  readonly isModal?: boolean;
}

/** Returns an adapter that answers the facts. */
export function createStage(facts: StageFacts): Adapter;
