import { faultText } from '../core/flows/flowText';
import { type FlowStrings, filled } from '../core/flows/flowWords';
import type { FaultEffect, FaultRequest } from '../core/protocol/fault';
import { type Child, h } from './dom';

/** The form by which answers are made to go wrong. */
export class FaultDialog {
  readonly element = h('dialog', { class: 'dialog' });
  private readonly kind = h('select', { id: 'fault-kind' });
  private readonly delay = h('input', { id: 'fault-delay', type: 'number', min: 1, value: 5000 });
  private readonly often = h('select', { id: 'fault-often' });
  private readonly route = h('input', { id: 'fault-route', placeholder: '/rest/$catalog', spellcheck: 'false' });
  private readonly effects: readonly (readonly [text: string, effect: () => FaultEffect])[];

  /** @param add told what to inject, and what that is called */
  constructor(
    private readonly words: FlowStrings,
    private readonly add: (fault: FaultRequest, title: string) => void,
  ) {
    const status = (code: number) => (): FaultEffect => ({ kind: 'status', status: code });
    this.effects = [
      [words.faultStatus401, status(401)],
      [words.faultStatus500, status(500)],
      [words.faultStatus503, status(503)],
      [words.faultDelay, () => ({ kind: 'delay', delayMs: Math.max(1, this.delay.valueAsNumber || 1) })],
      [words.faultReset, () => ({ kind: 'reset' })],
      [words.faultReplyLost, () => ({ kind: 'replyLost' })],
    ];
    this.kind.append(...this.effects.map(([text], at) => h('option', { value: at }, text)));
    this.often.append(
      h('option', { value: 'once' }, words.faultOnce),
      h('option', { value: 'always' }, words.faultAlways),
    );
    const field = (label: string, control: HTMLElement): HTMLElement =>
      h('div', { class: 'field' }, h('label', { for: control.id }, label), control);
    const heading = h('h2', { id: 'fault-title' }, words.faultTitle);
    const delayField = field(words.faultDelayMs, this.delay);
    const showDelay = () => {
      delayField.hidden = this.effect().kind !== 'delay';
    };
    this.kind.addEventListener('change', showDelay);
    showDelay();
    const buttons: Child[] = [
      h('button', { type: 'button', class: 'action', onclick: () => this.element.close() }, words.cancel),
      h('button', { type: 'submit', class: 'primary' }, words.faultAdd),
    ];
    this.element.setAttribute('aria-labelledby', heading.id);
    this.element.append(
      h(
        'form',
        { method: 'dialog', onsubmit: () => this.submit() },
        heading,
        field(words.faultKind, this.kind),
        delayField,
        field(words.faultOften, this.often),
        field(words.faultRoute, this.route),
        h('div', { class: 'dialog-buttons' }, ...buttons),
      ),
    );
  }

  ask(): void {
    this.element.showModal();
    this.kind.focus();
  }

  private effect(): FaultEffect {
    return (this.effects[Number(this.kind.value)] ?? this.effects[0])?.[1]() as FaultEffect;
  }

  private submit(): void {
    const route = this.route.value.trim();
    const fault: FaultRequest = {
      ...this.effect(),
      ...(route !== '' && { scope: { route } }),
      ...(this.often.value === 'once' && { times: 1 }),
    };
    this.add(fault, filled(this.words.faultName, faultText(fault, this.words)));
  }
}
