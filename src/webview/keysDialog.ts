import type { FlowStrings } from '../core/flows/flowWords';
import { fill, h } from './dom';

/** The list of keys. */
export class KeysDialog {
  readonly element = h('dialog', { class: 'dialog' });

  constructor(private readonly words: FlowStrings) {
    this.element.setAttribute('aria-label', words.keys);
  }

  /** @param shortcuts letters, and what they do */
  show(shortcuts: readonly { readonly key: string; readonly text: string }[]): void {
    const { words } = this;
    const moves = [
      { key: '↑ ↓', text: words.keyMove },
      { key: '→ ← Esc', text: words.keyOpen },
      { key: 'Home End', text: words.keyEnds },
      { key: 'R', text: words.runToHere },
    ];
    const rows = [...moves, ...shortcuts].map(({ key, text }) =>
      h('tr', {}, h('td', {}, ...key.split(' ').map((each) => h('kbd', {}, each))), h('td', {}, text)),
    );
    fill(
      this.element,
      h(
        'form',
        { method: 'dialog' },
        h('h2', {}, words.keys),
        h('p', { class: 'hint' }, words.keyWhere),
        h('table', { class: 'keys' }, h('tbody', {}, ...rows)),
        h('div', { class: 'dialog-buttons' }, h('button', { type: 'submit', class: 'primary' }, words.close)),
      ),
    );
    this.element.showModal();
  }
}
