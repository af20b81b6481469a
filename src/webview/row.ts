import {
  againTexts,
  cookieTexts,
  failureTexts,
  heldBackText,
  spokenEntry,
  stateText,
  statusText,
  targetText,
} from '../core/flows/flowText';
import { filled } from '../core/flows/flowWords';
import { type Exchange, type RunEntry, refusalOf } from '../core/scenario/run';
import { details } from './details';
import { fill, h } from './dom';
import { type IconName, icon } from './icons';
import type { PageParts } from './pageParts';

/** Steps that are no message between two. */
const KIND_ICONS: Readonly<Record<string, IconName>> = { note: 'note', clock: 'clock', fault: 'fault', event: 'event' };

/** One line of the diagram: a button that opens it, and what it opens to. */
export class Row {
  readonly element: HTMLLIElement;
  readonly line: HTMLButtonElement;
  /** What the line opens to. */
  readonly panel: HTMLElement;
  private entry: RunEntry;
  private isNext = false;
  private isOpen = false;
  private isCurrent = false;

  constructor(
    entry: RunEntry,
    private readonly parts: PageParts,
  ) {
    this.entry = entry;
    const id = `details-${entry.key}`;
    this.line = h('button', {
      class: 'line',
      type: 'button',
      tabindex: -1,
      'aria-controls': id,
      'aria-expanded': 'false',
    });
    this.panel = h('div', { class: 'details', id, hidden: true });
    this.element = h('li', { class: 'row', 'data-key': entry.key }, this.line, this.panel);
    this.draw();
  }

  get shown(): RunEntry {
    return this.entry;
  }

  get open(): boolean {
    return this.isOpen;
  }

  set open(open: boolean) {
    if (this.isOpen === open) return;
    this.isOpen = open;
    this.line.setAttribute('aria-expanded', String(open));
    this.panel.hidden = !open;
    this.drawDetails();
  }

  /** The one that Tab leads to. */
  set current(current: boolean) {
    this.isCurrent = current;
    this.line.setAttribute('tabindex', current ? '0' : '-1');
    this.element.classList.toggle('row-current', current);
  }

  update(entry: RunEntry, isNext: boolean): void {
    const isSame = entry === this.entry || (entry.state === 'planned' && this.entry.state === 'planned');
    if (isSame && isNext === this.isNext) return;
    this.entry = entry;
    this.isNext = isNext;
    this.draw();
    this.drawDetails();
  }

  private draw(): void {
    const { entry, isNext, line } = this;
    const { words, lanes } = this.parts;
    const { step, messages, state, byHand } = entry;
    this.element.className = `row row-${state} kind-${step.kind}`;
    this.element.classList.toggle('row-next', isNext);
    this.element.classList.toggle('row-current', this.isCurrent);
    if (isNext) this.element.setAttribute('aria-current', 'step');
    else this.element.removeAttribute('aria-current');
    line.setAttribute('aria-label', spokenEntry(entry, words, isNext));
    const number = byHand ? icon('hand') : String(step.index + 1);
    const stateIcon = isNext && state === 'planned' ? 'chevron' : state;
    const gutter = h(
      'span',
      { class: 'gutter', title: stateText(state, words, isNext) },
      h('span', { class: 'number' }, number),
      icon(stateIcon, `state-${state}`),
    );
    const body = h('span', { class: 'body' });
    if (messages.length > 0) for (const message of messages) this.drawMessage(body, message);
    else if (step.from !== undefined && step.to !== undefined && step.kind !== 'note')
      this.drawPlanned(body, step.from, step.to);
    else {
      const over = lanes.overClass(step.over ?? (step.kind === 'note' ? lastTwo(step.from, step.to) : []));
      const kindIcon = KIND_ICONS[step.kind];
      body.append(
        h(
          'span',
          { class: 'lanes' },
          h('span', { class: `band ${over}` }, kindIcon && icon(kindIcon), h('span', {}, step.title)),
        ),
      );
    }
    for (const text of failureTexts(entry, words)) {
      body.append(h('span', { class: 'failure' }, icon('failed'), h('span', {}, text)));
    }
    fill(line, gutter, body);
  }

  private drawPlanned(body: HTMLElement, from: string, to: string): void {
    const { lanes } = this.parts;
    const { step } = this.entry;
    const kindIcon = KIND_ICONS[step.kind];
    const label = h(
      'span',
      { class: `label ${lanes.labelClass(from, to)}` },
      kindIcon && icon(kindIcon),
      h('span', {}, step.title),
    );
    body.append(h('span', { class: 'lanes' }, label));
    body.append(lanes.arrow(from, to, step.kind === 'request' ? 'call' : 'drawn'));
  }

  private drawMessage(body: HTMLElement, message: Exchange): void {
    const { words, lanes, origin } = this.parts;
    const { sent, answer } = message;
    const { from, to, title, request, follows } = sent;
    const marks = follows !== undefined ? [words.redirect] : againTexts(this.entry, words);
    const place = lanes.labelClass(from, to);
    const heldBack = heldBackText(message, words);
    body.append(
      h(
        'span',
        { class: 'lanes' },
        h(
          'span',
          { class: `label ${place}` },
          h('span', {}, ...marks.map((mark) => h('span', { class: 'mark' }, mark)), title),
          h('span', { class: 'target' }, targetText(request, origin())),
          heldBack !== undefined && h('span', { class: 'also held-back' }, icon('lock'), heldBack),
        ),
      ),
      lanes.arrow(from, to, 'call'),
    );
    if (!answer) return;
    const status = answer.answer?.status ?? 0;
    const isRefused = status === 0 || status >= 400;
    const texts = [
      ...cookieTexts(message, words),
      ...(answer.ms >= 1000 ? [`${(answer.ms / 1000).toFixed(1)} s`] : []),
    ];
    body.append(
      h(
        'span',
        { class: 'lanes' },
        h(
          'span',
          { class: `label ${place}` },
          h(
            'span',
            {},
            isRefused && icon('warning', 'refused'),
            h('span', { class: isRefused ? 'status refused' : 'status' }, statusText(message, words)),
            texts.length > 0 && h('span', { class: 'also' }, texts.join(' · ')),
          ),
        ),
      ),
      lanes.arrow(to, from, 'answer'),
    );
    const refusal = refusalOf(message);
    if (refusal) {
      body.append(
        h(
          'span',
          { class: 'cause' },
          icon('warning'),
          h('span', {}, filled(words.because, refusal.message), ' ', h('code', {}, refusal.rule)),
        ),
      );
    }
  }

  private drawDetails(): void {
    if (!this.isOpen) {
      fill(this.panel);
      return;
    }
    const hadFocus = this.panel.contains(document.activeElement);
    fill(this.panel, ...details(this.entry, this.parts));
    if (hadFocus) this.line.focus();
  }
}

function lastTwo(from: string | undefined, to: string | undefined): string[] {
  return [from, to].filter((each) => each !== undefined);
}
