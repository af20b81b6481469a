import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { handMadeScenario } from '../../src/core/flows/handMade';
import { coveredRun } from '../../src/core/scenario/coveredRun';
import { diagramOf } from '../../src/core/scenario/diagram';
import { htmlReport } from '../../src/core/scenario/htmlReport';
import { mermaidOf } from '../../src/core/scenario/mermaid';
import { recordedScenario } from '../../src/core/scenario/record';
import { runOf } from '../../src/core/scenario/run';
import type { RunEvent, SentRequest } from '../../src/core/scenario/runEvents';
import { secretsOfRun, shapesOf } from '../../src/core/scenario/runSecrets';
import { svgOf } from '../../src/core/scenario/svg';
import { loginPaths, SLICES, SYSTEM_PARTS, secretNames } from '../../src/core/systems';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { aMessage, anAnswer, anEnd, aStep } from '../core/scenario/events';
import { Control, devServers } from '../server/devServers';
import { call } from '../server/httpCall';
import { BESIDE, CALLS, LOGIN_BODIES, PATHS, WRITTEN } from './hiddenPlaces';

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Place = (secret: string) => Sent;

const SESSION_ID = /^[0-9A-Fa-f]{40}$/;
const PROJECT = path.resolve('media/examples/otp');
const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
const TEXT_TYPE = { 'content-type': 'text/plain' };

/** Routes where somebody logs in: of each system, of the developer, and unknown ones. */
const LOGINS = [
  '/rest/$catalog/authentify',
  '/rest/$singleton/Users/signIn',
  '/4DACTION/authenticate',
  '/mobileapp/$authenticate',
  '/api/enter',
  '/api/password',
  '/my/checkOTP',
  '/nowhere/login',
  '/v1/user-sign-in',
];

/** Routes that mean the same however they are written. */
const ROUTES = [...LOGINS.filter((path) => path !== '/api/enter'), '/oauth/token', '/user/sign-in/now'];

/** Shapes of the body of a login, with a secret that has no telling name, or none at all. */
const BODIES: Readonly<Record<string, Place>> = {
  'a parameter without a name': (secret) => sent(`["1",${JSON.stringify(secret)}]`, JSON_TYPE),
  'a parameter in a list of lists': (secret) => sent(`[["ada",[${JSON.stringify(secret)}]],true]`, JSON_TYPE),
  'a parameter in an object of parameters': (secret) => sent(`{"params":["ada",${JSON.stringify(secret)}]}`, JSON_TYPE),
  'a member that nobody knows': (secret) => sent(`{"username":"ada","k2":${JSON.stringify(secret)}}`, JSON_TYPE),
  'a member with a slip': (secret) => sent(`{"user":"ada","pasword":${JSON.stringify(secret)}}`, JSON_TYPE),
  'an object nobody knows': (secret) => sent(`{"user":"ada","x":{"y":[${JSON.stringify(secret)}]}}`, JSON_TYPE),
  'a text of JSON': (secret) => sent(JSON.stringify(secret), JSON_TYPE),
  'JSON without its end': (secret) => sent(`["ada",${JSON.stringify(secret)}`, JSON_TYPE),
  'broken JSON with a list': (secret) => sent(`{"params":["ada",${JSON.stringify(secret)}`, JSON_TYPE),
  'a form': (secret) => sent(`user=ada&w=${encodeURIComponent(secret)}`, FORM_TYPE),
  'a form without a name': (secret) => sent(`ada&${encodeURIComponent(secret)}`, FORM_TYPE),
  'a text': (secret) => sent(`ada ${secret}`, TEXT_TYPE),
  'a text that says it is a form': (secret) => sent(`["ada",${JSON.stringify(secret)}]`, FORM_TYPE),
  'an element of XML': (secret) => sent(`<l><user>ada</user><k2>${secret}</k2></l>`, { 'content-type': 'text/xml' }),
};

