import { useRef, useState } from 'preact/hooks';
import type { GridColumn } from '../../core/grid/gridColumns';
import type { GridAct, GridFromPage, GridHead, GridState, GridStrings } from '../../core/grid/gridMessages';
import { Icon, type IconName } from '../icons';

const MENU = 'columns-menu';
const TOOLS: readonly { readonly act: Exclude<GridAct, 'open'>; readonly icon: IconName }[] = [
  { act: 'accept', icon: 'accepted' },
  { act: 'setPending', icon: 'clock' },
  { act: 'fixAll', icon: 'wrench' },
  { act: 'editEmail', icon: 'person' },
  { act: 'regenerate', icon: 'restart' },
  { act: 'delete', icon: 'bin' },
  { act: 'push', icon: 'up' },
  { act: 'export', icon: 'export' },
];

interface Props {
  readonly words: GridStrings;
  readonly heads: readonly GridHead[];
  readonly state: GridState;
  readonly notice: string;
  readonly send: (message: GridFromPage) => void;
}

/** What is above the rows: the filter, what can be done with the selected sessions, and how many they are. */
export function GridTools({ words, heads, state, notice, send }: Props) {
  return (
    <div class="grid-top">
      <div class="grid-tools">
        <input
          class="grid-filter"
          type="search"
          placeholder={words.filter}
          aria-label={words.filter}
          title={words.filterHelp}
          spellcheck={false}
          autocomplete="off"
          onInput={({ currentTarget }) => send({ kind: 'filter', text: currentTarget.value })}
        />
        <ToolRow words={words} state={state} send={send} />
        <ColumnsMenu words={words} heads={heads} shown={state.shown} send={send} />
      </div>
      <div class="grid-status">
        <p role="status">{state.summary}</p>
        {state.locked !== undefined && (
          <p class="grid-locked">
            <Icon name="lock" />
            {state.locked}
          </p>
        )}
        <p class="grid-notice" aria-live="polite">
          {notice}
        </p>
      </div>
    </div>
  );
}

/** Tab goes to one of the buttons, and the arrow keys move between them. */
function ToolRow({ words, state, send }: Pick<Props, 'words' | 'state' | 'send'>) {
  const [current, setCurrent] = useState(0);
  const isPossible = (act: GridAct) => {
    if (act === 'export') return state.count > 0;
    return state.locked === undefined && (act === 'push' || state.selected > 0);
  };
  const keyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    const ways: Readonly<Record<string, number>> = {
      ArrowRight: (current + 1) % TOOLS.length,
      ArrowLeft: (current + TOOLS.length - 1) % TOOLS.length,
      Home: 0,
      End: TOOLS.length - 1,
    };
    const to = ways[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setCurrent(to);
    event.currentTarget.querySelectorAll('button')[to]?.focus();
  };
  return (
    <div class="tools" role="toolbar" aria-label={words.toolbar} onKeyDown={keyDown}>
      {TOOLS.map(({ act, icon }, at) => (
        <button
          key={act}
          type="button"
          class="tool"
          title={words[act]}
          aria-label={words[act]}
          // Not `disabled`, because a disabled button would lose the focus.
          aria-disabled={!isPossible(act)}
          tabindex={at === current ? 0 : -1}
          onFocus={() => setCurrent(at)}
          onClick={() => isPossible(act) && send({ kind: 'act', act })}
        >
          <Icon name={icon} />
          <span class="tool-text">{words[act]}</span>
        </button>
      ))}
    </div>
  );
}

interface MenuProps {
  readonly words: GridStrings;
  readonly heads: readonly GridHead[];
  readonly shown: readonly GridColumn[];
  readonly send: (message: GridFromPage) => void;
}

function ColumnsMenu({ words, heads, shown, send }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const toggle = (id: GridColumn) =>
    send({ kind: 'columns', shown: shown.includes(id) ? shown.filter((each) => each !== id) : [...shown, id] });
  return (
    <>
      <button
        type="button"
        class="tool grid-columns"
        popovertarget={MENU}
        title={words.columns}
        aria-label={words.columns}
      >
        <Icon name="columns" />
        <span class="tool-text">{words.columns}</span>
      </button>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form. */}
      <div class="menu" id={MENU} popover="auto" role="group" aria-label={words.columns} ref={menu}>
        {heads.map(({ id, text }) => {
          const isShown = shown.includes(id);
          return (
            <label key={id} class="menu-item check">
              <input
                type="checkbox"
                checked={isShown}
                // A grid has one column at least.
                disabled={isShown && shown.length === 1}
                onChange={() => toggle(id)}
              />
              {text}
            </label>
          );
        })}
      </div>
    </>
  );
}
