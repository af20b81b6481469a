import type { FlowPhase, FlowStatus } from '../core/flows/flowMessages';
import { progressText } from '../core/flows/flowText';
import { type FlowStrings, filled } from '../core/flows/flowWords';
import { sentTitle } from '../core/flows/sentTitle';
import { progressOf, type Run } from '../core/scenario/run';
import { Icon, type IconName } from './icons';
import { useParts } from './pageParts';

const PHASE_ICONS: Readonly<Record<FlowPhase, IconName>> = {
  idle: 'planned',
  starting: 'running',
  running: 'running',
  paused: 'pause',
  held: 'hold',
  ended: 'passed',
  broken: 'failed',
  kept: 'clock',
};

interface Props {
  readonly run: Run;
  readonly status: FlowStatus;
  /** One sentence from the extension. */
  readonly notice: string;
  /** Opens a form in which the user can change the waiting request. */
  readonly edit: () => void;
}

/** The progress of the flow, its problems, and a request that waits. */
export function StatusLine({ run, status, notice, edit }: Props) {
  const { problem } = status;
  return (
    <div class="status-line">
      <Progress run={run} status={status} />
      <p class="notice">{notice}</p>
      <p class="problem" role="alert" hidden={problem === undefined}>
        {problem}
      </p>
      <Waiting status={status} edit={edit} />
      <Kept status={status} />
    </div>
  );
}

function Progress({ run, status }: Pick<Props, 'run' | 'status'>) {
  const { words } = useParts();
  const { phase, onDevServer } = status;
  const progress = progressOf(run);
  const { failed } = progress;
  const look = failed > 0 ? 'failed' : phase === 'ended' ? 'passed' : 'planned';
  const texts = [
    phaseText(phase, words),
    // Nothing is done yet, and the tools beside it need the room.
    ...(phase === 'starting' ? [] : [progressText(progress, words)]),
    ...(failed > 0 ? [filled(words.failedSteps, failed)] : []),
    ...(onDevServer ? [words.onDevServer] : []),
  ];
  return (
    // Silent while the flow runs, because the announcer announces the steps.
    <p class="phase" role="status" aria-live={phase === 'running' ? 'off' : 'polite'}>
      <Icon name={phase === 'ended' && failed > 0 ? 'failed' : PHASE_ICONS[phase]} class={`state-${look}`} />
      <span>{texts.join(' · ')}</span>
    </p>
  );
}

function Waiting({ status: { held }, edit }: Pick<Props, 'status' | 'edit'>) {
  const { words, send } = useParts();
  return (
    <div class="waiting" role="alert" hidden={!held}>
      {held && (
        <>
          <Icon name="hold" />
          <span>{filled(words.heldTitle, sentTitle(held.title, words))}</span>
          <button type="button" class="primary" onClick={edit}>
            {words.heldEdit}
          </button>
          <button type="button" class="action" onClick={() => send({ kind: 'send' })}>
            {words.heldSend}
          </button>
        </>
      )}
    </div>
  );
}

/** What is shown is only kept, and can be played again. */
function Kept({ status: { phase } }: Pick<Props, 'status'>) {
  const { words } = useParts();
  return (
    <div class="waiting kept-run" role="status" hidden={phase !== 'kept'}>
      {phase === 'kept' && (
        <>
          <Icon name="clock" />
          <span>{words.keptNotice}</span>
        </>
      )}
    </div>
  );
}

function phaseText(phase: FlowPhase, words: FlowStrings): string {
  const texts: Readonly<Record<FlowPhase, string>> = {
    idle: words.phaseIdle,
    starting: words.phaseStarting,
    running: words.phaseRunning,
    paused: words.phasePaused,
    held: words.phaseHeld,
    ended: words.phaseEnded,
    broken: words.phaseBroken,
    kept: words.phaseKept,
  };
  return texts[phase];
}
