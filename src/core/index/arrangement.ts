/** The first is that of the labels of rows, which is the usual one. */
export const SORT_ORDERS = ['email', 'device', 'os', 'status', 'modified', 'findings', 'id'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

/** How a list of sessions is shown. */
export interface Arrangement {
  readonly sort: SortOrder;
  /** Whether the order is the other way round. What has no text to sort by stays last. */
  readonly reversed?: boolean;
  /** Words that must all be found in a session. Empty shows all sessions. */
  readonly filter: string;
}
