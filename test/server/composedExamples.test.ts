import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {
  composedRequest,
  draftFor,
  draftProblem,
  filledDraft,
  type RequestDraft,
  type RouteChoice,
  routeChoices,
} from '../../src/core/composer/composedRequest';
import { firstScenario } from '../../src/core/composer/grownScenario';
import type { Json } from '../../src/core/json/json';
import type { Headers } from '../../src/core/scenario/runEvents';
import { SYSTEM_PARTS } from '../../src/core/systems';
import { withAddressHeaders } from '../../src/scenario/buildRequest';
import { sendHttp } from '../../src/scenario/sendHttp';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { defaultOf } from '../../src/server/kernel/options/optionDefaults';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { temporaryFolder } from '../disk/temporaryFolder';
import { runAll, ScenarioBench, told } from '../scenario/scenarioServers';
import { devServers } from './devServers';

type Given = ReadonlyMap<string, string>;

/** A server of each system, and the route by whose example one logs in, with the member of its answer that lets in. */
const SERVERS: Readonly<
  Record<string, { readonly options: (folder: string) => ServerOptions; readonly login?: readonly [string, string] }>
> = {
  mobile: {
    options: (folder) => {
      const mobileApps = path.join(folder, 'MobileApps');
      fs.mkdirSync(mobileApps);
      return { mobileApps };
    },
    login: ['POST /mobileapp/$authenticate', 'token'],
  },
  web: { options: () => ({ web: {} }) },
  mendix: { options: () => ({ mendix: {} }) },
  tokens: { options: () => ({ tokens: {} }), login: ['POST /api/login', 'access_token'] },
};

for (const [name, { options, login }] of Object.entries(SERVERS)) {
  describe(`the examples of requests to ${name}`, () => {
    const start = devServers();
    const folder = temporaryFolder();
    const running = SYSTEM_PARTS.map((part) => part.name).filter((each) => each === name || each === 'platform');
    const choices = routeChoices(SYSTEM_PARTS, running, { [name]: {} } as { readonly [option: string]: Json });
    const choiceOf = (id: string) => choices.find((choice) => choice.id === id) ?? assert.fail(id);

    async function send(url: string, draft: RequestDraft, headers: Headers = []) {
      const request = withAddressHeaders(composedRequest(draft, url, headers), [], undefined);
      return sendHttp(request, { limitMs: 10_000, bytes: { left: 1_000_000 } });
    }

    async function loggedIn(url: string): Promise<{ readonly headers: Headers; readonly given: Given }> {
      const [route, member] = login ?? assert.fail(name);
      const answer = await send(url, draftFor(choiceOf(route), ''));
      const body = JSON.parse(answer.body) as Readonly<Record<string, string>>;
      return { headers: [['Authorization', `Bearer ${body[member]}`]], given: new Map(Object.entries(body)) };
    }

    it(`each request to ${name} is answered as it is offered, or what it lacks is said before`, async () => {
      const unsaid: string[] = [];
      for (const choice of choices) {
        const server = await start(options(fs.mkdtempSync(path.join(folder(), 'own-'))));
        const draft = draftFor(choice, '');
        const { status, body } = await send(server.address().url, draft);
        if (status >= 400 && !draftProblem(draft, choice.request)) unsaid.push(`${choice.id}: ${status} ${body}`);
      }
      assert.deepEqual(unsaid, []);
    });

    it(`each request to ${name} that can be sent as it is offered is a scenario that passes and needs no secret`, async () => {
      const failed: string[] = [];
      const bench = new ScenarioBench();
      const sendable = choices.filter((choice) => {
        const weight = draftProblem(draftFor(choice, 'somebody'), choice.request)?.weight;
        return weight === undefined || weight === 'hint';
      });
      assert.ok(sendable.length > 0);
      for (const choice of sendable) {
        const server = await start(options(fs.mkdtempSync(path.join(folder(), 'own-'))));
        const { url, externalPlatformUrl } = server.address();
        const control = new HttpControlClient(server.address());
        await control.record(true);
        const isIn = login !== undefined && choice.request?.inSession === true;
        const { headers } = isIn ? await loggedIn(url) : { headers: [] };
        const draft = draftFor(choice, '');
        await send(url, draft, headers);
        const { exchanges } = await control.record(false);
        const recorded = exchanges.at(-1) ?? assert.fail(choice.id);
        // The composer knows what it sent, also where a recording leaves a file out.
        const sent = { ...recorded, request: { ...recorded.request, ...(draft.body !== '' && { body: draft.body }) } };
        const { scenario } = firstScenario(sent, exchanges.slice(0, -1), {
          name: 'composed',
          url,
          externalPlatformUrl,
          systems: SYSTEM_PARTS,
          isByName: true,
          server: { [name]: {}, platform: { port: Number(new URL(externalPlatformUrl).port) } },
          defaultOf,
        });
        const text = JSON.stringify(scenario);
        assert.doesNotMatch(text, /SESSION_WORKBENCH|"port"/, choice.id);
        const { results, verdict } = await runAll(bench.runner(bench.write('composed.scenario.json', scenario)));
        if (verdict !== 'passed') failed.push(`${choice.id}: ${told(results).join(' ')}`);
      }
      await bench.close();
      assert.deepEqual(failed, []);
    });

    if (!login) return;
    it(`each request to ${name} that needs a session or what an answer gave is answered with them`, async () => {
      const refused: string[] = [];
      const needs = ({ request, id }: RouteChoice) =>
        (request?.inSession || Object.values(request?.places ?? {}).some((members) => members.length > 0)) &&
        !/[:*]/.test(id);
      for (const choice of choices.filter(needs)) {
        const server = await start(options(fs.mkdtempSync(path.join(folder(), 'own-'))));
        const { url } = server.address();
        const { headers, given } = await loggedIn(url);
        const draft = draftFor(choice, 'somebody');
        const weight = draftProblem(draft, choice.request, given)?.weight;
        assert.ok(weight === undefined || weight === 'hint', choice.id);
        const added = choice.request?.inSession ? headers : [];
        const { status, body } = await send(url, filledDraft(draft, choice.request, given), added);
        if (status >= 400) refused.push(`${choice.id}: ${status} ${body}`);
      }
      assert.deepEqual(refused, []);
    });
  });
}
