import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { draftFor, type RequestDraft } from '../../src/core/composer/composedRequest';
import { isScenario } from '../../src/core/scenario/isScenario';
import type { ScenarioSource } from '../../src/core/scenario/scenarioSource';
import { TOKENS_CALLS } from '../../src/core/systems/tokens/tokensCalls';
import { CheckPool } from '../../src/disk/checkPool';
import { ComposerMemory } from '../../src/vscode/composer/composerMemory';
import { RequestComposer } from '../../src/vscode/composer/requestComposer';
import { StepSaver } from '../../src/vscode/composer/stepSaver';
import { FileDialogs } from '../../src/vscode/host/fileDialogs';
import type { DevServerController } from '../../src/vscode/server/devServerController';
import { Memory } from './memory';
import { devServers, login, request, untilState } from './servers';
import { closeEditors } from './workspace';

const DRAFT: RequestDraft = {
  method: 'GET',
  path: '/mobileapp/$catalog',
  headers: 'X-QMobile: 1',
  body: '',
  sender: '',
};

describe('the request composer in the editor', () => {
  const devServer = devServers();
  let folder: string;
  let server: DevServerController;
  let composer: RequestComposer;

  beforeEach(() => {
    folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'composer-')), 'MobileApps');
    fs.mkdirSync(folder);
    server = devServer();
    composer = new RequestComposer(server);
  });

  afterEach(async () => {
    await closeEditors();
    await server.stop();
    server.dispose();
    fs.rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  it('nothing is sent while no server runs', async () => {
    assert.deepEqual(composer.routes(), []);
    await assert.rejects(composer.send(DRAFT), /is not running/);
  });

  it('a request is answered with its reasons, and in the session of a device it is let in', async () => {
    const { url } = await server.start({ mobileApps: folder });
    await login(url);
    await untilState(server, ({ systems: { mobile } }) => mobile?.sessions.length === 1);
    assert.ok(composer.routes().some(({ id }) => id === 'GET /mobileapp/$catalog'));

    const refused = await composer.send(DRAFT);
    assert.equal(refused.status, 401, refused.body);
    assert.ok(refused.refusal !== undefined && refused.causes.some(({ rule }) => rule === refused.refusal));

    const sender = composer.senders().find(({ text }) => text.includes('ada@example.com'))?.id ?? '';
    const accepted = await composer.send({ ...DRAFT, sender });
    assert.equal(accepted.status, 200, accepted.body);
    assert.deepEqual(
      composer.history.map(({ status }) => status),
      [200, 401],
    );
    assert.match(String(composer.curlOf(accepted.id)), /Authorization: Bearer /);
    assert.ok(!JSON.stringify(accepted).includes('Bearer'));
  });

  it('a request is sent in a session that is there, and its secret reaches neither the page nor the clipboard', async () => {
    const { url, controlToken } = await server.start({ web: {}, tokens: {}, mendix: {} });
    const device = { name: 'Phone of Ada', platform: 'iOS', model: 'X', appVersion: '1' };
    const body = JSON.stringify({ username: 'ada', password: 'example', device });
    await request(`${url}/api/login`, 'POST', { 'content-type': 'application/json' }, body);
    await untilState(server, ({ systems: { tokens } }) => tokens?.sessions.length === 1);
    const { id: sender = '' } = composer.senders().find(({ text }) => text.includes('Phone of Ada')) ?? {};
    const refused = await composer.send({ ...DRAFT, path: '/api/me', headers: '' });
    assert.equal(refused.status, 401);
    const accepted = await composer.send({ ...DRAFT, path: '/api/me', headers: '', sender });
    assert.equal(accepted.status, 200, accepted.body);
    assert.match(accepted.body, /ada/);
    assert.ok(accepted.causes.some(({ rule }) => rule === 'server.sent-in'));
    const composed = composer.composed(accepted.id) ?? assert.fail();
    assert.deepEqual([composed.isSentIn, composed.isWithoutLogin], [true, true]);
    const pool = new CheckPool();
    const saver = new StepSaver(pool, server, new FileDialogs(new Memory()));
    await assert.rejects(saver.save(composed, []), /log in with a request first/);
    await pool.dispose();
    const { isSentIn: _, isWithoutLogin: __, ...kept } = composed;
    for (const text of [JSON.stringify(kept), String(composer.curlOf(accepted.id))])
      assert.ok(!text.includes(controlToken) && !/bearer/i.test(text), text);
    const [session] = server.state?.systems.tokens?.sessions ?? [];
    await server.client?.ask(TOKENS_CALLS.endSession(session?.id ?? ''));
    await untilState(server, ({ systems: { tokens } }) => tokens?.sessions[0]?.state === 'ended');
    await assert.rejects(composer.send({ ...DRAFT, sender }), /is not there any more/);
  });

  it('what is in the composer is kept over a reload without its secrets, and its answer comes back to be read alone', async () => {
    await server.start({ tokens: {} });
    const memento = new Memory();
    const memory = new ComposerMemory(memento, server);
    const route = 'POST /api/login';
    const body = JSON.stringify({ username: 'ada', password: 'correct horse battery' });
    const draft = { ...DRAFT, method: 'POST', path: '/api/login', headers: 'Content-Type: application/json', body };
    const { id, body: answered } = await composer.send(draft, route);
    const shown = composer.shown(id) ?? assert.fail();
    await memory.keep({ route, draft, isExample: false, answer: shown }, composer.secrets);
    const { access_token, refresh_token } = JSON.parse(answered) as Readonly<Record<string, string>>;
    const text = JSON.stringify(memory.record);
    for (const secret of ['horse', access_token, refresh_token]) assert.ok(secret && !text.includes(secret), text);

    const next = new RequestComposer(server);
    const record = memory.record ?? assert.fail();
    assert.deepEqual([record.route, record.draft.path], [route, '/api/login']);
    next.restore(record.answer ?? assert.fail());
    assert.deepEqual(next.history, [{ id: 0, title: route, status: 200 }]);
    assert.deepEqual([next.last?.answer.isKept, next.curlOf(0), next.composed(0)], [true, undefined, undefined]);
    await memory.forget();
    assert.equal(memory.record, undefined);
  });

  it('the example of a refresh is answered with the token that an earlier answer in the composer gave', async () => {
    await server.start({ tokens: {} });
    const example = (id: string) => draftFor(composer.choice(id) ?? assert.fail(id), '');
    const refresh = 'POST /api/refresh';
    assert.equal(composer.problem(refresh, example(refresh))?.weight, 'wrong');
    assert.equal((await composer.send(example('POST /api/login'), 'POST /api/login')).status, 200);
    assert.equal(composer.problem(refresh, example(refresh))?.weight, 'hint');
    assert.equal((await composer.send(example(refresh), refresh)).status, 200);
    // The first refresh has given another one.
    assert.equal((await composer.send(example(refresh), refresh)).status, 200);
    assert.match(String(composer.last?.draft.body), /\{refresh_token\}/);
  });

  it('what was sent becomes a step of a scenario, without its secrets', async () => {
    const { url } = await server.start({ mobileApps: folder });
    await login(url);
    await untilState(server, ({ systems: { mobile } }) => mobile?.sessions.length === 1);
    const sender = composer.senders().find(({ text }) => text.includes('ada@example.com'))?.id ?? '';
    const { id } = await composer.send({ ...DRAFT, sender });
    const { exchange, request: sent } = composer.composed(id) ?? assert.fail();
    const pool = new CheckPool();
    const saver = new StepSaver(pool, server, new FileDialogs(new Memory()));
    const uri = vscode.Uri.file(path.join(path.dirname(folder), 'composed.scenario.json'));

    await saver.append(exchange, [], uri, true);
    const first = fs.readFileSync(uri.fsPath, 'utf8');
    assert.ok(isScenario(first));
    await saver.append(exchange, composer.earlierThan(id), uri, false);
    const document = await vscode.workspace.openTextDocument(uri);
    const text = document.getText();
    // One that is not saved would keep its editor open.
    await document.save();
    const { steps, actors } = JSON.parse(text) as ScenarioSource;
    assert.equal(steps.length, 2);
    assert.equal(steps[1]?.expect?.status, 200);
    assert.ok(Object.keys(actors).includes(String(steps[1]?.from)));
    const token = sent.headers.find(([name]) => name === 'Authorization')?.[1].replace('Bearer ', '') ?? '';
    assert.ok(token.length > 20 && !text.includes(token), text);
    await pool.dispose();
  });

  it('a login and what it gave are put into a scenario of another system, whose text stays as it is written', async () => {
    await server.start({ tokens: {} });
    const headers = 'Content-Type: application/json';
    const body = JSON.stringify({ username: 'ada', password: 'example' });
    await composer.send({ ...DRAFT, method: 'POST', path: '/api/login', headers, body });
    const { id, status } = await composer.send({ ...DRAFT, path: '/api/me', headers: '', sender: 'kept' });
    assert.equal(status, 200);
    const { exchange } = composer.composed(id) ?? assert.fail();
    const pool = new CheckPool();
    const saver = new StepSaver(pool, server, new FileDialogs(new Memory()));
    const file = path.join(path.dirname(folder), 'own.scenario.json');
    const [head, tail] = ['{\n\t"name" : "own",\n\t"server": { "mobile": {}', '\n\t"steps": [ { "note":  "first" }'];
    fs.writeFileSync(file, `${head} },\n\t"actors": { "S": { "role": "server" } },${tail} ]\n}\n`);
    await saver.append(exchange, composer.earlierThan(id), vscode.Uri.file(file), false);
    const document = await vscode.workspace.openTextDocument(file);
    const text = document.getText();
    await document.save();
    assert.ok(isScenario(text) && text.startsWith(`${head}, "tokens": {`) && text.includes(tail), text);
    const { server: options, actors, steps } = JSON.parse(text) as ScenarioSource;
    assert.deepEqual(
      [Object.keys(options ?? {}), Object.keys(actors)],
      [
        ['mobile', 'tokens'],
        ['S', 'App'],
      ],
    );
    assert.deepEqual([steps.length, steps[1]?.take], [3, { access_token: '/access_token' }]);
    assert.deepEqual(steps[2]?.request?.headers, { authorization: 'Bearer {{access_token}}' });
    await pool.dispose();
  });
});
