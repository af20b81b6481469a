/** These never belong to a 4D project, and they often contain 100,000 folders. */
export const NEVER_ENTERED: ReadonlySet<string> = new Set(['node_modules', '.git']);
