/** The row of the last push of a MobileApps folder. */
export interface PushNode {
  readonly kind: 'push';
  readonly folder: string;
}

/** One thing that came of it: the row of that number. */
export interface PushRowNode {
  readonly kind: 'pushRow';
  readonly folder: string;
  readonly row: number;
}

/** A row that belongs to one MobileApps folder, in each way in which a row can say it. */
export type RowOfFolder =
  | { readonly folder: string }
  | { readonly key: { readonly folder: string } }
  | { readonly parent: RowOfFolder };

/** What a key binding or a task can say: to which target, and for which MobileApps folder. */
export interface PushRequest {
  readonly to?: string;
  readonly folder?: string;
}

/** A row stands for its MobileApps folder: a refresh is always one of all sessions of a server. */
export function requestOf(given: RowOfFolder | PushRequest | undefined): PushRequest {
  if (!given) return {};
  if ('key' in given) return { folder: given.key.folder };
  if ('parent' in given) return requestOf(given.parent);
  const { to, folder } = given as PushRequest;
  return { ...(to !== undefined && { to }), ...(folder !== undefined && { folder }) };
}
