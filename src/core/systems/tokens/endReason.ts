/** Why a session of the token system is over. Clients, the control API and the page use these names. */
export const END_REASONS = [
  'signed_out',
  'password_changed',
  'signed_in_elsewhere',
  'terminated_by_user',
  'terminated_by_admin',
  'idle_timeout',
  'absolute_timeout',
  'token_reuse',
  'user_disabled',
] as const;
export type EndReason = (typeof END_REASONS)[number];
