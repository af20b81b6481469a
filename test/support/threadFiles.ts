import fs from 'node:fs';

type Call = (...args: unknown[]) => unknown;

/** The names of the functions of `node:fs` that this thread called with a path, while `run` ran. */
export async function fileCallsOf(isMeant: (path: string) => boolean, run: () => Promise<unknown>): Promise<string[]> {
  const calls: string[] = [];
  const undo = [fs, fs.promises].map((from) => watch(from as unknown as Record<string, unknown>));
  try {
    await run();
    return calls;
  } finally {
    for (const each of undo) each();
  }

  function watch(from: Record<string, unknown>): () => void {
    const own = Object.entries(from).filter((entry): entry is [string, Call] => isCall(entry));
    for (const [name, call] of own) {
      from[name] = function (this: unknown, ...args: unknown[]) {
        if (isMeant(String(args[0]))) calls.push(name);
        return call.apply(this, args);
      };
      // `realpath.native` and its like.
      Object.assign(from[name] as Call, call);
    }
    return () => Object.assign(from, Object.fromEntries(own));
  }
}

/** A function, not a class: those begin with a capital, and cannot be called. */
function isCall([name, value]: [string, unknown]): boolean {
  return typeof value === 'function' && /^[a-z]/.test(name);
}
