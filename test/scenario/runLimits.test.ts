import assert from 'node:assert/strict';
import type { Json } from '../../src/core/json/json';
import { codeTimes } from '../../src/scenario/compiledScenarioSchema';
import { withMoreTime } from '../../src/scenario/runLimits';

/** The options of a server in which only this one is given. */
const given = ([key = '', ...rest]: readonly string[], value: Json): { readonly [option: string]: Json } => ({
  [key]: rest.length > 0 ? given(rest, value) : value,
});

describe('the time that code has in a run', () => {
  it('every option that limits the time of code is known from the schema', () => {
    const names = codeTimes.map(({ option }) => option.join('.'));
    assert.deepEqual(names.sort(), ['server.mobile.authenticationTimeoutMs', 'server.web.codeTimeoutMs']);
  });

  for (const { option } of codeTimes) {
    const inServer = option.slice(1);
    const name = inServer.join('.');

    it(`a run gives code more time by ${name} when its system has options`, () => {
      assert.deepEqual(withMoreTime(given(inServer.slice(0, -1), {})), given(inServer, 25_000));
    });

    it(`a run keeps ${name} as the scenario has it`, () => {
      assert.deepEqual(withMoreTime(given(inServer, 7)), given(inServer, 7));
    });
  }

  for (const options of [{}, { web: false }, { web: null, mobile: 1 }, { mobile: [], seed: 'a' }] as const) {
    it(`a run leaves options alone that have no limit, such as ${JSON.stringify(options)}`, () => {
      assert.deepEqual(withMoreTime(options), options);
    });
  }
});
