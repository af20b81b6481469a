/** What a model is told in an editor. It is in English, as all that models read. */
export const WINDOW_WORDS = {
  moreRoots: 'ask the user to add it to the workspace',
  otherServers: 'ask the user to trust the workspace, and to start one',
  servesFor: 'this window',
  /** What others are told of who runs the server of an agent. */
  runner: (editor: string) => `${editor}, for an agent`,
  untrusted: 'The workspace is not trusted, so nothing is changed or run in it; ask the user to trust it first.',
} as const;
