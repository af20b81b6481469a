import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { Icon } from './icons';
import { useParts } from './pageParts';

const SIDES = ['left', 'right'] as const;

interface Props {
  /** The element that scrolls. */
  readonly frame: RefObject<HTMLElement | null>;
  /** The header, which is as wide as all lanes. */
  readonly header: RefObject<HTMLElement | null>;
}

/** Shows at the sides of the header that there are more lanes, and scrolls to them. */
export function LaneSigns({ frame, header }: Props) {
  const { words } = useParts();
  const [goesOn, setGoesOn] = useState({ left: false, right: false });
  useLayoutEffect(() => {
    const scroller = frame.current;
    if (!scroller || !header.current) return;
    const look = () => {
      const { scrollLeft, scrollWidth, clientWidth } = scroller;
      const now = { left: scrollLeft >= 1, right: scrollWidth - clientWidth - scrollLeft >= 1 };
      setGoesOn((before) => (before.left === now.left && before.right === now.right ? before : now));
    };
    scroller.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    for (const each of [scroller, header.current]) observer.observe(each);
    return () => {
      scroller.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [frame, header]);
  const go = (side: (typeof SIDES)[number]) => {
    const way = (frame.current?.clientWidth ?? 0) * 0.6;
    frame.current?.scrollBy({ left: side === 'left' ? -way : way, behavior: 'instant' });
  };
  return (
    <div class="lane-signs">
      {SIDES.map((side) => (
        // biome-ignore lint/a11y/noAriaHiddenOnFocusable: all actors are read out, and a line with the focus comes into view.
        <button
          key={side}
          type="button"
          class={`more more-${side}`}
          title={words.moreActors}
          tabindex={-1}
          aria-hidden="true"
          hidden={!goesOn[side]}
          onClick={() => go(side)}
        >
          <Icon name="chevron" />
        </button>
      ))}
    </div>
  );
}
