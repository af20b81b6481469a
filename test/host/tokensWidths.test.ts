import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ControlledSession, FamilyToken, TokenDevice } from '../../src/core/systems/tokens/tokenSession';
import { TokensItems } from '../../src/vscode/systems/tokens/tokensItems';
import { TestWindow } from './testWindow';

const NOW = Date.parse('2026-01-01T12:00:00.000Z');
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** Pixels from the label on, in a side bar of 300: as wide as VS Code opens it in a window of 1400. */
const ROOM = { session: 209, token: 201, user: 209 };
const GAP = 6;
const ELLIPSIS = 10;

const LANGUAGES = ['en', 'fr', 'ja'] as const;
const NAMES = ['jane', 'ada@example.com', 'a.very.long.name@subdomain.example-company.example'];
const LIMITS: readonly (readonly [what: string, idleMs: number, absoluteMs: number])[] = [
  ['a bank', 15 * MINUTE, 12 * HOUR],
  ['a bank, a minute later', 14 * MINUTE, 12 * HOUR - MINUTE],
  ['two hours', 2 * HOUR, 2 * DAY],
  ['a company', 7 * DAY, 30 * DAY],
  ['everybody', 30 * DAY, 180 * DAY],
];

describe('the rows of token sessions in a side bar of usual width', () => {
  const window = new TestWindow();
  const items = new TokensItems();

  for (const language of LANGUAGES) {
    it(`a row of a token session shows both countdowns and where its device begins, in ${language}`, () => {
      speak(language);
      for (const user of NAMES) {
        for (const [what, idleMs, absoluteMs] of LIMITS) {
          for (const device of [{ name: 'Pixel 8' }, { name: 'Galaxy S24 Ultra of somebody' }, {}]) {
            const { label, text } = shown(items.session(session(user, device, idleMs, absoluteMs), NOW));
            const parts = text.split(' · ');
            assert.equal(parts.length, 3, text);
            for (const part of parts.slice(0, 2)) assert.match(part, /\d/);
            const begun = `${parts.slice(0, 2).join(' · ')} · ${parts[2]?.[0]}`;
            const width = widthOf(label, 7, 13) + GAP + widthOf(begun, 6, 11.7) + ELLIPSIS;
            assert.ok(width <= ROOM.session, `${what}: ${label} ${text} (${width})`);
          }
        }
      }
    });

    it(`a row of a token shows how long it lives, where it comes from and what replaced it, in ${language}`, () => {
      speak(language);
      for (const lifeMs of [5 * MINUTE, 2 * HOUR, 30 * DAY]) {
        const old = token('refresh', 11, { state: 'used', from: 'refresh-10', replacedBy: 'refresh-12' }, lifeMs);
        const reused = { ...old, reusedAt: new Date(NOW).toISOString() };
        const live = token('refresh', 12, { from: old.id }, lifeMs);
        const access = token('access', 12, { from: old.id }, lifeMs);
        const family = [token('refresh', 10, { state: 'used', replacedBy: old.id }, lifeMs), old, live, access];
        for (const each of [old, reused, live, access]) {
          const { label, text } = shown(items.token(each, family, NOW));
          const width = widthOf(label, 7, 13) + GAP + widthOf(text, 6, 11.7);
          assert.ok(width <= ROOM.token, `${label} ${text} (${width})`);
        }
      }
    });

    it(`a row of a user shows the number of sessions beside a long name, in ${language}`, () => {
      speak(language);
      for (const name of NAMES) {
        const { label, text } = shown(items.user({ name, disabled: false }, 12));
        const width = widthOf(label, 7, 13) + GAP + widthOf(text, 6, 11.7);
        assert.ok(width <= ROOM.user, `${label} ${text} (${width})`);
      }
    });
  }

  it('the whole name of a user is spoken, and in the tooltip, where a row shows its beginning', () => {
    speak('en');
    const name = String(NAMES[2]);
    const rows = [items.session(session(name, {}, MINUTE, HOUR), NOW), items.user({ name, disabled: false }, 1)];
    for (const row of rows) {
      assert.match(String(row.accessibilityInformation?.label), new RegExp(name));
      assert.match(String(row.tooltip), new RegExp(name));
    }
    assert.equal(rows[0]?.label, 'a.very.l…');
    assert.equal(shown(items.session(session('ada@example.com', {}, MINUTE, HOUR), NOW)).label, 'ada@…');
  });

  it('each successor of a refresh token says which one it was given for, in its row, spoken and in the tooltip', () => {
    speak('en');
    const first = token('refresh', 1, { state: 'used', replacedBy: 'refresh-2', reusedInGrace: true }, MINUTE);
    const family = [
      { ...first, reusedAt: new Date(NOW).toISOString() },
      ...[2, 3].map((number) => token('refresh', number, { from: first.id }, MINUTE)),
      token('access', 2, { from: first.id }, MINUTE),
    ];
    const rows = family.map((each) => items.token(each, family, NOW));
    assert.deepEqual(
      rows.map(({ label, description }) => `${label} | ${description}`),
      [
        'Refresh 1 | used →2, 3',
        'Refresh 2 | live, 1 min left ←1',
        'Refresh 3 | live, 1 min left ←1',
        'Access 2 | live, 1 min left',
      ],
    );
    const [sign, ...given] = rows.map((row) => String(row.accessibilityInformation?.label));
    assert.match(String(sign), /^Refresh Token 1, used, .* · replaced by refresh tokens 2, 3$/);
    for (const each of given) assert.match(each, /, live, expires in 1 min · given for refresh token 1$/);
    for (const row of rows.slice(1)) assert.match(String(row.tooltip), /given for refresh token 1\n/);
    const alone = items.token(token('refresh', 9, { from: 'forgotten' }, MINUTE), [], NOW);
    assert.equal(alone.description, 'live, 1 min left ←…');
    assert.match(String(alone.tooltip), /given for a refresh token that is forgotten\n/);
  });

  it('a question about a token names it as a part of its sentence, in each language', () => {
    const asked = LANGUAGES.map((language) => {
      speak(language);
      return vscode.l10n.t('Present refresh token {0} of “{1}” again?', '1', 'ada');
    });
    assert.deepEqual(asked.slice(1), [
      "Présenter de nouveau le jeton d'actualisation 1 de « ada » ?".replaceAll(/(?<=«) | (?=[»?])/g, '\u00a0'),
      '「ada」のリフレッシュトークン 1 をもう一度提示しますか?',
    ]);
  });

  /** Lets the extension speak a language until the test ends. */
  function speak(language: (typeof LANGUAGES)[number]): void {
    const before = vscode.l10n.t;
    const file = path.resolve(__dirname, `../../../media/l10n/bundle.l10n.${language}.json`);
    const bundle: Readonly<Record<string, string>> = language === 'en' ? {} : JSON.parse(fs.readFileSync(file, 'utf8'));
    const set = (value: unknown) => Object.assign(vscode.l10n, { t: value });
    set((text: string, ...values: readonly (string | number)[]) =>
      (bundle[text] ?? text).replace(/\{(\d+)\}/g, (_, at) => String(values[Number(at)])),
    );
    window.after(() => set(before));
  }
});

