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
    assert.deepEqual(names.sort(), [
      'server.mobile.actionTimeoutMs',
      'server.mobile.authenticationTimeoutMs',
      'server.web.codeTimeoutMs',
    ]);
  });

  /** The limits that the objects in these options can have, each with more time where none is given. */
  const withLimits = (options: Json, above: readonly string[] = []): Json => {
    if (typeof options !== 'object' || options === null || Array.isArray(options)) return options;
    const below = Object.entries(options).map(([name, each]) => [name, withLimits(each, [...above, name])] as const);
    const limits = codeTimes.filter(({ option }) => option.slice(1, -1).join('.') === above.join('.'));
    const more = limits.map(({ option }) => [option.at(-1) ?? '', 25_000] as const);
    return { ...Object.fromEntries(more), ...Object.fromEntries(below) };
  };

  for (const { option } of codeTimes) {
    const inServer = option.slice(1);
    const name = inServer.join('.');

    it(`a run gives code more time by ${name} when its system has options`, () => {
      const options = given(inServer.slice(0, -1), {});
      assert.deepEqual(withMoreTime(options), withLimits(options));
      assert.deepEqual(withLimits(options), { ...options, ...(withLimits(given(inServer, 25_000)) as object) });
    });

    it(`a run keeps ${name} as the scenario has it`, () => {
      assert.deepEqual(withMoreTime(given(inServer, 7)), withLimits(given(inServer, 7)));
    });
  }

  for (const options of [{}, { web: false }, { web: null, mobile: 1 }, { mobile: [], seed: 'a' }] as const) {
    it(`a run leaves options alone that have no limit, such as ${JSON.stringify(options)}`, () => {
      assert.deepEqual(withMoreTime(options), options);
    });
  }
});
