import type { FlowPhase, FlowStatus, FromPage } from '../core/flows/flowMessages';
import { progressText } from '../core/flows/flowText';
import { type FlowStrings, filled } from '../core/flows/flowWords';
import { progressOf, type Run } from '../core/scenario/run';
import { fill, h, setText } from './dom';
import { type IconName, icon } from './icons';

const PHASE_ICONS: Readonly<Record<FlowPhase, IconName>> = {
  idle: 'planned',
  starting: 'running',
  running: 'running',
  paused: 'pause',
  held: 'hold',
  ended: 'passed',
  broken: 'failed',
};

/** How far the flow is, what went wrong, and a request that waits. */
export class StatusLine {
  readonly element: HTMLElement;
  private readonly line = h('p', { class: 'phase', role: 'status' });
  private readonly notice = h('p', { class: 'notice' });
  private readonly problem = h('p', { class: 'problem', role: 'alert' });
  private readonly held = h('div', { class: 'waiting', role: 'alert' });

  constructor(
    private readonly words: FlowStrings,
    private readonly send: (message: FromPage) => void,
    private readonly edit: () => void,
  ) {
    this.element = h('div', { class: 'status-line' }, this.line, this.notice, this.problem, this.held);
  }

  update(run: Run, status: FlowStatus): void {
    const { words } = this;
    const phases: Readonly<Record<FlowPhase, string>> = {
      idle: words.phaseIdle,
      starting: words.phaseStarting,
      running: words.phaseRunning,
      paused: words.phasePaused,
      held: words.phaseHeld,
      ended: words.phaseEnded,
      broken: words.phaseBroken,
    };
    const progress = progressOf(run);
    const { failed } = progress;
    const picture = status.phase === 'ended' && failed > 0 ? 'failed' : PHASE_ICONS[status.phase];
    const texts = [
      phases[status.phase],
      progressText(progress, words),
      ...(failed > 0 ? [filled(words.failedSteps, failed)] : []),
      ...(status.onDevServer ? [words.onDevServer] : []),
    ].join(' · ');
    // While it runs, who listens hears of the steps together, not of each change here.
    this.line.setAttribute('aria-live', status.phase === 'running' ? 'off' : 'polite');
    if (this.line.textContent !== texts || this.line.dataset.icon !== picture) {
      this.line.dataset.icon = picture;
      fill(
        this.line,
        icon(picture, `state-${failed > 0 ? 'failed' : status.phase === 'ended' ? 'passed' : 'planned'}`),
        h('span', {}, texts),
      );
    }
    setText(this.problem, status.problem ?? '');
    this.problem.hidden = status.problem === undefined;
    this.drawHeld(status);
  }

  tell(text: string): void {
    setText(this.notice, text);
  }

  private drawHeld({ held }: FlowStatus): void {
    const { words, send } = this;
    const title = held ? filled(words.heldTitle, held.title) : '';
    this.held.hidden = !held;
    if (this.held.dataset.title === title) return;
    this.held.dataset.title = title;
    fill(this.held);
    if (!held) return;
    fill(
      this.held,
      icon('hold'),
      h('span', {}, title),
      h('button', { type: 'button', class: 'primary', onclick: () => this.edit() }, words.heldEdit),
      h('button', { type: 'button', class: 'action', onclick: () => send({ kind: 'send' }) }, words.heldSend),
    );
  }
}
