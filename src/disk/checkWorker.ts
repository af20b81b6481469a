// Entry of the worker thread that lists, reads and checks session files.
import { parentPort, workerData } from 'node:worker_threads';
import { phrase } from '../core/compliance/phrase';
import { builtInSchema } from './builtInSchema';
import type { ChosenSchema } from './checkAnswers';
import type { WorkerMessage, WorkerRequest, WorkerStart } from './checkProtocol';
import { digestOf } from './digest';
import { givenUpSchema, loadSchema, SCHEMA_LIMIT } from './schemaCheck';
import { SCHEMA_TIME } from './schemaTime';
import { ThreadAnswers } from './threadAnswers';
import { readUserFileSync } from './userFile';

const UNUSABLE =
  '{0} cannot be used as a schema: {1}. Until it can, session files are not held against any schema. Mend the file, or name none for the built-in schema.';

const BUILT_IN: ChosenSchema = { check: builtInSchema };

function chosenSchema(file: string, start: WorkerStart, post: (message: WorkerMessage) => void): ChosenSchema {
  if (start.isGivenUp) {
    const problem = `it takes longer than ${SCHEMA_TIME.ms / 1000} s (${SCHEMA_TIME.name})`;
    return { check: givenUpSchema(file), problem };
  }
  try {
    const digest = digestOfFile(file);
    const check = watched(start, () => loadSchema(file));
    if (digestOfFile(file) !== digest) throw new Error('it changed while it was read');
    return { check: (value) => watched(start, () => check(value)), digest };
  } catch (error) {
    const problem = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    post({ kind: 'warning', phrase: phrase(UNUSABLE, file, problem) });
    // The built-in schema may ask for something else. Nobody would see that it was used.
    return { check: () => [], problem };
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
  const start = workerData as WorkerStart;
  const schemas = new Map<string, ChosenSchema>();
  const schemaIn = (file: string | undefined): ChosenSchema => {
    // What the user has set comes before what a configuration says.
    const name = start.schemaFile ?? file;
    if (name === undefined) return BUILT_IN;
    const schema = schemas.get(name) ?? chosenSchema(name, start, post);
    schemas.set(name, schema);
    return schema;
  };
  if (start.schemaFile !== undefined) void schemaIn(undefined);
  const answers = new ThreadAnswers(schemaIn, post, start.configured);
  port.on('message', (request: WorkerRequest) => answers.handle(request));
}
