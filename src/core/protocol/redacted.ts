/** What stands in the journal for a secret. */
export const REDACTED = '•••';
