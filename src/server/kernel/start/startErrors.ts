import type { ServerProblem } from '../../../core/protocol/serverProblem';

/** The server does not run. `problem` says why. */
export class ServerStartError extends Error {
  constructor(readonly problem: ServerProblem) {
    super(problem.message);
    this.name = 'ServerStartError';
  }
}

/** The server was stopped before it ran. This is no failure. */
export class ServerStoppedError extends ServerStartError {
  constructor() {
    super({ code: 'not-started', message: 'The dev session server was stopped before it ran; start it again.' });
  }
}

/** What the server had before a crash is there, and a server cannot be made of it. */
export class StateRefusedError extends ServerStartError {
  constructor(reason: string) {
    super({ code: 'not-started', message: `What the server had before the crash cannot be taken up: ${reason}.` });
    this.name = 'StateRefusedError';
  }
}

/** Converts any error to a ServerStartError that has a reason. */
export function startErrorOf(error: unknown): ServerStartError {
  if (error instanceof ServerStartError) return error;
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return new ServerStartError({ code: 'not-started', message: `The dev session server cannot start: ${reason}.` });
}
