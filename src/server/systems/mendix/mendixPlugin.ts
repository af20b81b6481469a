import { MENDIX_REASONS } from '../../../core/systems/mendix/mendixReasons';
import '../../../core/systems/mendix/mendixSlice';
import type { SystemPlugin } from '../../kernel/system/emulatedSystem';
import { addMendixRoutes } from './mendixControl';
import './mendixOptions';
import { mendixSecretNames } from './mendixSecrets';
import { MENDIX_KEY_SPACES, MENDIX_SPACES } from './mendixSpaces';

/** The Mendix runtime with the sessions of its clients. */
export const MENDIX: SystemPlugin<'mendix'> = {
  name: 'mendix',
  reasonCodes: MENDIX_REASONS,
  option: 'mendix',
  keySpaces: MENDIX_KEY_SPACES,
  secretNames: ({ mendix }) => (mendix ? mendixSecretNames(mendix) : []),
  spaces: MENDIX_SPACES,
  logs: [],
  paths: ({ mendix }) => (mendix ? ['xas', 'login.html', 'link'] : []),
  usualPaths: ['/xas', '/login.html', '/link'],
  singleRoutes: ({ mendix }) => (mendix ? ['/'] : []),
  check: async ({ mendix, https }, _othersPaths, log) => {
    if (!mendix) return;
    const { droppedCookies } = await import('./cookieSecurity.js');
    const { runtimeSettings } = await import('./runtimeSettings.js');
    if (mendix.users?.length === 0) {
      log('“mendix.users” is empty, so nobody can sign in; name a user, or leave it out to let everybody sign in.');
    }
    const warning = droppedCookies(runtimeSettings(mendix, log), https !== undefined);
    if (warning !== undefined) log(warning);
  },
  create: async (kernel, { mendix }) => {
    if (!mendix) {
      return { faces: [], addControl: (scope) => addMendixRoutes(scope, undefined), dispose: () => {} };
    }
    const { buildMendix } = await import('./buildMendix.js');
    return buildMendix(kernel, mendix);
  },
};
