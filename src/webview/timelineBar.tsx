import { stepNumberText } from '../core/flows/flowText';
import type { RunEntry } from '../core/scenario/run';
import { Icon } from './icons';
import { useParts } from './pageParts';

interface Props {
  /** What was done, first to last. */
  readonly done: readonly RunEntry[];
  /** After how many entries the run is shown. */
  readonly moment: number;
  /** Undefined goes back to now. */
  readonly go: (moment: number | undefined) => void;
}

/** The steps that were played, as a slider: diagram and panel are shown as they were then. */
export function TimelineBar({ done, moment, go }: Props) {
  const { words } = useParts();
  const last = done.length;
  const entry = done[moment - 1];
  const text = entry ? `${stepNumberText(entry, words)} · ${entry.step.title}` : words.momentStart;
  const isNow = moment === last;
  return (
    <div class={isNow ? 'timeline' : 'timeline timeline-back'}>
      <Icon name="clock" />
      <input
        type="range"
        class="timeline-slider"
        min={0}
        max={last}
        value={moment}
        aria-label={words.timeline}
        aria-valuetext={text}
        title={words.timeline}
        onInput={({ currentTarget }) => {
          const wanted = Number(currentTarget.value);
          go(wanted === last ? undefined : wanted);
        }}
      />
      <span class="timeline-text" title={text}>
        {text}
      </span>
      <button type="button" class="action timeline-now" hidden={isNow} onClick={() => go(undefined)}>
        {words.backToNow}
      </button>
    </div>
  );
}