/** Where a secret may stand that is known by its shape alone, in a request to any URL. */
const ANYWHERE: Readonly<Record<string, Place>> = {
  'a part of the path': (secret) => ({ path: `/nowhere/${secret}` }),
  'a parameter of the path': (secret) => ({ path: `/nowhere;v=${secret}/x` }),
  'a query without a name': (secret) => ({ path: `/nowhere?${secret}` }),
  'a member of a query': (secret) => ({ path: `/nowhere?v=${secret}&w=1` }),
  'JSON in a query': (secret) => ({ path: `/nowhere?q=%7B%22v%22%3A%22${secret}%22%7D` }),
  'an own header': (secret) => ({ path: '/nowhere', headers: { 'x-note': secret } }),
  'a referrer': (secret) => ({ path: '/nowhere', headers: { referer: `http://a.example/${secret}` } }),
  'a cookie': (secret) => ({ path: '/nowhere', headers: { cookie: `v=${secret}` } }),
  'a user agent': (secret) => ({ path: '/nowhere', headers: { 'user-agent': `App/1 ${secret}` } }),
  'a member of JSON': (secret) => ({ ...sent(`{"v":"${secret}"}`, JSON_TYPE), path: '/nowhere' }),
  // A key of 40 hexadecimal digits is the id of a session, and stays readable.
  'a key of JSON': (secret) => ({
    ...sent(`{"v":{"${SESSION_ID.test(secret) ? 'x' : secret}":1}}`, JSON_TYPE),
    path: '/nowhere',
  }),
  'a list of JSON': (secret) => ({ ...sent(`["1","${secret}"]`, JSON_TYPE), path: '/rest/$singleton/Users/find' }),
  'broken JSON': (secret) => ({ ...sent(`{"v":"${secret}`, JSON_TYPE), path: '/nowhere' }),
  'a form': (secret) => ({ ...sent(`v=${secret}`, FORM_TYPE), path: '/nowhere' }),
  'a text': (secret) => ({ ...sent(`It is ${secret}, is it not?`, TEXT_TYPE), path: '/nowhere' }),
  'a call of Mendix': (secret) => ({
    ...sent(`{"action":"retrieve","params":{"v":"${secret}"}}`, JSON_TYPE),
    path: '/xas/',
  }),
};

/** Where a password may stand under its name, in a request to any URL. */
const NAMED: Readonly<Record<string, Place>> = {
  'a parameter of the path': (secret) => ({ path: `/nowhere;password=${encodeURIComponent(secret)}` }),
  'an argument of GraphQL': (secret) => ({
    ...sent(JSON.stringify({ query: `mutation{enter(password:${JSON.stringify(secret)}){id}}` }), JSON_TYPE),
    path: '/graphql',
  }),
  'a note of a user agent': (secret) => ({
    path: '/nowhere',
    headers: { 'user-agent': `App/1 (iOS; password: ${encodeURIComponent(secret)})` },
  }),
  'a name with a slip': (secret) => ({ ...sent(JSON.stringify({ passwrod: secret }), JSON_TYPE), path: '/nowhere' }),
  'a call of the control API that is refused': (secret) => ({
    ...sent(JSON.stringify({ kennung: secret, x: [secret] }), JSON_TYPE),
    method: 'PATCH',
    path: '/_workbench/v1/mendix/users/ada',
  }),
  'a call of the control API without an end': (secret) => ({
    ...sent(`{"kennung":${JSON.stringify(secret)}`, JSON_TYPE),
    method: 'PATCH',
    path: '/_workbench/v1/tokens/users/ada',
  }),
  'a name and a value': (secret) => ({
    ...sent(`[{"name":"password","value":${JSON.stringify(secret)}}]`, JSON_TYPE),
    path: '/nowhere',
  }),
  'a name in German in a call of Mendix': (secret) => ({
    ...sent(`{"action":"commit","changes":{"1":{"Passwort":{"value":${JSON.stringify(secret)}}}}}`, JSON_TYPE),
    path: '/xas/',
  }),
};

