import type { RunEvent } from './runEvents';

/** How long all bodies of answers may be together that are kept of a run for whoever looks at it. */
export const BODIES_LIMIT = { characters: 64_000_000, name: 'BODIES_LIMIT' } as const;

/** Leaves out the bodies of answers that would be too much together, where all that a run tells is kept. */
export class KeptBodies {
  private characters = 0;

  /** The event, or the same without the body of its answer. */
  kept(event: RunEvent): RunEvent {
    const length = event.kind === 'messageAnswered' ? (event.answer.answer?.body.length ?? 0) : 0;
    if (event.kind !== 'messageAnswered' || !event.answer.answer) return event;
    if (this.characters + length <= BODIES_LIMIT.characters) {
      this.characters += length;
      return event;
    }
    const { characters, name } = BODIES_LIMIT;
    const body = `[Not kept: with it, the bodies of the run are longer than ${characters} together (${name}). Start the flow anew.]`;
    return { ...event, answer: { ...event.answer, answer: { ...event.answer.answer, body } } };
  }
}
