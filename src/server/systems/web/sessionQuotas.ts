/**
 * The thresholds that `Session.quotas` has for the entity sets of a session. This server has no entity sets, so it keeps
 * them and nothing reaches them: docs/web-classes.md#session.
 */
export interface SessionQuotas {
  /** Absent when there is no limit. */
  readonly nbEntitySets?: number;
  /** Seconds. Absent when it is the default, two hours. */
  readonly defaultEntitySetTimeout?: number;
  /** Seconds. Absent when there is no limit. */
  readonly maxEntitySetTimeout?: number;
}

export const QUOTA_NAMES = ['nbEntitySets', 'defaultEntitySetTimeout', 'maxEntitySetTimeout'] as const;

export type QuotaName = (typeof QUOTA_NAMES)[number];

/** 4D's integers have 32 bits. */
export const LARGEST_QUOTA = 2 ** 31 - 1;

export function isQuota(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= LARGEST_QUOTA;
}

/** @param value undefined takes the quota away */
export function withQuota(quotas: SessionQuotas = {}, name: QuotaName, value: number | undefined): SessionQuotas {
  const { [name]: _, ...others } = quotas;
  return value === undefined ? others : { ...others, [name]: value };
}
