import { useMemo } from 'preact/hooks';
import { type HeldView, heldView } from '../core/flows/heldView';
import type { Run } from '../core/scenario/run';
import { SYSTEM_PARTS } from '../core/systems';
import { FoldablePanel } from './foldablePanel';
import { HeldState } from './held';
import { useParts } from './pageParts';
import { useTicks } from './ticks';
import type { VirtualTime } from './virtualTime';

interface Props {
  readonly run: Run;
  /** The run before its last step. Undefined when that is not known. */
  readonly before: Run | undefined;
  /** Whether this is how it is now. Otherwise the user looks back. */
  readonly isNow: boolean;
  readonly time: VirtualTime;
}

/** The state of the server and the cookies of the actors, and what the last step has changed of them. */
export function ServerPanel({ run, before, isNow, time }: Props) {
  const { words } = useParts();
  const view = useMemo(() => heldView(before, run, SYSTEM_PARTS, words), [before, run, words]);
  return (
    <FoldablePanel as="aside" name="held" title={words.serverLabel} icon="server">
      <Content view={view} isNow={isNow} time={time} />
    </FoldablePanel>
  );
}

function Content({ view, isNow, time }: Pick<Props, 'isNow' | 'time'> & { readonly view: HeldView }) {
  useTicks();
  return <HeldState view={view} now={time.now} isNow={isNow} />;
}
