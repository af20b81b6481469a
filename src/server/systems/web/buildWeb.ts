import path from 'node:path';
import { phrase } from '../../../core/compliance/phrase';
import { OptionsError } from '../../../core/server/optionsError';
import type { ServerOptions } from '../../kernel/options/options';
import type { EmulatedSystem, SystemSurroundings } from '../../kernel/system/emulatedSystem';
import type { Kernel } from '../../kernel/system/kernel';
import { addWebRoutes } from './webControl';
import { readWebProject, WebSystem } from './webSystem';
import { webUrl } from './webUrl';

/**
 * The web server of a 4D application. Only a server that has one loads this file.
 * @throws Error that says which options cannot be used, and why
 */
export async function buildWeb(
  kernel: Kernel,
  web: NonNullable<ServerOptions['web']>,
  surroundings: SystemSurroundings,
): Promise<EmulatedSystem> {
  for (const folder of [web.project, web.code, web.pages]) {
    if (folder === undefined || path.isAbsolute(folder)) continue;
    throw new OptionsError(`${folder} is no absolute path; give the whole one`);
  }
  const project = await readWebProject(web, kernel.log);
  const system = new WebSystem(kernel, project, web, surroundings);
  const { cookieName, sessions } = system;
  return {
    faces: [system.face],
    testLogins: () => [{ title: phrase('Open a web session'), method: 'GET', path: '/rest/$info', fields: [] }],
    slice: {
      state: async () => ({ cookieName, sessions: await sessions.list() }),
      onDidChange: sessions.onDidChange,
      settled: () => sessions.settled(),
    },
    addControl: (scope) => addWebRoutes(scope, system),
    canonicalUrl: webUrl,
    headersOf: async (id) => {
      const session = await sessions.get(id);
      return session && { headers: { cookie: `${cookieName}=${session.cookie}` } };
    },
    sessionOf: ({ headers }) => system.sessionOf(headers.cookie),
    start: () => system.start(),
    restored: () => system.restored(),
    dispose: () => system.dispose(),
  };
}
