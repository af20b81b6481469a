import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { OptionsError } from '../../src/core/server/optionsError';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { assertPaths, PATH_OPTIONS, withAbsolutePaths, withPaths } from '../../src/server/kernel/options/optionsPaths';
import { assertSystemOptions } from '../../src/server/systemOptions';
import { SYSTEMS } from '../../src/server/systems';
import { temporaryFolder } from '../disk/temporaryFolder';
import { everySystem } from '../support/everySystem';
import { allOptionPlaces, type OptionPlace } from '../support/optionPlaces';
import type { SystemTest } from '../systems/systemTest';
import { GOOD_OPTIONS, SYSTEM_TESTS } from '../systems/systemTests';
import { devServers } from './devServers';

/** Every option that there is. Each system brings its own. */
const everything: ServerOptions = {
  ...GOOD_OPTIONS,
  host: '0.0.0.0',
  port: 8080,
  allowedHosts: ['abc-8080.euw.devtunnels.ms'],
  bodyMb: 4,
  platform: { host: 'pay.localhost', port: 8081 },
  seed: 'repeat',
  https: { cert: '/project/cert.pem', key: '/project/key.pem' },
  upstream: {
    url: 'https://4d.example.test:8443',
    authorization: 'login',
    authorizationVariable: 'UPSTREAM_TOKEN',
    ca: '/project/ca.pem',
    insecure: false,
    timeoutMs: 30_000,
    bodyMb: 32,
    answerMb: 256,
    except: ['/mobileapp/$action/**'],
    record: '/project/MobileData',
  },
};

const UPSTREAM = 'https://4d.example.test';

/** The least and the greatest value of numbers, by the names of the options. Those of mobile and web are below. */
const NUMBERS: NonNullable<SystemTest['numbers']> = Object.assign({}, ...SYSTEM_TESTS.map(({ numbers }) => numbers));

/** The names of all options that are given. Every element of a list counts as its first. */
function optionsIn(value: unknown, name = ''): Set<string> {
  if (typeof value !== 'object' || value === null) return new Set([name]);
  const below = Object.entries(value).flatMap(([key, each]) => {
    const own = Array.isArray(value) ? '0' : key;
    return [...optionsIn(each, name === '' ? own : `${name}.${own}`)];
  });
  return new Set([name, ...below]);
}

