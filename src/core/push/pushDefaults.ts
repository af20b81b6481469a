export const PUSH_METHODS = ['POST', 'PUT', 'GET'] as const;
export type PushMethod = (typeof PUSH_METHODS)[number];

export const DEFAULT_SECRET_HEADER = 'Authorization';
export const DEFAULT_TIMEOUT_S = 30;
export const LONGEST_TIMEOUT_S = 600;
