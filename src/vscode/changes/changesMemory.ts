/** The name under which a workspace remembers its changes. */
export const CHANGES_MEMORY = 'changes';
