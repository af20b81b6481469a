/**
 * The systems of a server besides that of mobile apps, where nobody names one: a client can log in in each way that needs
 * no configuration.
 */
export const UNLESS_NAMED = { tokens: {} } as const;
