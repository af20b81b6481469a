/** The call or the environment is wrong. The message is one line: what is wrong and how to fix it. */
export class CallError extends Error {}
