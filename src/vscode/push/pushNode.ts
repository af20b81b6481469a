/** The row of the last push of a MobileApps folder. */
export interface PushNode {
  readonly kind: 'push';
  readonly folder: string;
}

/** One row below the last push, by its number. */
export interface PushRowNode {
  readonly kind: 'pushRow';
  readonly folder: string;
  readonly row: number;
}

/** A row of one MobileApps folder, in any of the forms in which a row can name it. */
export type RowOfFolder =
  | { readonly folder: string }
  | { readonly key: { readonly folder: string } }
  | { readonly parent: RowOfFolder };

/** The arguments that a key binding or a task can give: the target and the MobileApps folder. */
export interface PushRequest {
  readonly to?: string;
  readonly folder?: string;
}

/**
 * The request for a row. It is always about the whole MobileApps folder, because a refresh includes all sessions of a
 * server.
 */
export function pushRequest(given: RowOfFolder | PushRequest | undefined): PushRequest {
  if (!given) return {};
  if ('key' in given) return { folder: given.key.folder };
  if ('parent' in given) return pushRequest(given.parent);
  const { to, folder } = given as PushRequest;
  return { ...(to !== undefined && { to }), ...(folder !== undefined && { folder }) };
}
