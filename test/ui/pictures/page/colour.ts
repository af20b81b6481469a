/** Red, green and blue from 0 to 255, and how much it covers, from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number, cover: number];

const WHITE: Colour = [255, 255, 255, 1];

/** Reads a colour as getComputedStyle gives it; undefined for what is no plain colour, such as `none`. */
export function readColour(text: string): Colour | undefined {
  const [, inside] = /^rgba?\(([^)]*)\)$/.exec(text) ?? [];
  const share = /^color\(srgb ([^)]*)\)$/.exec(text)?.[1];
  const numbers = (inside ?? share)?.split(/[\s,/]+/).map(Number);
  if (!numbers || numbers.some(Number.isNaN)) return undefined;
  const [red = 0, green = 0, blue = 0, cover = 1] = numbers;
  const scale = share === undefined ? 1 : 255;
  return [red * scale, green * scale, blue * scale, cover];
}

/** One colour drawn over another one. */
export function over([red, green, blue, cover]: Colour, below: Colour): Colour {
  const mixed = (top: number, at: 0 | 1 | 2) => top * cover + below[at] * (1 - cover);
  return [mixed(red, 0), mixed(green, 1), mixed(blue, 2), Math.max(cover, below[3])];
}

/** The colour behind an element: its background and those of the elements around it. */
export function behind(element: Element): Colour {
  const layers: Colour[] = [];
  for (let at: Element | null = element; at; at = at.parentElement) {
    const colour = readColour(getComputedStyle(at).backgroundColor);
    if (colour && colour[3] > 0) layers.push(colour);
    if (colour?.[3] === 1) break;
  }
  return layers.reduceRight((below, layer) => over(layer, below), WHITE);
}

/** How far an element and those around it let what is behind shine through, from 0 to 1. */
export function opacityOf(element: Element): number {
  let opacity = 1;
  for (let at: Element | null = element; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
  return opacity;
}

/** WCAG 2.2, contrast ratio, from 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance([red, green, blue]: Colour): number {
  const part = (value: number) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
}
