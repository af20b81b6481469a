/**
 * How long it may take to compile a schema of the user's, and to hold it against one session. Nobody can tell beforehand
 * how long a schema takes: a few lines may ask for more comparisons than can be made.
 */
export const SCHEMA_TIME = { ms: 10_000, name: 'SCHEMA_TIME' } as const;
