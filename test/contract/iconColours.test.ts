import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { filesIn } from '../support/filesIn';
import { THEMES } from '../webview/themes';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

/** WCAG 2.2, 1.4.11: what a picture says must stand out by as much. */
const LEAST = 3;

/** Backgrounds of the side bar in Dark Modern, Light Modern, Light+ and both with high contrast. */
const SIDE_BARS = {
  dark: '#181818',
  light: '#f8f8f8',
  lightPlus: '#f3f3f3',
  highContrast: '#000000',
  highContrastLight: '#ffffff',
};

/** Colours that VS Code 1.139 gives icons unless a theme has its own. Where there is none, the icon has that of the text. */
const COLOURS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'charts.green': ['#89d185', '#388a34', '#388a34', '#89d185', '#374e06'],
  'list.warningForeground': ['#cca700', '#855f00', '#855f00', undefined, undefined],
  'list.errorForeground': ['#f88070', '#b01011', '#b01011', undefined, undefined],
  'testing.iconUnset': Array(5).fill('#848484'),
};

describe('colours of icons', () => {
  it('colours of icons in trees stand out from the side bar in the themes of VS Code', () => {
    const [, declared = ''] =
      /ICON_COLOURS = \{([\s\S]*?)\} as const/.exec(read('src/vscode/host/iconColours.ts')) ?? [];
    const ids = [...declared.matchAll(/ThemeColor\('([^']+)'\)/g)].map(([, id = '']) => id);
    assert.deepEqual(ids.sort(), Object.keys(COLOURS).sort());
    const backgrounds = Object.entries(SIDE_BARS);
    const faint = ids.flatMap((id) =>
      backgrounds
        .map(([theme, background], at) => ({
          theme,
          ratio: contrast(COLOURS[id]?.[at] ?? inverse(background), background),
        }))
        .filter(({ ratio }) => ratio < LEAST)
        .map(({ theme, ratio }) => `${id} in ${theme}: ${ratio.toFixed(2)}`),
    );
    assert.deepEqual(faint, []);
  });

  it('colours of icons are taken from one place', () => {
    const own = filesIn('src/vscode', /\.ts$/).filter((file) =>
      /new vscode\.ThemeIcon\([^;]*?ThemeColor\(/.test(read(file)),
    );
    assert.deepEqual(own, []);
  });

  it('colours of signs on the page of a flow stand out in the themes of VS Code', () => {
    const signs = [...read('media/page/page.css').matchAll(/--(good|bad|warn): (.+);/g)];
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

/** Text stands out from any background of a theme with high contrast. */
function inverse(background: string): string {
  return luminance(background) > 0.5 ? '#000000' : '#ffffff';
}
