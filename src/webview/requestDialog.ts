import type { RequestChange } from '../core/flows/flowMessages';
import { partText } from '../core/flows/flowText';
import { type FlowStrings, filled } from '../core/flows/flowWords';
import { headerLines, partsOf, readHeaderLines, withLength } from '../core/flows/requestText';
import type { SentRequest } from '../core/scenario/runEvents';
import { type Child, fill, h, setText } from './dom';

/** The form in which a request is changed before it is sent. */
export class RequestDialog {
  readonly element = h('dialog', { class: 'dialog' });
  private original: SentRequest | undefined;
  private done: ((change: RequestChange) => void) | undefined;
  private readonly method = h('input', { id: 'request-method', autocomplete: 'off', spellcheck: 'false' });
  private readonly url = h('textarea', { id: 'request-url', rows: 2, spellcheck: 'false' });
  private readonly headers = h('textarea', { id: 'request-headers', rows: 8, spellcheck: 'false', wrap: 'off' });
  private readonly body = h('textarea', { id: 'request-body', rows: 5, spellcheck: 'false' });
  private readonly parts = h('fieldset', { class: 'parts' });
  private readonly problem = h('p', { class: 'problem', role: 'alert' });

  constructor(private readonly words: FlowStrings) {
    const heading = h('h2', { id: 'request-title' }, words.editTitle);
    const field = (label: string, control: HTMLElement): Child =>
      h('div', { class: 'field' }, h('label', { for: control.id }, label), control);
    const cancel = h('button', { type: 'button', class: 'action', onclick: () => this.element.close() }, words.cancel);
    const form = h(
      'form',
      { method: 'dialog', onsubmit: (event) => this.submit(event) },
      heading,
      field(words.method, this.method),
      field(words.url, this.url),
      field(words.headerLines, this.headers),
      field(words.body, this.body),
      this.parts,
      this.problem,
      h('div', { class: 'dialog-buttons' }, cancel, h('button', { type: 'submit', class: 'primary' }, words.send)),
    );
    this.element.setAttribute('aria-labelledby', heading.id);
    this.element.append(form);
    this.url.addEventListener('input', () => this.drawParts());
    this.headers.addEventListener('input', () => this.drawParts());
  }

  /** @param done told when it is to be sent; not when the form is closed */
  edit(request: SentRequest, done: (change: RequestChange) => void): void {
    this.original = request;
    this.done = done;
    this.method.value = request.method;
    this.url.value = request.url;
    this.headers.value = headerLines(request.headers);
    this.body.value = request.body ?? '';
    setText(this.problem, '');
    fill(this.parts);
    this.drawParts();
    this.element.showModal();
    this.url.focus();
  }

  private read(): SentRequest | { readonly problem: string } {
    const { words, original } = this;
    const read = readHeaderLines(this.headers.value);
    if ('badLine' in read) return { problem: filled(words.badHeader, read.badLine) };
    const url = this.url.value.replace(/\s+/g, '');
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return { problem: words.badUrl };
    const body = this.body.value;
    const request: SentRequest = {
      method: this.method.value.trim().toUpperCase() || 'GET',
      url,
      headers: read.headers,
      ...((body !== '' || original?.body !== undefined) && { body }),
    };
    return body === (original?.body ?? '') ? request : withLength(request);
  }

  /** What can be left out and altered, by what the form says now; what was ticked stays ticked. */
  private drawParts(): void {
    const { words } = this;
    const request = this.read();
    if ('problem' in request) return;
    const ticked = new Set(
      this.ticked('drop')
        .map((part) => `drop ${part}`)
        .concat(this.ticked('tamper').map((part) => `tamper ${part}`)),
    );
    const { drop, tamper } = partsOf(request);
    const box = (kind: 'drop' | 'tamper', part: string): Child => {
      const text = filled(kind === 'drop' ? words.drop : words.tamper, partText(part, words));
      const input = h('input', { type: 'checkbox', 'data-kind': kind, 'data-part': part });
      input.checked = ticked.has(`${kind} ${part}`);
      return h('label', { class: 'check' }, input, text);
    };
    fill(
      this.parts,
      h('legend', {}, words.quick),
      ...tamper.map((part) => box('tamper', part)),
      ...drop.map((part) => box('drop', part)),
    );
    this.parts.hidden = drop.length + tamper.length === 0;
  }

  private ticked(kind: 'drop' | 'tamper'): string[] {
    const inputs = this.parts.querySelectorAll<HTMLInputElement>(`input[data-kind="${kind}"]`);
    return [...inputs].filter(({ checked }) => checked).map(({ dataset }) => dataset.part ?? '');
  }

  private submit(event: Event): void {
    const request = this.read();
    if ('problem' in request) {
      event.preventDefault();
      setText(this.problem, request.problem);
      return;
    }
    this.done?.({ request, drop: this.ticked('drop'), tamper: this.ticked('tamper') });
  }
}
