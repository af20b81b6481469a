import { spokenDevice } from '../core/flows/deviceVoice';
import { progressText, spokenEntry, spokenMessage } from '../core/flows/flowText';
import type { FlowStrings } from '../core/flows/flowWords';
import { exchangeOf, progressOf, type Run } from '../core/scenario/run';
import type { RunEvent } from '../core/scenario/runEvents';
import type { Announcer } from './announcer';
import { voiceIn } from './voice';

/** Says to those who listen what happens in a run. */
export class RunVoice {
  constructor(
    private readonly announcer: Announcer,
    private readonly words: FlowStrings,
  ) {}

  /**
   * @param before the run before the event
   * @param isRunning whether steps follow each other, so that the progress is said too
   */
  say(event: RunEvent, before: Run, run: Run, isRunning: boolean): void {
    const { words, announcer } = this;
    if (event.kind === 'deviceChanged') {
      for (const text of spokenDevice(event, before.devices.get(event.actor), voiceIn(words), words))
        announcer.say(text);
      return;
    }
    if (event.kind === 'messageAnswered') {
      const message = exchangeOf(run, event.answer.id);
      const { step } = message?.sent ?? {};
      const ofStep = step === undefined ? undefined : run.outline.steps[step];
      if (message) announcer.say(spokenMessage(message, words, ofStep));
      return;
    }
    if (event.kind !== 'stepEnded') return;
    if (isRunning) announcer.sayLast(progressText(progressOf(run), words));
    const entry = run.done.at(-1);
    if (entry && (entry.messages.length === 0 || entry.state === 'failed')) announcer.say(spokenEntry(entry, words));
  }
}
