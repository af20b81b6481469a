import assert from 'node:assert/strict';
import type { FastifyInstance } from 'fastify';
import { declareReasons } from '../../src/core/server/declareReasons';
import { changed, decided, noted } from '../../src/core/server/reasonKinds';
import { DevServer } from '../../src/server/devServer';
import { noting } from '../../src/server/kernel/journal/noting';
import type { Trace } from '../../src/server/kernel/journal/trace';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import type { Space } from '../../src/server/kernel/store/store';
import type { SystemPlugin } from '../../src/server/kernel/system/emulatedSystem';
import { temporaryFolder } from '../disk/temporaryFolder';
import { fullOptions, SYSTEM_TESTS } from '../systems/systemTests';
import { devServers } from './devServers';
import { assertNone, RouteDriver, undriven } from './routeDriver';
import { STORIES } from './routeStories';

/** Servers with other routes, by their options. */
const SERVERS: Readonly<Record<string, (folder: string) => ServerOptions>> = {
  everything: (folder) => ({ host: '0.0.0.0', ...fullOptions(folder) }),
  'the defaults alone': () => ({}),
};

/** Routes that refuse every request, because this server cannot have what they are for. */
const ALWAYS_REFUSED = SYSTEM_TESTS.flatMap(({ alwaysRefused = [] }) => alwaysRefused);

const MOVING = {
  counted: SYSTEM_TESTS.flatMap(({ counted = [] }) => counted),
  lastUsed: SYSTEM_TESTS.flatMap(({ lastUsed = [] }) => lastUsed),
};
const ALL_STORIES = [...SYSTEM_TESTS.map(({ stories }) => stories), STORIES].flatMap((stories) =>
  Object.values(stories),
);

const REASONS = declareReasons('wrong', {
  'wrong.decided': decided('It is so.'),
  'wrong.changed': changed('Something was changed.'),
  'wrong.noted': noted('It is good to know.'),
});
const note = noting(REASONS);
const THINGS: Space<number> = { name: 'wrong.things', check: () => undefined };

interface Wrong {
  readonly path: string;
  /** The problem that must be found. */
  readonly problem: string;
  readonly run: (trace: Trace, change: () => Promise<unknown>) => Promise<unknown>;
}

/** Routes that give wrong reasons, each in another way. */
const WRONGS: readonly Wrong[] = [
  { path: 'silent', problem: 'no reason decides', run: async () => ({}) },
  { path: 'noted', problem: 'no reason decides', run: async (trace) => note(trace, 'wrong.noted') },
  {
    path: 'refusal',
    problem: 'the refusal has no reason',
    run: async (trace) => {
      note(trace, 'wrong.decided');
      throw Object.assign(new Error('It is refused.'), { isWrong: true });
    },
  },
  {
    path: 'change',
    problem: 'it changed the state, and no reason says so',
    run: async (trace, change) => {
      note(trace, 'wrong.decided');
      await change();
    },
  },
  {
    path: 'told',
    problem: 'it changed nothing, and a reason says that it did',
    run: async (trace) => {
      note(trace, 'wrong.changed');
      trace.changed('thing', 'a', 'changed');
    },
  },
  {
    path: 'unlisted',
    problem: 'no change is listed',
    run: async (trace, change) => {
      note(trace, 'wrong.changed');
      await change();
    },
  },
  {
    path: 'listed',
    problem: 'it lists changes, and no reason says so',
    run: async (trace) => {
      note(trace, 'wrong.decided');
      trace.changed('thing', 'a', 'changed');
    },
  },
];

/** A system that tests its testers. Its route `right` has the right reasons. */
const WRONG: SystemPlugin<'wrong'> = {
  name: 'wrong',
  reasonCodes: REASONS,
  paths: () => ['wrong'],
  spaces: [THINGS],
  logs: [],
  create: ({ store }) => {
    const change = () => store.update(THINGS, 'a', (count = 0) => count + 1);
    const right: Wrong = {
      path: 'right',
      problem: '',
      run: async (trace) => {
        note(trace, 'wrong.changed');
        trace.changed('thing', 'a', 'changed');
        await change();
      },
    };
    const register = (app: FastifyInstance) =>
      app.register(async (scope) => {
        // An answer that is refused without a reason. The server itself always gives one.
        scope.setErrorHandler<Error & { isWrong?: boolean }>((error, _request, reply) => {
          if (!error.isWrong) throw error;
          return reply.code(404).send({});
        });
        for (const { path, run } of [...WRONGS, right]) {
          scope.get(`/wrong/${path}`, { config: { face: 'wrong' } }, async ({ trace }) => {
            await run(trace, change);
            return {};
          });
        }
      });
    return { faces: [{ register, dispose: () => {} }], dispose: () => {} };
  },
};

describe('the reasons of every route', () => {
  const folder = temporaryFolder();
  const start = devServers();

  for (const [name, options] of Object.entries(SERVERS)) {
    it(`every answer of every route has a reason of the right kind on a server with ${name}`, async () => {
      const driver = new RouteDriver(await start(options(folder())), folder(), MOVING);
      for (const route of driver.routes) {
        await driver.prepared('POST', '/reset');
        await driver.probe(route);
      }
      await driver.prepared('POST', '/reset');
      if (name === 'everything') for (const story of ALL_STORIES) await story(driver);
      const never = driver.routes
        .map(({ method, path }) => `${method} ${path}`)
        .filter((route) => ALWAYS_REFUSED.some((each) => each.test(route)));
      assertNone([...driver.problems, ...(name === 'everything' ? undriven(driver, driver.routes, never) : [])]);
    });
  }

  it('a route whose reasons do not fit what it did is found, and a route that nobody calls with success', async () => {
    const server = await DevServer.start({}, { log: () => {} }, [WRONG]);
    try {
      const driver = new RouteDriver(server, folder());
      await driver.prepared('GET', '/faults');
      const routes = driver.routes.filter(({ face }) => face === 'wrong');
      for (const route of routes) await driver.probe(route);
      const found = (each: string) => driver.problems.some((problem) => problem.includes(each));
      for (const { path, problem } of WRONGS) {
        const says = driver.problems.filter((each) => each.includes(`/wrong/${path}: `));
        assert.ok(
          says.some((each) => each.includes(problem)),
          `${path}: ${says.join('\n')}`,
        );
      }
      assert.ok(!found('/wrong/right: '), driver.problems.join('\n'));
      assert.deepEqual(undriven(driver, routes, []), ['no call of GET /wrong/refusal has succeeded']);
    } finally {
      await server.close();
    }
  });
});