function shown({ label, description }: vscode.TreeItem) {
  return { label: String(label), text: String(description) };
}

/** About as wide as a text is drawn. Japanese characters are square. */
function widthOf(text: string, letter: number, square: number): number {
  const widths = [...text].map((char) => {
    if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー、。]/u.test(char)) return square;
    if (/[\s·.,'’]/u.test(char)) return letter * 0.55;
    return /[←→…]/u.test(char) ? letter * 1.7 : letter;
  });
  return Math.ceil(widths.reduce((sum, each) => sum + each, 0));
}

function session(user: string, device: TokenDevice, idleMs: number, absoluteMs: number): ControlledSession {
  return {
    id: 'session',
    user,
    device,
    ip: '127.0.0.1',
    createdAt: new Date(NOW).toISOString(),
    lastActiveAt: new Date(NOW).toISOString(),
    expiresAt: new Date(NOW + idleMs).toISOString(),
    absoluteExpiresAt: new Date(NOW + absoluteMs).toISOString(),
    current: false,
    state: 'active',
    family: [],
  };
}

function token(kind: FamilyToken['kind'], number: number, more: Partial<FamilyToken>, lifeMs: number): FamilyToken {
  return {
    id: `${kind}-${number}`,
    kind,
    number,
    issuedAt: new Date(NOW).toISOString(),
    expiresAt: new Date(NOW + lifeMs).toISOString(),
    state: 'live',
    ...more,
  };
}
