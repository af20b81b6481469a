import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { countdown } from '../../../src/core/flows/deadlines';
import { spokenMessage } from '../../../src/core/flows/flowText';
import { flowStrings } from '../../../src/core/flows/flowWords';
import { sentTitle } from '../../../src/core/flows/sentTitle';
import type { Exchange } from '../../../src/core/scenario/run';
import { SYSTEM_PARTS } from '../../../src/core/systems';

const DAYS = 29 * 86_400_000;

describe('what a page says by itself of the requests of an app', () => {
  for (const [language, titles, left] of [
    [
      'fr',
      [
        'Actualiser les jetons',
        'Se déconnecter',
        'Se déconnecter\u00a0: révoquer le jeton',
        "Se connecter avec nom d'utilisateur et mot de passe",
        'GET /api/me, encore une fois',
      ],
      '29\u00a0j 00:00',
    ],
    [
      'ja',
      [
        'トークンをリフレッシュ',
        'ログアウト',
        'ログアウト: トークンを失効させる',
        'ユーザー名とパスワードでログイン',
        'GET /api/me (もう一度)',
      ],
      '29 日 00:00',
    ],
  ] as const) {
    const bundle = JSON.parse(
      fs.readFileSync(path.resolve(__dirname, `../../../../media/l10n/bundle.l10n.${language}.json`), 'utf8'),
    ) as Readonly<Record<string, string>>;
    const words = flowStrings(SYSTEM_PARTS, ({ template }) => bundle[template] ?? template);

    it(`requests that an app sends have titles of the user's language, in ${language}`, () => {
      const sent = [
        'Refresh the tokens',
        'Sign out',
        'Sign out: revoke the token',
        'Sign in with user name and password',
        'GET /api/me, once more',
      ];
      assert.deepEqual(
        sent.map((title) => sentTitle(title, words)),
        titles,
      );
    });

    it(`the title that a scenario has given a request stays as it is, in ${language}`, () => {
      const sent = { from: 'phone', to: 'server', title: 'Sign out', heldBack: [] };
      const message = { sent } as unknown as Exchange;
      assert.ok(spokenMessage(message, words, { kind: 'request' }).includes('Sign out'));
      for (const step of [{ kind: 'device' }, undefined] as const)
        assert.ok(spokenMessage(message, words, step).includes(titles[1]));
      assert.equal(sentTitle('GET /api/me', words), 'GET /api/me');
    });

    it(`days are counted in the user's language, in ${language}`, () => assert.equal(countdown(DAYS, words), left));
  }
});
