import type { ControlCall } from '../../protocol/controlCall';
import type { MobileSessions, RefreshReport } from './mobileSession';

/** The calls of the control API for mobile sessions. */
export const MOBILE_CALLS = {
  /** MOBILE APP REFRESH SESSIONS. */
  refresh: (): ControlCall<RefreshReport> => ({ method: 'POST', path: '/mobile/refresh' }),
  list: (): ControlCall<MobileSessions> => ({ method: 'GET', path: '/mobile/sessions' }),
} as const;
