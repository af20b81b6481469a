import { useRef } from 'preact/hooks';
import { Dialog } from './dialog';
import { useParts } from './pageParts';
import { shortcutsOf } from './tools';

interface Props {
  /** A new object each time that the list is opened. */
  readonly opening: object | undefined;
}

/** The list of keys. */
export function KeysDialog({ opening }: Props) {
  const { words } = useParts();
  const dialog = useRef<HTMLDialogElement>(null);
  const keys = [
    { key: '↑ ↓', text: words.keyMove },
    { key: '→ ← Esc', text: words.keyOpen },
    { key: 'Home End', text: words.keyEnds },
    { key: 'R', text: words.runToHere },
    { key: '← →', text: words.keyTimeline },
    ...shortcutsOf(words),
    { key: '←  →', text: words.keySplitter },
  ];
  return (
    <Dialog dialog={dialog} opening={opening} label={words.keys}>
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
    </Dialog>
  );
}
