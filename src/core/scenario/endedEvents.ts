import type { RunEvent } from './runEvents';

/** The events of a run up to its last step that is over. A step that is under way is left out. */
export function endedEvents(events: readonly RunEvent[]): readonly RunEvent[] {
  const begun = events.findLastIndex(({ kind }) => kind === 'stepStarted');
  const isOver = events.slice(begun + 1).some(({ kind }) => kind === 'stepEnded');
  return begun < 0 || isOver ? events : events.slice(0, begun);
}
