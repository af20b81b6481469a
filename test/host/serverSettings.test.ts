import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import * as vscode from 'vscode';
import { MOBILE_CALLS } from '../../src/core/systems/mobile/mobileCalls';
import { certificateOf } from '../../src/server/kernel/http/certificate';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import type { DevServerController } from '../../src/vscode/server/devServerController';
import { SERVER_COMMANDS } from '../../src/vscode/server/serverContract';
import { optionsFor, serverSettings } from '../../src/vscode/server/serverSettings';
import { SESSION_COMMANDS } from '../../src/vscode/sessions/sessionsContract';
import { SYSTEM_VIEWS } from '../../src/vscode/systems';
import { manifestSettings, type SettingsManifest, serverSettingSchemas } from '../support/manifestSettings';
import { type Schema, samples, together } from './schemaSamples';
import { devServers, login, request, takenPort, untilState } from './servers';
import { StartingUser } from './startingUser';
import { workspaceRoot } from './workspace';

const root = path.resolve(__dirname, '../../..');
const manifest: SettingsManifest<Schema> = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
/** By name below `sessionWorkbench.server`. */
const settings = serverSettingSchemas(manifest);

/** Settings that count beside another one alone, which the tests of them set too. */
const BESIDE: Readonly<Record<string, readonly [name: string, value: unknown]>> = {
  mail: ['outcome', 'pending'],
  webOptions: ['web', 'on'],
  httpsCertificate: ['https', true],
  upstreamOptions: ['upstream', 'https://4d.example.test'],
};

/** Paths that settings name are made absolute. */
const PATHS = [
  'schema',
  'authenticationModule',
  'actionModule',
  'data',
  'project',
  'code',
  'pages',
  'cert',
  'key',
  'ca',
  'record',
];

/** Files and folders that the examples of the manifest name. */
const NAMED_SCHEMA = 'mobileSessionSchema.json';
const NAMED_MODULES = ['onMobileAppAuthentication.mjs', 'onMobileAppAction.mjs'] as const;
const NAMED_FOLDERS = ['WebCode', 'WebFolder', 'mobile-data'] as const;
const NAMED = [NAMED_SCHEMA, ...NAMED_MODULES, ...NAMED_FOLDERS] as const;

/** The value as the server has to get it. */
function arrived(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => arrived(each));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, arrived(each, key)]));
  }
  const isPath = PATHS.includes(name) && !String(value).startsWith('example:');
  return isPath ? vscode.Uri.file(path.resolve(workspaceRoot(), String(value))).fsPath : value;
}

/** What has to be in the options of a server that was started with a setting of this value, and what counts beside it. */
function optionsOf(name: string, value: unknown): ServerOptions {
  const members = (of: unknown) => arrived(of) as Record<string, unknown>;
  switch (name) {
    case 'autoStart':
      return {};
    case 'seed':
    case 'host':
    case 'upstream':
      return value === '' ? {} : ({ [name]: value } as ServerOptions);
    case 'lan':
      return { host: value ? '0.0.0.0' : '127.0.0.1' };
    case 'https':
      return value === true ? { https: true } : {};
    case 'httpsCertificate':
      return { https: members(value) as unknown as true };
    case 'upstreamOptions':
      return { upstream: { ...members(value), url: 'https://4d.example.test' } };
    case 'outcome':
      return value === 'accept' ? {} : ({ mobile: { policy: { otherwise: { outcome: value } } } } as ServerOptions);
    case 'mail':
      return { mobile: { policy: { otherwise: { outcome: 'pending', ...(value === true && { mail: true }) } } } };
    case 'web':
    case 'mendix':
    case 'tokens':
      return value === 'on' ? { [name]: {} } : {};
    case 'webOptions':
    case 'mendixOptions':
    case 'tokensOptions':
    case 'platformOptions':
      return { [name.replace('Options', '')]: members(value) };
    case 'mobileOptions': {
      const { rules, otherwise, ...mobile } = members(value);
      const policy = { ...(rules !== undefined && { rules }), ...(otherwise !== undefined && { otherwise }) };
      return { mobile: { ...mobile, ...(Object.keys(policy).length > 0 && { policy }) } } as ServerOptions;
    }
    default:
      return { [name]: value } as ServerOptions;
  }
}

