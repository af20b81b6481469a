import type { Ref } from 'preact';
import { useParts } from './pageParts';
import { shortcutsOf } from './tools';

/** The list of keys. */
export function KeysDialog({ dialog }: { readonly dialog: Ref<HTMLDialogElement> }) {
  const { words } = useParts();
  const keys = [
    { key: '↑ ↓', text: words.keyMove },
    { key: '→ ← Esc', text: words.keyOpen },
    { key: 'Home End', text: words.keyEnds },
    { key: 'R', text: words.runToHere },
    ...shortcutsOf(words),
  ];
  return (
    <dialog class="dialog" aria-label={words.keys} ref={dialog}>
      <form method="dialog">
        <h2>{words.keys}</h2>
        <p class="hint">{words.keyWhere}</p>
        <table class="keys">
          <tbody>
            {keys.map(({ key, text }) => (
              <tr key={key}>
                <td>
                  {key.split(' ').map((each) => (
                    <kbd key={each}>{each}</kbd>
                  ))}
                </td>
                <td>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <div class="dialog-buttons">
          <button type="submit" class="primary">
            {words.close}
          </button>
        </div>
      </form>
    </dialog>
  );
}
