import { Fragment, options } from 'preact';
import { visibleLines } from '../core/base/visibleText';

/** Attributes whose text is shown or read out. */
const SHOWN = ['title', 'alt', 'placeholder', 'aria-label', 'aria-description', 'aria-valuetext'] as const;

/**
 * Makes every text that the page draws show what would hide in it. Texts come from files, servers and devices, so no
 * component has to think of it.
 * @param show a text as it is drawn
 */
export function showWhatHides(show: (text: string) => string = visibleLines): void {
  const shown = (child: unknown): unknown => {
    if (typeof child === 'string') return show(child);
    return Array.isArray(child) ? child.map(shown) : child;
  };
  const before = options.vnode;
  options.vnode = (vnode) => {
    if (typeof vnode.type === 'string' || vnode.type === Fragment) {
      const props: Record<string, unknown> = vnode.props;
      for (const name of SHOWN) {
        const text = props[name];
        if (typeof text === 'string') props[name] = show(text);
      }
      if ('children' in props) props.children = shown(props.children);
    }
    before?.(vnode);
  };
}
