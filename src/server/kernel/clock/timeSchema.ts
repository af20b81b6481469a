/** The end of the year 9999: far beyond there are no dates, and everything that tells one would fail. */
export const LAST_TIME = 253_402_300_799_999;

/** Virtual milliseconds since 1970 of which there is a date. */
export const timeSchema = { type: 'number', minimum: -LAST_TIME, maximum: LAST_TIME } as const;
