import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DeviceOptionSources } from '../../../src/core/scenario/systemDevice';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { LIFE_COMMANDS, type Life } from './life/lifeCommands';
import { LifePhone } from './life/lifePhone';
import { LifeRules } from './life/lifeRules';
import { LifeServer } from './life/lifeServer';
import { USERS } from './tokensHarness';

/** All servers together make so many steps. */
const STEPS = 10_000;

/** Servers that differ in everything that decides on a refresh or an end. */
const SERVERS: Readonly<Record<string, TokensOptions>> = {
  'without grace': { preset: 'consumer', graceSeconds: 0 },
  'of a bank': { preset: 'fintech', graceSeconds: 0 },
  'with grace that gives the same again': { preset: 'corporate', graceSeconds: 30, graceStyle: 'same' },
  'with grace that gives another': { preset: 'corporate', graceSeconds: 30, graceStyle: 'new', atLimit: 'evictAll' },
  'with grace that refuses': {
    preset: 'consumer',
    graceSeconds: 30,
    graceStyle: 'reject',
    maxSessions: 2,
    atLimit: 'deny',
  },
  'with reuse that ends nothing': { preset: 'consumer', graceSeconds: 0, reuse: 'token', passwordChange: 'none' },
  'that keeps refresh tokens': { preset: 'fintech', rotation: 'keep', maxSessions: 2, passwordChange: 'others' },
  'with JSON Web Tokens': { preset: 'fintech', tokenFormat: 'jwt', graceSeconds: 0 },
};

/** The second one locks often, and not because it was started. */
const PHONES: readonly DeviceOptionSources[] = [
  { preset: 'fintech' },
  { preset: 'corporate', inactivity: '1 min', background: '30s' },
  { preset: 'consumer', offline: 'active', sharedRefresh: false },
];

describe('The life of tokens on phones and a server, at random', () => {
  for (const [title, options] of Object.entries(SERVERS)) {
    it(`a server ${title} has no live token of a dead family, no second winner of a refresh and no content behind a lock`, async () => {
      const server = await LifeServer.start(options);
      const wanted = STEPS / Object.keys(SERVERS).length;
      let steps = 0;
      const count = () => {
        steps += 1;
      };
      try {
        while (steps < wanted) {
          await fc.assert(
            fc.asyncProperty(fc.commands(LIFE_COMMANDS, { maxCommands: 150, size: 'max' }), async (commands) => {
              await server.restart();
              await fc.asyncModelRun(() => ({ model: {}, real: lifeWith(server, count) }), commands);
            }),
            { numRuns: 5 },
          );
        }
      } finally {
        await server.stop();
      }
      assert.ok(steps >= wanted);
    });
  }
});

function lifeWith(server: LifeServer, count: () => void): Life {
  const phones = PHONES.map((options) => new LifePhone(server, options));
  const rules = new LifeRules(server, phones);
  return { server, phones, rules, passwords: new Map(USERS.map(({ name, password }) => [name, password])), count };
}
