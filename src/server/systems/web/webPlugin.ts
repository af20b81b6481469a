import path from 'node:path';
import { OptionsError } from '../../../core/server/optionsError';
import { optionWords } from '../../../core/server/optionWords';
import { WEB_REASONS } from '../../../core/systems/web/webReasons';
import { assertCallable } from '../../kernel/options/callablePath';
import type { SystemPlugin } from '../../kernel/system/emulatedSystem';
import { Cors } from './cors';
import { withExampleProject } from './exampleProject';
import { addWebRoutes } from './webControl';
import './webOptions';
import { WEB_KEY_SPACES, WEB_SPACES } from './webSpaces';
import { readWebProject, WebSystem } from './webSystem';
import { webUrl } from './webUrl';

/** The plug-in for the web server of a 4D application, with its sessions. */
export const WEB: SystemPlugin<'web'> = {
  name: 'web',
  reasonCodes: WEB_REASONS,
  option: 'web',
  spaces: WEB_SPACES,
  logs: [],
  keySpaces: WEB_KEY_SPACES,
  paths: ({ web }) => (web ? ['rest', '4daction'] : []),
  usualPaths: ['/rest', '/4DACTION'],
  // Request handlers and pages have any path that is left.
  singleRoutes: ({ web }) => (web ? ['/*'] : []),
  resolved: (options, media) => withExampleProject(options, path.join(media, 'examples')),
  check: ({ web, https }, _othersPaths, log) => {
    const cookie = web?.cookie?.path;
    void new Cors(web?.cors);
    if (web?.cookie?.sameSite === 'None' && !https) {
      log(
        `web.cookie.sameSite is “None”, but the server speaks HTTP: browsers drop every session cookie. Switch on ${optionWords('https')}, or choose Lax or Strict.`,
      );
    }
    if (cookie === undefined) return;
    assertCallable('web.cookie.path', cookie, cookie);
    if (cookie !== '/') {
      log(
        `web.cookie.path is “${cookie}”: browsers send the session cookie to nothing else, so each call of another path, such as /rest, gets a session of its own. Leave ${optionWords('web.cookie.path')} out if that is not meant.`,
      );
    }
  },
  create: async (kernel, { web }, surroundings) => {
    if (!web) {
      return {
        faces: [],
        addControl: (scope) => addWebRoutes(scope, undefined),
        canonicalUrl: webUrl,
        dispose: () => {},
      };
    }
    for (const folder of [web.project, web.code, web.pages]) {
      if (folder === undefined || path.isAbsolute(folder)) continue;
      throw new OptionsError(`${folder} is no absolute path; give the whole one`);
    }
    const project = await readWebProject(web, kernel.log);
    const system = new WebSystem(kernel, project, web, surroundings);
    const { cookieName, sessions } = system;
    return {
      faces: [system.face],
      slice: {
        state: async () => ({ cookieName, sessions: await sessions.list() }),
        onDidChange: sessions.onDidChange,
        settled: () => sessions.settled(),
      },
      addControl: (scope) => addWebRoutes(scope, system),
      canonicalUrl: webUrl,
      sessionOf: ({ headers }) => system.sessionOf(headers.cookie),
      start: () => system.start(),
      restored: () => system.restored(),
      dispose: () => system.dispose(),
    };
  },
};
