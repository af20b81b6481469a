import type { PartReasons, Reasons } from './declareReasons';

/** The types of declared reason codes. Any code may use them; only the files …Reasons.ts may use `declareReasons`. */
export type { PartReasons, Reasons };
