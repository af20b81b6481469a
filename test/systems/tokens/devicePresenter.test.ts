import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { flowStrings } from '../../../src/core/flows/flowWords';
import { SYSTEM_PARTS } from '../../../src/core/systems';
import { ACT_NAMES } from '../../../src/core/systems/tokens/device/actRefusal';
import { DEVICE_PROBLEMS } from '../../../src/core/systems/tokens/device/deviceProblems';
import { REASON_WORDS } from '../../../src/core/systems/tokens/device/deviceReason';
import { REQUEST_TITLES } from '../../../src/core/systems/tokens/device/requestTitles';
import { STEP_WORDS } from '../../../src/core/systems/tokens/device/sessionStep';
import { TOKENS_DEVICE } from '../../../src/core/systems/tokens/device/tokensDevice';
import { TRANSITION_TABLE } from '../../../src/core/systems/tokens/device/transitionTable';
import { TOKENS_DEVICE_PRESENTER } from '../../../src/core/systems/tokens/tokensDevicePresenter';

describe('the words for the device of an app', () => {
  const words = flowStrings(SYSTEM_PARTS).ofSystems.tokens ?? {};
  const { states, reasons, problems, buttons } = TOKENS_DEVICE_PRESENTER;

  it('each text of the transition table and each title of a request has a translation, and no other text has one', () => {
    const texts = new Set(
      TRANSITION_TABLE.flatMap(({ event, guard, effect }) => [event, effect, ...(guard === undefined ? [] : [guard])]),
    );
    assert.deepEqual(
      [...texts].filter((text) => words[text] !== text),
      [],
    );
    const sent = new Set(Object.values(REQUEST_TITLES).map(({ template }) => template as string));
    // The other texts have names, which are one word.
    assert.deepEqual(
      Object.keys(words).filter((name) => name.includes(' ') && !texts.has(name) && !sent.has(name)),
      [],
    );
  });

  it('each state, reason and problem of the device has words, and nothing else has', () => {
    assert.deepEqual(Object.keys(states).sort(), Object.keys(STEP_WORDS).sort());
    assert.deepEqual(Object.keys(reasons).sort(), Object.keys(REASON_WORDS).sort());
    assert.deepEqual(Object.keys(problems).sort(), Object.keys(DEVICE_PROBLEMS).sort());
  });

  for (const language of ['en', 'fr', 'ja']) {
    it(`no two reasons of the device have the same words in the language ${language}, and each says more than to sign in`, () => {
      const file = path.resolve(__dirname, `../../../../media/l10n/bundle.l10n.${language}.json`);
      const bundle: Readonly<Record<string, string>> =
        language === 'en' ? {} : JSON.parse(fs.readFileSync(file, 'utf8'));
      const said = Object.values(reasons).map((word) => words[word] ?? '');
      const shown = said.map((text) => bundle[text] ?? text);
      assert.deepEqual(shown, [...new Set(shown)]);
      // Without the sentence that asks for a sign-in, there is still a reason.
      const signIn = / *(?:(?<=^|\. )(Sign in again|Reconnectez-vous)\.|もう一度サインインしてください。)$/;
      const bare = shown.map((text) => text.replace(signIn, ''));
      assert.ok(!bare.includes(''));
      assert.deepEqual(bare, [...new Set(bare)]);
    });
  }

  it('each act of the device has a button', () => {
    assert.deepEqual(new Set(buttons.map(({ act }) => act)), new Set(ACT_NAMES));
  });

  for (const [key, values, act] of [
    ['touch', {}, { touch: true }],
    ['fingerprint', {}, { unlock: 'biometric' }],
    ['rightPin', {}, { unlock: 'pin' }],
    ['login', { username: 'ada', password: 'a b' }, { login: { username: 'ada', password: 'a b' } }],
    ['call', { url: '/api/me', late: '' }, { call: '/api/me' }],
    ['call', { url: '/api/me', late: 'one' }, { call: { url: '/api/me', late: 'one' } }],
    ['deliver', { name: 'one' }, { deliver: 'one' }],
    ['jumpClock', { by: '-1 h' }, { jumpClock: '-1 h' }],
  ] as const) {
    it(`the button ${key} with ${JSON.stringify(values)} does ${JSON.stringify(act)}`, () => {
      const found = buttons.find((button) => button.key === key);
      assert.deepEqual(found?.source(values), act);
    });
  }

  for (const [text, isRight] of [
    ['5 min', true],
    ['-1h', true],
    ['+ 30s', true],
    ['0', false],
    ['', false],
    ['soon', false],
    ['--5 min', false],
  ] as const) {
    it(`the form of the clock ${isRight ? 'takes' : 'does not take'} “${text}”, and the device neither more nor less`, () => {
      const check = buttons.find(({ key }) => key === 'jumpClock')?.fields?.[0]?.check;
      assert.equal(check?.isRight(text), isRight);
      const state = TOKENS_DEVICE.create({}, {}, 0);
      const done = TOKENS_DEVICE.act(state, { jumpClock: text }, 0, () => true).next({ headers: {}, body: '', at: 0 });
      assert.equal(done.done && done.value.problem?.name, isRight ? undefined : 'noSuchJump');
    });
  }
});
