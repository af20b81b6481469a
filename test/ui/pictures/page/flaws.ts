import { type Box, common, heightOf, widthOf } from './box';
import { behind, type Colour, contrast, opacityOf, over, readColour } from './colour';
import type { Flaw, Look } from './flaw';
import { isOff, type Shown, shownIcons, shownTexts } from './shown';

/** WCAG 2.2, 1.4.3 and 1.4.11. */
const LEAST_TEXT = 4.5;
const LEAST_LARGE_TEXT = 3;
const LEAST_ICON = 3;
/** Two lines of text may touch by so much: letters are not as high as their lines. In pixels. */
const TOUCH = 3;

/** Everything that is cut off, overlapping or too faint in the parts of a page that are looked at. */
export function flawsOf(look: Look): Flaw[] {
  const parts = [...document.querySelectorAll(look.parts)];
  const isIn = ({ element }: Shown) => !look.leaveOut || element.closest(look.leaveOut) === null;
  const texts = parts.flatMap(shownTexts).filter(isIn);
  const icons = parts.flatMap(shownIcons).filter(isIn);
  return [
    ...texts.flatMap((text) => cutOff(text, look)),
    ...overlapping(texts),
    ...texts.flatMap((text) => faintText(text, look)),
    ...icons.flatMap(faintIcon),
  ];
}

function cutOff({ element, what, whole, seen, cutBy }: Shown, look: Look): Flaw[] {
  if (!cutBy || isAny(element, look.mayVanish)) return [];
  const shown = seen ? widthOf(seen) : 0;
  const detail = `${Math.round(shown)} of ${Math.round(widthOf(whole))} pixels, by ${nameOf(cutBy)}`;
  const isShortened = isAny(element, look.mayBeShortened);
  if (isShortened && shown >= Math.min(look.leastShown ?? 0, widthOf(whole) - TOUCH)) return [];
  const isSeen = common(whole, cutBy.getBoundingClientRect()) !== undefined;
  if (!isShortened && isToldElsewhere(element, what, cutBy, isSeen)) return [];
  return [{ kind: 'cut off', what, detail }];
}

function isAny(element: Element, selector: string | undefined): boolean {
  return selector !== undefined && element.closest(selector) !== null;
}

/** An ellipsis says that there is more, and a tooltip or the name of the element says what. Of several lines the last ones may be gone. */
function isToldElsewhere(element: Element, what: string, cutBy: Element, isSeen: boolean): boolean {
  let hasEllipsis = false;
  for (let at: Element | null = element; at; at = at.parentElement) {
    const { textOverflow, webkitLineClamp } = getComputedStyle(at);
    hasEllipsis ||= (isSeen && textOverflow === 'ellipsis') || webkitLineClamp !== 'none';
    if (at === cutBy) break;
  }
  return hasEllipsis && isNamed(element, what);
}

/** Whether a tooltip or a name around an element has its text, which may be only a part of that. */
function isNamed(element: Element, text: string): boolean {
  for (let at: Element | null = element; at; at = at.parentElement) {
    if ([at.getAttribute('title'), at.getAttribute('aria-label')].some((name) => name?.includes(text))) return true;
  }
  return false;
}

function overlapping(texts: readonly Shown[]): Flaw[] {
  const flaws: Flaw[] = [];
  const seen = texts.flatMap((text) => (text.seen ? [{ ...text, seen: text.seen }] : []));
  seen.sort((a, b) => a.seen.top - b.seen.top);
  for (const [index, one] of seen.entries()) {
    for (let next = index + 1; next < seen.length; next++) {
      const other = seen[next];
      if (!other || other.seen.top > one.seen.bottom - TOUCH) break;
      const both = one.element === other.element ? undefined : common(one.seen, other.seen);
      if (!both || widthOf(both) <= TOUCH || heightOf(both) <= TOUCH || isCovered(one, other, both)) continue;
      const detail = `${Math.round(widthOf(both))} × ${Math.round(heightOf(both))} pixels over “${other.what.slice(0, 60)}”`;
      flaws.push({ kind: 'overlapping', what: one.what, detail });
    }
  }
  return flaws;
}

/** Whether one of them is behind something that nothing shines through, as below a menu or a head that stays. */
function isCovered(one: Shown, other: Shown, { left, top, right, bottom }: Box): boolean {
  const stack = document.elementsFromPoint((left + right) / 2, (top + bottom) / 2);
  const places = [one, other].map(({ element }) =>
    stack.findIndex((each) => element === each || element.contains(each)),
  );
  if (places.some((place) => place < 0)) return true;
  const between = stack.slice(Math.min(...places), Math.max(...places));
  return between.some((each) => (readColour(getComputedStyle(each).backgroundColor)?.[3] ?? 0) === 1);
}

function faintText(text: Shown, look: Look): Flaw[] {
  const { element, what } = text;
  if (!text.seen || isOff(element)) return [];
  const style = getComputedStyle(element);
  const size = Number.parseFloat(style.fontSize);
  const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  const least = isLarge || isAny(element, look.mayBePale) ? LEAST_LARGE_TEXT : LEAST_TEXT;
  return faint('faint text', element, what, readColour(style.color), least);
}

function faintIcon({ element, what }: Shown): Flaw[] {
  if (element.localName !== 'svg') {
    const drawn = getComputedStyle(element, '::before');
    if (drawn.content === 'none') return [];
    return faint('faint icon', element, what, readColour(drawn.color), LEAST_ICON);
  }
  const shapes = [...element.querySelectorAll('path, circle, rect, line, polyline, polygon, ellipse')];
  const colours = shapes.flatMap((shape) => {
    const { fill, stroke } = getComputedStyle(shape);
    return [readColour(fill), readColour(stroke)].filter((colour) => colour !== undefined);
  });
  // A picture is seen if one of its colours is.
  const flaws = colours.map((colour) => faint('faint icon', element, what, colour, LEAST_ICON));
  return flaws.length > 0 && flaws.every((each) => each.length > 0) ? (flaws[0] ?? []) : [];
}

function faint(kind: Flaw['kind'], element: Element, what: string, colour: Colour | undefined, least: number): Flaw[] {
  if (!colour) return [];
  const below = behind(element);
  const [red, green, blue, cover] = colour;
  const ratio = contrast(over([red, green, blue, cover * opacityOf(element)], below), below);
  // The browser's own figures are rounded.
  if (ratio >= least - 0.05) return [];
  return [{ kind, what, detail: `${ratio.toFixed(2)} of ${least}, ${nameOf(element)}` }];
}

function nameOf(element: Element): string {
  const classes = [...element.classList].slice(0, 3).map((name) => `.${name}`);
  return `${element.localName}${classes.join('')}`;
}
