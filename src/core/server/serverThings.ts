import { phrase } from '../compliance/phrase';
import type { ThingWords } from './thingWords';

/** What the journal calls what the server itself changes. */
export const SERVER_THINGS: ThingWords = {
  clock: phrase('Clock'),
  fault: phrase('Fault'),
  file: phrase('File'),
  lan: phrase('LAN access'),
  mail: phrase('Mail in the outbox'),
  recording: phrase('Recording'),
  state: phrase('State of the server'),
  webSession: phrase('Web session'),
};
