import type { SystemEvents } from '../../scenario/systemEvent';
import { PROBE_CALLS } from './probeCalls';

declare module '../../scenario/systemEvent' {
  interface SystemEventSources {
    clearProbe: true;
  }
}

export const PROBE_EVENTS: SystemEvents<'clearProbe'> = {
  clearProbe: () => [{ control: PROBE_CALLS.clear() }],
};
