/** Replaces a secret in the journal. */
export const REDACTED = '•••';
