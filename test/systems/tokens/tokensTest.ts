import type { SystemTest } from '../systemTest';

/** What the tests that all systems share need of the token server. */
export const SYSTEM_TEST: SystemTest = {
  stories: {},
};
