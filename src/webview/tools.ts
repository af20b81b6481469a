import type { FlowStatus } from '../core/flows/flowMessages';
import type { FlowStrings } from '../core/flows/flowWords';
import type { IconName } from './icons';

export const TOOL_GROUPS = ['run', 'break', 'keep'] as const;

/** A button of the toolbar: what it does, and when it can. */
export interface Tool {
  readonly name: ToolName;
  readonly icon: IconName;
  /** The letter that does the same on a message. */
  readonly key: string;
  readonly text: string;
  readonly isPossible: (status: FlowStatus) => boolean;
  readonly group: (typeof TOOL_GROUPS)[number];
}

export type ToolName =
  | 'play'
  | 'step'
  | 'back'
  | 'restart'
  | 'hold'
  | 'jump'
  | 'fault'
  | 'save'
  | 'export'
  | 'secrets'
  | 'keys';

/** Between two steps. */
const isStill = ({ phase }: FlowStatus) => phase === 'idle' || phase === 'paused' || phase === 'ended';
const hasRun = (status: FlowStatus) => isStill(status) && status.phase !== 'idle';
const canStep = ({ phase }: FlowStatus) => phase === 'idle' || phase === 'paused';
const canPlay = (status: FlowStatus) => canStep(status) || status.phase === 'running' || status.phase === 'kept';
/** What is only kept can still be shown to others. */
const canExport = (status: FlowStatus) => isStill(status) || status.phase === 'kept';
const canStepBack = (status: FlowStatus) => isStill(status) && status.canStepBack;
const canRestart = ({ phase }: FlowStatus) => phase !== 'idle' && phase !== 'starting';

/** What is kept over a reload has no secrets. */
const canShow = ({ phase }: FlowStatus) => phase !== 'kept';

/** From left to right. */
export function toolsOf(words: FlowStrings): readonly Tool[] {
  return [
    { name: 'play', icon: 'play', key: 'P', text: words.play, isPossible: canPlay, group: 'run' },
    { name: 'step', icon: 'step', key: 'N', text: words.step, isPossible: canStep, group: 'run' },
    { name: 'back', icon: 'back', key: 'B', text: words.back, isPossible: canStepBack, group: 'run' },
    { name: 'restart', icon: 'restart', key: 'T', text: words.restart, isPossible: canRestart, group: 'run' },
    { name: 'hold', icon: 'hold', key: 'C', text: words.holdNext, isPossible: canStep, group: 'break' },
    { name: 'jump', icon: 'clock', key: 'D', text: words.jump, isPossible: hasRun, group: 'break' },
    { name: 'fault', icon: 'fault', key: 'F', text: words.addFault, isPossible: isStill, group: 'break' },
    { name: 'save', icon: 'save', key: 'S', text: words.save, isPossible: hasRun, group: 'keep' },
    { name: 'export', icon: 'export', key: 'E', text: words.export, isPossible: canExport, group: 'keep' },
    { name: 'secrets', icon: 'eye', key: 'V', text: words.showSecrets, isPossible: canShow, group: 'keep' },
    { name: 'keys', icon: 'keys', key: '?', text: words.keys, isPossible: () => true, group: 'keep' },
  ];
}

/** Letters, and what they do. */
export function shortcutsOf(words: FlowStrings): readonly { readonly key: string; readonly text: string }[] {
  return toolsOf(words).map(({ key, text }) => ({ key, text: shortText(text) }));
}

/** Without the sign that it asks something first. */
export function shortText(text: string): string {
  return text.replace(/…$/, '');
}
