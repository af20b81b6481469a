// Entry of the worker thread that lists, reads and checks session files.
import { parentPort, workerData } from 'node:worker_threads';
import { phrase } from '../core/compliance/phrase';
import type { SchemaCheck } from '../core/compliance/schemaErrorText';
import { builtInSchema } from './builtInSchema';

import type { WorkerMessage, WorkerRequest, WorkerStart } from './checkProtocol';
import { digestOf } from './digest';
import { givenUpSchema, loadSchema, SCHEMA_LIMIT } from './schemaCheck';
import { SCHEMA_TIME } from './schemaTime';
import { ThreadAnswers } from './threadAnswers';
import { readUserFileSync } from './userFile';

const UNUSABLE =
  '{0} cannot be used as a schema: {1}. Until it can, session files are not held against any schema. Mend the file, or name none for the built-in schema.';

interface ChosenSchema {
  readonly schema: SchemaCheck;
  /** Why the schema of the user's cannot be used. */
  readonly problem?: string;
  /** Of the file of a schema of the user's. */
  readonly digest?: string;
}

function chosenSchema(start: WorkerStart, post: (message: WorkerMessage) => void): ChosenSchema {
  const { schemaFile: file, isGivenUp } = start;
  if (file === undefined) return { schema: builtInSchema };
  if (isGivenUp) {
    const problem = `it takes longer than ${SCHEMA_TIME.ms / 1000} s (${SCHEMA_TIME.name})`;
    return { schema: givenUpSchema(file), problem };
  }
  try {
    const digest = digestOfFile(file);
    const check = watched(start, () => loadSchema(file));
    if (digestOfFile(file) !== digest) throw new Error('it changed while it was read');
    return { schema: (value) => watched(start, () => check(value)), digest };
  } catch (error) {
    const problem = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    post({ kind: 'warning', phrase: phrase(UNUSABLE, file, problem) });
    // The built-in schema may ask for something else. Nobody would see that it was used.
    return { schema: () => [], problem };
  }
}

function digestOfFile(file: string): string {
  return digestOf(readUserFileSync(file, { limit: SCHEMA_LIMIT }).bytes);
}

/** Lets the pool see that the schema of the user's is at work. */
function watched<T>({ beat }: WorkerStart, work: () => T): T {
  if (beat) Atomics.add(beat, 0, 1);
  try {
    return work();
  } finally {
    if (beat) Atomics.add(beat, 0, 1);
  }
}

if (parentPort) {
  const port = parentPort;
  // Node would print it, and the text can have names from disk.
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    port.postMessage({
      kind: 'warning',
      phrase: { template: '{0}: {1}', args: [name, message] },
    } satisfies WorkerMessage);
  });
  const post = (message: WorkerMessage, transferred: ArrayBuffer[] = []) => port.postMessage(message, transferred);
  const { schema, problem, digest } = chosenSchema(workerData as WorkerStart, post);
  const { ignored } = workerData as WorkerStart;
  const answers = new ThreadAnswers(schema, post, problem, digest, ignored);
  port.on('message', (request: WorkerRequest) => answers.handle(request));
}
