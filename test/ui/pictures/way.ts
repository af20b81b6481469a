import type { Theme } from '../workbench';

/** How the window is looked at. */
export interface Way {
  readonly name: string;
  readonly percent: number;
  /** Width of the side bar. In pixels. */
  readonly sideBar: number;
}

export const VIEWPORT = { width: 1280, height: 800 };

/** As most see it. */
export const WHOLE: Way = { name: '100', percent: 100, sideBar: 320 };

export const WAYS: readonly Way[] = [
  WHOLE,
  { name: '150', percent: 150, sideBar: 320 },
  { name: 'narrow', percent: 100, sideBar: 220 },
];

/** The four themes that VS Code ships, by the names of their folders. */
export const THEMES: ReadonlyMap<string, Theme> = new Map([
  ['dark', 'Default Dark Modern'],
  ['light', 'Default Light Modern'],
  ['high-contrast', 'Default High Contrast'],
  ['high-contrast-light', 'Default High Contrast Light'],
] as const);
