import { Component, type ComponentChildren, createRef } from 'preact';
import { Icon, type IconName } from './icons';
import { SmallWindow } from './smallWindow';

interface Props {
  readonly as: 'aside' | 'section';
  /** Begins its classes and the id of its content, so it is different from those of other panels. */
  readonly name: string;
  readonly title: string;
  readonly icon: IconName;
  readonly children: ComponentChildren;
}

interface State {
  readonly isSmall: boolean;
  /** Whether the user has opened or closed it. */
  readonly wanted?: boolean;
}

/** What stands beside the diagram, under a heading that opens and closes it. It is open by default when the window has enough height. */
export class FoldablePanel extends Component<Props, State> {
  private readonly small = new SmallWindow((isSmall) => this.setState({ isSmall }));
  private readonly panel = createRef<HTMLElement>();
  private readonly content = createRef<HTMLDivElement>();

  override state: State = { isSmall: this.small.matches };

  override componentDidMount(): void {
    this.small.listen();
  }

  override componentWillUnmount(): void {
    this.small.dispose();
  }

  override getSnapshotBeforeUpdate(): boolean {
    return this.hasFocusInside();
  }

  override componentDidUpdate(_props: Props, _state: State, hadFocus: boolean): void {
    // The focused element was removed.
    if (hadFocus && !this.hasFocusInside()) this.panel.current?.focus();
  }

  override render({ as: Panel, name, title, icon, children }: Props, { wanted, isSmall }: State) {
    const isOpen = wanted ?? !isSmall;
    const id = `${name}-content`;
    return (
      <Panel
        class={isOpen ? name : `${name} ${name}-closed`}
        aria-label={title}
        // Focusable while open, because a keyboard user must be able to scroll it.
        tabindex={isOpen ? 0 : undefined}
        ref={this.panel}
      >
        <h2>
          <button
            type="button"
            class="held-heading"
            aria-controls={id}
            aria-expanded={isOpen}
            onClick={() => this.setState({ wanted: !isOpen })}
          >
            <Icon name="chevron" />
            <Icon name={icon} />
            {title}
          </button>
        </h2>
        <div class={id} id={id} hidden={!isOpen} ref={this.content}>
          {children}
        </div>
      </Panel>
    );
  }

  private hasFocusInside(): boolean {
    return this.content.current?.contains(document.activeElement) === true;
  }
}
