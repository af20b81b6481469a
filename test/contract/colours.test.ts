import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { filesIn } from '../support/filesIn';
import { THEMES } from '../webview/themes';
import type { Manifest } from './manifestShape';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

/** WCAG 2.2, 1.4.11: what a picture says must stand out by as much. */
const LEAST = 3;
/** WCAG 2.2, 1.4.3. */
const LEAST_OF_TEXT = 4.5;

/** The themes that VS Code 1.139 ships with such rows: what is behind a row, and how much of a description VS Code draws. */
const ROWS: readonly Rows[] = [
  // Dark Modern, Dark+ and the dark theme of 2026: side bar, hover, and selected without and with the focus.
  {
    theme: 'dark',
    grounds: ['#181818', '#252526', '#191a1b', '#2a2d2e'],
    selected: ['#37373d', '#04395e'],
    drawn: 0.7,
  },
  {
    theme: 'light',
    grounds: ['#f8f8f8', '#f3f3f3', '#fafafd', '#f2f2f2', '#e8e8e8'],
    selected: ['#e4e6f1', '#e8e8e8'],
    drawn: 0.95,
  },
  { theme: 'highContrast', grounds: ['#000000', '#1a1a1a'], selected: ['#000000'], drawn: 0.7 },
  { theme: 'highContrastLight', grounds: ['#ffffff', '#e7edf3'], selected: ['#e7edf3'], drawn: 0.7 },
];

interface Rows {
  readonly theme: keyof Defaults;
  readonly grounds: readonly string[];
  readonly selected: readonly string[];
  readonly drawn: number;
}

type Defaults = Manifest['contributes']['colors'][number]['defaults'];

describe('colours', () => {
  const { colors } = (JSON.parse(read('package.json')) as Manifest).contributes;

  for (const { id, defaults } of colors) {
    it(`the colour ${id} stands out from each row in the themes of VS Code`, () => {
      const isIcon = id.includes('.icon.');
      const faint = ROWS.flatMap(({ theme, grounds, selected, drawn }) => {
        const colour = defaults[theme];
        // Descriptions of selected rows are drawn whole, as icons always are.
        const ratios = [
          ...grounds.map(
            (ground) => [ground, contrast(isIcon ? colour : mixed(colour, ground, drawn), ground)] as const,
          ),
          ...selected.map((ground) => [ground, contrast(colour, ground)] as const),
        ];
        return ratios
          .filter(([, ratio]) => ratio < (isIcon ? LEAST : LEAST_OF_TEXT))
          .map(([ground, ratio]) => `${colour} on ${ground} in ${theme}: ${ratio.toFixed(2)}`);
      });
      assert.deepEqual(faint, []);
    });
  }

  it('in each theme what is good, what waits and what is wrong have colours of their own', () => {
    for (const { theme } of ROWS) {
      const icons = colors.filter(({ id }) => id.includes('.icon.')).map(({ defaults }) => defaults[theme]);
      assert.equal(new Set(icons).size, icons.length, theme);
    }
  });

  it('colours of icons are taken from one place', () => {
    const own = filesIn('src/vscode', /\.ts$/).filter((file) =>
      /new vscode\.ThemeIcon\([^;]*?ThemeColor\(/.test(read(file)),
    );
    assert.deepEqual(own, []);
  });

  it('colours of signs on the page of a flow stand out in the themes of VS Code', () => {
    const signs = [...read('media/page/page.css').matchAll(/--(good|bad|warn): ([^;]+);/g)];
    assert.equal(signs.length, 3);
    const faint = signs.flatMap(([, sign, value = '']) =>
      Object.entries(THEMES).flatMap(([theme, { variables }]) => {
        const given: Readonly<Record<string, string>> = variables;
        const names = [...value.matchAll(/--vscode-([\w-]+)/g)].map(([, name = '']) => name);
        const colour = names.map((name) => given[name]).find((each) => each !== undefined) ?? '';
        return ['editor-background', 'editorWidget-background']
          .map((ground) => contrast(colour, given[ground] ?? given['editor-background'] ?? ''))
          .filter((ratio) => !(ratio >= LEAST))
          .map((ratio) => `${sign} in ${theme}: ${ratio.toFixed(2)}`);
      }),
    );
    assert.deepEqual(faint, []);
  });
});

/** How two colours without transparency stand out from one another: WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** A colour that covers a part of what is behind it, from 0 to 1. */
function mixed(colour: string, ground: string, cover: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [top = 0, below = 0] = [colour, ground].map((each) => Number.parseInt(each.slice(at, at + 2), 16));
    return Math.round(top * cover + below * (1 - cover));
  });
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
