import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FlowStatus } from '../core/flows/flowMessages';
import type { Run } from '../core/scenario/run';
import { StatusLine } from './statusLine';
import { Toolbar, type ToolRequest } from './toolbar';
import { ToolRoom } from './toolRoom';

interface Props {
  readonly run: Run;
  readonly status: FlowStatus;
  /** One sentence from the extension. */
  readonly notice: string;
  readonly ask: (request: ToolRequest) => void;
  /** Opens a form in which the user can change the waiting request. */
  readonly edit: () => void;
}

/** What is above the diagram: the name of the flow, the tools and how far it is. */
export function TopBar({ run, status, notice, ask, edit }: Props) {
  const { name, description } = run.outline;
  const header = useRef<HTMLElement>(null);
  const room = useRef<ToolRoom>(null);
  useLayoutEffect(() => {
    if (!header.current) return undefined;
    const made = new ToolRoom(header.current);
    room.current = made;
    return () => made.dispose();
  }, []);
  // After each drawing, as the status may have become longer.
  useLayoutEffect(() => room.current?.look());
  return (
    <header class="top" ref={header}>
      <div class="heading">
        <h1>{name}</h1>
        {description !== '' && (
          <p class="description" title={description}>
            {description}
          </p>
        )}
      </div>
      <Toolbar status={status} ask={ask} />
      <StatusLine run={run} status={status} notice={notice} edit={edit} />
    </header>
  );
}
