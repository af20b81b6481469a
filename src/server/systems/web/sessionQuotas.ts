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

/** Seconds: two hours. */
const DEFAULT_TIMEOUT = 7200;

/** The quotas as `Session.quotas` shows them: those that are not set are undefined, and the default timeout is never above the largest. */
export function shownQuotas({
  nbEntitySets,
  defaultEntitySetTimeout = DEFAULT_TIMEOUT,
  maxEntitySetTimeout,
}: SessionQuotas) {
  return {
    nbEntitySets,
    defaultEntitySetTimeout: Math.min(defaultEntitySetTimeout, maxEntitySetTimeout ?? Number.POSITIVE_INFINITY),
    maxEntitySetTimeout,
    // There are no entity sets, for which 4D leaves their number out.
    currentValues: {},
  };
}

export function isQuota(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= LARGEST_QUOTA;
}

/** @param value undefined takes the quota away */
export function withQuota(quotas: SessionQuotas = {}, name: QuotaName, value: number | undefined): SessionQuotas {
  const { [name]: _, ...others } = quotas;
  return value === undefined ? others : { ...others, [name]: value };
}
