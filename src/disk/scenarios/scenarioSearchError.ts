/** The paths name no scenario that can be run. The message is one line: what is wrong and how to fix it. */
export class ScenarioSearchError extends Error {}
