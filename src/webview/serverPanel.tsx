import { Component, createRef } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { cookiesOf, type Run } from '../core/scenario/run';
import { CookieJars, HeldState } from './held';
import { Icon } from './icons';
import { type PageParts, Parts, useParts } from './pageParts';
import type { VirtualTime } from './virtualTime';

const TICK_MS = 500;
/** Matches windows with little height. */
const SMALL = '(max-height: 34rem), (max-width: 44rem) and (max-height: 40rem)';
const CONTENT = 'held-content';

interface Props {
  readonly run: Run;
  readonly time: VirtualTime;
}

/** The state of the server and the cookies of the actors. It is open by default when the window has enough height. */
export class ServerPanel extends Component<Props, { readonly isSmall: boolean; readonly wanted?: boolean }> {
  static override contextType = Parts;
  private readonly small = window.matchMedia(SMALL);
  private readonly panel = createRef<HTMLElement>();
  private readonly content = createRef<HTMLDivElement>();

  override state: { readonly isSmall: boolean; readonly wanted?: boolean } = { isSmall: this.small.matches };

  override componentDidMount(): void {
    this.small.addEventListener('change', this.resized);
  }

  override componentWillUnmount(): void {
    this.small.removeEventListener('change', this.resized);
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

  private readonly resized = (): void => this.setState({ isSmall: this.small.matches });

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

/** Draws the component again while time passes and the page is visible. */
function useTicks(): void {
  const [, setTicks] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setTicks((ticks) => ticks + 1);
    }, TICK_MS);
    return () => clearInterval(timer);
  }, []);
}
