/** The end of the year 9999, in milliseconds since 1970. Far later times cannot be converted to a date. */
export const LAST_TIME = 253_402_300_799_999;

/** Virtual milliseconds since 1970 that can be converted to a date. */
export const timeSchema = { type: 'number', minimum: -LAST_TIME, maximum: LAST_TIME } as const;
