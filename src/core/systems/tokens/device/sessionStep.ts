/** States of the app's session. `Start` is the app that does not run. */
export const SESSION_STEPS = ['Start', 'Loading', 'Active', 'Locked', 'Expired'] as const;
export type SessionStep = (typeof SESSION_STEPS)[number];
