import { Component, createRef } from 'preact';
import { cookiesOf, type Run } from '../core/scenario/run';
import { CookieJars, HeldState } from './held';
import { Icon } from './icons';
import { type PageParts, Parts, useParts } from './pageParts';
import { SmallWindow } from './smallWindow';
import { useTicks } from './ticks';
import type { VirtualTime } from './virtualTime';

const CONTENT = 'held-content';

interface Props {
  readonly run: Run;
  readonly time: VirtualTime;
}

/** The state of the server and the cookies of the actors. It is open by default when the window has enough height. */
export class ServerPanel extends Component<Props, { readonly isSmall: boolean; readonly wanted?: boolean }> {
  static override contextType = Parts;
  private readonly small = new SmallWindow((isSmall) => this.setState({ isSmall }));
  private readonly panel = createRef<HTMLElement>();
  private readonly content = createRef<HTMLDivElement>();

  override state: { readonly isSmall: boolean; readonly wanted?: boolean } = { isSmall: this.small.matches };

  override componentDidMount(): void {
    this.small.listen();
  }

  override componentWillUnmount(): void {
    this.small.dispose();
  }

  override getSnapshotBeforeUpdate(): boolean {
    return this.hasFocusInside();
  }

  override componentDidUpdate(_props: Props, _state: unknown, hadFocus: boolean): void {
    // The focused element was removed.
    if (hadFocus && !this.hasFocusInside()) this.panel.current?.focus();
  }

  override render({ run, time }: Props) {
    const { words }: PageParts = this.context;
    const { isOpen } = this;
    return (
      <aside
        class={isOpen ? 'held' : 'held held-closed'}
        aria-label={words.serverLabel}
        // Focusable while open, because a keyboard user must be able to scroll it.
        tabindex={isOpen ? 0 : undefined}
        ref={this.panel}
      >
        <h2>
          <button
            type="button"
            class="held-heading"
            aria-controls={CONTENT}
            aria-expanded={isOpen}
            onClick={() => this.setState({ wanted: !isOpen })}
          >
            <Icon name="chevron" />
            <Icon name="server" />
            {words.serverLabel}
          </button>
        </h2>
        <div class="held-content" id={CONTENT} hidden={!isOpen} ref={this.content}>
          <Content run={run} time={time} />
        </div>
      </aside>
    );
  }

  private get isOpen(): boolean {
    return this.state.wanted ?? !this.state.isSmall;
  }

  private hasFocusInside(): boolean {
    return this.content.current?.contains(document.activeElement) === true;
  }
}

function Content({ run, time }: Props) {
  const { words } = useParts();
  useTicks();
  return (
    <>
      {run.state ? <HeldState state={run.state} now={time.now} /> : <p class="hint">{words.nothingYet}</p>}
      <CookieJars cookies={cookiesOf(run)} />
    </>
  );
}
