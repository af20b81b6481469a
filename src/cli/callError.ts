/** The call or the environment is at fault. The message is one line: what is wrong, and how to mend it. */
export class CallError extends Error {}
