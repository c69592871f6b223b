import type { Route } from '../route.js';
import { adjustments } from './adjustments.js';
import { audit } from './audit.js';
import { campaigns } from './campaigns.js';
import { claimConfirmations } from './claim-confirmations.js';
import { claims } from './claims.js';
import { coupons } from './coupons.js';
import { exchanges } from './exchanges.js';
import { healthz } from './healthz.js';
import { invitation } from './invitation.js';
import { invitations } from './invitations.js';
import { issues } from './issues.js';
import { keys } from './keys.js';
import { offers } from './offers.js';
import { participations } from './participations.js';
import { payouts } from './payouts.js';
import { points } from './points.js';
import { putCampaign } from './put-campaign.js';
import { putCoupon } from './put-coupon.js';
import { quotes } from './quotes.js';
import { readCampaign } from './read-campaign.js';
import { readReservation } from './read-reservation.js';
import { readyz } from './readyz.js';
import { reconciliations } from './reconciliations.js';
import { redemptions } from './redemptions.js';
import { releaseReservation } from './release-reservation.js';
import { reports } from './reports.js';
import { reservationExtensions } from './reservation-extensions.js';
import { reservations } from './reservations.js';
import { reversals } from './reversals.js';
import { sessions } from './sessions.js';
import { settlementTransfers } from './settlement-transfers.js';
import { settlements } from './settlements.js';
import { triggers } from './triggers.js';

/** Every call of the protocol. */
export const routes: readonly Route[] = [
  sessions,
  offers,
  claims,
  exchanges,
  campaigns,
  participations,
  invitations,
  invitation,
  quotes,
  reservations,
  readReservation,
  releaseReservation,
  reservationExtensions,
  redemptions,
  reversals,
  claimConfirmations,
  points,
  triggers,
  issues,
  coupons,
  putCoupon,
  readCampaign,
  putCampaign,
  settlements,
  settlementTransfers,
  reconciliations,
  payouts,
  adjustments,
  reports,
  audit,
  keys,
  healthz,
  readyz,
];
