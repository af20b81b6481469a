/** The ending of scenario files. */
export const SCENARIO_ENDING = '.scenario.json';
