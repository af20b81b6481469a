import { Trace } from './trace';

/** Creates the `note` function of one part of the server. It accepts only the reason codes that the part declares. */
export const noting = Trace.noting;
