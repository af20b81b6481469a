// Counts in a thread of its own: an engine whose `exec` was once another one is slow at all patterns, for ever.
import { parentPort } from 'node:worker_threads';
import { PatternSteps } from '../../support/patternSteps';
import { FACES, PROBES } from './patternFaces';

const steps = new PatternSteps();

parentPort?.on('message', ([name, text]: [string, string]) => {
  const run = FACES[name] ?? PROBES[name];
  if (!run) throw new Error(`There is no ${name}.`);
  parentPort?.postMessage(steps.in(() => void run(text)));
});
