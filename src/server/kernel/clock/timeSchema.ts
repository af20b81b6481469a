/**
 * The end of the year 9999, in milliseconds since 1970, where the clock stands still. Later dates have another format, and
 * after `LAST_DATE` there are none.
 */
export const LAST_TIME = 253_402_300_799_999;

/** The last time that can be converted to a date, in milliseconds since 1970. What expires after `LAST_TIME` is before it. */
export const LAST_DATE = 8_640_000_000_000_000;

/** A time that the clock has shown, in virtual milliseconds since 1970. */
export const timeSchema = { type: 'number', minimum: 0, maximum: LAST_TIME } as const;

/** A time at which something ends, in virtual milliseconds since 1970. */
export const expirySchema = { type: 'number', minimum: 0, maximum: LAST_DATE } as const;

/** A date as ISO 8601 in UTC, as `toISOString` writes it. */
export const dateSchema = { type: 'string', format: 'written-date' } as const;

/** Formats of texts that no schema can express, for the validator. */
export const DATE_FORMATS = { 'written-date': isWrittenDate };

function isWrittenDate(text: string): boolean {
  const time = Date.parse(text);
  return time >= 0 && new Date(time).toISOString() === text;
}
