import type { HeldView } from '../core/flows/heldView';
import { FoldablePanel } from './foldablePanel';
import { HeldState } from './held';
import { useParts } from './pageParts';
import { useTicks } from './ticks';
import type { VirtualTime } from './virtualTime';

interface Props {
  readonly view: HeldView;
  /** Whether this is how it is now. Otherwise the user looks back. */
  readonly isNow: boolean;
  readonly time: VirtualTime;
}

/** The state of the server and the cookies of the actors, and what the last step has changed of them. */
export function ServerPanel({ view, isNow, time }: Props) {
  const { words } = useParts();
  return (
    <FoldablePanel as="aside" name="held" title={words.serverLabel} icon="server">
      <Content view={view} isNow={isNow} time={time} />
    </FoldablePanel>
  );
}

function Content({ view, isNow, time }: Props) {
  useTicks();
  return <HeldState view={view} now={time.now} isNow={isNow} />;
}