function isControl({ path: to }: Sent): boolean {
  return to.startsWith('/_workbench/');
}

function sent(body: string, headers: Readonly<Record<string, string>>): Sent {
  return { method: 'POST', path: '/', headers, body };
}

/** A password as people have them. Random, so that it stands nowhere else. */
const password = fc
  .tuple(fc.stringMatching(/^[A-Z][a-z]{3}[0-9]{2}[a-z]{4}[0-9]{2}$/), fc.constantFrom('', '!', ' x', 'ü', '"'))
  .map(([word, end]) => word + end);
const hexadecimal = (length: number) => fc.stringMatching(new RegExp(`^[0-9A-F]{${length - 1}}7$`));
const shaped = fc.oneof(
  hexadecimal(32),
  hexadecimal(40),
  hexadecimal(32).map((digits) => digits.toLowerCase()),
  fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => Buffer.from(bytes).toString('base64url'))
    .filter(isMixed),
  fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .filter((bytes) => isMixed(Buffer.from(bytes).toString('base64url')))
    .map((bytes) => `eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.${Buffer.from(bytes).toString('base64url')}`),
);

/** Bytes that fast-check makes small are no random ones. */
function isMixed(text: string): boolean {
  return new Set(text).size >= 20 && !/[A-Z]{4}|[a-z]{4}|\d{4}/.test(text) && /\d/.test(text);
}

describe('Secrets in any place of a request', () => {
  const start = devServers();

  it('no secret of a request is in the journal, the events, the state, a recording, a saved flow, a report or the log', async () => {
    const log: string[] = [];
    const options = {
      web: { project: PROJECT },
      tokens: { paths: { login: '/api/enter' } },
      mendix: {},
    };
    const server = await start(options, { log: (line) => log.push(line) });
    const address = server.address();
    const client = new HttpControlClient(address);
    const control = new Control(address);
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(password), fc.infiniteStream(shaped), async (passwords, shapes) => {
        await client.record(true);
        const cases: { readonly what: string; readonly secret: string; readonly sent: Sent }[] = [];
        const add = (what: string, secret: string | undefined, place: Place, to?: string) => {
          if (secret === undefined) return;
          const made = place(secret);
          cases.push({ what, secret, sent: to === undefined ? made : { ...made, path: to } });
        };
        for (const [at, [what, place]] of Object.entries(BODIES).entries()) {
          for (const login of [at, at + 3, at + 6].map((each) => LOGINS[each % LOGINS.length] as string)) {
            add(`${what} for ${login}`, passwords.next().value, place, login);
          }
        }
        const written = Object.entries(WRITTEN);
        for (const [at, [what, place]] of Object.entries({ ...BODIES, ...LOGIN_BODIES }).entries()) {
          const [way, write] = written[at % written.length] as (typeof written)[number];
          for (const route of [at, at + 4].map((each) => ROUTES[each % ROUTES.length] as string)) {
            add(`${what} for ${route} ${way}`, passwords.next().value, place, write(route));
          }
        }
        for (const [what, place] of Object.entries({ ...PATHS, ...CALLS, ...BESIDE }))
          add(what, passwords.next().value, place);
        for (const [what, place] of Object.entries(NAMED)) add(what, passwords.next().value, place);
        for (const [what, place] of Object.entries(ANYWHERE)) add(what, shapes.next().value, place);
        for (const { sent: each } of cases) {
          const allowed = isControl(each) && { authorization: `Bearer ${address.controlToken}` };
          await call(`${address.url}${each.path}`, { ...each, headers: { ...each.headers, ...allowed } });
        }
        const { exchanges } = await client.record(false);
        const recorded = recordedScenario(exchanges, {
          name: 'Recorded',
          url: address.url,
          externalPlatformUrl: address.externalPlatformUrl,
          systems: SYSTEM_PARTS,
          secretNames: secretNames(options),
          logins: loginPaths(options),
        });
        const sentByFlows = cases.filter(({ sent: each }) => !isControl(each));
        const told: Record<string, string> = {
          journal: (await control.get('/journal?limit=1000')).text,
          state: (await control.get('/state')).text,
          log: log.join('\n'),
          recording: JSON.stringify(recorded),
          ...shownOf(
            // A flow does not call the control API by requests of its own.
            sentByFlows.map(({ sent: { method = 'GET', path: to, headers = {}, body } }) => ({
              method,
              url: `${address.url}${to}`,
              headers: Object.entries(headers),
              ...(body !== undefined && { body }),
            })),
            address.url,
            options,
          ),
        };
        for (const [where, text] of Object.entries(told)) {
          for (const { what, secret } of cases) {
            const at = firstOf(text, secret);
            assert.ok(at < 0, `${what} (${secret}) is in the ${where}: ${text.slice(Math.max(0, at - 300), at + 100)}`);
          }
        }
      }),
      { numRuns: 2 },
    );
  });

  it('a passcode that a server has made is covered in the journal also where an id may stand, and when it was used', async () => {
    const server = await start({ web: { project: PROJECT } });
    const { url } = server.address();
    const control = new Control(server.address());
    const made = await control.post('/web/sessions', {});
    const { id } = made.json as { id: string };
    const { otp } = (await control.post(`/web/sessions/${id}/otp`, {})).json as { otp: string };
    await call(`${url}/nowhere?id=${otp}`);
    await call(`${url}/nowhere?$4DSID=${otp}`);
    await call(`${url}/sessions/${otp}`);
    await call(`${url}/sessions/${id}`);
    const { text } = await control.get('/journal');
    assert.ok(!text.includes(otp), text);
    assert.ok(text.includes(`/sessions/${id}`), 'the id of a session stays readable');
  });
});

