import type { HoldPart, Reversal } from '../../../src/server/ledgers/ledger.js';
import type {
  AccountRow,
  CampaignCounterRow,
  ClaimRow,
  CounterRow,
  HoldFacts,
  HoldRow,
  InvitationRow,
  IssueRow,
  KeyRow,
  ReversalRow,
  TransferRow,
} from '../../../src/server/ledgers/rows.js';
import type { Store } from '../store.js';
import { groupBy } from './group-by.js';

/** Without what any row may have beside. */
type Known<R> = { [Column in keyof R as string extends Column ? never : Column]: R[Column] };
type Holds = Known<HoldRow & HoldFacts>;

interface AuditRow {
  readonly sequence: number;
  readonly at: number;
  readonly events: string;
  readonly previous: string;
  readonly hash: string;
}

export interface Order extends Pick<Holds, 'id' | 'shopper' | 'state' | 'order_id' | 'snapshot'> {
  readonly parts: readonly HoldPart[];
  readonly reversals: readonly Reversal[];
}

/** Everything that a store holds, as it stands there. */
export interface Rows {
  readonly counters: readonly CounterRow[];
  readonly accounts: readonly AccountRow[];
  readonly claims: readonly ClaimRow[];
  readonly orders: readonly Order[];
  readonly campaigns: readonly CampaignCounterRow[];
  readonly issues: readonly IssueRow[];
  readonly invitations: readonly InvitationRow[];
  readonly transfers: readonly TransferRow[];
  readonly keys: readonly KeyRow[];
  readonly audit: readonly AuditRow[];
  readonly head: { readonly sequence: number; readonly hash: string };
}

export async function readRows({ select }: Pick<Store, 'select'>): Promise<Rows> {
  const reversals = groupBy(
    await select<ReversalRow>('SELECT * FROM reversal ORDER BY hold, ordinal'),
    'hold',
  );
  const holds = await select<Holds>('SELECT * FROM hold ORDER BY id');
  const [head] = await select<Rows['head']>('SELECT sequence, hash FROM audit_head');
  return {
    counters: await select('SELECT * FROM counter'),
    accounts: await select('SELECT * FROM account'),
    claims: await select('SELECT * FROM claim'),
    orders: holds.map((hold) => ({
      ...hold,
      parts: JSON.parse(hold.parts) as HoldPart[],
      reversals: (reversals.get(hold.id) ?? []).map(({ content }) => JSON.parse(content) as Reversal),
    })),
    campaigns: await select('SELECT * FROM campaign_counter'),
    issues: await select('SELECT * FROM issue ORDER BY at, id'),
    invitations: await select('SELECT * FROM invitation'),
    transfers: await select('SELECT * FROM transfer'),
    keys: await select('SELECT * FROM idempotency'),
    audit: await select('SELECT sequence, at, events, previous, hash FROM audit ORDER BY sequence'),
    head: head!,
  };
}
