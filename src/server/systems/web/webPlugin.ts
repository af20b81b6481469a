import path from 'node:path';
import { optionWords } from '../../../core/server/optionWords';
import { WEB_REASONS } from '../../../core/systems/web/webReasons';
import { assertCallable } from '../../kernel/options/callablePath';
import type { SystemPlugin } from '../../kernel/system/emulatedSystem';
import { withExampleProject } from './exampleProject';
import { addWebRoutes } from './webControl';
import './webOptions';
import { WEB_KEY_SPACES, WEB_SPACES } from './webSpaces';
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
  check: async ({ web, https }, _othersPaths, log) => {
    if (!web) return;
    const { Cors } = await import('./cors.js');
    const cookie = web.cookie?.path;
    void new Cors(web.cors);
    if (web.cookie?.sameSite === 'None' && !https) {
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
    const { buildWeb } = await import('./buildWeb.js');
    return buildWeb(kernel, web, surroundings);
  },
};