describe('The options of a server', () => {
  const temporary = temporaryFolder();

  it('good options of a server are taken as they are', () => {
    assert.deepEqual(checkedOptions({}), {});
    assert.deepEqual(checkedOptions(everything), everything);
    assert.deepEqual(checkedOptions({ web: {}, https: true }), { web: {}, https: true });
    assert.deepEqual(checkedOptions({ https: false }), {}, 'off is as if it were not there');
    assert.deepEqual(checkedOptions({ https: true }), { https: true });
    for (const { option } of SYSTEMS) {
      if (option === undefined || option === 'mobileApps') continue;
      assert.deepEqual(checkedOptions({ [option]: true }), { [option]: {} }, 'on is with all defaults');
      assert.deepEqual(checkedOptions({ [option]: false }), {});
    }
    assert.deepEqual(checkedOptions({ $schema: './server.schema.json', port: 0 }), { port: 0 });
  });

  it('the good options of this test have every option of every system, at any depth', () => {
    const given = optionsIn(everything);
    const missing = allOptionPlaces().filter(({ name }) => !['', '$schema'].includes(name) && !given.has(name));
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
    );
  });

  const wrong: [name: string, options: unknown, words: RegExp][] = [
    ['nothing', undefined, /the options must be an object of options that may have “mendix”, .*, not nothing/],
    [
      'mobile apps without their folder',
      { mobile: true },
      /“mobile” must be an object of options that may have .*, not true/,
    ],
    ['a list', [], /the options must be an object of options that may have “mendix”, .*, not a list/],
    ['a port that is none', { port: 65536 }, /“port” must be a whole number from 0 to 65535$/],
    ['a port in quotes', { port: '8080' }, /“port” must be a whole number from 0 to 65535, not a text/],
    ['a port and a half', { port: 1.5 }, /“port” must be a whole number from 0 to 65535, not one with a fraction$/],
    [
      'a port without an end',
      { port: Number.POSITIVE_INFINITY },
      /“port” must be a whole number from 0 to 65535, not one without an end$/,
    ],
    ['a name that is a number', { seed: 1.5 }, /“seed” must be a text that is not empty, not a number$/],
    [
      'what is not known',
      { wibble: 8080 },
      /the options must not have “wibble”; the options may have “.*“mobileApps”, /,
    ],
    [
      'what is misspelt',
      { prot: 8080 },
      /the options must not have “prot”; “port” may be meant; the options may have “mendix”, /,
    ],
    [
      'what is not known, further in',
      { mobile: { seats: 3 } },
      /“mobile” must not have “seats”; “mobile” may have .*“policy”, .* more, which are in schemas\/server\.schema\.json$/,
    ],
    [
      'a switch that it has not',
      { mobile: { askAgain: 'never' } },
      /“mobile.askAgain” must be one of "untilAccepted", "always"/,
    ],
    [
      'an outcome that it has not',
      { mobile: { policy: { otherwise: { outcome: 'maybe' } } } },
      /"accept", "pending", "refuse"/,
    ],
    [
      'a mail to who is refused',
      { mobile: { policy: { otherwise: { outcome: 'refuse', mail: true } } } },
      /otherwise\.mail” goes with the outcome "pending" only/,
    ],
    [
      'a rule without a pattern',
      { mobile: { policy: { rules: [{ outcome: 'accept' }] } } },
      /“mobile.policy.rules.0” must have “email” too/,
    ],
    [
      'HTTPS that is a number',
      { https: 1 },
      /“https” must be true or false or an object that has “cert” and “key”, not a number/,
    ],
    [
      'a key without its certificate',
      { https: { key: 'a.pem' } },
      /“https” must have “cert” too: “https” must be true or false or an object/,
    ],
    [
      'a cookie of an attribute more',
      { web: { cookie: { path: '/; Secure' } } },
      /“web.cookie.path” must be a path that starts with “\/”/,
    ],
    [
      'a quota of nothing',
      { web: { quotas: { sessions: 0 } } },
      /“web.quotas.sessions” must be a whole number from 1 to 2147483647/,
    ],
    [
      'a header that ends another',
      { mobile: { serverHeader: 'a\r\nSet-Cookie: b' } },
      /“mobile.serverHeader” must be a text of ASCII/,
    ],
    [
      'a cookie that is two',
      { mobile: { sessionCookie: 'a=b; c' } },
      /“mobile.sessionCookie” must be a text of letters/,
    ],
    [
      'a link to anywhere',
      { mobile: { verification: { path: '//evil.example' } } },
      /“mobile.verification.path” must be a path such as/,
    ],
  ];
  for (const [name, options, words] of wrong) {
    it(`the options of a server are refused with ${name}`, () => {
      assert.throws(
        () => checkedOptions(options),
        (error) => error instanceof OptionsError && words.test(error.message) && !error.message.includes('\n'),
      );
    });
  }

  /** The names of the limits of code, and between which values each is. */
  const CODE_LIMITS: [name: string, least: number, most: number][] = [
    ['processes', 1, 64],
    ['waiting', 0, 100000],
    ['waitMs', 1, 2 ** 31 - 1],
    ['memoryMb', 16, 65536],
    ['answerMb', 1, 256],
    ['logKb', 1, 1048576],
    ['messageKb', 1, 1024],
  ];

  describe('numbers', () => {
    const DAY_MS = 86_400_000;
    const LONGEST_TIMER_MS = 2 ** 31 - 1;
    const numbers: [option: string, options: (value: number) => unknown, least: number, most: number][] = [
      ['port', (port) => ({ port }), 0, 65_535],
      ['bodyMb', (bodyMb) => ({ bodyMb }), 1, 512],
      ['web.bodyMb', (bodyMb) => ({ web: { bodyMb } }), 1, 512],
      ['web.bodyParts', (bodyParts) => ({ web: { bodyParts } }), 1, 100_000],
      ['mobile.actionTimeoutMs', (actionTimeoutMs) => ({ mobile: { actionTimeoutMs } }), 1, LONGEST_TIMER_MS],
      ['mobile.uploadMb', (uploadMb) => ({ mobile: { uploadMb } }), 1, 256],
      ...CODE_LIMITS.map(([name, least, most]): [string, (value: number) => unknown, number, number] => [
        `mobile.actionLimits.${name}`,
        (value) => ({ mobile: { actionLimits: { [name]: value } } }),
        least,
        most,
      ]),
      ['web.maxPageBytes', (maxPageBytes) => ({ web: { maxPageBytes } }), 1, 2 ** 30],
      ['mobile.backups.days', (days) => ({ mobile: { backups: { days } } }), 1, 36_525],
      ['mobile.backups.count', (count) => ({ mobile: { backups: { count } } }), 1, 1_000_000],
      ['web.codeTimeoutMs', (codeTimeoutMs) => ({ web: { codeTimeoutMs } }), 1, LONGEST_TIMER_MS],
      ['web.codeLimits.processes', (processes) => ({ web: { codeLimits: { processes } } }), 1, 64],
      [
        'mobile.authenticationLimits.processes',
        (processes) => ({ mobile: { authenticationLimits: { processes } } }),
        1,
        64,
      ],
      ['web.codeLimits.waiting', (waiting) => ({ web: { codeLimits: { waiting } } }), 0, 100000],
      [
        'mobile.authenticationLimits.waiting',
        (waiting) => ({ mobile: { authenticationLimits: { waiting } } }),
        0,
        100000,
      ],
      ['web.codeLimits.waitMs', (waitMs) => ({ web: { codeLimits: { waitMs } } }), 1, LONGEST_TIMER_MS],
      [
        'mobile.authenticationLimits.waitMs',
        (waitMs) => ({ mobile: { authenticationLimits: { waitMs } } }),
        1,
        LONGEST_TIMER_MS,
      ],
      ['web.codeLimits.memoryMb', (memoryMb) => ({ web: { codeLimits: { memoryMb } } }), 16, 65536],
      [
        'mobile.authenticationLimits.memoryMb',
        (memoryMb) => ({ mobile: { authenticationLimits: { memoryMb } } }),
        16,
        65536,
      ],
      ['web.codeLimits.answerMb', (answerMb) => ({ web: { codeLimits: { answerMb } } }), 1, 256],
      [
        'mobile.authenticationLimits.answerMb',
        (answerMb) => ({ mobile: { authenticationLimits: { answerMb } } }),
        1,
        256,
      ],
      ['web.codeLimits.logKb', (logKb) => ({ web: { codeLimits: { logKb } } }), 1, 1048576],
      ['mobile.authenticationLimits.logKb', (logKb) => ({ mobile: { authenticationLimits: { logKb } } }), 1, 1048576],
      [
        'mobile.authenticationLimits.messageKb',
        (messageKb) => ({ mobile: { authenticationLimits: { messageKb } } }),
        1,
        1024,
      ],
      ['web.codeLimits.callKb', (callKb) => ({ web: { codeLimits: { callKb } } }), 1, 262144],
      ['web.codeLimits.headersKb', (headersKb) => ({ web: { codeLimits: { headersKb } } }), 1, 1024],
      ['web.codeLimits.messageKb', (messageKb) => ({ web: { codeLimits: { messageKb } } }), 1, 1024],
      ['web.sessionLimits.userName', (userName) => ({ web: { sessionLimits: { userName } } }), 1, 1048576],
      ['web.sessionLimits.privilegesKb', (privilegesKb) => ({ web: { sessionLimits: { privilegesKb } } }), 1, 65536],
      ['web.sessionLimits.storageKb', (storageKb) => ({ web: { sessionLimits: { storageKb } } }), 1, 65536],
      [
        'web.sessionLimits.sharedStorageKb',
        (sharedStorageKb) => ({ web: { sessionLimits: { sharedStorageKb } } }),
        1,
        65536,
      ],
      ['web.sessionLimits.allSessionsMb', (allSessionsMb) => ({ web: { sessionLimits: { allSessionsMb } } }), 1, 1024],
      ['web.sessionLimits.passcodes', (passcodes) => ({ web: { sessionLimits: { passcodes } } }), 1, 10000],
      [
        'mobile.authenticationTimeoutMs',
        (authenticationTimeoutMs) => ({ mobile: { authenticationTimeoutMs } }),
        1,
        LONGEST_TIMER_MS,
      ],
      ['upstream.timeoutMs', (timeoutMs) => ({ upstream: { url: UPSTREAM, timeoutMs } }), 1, 600_000],
      ['upstream.bodyMb', (bodyMb) => ({ upstream: { url: UPSTREAM, bodyMb } }), 1, 4096],
      ['upstream.answerMb', (answerMb) => ({ upstream: { url: UPSTREAM, answerMb } }), 1, 4096],
      ['platform.port', (port) => ({ platform: { port } }), 0, 65535],
      ['mobile.licences', (licences) => ({ mobile: { licences } }), 0, LONGEST_TIMER_MS],
      [
        'mobile.verification.timeoutMs',
        (timeoutMs) => ({ mobile: { verification: { timeoutMs } } }),
        1,
        36_525 * DAY_MS,
      ],
      ...['sessions', 'guestSessions', 'requestsPerMinute', 'requestsPerMinutePerSession'].map(
        (name): (typeof numbers)[number] => [
          `web.quotas.${name}`,
          (value) => ({ web: { quotas: { [name]: value } } }),
          1,
          LONGEST_TIMER_MS,
        ],
      ),
    ];

    for (const { name, whole } of allOptionPlaces()) {
      const [least, most] = NUMBERS[name] ?? [];
      if (least !== undefined && most !== undefined) numbers.push([name, whole, least, most]);
    }

    for (const [option, options, least, most] of numbers) {
      it(`the option ${option} has a least and a greatest number`, () => {
        for (const value of [least, most]) checkedOptions(options(value));
        const beyond = [least - 1, most + 1, 2 ** 53, 1e30, 1e300, Number.MAX_VALUE, -1e300];
        for (const value of beyond) {
          assert.throws(
            () => checkedOptions(options(value)),
            ({ message }: Error) =>
              // Where a text will do as well, the message goes on with what it may be.
              message.replace(/ or a text such as .+$/, '') ===
              `“${option}” must be a whole number from ${least} to ${most}`,
            `${value}`,
          );
        }
      });
    }

    it('every option that is a number is tested for its least and its greatest', () => {
      const isNumber = ({ schema }: OptionPlace) => /integer|number/.test(String(schema.type));
      const all = allOptionPlaces().filter(isNumber);
      assert.deepEqual(all.map(({ name }) => name).sort(), numbers.map(([name]) => name).sort());
    });
  });

  describe('paths', () => {
    const activation = (path: string): ServerOptions => ({ mobile: { verification: { path } } });
    const cookie = (path: string): ServerOptions => ({ web: { cookie: { path } } });

    /** As a server looks at its options when it starts. */
    const asked = async (options: ServerOptions) => assertSystemOptions(checkedOptions(options), SYSTEMS, () => {});

    it('an option may be any path that a client can call', async () => {
      for (const path of [
        'activation',
        '/confirm/mail',
        '...',
        'a/.b/b.',
        'mobileapps',
        'pairing',
        'x/mobileapp',
        'rest',
      ])
        await asked(activation(path));
      for (const path of ['/', '/4DACTION', '/4daction/a.b/', '/a%20b', '//a']) await asked(cookie(path));
    });

    it('an option is refused when its path would make a client call another one', async () => {
      const called: [options: (path: string) => ServerOptions, given: string, called: string][] = [
        [activation, '.', '/'],
        [activation, '..', '/'],
        [activation, '../x', '/x'],
        [activation, '/../../x', '/x'],
        [activation, 'a/./b', '/a/b'],
        [activation, 'a/..', '/'],
        [cookie, '/..', '/'],
        [cookie, '/a/./b', '/a/b'],
        [cookie, '/%2e%2E/b', '/b'],
        [cookie, '/a?b', '/a'],
        [cookie, '/a#b', '/a'],
        [cookie, '/a"b', '/a%22b'],
        [cookie, '/a\\b', '/a/b'],
      ];
      for (const [options, given, instead] of called) {
        const option = options === cookie ? 'web.cookie.path' : 'mobile.verification.path';
        await assert.rejects(
          asked(options(given)),
          (error) =>
            error instanceof OptionsError &&
            error.message.startsWith(
              `“${option}” is “${given}”, which no client calls: it calls “${instead}” instead; give`,
            ),
          given,
        );
      }
    });

    const start = devServers();
    it('an option is refused when its path is one of the server itself, for each of its routes', async () => {
      const { routes } = await start({ ...everySystem(), mobileApps: temporary(), host: '0.0.0.0' });
      const paths = routes.flatMap(({ path }) => (/^\/[*:]/.test(path) ? [] : path.replace(/:\w+|\*/g, 'x')));
      const possible = [...paths, '/4dWebTest', '/MobileApp/x', '/REST/x', '/4daction/x', '/_workbench'].filter(
        (path) => /^(?:\/[\w.~-]+)+$/.test(path) && path !== '/activation',
      );
      assert.ok(possible.length > 15, possible.join(' '));
      for (const path of possible.flatMap((path) => [path, path.slice(1)])) {
        await assert.rejects(
          asked({ ...everySystem(), ...activation(path) }),
          { message: /^“mobile\.verification\.path” is “.*”, which the server needs itself; give another/ },
          path,
        );
      }
    });
  });

  it('an option is refused when it names a file that is not there, or is of another kind', () => {
    const folder = temporary();
    const file = path.join(folder, 'file');
    fs.writeFileSync(file, '');
    const nowhere = path.join(folder, 'nowhere');
    const named: [option: string, options: (name: string) => ServerOptions, right: string, wrong: string][] = [
      ['mobile.schema', (name) => ({ mobile: { schema: name } }), file, folder],
      ['mobile.authenticationModule', (name) => ({ mobile: { authenticationModule: name } }), file, folder],
      ['mobile.actionModule', (name) => ({ mobile: { actionModule: name } }), file, folder],
      ['mobile.data', (name) => ({ mobile: { data: name } }), folder, file],
      ['web.project', (name) => ({ web: { project: name } }), folder, file],
      ['web.code', (name) => ({ web: { code: name } }), folder, file],
      ['web.pages', (name) => ({ web: { pages: name } }), folder, file],
    ];
    for (const [option, options, right, wrong] of named) {
      assertPaths(options(right));
      for (const [name, words] of [
        [nowhere, 'which is not there; make the f'],
        [path.join(file, 'below'), 'which '],
        [wrong, 'which is a f'],
      ] as const) {
        assert.throws(
          () => assertPaths(options(name)),
          (error) => error instanceof OptionsError && error.message.includes(`“${option}” names ${name}, ${words}`),
          `${option}: ${name}`,
        );
      }
    }
    assertPaths({});
    assertPaths({ web: {}, mobile: {} });
  });

  it('an address in place of a path is refused, whatever the option, and nothing of it is repeated', () => {
    const needle = 'hunter2Q';
    for (const option of PATH_OPTIONS) {
      const places = [`https://ada:${needle}@example.com/x`, `file:///${needle}`, `data:,${needle}`];
      for (const place of places) {
        const name = option.join('.');
        const options = withPaths(everything, (text, each) => (each === name ? place : text));
        assert.notDeepEqual(options, everything, name);
        const words = `“${name}” is an address and no path; give a path, or put ./ before it if it is one`;
        for (const check of [checkedOptions, (given: ServerOptions) => withAbsolutePaths(given, '/p')]) {
          assert.throws(
            () => check(options),
            ({ message }: Error) => message === words,
            words,
          );
        }
      }
    }
  });

  it('relative paths in a file of options start at that file', () => {
    const options = withAbsolutePaths(
      { mobileApps: 'Data/MobileApps', mobile: { authenticationModule: '../a.mjs', licences: 1 } },
      path.resolve('/p/q'),
    );
    assert.deepEqual(options, {
      mobileApps: path.resolve('/p/q/Data/MobileApps'),
      mobile: { authenticationModule: path.resolve('/p/a.mjs'), licences: 1 },
    });
    assert.deepEqual(withAbsolutePaths({ port: 1 }, '/p'), { port: 1 });
    const web = { project: '.', code: 'code', pages: '../pages', forceLogin: true };
    assert.deepEqual(withAbsolutePaths({ web, https: { cert: 'c.pem', key: '/k.pem' } }, path.resolve('/p/q')), {
      web: {
        project: path.resolve('/p/q'),
        code: path.resolve('/p/q/code'),
        pages: path.resolve('/p/pages'),
        forceLogin: true,
      },
      https: { cert: path.resolve('/p/q/c.pem'), key: path.resolve('/k.pem') },
    });
    assert.deepEqual(withAbsolutePaths({ https: true, web: {} }, '/p'), { https: true, web: {} });
  });
});
