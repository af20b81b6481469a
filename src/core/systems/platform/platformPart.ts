import type { SystemPart } from '../../system/systemPart';

/** The user agent of the external platform, when it calls the server. */
export const PLATFORM_AGENT = 'Session-Workbench-Platform';

/** The pure part of the external platform. */
export const PLATFORM_PART = {
  name: 'platform',
  recording: { isPlatform: true, agent: PLATFORM_AGENT },
} satisfies SystemPart;