/** Where a text has a secret: as it is, for a URL, in JSON, or in base64. */
function firstOf(text: string, secret: string): number {
  const spelled = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
  ];
  return Math.max(...spelled.map((each) => text.indexOf(each)));
}

/** What people see of these requests: the exports of a run, and the flow that is saved after they were sent by hand. */
function shownOf(
  requests: readonly SentRequest[],
  url: string,
  options: Parameters<typeof secretNames>[0],
): Record<string, string> {
  const events = requests.flatMap((request, at): RunEvent[] => {
    // A step without a title is told by its request.
    const title = `${request.method} ${request.url}`;
    return [
      { kind: 'stepStarted', step: { ...aStep(at), title } },
      { kind: 'messageSent', message: aMessage(at + 1, { step: at, request, title }) },
      { kind: 'messageAnswered', answer: anAnswer(at + 1) },
      anEnd(at),
    ];
  });
  const run = coveredRun(events, SLICES, [...secretsOfRun(events, [], secretNames(options), loginPaths(options))]);
  const [entry] = runOf(events).done;
  const steps = requests.map((request) => ({
    source: { title: 'Step', from: 'Browser', to: '4D Server', request: { url: '/' } },
    entry: { ...(entry as NonNullable<typeof entry>), byHand: true },
    origin: {
      template: { url: '/' },
      before: { method: 'GET', url: `${url}/`, headers: [] },
      written: request,
      drop: [],
      tamper: [],
    },
  }));
  const frame = {
    name: 'Saved',
    description: '',
    server: {},
    actors: { Browser: { role: 'browser' as const } },
    variables: {},
    secretNames: secretNames(options),
    logins: loginPaths(options),
    secretShapes: shapesOf(SLICES),
  };
  const diagram = diagramOf(run);
  return {
    html: htmlReport(run),
    svg: svgOf(diagram),
    mermaid: mermaidOf(diagram),
    flow: JSON.stringify(handMadeScenario(frame, steps, [], url)),
  };
}
