import { cookiesOf, type Run } from '../core/scenario/run';
import { FoldablePanel } from './foldablePanel';
import { CookieJars, HeldState } from './held';
import { useParts } from './pageParts';
import { useTicks } from './ticks';
import type { VirtualTime } from './virtualTime';

interface Props {
  readonly run: Run;
  readonly time: VirtualTime;
}

/** The state of the server and the cookies of the actors. */
export function ServerPanel({ run, time }: Props) {
  const { words } = useParts();
  return (
    <FoldablePanel as="aside" name="held" title={words.serverLabel} icon="server">
      <Content run={run} time={time} />
    </FoldablePanel>
  );
}

function Content({ run, time }: Props) {
  const { words } = useParts();
  useTicks();
  return (
    <>
      {run.state ? <HeldState state={run.state} now={time.now} /> : <p class="hint">{words.nothingYet}</p>}
      <CookieJars cookies={cookiesOf(run)} />
    </>
  );
}
