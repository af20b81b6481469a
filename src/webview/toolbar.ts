import { EXPORT_FORMATS, type FlowStatus } from '../core/flows/flowMessages';
import type { FlowStrings } from '../core/flows/flowWords';
import { fill, h } from './dom';
import { type IconName, icon } from './icons';

/** What a button does, and when it can. */
interface Tool {
  readonly name: ToolName;
  readonly icon: IconName;
  /** The letter that does the same on a message. */
  readonly key: string;
  readonly text: string;
  readonly isPossible: (status: FlowStatus) => boolean;
  /** Pictures alone where there is little room anyway. */
  readonly group: 'run' | 'break' | 'keep';
}

export type ToolName = 'play' | 'step' | 'back' | 'restart' | 'hold' | 'jump' | 'fault' | 'save' | 'export' | 'keys';
/** What the toolbar asks for; an export says its format. */
export type ToolRequest = ToolName | `export:${(typeof EXPORT_FORMATS)[number]}`;

/** Between two steps. */
const isStill = ({ phase }: FlowStatus) => phase === 'idle' || phase === 'paused' || phase === 'ended';
const hasRun = (status: FlowStatus) => isStill(status) && status.phase !== 'idle';
const canStep = (status: FlowStatus) => status.phase === 'idle' || status.phase === 'paused';

/** The buttons above the diagram: one stop for Tab, arrows between them. */
export class Toolbar {
  readonly element: HTMLElement;
  private readonly tools: readonly Tool[];
  private readonly buttons = new Map<ToolName, HTMLButtonElement>();
  private readonly menu: HTMLElement;
  private current: ToolName = 'play';
  private isPlaying = false;

  constructor(
    private readonly words: FlowStrings,
    private readonly ask: (request: ToolRequest) => void,
  ) {
    this.tools = [
      {
        name: 'play',
        icon: 'play',
        key: 'P',
        text: words.play,
        isPossible: (each) => canStep(each) || each.phase === 'running',
        group: 'run',
      },
      { name: 'step', icon: 'step', key: 'N', text: words.step, isPossible: canStep, group: 'run' },
      {
        name: 'back',
        icon: 'back',
        key: 'B',
        text: words.back,
        isPossible: (each) => isStill(each) && each.canStepBack,
        group: 'run',
      },
      {
        name: 'restart',
        icon: 'restart',
        key: 'T',
        text: words.restart,
        isPossible: ({ phase }) => phase !== 'idle' && phase !== 'starting',
        group: 'run',
      },
      { name: 'hold', icon: 'hold', key: 'C', text: words.holdNext, isPossible: canStep, group: 'break' },
      { name: 'jump', icon: 'clock', key: 'D', text: words.jump, isPossible: hasRun, group: 'break' },
      { name: 'fault', icon: 'fault', key: 'F', text: words.addFault, isPossible: isStill, group: 'break' },
      { name: 'save', icon: 'save', key: 'S', text: words.save, isPossible: hasRun, group: 'keep' },
      { name: 'export', icon: 'export', key: 'E', text: words.export, isPossible: isStill, group: 'keep' },
      { name: 'keys', icon: 'keys', key: '?', text: words.keys, isPossible: () => true, group: 'keep' },
    ];
    for (const tool of this.tools) this.buttons.set(tool.name, this.button(tool));
    const formats = { mermaid: words.exportMermaid, svg: words.exportSvg, html: words.exportHtml };
    this.menu = h(
      'div',
      { class: 'menu', id: 'export-menu', popover: 'auto', role: 'group', 'aria-label': words.export },
      ...EXPORT_FORMATS.map((format) =>
        h('button', { type: 'button', class: 'menu-item', onclick: () => this.export(format) }, formats[format]),
      ),
    );
    this.buttons.get('export')?.setAttribute('popovertarget', 'export-menu');
    const groups = (['run', 'break', 'keep'] as const).map((group) => {
      const tools = this.tools.filter((tool) => tool.group === group);
      return h('div', { class: 'tools' }, ...tools.map(({ name }) => this.buttons.get(name)));
    });
    this.element = h('div', { class: 'toolbar', role: 'toolbar', 'aria-label': words.toolbar }, ...groups, this.menu);
    this.element.addEventListener('keydown', (event) => this.keyDown(event));
  }

  /** Letters, and what they do. */
  get shortcuts(): readonly { readonly key: string; readonly text: string }[] {
    return this.tools.map(({ key, text }) => ({ key, text: text.replace(/…$/, '') }));
  }

  update(status: FlowStatus): void {
    for (const { name, isPossible } of this.tools) {
      // Not `disabled`: a button that cannot be pressed now keeps the focus, and says so.
      this.buttons.get(name)?.setAttribute('aria-disabled', String(!isPossible(status)));
    }
    this.buttons.get('hold')?.setAttribute('aria-pressed', String(status.holdsNext));
    const isPlaying = status.phase === 'running';
    if (isPlaying === this.isPlaying) return;
    this.isPlaying = isPlaying;
    const text = isPlaying ? this.words.pause : this.words.play;
    const play = this.buttons.get('play') as HTMLButtonElement;
    fill(play, icon(isPlaying ? 'pause' : 'play'), h('span', { class: 'tool-text' }, text));
    play.title = `${text} (P)`;
    play.setAttribute('aria-label', text);
  }

  /** Does what a letter stands for. @returns whether it stands for something */
  press(key: string): boolean {
    const tool = this.tools.find((each) => each.key === key.toUpperCase());
    if (tool) this.buttons.get(tool.name)?.click();
    return tool !== undefined;
  }

  private button({ name, icon: picture, text, key }: Tool): HTMLButtonElement {
    const label = text.replace(/…$/, '');
    const button = h(
      'button',
      {
        type: 'button',
        class: `tool tool-${name}`,
        title: `${label} (${key})`,
        'aria-label': text,
        'aria-keyshortcuts': key,
        tabindex: name === this.current ? 0 : -1,
      },
      icon(picture),
      h('span', { class: 'tool-text' }, label),
    );
    button.addEventListener('click', (event) => {
      if (button.getAttribute('aria-disabled') === 'true') event.preventDefault();
      else if (name !== 'export') this.ask(name);
    });
    return button;
  }

  private export(format: (typeof EXPORT_FORMATS)[number]): void {
    this.menu.hidePopover();
    this.ask(`export:${format}`);
  }

  private keyDown(event: KeyboardEvent): void {
    const names = this.tools.map(({ name }) => name);
    const at = names.indexOf(this.current);
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: (at + 1) % names.length,
      ArrowLeft: (at + names.length - 1) % names.length,
      Home: 0,
      End: names.length - 1,
    };
    const name = names[targets[event.key] ?? -1];
    if (!name || this.menu.contains(event.target as Node)) return;
    this.buttons.get(this.current)?.setAttribute('tabindex', '-1');
    this.current = name;
    this.buttons.get(name)?.setAttribute('tabindex', '0');
    this.buttons.get(name)?.focus();
    event.preventDefault();
  }
}
