import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { builtInSchema } from '../../../src/disk/builtInSchema';
import { SEED_SESSION } from '../../support/seedSession';
import type { Session } from './checking';

const FILE = path.resolve(__dirname, '../../../../schemas/session.schema.json');

describe('The session schema', () => {
  const seed = () => JSON.parse(SEED_SESSION) as Session;
  const android = (): Session => ({
    application: { id: 'com.example.contacts', name: 'Contacts', version: '1.0.0' },
    language: { id: 'en_US', code: 'en', region: 'US' },
    email: '',
    device: {
      id: '9774d56d682e549c',
      simulator: false,
      description: 'Pixel 7',
      version: '29 (Android Q)',
      os: 'Android',
    },
    session: { id: 'ab', ip: '::1' },
    status: 'accepted',
    token: 'x',
    parameters: {},
  });

  it('the session schema accepts an iOS session and an Android session', () => {
    assert.deepEqual(builtInSchema(seed()), []);
    assert.deepEqual(builtInSchema(android()), []);
  });

  const required = [
    'application',
    'application.id',
    'application.name',
    'application.version',
    'language',
    'language.id',
    'email',
    'device',
    'device.id',
    'device.description',
    'session',
    'session.id',
    'session.ip',
    'status',
  ];
  for (const name of required) {
    it(`the session schema requires ${name}`, () => {
      const errors = builtInSchema(withoutProperty(seed(), name));
      assert.deepEqual(
        errors
          .filter(({ keyword }) => keyword !== 'if')
          .map(({ keyword, params }) => [keyword, params.missingProperty]),
        [['required', name.split('.').at(-1)]],
      );
    });
  }

  const optional = [
    'team',
    'team.id',
    'language.code',
    'language.region',
    'device.version',
    'device.simulator',
    'send',
  ];
  for (const name of optional) {
    it(`the session schema does not require ${name}`, () =>
      assert.deepEqual(builtInSchema(withoutProperty(seed(), name)), []));
  }

  it('the session schema requires a token of an accepted session and of no other', () => {
    const session = withoutProperty(seed(), 'token');
    assert.notDeepEqual(builtInSchema(session), []);
    assert.deepEqual(builtInSchema({ ...session, status: 'pending' }), []);
    assert.deepEqual(builtInSchema({ ...seed(), status: 'pending' }), []);
    const keywords = builtInSchema(withoutProperty(session, 'status')).map(({ params }) => params.missingProperty);
    assert.deepEqual(keywords, ['status']);
  });

  const allowed: [what: string, change: (session: Session) => void][] = [
    ['a device version that is an SDK number', (session) => (session.device.version = 28)],
    ['an empty team id', (session) => (session.team.id = '')],
    ['a team with a name', (session) => (session.team.name = 'Team')],
    [
      'an empty e-mail address, name, version, ip',
      (session) => {
        session.application.name = session.application.version = session.session.ip = session.email = '';
      },
    ],
    ['a session id that is no SHA-1', (session) => (session.session.id = 'test')],
    ['a push token of any length', (session) => (session.device.token = 'booted')],
    ['both ways to send', (session) => (session.send = 'code')],
    [
      'unknown properties, everywhere',
      (session) => {
        for (const part of [
          session,
          session.application,
          session.team,
          session.language,
          session.device,
          session.session,
        ]) {
          part.unknown = { anything: [null] };
        }
      },
    ],
    [
      'free parameters and user info',
      (session) => Object.assign(session, { parameters: { a: [1] }, userInfo: { b: {} } }),
    ],
  ];
  for (const [what, change] of allowed) {
    it(`the session schema allows ${what}`, () => {
      const session = seed();
      change(session);
      assert.deepEqual(builtInSchema(session), []);
    });
  }

  const refused: [what: string, change: (session: Session) => void, at: string][] = [
    ['a device version that is no whole number', (session) => (session.device.version = 11.3), '/device/version'],
    ['an empty application id', (session) => (session.application.id = ''), '/application/id'],
    ['an empty session id', (session) => (session.session.id = ''), '/session/id'],
    ['no e-mail address that is null', (session) => (session.email = null), '/email'],
    ['a team that is null', (session) => (session.team = null), '/team'],
    ['a third status', (session) => (session.status = 'refused'), '/status'],
  ];
  for (const [what, change, at] of refused) {
    it(`the session schema refuses ${what}`, () => {
      const session = seed();
      change(session);
      assert.deepEqual([...new Set(builtInSchema(session).map(({ instancePath }) => instancePath))], [at]);
    });
  }

  // docs/facts/4d-mobile.md#members-of-a-session-file
  const described = [
    ...['application', 'application.id', 'application.name', 'application.version', 'team', 'team.id', 'team.name'],
    ...['language', 'language.id', 'language.code', 'language.region', 'email', 'device', 'device.id'],
    ...['device.description', 'device.version', 'device.os', 'device.simulator', 'device.jb', 'device.token', 'send'],
    ...['session', 'session.id', 'session.ip', 'status', 'token', 'userInfo', 'parameters', 'teamId'],
  ];
  for (const name of described) {
    it(`the session schema describes ${name}`, () => {
      const { description } = property(schema(), name);
      assert.ok(typeof description === 'string' && /^[A-Za-z].+\.$/s.test(description), `${name}: ${description}`);
    });
  }

  it('the session schema describes nothing else, and allows its own examples', () => {
    assert.deepEqual(propertyNames(schema()).sort(), [...described].sort());
    for (const name of described) {
      for (const example of property(schema(), name).examples ?? []) {
        const session = seed();
        const [parent, key] = name.includes('.') ? name.split('.') : [undefined, name];
        (parent === undefined ? session : session[parent])[key as string] = example;
        assert.deepEqual(builtInSchema(session), [], `${name}: ${example}`);
      }
    }
  });

  it('the session schema names its draft', () =>
    assert.equal(schema().$schema, 'http://json-schema.org/draft-07/schema#'));

  interface Schema {
    $schema?: string;
    description?: string;
    examples?: unknown[];
    properties?: Record<string, Schema>;
  }

  function schema(): Schema {
    return JSON.parse(fs.readFileSync(FILE, 'utf8')) as Schema;
  }

  function property(root: Schema, name: string): Schema {
    return name.split('.').reduce((each, part) => each.properties?.[part] ?? {}, root);
  }

  function propertyNames(root: Schema, prefix = ''): string[] {
    return Object.entries(root.properties ?? {}).flatMap(([key, each]) => [
      `${prefix}${key}`,
      ...propertyNames(each, `${prefix}${key}.`),
    ]);
  }

  function withoutProperty(session: Session, name: string): Session {
    const parts = name.split('.');
    const key = parts.pop() as string;
    delete parts.reduce((each, part) => each[part], session)[key];
    return session;
  }
});
