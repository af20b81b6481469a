import { type Box, common } from './box';

/** A text or an icon, as far as it is on the screen. */
export interface Shown {
  readonly element: Element;
  readonly what: string;
  readonly whole: Box;
  /** What no element around it cuts off. Undefined where it is cut off altogether. */
  readonly seen: Box | undefined;
  /** The element that cuts it off, where no one can scroll to the rest. */
  readonly cutBy: Element | undefined;
}

/** Less is a rounded edge. In pixels. */
const EDGE = 1;
/** A screen reader's text is drawn as small as this. In pixels. */
const HIDDEN = 2;

/** Texts with a box of their own, line by line. */
export function shownTexts(part: Element): Shown[] {
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  const found: Shown[] = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    const what = node.textContent?.trim() ?? '';
    if (what === '' || !element || !isDrawn(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width > HIDDEN && box.height > HIDDEN) found.push(seenOf(element, what, box));
    }
  }
  return found.filter(({ element, seen }) => seen !== undefined || !isForReadersOnly(element));
}

/** Icons of the font of VS Code, and drawn ones. */
export function shownIcons(part: Element): Shown[] {
  return [...part.querySelectorAll('.codicon, svg')]
    .filter((element) => isDrawn(element) && !isOff(element))
    .map((element) =>
      seenOf(element, element.getAttribute('class') ?? element.tagName, element.getBoundingClientRect()),
    )
    .filter(({ whole, seen }) => seen !== undefined && whole.right - whole.left > HIDDEN);
}

function isDrawn(element: Element): boolean {
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
}

/** WCAG asks nothing of what is switched off. */
export function isOff(element: Element): boolean {
  return element.closest(':disabled, [aria-disabled="true"], .disabled') !== null;
}

function isForReadersOnly(element: Element): boolean {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const { width, height } = at.getBoundingClientRect();
    if (width <= HIDDEN && height <= HIDDEN) return true;
  }
  return false;
}

function seenOf(element: Element, what: string, whole: Box): Shown {
  let seen: Box | undefined = whole;
  let cutBy: Element | undefined;
  for (let at: Element | null = element; at && seen; at = at.parentElement) {
    const { overflowX, overflowY, position } = getComputedStyle(at);
    if (overflowX !== 'visible' || overflowY !== 'visible') {
      const frame = at.getBoundingClientRect();
      const inside = common(seen, frame);
      const isCut = isSmaller(inside, seen);
      if (isCut && !canScroll(at, overflowX, overflowY, seen, frame)) cutBy ??= at;
      seen = inside;
    }
    if (position === 'fixed') break;
  }
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  return { element, what, whole, seen: seen && common(seen, screen), cutBy };
}

function isSmaller(inside: Box | undefined, before: Box): boolean {
  if (!inside) return true;
  return (
    inside.left - before.left > EDGE ||
    before.right - inside.right > EDGE ||
    inside.top - before.top > EDGE * 2 ||
    before.bottom - inside.bottom > EDGE * 2
  );
}

/** Whether the missing part comes when a person scrolls. VS Code's own lists scroll without a scroll bar of the browser. */
function canScroll(at: Element, overflowX: string, overflowY: string, seen: Box, frame: Box): boolean {
  const isAcross = seen.left < frame.left - EDGE || seen.right > frame.right + EDGE;
  const isDown = seen.top < frame.top - EDGE * 2 || seen.bottom > frame.bottom + EDGE * 2;
  const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll';
  const isList = at.matches(
    '.monaco-list, .monaco-scrollable-element, .monaco-scrollable-element :is(.monaco-list-rows, .monaco-hover-content, .getting-started-detail-container)',
  );
  return (!isAcross || scrolls(overflowX)) && (!isDown || scrolls(overflowY) || isList);
}
