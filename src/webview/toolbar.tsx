import { useRef, useState } from 'preact/hooks';
import { EXPORT_FORMATS, type ExportFormat, type FlowStatus } from '../core/flows/flowMessages';
import type { FlowStrings } from '../core/flows/flowWords';
import { Icon } from './icons';
import { useParts } from './pageParts';
import { shortText, TOOL_GROUPS, type Tool, type ToolName, toolsOf } from './tools';

const MENU = 'export-menu';

/** A command of the toolbar. An export has its format, which the user chooses in a menu. */
export type ToolRequest = Exclude<ToolName, 'export'> | { readonly export: ExportFormat };

interface Props {
  readonly status: FlowStatus;
  readonly ask: (request: ToolRequest) => void;
}

/** The buttons above the diagram. Tab goes to one of them, and the arrow keys move between them. */
export function Toolbar({ status, ask }: Props) {
  const { words } = useParts();
  const [current, setCurrent] = useState<ToolName>('play');
  const tools = toolsOf(words);
  const keyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    const at = tools.findIndex(({ name }) => name === current);
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: (at + 1) % tools.length,
      ArrowLeft: (at + tools.length - 1) % tools.length,
      Home: 0,
      End: tools.length - 1,
    };
    const name = tools[targets[event.key] ?? -1]?.name;
    if (!name || (event.target as Element).closest('.menu')) return;
    setCurrent(name);
    event.currentTarget.querySelector<HTMLElement>(`.tool-${name}`)?.focus();
    event.preventDefault();
  };
  return (
    <div class="toolbar" role="toolbar" aria-label={words.toolbar} onKeyDown={keyDown}>
      {TOOL_GROUPS.map((group) => (
        <div key={group} class="tools">
          {tools
            .filter((tool) => tool.group === group)
            .map((tool) => (
              <ToolButton key={tool.name} tool={tool} status={status} isCurrent={tool.name === current} ask={ask} />
            ))}
        </div>
      ))}
      <ExportMenu ask={ask} />
    </div>
  );
}

/**
 * Runs the command of a shortcut letter.
 * @returns whether the letter is a shortcut
 */
export function pressTool(page: ParentNode, key: string, words: FlowStrings): boolean {
  const tool = toolsOf(words).find((each) => each.key === key.toUpperCase());
  if (tool) page.querySelector<HTMLElement>(`.tool-${tool.name}`)?.click();
  return tool !== undefined;
}

function ToolButton({ tool, status, isCurrent, ask }: Props & { readonly tool: Tool; readonly isCurrent: boolean }) {
  const { words, showsSecrets } = useParts();
  const { name, key } = tool;
  const isPause = name === 'play' && status.phase === 'running';
  const text = isPause ? words.pause : name === 'play' && status.phase === 'kept' ? words.playAgain : tool.text;
  const isPossible = tool.isPossible(status);
  const click = (event: Event) => {
    if (!isPossible) event.preventDefault();
    else if (name !== 'export') ask(name);
  };
  return (
    <button
      type="button"
      class={`tool tool-${name}`}
      title={`${shortText(text)} (${key})`}
      aria-label={text}
      aria-keyshortcuts={key}
      // Not `disabled`, because a disabled button would lose the focus.
      aria-disabled={!isPossible}
      aria-pressed={name === 'hold' ? status.holdsNext : name === 'secrets' ? showsSecrets : undefined}
      popovertarget={name === 'export' ? MENU : undefined}
      tabindex={isCurrent ? 0 : -1}
      onClick={click}
    >
      <Icon name={isPause ? 'pause' : tool.icon} />
      <span class="tool-text">{shortText(text)}</span>
    </button>
  );
}

function ExportMenu({ ask }: Pick<Props, 'ask'>) {
  const { words } = useParts();
  const menu = useRef<HTMLDivElement>(null);
  const texts = { mermaid: words.exportMermaid, svg: words.exportSvg, html: words.exportHtml };
  const choose = (format: ExportFormat) => {
    menu.current?.hidePopover();
    ask({ export: format });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form.
    <div class="menu" id={MENU} popover="auto" role="group" aria-label={words.export} ref={menu}>
      {EXPORT_FORMATS.map((format) => (
        <button key={format} type="button" class="menu-item" onClick={() => choose(format)}>
          {texts[format]}
        </button>
      ))}
    </div>
  );
}