describe('the settings of the dev session server', () => {
  const devServer = devServers();
  let folder: string;
  let server: DevServerController;
  let user: StartingUser;

  before(async () => {
    const { cert, key } = await certificateOf(true, ['127.0.0.1']);
    const certificates = path.join(workspaceRoot(), 'certificates');
    fs.mkdirSync(certificates, { recursive: true });
    fs.writeFileSync(path.join(certificates, 'dev.pem'), cert);
    fs.writeFileSync(path.join(certificates, 'dev.key'), key);
    fs.writeFileSync(path.join(certificates, 'company-ca.pem'), cert);
    for (const name of NAMED_FOLDERS) fs.mkdirSync(path.join(workspaceRoot(), name));
    fs.writeFileSync(path.join(workspaceRoot(), NAMED_SCHEMA), '{}');
    for (const name of NAMED_MODULES)
      fs.writeFileSync(path.join(workspaceRoot(), name), 'export default () => ({ success: true });\n');
  });
  after(() => {
    for (const name of ['certificates', ...NAMED]) fs.rmSync(path.join(workspaceRoot(), name), { recursive: true });
  });

  beforeEach(() => {
    folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'dev-server-')), 'MobileApps');
    fs.mkdirSync(folder);
    server = devServer();
    user = new StartingUser(server, folder);
    user.answering('Warning', 'Start on the Network');
  });

  afterEach(async () => {
    await user.leave();
    await server.stop();
    server.dispose();
    fs.rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  /** Starts with what is set; whatever goes wrong is why this fails. */
  const start = async (): Promise<string> => {
    const told = user.answering('Error', '');
    const runs = await user.starter().start();
    assert.deepEqual([told, server.problem, runs, server.status], [[], undefined, true, 'running']);
    return String(server.address?.url);
  };

  const setBeside = async (name: string) => {
    const beside = BESIDE[name];
    if (beside) await user.set(...beside);
  };

  for (const [name, schema] of settings) {
    it(`the setting ${name} reaches the server whole, and is taken`, async () => {
      await setBeside(name);
      const assertTaken = (value: unknown, about: string) => {
        const options = optionsFor(folder, serverSettings(SYSTEM_VIEWS), SYSTEM_VIEWS);
        for (const [option, wanted] of Object.entries(optionsOf(name, value))) {
          const given = options[option as keyof ServerOptions];
          // A 4D project that is open is served without being named.
          if (option === 'web') assert.deepEqual({ ...(given as object), ...(wanted as object) }, given, about);
          else assert.deepEqual(given, wanted, about);
        }
        // As it goes to the other process.
        assert.deepEqual(checkedOptions(deserialize(serialize(options))), options, about);
      };
      // Each write takes VS Code a moment. It writes what goes together, and each of the parts is only said to be written.
      for (const { about, value } of together(schema)) {
        await user.set(name, value);
        assertTaken(value, about);
      }
      const read = vscode.workspace.getConfiguration;
      let said = 0;
      try {
        for (const { about, value } of samples(schema)) {
          const inspect = (from: vscode.WorkspaceConfiguration, key: string) => {
            const inspected = from.inspect(key);
            return inspected && key === `sessionWorkbench.server.${name}`
              ? { ...inspected, workspaceValue: value }
              : inspected;
          };
          const get = (from: vscode.WorkspaceConfiguration, key: string) => {
            if (key !== `sessionWorkbench.server.${name}`) return from.get(key);
            said++;
            return structuredClone(value);
          };
          const getConfiguration: typeof read = (...place) => {
            const from = read(...place);
            return {
              ...from,
              inspect: (key: string) => inspect(from, key),
              get: (key: string) => get(from, key),
            } as never;
          };
          Object.assign(vscode.workspace, { getConfiguration });
          said = 0;
          assertTaken(value, about);
          assert.ok(said > 0, about);
        }
      } finally {
        Object.assign(vscode.workspace, { getConfiguration: read });
      }
    });

    for (const { about, value } of together(schema)) {
      // A fixed port may be somebody else's: the test of all settings has a free one.
      if (name === 'port') continue;
      it(`the server starts with the setting ${name}: ${about}`, async () => {
        await setBeside(name);
        await user.set(name, value);
        await start();
        assert.equal(server.state?.url, server.address?.url);
      });
    }
  }

  it('the server starts with all settings at once', async () => {
    const port = await freePort();
    for (const [name, schema] of settings) {
      await user.set(name, name === 'port' ? port : samples(schema).at(-1)?.value);
    }
    await user.set('https', true);
    await user.set('httpsCertificate', {});
    await user.set('lan', true);
    for (const name of ['web', 'mendix', 'tokens']) await user.set(name, 'on');
    assert.equal(await start(), `https://127.0.0.1:${port}`);
    assert.deepEqual(Object.keys(server.options ?? {}).sort(), [
      'allowedHosts',
      'bodyMb',
      'host',
      'https',
      'mendix',
      'mobile',
      'mobileApps',
      'platform',
      'port',
      'seed',
      'tokens',
      'upstream',
      'web',
    ]);
    assert.equal((await request(`${server.address?.url}/mobileapp/`, 'GET', {})).status, 200);
  });

  describe('effects', () => {
    it('a pending login sends its mail, with the subject and the path that are set', async () => {
      await user.set('mobileOptions', {
        otherwise: { outcome: 'pending', mail: true, statusText: 'Look at your mail' },
        verification: { subject: 'Is it you?', path: 'confirm/mail' },
        serverHeader: '4D/18.5.0',
      });
      const { text, headers } = await login(await start());
      assert.match(text, /Look at your mail/);
      assert.equal(headers.server, '4D/18.5.0');
      const { outbox } = await untilState(server, (state) => state.outbox.length === 1);
      assert.equal(outbox[0]?.subject, 'Is it you?');
      assert.match(String(outbox[0]?.link), /\/confirm\/mail\?token=/);
    });

    it('a login gets the outcome that is set and a mail if it is switched on, and what the options say goes before both', async () => {
      await user.set('outcome', 'pending');
      await user.set('mail', true);
      await login(await start());
      await untilState(server, (state) => state.outbox.length === 1);
      await server.stop();
      await user.set('outcome', 'refuse');
      assert.equal((await login(await start())).status, 401);
      await server.stop();
      await user.set('mobileOptions', { otherwise: { outcome: 'accept' } });
      assert.equal((await login(await start())).status, 200);
    });

    it('the session cookie has the attributes that are set', async () => {
      await user.set('webOptions', { project: 'example:otp', cookie: { sameSite: 'Lax', path: '/4DACTION' } });
      const { headers } = await request(`${await start()}/index.shtml`, 'GET', {});
      assert.match(String(headers['set-cookie']), /; Path=\/4DACTION; .*SameSite=Lax/);
    });

    it('the server answers to a host name that the settings allow, and the refusal of another names the setting', async () => {
      await user.set('allowedHosts', ['my.tunnel.test', '*.tunnels.test']);
      const url = await start();
      const asked = (host: string) => request(`${url}/mobileapp/`, 'GET', { host });
      for (const host of ['my.tunnel.test', 'a.tunnels.test:80', '10.0.2.2'])
        assert.equal((await asked(host)).status, 200);
      const refused = await asked('other.test');
      assert.equal(refused.status, 403);
      const [, setting] = /the setting ([\w.]*\w)/.exec(refused.text) ?? [];
      assert.ok(setting !== undefined && setting in manifestSettings(manifest), refused.text);
    });

    it('a login is seen and a push arrives over HTTPS', async () => {
      await user.set('https', true);
      const url = await start();
      assert.match(url, /^https:/);
      assert.equal((await login(url)).status, 200);
      await untilState(server, ({ systems: { mobile } }) => mobile?.sessions.length === 1);
      assert.equal((await server.client?.ask(MOBILE_CALLS.refresh()))?.checked, 1);
    });
  });

  it('the settings are read anew for each start', async () => {
    await user.set('mobileOptions', { otherwise: { outcome: 'refuse' }, refusalStatus: 403 });
    assert.equal((await login(await start())).status, 403);
    await server.stop();
    await user.set('mobileOptions', undefined);
    assert.equal((await login(await start())).status, 200);
  });

  it('the settings reach the server that the commands of the extension start', async () => {
    await user.set('https', true);
    await user.set('mobileOptions', { verification: { timeoutMs: 60_000 } });
    try {
      await vscode.commands.executeCommand(SERVER_COMMANDS.serverStart.id, { kind: 'folder', folder });
      await vscode.commands.executeCommand(SERVER_COMMANDS.serverCopyAddress.id, {
        kind: 'address',
        which: 'local',
        index: 0,
      });
      const url = await vscode.env.clipboard.readText();
      assert.match(url, /^https:/);
      const answer = JSON.parse((await login(url)).text) as { id: string };
      const [application = ''] = fs.readdirSync(folder).filter((name) => name.includes('Contacts'));
      const key = { folder, application, name: answer.id };
      await vscode.commands.executeCommand(SESSION_COMMANDS.sessionCopyCurl.id, { kind: 'session', key });
      const line = await vscode.env.clipboard.readText();
      const { stdout } = await promisify(execFile)('sh', ['-c', `${line} -sS -o /dev/null -w '%{http_code}'`]);
      assert.equal(stdout, '200', line);
    } finally {
      await vscode.commands.executeCommand(SERVER_COMMANDS.serverStop.id);
    }
  });
});

async function freePort(): Promise<number> {
  const { port, close } = await takenPort();
  await close();
  return port;
}
