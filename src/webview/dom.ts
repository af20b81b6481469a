import { visibleLines } from '../core/base/visibleText';

export type Child = Node | string | undefined | false;

type Listener = (event: Event) => void;
/** A function listens to the event of its name, without `on`; false and undefined leave the attribute away. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined | Listener>>;

/** Attributes whose text is shown or read out. */
const SHOWN = new Set(['title', 'alt', 'placeholder', 'aria-label', 'aria-description', 'aria-valuetext']);
const SVG = 'http://www.w3.org/2000/svg';

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === undefined || value === false) element.removeAttribute(name);
    else if (value === true) element.setAttribute(name, '');
    else element.setAttribute(name, SHOWN.has(name) ? visibleLines(String(value)) : String(value));
  }
}

export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren();
  append(element, children);
}

/** Changes a text only where it differs: who listens hears what changes. */
export function setText(element: Element, text: string): void {
  const shown = visibleLines(text);
  if (element.textContent !== shown) element.textContent = shown;
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined || child === false) continue;
    element.append(typeof child === 'string' ? visibleLines(child) : child);
  }
}
