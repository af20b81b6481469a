/**
 * The answer of 4D to `/rest/$info`. This server has no data, so its caches and its lists of selections are empty.
 * See docs/facts/4d-web.md#what-info-tells.
 * @param sessionInfo the sessions that the caller may see
 */
export function restInfo<T>(sessionInfo: readonly T[]) {
  return { cacheSize: 0, usedCache: 0, entitySetCount: 0, entitySet: [], ProgressInfo: [], sessionInfo };
}

/** The answer of 4D to `/rest/$catalog`. This server has no data model, so the catalog is empty. */
export function emptyCatalog() {
  return { dataClasses: [] };
}
