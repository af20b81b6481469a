/** What stdout of `refresh` can be made for. */
export const REFRESH_FORMATS = ['pretty', 'json'] as const;
