/** How much of each part is done, as `npm run soak` takes it. */
export interface SoakNumbers {
  readonly kills: number;
  readonly sessions: number;
  readonly logins: number;
}

const USUAL: SoakNumbers = { kills: 50, sessions: 50_000, logins: 100_000 };
const NAMES = ['kills', 'sessions', 'logins'] as const;
const MOST = 1_000_000;

export const SOAK_USAGE = `Usage: npm run soak [-- KILLS [SESSIONS [LOGINS]]], each a whole number from 1 to ${MOST}; without numbers as npm run soak -- ${NAMES.map((name) => USUAL[name]).join(' ')}; less is npm run soak -- 5 5000 10000.`;

/**
 * @param given what stands behind `npm run soak --`
 * @returns the numbers, or why they are none
 */
export function soakNumbers(given: readonly string[]): SoakNumbers | string {
  if (given.length > NAMES.length) return `There are ${given.length} arguments, and only three numbers can be given.`;
  const wrong = given.findIndex((text) => !/^[1-9]\d*$/.test(text) || Number(text) > MOST);
  if (wrong >= 0) return `${JSON.stringify(given[wrong])} is no number of ${NAMES[wrong]}.`;
  const [kills = USUAL.kills, sessions = USUAL.sessions, logins = USUAL.logins] = given.map(Number);
  return { kills, sessions, logins };
}
